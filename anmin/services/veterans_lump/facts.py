"""What 优抚一次性待遇 asks beside what 优抚 asks: whose death is settled, on the line of the family member who receives."""

from anmin.kernel.declare import HOUSEHOLD, choice, money, yes_no

FACTS = (
    choice(
        "deceased_was", "去世的优抚对象类别（填在领取丧葬补助的遗属上）",
        {"none": "无", "disabled": "残疾军人", "survivor": "定期抚恤对象", "combat": "参战参试、带病回乡、复员等人员",
         "other": "其他"}, "none",
    ),
    money("deceased_pension_month", "逝者生前每月领取的抚恤补助", high=10_000_000),
    yes_no("lump_already_paid", "同一逝者的一次性待遇已由本户或其他遗属领取", False, HOUSEHOLD),
)  # fmt: skip
