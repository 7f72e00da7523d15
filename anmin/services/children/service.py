"""儿童基本生活保障: the manifest."""

from anmin.kernel.declare import Service
from anmin.services.children.flow import FLOWS
from anmin.services.children.indicators import INDICATORS
from anmin.services.children.telling import ASKS, PAPERS, RECEIPT, REVIEW

SERVICE = Service(
    name="children",
    label="儿童基本生活保障",
    code="ET",
    group="儿童福利",
    cite="国办发〔2010〕54号; 民发〔2019〕62号; 国发〔2016〕36号",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    earmarks={"urban": ("2081001", "儿童福利"), "rural": ("2081001", "儿童福利")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    indicators=INDICATORS,
    keep="停发后长期",
)
