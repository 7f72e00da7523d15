"""优抚一次性待遇: the manifest."""

from anmin.kernel.declare import FactGroup, ReceiptLine, Service
from anmin.services.veterans_lump.flow import FLOWS
from anmin.services.veterans_lump.indicators import INDICATORS
from anmin.services.veterans_lump.papers import PAPERS

SERVICE = Service(
    name="veterans_lump",
    label="优抚一次性待遇",
    code="YC",
    group="双拥优抚",
    cite="军人抚恤优待条例；烈士褒扬条例",
    flows=FLOWS,
    pays="amount_due",
    once=True,
    starts="starts",
    covers="persons_given",
    earmarks={"urban": ("2080801", "死亡抚恤"), "rural": ("2080801", "死亡抚恤")},
    asks=(
        FactGroup(
            "牺牲、病故", ("death_kind", "base_pay_month"), ("death_honour",),
            hint="填在领取的遗属上；性质、荣誉以证明书为准。",
        ),
        FactGroup("优抚对象去世", ("deceased_was", "deceased_pension_month"), hint="填在领取丧葬补助的遗属上。"),
        FactGroup("领取", ("hukou_here", "lump_already_paid")),
    ),
    receipt=(ReceiptLine("lump_total"), ReceiptLine("amount_due", "=")),
    papers=PAPERS,
    indicators=INDICATORS,
    keep="办结后永久",
)  # fmt: skip
