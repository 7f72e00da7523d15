"""高龄津贴: the manifest."""

from anmin.kernel.declare import Service, late
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.elder_allowance.facts import FACTS
from anmin.services.elder_allowance.flow import FLOWS
from anmin.services.elder_allowance.indicators import INDICATORS
from anmin.services.elder_allowance.screens import TURNINGS
from anmin.services.elder_allowance.telling import ASKS, PAPERS, RECEIPT, REVIEW

ROSTER = recipients_roster(
    "elder_allowance",
    "高龄津贴发放名册",
    FACTS,
    ("own_hukou_here", "elder_allowance_elsewhere", "survival_unverified", "pension_month", "receiving_dibao"),
)
SERVICE = Service(
    name="elder_allowance",
    label="高龄津贴",
    code="GL",
    group="老年福利",
    cite="老年人权益保障法 第三十三条",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    earmarks={"urban": ("2081002", "老年福利"), "rural": ("2081002", "老年福利")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    screens=(TURNINGS,),
    indicators=INDICATORS,
    starts="starts_from",
    rhythm="pay_every_months",
    nightly=late("anmin.services.elder_allowance.turning:tonight"),
    roster=ROSTER,
    keep="停发后10年",
)
