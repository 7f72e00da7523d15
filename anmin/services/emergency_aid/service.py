"""临时救助: the manifest."""

from anmin.kernel.declare import Service, late
from anmin.services.emergency_aid.flow import FLOWS
from anmin.services.emergency_aid.indicators import INDICATORS
from anmin.services.emergency_aid.screens import SCREENS
from anmin.services.emergency_aid.telling import ASKS, PAPERS, RECEIPT

SERVICE = Service(
    name="emergency_aid",
    label="临时救助",
    code="LS",
    group="社会救助",
    cite="社会救助暂行办法 第九章；国发〔2014〕47号；民发〔2018〕23号；国办发〔2023〕39号",
    flows=FLOWS,
    pays="amount_to_pay",
    once=True,
    starts="paid_from",
    covers="persons_aided",
    earmarks={"urban": ("2082001", "临时救助支出"), "rural": ("2082001", "临时救助支出")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    screens=SCREENS,
    indicators=INDICATORS,
    knows=late("anmin.services.emergency_aid.register:known_aids"),
    does={
        "record_aid": late("anmin.services.emergency_aid.register:record_aid"),
        "give_from_reserve": late("anmin.services.emergency_aid.register:give_from_reserve"),
    },
    keep="办结后10年",
)
