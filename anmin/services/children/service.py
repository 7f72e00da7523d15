"""儿童基本生活保障: the manifest."""

from anmin.kernel.declare import Ground, Service
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.children.facts import FACTS
from anmin.services.children.flow import FLOWS
from anmin.services.children.indicators import INDICATORS
from anmin.services.children.telling import ASKS, PAPERS, RECEIPT, REVIEW

ROSTER = recipients_roster(
    "children",
    "儿童基本生活保障名册",
    FACTS,
    (
        "own_hukou_here",
        "in_child_institution",
        "father_state",
        "father_state_months",
        "father_lost_verified",
        "mother_state",
        "mother_state_months",
        "mother_lost_verified",
        "study",
        "receiving_dibao",
        "dibao_amount_month",
        "dibao_persons",
        "receiving_edge",
    ),
)
SERVICE = Service(
    name="children",
    label="儿童基本生活保障",
    code="ET",
    group="儿童福利",
    cite="国办发〔2010〕54号；民发〔2019〕62号；国发〔2016〕36号",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    earmarks={"urban": ("2081001", "儿童福利"), "rural": ("2081001", "儿童福利")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    indicators=INDICATORS,
    roster=ROSTER,
    stops=(
        Ground("adopted", "已被依法收养", "民发〔2019〕62号 二（四）"),
        Ground("parents", "父母已重新履行抚养和监护责任", "民发〔2019〕62号 二（四）"),
        Ground("grown", "年满18周岁且不再就读", "民发〔2019〕62号 二（四）"),
    ),
    keep="停发后长期",
)
