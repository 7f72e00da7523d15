"""What an official paper says, apart from how it looks. Standard library only."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. Level 0 is body text, 1 a heading 一、 (黑体), 2 a heading (一) (楷体)."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values side by side, two pairs a row; a long value takes a row of its own."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReckonLine:
    """A line of a reckoning: sign (+ − × = or ""), label, amount as text, and whence it comes. `depth` indents it."""

    label: str
    amount: str
    sign: str = ""
    basis: str = ""
    depth: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A sum that a resident can check with a pencil."""

    lines: tuple[ReckonLine, ...]
    caption: str = "计算表"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: headings, rows of text, and the share of the width of each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()
    right: tuple[int, ...] = ()  # columns of figures, aligned right


Block = Para | Facts | Reckoning | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper.

    `red_head` only where the office is entitled to documents of its own (公文); other papers bear the office's name as
    the first line of the title. `seal` is the office that seals, "" for none. `contact` and `notes` stand below the
    date; `qr` is a text to be told as a code.
    """

    title: str
    blocks: tuple[Block, ...]
    issuer: str
    made_on: date
    number: str = ""
    recipient: str = ""
    seal: str = ""
    red_head: bool = False
    contact: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    qr: str = ""


def chinese_date(day: date) -> str:
    """2026年10月9日: Arabic figures, no leading zeros (GB/T 9704-2012 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    """2026年10月."""
    return f"{day.year}年{day.month}月"


def document_number(prefix: str, year: int, number: int) -> str:
    """安民低保〔2026〕12号: six-corner brackets, no 第, no leading zero (GB/T 9704-2012 7.2.5)."""
    return f"{prefix}〔{year}〕{number}号"


def yuan(fen: int) -> str:
    """1,234.50, exactly."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


_FIGURES, _PLACES = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")


def capital_yuan(fen: int) -> str:
    """肆佰玖拾元整: an amount that nobody can alter afterwards (支付结算办法, 附一). Up to 9,999 亿."""
    if fen < 0 or fen >= 10**14:
        raise ValueError(f"金额 {fen} 分不能写成大写")
    whole, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    said = _capital_whole(whole) + "元" if whole else ""
    if not jiao and not rest:
        return (said or "零元") + "整"
    said += f"{_FIGURES[jiao]}角" if jiao else "零" if whole else ""
    return said + (f"{_FIGURES[rest]}分" if rest else "整")


def _capital_whole(number: int) -> str:
    said, gap = "", False
    for power, unit in ((8, "亿"), (4, "万"), (0, "")):
        group = number // 10**power % 10_000
        if not group:
            gap = bool(said)
            continue
        said += ("零" if said and (gap or group < 1000) else "") + _capital_group(group) + unit
        gap = False
    return said


def _capital_group(group: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        figure = group // 10**place % 10
        if figure:
            said += ("零" if gap else "") + _FIGURES[figure] + _PLACES[place]
            gap = False
        else:
            gap = bool(said)
    return said


_HAN = "\u4e00-\u9fff\u3400-\u4dbf〔〕《》（）"
_FULL = str.maketrans({"(": "（", ")": "）", ",": "，", ";": "；", ":": "："})
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])[,:](?=[0-9])")
_ISO_DATE = re.compile(r"(?<![0-9-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9-])")


def written(text: str) -> str:
    """A sentence as a paper writes it: full-width punctuation, dates in Chinese, no space between a character and else.

    The law room's sentences are written for screens and programs.
    """
    text = _ISO_DATE.sub(lambda found: chinese_date(date(*map(int, found.groups()))), text)
    if not re.search(f"[{_HAN}]", text):
        return text
    kept = _BETWEEN_FIGURES.sub(lambda found: {",": "\ue000", ":": "\ue001"}[found[0]], text)
    full = kept.translate(_FULL).replace("\ue000", ",").replace("\ue001", ":")
    return re.sub(rf"(?<=[{_HAN}，；：]) (?![×÷+−=])|(?<![×÷+−=]) (?=[{_HAN}，；：])", "", full)


def width(text: str) -> float:
    """The width of a text in characters of full width: figures and Latin letters count a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def fact_rows(facts: Facts) -> list[tuple[tuple[str, str], ...]]:
    """Pairs laid out in rows: two short ones together, a long one alone."""
    rows: list[tuple[tuple[str, str], ...]] = []
    waiting: tuple[str, str] | None = None
    for pair in facts.rows:
        if width(pair[1]) > 11:
            rows += [(waiting,)] if waiting else []
            rows.append((pair,))
            waiting = None
        elif waiting:
            rows.append((waiting, pair))
            waiting = None
        else:
            waiting = pair
    return rows + ([(waiting,)] if waiting else [])


REVIEW_ACT_2023 = date(2024, 1, 1)


def rights(against: str, *, government: str, on: date, department: str = "", court: str = "有管辖权的人民法院") -> Para:
    """How to object, and until when: 复议 60 days (行政复议法 第二十条), 诉讼 six months (行政诉讼法 第四十六条).

    `government` is the people's government of the county. Before the act of 2023 came into force, a department's
    decision (`department`: its superior, "" for a government's own) could also be taken to the superior department.
    """
    reviewer = f"{government}或者{department}" if department and on < REVIEW_ACT_2023 else government
    return Para(
        f"如对{against}不服，可以自收到{against}之日起60日内向{reviewer}申请行政复议，"
        f"或者自收到{against}之日起6个月内向{court}提起行政诉讼。"
    )
