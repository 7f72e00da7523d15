"""殡葬: the manifest. A register with rules of its own; nothing is applied for here."""

from anmin.kernel.declare import ReceiptLine, Service, late
from anmin.services.funeral.indicators import INDICATORS
from anmin.services.funeral.screens import CREMATIONS

SERVICE = Service(
    name="funeral",
    label="殡葬管理",
    code="BZ",
    group="社会事务",
    cite="殡葬管理条例",
    flows=(),
    keep="永久",
    receipt=(
        ReceiptLine("billed"),
        ReceiptLine("free_amount", "−"),
        ReceiptLine("self_paid", "="),
        ReceiptLine("eco_reward", "", optional=True),
    ),
    screens=(CREMATIONS,),
    indicators=INDICATORS,
    nightly=late("anmin.services.funeral.again:look_again"),
)
