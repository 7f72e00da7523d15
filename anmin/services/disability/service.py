"""残疾人两项补贴 with the guardians' subsidy: the manifest."""

from anmin.kernel.declare import Ground, Service
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.disability.facts import FACTS
from anmin.services.disability.flow import FLOWS
from anmin.services.disability.indicators import INDICATORS
from anmin.services.disability.telling import ASKS, PAPERS, RECEIPT, REVIEW

ROSTER = recipients_roster(
    "disability",
    "残疾人两项补贴发放名册",
    FACTS,
    (
        "disability_card_invalid",
        "own_hukou_here",
        "needs_long_term_care",
        "no_fixed_income",
        "receiving_dibao",
        "receiving_edge",
        "receiving_injury_care",
    ),
)
SERVICE = Service(
    name="disability",
    label="残疾人两项补贴",
    code="CJ",
    group="残疾人福利",
    cite="国发〔2015〕52号；民发〔2021〕70号",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    earmarks={"urban": ("2081107", "残疾人生活和护理补贴"), "rural": ("2081107", "残疾人生活和护理补贴")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    indicators=INDICATORS,
    starts="starts_from",
    roster=ROSTER,
    stops=(
        Ground("card", "残疾证到期未换、注销，或类别、等级变更后不再符合条件", "国发〔2015〕52号 三（四）"),
        Ground("income_class", "家庭不再是低保或低保边缘家庭", "国发〔2015〕52号 三（四）"),
    ),
    keep="停发后10年",
)
