"""Values of plans: exact decimals, single or from–to, as they are stored and as people write them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.db import models

LARGEST = Decimal(10) ** 16
NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
FROM_TO = re.compile(rf"({NUMBER})\s*[-—–~至到]\s*({NUMBER})")


class Exact(models.DecimalField):
    """A decimal that comes back without the zeros that its column adds."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_digits": 22, "decimal_places": 6, "null": True, "blank": True} | kwargs)

    def from_db_value(self, value: Decimal | None, expression: object, connection: object) -> Decimal | None:
        return None if value is None else trimmed(value)


def trimmed(value: Decimal) -> Decimal:
    """95.200000 → 95.2; 1070.000000 → 1070, never 1.07E+3."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short


def exactly(value: float | int | None) -> Decimal | None:
    """What the reader read as an exact decimal: the digits it shows, not what the machine makes of them."""
    return None if value is None else trimmed(round(Decimal(str(value)), 6))


def in_words(low: Decimal | None, high: Decimal | None = None) -> str:
    """1070, or 1-2 for a range; nothing where the source has no readable number."""
    return "-".join(f"{part:f}" for part in (low, high) if part is not None)


def read_value(text: str) -> tuple[Decimal | None, Decimal | None]:
    """A number or a range as a clerk types it. Raises `ValueError` in words."""
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if not plain:
        return None, None
    both = FROM_TO.fullmatch(plain)
    low, high = (both[1], both[2]) if both else (plain, None)
    found = _number(low, text), _number(high, text) if high else None
    if found[1] is not None and found[1] < found[0]:
        raise ValueError(f"数值“{text}”的上限比下限小。请把小的写在前面，例如 1-2。")
    return found


def _number(text: str, whole: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(
            f"数值“{whole}”不是数字。请只写数字，单位写在“单位”里；区间写成 1-2；原文没有数字就留空。"
        ) from None
    if not value.is_finite() or abs(value) >= LARGEST or value != round(value, 6):
        raise ValueError(f"数值“{whole}”太大，或小数超过 6 位。请换一个单位来写。")
    return trimmed(value)
