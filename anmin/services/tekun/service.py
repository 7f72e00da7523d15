"""特困人员救助供养: the manifest."""

from anmin.kernel.declare import Service
from anmin.services.tekun.flow import FLOWS
from anmin.services.tekun.indicators import INDICATORS
from anmin.services.tekun.screens import SCREENS
from anmin.services.tekun.stopping import STOPPING
from anmin.services.tekun.telling import ASKS, PAPERS, RECEIPT

SERVICE = Service(
    name="tekun",
    label="特困人员救助供养",
    code="TK",
    group="社会救助",
    cite="社会救助暂行办法 第三章; 国发〔2016〕14号; 民发〔2021〕43号",
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
    keep="停发后10年",
)
