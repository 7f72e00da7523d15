"""What is counted of the supplement: months that ran, persons by group, what it comes to; money paid is counted already."""

from anmin.kernel.declare import Indicator
from anmin.services.price_link.rules import KINDS

GROUP = "价格临时补贴"
MONTH = (("month", "{month}"),)
DUE = {"group": GROUP, "source": "price_link.Due", "register": "price_dues", "yearly": True}

INDICATORS = (
    Indicator("price_link.months", "联动机制启动的月数", "月", GROUP, source="price_link.IndexMonth",
              where=(*MONTH, ("running", True)), register="price_indices", yearly=True),
    Indicator("price_link.of_month", "价格临时补贴应发人次", "人次", where=MONTH, **DUE),
    Indicator("price_link.cost", "价格临时补贴应发", "元", where=MONTH, measure="sum", field="amount", money=True, **DUE),
    *(
        Indicator(f"price_link.{kind}", f"价格临时补贴：{label}", "人次", where=(*MONTH, ("kind", kind)), **DUE)
        for kind, label in KINDS.items() if kind != "none"
    ),
)  # fmt: skip
