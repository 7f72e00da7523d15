"""Level, old level, increment and growth: 由 x 提高到 y, 提高了 d, 增长 8%, 比上年的 x 提高 d, 翻一番."""

from __future__ import annotations

import re
from itertools import pairwise

from .measures import Measure, clause_start
from .numbers import Number

RISE = "(?<=再)提(?![高升到至])|涨|提高|提升|增加|增长|上调|上升|上涨|上浮|扩大|增|升"
FALL = "降低|下降|下调|减少|压减|压缩|缩短|缩减|缩小|下浮|降|减"
MOVE = f"(?:{RISE}|{FALL}|调整|放宽|扩展|拓展|调高|变更|统一|优化|精简|整合|归并|扩容|扩)"
TO_LEVEL = re.compile(
    rf"{MOVE}(?:到了?|至|为|成)|(?:增至|升至|降至|减至|达到|扩至|提至|提到|压到|压至|调[到至为]|加到|涨[到至]|增到|升到|降到|减到|[变改增提]为)"
)
ALSO = re.compile("[、和与及](?:[月年]人均|每人每[月年]|人均每?[月年])?")
MERGED = re.compile(
    "[一-鿿]{2,12}(?:撤并|整合|归并|合并|优化|精简|压减|撤并整合)(?:为|到|至|成)"
)  # 15所敬老院整合为9所
OLD_LEVEL = re.compile(r"(?:由|从|自)(?!.*(?:由|从))[^,。;]{0,30}$")
COMPARED = re.compile(r"(?<![同环占对])(?:比(?![重例率值])|较|与)[^,。;]{0,20}$")
GROWTH = re.compile(
    rf"(?<![新核削精清加造档质优提])(?!增加值)(?P<verb>(?:同比|环比|年均|年均递增|平均|分别|净|共|再|又|各)*(?:{RISE}|{FALL}|增幅|降幅|涨幅|增速|增长率|增长速度|递增|净增)+)"
    r"(?:幅度|比例|率|额|数)?(?:分别)?(?P<level>到了?|至|为|成)?(?:了|达到|达|约|近|超过|超|不低于|不少于|至少|不超过|在|保持在|控制在|每人每[月年]|每[月年]|人均|平均|左右)*$"
)
ADDED = re.compile(r"(?<!新)(?<!增)(?:增加|净增|减少)(?!到|至|为|值)(?:了)?[^,。;、\d]{1,14}$")
STEPS = {">=": "+>=", ">": "+>=", "range": "range", "<=": "<="}  # how a step is bounded
MORE = re.compile(
    "(?:同比|环比|[比较](?:原来|原先|以前|之前|往年|去年|上年|前年|上[月年季]|年初|同期|原标准|过去)[^,。;\\d]{0,8}?)(?P<verb>[多高少低])(?:出|了|发|收|支|投入|救助|发放)*(?:约|近|整整)?$"
)
FLOW = re.compile(
    "(?:新增|新纳入|纳入|调进|新批)[^。]{0,20}[,、]减少$"
)  # 新增23户,减少19户: who came in and who went out
NOUN_ONLY = re.compile(r"增(?:收|进|强|值|设|配|补|效)$")
RAISED_BY = re.compile(f"(?:统一|再|又)?(?:{RISE}|{FALL})了?")
FROM = re.compile("(?:由|从|在)(?:[^,。;\\d]{0,8})$")
DOUBLED = re.compile(r"翻了?(一|两|二|三)番(?:多|以上)?")


def old_levels(text: str, measures: list[Measure]) -> None:
    """Pair old and new levels; an old level is no row of its own."""
    for n, new in enumerate(measures):
        if new.baseline or new.dropped:
            continue
        olds = olds_before(text, measures, n)
        if olds:
            news = news_from(text, measures, n, len(olds))
            for k, old in enumerate(olds):
                old.dropped = "原水平"
                level = news[min(k, len(news) - 1)]
                level.baseline = level.baseline or old
                if level.group == old.group and not level.per:
                    level.per = list(old.per)


def olds_before(text: str, measures: list[Measure], n: int) -> list[Measure]:
    """The old level or levels that the new level `measures[n]` is raised from."""
    new = measures[n]
    last = measures[n - 1] if n else None
    if last is None or last.dropped or last.baseline:
        return []
    between = text[last.end : new.start]
    move = TO_LEVEL.search(between)
    if not move or len(between) > 40 or re.search("[。;]", between) or last.group != new.group:
        return []
    floor = measures[n - 2].end if n > 1 else 0
    opening = text[max(floor, clause_start(text, last.start, "。;")) : last.start]
    if MERGED.fullmatch(between):
        return [last]
    direct = (
        re.fullmatch(r"(?:\([^)]*\))?,?(?:统一|逐步|分别|再|已)?" + TO_LEVEL.pattern + r"[^,\d]{0,10}", between)
        and "," not in between
    )
    listed = n > 1 and ALSO.fullmatch(text[measures[n - 2].end : last.start])
    if OLD_LEVEL.search(opening) or (direct and not listed and not re.search("达到", move[0])):
        return [last]
    olds = [last]
    for k in range(n - 2, -1, -1):
        gap = text[measures[k].end : measures[k + 1].start]
        if not ALSO.fullmatch(gap) or measures[k].dropped:
            break
        olds.insert(0, measures[k])
        floor = measures[k - 1].end if k else 0
        if OLD_LEVEL.search(text[max(floor, clause_start(text, measures[k].start, "。;")) : measures[k].start]):
            return olds
    return []


