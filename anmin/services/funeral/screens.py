"""The register of cremations and its work list."""

from anmin.kernel.declare import Column, Filter, FormField, Import, Permission, Register, RegisterForm, Waiting, late
from anmin.services.funeral import facts
from anmin.services.funeral.free import CHECKS

SEE = Permission("funeral.see", "查看殡葬登记", ("R3", "R4", "R5", "R6", "R7", "R8", "R10"))
EDIT = Permission("funeral.edit", "登记火化和核实身份", ("R4", "R6"))
CLASSES, ECO = tuple(facts.CLASSES.items()), tuple(facts.ECO.items())
MATCH_TONES = {"matched": "good", "doubtful": "due", "unknown": "quiet", "settled": "good"}

FREE_TONES = {"agrees": "good", "over": "bad", "under": "due", "doubt": "due", "open": "quiet", "no_rule": "quiet"}
FEES = (
    ("transport_fee", "接运费", "money"),
    ("storage_price_day", "存放单价（每天）", "money"),
    ("storage_days", "存放天数", "number"),
    ("cremation_fee", "火化费", "money"),
    ("keeping_price_month", "寄存单价（每月）", "money"),
    ("keeping_months", "寄存月数", "number"),
    ("farewell_fee", "告别厅费", "money"),
    ("niche_fee", "格位安葬费", "money"),
    ("eco_fee", "生态安葬费", "money"),
    ("urn_fee", "骨灰盒费", "money"),
    ("other_fee", "清单之外的收费", "money"),
)


def in_lines(value: object, _: object) -> str:
    """Sentences, each on a line of its own."""
    return "\n".join(value) if isinstance(value, list) else ""


CREMATIONS = Register(
    "cremations",
    "火化登记",
    source="funeral.Cremation",
    permission=SEE,
    group="台账",
    icon="flower1",
    unit="条",
    title="name",
    order="-pk",
    intro="登记后，逝者的各项待遇从次月起停发，已多发的列入追缴线索；对不上的身份列为“待核实”。外地户籍的，户籍地填殡仪馆所在乡镇，惠民对象类别选“非本地户籍”。",
    empty="还没有火化登记。可以新增一条，或导入殡仪馆的月报表。",
    columns=(
        Column("name", "逝者姓名"),
        Column("identity", "身份证号", "identity", path="id_number"),
        Column("area", "户籍地", "area"),
        Column("died_on", "死亡日期", "date"),
        Column("cremated_on", "火化日期", "date", sort=True),
        Column("match", "身份核对", "tag", tones=MATCH_TONES),
        Column("certificate", "火化证明编号", "code"),
        Column("facility", "殡仪馆", detail=True),
        Column("class_of_person", "惠民对象类别", "choice", choices=CLASSES, detail=True),
        Column("free_check", "减免核对", "tag", tones=FREE_TONES),
        Column("free_amount", "已减免", "money", detail=True, blank="未报"),
        Column("free_due", "按规定应免", "money", detail=True, blank="没有逐项费用"),
        Column("free_reason", "减免理由", "long", detail=True),
        *(Column(name, label, kind, detail=True) for name, label, kind in FEES),
        Column("eco_kind", "安葬方式", "choice", choices=ECO, detail=True),
        Column("eco_burial", "节地生态安葬", "flag", detail=True),
        Column("eco_due", "节地奖补", "money", detail=True),
        Column("brought", "引起的变化", "told", tell=in_lines, detail=True),
        Column("person", "匹配人员", path="person__name", detail=True, blank="无"),
        Column("match_note", "核对说明", detail=True),
        Column("handler", "经办家属", detail=True),
    ),
    filters=(
        Filter("match", "身份核对"),
        Filter("area", "户籍地", "area"),
        Filter("cremated", "火化日期", "dates", path="cremated_on"),
        Filter("free_check", "减免核对", choices=CHECKS),
        Filter("class_of_person", "惠民类别", choices=CLASSES),
    ),
    waits=(
        Waiting("火化登记身份待核实", (("match", "doubtful"),), EDIT, "match=doubtful"),
        Waiting("惠民殡葬类别待核", (("free_check", "doubt"),), EDIT, "free_check=doubt"),
        Waiting("惠民殡葬多免", (("free_check", "over"),), EDIT, "free_check=over"),
    ),
    search=(("name", "prefix"), ("certificate", "prefix")),
    search_hint="姓名或证明编号",
    form=RegisterForm(
        fields=(
            FormField("certificate", "火化证明编号", readonly=True),
            FormField("name", "逝者姓名", readonly=True),
            FormField("identity", "身份证号", required=False, readonly=True, hint="没有证件的可以不填，登记后列为待核实"),
            FormField("area", "户籍地", "area"),
            FormField("died_on", "死亡日期", "date", readonly=True),
            FormField("cremated_on", "火化日期", "date"),
            FormField("facility", "殡仪馆"),
            FormField("handler", "经办家属", required=False),
            FormField("class_of_person", "惠民对象类别", "choice", required=False, choices=CLASSES),
            *(FormField(name, label, kind, required=False) for name, label, kind in FEES),
            FormField("free_amount", "已减免金额", "money", required=False, hint="殡仪馆实际减免的数；没有报的留空"),
            FormField("compensated", "已领职工或单位丧葬费", "bool", required=False),
            FormField("elsewhere", "在异地火化", "bool", required=False),
            FormField("claimed_on", "申领日期", "date", required=False, hint="异地火化回来申领的填"),
            FormField("eco_kind", "安葬方式", "choice", required=False, choices=ECO),
            FormField("eco_burial", "节地生态安葬", "bool", required=False),
            FormField("settled_as", "核实结果", "choice", required=False,
                      choices=(("same", "就是所列人员，登记死亡"), ("other", "不是同一人"))),
            FormField("match_note", "核对说明", "long", required=False),
        ),
        permission=EDIT,
        save=late("anmin.services.funeral.register:save"),
    ),
    takes=Import(
        permission=EDIT,
        key=("certificate",),
        headings={
            "certificate": ("证明编号", "火化证号", "火化编号"),
            "name": ("姓名", "死者姓名", "亡故人姓名"),
            "identity": ("证件号码", "公民身份号码", "死者身份证号"),
            "area": ("户籍地址", "户籍所在地", "所属区划", "村（社区）"),
            "died_on": ("死亡时间", "亡故日期"),
            "cremated_on": ("火化时间",),
            "facility": ("殡仪馆名称", "火化单位"),
            "handler": ("家属", "经办人", "申办人"),
            "free_amount": ("减免费用", "免除费用", "惠民减免", "减免金额"),
            "class_of_person": ("对象类别", "惠民类别", "人员类别"),
            "transport_fee": ("遗体接运费",),
            "storage_price_day": ("存放费单价", "冷藏单价"),
            "storage_days": ("冷藏天数",),
            "cremation_fee": ("遗体火化费",),
            "keeping_price_month": ("寄存费单价",),
            "keeping_months": ("骨灰寄存月数",),
            "farewell_fee": ("告别费", "告别厅租用费"),
            "urn_fee": ("骨灰盒",),
            "other_fee": ("其他收费",),
            "eco_kind": ("节地生态安葬方式",),
        },
    ),
)  # fmt: skip
