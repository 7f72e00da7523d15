"""The register of cremations and its work list."""

from anmin.kernel.declare import Column, Filter, FormField, Import, Permission, Register, RegisterForm
from anmin.services.funeral.register import save

SEE = Permission("funeral.see", "查看殡葬登记", ("R3", "R4", "R5", "R6", "R7", "R8", "R10"))
EDIT = Permission("funeral.edit", "登记火化和核实身份", ("R4", "R6"))
CLASSES = (("dibao", "低保对象"), ("tekun", "特困人员"), ("veteran", "优抚对象"), ("resident", "其他户籍居民"))
MATCH_TONES = {"matched": "good", "doubtful": "due", "unknown": "quiet", "settled": "good"}

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
    intro="登记后, 逝者的各项待遇从次月起停发, 已多发的列入追缴线索; 对不上的身份列为“待核实”。",
    empty="还没有火化登记。可以新增一条, 或导入殡仪馆的月报表。",
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
        Column("free_amount", "减免金额", "money", detail=True),
        Column("eco_burial", "节地生态安葬", "flag", detail=True),
        Column("match_note", "核对说明", detail=True),
        Column("handler", "经办家属", detail=True),
    ),
    filters=(
        Filter("match", "身份核对"),
        Filter("area", "户籍地", "area"),
        Filter("cremated", "火化日期", "dates", path="cremated_on"),
        Filter("class_of_person", "惠民类别", choices=CLASSES),
    ),
    search=(("name", "prefix"), ("certificate", "prefix")),
    search_hint="姓名或证明编号",
    form=RegisterForm(
        fields=(
            FormField("certificate", "火化证明编号", readonly=True),
            FormField("name", "逝者姓名", readonly=True),
            FormField("identity", "身份证号", required=False, readonly=True, hint="没有证件的可以不填, 登记后列为待核实"),
            FormField("area", "户籍地", "area"),
            FormField("died_on", "死亡日期", "date", readonly=True),
            FormField("cremated_on", "火化日期", "date"),
            FormField("facility", "殡仪馆"),
            FormField("handler", "经办家属", required=False),
            FormField("class_of_person", "惠民对象类别", "choice", required=False, choices=CLASSES),
            FormField("free_amount", "减免金额", "money", required=False),
            FormField("eco_burial", "节地生态安葬", "bool", required=False),
            FormField("settled_as", "核实结果", "choice", required=False,
                      choices=(("same", "就是所列人员, 登记死亡"), ("other", "不是同一人"))),
            FormField("match_note", "核对说明", "long", required=False),
        ),
        permission=EDIT,
        save=save,
    ),
    takes=Import(
        permission=EDIT,
        key=("certificate",),
        headings={
            "certificate": ("证明编号", "火化证号", "火化编号"),
            "name": ("姓名", "死者姓名", "亡故人姓名"),
            "identity": ("证件号码", "公民身份号码", "死者身份证号"),
            "area": ("户籍地址", "户籍所在地", "所属区划", "村(社区)"),
            "died_on": ("死亡时间", "亡故日期"),
            "cremated_on": ("火化时间",),
            "facility": ("殡仪馆名称", "火化单位"),
            "handler": ("家属", "经办人", "申办人"),
            "free_amount": ("减免费用", "免除费用", "惠民减免"),
        },
    ),
)  # fmt: skip
