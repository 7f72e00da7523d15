"""养老服务补贴: the manifest."""

from anmin.kernel.declare import Service
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.elder_care.facts import FACTS, ITEMS
from anmin.services.elder_care.flow import FLOWS
from anmin.services.elder_care.indicators import INDICATORS
from anmin.services.elder_care.telling import ASKS, PAPERS, RECEIPT, REVIEW

ROSTER = recipients_roster(
    "elder_care",
    "养老服务补贴发放名册",
    FACTS,
    (
        "own_hukou_here",
        "care_mode",
        "ability_assessed_by",
        "months_since_assessment",
        "receiving_dibao",
        "receiving_edge",
        "receiving_rigid",
        *(name for _, name, _, _ in ITEMS),
    ),
)
SERVICE = Service(
    name="elder_care",
    label="养老服务补贴",
    code="LH",
    group="老年福利",
    cite="老年人权益保障法 第三十条、第三十七条；GB/T 42195-2022",
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
    roster=ROSTER,
    keep="停发后10年",
)
