"""养老服务补贴: the manifest."""

from anmin.kernel.declare import Service
from anmin.services.elder_care.flow import FLOWS
from anmin.services.elder_care.indicators import INDICATORS
from anmin.services.elder_care.telling import ASKS, PAPERS, RECEIPT, REVIEW

SERVICE = Service(
    name="elder_care",
    label="养老服务补贴",
    code="LH",
    group="老年福利",
    cite="老年人权益保障法 第三十条、第三十七条; GB/T 42195-2022",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    earmarks={"urban": ("2081006", "养老服务"), "rural": ("2081006", "养老服务")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    indicators=INDICATORS,
    starts="starts_from",
    keep="停发后10年",
)
