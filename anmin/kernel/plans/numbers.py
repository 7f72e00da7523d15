"""Numbers as written: Arabic, Chinese numerals, fractions, percentages, ranges, and numbers blotted out.

A number here is only a stretch of text with a value; `measures.py` asks whether it has a unit and counts something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from .words import pattern

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "亿": 100_000_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
}
MASK = "xX×*□■●○◯_"

ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
REDACTED = re.compile(rf"[\d.]{{0,12}}(?:[{re.escape(MASK)}]{{1,12}}[\d.]{{0,12}}){{1,6}}")
TOKEN = re.compile(
    rf"(?P<percent>百分之(?P<pct>[零〇一二两三四五六七八九十百点\d.]+)|千分之(?P<mille>[零一二两三四五六七八九十\d.]+))"
    rf"|(?P<fraction>(?P<below>[二三四五六七八九十]|\d{{1,2}})分之(?P<above>[一二两三四五六七八九]|\d{{1,2}}))"
    rf"|(?P<tenths>[一二两三四五六七八九]|\d)成(?P<half_tenth>[一二三四五六七八九半](?=[,。;、)以左]))?(?=[以的左右,。;、多余)]|老|村|社|家|乡|镇|群|机构|困难|对象|行政|用于|由)"
    rf"|(?P<half>[超近]?过?(?:一半|半数)|[过近]半(?=的|以上|社区|村|乡镇|机构|老|对象|[,。;]))"
    rf"|(?P<arabic>{ARABIC})"
    rf"|(?P<chinese>[零〇一二两三四五六七八九十百千万亿]+(?:点[一二三四五六七八九零]+)?)"
    rf"|(?P<vague>若干|(?<![人户次对件总])数[十百千万]+|好几)"
)
RANGE = re.compile(r"\s*(?:-|~|—{1,2}|–|至|到|―|～|─)\s*")
ROUGH = "余多几来"


@dataclass
class Number:
    """`value` is None where the source cannot be read; `scale` multiplies (1.2亿 → scale 亿) and stays with the unit."""

    start: int
    end: int
    value: float | int | None
    chinese: bool = False
    redacted: bool = False
    rough: str = ""  # 余, 多, 几 between number and unit
    unit: str = ""  # a unit that the number itself spells: % for 百分之
    high: float | int | None = None  # the upper end of a range
    low_end: int = 0  # where the lower number of a range ends


def chinese_value(text: str) -> float | int | None:
    """The value of a Chinese numeral such as 二十五, 三百余 (without 余), 一万二千, 两, 二〇二五; None if it is not one."""
    if not text or not all(c in DIGITS or c in SCALES or c in "十点" for c in text):
        return None
    if "点" in text:
        whole, part = text.split("点", 1)
        head = chinese_value(whole)
        if head is None or not part or not all(c in DIGITS for c in part):
            return None
        return float(f"{head}.{''.join(str(DIGITS[c]) for c in part)}")
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text)) if len(text) >= 3 else None
    total = section = digit = 0
    seen = False
    for c in text:
        if c in DIGITS:
            if seen and digit:
                return None  # 一二, 三四: an enumeration
            digit, seen = DIGITS[c], True
        elif c in TENS:
            section, digit, seen = section + (digit or (0 if seen and section else 1)) * TENS[c], 0, True
        else:
            total, section, digit = (total + section + digit or 1) * SCALES[c], 0, 0
            seen = True
    return total + section + digit


def plain(value: Fraction | float) -> float | int:
    number = float(value)
    return int(number) if number.is_integer() else number


def arabic_value(text: str) -> float | int:
    return plain(float(text.replace(",", "")))


def read_token(match: re.Match[str]) -> Number | None:
    """One match of `TOKEN` as a number."""
    start, end = match.span()
    if match["percent"]:
        text, unit = match["pct"] or match["mille"], "%" if match["pct"] else "‰"
        value = arabic_value(text) if re.fullmatch(r"\d+(\.\d+)?", text) else chinese_value(text)
        return None if value is None else Number(start, end, value, unit=unit)
    if match["fraction"]:
        below, above = (int(t) if t.isdigit() else chinese_value(t) for t in (match["below"], match["above"]))
        if not below or above is None:
            return None
        return Number(start, end, plain(Fraction(int(above), int(below)) * 100), unit="%")
    if match["tenths"]:
        tenths = chinese_value(match["tenths"]) if not match["tenths"].isdigit() else int(match["tenths"])
        rest = match["half_tenth"]
        ones = 5 if rest == "半" else chinese_value(rest) if rest else 0
        return None if tenths is None else Number(start, end, tenths * 10 + (ones or 0), unit="%")
    if match["half"]:
        return Number(start, end, 50, rough="近" if "近" in match["half"] else "", unit="%")
    if match["arabic"]:
        return Number(start, end, arabic_value(match["arabic"])) if len(match["arabic"]) < 18 else None
    if match["vague"]:
        return Number(start, end, None, chinese=True, redacted=match["vague"] == "若干", rough="多")
    text = (
        match["chinese"].rstrip("万亿")
        if match["chinese"][-1] in "万亿" and len(match["chinese"]) > 1
        else match["chinese"]
    )
    alone = text in ("万", "亿", "百", "千") and match.string[start - 1 : start] not in tuple("近逾超破达过")
    value = None if alone else chinese_value(text)
    return None if value is None else Number(start, start + len(text), value, chinese=True)


def fixed_spans(text: str) -> list[tuple[int, int]]:
    """Words that hold a numeral and count nothing: 一站式, 三社联动, 五保."""
    found = pattern("never", "fixed").finditer(text)
    return [match.span() for match in found if not (match[0] == "之一" and text[match.start() - 1] == "分")]


def masked(text: str) -> list[Number]:
    """Numbers blotted out in whole or part: xxxx, 12X.5, 4XX7, **, 20xx3."""
    found = []
    for match in REDACTED.finditer(text):
        surface = match[0].rstrip(".")
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        marks = [c for c in surface if c in MASK]
        if set(marks) <= {"_", "*", "○"} and len(marks) < 2 and not re.search(r"\d", surface):
            continue
        if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
            continue
        found.append(Number(match.start(), match.start() + len(surface), None, redacted=True))
    return found


def as_range(text: str, numbers: list[Number]) -> list[Number]:
    """Adjacent numbers joined by a dash or 至 become one range; the unit after the first is checked elsewhere."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last and last.high is None and last.value is not None and number.value is not None and not last.rough:
            between = text[last.end : number.start]
            unit = re.match(r"(万|亿)?(%|‰|元|张|家|个|人|名|户|所|万元)?(?=\s*[-~—–至到])", between)
            glue = between[unit.end() :] if unit else between
            if RANGE.fullmatch(glue) and number.value > last.value and last.chinese == number.chinese:
                joined[-1] = Number(
                    last.start, number.end, last.value, number.chinese, False, "", number.unit, number.value, last.end
                )
                continue
        joined.append(number)
    return joined


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order, without overlaps; ranges are joined."""
    blots = masked(text)
    taken = sorted([(number.start, number.end) for number in blots] + fixed_spans(text))
    found = list(blots)
    at = index = 0
    for match in TOKEN.finditer(text):
        start, end = match.span()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if start < at or (index < len(taken) and taken[index][0] < end):
            if not (match["chinese"] and (number := retry(text, match, taken[index]))):
                continue
        else:
            number = read_token(match)
        if number:
            at = number.end
            found.append(number)
    for number in found:
        if re.match(r"0\d", text[number.start : number.end]):
            number.value, number.redacted = None, True  # 16,0注册机构00家: torn apart
        rough = re.match(r"[余多几来](?!年|自|源|样|种|元化|部门|方|次|到|访|电|信)", text[number.end :])
        if rough and not number.unit and (number.value is None or number.value >= 10):
            number.rough, number.end = rough[0], number.end + 1
    return as_range(text, sorted(found, key=lambda number: number.start))


def retry(text: str, match: re.Match[str], fixed: tuple[int, int]) -> Number | None:
    """A numeral that a fixed word overlaps only at its end, 二十个一 in 二十|个一, still counts when it starts before."""
    if match.start() >= fixed[0]:
        return None
    shorter = TOKEN.match(text[: fixed[0]], match.start())
    return read_token(shorter) if shorter else None
