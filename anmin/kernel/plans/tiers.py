"""Rules for a number that repeats the one before with another half, tier, grade or age: 一级120元、二级90元."""

from __future__ import annotations

import re

from .frames import HEADS, URBAN, Clue, Frame, service
from .phrases import is_strong, services
from .thread import Thread

GROWN = re.compile("(?:同比|环比|年均|分别)*(?:涨|上浮|下浮|提高|增长|增加|上升|下降|减少|降低|提升|上调)+$")
AGES = r"(?:满)?\d{2,3}(?:周?岁)?(?:(?:以上|含)?[-至到—~]\d{2,3}(?:周?岁)?)?(?:周?岁)?(?:[及或]?以[上下]|[及或]以上)?"
STEPS = tuple(
    re.compile(f"(?:{step})(?:的)?(?:老年人|老人|人员|对象|学历|残疾人|养老机构)?")
    for step in (
        "(?:[一二三四五]、)*[一二三四五][级类档等]|[ABCabc]类",
        "(?:[轻中重]度、)*(?:极?[轻中重]度)(?:失能|失智|残疾)?",
        "(?:(?:[全半]护理|[全半]?(?:自理|失能))、)*(?:(?:全|半|完全|不能|部分)?(?:自理|失能)|[全半]护理)|能力完好",
        "(?:[一二三四五]星级?、)*[一二三四五]星级?|[1-5]A级?",
        "(?:学前|幼儿园|小学|初中|高中|中职|义务教育)(?:教育|阶段)?(?:学生|生)?|中专|大专|专科|本科|研究生|硕士|初级工?|中级工?|高级工?|技师|高级技师|助理社会工作师|社会工作师",
        "(?:自有|租赁|租用|自建|公建)(?:房屋|用房|场地|房产|土地)?|(?:新建|改建|扩建|改扩建|新增|改造|续建)",
        rf"(?=\d|满)(?:{AGES})",
    )
)


def is_tier(text: str) -> bool:
    """一级, 轻度失能, 80-89岁: a tier of what the text above names."""
    return any(step.fullmatch(text) for step in STEPS)


def other_half(thread: Thread, clue: Clue, core: str) -> Frame | None:
    """城市覆盖率达到100%,农村达到60%: the same of the other half."""
    last = thread.last
    alike = clue.same and last.group == clue.measure.group and not clue.noun
    step = next((step for step in STEPS if step.fullmatch(core) and step.search(last.subject)), None)
    if alike and step and last.metric:
        return clue.frame(step.sub(core, last.subject, count=1), last.metric, last.verb, last.topic, "只换了等级")
    if not alike or not URBAN.fullmatch(core) or not last.metric:
        return None
    level = GROWN.sub("", last.metric) if not clue.measure.growth else last.metric
    subject = URBAN.sub(core, last.subject, count=1) if URBAN.search(last.subject) else core + last.subject
    return clue.frame(subject, level, last.verb, service(subject), "只换了城乡，其余同前")


def again(thread: Thread, clue: Clue) -> Frame | None:
    """去年建成3个。今年又建成2个: the same, in a sentence that names nothing."""
    if clue.own or clue.topic or clue.same or not clue.verb or services(clue.earlier):
        return None
    last = next((frame for frame in (thread.last, thread.recalled) if frame.subject), Frame())
    alike = last.group == clue.measure.group and last.group not in HEADS
    if not alike or not is_strong(last.subject):
        return None
    return clue.frame(last.subject, f"{clue.verb}{clue.count}", clue.verb, last.topic, "前一句说的同一种")
