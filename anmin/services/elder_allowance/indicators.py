"""What is counted of those who turn; recipients and money are counted of every programme already."""

from anmin.kernel.declare import Indicator

OF = {"group": "高龄津贴", "source": "elder_allowance.Turning", "register": "elder_turnings"}
IN_MONTH = (("turns_on__gte", "{month}"), ("turns_on__lt", "{next}"))

INDICATORS = (
    Indicator("elder_allowance.turning", "当月满龄老人", "人", where=IN_MONTH, **OF),
    Indicator("elder_allowance.turning_hundred", "当月满百岁老人", "人", where=(*IN_MONTH, ("years__gte", 100)), **OF),
    Indicator("elder_allowance.untold", "满龄未通知", "人", where=(*IN_MONTH, ("state", "open"), ("receiving", False)),
              better="down", **OF),
)  # fmt: skip
