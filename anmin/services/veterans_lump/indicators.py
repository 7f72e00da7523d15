"""What is counted of what is paid once; households, persons and money are counted of every programme already."""

from anmin.kernel.declare import Indicator

DECIDED = (
    ("service", "veterans_lump"),
    ("decided_on__gte", "{month}"),
    ("decided_on__lt", "{next}"),
    ("outcome", "granted"),
)

INDICATORS = (
    Indicator("veterans_lump.families", "领取优抚一次性待遇的家庭", "户", "优抚一次性待遇", source="flow.Case", where=DECIDED,
              measure="distinct", field="household_id", register="cases", yearly=True),
    Indicator("veterans_lump.given", "确认的优抚一次性待遇", "元", "优抚一次性待遇", source="flow.Case", where=DECIDED,
              measure="sum", field="amount_month", money=True, register="cases", yearly=True),
)  # fmt: skip
