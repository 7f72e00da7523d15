"""The list of those who reach a band soon, and the work it brings."""

from anmin.kernel.declare import Column, Filter, FormField, Permission, Register, RegisterForm, Waiting, late

SEE = Permission("elder_allowance.see", "查看即将满龄老人", ("R2", "R3", "R4", "R5", "R6", "R7", "R10"))
TELL = Permission("elder_allowance.tell", "通知即将满龄老人", ("R3", "R4", "R6"))
STATES = (
    ("open", "待通知"),
    ("told", "已通知"),
    ("review", "已列入复核"),
    ("paid", "已享受"),
    ("closed", "不符合或不申请"),
)

TURNINGS = Register(
    "elder_turnings",
    "即将满龄老人",
    source="elder_allowance.Turning",
    permission=SEE,
    group="台账",
    icon="cake2",
    unit="人",
    title="person",
    order="turns_on",
    intro="按户籍人口每天自动列出即将满 80、90、100 周岁（或当地分档年龄）的老人。还没领取的请通知申请；已在领取的系统自动列入复核升档。",
    empty="近期没有即将满龄的老人。",
    columns=(
        Column("person", "姓名", path="person__name"),
        Column("identity", "身份证号", "identity", path="person__id_number"),
        Column("area", "户籍地", "area"),
        Column("years", "将满周岁", "number"),
        Column("turns_on", "满龄日", "date", sort=True),
        Column("receiving", "已在领取", "flag"),
        Column("state", "办理", "tag",
               tones={"open": "due", "told": "quiet", "review": "good", "paid": "good", "closed": "quiet"}),
        Column("phone", "电话", "phone", path="person__phone", detail=True),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("note", "说明", detail=True),
    ),
    filters=(
        Filter("state", "办理", choices=STATES),
        Filter("area", "户籍地", "area"),
        Filter("years", "将满周岁", choices=(("80", "80"), ("90", "90"), ("100", "100"))),
        Filter("turns", "满龄日", "dates", path="turns_on"),
        Filter("receiving", "已在领取", "flag"),
    ),
    search=(("person__name", "prefix"),),
    search_hint="姓名",
    form=RegisterForm(
        fields=(
            FormField("state", "办理", "choice", choices=STATES),
            FormField("note", "说明", "long", required=False, hint="何时通知了谁；不符合或不申请的写明理由"),
        ),
        permission=TELL,
        create=False,
        save=late("anmin.services.elder_allowance.turning:save"),
    ),
    waits=(Waiting("老人即将满龄待通知", (("state", "open"), ("receiving", False)), TELL, "state=open&receiving=0"),),
)  # fmt: skip
