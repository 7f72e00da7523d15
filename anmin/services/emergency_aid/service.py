"""临时救助: the manifest."""

from anmin.kernel.declare import Service
from anmin.services.emergency_aid.flow import FLOWS
from anmin.services.emergency_aid.telling import ASKS, PAPERS, RECEIPT

SERVICE = Service(
    name="emergency_aid",
    label="临时救助",
    code="LS",
    group="社会救助",
    cite="社会救助暂行办法 第九章; 国发〔2014〕47号; 民发〔2018〕23号; 国办发〔2023〕39号",
    flows=FLOWS,
    pays="amount",
    once=True,
    starts="paid_from",
    covers="persons_aided",
    earmarks={"urban": ("2082001", "临时救助支出"), "rural": ("2082001", "临时救助支出")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    keep="办结后10年",
)
