"""临时救助: the manifest."""

from datetime import date
from typing import Any

from anmin.kernel.declare import Service
from anmin.services.emergency_aid.flow import FLOWS
from anmin.services.emergency_aid.indicators import INDICATORS
from anmin.services.emergency_aid.screens import SCREENS
from anmin.services.emergency_aid.telling import ASKS, PAPERS, RECEIPT


def record_aid(case: Any, move: Any, who: Any, on: date) -> None:
    """See `register.record_aid`; loaded when it runs, so that the law needs no database."""
    from anmin.services.emergency_aid.register import record_aid as really

    really(case, move, who, on)


def known_aids(household: int, on: date) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """See `register.known_aids`."""
    from anmin.services.emergency_aid.register import known_aids as really

    return really(household, on)


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
    screens=SCREENS,
    indicators=INDICATORS,
    knows=known_aids,
    does={"record_aid": record_aid},
    keep="办结后10年",
)
