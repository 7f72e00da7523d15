"""Heads of table columns: what role a column plays, what it counts, what a short head takes from the one before."""

from __future__ import annotations

import re
from functools import cache

from .phrases import is_strong
from .words import lexicon

NUMERIC = {"rate", "growth", "target", "actual", "year", "measure"}
UNIT_IN_LABEL = re.compile(
    r"[(\[](?P<unit>%|‰|[万亿]?[元人户张所家个处座对具件次平方米亩间名场公里%]{1,4}(?:/[一-鿿百千万]{1,6})*)[)\]]"
)
OF_COLUMN_BEFORE = re.compile("其中[::]?(.+)")
DONE_OF = re.compile(r"(?:占|完成)(?:全年|年度|目标|计划)(?:任务|目标|计划)?(?:数|率|比例|百分比)?[(\[]%[)\]]")
TELLING = re.compile(
    "(?:年初|全年|年度|调整后?|计划|已完成|累计)?(?:预算|执行|决算|支出|投资|总投资|拨付)(?:数|额|率)?$"
)
RATE_ONLY = re.compile(
    r"已?(?:完成|建成|开工|竣工)(?:率|数|量|比例|进度)?(?:[(\[][^()\[\]]{1,4}[)\]])?|在建数?|占比(?:[(\[]%[)\]])?"
)
COUNTED = re.compile("(?:人数|户数|人次|[^序号]数|数量|在建|建成)$")
UNITS_OF = (  # what a column without a unit counts, by its head
    ("率$|比例$|占比$|%", "%"), ("人次", "人次"), ("人数|人员|老人$|儿童$", "人"), ("户数", "户"), ("床位", "张"), ("火化数|遗体", "具"),
    ("结婚|离婚", "对"), ("公墓|机构|中心|站|[^%]点|院|食堂|设施|项目|社会组织|未保|驿站", "个"),
)  # fmt: skip
DUTY = re.compile("(?:任务|计划|目标)数?$")


@cache
def roles() -> dict[str, re.Pattern[str]]:
    """What a column's head says its cells are, the first that matches first."""
    return {name: re.compile("|".join(patterns)) for name, patterns in lexicon("tables").items()}


@cache
def role_of(head: str) -> str:
    if roles()["year"].match(head):
        return (
            "year"
            if not re.search(r"目标|计划|任务|完成|实际", head)
            else "target"
            if re.search("目标|计划|任务", head)
            else "actual"
        )
    if re.search(
        r"^(?:重点|主要|目标|考核)?(?:指标|任务|项目|工作|事项|目标)(?:名称|内容|事项|任务|项目)?$|名称$|内容$", head
    ):
        return "label"
    if names_itself(head):
        return "measure"
    return next((name for name, pattern in roles().items() if pattern.search(head)), "")


def names_itself(head: str) -> bool:
    """A column that is an indicator of its own: 养老床位(张), 低保人数."""
    counted = UNIT_IN_LABEL.search(head) or re.search(r"(?:人数|户数|人次|数|数量|率|标准|金额|资金)$", head)
    return bool(counted) and is_strong(head) and not re.search("增减|增长|同比|增幅", head)


def completed(heads: list[str]) -> list[str]:
    """其中:当季新增 and 完成年度任务(%) with what the column before counts: 家庭养老床位当季新增(张)."""
    found: list[str] = []
    stem, unit = "", ""
    for head in heads:
        part, done = OF_COLUMN_BEFORE.match(head), DONE_OF.fullmatch(head)
        if stem and part:
            found.append(stem + part[1] + ("" if UNIT_IN_LABEL.search(head) else unit))
            continue
        bare = RATE_ONLY.fullmatch(head)
        found.append(stem + head if stem and done else DUTY.sub("", stem) + head if stem and bare else head)
        if names_itself(head) or (DUTY.search(head) and is_strong(head)):
            counted = UNIT_IN_LABEL.search(head)
            stem, unit = (head[: counted.start()], counted[0]) if counted else (head, "")
    return found
