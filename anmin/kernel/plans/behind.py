"""Rules that look behind the number, or see it said twice: each gives a frame, or leaves the clue to the next."""

from __future__ import annotations

import re

from .frames import HEADS, Clue, Frame, service, under
from .phrases import is_strong, peel, split_metric, split_verb, tidy
from .thread import Thread

BY_STANDARD = re.compile(
    r"的?(?:新)?(?:标准|要求|比例)((?:配建|配套|建设|配备|配置|规划|设置|新建|设立|落实|发放|执行|给予)[^,。;]*)"
)
ENJOYED = re.compile(r"(?:均|都|已)?(享受|参加|领取|接受|纳入)(?:了|到)?([^,。;:、(]{2,16})")
TASK = re.compile(r"(?:年度|目标|工作)*(?:任务|目标|计划)(?:数)?$")
TASK_AFTER = re.compile(r"的?(?:年度|目标|工作)*(?:任务|目标|计划)(?:数|的|$|[,。;、])")
DOES = re.compile("内?((?:完成|办结|作出|提出|报送|予以|出具)[一-鿿]{1,8})")
GETS = re.compile("([一-鿿]{2,14}?)((?:得到|完成|办结|送达|到位|处置|转移|答复|响应)[一-鿿]{0,8})")
GOAL = re.compile("(?:目标|目标值|计划值|指标值|年度目标|任务数|计划数|年度指标值)$")
SHORT_OF = re.compile("(?:距离?|离)[一-鿿]{0,8}(?:目标|任务|要求)")
ACTUAL = re.compile("(?:实际|实绩)(?:值|完成|完成值|数|支出|为|达到|保障|救助)*")


def by_standard(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """按每百户不低于30平方米的标准配建养老服务用房: what is built stands behind."""
    if clue.measure.group == "percent" or not (rule := BY_STANDARD.match(tail)):
        return None
    doing = split_verb(re.split("[,。;]", rule[1])[0])
    counted = "标准" if clue.measure.group == "money" else clue.count
    return clue.frame(
        doing.noun or peel(clue.raw) or clue.phrase.topic,
        f"{doing.verb}{counted}",
        doing.verb,
        "",
        "“按…的标准”：对象在后",
    )


def task(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """超过180个的任务: the task that the number before is measured against."""
    named = TASK.match(clue.noun) or (TASK_AFTER.match(tail) and clue.same)
    if clue.phrase.noun or not named:
        return None
    measure, last = clue.measure, thread.last
    measure.comparator = "=" if measure.comparator in (">", ">=") else measure.comparator
    frame = clue.frame(last.subject, last.metric.removesuffix("数") + "任务数", last.verb, last.topic, "“…的任务”")
    frame.task = True
    return frame


def within(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """12小时内受灾群众得到初步救助: who and what stand behind the time."""
    if clue.measure.group == "duration" and (done := DOES.match(tail)) and (who := tidy(clue.raw)):
        return clue.frame(who, f"{done[1]}时限", "", "", "“…日内完成”：谁来办")
    match = GETS.match(tail) if clue.measure.group == "duration" else None
    if not match:
        return None
    if who := peel(tidy(clue.raw)):
        return clue.frame(who, f"{match[1]}{match[2]}时限", "", service(who), "“…日内…”：对象在前")
    return clue.frame(peel(match[1]) or match[1], f"{match[2]}时限", "", service(match[1]), "“…内得到”：对象在后")


def enjoyed(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """1.9万人享受城市低保, 资助5.3万人参加医疗保险: what they receive stands behind."""
    match = ENJOYED.match(tail)
    if not match or clue.measure.group not in HEADS or clue.phrase.noun or clue.phrase.topic:
        return None
    what = peel(match[2])
    if not is_strong(what) and not what.endswith(("保险", "救助", "补贴", "保障")):
        return None
    verb = clue.phrase.verb
    return clue.frame(what, f"{verb}{match[1]}{clue.count}", verb, service(what), "“享受…”：对象在后")


def goal_and_actual(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """临时救助人次目标3000人次,实际3216人次: the same measure twice."""
    raw = tidy(clue.raw)
    alike = thread.last.unit == clue.measure.unit and thread.last.metric
    if clue.same and alike and ACTUAL.fullmatch(raw) and not tail.startswith("的"):
        done = clue.count if thread.last.metric.endswith("任务数") else thread.last.metric
        return clue.frame(thread.last.subject, done, "", thread.last.topic, "“实际”：与前面的目标同一项")
    if clue.same and thread.last.metric and SHORT_OF.fullmatch(raw):
        return clue.frame(thread.last.subject, thread.last.metric + "目标", "", thread.last.topic, "“距…目标”")
    named = GOAL.sub("", raw)
    if not GOAL.search(raw) or not re.search("率$|度$|数$|人次$|面$|比例$|金额$|标准$", named):
        return None
    subject, metric = split_metric(peel(named))
    if not subject or not is_strong(subject + metric):
        subject = under(thread.topic(clue.earlier, clue.same), subject)
    return clue.frame(subject, metric, "", service(subject), "“…目标值”")
