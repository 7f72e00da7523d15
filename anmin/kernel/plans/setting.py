"""What holds for a whole document: whose it is, which period it is about, plan or report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from .outline import Block
from .periods import PLANS, document_period, year_of
from .phrases import topics
from .words import any_of, lexicon, pattern

DIVIDED = re.compile(r"(?:目标|任务|指标|工作)[^总结汇报]{0,6}(?:分解|分工|清单|责任书)(?:表|方案)?(?:\(.*\))?$")
OFFICES = re.compile(r"(?<![一-鿿])([县市区州旗镇])(?:委|政府|民政局|财政|直|残联|卫健)")
HEADED = re.compile(
    r"(?<![一-鿿])(?:填报单位|报送单位|制表单位|预算(?:部门|单位)|填报部门|主管部门|编制单位|印发单位|单位(?:名称)?|甲方)[::]\s*([一-鿿]{2,6}?(?:自治县|县|市|区|州|旗|镇|乡|街道))(?=民政|人民|政府|[\s]|$)"
)
OFTEN = re.compile("(?<![一-鿿])(?:在|从|对|据)?((?![全我本各])[一-鿿]{2}[市县区])(?![级直委内外场民城]|镇)")
SMALL = re.compile("([一-鿿]{2,4}(?:社区|村))(?=20|民政|养老|老龄|关于|村民|[一二三四五六七八九])")
OPENS = re.compile("([一-鿿]{2,3}(?:县|市|区|旗))(?=[一-鿿]{4})(?<![全我本各])(?![级域划])")
EFFECTIVE = re.compile(r"(?:从|自)((?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?起)[^。]{0,20}(?:调整|提高|执行|实施|标准)")
AS_OF = re.compile(r"(截[至止]到?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末)?)(?:\)|[^。]{0,40}(?:如下|[::]$))")
QUOTED = re.compile("您?提出的《([^》]{4,60})》")  # what an answer to a proposal is about
FUNDED = re.compile("(?:年度?|^)([一-鿿]{4,12}?(?:资金|经费))")  # 困难群众救助补助资金项目支出绩效自评表
ENOUGH = 60_000  # characters looked at to tell the issuer
DIVISION = "自治县|自治州|自治旗|县|市|区|州|盟|旗|省|镇|乡|街道"
SIGNED = re.compile(r"(?<![一-鿿])([一-鿿]{2,4}(?:自治县|县|市|区|州|旗))(?:人民政府|民政局)")
UNNAMED = re.compile(r"(?:[*xX×]{1,4}|^|[年全我])(县|市|区|州|旗|镇|乡)(?=民政|人民政府|局|政府|养老|社会|殡)")


@dataclass
class Setting:
    """What every row inherits where nothing nearer says otherwise."""

    issuer: str | None = None  # the place it speaks for
    period: str | None = None  # a year, years or since when a decision holds
    year: int | None = None
    paper: str = ""  # plan, report or both
    title: str = ""
    as_of: str | None = None  # the day that the figures of a report hold for: 现将截至9月20日的进展通报如下
    topic: str = "民政"  # what a row is about when nothing nearer says

    @property
    def first(self) -> int:
        """The first year of a paper about several."""
        plan = next((start for name, start in PLANS.items() if name in (self.period or "")), 0)
        years = [int(year) for year in re.findall(r"(?:19|20)\d{2}", self.period or "")]
        return years[0] if years else plan


@cache
def cue(part: str, kind: str) -> re.Pattern[str]:
    return re.compile(any_of(lexicon("cues")[part][kind]))


@cache
def named_pattern() -> re.Pattern[str]:
    after = any_of(lexicon("places")["after_county"])
    return re.compile(rf"([一-鿿]{{2,6}}?(?:{DIVISION}))(?={after}|\d|$)")


def read_setting(title: str | None, blocks: list[Block]) -> Setting:
    """Issuer, period and kind of paper from the title and the first lines."""
    title = title or ""
    opening = "".join(block.text for block in [block for block in blocks if block.marker != "title"][:3])[:400]
    everything = "\n".join(block.text for block in blocks)[:ENOUGH]
    period = document_period(title, re.split("[。;]", opening)[0][:120])
    if period is None and re.search("总结|计划|要点|安排", title):
        period = document_period("", opening)
    told = lead_of(blocks) + first_item(blocks) * bool(re.search("标准", title))
    if begins := EFFECTIVE.search(told):
        period = begins[1] if year_of(period) in (None, year_of(begins[1])) else period
    topic = topic_of(title, opening)
    paper, day = paper_of(title, everything), AS_OF.search(lead_of(blocks))
    if not day and period is None and re.search("进展|进度|通报|完成情况", title):
        day = re.match(r"(截[至止]到?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末)?)", opening)
    as_of = day[1] if day and paper != "plan" else None
    return Setting(issuer_of(title, everything), period, year_of(period), paper, title, as_of, topic)


def topic_of(title: str, opening: str) -> str:
    """What a paper is about: the allowance, service or fund its title names; in an answer what was proposed."""
    named = topics(title)
    paid = [name for name in named if name.endswith(("补贴", "津贴", "补助"))]
    asked = topics("".join(QUOTED.findall(opening)[:1]))
    return next(iter([*paid[::-1], *named, *FUNDED.findall(title), *asked]), "民政")


def lead_of(blocks: list[Block]) -> str:
    """What a paper says before its first item."""
    first = next((n for n, block in enumerate(blocks) if block.marker not in (None, "title")), len(blocks))
    return "".join(block.text for block in blocks[:first])[:1000]


def first_item(blocks: list[Block]) -> str:
    """The first item of a paper, where a notice may say from when all of it holds."""
    return next((block.text for block in blocks if block.marker not in (None, "title")), "")


def cue_free(text: str) -> str:
    """Without words that hold a cue by chance: 重要, 公共, 为了."""
    return pattern("cues", "by_chance").sub("¤", re.sub("《[^》]*》", "¤", text))


def paper_of(title: str, text: str) -> str:
    """plan, report or both: by the title, else by how the first pages speak."""
    if DIVIDED.search(title):
        return "plan"
    plan, report = (bool(cue("paper", kind).search(title)) for kind in ("plan", "report"))
    if not plan and not report and re.search("目标|任务|指标|十[一二三四五六]五", title):
        return "plan"
    if not plan and not report:
        start = cue_free(text[:3000])
        coming, done = (
            len(re.findall(words, start)) for words in ("将|要|力争|确保|计划", "已|了|累计|共|截至|目前|据统计")
        )
        plan, report = coming > 1.5 * done, coming <= 1.5 * done or done >= 3
    return "both" if plan and report else "plan" if plan else "report"


def issuer_of(title: str, text: str) -> str | None:
    """The place that the title names; else a name the text signs with twice; else 全县 by the title or 我县."""
    bare = re.sub(r"^(?:(?:19|20)?[\dxX×*]{2,4}年(?:度)?|关于(?:印发)?)", "", title)
    if match := named_pattern().match(bare) or named_pattern().search(bare):
        name = re.sub(r"^(?:关于|印发|年|在|的|全|我|本|政协|对|转发)+", "", match[1])
        if len(name) >= 2 and not re.search(
            "民政|社区|城区|城市|城乡|居民|地区|乡镇|县区|市县|[*xX×全在我强推促做]", name
        ):
            return name
    if (match := OPENS.match(bare)) and not match[1].endswith(tuple(lexicon("places")["common"])):
        return match[1]
    if match := SMALL.match(bare):
        return match[1]
    if match := UNNAMED.search(bare):
        level = match[1]
    else:
        ours = re.findall(r"(?:我|全)(省|市|县|区|州|旗|镇|乡|街道)(?!民(?!政)|[级直属委场域间别划分界])", text)
        level = max(set(ours), key=ours.count) if ours else None
    if level is None and text.count("全国") >= 2:
        return "全国"
    if level is None and (ours := OFFICES.findall(text)):
        level = max(set(ours), key=ours.count) if len(set(ours)) == 1 or len(ours) > 1 else None
    if heads := HEADED.search(text[:600]):
        return heads[1]
    signed = [name for name in SIGNED.findall(text) if level is None or name.endswith(level)]
    often = max(set(signed), key=signed.count) if signed else ""
    if signed.count(often) >= 2:
        return often
    if level:
        return f"全{level}"
    spoken = Counter(OFTEN.findall(text[:3000]))
    name, times = spoken.most_common(1)[0] if spoken else ("", 0)
    return name if times >= 3 else None
