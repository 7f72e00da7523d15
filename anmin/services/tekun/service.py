"""特困人员救助供养: the manifest."""

from anmin.kernel.declare import Service, late
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.tekun.facts import FACTS
from anmin.services.tekun.flow import FLOWS
from anmin.services.tekun.indicators import INDICATORS
from anmin.services.tekun.screens import SCREENS
from anmin.services.tekun.stopping import STOPPING
from anmin.services.tekun.telling import ASKS, PAPERS, RECEIPT

ROSTER = recipients_roster(
    "tekun",
    "特困人员名册",
    FACTS,
    (
        "support_form",
        "care_grade",
        "can_eat",
        "can_dress",
        "can_get_up",
        "can_toilet",
        "can_walk",
        "can_bathe",
        "study",
        "contract_land",
    ),
    {"obligor": "none"},
)
SERVICE = Service(
    name="tekun",
    label="特困人员救助供养",
    code="TK",
    group="社会救助",
    cite="社会救助暂行办法 第三章；国发〔2016〕14号；民发〔2021〕43号",
    flows=FLOWS,
    pays="amount_month",
    covers="supported",
    replaces=("dibao",),
    earmarks={"urban": ("2082101", "城市特困人员救助供养"), "rural": ("2082102", "农村特困人员救助供养")},
    asks=ASKS,
    receipt=RECEIPT,
    papers={**PAPERS, **STOPPING},
    screens=SCREENS,
    indicators=INDICATORS,
    roster=ROSTER,
    knows=late("anmin.services.tekun.register:assessed"),
    stopped_in="tekun-terminations",
    keep="停发后10年",
)
