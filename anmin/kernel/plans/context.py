"""Kind, period, place and owner of a row, from its sentence, its item, its headings and the whole document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .measures import Measure
from .outline import Block
from .periods import PLANS, Period, document_period, find_periods, year_of
from .phrases import services
from .words import any_of, lexicon

NAMED = re.compile(
    r"([一-鿿]{2,6}?(?:自治县|自治州|自治旗|县|市|区|州|盟|旗|省|镇|乡|街道))(?=民政|人民政府|政府|关于|全|民|社会|养老|十|第|“|今年|召开|20|19|殡|儿童|村|\d|多|将|市|加|推|前|上|下|开|社|残|婚|特|困|婚|低|老|办|$)"
)
SIGNED = re.compile(r"(?<![一-鿿])([一-鿿]{2,4}(?:自治县|县|市|区|州|旗))(?:人民政府|民政局)")
NUMBERED = r"[一二三四五六七八九十\d]{1,3}[、.是]|\([一二三四五六七八九十\d]{1,3}\)"
STEM = "(?:(?!城[乡镇市区])(?![新建成的和在对将把向为各全每该本我两几个等农乡扩改选巩固纳入实现推进从由与及或是驻有到达了中名所家完组织创办设立开展指导支持建设示范试点精品行政街道偏远贫困安置移民重点现已其他她它此贯彻覆盖培育加强提升落实包括督促深化做好以按据至超过约近共百千万十余多户人元年月日谐范品样型牧化是本上下返送还回占比数面该某])[一-鿿]){1,3}"
LOCAL = re.compile(
    rf"(?:^|[在于为对和与及、,。;::(将由中是向]|其中)({STEM}(?:镇|乡|街道|社区|新城|新区|开发区|村))(?!级|一级|振兴|干部|民|办|居|务|规|委|两级|卫|容|财|集体|综合|服务|养老|工作|治理|用房|矫正|文化|活动|协商|镇|\(|和|化|组织|、|医|公益)"
)
LISTED = re.compile(rf"({STEM}(?:镇|乡|街道|社区|村))(?=[、和及](?:{STEM}(?:镇|乡|街道|社区|村)|等)|等\d)")
EACH = re.compile(
    r"(?:^|[,。;:])(?:全县|全市|全区)?((?:各|每个?)?(?:乡镇|镇|街道|村|社区|乡|县、乡镇|县、乡)(?:\([^)]*\))?(?:人民政府|政府|民政办)?)(?=(?:每年|每季度|要|应|须|必须|至少|每半年|每月|为|在|都|均|应当|原则上|配备|设立))"
)
ALL_EACH = re.compile(r"(?:各)(乡镇|镇|街道|村|社区|县区|县)(?!级|办|长|干)")
OWNER = re.compile(
    r"(?:责任单位|牵头单位|责任部门|牵头部门|责任科室|责任股室|责任领导|责任人|配合单位|牵头科室)[::]\s*([^。;)\n]{2,40})|\(([^()]{2,30}(?:局|办|科|股|中心|委|站|所|室|政府|乡镇))(?:牵头|负责|牵头负责|分别负责|按职责分工负责)+\)"
)


WEAK = frozenset(
    [
        "要",
        "须",
        "应",
        "应当",
        "不得",
        "至少",
        "不低于",
        "不少于",
        "给予",
        "按照",
        "补助标准为",
        "每年至少",
        "每季度至少",
        "必须",
        "规划",
        "每年",
    ]
)
WILL = re.compile(
    r"将(?:于|在|会|继续|进一步|着力|全面|投入|投资|新建|建设|建成|新增|完成|实施|开展|推进|达到|实现|再|对|为|有|按|以|启动|打造|组织|持续|重点|加大|加快|改造|扩大|补齐|严格)"
)
FEAST = re.compile("春节|元旦|中秋|国庆|端午|重阳|[七八]一|节日|两节")
LONGEST_SENTENCE = 600  # characters looked at on either side of a number


@cache
def cue(part: str, kind: str) -> re.Pattern[str]:
    return re.compile(any_of(lexicon("cues")[part][kind]))


@dataclass
class Setting:
    """What holds for the whole document."""

    issuer: str | None = None  # the place it speaks for
    period: str | None = None
    year: int | None = None
    paper: str = ""  # plan, report or both
    title: str = ""
    topic: str = "民政"  # what a row is about when nothing nearer says


def read_setting(title: str | None, blocks: list[Block]) -> Setting:
    """Issuer, period and kind of paper from the title and the first lines."""
    body = [block for block in blocks if block.marker != "title"]
    opening = "".join(block.text for block in body[:3])[:400]
    everything = "".join(block.text for block in blocks)[:60_000]
    period = document_period(title or "", re.split("[。;]", opening)[0][:120])
    if period is None and (title or "") and re.search("总结|计划|要点|安排", title or ""):
        period = document_period("", opening)
    setting = Setting(issuer_of(title or "", everything), period, year_of(period), title=title or "")
    setting.topic = next(iter(services(title or "")), "民政")
    plan, report = (bool(cue("paper", kind).search(setting.title)) for kind in ("plan", "report"))
    if not plan and not report:
        text = everything[:3000]
        plan = len(re.findall("将|要|力争|确保|计划", text)) > 1.5 * len(re.findall("已|了|累计|共|截至", text))
        report = not plan
    setting.paper = "both" if plan and report else "plan" if plan else "report"
    return setting


def issuer_of(title: str, text: str) -> str | None:
    """The place that the title names; else 全县 by the title's office or the text's 我县; a name the text repeats."""
    bare = re.sub(r"^(?:(?:19|20)?[\dxX×*]{2,4}年(?:度)?|关于(?:印发)?)", "", title)
    if match := NAMED.match(bare) or NAMED.search(bare):
        name = re.sub(r"^(?:关于|印发|年|在|的|全|我|本)+", "", match[1])
        if len(name) >= 2 and not re.search("民政|社区|城区|城市|地区|[*xX×]", name):
            return name
    if match := re.search(
        r"(?:[*xX×]{1,4}|^|[年全我])(县|市|区|州|旗|镇|乡)(?=民政|人民政府|局|政府|养老|社会|殡)", bare
    ):
        level = match[1]
    else:
        ours = re.findall(r"(?:我|全)(省|市|县|区|州|旗|镇)(?![级直属委民场域间别划分界])", text)
        level = max(set(ours), key=ours.count) if ours else None
    signed = [name for name in SIGNED.findall(text) if level is None or name.endswith(level)]
    if signed and signed.count(max(set(signed), key=signed.count)) >= 2:
        return max(set(signed), key=signed.count)
    return f"全{level}" if level else None


def section_kind(path: list[str]) -> str:
    """What the headings above say: the nearest one that says anything."""
    for title in reversed(path):
        target, figure = (cue("section", kind).search(title) for kind in ("target", "figure"))
        if target and figure:
            if re.search("上半年.*(?:情况|总结)|(?:完成|进展|落实)情况|基本情况", title):
                return "figure"
            if re.search("下半年|下一步|明年", title):
                return "target"
            continue
        if target or figure:
            return "target" if target else "figure"
    return ""


class Context:
    """Kind, period, place and owner for the measures of one block."""

    def __init__(self, block: Block, setting: Setting, measures: list[Measure], horizon: str | None = None) -> None:
        self.block, self.text, self.setting = block, block.text, setting
        self.periods = find_periods(self.text)
        self.measures = measures
        self.placed: tuple[int, str] = (-1, "")  # where the last named place was used
        self.inherited = horizon or self.heading_period()

    def heading_period(self) -> str | None:
        for title in reversed(self.block.path):
            found = [p for p in find_periods(title) if p.text not in lexicon("periods")["now"]]
            if found:
                return found[-1].text
        return None

    def sentence(self, at: int) -> tuple[int, int]:
        floor, ceiling = max(0, at - LONGEST_SENTENCE), at + LONGEST_SENTENCE
        start = max(self.text.rfind(mark, floor, at) for mark in "。!?") + 1 or floor
        end = min(
            (e for mark in "。!?" if (e := self.text.find(mark, at, ceiling)) >= 0),
            default=min(len(self.text), ceiling),
        )
        return start, end

    # -- kind --------------------------------------------------------------------------------------------------

    def kind(self, measure: Measure) -> tuple[str, str]:
        """target or figure, and why."""
        start, end = self.sentence(measure.start)
        clause = max(self.text.rfind(mark, start, measure.start) for mark in ",;:") + 1 or start
        near = self.text[max(clause, start) : measure.start]
        after = re.split("[,。;、]", self.text[measure.end : end], maxsplit=1)[0]
        if re.search(r"(?:下达|市里|省里|上级|年度|目标|计划)[^,。;]{0,16}$", near) and re.match(
            r"的?[^,。;]{0,12}(?:任务|目标|指标)", self.text[measure.end : end]
        ):
            return "target", "“…的任务”是目标"
        if re.match(r"的?[^,。;]{0,10}(?:任务数?|目标)(?=[,。;)]|$)", self.text[measure.end : end]) and not re.search(
            "完成", near
        ):
            return "target", "“…任务”是目标"
        if not re.search("计划|安排|拟|将|力争", near) and (past := self.past(measure)) is not None:
            return ("figure", "时期早于文件") if past else ("target", "期限晚于文件")
        for scope, name in ((near + after, "本句"), (self.text[start : measure.start], "前句")):
            votes = {kind: self.vote(scope, kind) for kind in ("target", "figure")}
            if votes["target"] != votes["figure"]:
                strongest = max(votes, key=lambda kind: votes[kind])
                if self.overruled(strongest, votes[strongest], measure):
                    continue
                usual = section_kind(self.block.path) or ("target" if self.setting.paper == "plan" else "figure")
                return strongest, f"{name}用词" if name == "本句" or strongest != usual else "所在章节和文件"
        section = section_kind(self.block.path)
        if self.setting.paper == "plan" and section != "figure":
            return "target", "计划类文件"
        if self.setting.paper == "report" and section != "target":
            return "figure", "总结类文件"
        if section:
            return section, "所在章节"
        return ("figure" if self.setting.paper == "both" else "target"), "文件性质"

    def past(self, measure: Measure) -> bool | None:
        """Whether the governing period lies before the document's own (True), after it (False), or neither."""
        start, _ = self.sentence(measure.start)
        before = [p for p in self.periods if p.end <= measure.start and not self.belongs_to_old(p, measure)]
        period = before[-1] if before else None
        year = year_of(period.text) if period else None
        own = self.setting.year
        plan = next((first for name, first in PLANS.items() if name in (self.setting.period or "")), None)
        if period and period.start >= start and re.match("去年|上年|上一年", period.text):
            return True
        named = next((first for name, first in PLANS.items() if period and name in period.text), None)
        if plan and named and named != plan:
            return named < plan
        if year is None or (own is None and plan is None):
            return None
        if plan:
            return True if year < plan else None
        if year < own:
            return True
        return False if year > own and self.setting.paper != "plan" else None

    def vote(self, scope: str, kind: str) -> float:
        """How strongly a stretch of text speaks for a kind."""
        found = set(cue("near", kind).findall(mask_false_cues(scope)))
        if "将" in found and not WILL.search(scope):
            found.discard("将")
        return len(found) - 0.5 * len(found & WEAK)

    def overruled(self, kind: str, votes: float, measure: Measure) -> bool:
        """A single weak word does not turn a plan into a report."""
        section = section_kind(self.block.path)
        plan = (self.setting.paper == "plan" and section != "figure") or section == "target"
        report = (self.setting.paper != "plan" and section != "target") or section == "figure"
        return (plan and kind == "figure" and votes < 2) or (report and kind == "target" and votes < 1)

    # -- period ------------------------------------------------------------------------------------------------

    def period(self, measure: Measure, kind: str) -> tuple[str | None, str]:
        """The deadline of a target or the period of a figure, and where it comes from."""
        start, end = self.sentence(measure.start)
        before = [p for p in self.periods if p.end <= measure.start and not self.belongs_to_old(p, measure)]
        after = [p for p in self.periods if measure.end <= p.start < end]
        if kind == "target" and after and not [p for p in before if p.start >= start]:
            if self.closes(measure, after[0]):
                return after[0].text, "后文期限"
        if kind == "target" and before and before[-1].deadline and before[-1].start < self.segment(measure.start):
            before = [p for p in before if not p.deadline]
        before = [p for p in before if p.start >= start or not FEAST.search(p.text)]
        if before:
            return before[-1].text, "前文期限" if before[-1].start >= start else "同条前文期限"
        if self.inherited:
            return self.inherited, "标题期限"
        return self.setting.period, "文件期限" if self.setting.period else ""

    def segment(self, at: int) -> int:
        """Where the sentence, or its part between semicolons, begins."""
        return max(self.text.rfind(mark, 0, at) for mark in "。!?;") + 1

    def closes(self, measure: Measure, period: Period) -> bool:
        """A deadline after the number that ends its clause, 新建8个,11月底前完成, and does not open the next task."""
        rest = re.split("[,。;]", self.text[period.end :], maxsplit=1)[0]
        own = any(period.end <= other.start < period.end + len(rest) for other in self.measures if not other.dropped)
        done = re.match(r".{0,6}(?:完成|竣工|建成|投入|实现|达到|前|完工|到位)", rest)
        return bool(done) and not own and len(rest) <= 12

    def belongs_to_old(self, period: Period, measure: Measure) -> bool:
        """由2020年的410元提高到450元: the year is the old level's; 比去年增加: the year is what is compared with."""
        around = self.text[max(0, period.start - 3) : period.start]
        if re.search(r"(?:比|较|与|由|从)$", around) and not period.text.endswith(("以来", "起")):
            return True
        if period.text in ("上年度", "上年", "去年") and re.match(
            "[一-鿿]{0,16}(?:收入|支出|工资|标准|水平)", self.text[period.end :]
        ):
            return True
        return period.text in ("去年", "上年", "上年度") and bool(
            re.match("同期|同比|底|末|的|平均", self.text[period.end :])
        )

    # -- place and owner -----------------------------------------------------------------------------------------

    def place(self, measure: Measure) -> tuple[str | None, str]:
        start, end = self.sentence(measure.start)
        clause = max((self.text.rfind(mark, start, measure.start) for mark in ",;"), default=-1) + 1
        here = self.text[max(start, clause) : measure.start]
        if each := next(
            (word for word in measure.per if word in ("村", "乡镇", "镇", "街道", "社区", "县", "行政村")), None
        ):
            return f"各{each}", "单位里的各地"
        segment = self.text[max(start, self.text.rfind(";", 0, measure.start) + 1) : measure.start]
        if match := EACH.match(segment) or EACH.search(here):
            return "各" + re.sub(r"^(?:各|每个?)|\(.*?\)|人民政府|政府|民政办", "", match[1]), "主语是各地"
        if match := ALL_EACH.search(here):
            return f"各{match[1]}", "主语是各地"
        if named := self.named_place(start, measure):
            return named, "句中地名"
        return self.setting.issuer, "文件所属地" if self.setting.issuer else ""

    def named_place(self, start: int, measure: Measure) -> str | None:
        """The place since the number before; where nothing stands between, that number's; else the sentence's own."""
        floor = max(
            [other.end for other in self.measures if start <= other.end <= measure.start and not other.dropped],
            default=start,
        )
        between = self.text[floor : measure.start]
        if "各" in between:
            return None
        if named := self.local(between):
            self.placed = (measure.end, named)
            return named
        if floor > start and not re.search("[一-鿿]{2}", between) and self.placed[0] == floor:
            self.placed = (measure.end, self.placed[1])
            return self.placed[1]
        opening = re.match(
            rf"[^一-鿿]{{0,6}}(?:{NUMBERED})?(?:在|由)?({STEM}(?:镇|乡|街道|社区|新城|新区|开发区))", self.text[start:]
        )
        return opening[1] if opening and LOCAL.search(self.text[start : start + opening.end() + 6]) else None

    def local(self, text: str) -> str | None:
        """The last township or village named, with those listed beside it; a county's own name is none."""
        listed = [match[1] for match in LISTED.finditer(text)]
        named = [match[1] for match in LOCAL.finditer(text)]
        if not named and not listed:
            return None
        if listed and (not named or named[-1] in listed or text.rindex(listed[-1]) > text.rindex(named[-1])):
            tail = [name for name in named if text.find(name) > text.rindex(listed[-1])][:1]
            return "、".join([*listed, *tail])
        return named[-1]

    def owner(self, measure: Measure) -> str | None:
        start, end = self.sentence(measure.start)
        match = OWNER.search(self.text, start, end + 160) or OWNER.search(self.text)
        return (match[1] or match[2]).strip() if match else None


FALSE_CUES = re.compile(
    "重要|主要|需要|要求|要点|概要|要道|要素|必要|公共|共同|共享|共建|共青|共产|为了|除了|将军|应急|应保|应对|应用|响应|相应|供应|应救|应养"
    "|应助|适应|反应|共有产权|提要|要件|了解|已故|计划生育"
)


def mask_false_cues(scope: str) -> str:
    """Without words that hold a cue by chance: 重要, 公共, 为了."""
    return FALSE_CUES.sub("¤", scope)
