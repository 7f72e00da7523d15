"""What is counted of 优抚: persons by category, those with a grade, what a month comes to; households and money paid are
counted of every programme already.
"""

from anmin.kernel.declare import Indicator
from anmin.services.veterans.screens import PAID

MONTH = (("month", "{month}"),)
OF = {"group": "优抚对象抚恤补助", "source": "veterans.Recipient", "register": "veteran_recipients"}

INDICATORS = (
    Indicator("veterans.recipients", "在发优抚对象", "人", where=MONTH, **OF),
    Indicator(
        "veterans.month", "优抚对象月标准合计", "元", where=MONTH, measure="sum", field="amount", money=True, **OF
    ),
    Indicator(
        "veterans.graded", "在发残疾军人一至四级", "人", where=(*MONTH, ("grade__gte", 1), ("grade__lte", 4)), **OF
    ),
    *(
        Indicator(f"veterans.{kind}", f"优抚对象：{label}", "人", where=(*MONTH, ("kind", kind)), **OF)
        for kind, label in PAID.items()
    ),
)
