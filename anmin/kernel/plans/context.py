"""Kind, period, place and owner of a row, from its sentence, its item, its headings and the whole document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .frames import Frame
from .kinds import kind_of
from .measures import Measure
from .outline import Block
from .periods import Period, find_periods
from .places import Places, owner
from .setting import Setting
from .words import lexicon

FEAST = re.compile("春节|元旦|中秋|国庆|端午|重阳|[七八]一|节日|两节|疫情")
DONE = "完成|竣工|建成|投入|完工|到位|投用|交付|封顶|揭牌|开门|开业"
ONLY_DONE = re.compile(rf"(?:之?前)?(?:全部|全面|主体)?(?:{DONE})(?:使用|投用|运营)?")
YEARLONG = re.compile(r"(?:20\d\d|[今全本当])年度?")
TASK = re.compile("(?:任务|下达任务|目标任务)(?:数|为|是)*$|(?:任务|目标)(?:是|为)[一-鿿]{2,12}$")
YEARS_TASK = re.compile(
    "(?:全年|年度)(?:的)?(?:工作)?(?:任务|目标|指标|预算|计划)(?:数|的|任务)?(?:[为是:]|[为是:]?[一-鿿]{2,16})?$"
)
OLD_BASE = re.compile(
    "[一-鿿]{0,16}(?:收入|支出|工资|标准|水平)(?!分?别?(?:提|调|增|达|为|上|又|再|统|由|从))|同期|同比|底|末|的|平均"
)
ON_TASKS = re.compile("实事|任务|清单|项目|重点工作")
DONE_WORDS = re.compile("[已了]|完成|实际|目前|累计|仅|截[至止]|投入使用")
LONGEST_SENTENCE = 600  # characters looked at on either side of a number


@dataclass
class Recent:
    """What stood last before a paragraph: the period by kind, for papers that never say theirs, and the number."""

    periods: dict[str, str] = field(default_factory=dict)
    frame: Frame = field(default_factory=Frame)  # the last number of the paragraph before
    chapter: list[str] = field(default_factory=list)  # where that stood

    def keep(self, period: Period, kind: str) -> None:
        """A day or a month is only its own sentence's."""
        passing = re.search("月|季" if kind == "target" else "^截|月[底末份]|\\d日", period.text)
        if not passing:
            self.periods[kind] = period.text


@dataclass
class Said:
    """What other blocks say of the time of this one."""

    horizon: str | None = None  # the lead-in above: 今年要抓好三件事:
    due: str | None = None  # a label or a closing sentence: 以上任务11月底前完成
    labelled: bool = False  # 完成时限:…
    recent: Recent = field(default_factory=Recent)


