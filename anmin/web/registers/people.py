"""Registers of households and persons. Both open into pages of their own."""

from anmin.kernel.access.declare import SEE_PEOPLE
from anmin.kernel.screens.declare import Column, Filter, Register

URBAN_RURAL = (("urban", "城镇"), ("rural", "农村"))

HOUSEHOLDS = Register(
    "households",
    "家庭",
    source="people.Household",
    permission=SEE_PEOPLE,
    group="家庭人员",
    icon="house",
    unit="户",
    title="number",
    page="household",
    columns=(
        Column("number", "家庭编号", "code", sort=True),
        Column("head", "户主", path="head__name"),
        Column("identity", "户主身份证号", "identity", path="head__id_number"),
        Column("area", "居住地", "area"),
        Column("urban_rural", "城乡", "choice"),
        Column("bank", "银行账号", "account", path="bank_tail"),
        Column("bank_name", "开户行", detail=True),
        Column("payee_name", "开户名", detail=True),
        Column("since", "建户日期", "date"),
        Column("until", "销户日期", "date", detail=True),
    ),
    filters=(
        Filter("area", "居住地", "area"),
        Filter("urban_rural", "城乡", choices=URBAN_RURAL),
        Filter("valid", "状态", "validity", path="until"),
    ),
    search=(("number", "prefix"), ("head__name", "prefix"), ("head__pinyin", "prefix"), ("head__initials", "prefix")),
    search_hint="家庭编号、户主姓名或拼音",
    empty="这里还没有家庭。可以登记申请时建立，或导入全县名册。",
)

PERSONS = Register(
    "persons",
    "人员",
    source="people.Person",
    permission=SEE_PEOPLE,
    group="家庭人员",
    icon="people",
    unit="人",
    title="name",
    page="person",
    columns=(
        Column("name", "姓名", sort="pinyin"),
        Column("identity", "身份证号", "identity", path="id_number"),
        Column("sex", "性别", "choice"),
        Column("born_on", "出生日期", "date"),
        Column("area", "居住地", "area"),
        Column("registered_area", "户籍地", "area", detail=True),
        Column("phone", "电话", "phone"),
        Column("died_on", "死亡日期", "date", detail=True),
    ),
    filters=(
        Filter("area", "居住地", "area"),
        Filter("sex", "性别", choices=(("1", "男"), ("2", "女"))),
        Filter("born", "出生日期", "dates", path="born_on"),
        Filter("alive", "状态", "validity", path="died_on"),
    ),
    search=(("name", "prefix"), ("pinyin", "prefix"), ("initials", "prefix")),
    search_hint="姓名或拼音",
)

REGISTERS = (HOUSEHOLDS, PERSONS)
