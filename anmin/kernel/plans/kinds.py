"""Target or figure: by tense and cue words near the number, its period, its headings, and the kind of paper."""

from __future__ import annotations

import re
from functools import cache

from .measures import Measure
from .periods import PLANS, Period, year_of
from .setting import Setting, cue, cue_free
from .words import any_of, lexicon

BY_YEAR = re.compile(r"(?:^[(（一二三四五六七八九十)、]*|,)到20\d\d年(?:底|末)?,(?!.*(?:已|了|累计|共))")
MEASURED = re.compile("目标值|年度任务|任务数|计划数")  # what a result is measured against
STATUS = frozenset(["共有", "现有", "已有", "已建成", "已完成", "据统计"])  # says what is, even in a plan
PAST = re.compile("去年|上年|上一年|过去")
GOAL = re.compile("(?:率|度|数|人次|面|比例)(?:目标|目标值|计划值|指标值|年度目标|任务数|计划数|年度指标值)[为:是≥≤]?$")
SHORT_OF = re.compile("(?:距离?|离)[^,。;]{0,8}(?:目标|任务|要求)$")  # what is still wanting
ACTUAL = re.compile("^[,;:、]?(?:实际|实绩)(?:值|完成|完成值|数|支出|为|达到|保障|救助)*[:]?$")
ACHIEVED = re.compile("圆满|超额|(?:顺利|全面|较好地?|如期)完成|成效(?:明显|显著)")
TASK_OF = re.compile("(?:全年|年度|目标|下达|计划|[县区市镇乡])任务(?:数|为|是)*$")
RESULT = re.compile(
    "(?:^|[、,])(?:目前|其中|已|已经|实际|累计)*(?:完成|完工|开工|竣工|建成|改造|新建|到位|支出|拨付|发放|办结|通过|未开工|在建)(?:率|[一-鿿]{0,6}率)?(?:达到?|为|了)?$"
)
LONGEST_HEADING = 24  # a longer title is a sentence of the text
OF_TASK = re.compile(r"(?:下达|市里|省里|上级|年度|目标|计划)[^,。;]{0,16}$")
TASK_AFTER = re.compile(r"的?[^,。;]{0,12}(?:任务|目标|指标)")
TASK = re.compile(r"的?[^,。;]{0,10}(?:任务数?|目标)(?=[,。;)]|$)")


@cache
def will() -> re.Pattern[str]:
    return re.compile("将" + any_of(lexicon("cues")["will"]))


@cache
def weak() -> frozenset[str]:
    return frozenset(lexicon("cues")["weak"])


def section_kind(path: list[str]) -> str:
    """What the headings above say: the nearest one that says anything."""
    for title in reversed([title for title in path if len(title) <= LONGEST_HEADING and "了" not in title]):
        if ACHIEVED.search(title):
            return "figure"
        target, figure = (cue("section", kind).search(title) for kind in ("target", "figure"))
        if target and figure:
            if re.search("上半年.*(?:情况|总结)|(?:完成|进展|落实)情况|基本情况", title):
                return "figure"
            if re.search("下半年|下一步|明年", title):
                return "target"
        elif target or figure:
            return "target" if target else "figure"
    return ""


def vote(scope: str, kind: str) -> float:
    """How strongly a stretch of text speaks for a kind."""
    found = set(cue("near", kind).findall(cue_free(scope)))
    if "将" in found and not will().search(scope):
        found.discard("将")
    strong = kind == "figure" and bool(found & STATUS)
    return len(found) + strong - 0.6 * len(found & weak())


def last_cue(scope: str, kind: str) -> int:
    """Where the last word stands that speaks for a kind."""
    return max((match.start() for match in cue("near", kind).finditer(cue_free(scope))), default=-1)


def overruled(kind: str, votes: float, paper: str, section: str) -> bool:
    """A single weak word does not turn a plan into a report, nor a report into a plan."""
    plan = (paper == "plan" and section != "figure") or section == "target"
    report = (paper != "plan" and section != "target") or section == "figure"
    return (plan and kind == "figure" and votes < 2) or (report and kind == "target" and votes < 1)


