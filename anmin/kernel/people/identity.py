"""Identity numbers, read and checked by ourselves: 公民身份号码 (GB 11643-1999) and the permits that share its shape.

The check digit alone decides whether the digits belong together. Area codes of any year are accepted, because a
number keeps the code of a county long abolished; nobody's present 户籍 may be derived from it.
"""

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"  # by the weighted sum modulo 11 (MOD 11-2)
MALE, FEMALE = 1, 2  # GB/T 2261.1
EARLIEST_BIRTH_YEAR = 1850  # numbers were first given in 1984: nobody who has one was born before

KINDS = {
    "resident": "居民身份证",
    "hmt_permit": "港澳台居民居住证",
    "foreign_permit": "外国人永久居留身份证",
}

# What people type for the last X: full-width forms fall to NFKC, these lookalikes do not.
_LOOKALIKES_OF_X = str.maketrans({"×": "X", "х": "X", "Х": "X", "χ": "X", "Χ": "X", "✕": "X", "╳": "X"})
_UNSEEN = re.compile(r"[\s'\"`‘’\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CONFUSED = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}[0-9]{12}")
_FLOAT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+|[0-9]{15,18}\.0*")


class IdentityError(ValueError):
    """A number that cannot be right. `part` names what is wrong, `digits` the places (from 1), `str()` says it."""

    def __init__(self, part: str, message: str, digits: tuple[int, ...] = ()):
        super().__init__(message)
        self.part, self.digits = part, digits


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that passed. `number` has 18 places; `sex` is 1 or 2 (GB/T 2261.1); `kind` is a key of `KINDS`."""

    number: str
    kind: str
    sex: int
    born_on: date
    was_15: bool = False


def normalise(text: object) -> str:
    """Full-width to half-width, spaces and stray quotes away, x and its lookalikes to X."""
    plain = unicodedata.normalize("NFKC", str(text if text is not None else ""))
    return _UNSEEN.sub("", plain).upper().translate(_LOOKALIKES_OF_X)


def check_digit(first17: str) -> str:
    """The 18th place that belongs to the first 17 (GB 11643-1999, MOD 11-2)."""
    return CHECK_DIGITS[sum(w * int(c) for w, c in zip(WEIGHTS, first17, strict=True)) % 11]


def widen(number15: str) -> str:
    """An old number of 15 digits as 18: the century 19 and the check digit are added."""
    first17 = f"{number15[:6]}19{number15[6:]}"
    return first17 + check_digit(first17)


def read_identity(text: object, *, on: date) -> Identity:
    """Read a number as someone wrote it, on a given day.

    Raises `IdentityError` whose message says which part or which place is wrong and what to do.
    """
    given = normalise(text)
    _check_shape(given)
    number = widen(given) if len(given) == 15 else given
    born_on = _birth_date(number, short=len(given) == 15, on=on)
    if check_digit(number[:17]) != number[17]:
        raise IdentityError("check", "第 18 位校验码不符：号码中有抄错或前后颠倒的数字，请对照证件原件逐位核对", (18,))
    sex = MALE if int(number[16]) % 2 else FEMALE
    return Identity(number, _kind(number), sex, born_on, was_15=len(given) == 15)


def is_identity(text: object, *, on: date) -> bool:
    """Whether the number passes."""
    try:
        read_identity(text, on=on)
    except IdentityError:
        return False
    return True


def mask(number: str) -> str:
    """`3408**********1234`: the first four and the last four stay; anything too short is hidden wholly."""
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def age(born_on: date, on: date) -> int:
    """周岁: full years reached on the birthday itself; one born on 29 February reaches them, in a year without that
    day, on the last day of February (民法典第二百零二条: where the corresponding day is missing, the month's last).

    >>> age(date(1936, 2, 29), date(2026, 2, 27)), age(date(1936, 2, 29), date(2026, 2, 28))
    (89, 90)
    """
    return (day_number(on) - (born_on.year * 10_000 + born_on.month * 100 + born_on.day)) // 10_000


def day_number(on: date) -> int:
    """A day as 20261001, from which a day of birth written so is taken for the age; 28 February stands for the 29th
    in a year that has none."""
    last_of_february = (on.month, on.day) == (2, 28) and not isleap(on.year)
    return on.year * 10_000 + on.month * 100 + on.day + last_of_february


def _check_shape(given: str) -> None:
    if not given:
        raise IdentityError("empty", "身份证号为空")
    if "*" in given:
        raise IdentityError("masked", "号码中含 *，是脱敏后的号码，请填写完整号码")
    if _FLOAT.fullmatch(given):
        raise IdentityError(
            "number",
            "号码被表格软件当作数字处理，后几位已丢失。请将该列设为“文本”格式，再对照证件重新录入",
        )
    if _OLD_FOREIGN_CARD.fullmatch(given):
        raise IdentityError("old_card", "这是旧版外国人永久居留证号（3 个字母加 12 位数字），请填写换证后的 18 位号码")
    if len(given) not in (15, 18):
        difference = f"比 18 位{'少' if len(given) < 18 else '多'} {abs(18 - len(given))} 位"
        raise IdentityError("length", f"号码共 {len(given)} 位，{difference}，请对照证件补正")
    _check_characters(given)
    if given[0] == "0":
        raise IdentityError("area", "第 1 位是 0：地区代码不会以 0 开头，请对照证件核对前 6 位", (1,))


def _check_characters(given: str) -> None:
    for place, char in enumerate(given, start=1):
        if char in "0123456789" or (char == "X" and place == 18):
            continue
        if char == "X":
            raise IdentityError("character", f"第 {place} 位是 X：X 只能出现在第 18 位", (place,))
        hint = f"，可能是数字 {_CONFUSED[char]}" if char in _CONFUSED else ""
        raise IdentityError("character", f"第 {place} 位“{char}”不是数字{hint}，请对照证件改正", (place,))


def _birth_date(number: str, *, short: bool, on: date) -> date:
    digits = number[6:14]
    places, shown = ("第 7–12 位", digits[2:]) if short else ("第 7–14 位", digits)
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityError("date", f"{places}出生日期“{shown}”不存在，请对照证件核对") from None
    if born_on.year < EARLIEST_BIRTH_YEAR:
        raise IdentityError("date", f"{places}出生年份 {born_on.year} 不合理，请对照证件核对")
    if born_on > on:
        raise IdentityError("date", f"{places}出生日期 {born_on.isoformat()} 晚于 {on.isoformat()}，请对照证件核对")
    return born_on


def _kind(number: str) -> str:
    if number[:2] in ("81", "82", "83"):
        return "hmt_permit"
    return "foreign_permit" if number[0] == "9" else "resident"
