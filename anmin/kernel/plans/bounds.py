"""Comparators: 不低于, 至少 … 以上, 近, 余, and how doubled or conflicting ones are settled."""

from __future__ import annotations

import re
from functools import cache

from .measures import Measure, clause_start
from .words import any_of, lexicon

BETWEEN = (
    r"(?:了|过|到|至|人民币|全年|累计|共计|实际)?(?:每[^,。;、每]{1,6}){0,3}(?:[^,。;:、\d]{0,16}的)?(?:人均|月人均)?$"
)
SYMBOLS = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", ">": ">", "<": "<", "≈": "~"}


@cache
def rules() -> tuple[
    list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]
]:
    words = lexicon("comparators")
    far = [(sign.removesuffix("low"), re.compile(any_of(listed))) for sign, listed in words["far"].items()]
    near = [(sign, re.compile(any_of(listed) + BETWEEN)) for sign, listed in words["near"].items()]
    after = [
        (sign, re.compile(any_of(listed) + (r"(?![一-鿿])" if sign == "~" else "")))
        for sign, listed in words["after"].items()
    ]
    return far, near, [*after, ("~", re.compile("左右|上下"))]


def far_bound(before: str) -> tuple[int, str] | None:
    """The last bound anywhere in the clause before the number: (its start, its sign)."""
    found = [(match.start(), sign) for sign, pattern in rules()[0] for match in pattern.finditer(before)]
    return max(found, default=None)


def near_bound(before: str) -> tuple[int, str] | None:
    """A bound that stands right before the number, or before the base it is measured against."""
    found = [(match.start(), sign) for sign, pattern in rules()[1] if (match := pattern.search(before))]
    return max(found, default=None)


@cache
def chance() -> re.Pattern[str]:
    """Words that hold a bound by chance: 村规民约, 最低生活保障."""
    return re.compile(any_of(lexicon("comparators")["by_chance"]))


@cache
def bound_words() -> re.Pattern[str]:
    words = lexicon("comparators")
    return re.compile(any_of([word for part in ("far", "near") for listed in words[part].values() for word in listed]))


def touches(text: str) -> bool:
    """Nothing but the bound's own words up to the number: 不低于70%, not 至少配备2名."""
    return not bound_words().sub("", text).strip("了达到有")


def suffix(after: str) -> tuple[int, str] | None:
    for sign, pattern in rules()[2]:
        if match := pattern.match(after):
            return match.end(), sign
    return None


def settle(prefix: str, tail: str, rough: bool) -> str:
    """One comparator from what stands before, behind and inside; a bound beats 左右, the first bound beats the second."""
    if prefix and prefix != "~":
        return prefix
    if tail and tail != "~":
        return tail
    return "~" if prefix or tail or rough else "="


def bound(text: str, measure: Measure, floor: int) -> None:
    """Set one measure's comparator and widen its span to the bound that touches it."""
    start = max(clause_start(text, measure.start), floor)
    before = chance().sub(lambda match: "¤" * len(match[0]), text[start : measure.start])
    prefix = ">" if re.match("[超过]", text[measure.number.start : measure.number.end]) else ""
    if measure.start and text[measure.start - 1] in SYMBOLS:
        prefix = SYMBOLS[text[measure.start - 1]]
        measure.start -= 1
    elif found := far_bound(before) or near_bound(before):
        at, prefix = found
        if re.fullmatch(r"[^的每]{1,5}", before[at:]) and touches(before[at:]):
            measure.start = start + at
    tail = suffix(text[measure.end :])
    if not tail and measure.group == "duration" and re.match("内[^,。;]{2}", text[measure.end :]):
        tail = 1, "<="
    if tail:
        measure.end += tail[0]
    if measure.number.high is not None:
        measure.comparator = "range"
    else:
        measure.comparator = settle(prefix, tail[1] if tail else "", bool(measure.number.rough))
    if prefix and tail and prefix != tail[1] and "~" not in (prefix, tail[1]):
        measure.note.append("比较词前后不一")


def bound_all(text: str, measures: list[Measure]) -> None:
    """Comparators of all measures of a block; a bound stated once covers a 分别 list."""
    floor = 0
    last: Measure | None = None
    for measure in measures:
        first = measure.start
        bound(text, measure, floor)
        joined = last and re.fullmatch(r"[、和与及,]", text[last.end : first])
        if (
            last
            and joined
            and measure.comparator == "="
            and last.comparator in (">=", "<=", ">")
            and (last.unit == measure.unit or "分别" in text[max(0, last.start - 24) : last.start])
        ):
            measure.comparator = last.comparator
        floor, last = measure.end, measure
