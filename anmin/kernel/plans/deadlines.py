"""Deadlines that stand away from their numbers: 完成时限:10月底前, 以上任务11月底前完成, 今年要抓好三件事:."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .outline import DASH, Block
from .periods import Period, find_periods

LABEL = re.compile(
    r"(?:(?:完成|办结|实施|落实|截止|推进|整改|建设)(?:时限|时间|期限)|时间节点|时限要求|时限|期限)(?:为|[::])"
)
CLOSING = re.compile(
    r"(?:以上|上述|前述|所有|各项|全部)[^,。;]{0,14}?(?:任务|工作|项目|事项|目标|指标|内容|建设|工程|实事)"
)
NTH = re.compile(
    r"(?:以上)?(?:第)?((?:[一二三四五六七八九十\d]{1,2}[、和至-]?){1,8})(?:项|条)(?:任务|工作|项目|指标|事项)?"
)
DONE = re.compile(r"(?:之?前)?[^,。;]{0,6}(?:完成|竣工|完工|建成|投入使用|投用|到位|交付|见效|落实|结束)[^,。;]{0,6}$")
ENDS = re.compile(
    r"(?:之?前)?(?:全部|全面|全面建成|建成)?(?:完成|竣工|完工|建成|投入使用|投用|交付使用|投入运营|建成投用)$"
)
NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", start=1)}
LISTS = re.compile("[几一二三四五六七八九十]个?(?:方面|件|项|点|大|条|篇)(?!规定|制度)[^,。]{0,8}$")
SHORT_LEAD = 80  # characters; a longer paragraph is no lead-in
AS_FOLLOWS = re.compile("如下|汇报|报告|总结|通报")


def number_of(marker: str | None) -> int | None:
    """The number that a marker such as 三、, (三) or 3. holds."""
    held = re.sub(r"[^\d一二三四五六七八九十]", "", marker or "")
    if held.isdigit():
        return int(held)
    if not held:
        return None
    tens, _, ones = held.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if "十" in held else 0) + NUMERALS.get(ones, 0) or None


def numbers_of(listed: str) -> set[int]:
    """三、四、五 and 3至5 as numbers."""
    found: set[int] = set()
    for part in re.split("[、和]", listed):
        ends = [n for half in re.split("[至-]", part) if (n := number_of(half))]
        found |= set(range(ends[0], ends[-1] + 1)) if ends else set()
    return found


def bare(text: str, periods: list[Period]) -> bool:
    """Whether a sentence holds no number besides its periods."""
    for period in reversed(periods):
        text = text[: period.start] + text[period.end :]
    return not re.search(r"\d", re.sub(r"\(.{0,4}\)", "", text))


class Deadlines:
    """By when the rows of each block are due, where the block or another one says so for all of them."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.due: dict[int, str] = {}
        self.labels: set[int] = set()  # blocks with a label of their own
        self.numbers: dict[tuple[str, ...], int] = {}  # of the item that a path leads to
        for n, block in enumerate(blocks):
            if (own := number_of(block.marker)) and block.marker != "title":
                self.numbers[tuple(block.path)] = own
            self.read(n, block)

    def read(self, n: int, block: Block) -> None:
        if match := LABEL.search(block.text):
            self.labelled(n, block, match)
        at = 0
        for sentence in re.split("(?<=[。!?])", block.text):
            self.sentence(n, block, sentence.strip("。!? "), at)
            at += len(sentence)

    def labelled(self, n: int, block: Block, label: re.Match[str]) -> None:
        """完成时限:… holds for its own item; on a line of its own for the item above."""
        found = [p for p in find_periods(block.text[label.end() :]) if p.start <= 3]
        if not found:
            return
        self.due[n] = found[0].text
        self.labels.add(n)
        if block.marker is None and not re.search(r"\d", block.text[: label.start()]):
            self.spread(n, lambda other: other.path == block.path, found[0].text)

    def sentence(self, n: int, block: Block, text: str, at: int) -> None:
        """以上任务11月底前完成 holds for all items before; 10月底竣工 for its own item."""
        periods = find_periods(text)
        if not periods or not bare(text, periods):
            return
        last = periods[-1]
        parent = block.path[:-1]
        listed, all_of_them = NTH.match(text), CLOSING.match(text)
        if (listed or all_of_them) and DONE.match(re.split("[,;]", text[last.end :])[0]) and last.deadline:
            wanted = numbers_of(listed[1]) if listed else set()
            depth = len(parent) + 1
            self.due[n] = self.due.get(n, last.text) if at else last.text
            if listed or block.marker is None or not at:
                self.spread(
                    n,
                    lambda other: (
                        other.path[: len(parent)] == parent
                        and (not wanted or self.numbers.get(tuple(other.path[:depth])) in wanted)
                    ),
                    last.text,
                )
        elif at and last.deadline and ENDS.match(text[last.end :]):
            self.due.setdefault(n, last.text)

    def spread(self, n: int, holds: Callable[[Block], bool], text: str) -> None:
        """Give a deadline to the blocks before that it holds for and that have none."""
        for m in range(n - 1, -1, -1):
            if holds(self.blocks[m]):
                self.due.setdefault(m, text)


@dataclass
class Horizon:
    """A sentence that ends in a colon speaks for the items below it: 今年要抓好三件事:."""

    path: tuple[str, ...] = ()
    period: str | None = None

    def after(self, block: Block) -> Horizon:
        """The horizon below `block`."""
        last = re.split("[。!?;]", block.text.rstrip("。"))[-1]
        opens = block.text.endswith((":", "目标")) or (len(block.text) <= SHORT_LEAD and LISTS.search(last))
        if opens and not AS_FOLLOWS.search(last):
            found = find_periods(last) or find_periods(block.text)
            years = {p.text for p in found}
            return Horizon(tuple(block.path), found[-1].text) if len(years) == 1 else Horizon()
        inside = tuple(block.path[: len(self.path)]) == self.path
        return self if inside else Horizon()

    def of(self, block: Block) -> str | None:
        """The period that holds for the rows of `block`; a heading of its own is nearer."""
        if not self.period or tuple(block.path[: len(self.path)]) != self.path:
            return None
        nearer = any(find_periods(title) for title in block.path[len(self.path) :])
        return None if nearer else self.period


def above_dashes(block: Block, before: str, horizon: str | None) -> str | None:
    """The period of the sentence above a list of dash items holds for them all."""
    if not DASH.match(block.text):
        return None
    if DASH.match(before):
        return horizon
    found = find_periods(before)
    return found[-1].text if found and (before.endswith((":", "目标")) or found[-1].deadline) else None