def by_words(near: str, before: str, paper: str, section: str) -> tuple[str, str] | None:
    """The kind that the clause's own words speak for, then the sentence's."""
    usual = section or ("target" if paper == "plan" else "figure")
    for scope, name in ((near, "本句"), (before, "前句")):
        votes = {kind: vote(scope, kind) for kind in ("target", "figure")}
        strongest = max(votes, key=lambda kind: votes[kind])
        if votes["target"] == votes["figure"] > 0 and scope is before:
            latest = {kind: last_cue(scope, kind) for kind in votes}
            votes[max(latest, key=lambda kind: latest[kind])] += 0.5
            strongest = max(votes, key=lambda kind: votes[kind])
        if votes["target"] == votes["figure"] or overruled(strongest, votes[strongest], paper, section):
            continue
        return strongest, f"{name}用词" if name == "本句" or strongest != usual else "所在章节和文件"
    return None


def by_paper(paper: str, section: str) -> tuple[str, str]:
    if paper == "plan" and section != "figure":
        return "target", "计划类文件"
    if paper == "report" and section != "target":
        return "figure", "总结类文件"
    return (section, "所在章节") if section else ("figure" if paper == "both" else "target", "文件性质")


def by_period(period: Period | None, in_sentence: bool, setting: Setting) -> str:
    """A period before the document's own makes a figure, one after a report's a target; else nothing."""
    if period is None:
        return ""
    if in_sentence and PAST.match(period.text):
        return "figure"
    plan = next((first for name, first in PLANS.items() if name in (setting.period or "")), None)
    named = next((first for name, first in PLANS.items() if name in period.text), None)
    if plan and named and named != plan:
        return "figure" if named < plan else "target"
    year = year_of(period.text)
    if year and setting.first <= year <= (setting.year or 0) and setting.first != setting.year:
        return "target" if setting.paper == "plan" else ""
    if year is None or (plan is None and setting.year is None):
        return ""
    if year < (plan or setting.year or 0):
        stage = setting.paper == "plan" and not plan and str(setting.year) not in setting.title
        return "" if stage else "figure"
    if plan and in_sentence and setting.paper == "plan":
        return "target"
    return "target" if not plan and year > (setting.year or year) and setting.paper != "plan" else ""


def kind_of(
    text: str, measure: Measure, sentence: tuple[int, int], period: Period | None, path: list[str], setting: Setting
) -> tuple[str, str]:
    """target or figure, and why."""
    start, end = sentence
    clause = max(max(text.rfind(mark, start, measure.start) for mark in ",;:") + 1, start)
    near, rest = text[clause : measure.start], text[measure.end : end]
    if TASK_OF.search(near) and not re.search("完成|超过?$", near):
        return "target", "“任务…”是目标"
    if GOAL.search(near) or SHORT_OF.search(near):
        return "target", "“…目标值”"
    if ACTUAL.search(near):
        return "figure", "“实际…”"
    tasked = re.search("任务|目标", text[start : measure.start]) and section_kind(path) != "target"
    if tasked and setting.paper != "plan" and RESULT.search(near):
        return "figure", "“完成”"
    if (OF_TASK.search(near) and TASK_AFTER.match(rest)) or (
        TASK.match(rest) and "完成" not in near and not re.match("[^,。;]{0,8}完成", rest)
    ):
        return "target", "“…任务”是目标"
    if not re.search("计划|安排|拟|将|力争", near):
        dated = by_period(period, period is not None and period.start >= start, setting)
        if dated:
            return dated, "时期早于文件" if dated == "figure" else "期限晚于文件"
    section = section_kind(path)
    near += re.split("[,。;、]", rest, maxsplit=1)[0]
    if BY_YEAR.search(text[start : measure.start]) and setting.paper != "plan":
        return "target", "“到某年”是期限"
    earlier = MEASURED.sub("", text[start : measure.start])
    found = by_words(near, earlier, setting.paper, section)
    return found or by_paper(setting.paper, section)
