"""Registers of places: divisions, offices, sites."""

from anmin.kernel.access.declare import EDIT_PLACES, SEE_PLACES
from anmin.kernel.places.api import save_site
from anmin.kernel.screens.declare import Column, Filter, Form, FormField, Import, Register

LEVELS = (("1", "省"), ("2", "市"), ("3", "县"), ("4", "乡镇街道"), ("5", "村社区"))

DIVISIONS = Register(
    "divisions",
    "行政区划",
    source="places.Division",
    permission=SEE_PLACES,
    area="code",
    icon="diagram-3",
    unit="个",
    title="name",
    order="code",
    columns=(
        Column("code", "区划代码", "code", sort=True),
        Column("name", "名称"),
        Column("level", "层级", "choice", choices=LEVELS),
        Column("full_name", "全称"),
        Column("urban_rural", "城乡", "choice"),
        Column("since", "起", "date"),
        Column("until", "止", "date"),
        Column("pinyin", "拼音", detail=True),
    ),
    filters=(
        Filter("area", "所在区划", "area", path="code"),
        Filter("level", "层级", choices=LEVELS),
        Filter("urban_rural", "城乡"),
        Filter("valid", "有效", "validity", path="until"),
    ),
    search=(("name", "contains"), ("pinyin", "prefix"), ("code", "prefix")),
    search_hint="名称、拼音或代码",
    empty="没有符合条件的区划。撤并的区划在“有效”里选“已停用”可以看到。",
)

OFFICES = Register(
    "offices",
    "机构",
    source="places.Office",
    permission=SEE_PLACES,
    icon="building",
    unit="个",
    title="name",
    order="area",
    columns=(
        Column("name", "名称"),
        Column("area", "区划", "area", sort=True),
        Column("document_prefix", "发文代字"),
        Column("phone", "电话", "code"),
        Column("address", "地址"),
        Column("credit_code", "统一社会信用代码", "code", detail=True),
        Column("since", "起", "date"),
        Column("until", "止", "date", detail=True),
    ),
    filters=(Filter("area", "所在区划", "area"), Filter("valid", "有效", "validity", path="until")),
    search=(("name", "contains"),),
    search_hint="名称",
)

SITES = Register(
    "sites",
    "站点设施",
    source="places.Site",
    permission=SEE_PLACES,
    icon="geo-alt",
    unit="处",
    title="name",
    order="area",
    intro="养老机构、日间照料中心、社区用房、物资库、公墓、救助站等看得见的设施。",
    columns=(
        Column("name", "名称", sort="pinyin"),
        Column("kind", "类别", "tag"),
        Column("area", "区划", "area", sort=True),
        Column("operator", "运营单位"),
        Column("beds", "床位", "number", sort=True),
        Column("floor_area_sqm", "面积（㎡）", "number", sort=True),
        Column("phone", "电话", "code"),
        Column("address", "地址", detail=True),
        Column("credit_code", "统一社会信用代码", "code", detail=True),
        Column("since", "启用日期", "date", sort=True),
        Column("until", "停用日期", "date", detail=True),
    ),
    filters=(
        Filter("kind", "类别"),
        Filter("area", "所在区划", "area"),
        Filter("since", "启用日期", "dates"),
        Filter("valid", "状态", "validity", path="until"),
    ),
    search=(("name", "contains"), ("pinyin", "prefix"), ("operator", "contains")),
    search_hint="名称、拼音或运营单位",
    form=Form(
        (
            FormField("name", "名称", hint="按备案或挂牌的全称填写"),
            FormField("kind", "类别", "choice"),
            FormField("area", "区划", "area", hint="设施实际所在的村（社区）或乡镇"),
            FormField("address", "地址", required=False),
            FormField("operator", "运营单位", required=False),
            FormField("credit_code", "统一社会信用代码", required=False, hint="18 位，字母用大写"),
            FormField("phone", "电话", required=False),
            FormField("floor_area_sqm", "面积（㎡）", "number", required=False),
            FormField("beds", "床位", "number", required=False),
            FormField("since", "启用日期", "date"),
            FormField("until", "停用日期", "date", required=False, hint="停用后不再出现在现行列表中，记录仍保留"),
        ),
        permission=EDIT_PLACES,
        save=save_site,
    ),
    takes=Import(
        EDIT_PLACES,
        key=("area", "kind", "name"),
        headings={
            "name": ("设施名称", "机构名称", "站点名称"),
            "kind": ("类型", "设施类别", "设施类型"),
            "area": ("村（社区）", "所在村", "村", "社区", "乡镇", "所属区划"),
            "operator": ("运营主体", "主办单位"),
            "credit_code": ("信用代码",),
            "phone": ("联系电话", "电话号码"),
            "floor_area_sqm": ("面积", "建筑面积", "面积（平方米）"),
            "beds": ("床位数", "床位数量"),
            "since": ("启用时间", "建成时间", "成立日期"),
        },
        hint="每行一处设施；同一区划、同一类别、同一名称的设施已有时按新内容更新。",
    ),
)

REGISTERS = (SITES, OFFICES, DIVISIONS)