class Context:
    """Kind, period, place and owner for the measures of one block."""

    def __init__(self, block: Block, setting: Setting, measures: list[Measure], said: Said) -> None:
        self.block, self.text, self.setting = block, block.text, setting
        self.periods = find_periods(self.text)
        self.measures = measures
        self.places = Places(self.text, measures, setting.issuer)
        self.said = said
        self.inherited = said.horizon or self.heading_period()

    def heading_period(self) -> str | None:
        own = self.setting.title if (self.setting.period or "").endswith("起") else "\n"
        for title in reversed([title for title in self.block.path if "," not in title and title not in own]):
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
        if self.heads_a_task(measure):
            return "target", "条目标题是任务，下文是进展"
        governing = next(iter(self.before(measure)[::-1]), None)
        return kind_of(self.text, measure, self.sentence(measure.start), governing, self.block.path, self.setting)

    def heads_a_task(self, measure: Measure) -> bool:
        """新增普惠养老床位300张。已建成246张: in a report on tasks the item's first sentence is the task."""
        if self.setting.paper == "plan" or not self.block.marker or not ON_TASKS.search(self.setting.title):
            return False
        first = self.text.find("。")
        said = self.text[self.block.body : first]
        return measure.start < first and not DONE_WORDS.search(said) and bool(DONE_WORDS.search(self.text[first:]))

    def period(self, measure: Measure, kind: str) -> tuple[str | None, str]:
        """The deadline of a target or the period of a figure, and where it comes from."""
        start, end = self.sentence(measure.start)
        before = self.before(measure)
        after = [p for p in self.periods if measure.end <= p.start < end]
        own = any(p.start >= start for p in before)
        if kind == "target" and after and self.closes(measure, after[0]):
            near = re.fullmatch("[^,。;、]{0,4}", self.text[measure.end : after[0].start])
            if near or not own:
                return after[0].text, "后文期限"
        if kind == "target" and before and self.is_over(before[-1], measure, start):
            before = [p for p in before if not p.deadline]
        if kind == "target" and self.years_task(start, measure, own):
            return "全年", "全年的任务"
        before = [p for p in before if p.start >= start or not FEAST.search(p.text)]
        before = [p for p in before if not self.settled(p)]
        before = [p for p in before if p.start >= start or not p.text.endswith("起")]
        if kind == "target":
            before = [p for p in before if not p.text.startswith(("截至", "截止"))]
        if kind == "figure":
            before = [p for p in before if p.start >= start or not self.expected(p)]
        due = self.said.due if kind == "target" else None
        if due and (
            self.said.labelled or not before or before[-1].start < start or YEARLONG.fullmatch(before[-1].text)
        ):
            return due, "后文统一的期限"
        if before:
            self.said.recent.keep(before[-1], kind)
            return before[-1].text, "前文期限" if before[-1].start >= start else "同条前文期限"
        if kind == "figure" and self.setting.paper == "plan" and self.status(start, measure.start):
            return "现有", "写的是现状"
        if self.inherited and not (kind == "target" and self.inherited.startswith(("截至", "截止"))):
            return self.inherited, "标题期限"
        if kind == "figure" and self.setting.as_of:
            return self.setting.as_of, "开头写明的截止日"
        recent = None if self.setting.period or self.setting.paper == "plan" else self.said.recent.periods.get(kind)
        return self.setting.period or recent, "文件期限" if self.setting.period or recent else ""

    def years_task(self, start: int, measure: Measure, dated: bool) -> bool:
        """全年任务86家; in a report on part of the year 西山县任务20家 is the year's too."""
        before = self.text[max(start, measure.start - 40) : measure.start]
        part = re.search("月|季度|半年", (self.setting.as_of or "") + (self.setting.period or ""))
        return bool(
            YEARS_TASK.search(before) or (part and not dated and self.setting.paper != "plan" and TASK.search(before))
        )

    def is_over(self, period: Period, measure: Measure, start: int) -> bool:
        """A deadline holds to the end of its sentence, 到2020年,…;…; one in months only to the semicolon."""
        segment = max(start, self.text.rfind(";", 0, measure.start) + 1)
        return period.deadline and period.start < (segment if "月" in period.text else start)

    def status(self, start: int, at: int) -> bool:
        """What a plan says of the present: 全区现有殡仪馆1座, or all below 一、现状."""
        return re.search("(?<![由从比较])现有", self.text[start:at]) is not None or any(
            re.search("现状|发展基础", title) for title in self.block.path
        )

    def settled(self, period: Period) -> bool:
        """…6000具,2027年6月建成投用;…: a date that closes what stands before says nothing of what comes after."""
        ended = [m for m in self.measures if m.end <= period.start and not m.dropped]
        rest = re.split("[,。;]", self.text[period.end :], maxsplit=1)[0]
        clause = re.split("[,。;:]", self.text[: period.start])[-1]
        named = len(re.findall("[一-鿿]", clause)) >= 4  # 换届选举6月底前完成,新建…
        if named and not ended:
            return ONLY_DONE.fullmatch(rest) is not None
        return (
            bool(ended)
            and len(rest) <= 8
            and not re.search(r"\d", rest)
            and bool(re.match(f"(?:之?前)?(?:全部|全面|主体)?(?:{DONE})", rest))
        )

    def expected(self, period: Period) -> bool:
        """预计年底完成装修: a date to come says nothing of the sums already spent."""
        return bool(
            re.match("年[底内末]", period.text)
            or re.search("(?:预计|力争|计划|争取)(?:于)?$", self.text[: period.start])
        )

    def closes(self, measure: Measure, period: Period) -> bool:
        """A deadline after the number that ends its clause, 新建8个,11月底前完成, and does not open the next task."""
        rest = re.split("[,。;]", self.text[period.end :], maxsplit=1)[0]
        own = any(period.end <= other.start < period.end + len(rest) for other in self.measures if not other.dropped)
        if ";" in self.text[measure.end : period.start]:
            return False
        clause = max(self.text.rfind(mark, 0, period.start) for mark in ",。;:") + 1
        other = re.findall("[一-鿿]", self.text[clause : period.start])
        if clause > measure.start and len(other) >= 4:
            return False  # …;未成年人救助保护中心6月底前投入使用
        done = re.match(
            r".{0,9}(?:完成|竣工|建成|投入|投用|启用|交付|实现|达到|前|完工|到位|发放|拨付|兑付|开门|运营)", rest
        )
        return bool(done) and not own and len(rest) <= 12

    def belongs_to_old(self, period: Period) -> bool:
        """由2020年的410元提高到450元: the year is the old level's; 比去年增加: the year is what is compared with."""
        around, rest = self.text[max(0, period.start - 3) : period.start], self.text[period.end :][:24]
        if re.search(r"(?:比|较|与|由|从)$", around) and not period.text.endswith(("以来", "起")):
            return True
        past = period.text in ("去年", "上年", "上年度")
        return past and bool(OLD_BASE.match(rest))

    def place(self, measure: Measure) -> tuple[str | None, str]:
        return self.places.of(measure, self.sentence(measure.start)[0])

    def owner(self, measure: Measure) -> str | None:
        return owner(self.text, *self.sentence(measure.start))
