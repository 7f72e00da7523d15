"""殡葬: the manifest. A register; nothing is applied for here yet."""

from anmin.kernel.declare import Service
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
    screens=(CREMATIONS,),
    indicators=INDICATORS,
)
