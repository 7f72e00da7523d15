"""Kind, period, place and owner of a row, from its sentence, its item, its headings and the whole document."""

from __future__ import annotations

import re

from .kinds import kind_of
from .measures import Measure
from .outline import Block
from .periods import Period, find_periods
from .places import Places, owner
from .setting import Setting
from .words import lexicon

FEAST = re.compile("春节|元旦|中秋|国庆|端午|重阳|[七八]一|节日|两节")
LONGEST_SENTENCE = 600  # characters looked at on either side of a number


class Context:
    """Kind, period, place and owner for the measures of one block."""

    def __init__(self, block: Block, setting: Setting, measures: list[Measure], horizon: str | None = None) -> None:
        self.block, self.text, self.setting = block, block.text, setting
        self.periods = find_periods(self.text)
        self.measures = measures
        self.places = Places(self.text, measures, setting.issuer)
        self.inherited = horizon or self.heading_period()

    def heading_period(self) -> str | None:
        for title in reversed(self.block.path):
            found = [p for p in find_periods(title) if p.text not in lexicon("periods")["now"]]
            if found:
                return found[-1].text
        return None

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        floor, ceiling = max(0, at - LONGEST_SENTENCE), at + LONGEST_SENTENCE
        start = max(self.text.rfind(mark, floor, at) for mark in "。!?") + 1 or floor
        ends = (end for mark in "。!?" if (end := self.text.find(mark, at, ceiling)) >= 0)
        return start, min(ends, default=min(len(self.text), ceiling))

    def before(self, measure: Measure) -> list[Period]:
        """Periods that stand before a number and are not its old level's."""
        return [p for p in self.periods if p.end <= measure.start and not self.belongs_to_old(p)]

    def kind(self, measure: Measure) -> tuple[str, str]:
        """target or figure, and why."""
        governing = next(iter(self.before(measure)[::-1]), None)
        return kind_of(self.text, measure, self.sentence(measure.start), governing, self.block.path, self.setting)

    def period(self, measure: Measure, kind: str) -> tuple[str | None, str]:
        """The deadline of a target or the period of a figure, and where it comes from."""
        start, end = self.sentence(measure.start)
        before = self.before(measure)
        after = [p for p in self.periods if measure.end <= p.start < end]
        own = any(p.start >= start for p in before)
        if kind == "target" and after and not own and self.closes(measure, after[0]):
            return after[0].text, "后文期限"
        if kind == "target" and before and self.is_over(before[-1], measure, start):
            before = [p for p in before if not p.deadline]
        before = [p for p in before if p.start >= start or not FEAST.search(p.text)]
        if before:
            return before[-1].text, "前文期限" if before[-1].start >= start else "同条前文期限"
        if self.inherited:
            return self.inherited, "标题期限"
        return self.setting.period, "文件期限" if self.setting.period else ""

    def is_over(self, period: Period, measure: Measure, start: int) -> bool:
        """A deadline holds to the end of its sentence, 到2020年,…;…; one in months only to the semicolon."""
        segment = max(start, self.text.rfind(";", 0, measure.start) + 1)
        return period.deadline and period.start < (segment if "月" in period.text else start)

    def closes(self, measure: Measure, period: Period) -> bool:
        """A deadline after the number that ends its clause, 新建8个,11月底前完成, and does not open the next task."""
        rest = re.split("[,。;]", self.text[period.end :], maxsplit=1)[0]
        own = any(period.end <= other.start < period.end + len(rest) for other in self.measures if not other.dropped)
        done = re.match(r".{0,6}(?:完成|竣工|建成|投入|实现|达到|前|完工|到位)", rest)
        return bool(done) and not own and len(rest) <= 12

    def belongs_to_old(self, period: Period) -> bool:
        """由2020年的410元提高到450元: the year is the old level's; 比去年增加: the year is what is compared with."""
        around, rest = self.text[max(0, period.start - 3) : period.start], self.text[period.end :][:24]
        if re.search(r"(?:比|较|与|由|从)$", around) and not period.text.endswith(("以来", "起")):
            return True
        past = period.text in ("去年", "上年", "上年度")
        return past and bool(re.match("[一-鿿]{0,16}(?:收入|支出|工资|标准|水平)|同期|同比|底|末|的|平均", rest))

    def place(self, measure: Measure) -> tuple[str | None, str]:
        return self.places.of(measure, self.sentence(measure.start)[0])

    def owner(self, measure: Measure) -> str | None:
        return owner(self.text, *self.sentence(measure.start))
