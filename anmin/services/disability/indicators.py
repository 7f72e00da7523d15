"""What is counted of new recipients by kind; recipients and money in all are counted of every programme already.

Numbers only, never kinds of disability by name (domain 13: numbers are made public, illnesses are not).
"""

from anmin.kernel.declare import Indicator

DECIDED = (
    ("service", "disability"),
    ("outcome", "granted"),
    ("decided_on__gte", "{month}"),
    ("decided_on__lt", "{next}"),
)
OF = {"group": "残疾人两项补贴", "source": "flow.Case", "register": "cases"}
SENT_ON = (
    ("service", "disability"),
    ("outcome", "forwarded"),
    ("closed_on__gte", "{month}"),
    ("closed_on__lt", "{next}"),
)

INDICATORS = (
    Indicator("disability.new_living", "新增享受生活补贴", "户", where=(*DECIDED, ("reckoning__results__living_persons__gt", 0)),
              **OF),
    Indicator("disability.new_care", "新增享受护理补贴", "户", where=(*DECIDED, ("reckoning__results__care_persons__gt", 0)),
              **OF),
    Indicator("disability.new_both", "新增两项都享受", "户", where=(*DECIDED, ("reckoning__results__both_persons__gt", 0)), **OF),
    Indicator("disability.forwarded", "跨省通办转出", "件", where=SENT_ON, **OF),
)  # fmt: skip
