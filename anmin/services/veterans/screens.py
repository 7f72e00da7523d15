"""The list of those who are paid, by category and standard."""

from anmin.kernel.declare import Column, Filter, Permission, Register
from anmin.services.veterans.facts import KINDS

SEE = Permission("veterans.see", "查看优抚对象名单", ("R4", "R5", "R6", "R7", "R9", "R10"))
PAID = {**{kind: label for kind, label in KINDS.items() if kind != "none"}, "conscript": "现役义务兵"}

RECIPIENTS = Register(
    "veteran_recipients", "优抚对象", source="veterans.Recipient", permission=SEE, group="台账", icon="star", unit="人",
    title="person", order="-pk",
    intro="当月在发的优抚对象，每人按发放的类别列一行；在册情况或标准一有变动，十分钟内重列。义务兵的金额为全家优待金中本人部分。",
    empty="还没有在发的优抚对象；刚确认的十分钟内列入。",
    columns=(
        Column("month", "月份", "month"),
        Column("person", "姓名", path="person__name"),
        Column("kind", "优抚类别", "choice", choices=tuple(PAID.items())),
        Column("grade", "伤残等级", "number"),
        Column("standard_year", "年标准", "money"),
        Column("amount", "月金额", "money"),
        Column("area", "所在地", "area"),
        Column("household", "家庭编号", "code", path="household__number"),
    ),
    filters=(
        Filter("month", "月份", "month"), Filter("kind", "优抚类别", choices=tuple(PAID.items())),
        Filter("area", "所在地", "area"),
    ),
    search=(("person__name", "prefix"),),
    search_hint="姓名",
)  # fmt: skip
