"""Denominators that a number takes from the one before: standards in a list, tiers, steps, parts, so much for each."""

from __future__ import annotations

import re

from .measures import Measure
from .tiers import AGES

EVERY = re.compile(
    r"(?:^|[。;,])各(乡镇|镇|街道|村|社区)(?:\([^)]*\))?(?:人民政府|政府)?(?:要|应|须|必须|至少|原则上|建成|建设|配备|新建|培育|打造|设立|组建|创建)(?!.*(?:共|合计|累计|总))[^。;]*$"
)


def spread(text: str, measures: list[Measure]) -> None:
    """各乡镇要安排不少于30平方米: so much for each; money without a time base goes on with the one before."""
    last: Measure | None = None
    for measure in measures:
        if measure.dropped:
            continue
        start = max(text.rfind(mark, 0, measure.start) for mark in "。;") + 1
        if (
            not measure.per
            and measure.comparator == ">="
            and measure.group in ("area", "facilities", "persons", "money")
        ):
            match = EVERY.search(text[start : measure.number.start])
            measure.per = [match[1]] if match else []
        if last and (follows(text, last, measure) or joined(text, last, measure) or reaches(text, last, measure)):
            measure.per = list(last.per)
        last = measure


SAME_FOR = re.compile(
    rf"(?:给予[一-鿿]{{2,10}})?[,;、](?:(?:{AGES})[一-鿿]{{0,5}}|[一-鿿]{{2,8}}的)按?"
)  # 80周岁以上3元; 改建的按5000元
REACHING = re.compile("[,;](?:调整|提高|上调)?后?(?:达到?|提高到|为|至|调整为|升至)了?")


def reaches(text: str, last: Measure, measure: Measure) -> bool:
    """每人每月上调10元,达到125元: the level that a step leads to has the step's denominators."""
    stepped = re.search(
        "(?:提高|上调|增加|上浮|下调|降低)了?$", text[max(0, last.number.start - 6) : last.number.start]
    )
    alike = measure.unit == last.unit == "元" and stepped and last.per and not measure.per
    return bool(alike) and REACHING.fullmatch(text[last.end : measure.start]) is not None


def joined(text: str, last: Measure, measure: Measure) -> bool:
    """每所补助分别为20万元、3万元; 每千名老年人38张,其中护理型22张."""
    alike = measure.unit == last.unit and last.per and not measure.per and measure.group != "percent"
    dense = alike and any(word[:1] in "百千万" for word in last.per)
    if dense and re.fullmatch("[,;][比较][一-鿿]{1,8}(?:增加|提高|减少|下降)了?", text[last.end : measure.start]):
        return True
    if alike and last.group == "money" and SAME_FOR.fullmatch(text[last.end : measure.start]):
        return True
    part = "|[,(]其中[^,。;\\d]{0,14}" if any(word[:1] in "百千万" for word in last.per) else ""
    return bool(alike) and re.fullmatch("[、和与及]" + part, text[last.end : measure.start]) is not None


def follows(text: str, last: Measure, measure: Measure) -> bool:
    """A standard in a list of standards: 集中供养每人每月780元,分散供养520元."""
    between = text[last.end : (measure.baseline or measure).start]
    if (
        measure.unit != last.unit
        or last.group != "money"
        or measure.per
        or not last.per
        or last.growth
        or not {"月", "年", "学年"} & set(last.per)
    ):
        return False
    standard = ";" not in between or (len(between) <= 16 and re.search("补贴|津贴|标准", between))
    if re.search(r"。|发放|投入|慰问|拨付|支出|奖励|一次性|提高(?!到|至)|增加|增长", between) or len(between) > 30:
        return False
    if not standard:
        return False
    values = measure.number.value, last.number.value
    if last.number.redacted:
        return True
    return all(isinstance(value, int | float) and value > 0 for value in values) and 0.15 < values[0] / values[1] < 7
