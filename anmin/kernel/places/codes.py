"""Division codes of 12 digits (GB/T 2260, GB/T 10114, 统计用区划代码): level, parents, scope.

The nation is `000000000000`. A code says nothing about a day: validity, predecessors and successors are rows of the
division table.
"""

import unicodedata
from functools import lru_cache

NATION = "0" * 12
LEVELS = ("nation", "province", "city", "county", "town", "village")
LEVEL_LABELS = {
    "nation": "国家",
    "province": "省",
    "city": "市",
    "county": "县",
    "town": "乡镇",
    "village": "村（社区）",
}
DIGITS = 12
_ENDS = (2, 4, 6, 9, DIGITS)
# Third group of GB/T 10114 and the village group of the statistical code: first number of a block, and its name.
_TOWN_KINDS = ((1, "街道"), (100, "镇"), (200, "乡"), (400, "类似乡级单位"))
_VILLAGE_KINDS = ((1, "居委会"), (200, "村委会"), (400, "类似居委会"), (500, "类似村委会"))


class DivisionCodeError(ValueError):
    """Not a division code; `str()` says why."""


def read_code(text: object) -> str:
    """A code of 2, 4, 6, 9 or 12 digits as 12. Raises `DivisionCodeError`."""
    plain = unicodedata.normalize("NFKC", str(text if text is not None else "")).strip()
    if not plain.isascii() or not plain.isdigit():
        raise DivisionCodeError(f"区划代码“{plain}”应全为数字")
    if len(plain) not in _ENDS:
        raise DivisionCodeError(f"区划代码应为 2、4、6、9 或 12 位，现为 {len(plain)} 位")
    code = plain.ljust(12, "0")
    if code != NATION and code[:2] == "00":
        raise DivisionCodeError(f"区划代码“{plain}”前两位（省）不能为 00")
    return code


@lru_cache(maxsize=65_536)  # a page asks for the same few hundred again and again
def scope(code: str) -> str:
    """The digits that every code within shares: "" nation, 2, 4, 6, 9 or 12 digits."""
    for start, end in reversed(list(zip((0, *_ENDS), _ENDS, strict=False))):
        if code[start:end].strip("0"):
            return code[:end]
    return ""


def level(code: str) -> str:
    """One of `LEVELS`."""
    return LEVELS[(0, *_ENDS).index(len(scope(code)))]


def level_label(code: str) -> str:
    """The level in Chinese."""
    return LEVEL_LABELS[level(code)]


def parent(code: str) -> str | None:
    """The next code above that is not the same place; None above the nation.

    A city without counties (东莞, 中山) has towns directly below it, so a group of zeros is passed over.
    """
    own = scope(code)
    if not own:
        return None
    shorter = max(end for end in (0, *_ENDS) if end < len(own))
    return scope(own[:shorter].ljust(12, "0")).ljust(12, "0")


def chain(code: str) -> tuple[str, ...]:
    """The code itself, then each above it up to the nation: the order in which a number in force is looked up."""
    found = [code]
    while (above := parent(found[-1])) is not None:
        found.append(above)
    return tuple(found)


@lru_cache(maxsize=65_536)
def at_level(code: str, wanted: str) -> str | None:
    """The code of the given level in the chain of `code`, or None where there is none."""
    return next((each for each in chain(code) if level(each) == wanted), None)


def covers(area: str, code: str) -> bool:
    """Whether `code` lies in `area` (or is it)."""
    return code.startswith(scope(area))


def kind(code: str) -> str:
    """街道, 镇, 乡; 居委会, 村委会 and their likes; "" at other levels."""
    if level(code) == "town":
        return _block(_TOWN_KINDS, int(code[6:9]))
    return _block(_VILLAGE_KINDS, int(code[9:12])) if level(code) == "village" else ""


def _block(blocks: tuple[tuple[int, str], ...], number: int) -> str:
    return [name for first, name in blocks if first <= number][-1]