def news_from(text: str, measures: list[Measure], n: int, count: int) -> list[Measure]:
    """As many new levels in a row as there are old ones; one new level may stand for all."""
    news = [measures[n]]
    while len(news) < count and n + len(news) < len(measures):
        following = measures[n + len(news)]
        if not re.fullmatch(r"[、和与及]|、?每人每[月年]", text[news[-1].end : following.start]):
            break
        news.append(following)
    return news if len(news) == count else news[:1]


def compared(text: str, measures: list[Measure]) -> None:
    """每月350元,比上年的310元提高了40元: 310 is what the 350 was; the 40 is an increment."""
    for n in range(len(measures) - 1):
        old, step = measures[n], measures[n + 1]
        between = text[old.end : step.start]
        floor = measures[n - 1].end if n else 0
        opening = text[max(floor, clause_start(text, old.start)) : old.start]
        if (
            old.dropped
            or "。" in between
            or GROWTH.search(opening)
            or not COMPARED.search(opening)
            or not GROWTH.search(between)
            or len(between) > 12
        ):
            continue
        if GROWTH.search(between)["level"]:
            continue
        old.dropped = "比较的基数"
        before = measures[n - 1] if n else None
        if (
            before
            and not before.dropped
            and before.group == old.group
            and not before.baseline
            and "。" not in text[before.end : old.start]
        ):
            before.baseline = old


FORMER = re.compile('(?:^|[,;。:“"])(?:以前|过去|原来|原先|从前)[^。;\\d]{0,14}$')
NOW = re.compile("[^。;]{0,3},(?:而?现在|如今|眼下|目前)[^。;\\d]{0,16}$")


def former(text: str, measures: list[Measure]) -> None:
    """以前一桌1200元,现在不超过600元: the first is what it was."""
    for old, new in pairwise(measures):
        said = old.unit == new.unit and NOW.fullmatch(text[old.end : new.start])
        if said and not old.dropped and not new.baseline and FORMER.search(text[max(0, old.start - 24) : old.start]):
            old.dropped, new.baseline = "原水平", old


def raised_by(text: str, measures: list[Measure]) -> None:
    """由每人每月200元上调50元: 200 is what it was."""
    for old, step in pairwise(measures):
        moved = RAISED_BY.fullmatch(text[old.end : step.start]) and old.unit == step.unit
        if moved and not old.dropped and FROM.search(text[clause_start(text, old.start) : old.start]):
            old.dropped, step.baseline, step.growth, step.comparator = "原水平", old, "提高", "+="
            step.per = step.per or list(old.per)


def grown(text: str, measures: list[Measure]) -> None:
    """Mark increments and rates of growth."""
    floor = 0
    last: Measure | None = None
    for measure in measures:
        start = max(floor, clause_start(text, measure.start))
        before = text[start : measure.start] + leading(text, measure)
        listed = (
            last
            and last.growth
            and last.group == measure.group
            and re.fullmatch(r"[、和与及]", text[last.end : measure.start])
        )
        floor, last = measure.end, measure
        if measure.dropped or measure.baseline:
            continue
        if measure.group in ("persons", "households") and FLOW.search(text[max(0, measure.start - 30) : measure.start]):
            continue
        match = GROWTH.search(before)
        rate = measure.group in ("percent", "points")
        if listed:
            measure.growth = measures[measures.index(measure) - 1].growth
        elif (
            match
            and not NOUN_ONLY.search(match["verb"])
            and not (match["level"] and not re.search("幅|速|率|年均|同比|[长高]分别为", match[0]))
        ):
            measure.growth = match["verb"]
        elif match := MORE.search(before):
            measure.growth = "增加" if match["verb"] in "多高" else "减少"
        elif not rate and (match := ADDED.search(before)):
            measure.growth = "增加" if "减" not in match[0] else "减少"
        elif rate and re.match(
            r"的(?:速度|幅度|比例)(?:逐年|每年|稳步)?(?:递增|增长|提高)|的增(?:长|幅|速)", text[measure.end :]
        ):
            measure.growth = "增长"
        if measure.growth:
            measure.comparator = STEPS.get(measure.comparator, "+=")


def leading(text: str, measure: Measure) -> str:
    """The bound that has been drawn into the measure's own span."""
    return re.match(r"[^\d一二两三四五六七八九十百千半xX*×]*", text[measure.start : measure.end])[0]


def doubled(text: str) -> list[Measure]:
    """翻一番 as a growth of 100 %, 翻两番 of 300 %."""
    found = []
    for match in DOUBLED.finditer(text):
        value = {"一": 100, "两": 300, "二": 300, "三": 700}[match[1]]
        number = Number(match.start(), match.end(), value, unit="%")
        found.append(Measure(match.start(), match.end(), number, "%", "percent", comparator="+=", growth="增长"))
    return found


def read_changes(text: str, measures: list[Measure]) -> list[Measure]:
    old_levels(text, measures)
    compared(text, measures)
    raised_by(text, measures)
    former(text, measures)
    grown(text, measures)
    return sorted([*measures, *doubled(text)], key=lambda measure: measure.start)
