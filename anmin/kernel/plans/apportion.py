"""分别: n names before it go to the n numbers behind it, 城市、农村低保标准分别达到700元和500元."""

from __future__ import annotations

import re

from .frames import Frame, combine, count_word, is_place, service
from .measures import Measure
from .periods import without_periods
from .phrases import is_strong, peel, services, split_metric, split_verb
from .thread import Thread
from .tiers import GROWN, is_tier
from .words import lexicon

TIERS = re.compile(r"((?:[^、]{1,4}、){1,3}[^、]{1,3})(?:两|二|三|四)级(.{3,})")
GRADES = re.compile(r"(.{2,}?)按?([初中高一二三四五](?:、[初中高一二三四五]){1,4})(档|类|级|星级?)")
LONGEST_LIST = 20  # names that one 分别 deals out
LISTED_FOR = re.compile(
    "(?:(?:对|为|给)|(?:^|[,;。])(?=[^,。;:]*的,))([^,。;:]{4,60}?)(?:的)?,(?:每[人床张]每[月年]|每[年月床张人])?$"
)
ECHO = re.compile(
    "(?:为|约|达到?|各|同比|环比|较上年|比上年|较去年|比去年|两者|两项|标准|年均|增长|增幅|增加|提高|上升|下降|幅度|降幅|涨幅)*"
)
TIERS_NAMED = re.compile(
    r"([一-鿿]{0,12}?)(?:按照?|分为?)([一-鿿]{2,5}(?:、[一-鿿]{2,5}){1,3}?)"
    r"(?:[两二三四2-4]个?)?(?:档次|等级|档|级|类)"
)
JOINED = re.compile(r"(?:[、和与及,]|以及|每人每[月年]|由|从|提高到|达到)*")


def apportion(thread: Thread, rows: list[Measure], frames: dict[int, Frame]) -> None:
    """Give each number of a 分别 group its own name; a second 分别 may share the names of the first."""
    shared_names: list[str] = []
    for n, first in enumerate(rows):
        floor = max(thread.sentence_start(first.start), rows[n - 1].end if n else thread.body)
        old = first.baseline
        head = thread.text[floor : old.start if old and old.start > floor else first.start]
        at = head.rfind("分别")
        group = group_from(thread.text, rows, n)
        if at < 0:
            unspoken(thread, rows[:n], group, frames, head, shared_names)
            continue
        names = split_names(re.split(r"[,;:]", without_periods(head[:at]).rstrip(","))[-1], len(group))
        if not names and (whom := LISTED_FOR.search(head[:at])):
            names = split_names(whom[1], len(group))
        names = (
            names
            or tiers_before(thread, head[:at], floor, len(group))
            or (shared_names if len(shared_names) == len(group) and still(shared_names, thread, first) else [])
        )
        if not names:
            last = re.split("[,;:]", head[:at])[-1]
            metric = shared_metric("," + last)
            if metric or ECHO.fullmatch(last):
                echo(rows[:n], group, frames, metric)
        if not names and len(group) == 2 and n and "城乡" in frames[rows[n - 1].start].subject:
            before = frames[rows[n - 1].start]  # 城乡低保标准提高8%,分别达到650元和455元
            level = split_metric(before.metric.replace(rows[n - 1].growth or "¤", ""))[1] or before.metric
            names = split_names(before.subject + level, 2)
        if len(names) == len(group) > 1:
            shared_names = names
            go_back(thread, rows, n, frames)
            behind = behind_all(thread, group, frames) if first.group == "money" else ""
            own = head[at + 2 :] if is_place(names[0]) else ""
            own = frames[first.start].subject if is_strong(own) else ""
            for name, row in zip(names, group, strict=True):
                rename(thread, frames[row.start], row, name, behind)
                frames[row.start].subject = own or frames[row.start].subject


def go_back(thread: Thread, rows: list[Measure], n: int, frames: dict[int, Frame]) -> None:
    """The state of reading as it was before row `n`: what comes later in the block names nothing here."""
    thread.at = rows[n].start
    thread.last = frames[rows[n - 1].start] if n else Frame()
    thread.last_end = thread.used_to = rows[n - 1].end if n else thread.body
    thread.parent, thread.label = None, ""


def still(names: list[str], thread: Thread, first: Measure) -> bool:
    """Whether this part of the sentence names nothing else than the names that an earlier 分别 dealt out."""
    start = max(thread.sentence_start(first.start), thread.text.rfind(";", 0, first.start) + 1)
    named = "".join(services(thread.text[start : first.start]))
    return not named or any(service(name) in named or named in name for name in names)


GIVEN_BEHIND = re.compile("(?:的标准)?(?:给予|发放|予以|核发)([一-鿿]{2,10}?(?:补助|补贴|奖励|津贴|奖补))")


def behind_all(thread: Thread, group: list[Measure], frames: dict[int, Frame]) -> str:
    """分别按每人每月300元、200元给予运营补助: what all of them are called."""
    given = GIVEN_BEHIND.match(thread.text, group[-1].end)
    return given[1] if given else frames[group[-1].start].after


def unsaid(head: str, group: list[Measure], frame: Frame) -> list[str]:
    """As many names as numbers although 分别 is missing: 城乡低保平均标准不低于594元/月、5897元/年."""
    if len(group) < 2 or len({row.unit for row in group}) > 1 or any(row.growth for row in group):
        return []
    clause = re.split("[,;:(]", without_periods(head))[-1]
    if "城乡" in frame.subject and len(group) == 2 and group[0].group in ("money", "percent"):
        both = split_names(frame.subject + frame.metric, 2)
        return both if len(both) == 2 else []
    listed = re.sub("(?:每人每[月年]|每[月年]|人均)+(?:为|达到?)?$", "", clause)
    names = split_names(listed, len(group)) if re.search("[、和与及]", listed) else []
    strong = names and all(is_strong(name) or split_metric(name)[1] for name in names)
    return names if len(names) == len(group) and strong else []


def unspoken(
    thread: Thread, before: list[Measure], group: list[Measure], frames: dict[int, Frame], head: str, shared: list[str]
) -> None:
    """A group without 分别: it echoes the rows before, shares the names of the 分别 before, or is dealt out unsaid."""
    if group[0].growth and ECHO.fullmatch(head.lstrip(",;、")):
        return echo(before, group, frames)
    if len({row.unit for row in group}) == 1 and (metric := shared_metric(head)):
        return echo(before, group, frames, metric)
    if len(shared) == len(group) > 1 and REACHES.fullmatch(without_periods(head)):
        names = shared
    else:
        names = unsaid(head, group, frames[group[0].start]) if head.strip("、和与及,") else []
    for name, row in zip(names, group, strict=False):
        rename(thread, frames[row.start], row, name, "")
    return None


REACHES = re.compile("[,;、](?:均|已)?(?:达到?|为|至|到|即)(?:了)?(?:每人每[月年]|每[月年]|人均)?")
SHARED = re.compile(
    r"[,;](?:其)?(?:每[一-鿿])?([^,;]{2,10}?)(?:比上年|较上年|比去年|同比|均|分别|为|达到?|提高|增长|增加)*$"
)


def shared_metric(head: str) -> str:
    """What two numbers in a row say of the two rows before: ,补助水平提高12%和15%; ,每所补助分别为20万元、3万元."""
    match = SHARED.fullmatch(head)
    name = peel(match[1]) if match else ""
    named = name and not is_strong(name) and not (split_verb(name).topic or split_verb(name).verb not in ("", "补助"))
    return name if named else ""


def echo(before: list[Measure], group: list[Measure], frames: dict[int, Frame], metric: str = "") -> None:
    """城市标准720元、农村标准560元,分别增长5%和7%: each is about the level in the same place of the rows before."""
    here = frames[group[0].start].sentence
    if group[0].growth and group[0].group == "money":
        before = [row for row in before if row.group == "money" and frames[row.start].sentence == here]
    named = [frames[row.start] for row in before[-len(group) :]]
    alike = {(frame.group, frame.sentence) for frame in named}
    different = len({frame.subject for frame in named}) == len(named)
    if len(named) != len(group) or alike != {(named[0].group, here)} or len(group) < 2:
        return
    if metric and not different:
        return
    for frame, row in zip(named, group, strict=True):
        own = frames[row.start]
        said = metric if metric and not row.growth else metric + row.growth.replace("分别", "")
        own.subject, own.metric = frame.subject, said if metric else frame.metric + (said or "比例")
        own.why = ["“分别”：按次序各接前面的一个数"]


def tiers_before(thread: Thread, head: str, floor: int, count: int) -> list[str]:
    """照料护理标准按全自理、半护理、全护理三档,集中供养分别为…: the tiers named earlier in the sentence."""
    earlier = re.split("[,;:]", head)[-2:-1]
    if (
        earlier
        and len(names := [*split_names(earlier[0], count)] if GRAVE.fullmatch(peel(earlier[0])) else []) == count
    ):
        return names
    listed = TIERS_NAMED.findall(thread.text[thread.sentence_start(floor) : floor + len(head)])
    tiers = listed[-1][1].split("、") if listed else []
    if len(tiers) != count:
        return []
    own, metric = peel(re.split("[,;:]", head)[-1]), split_metric(peel(listed[-1][0]))[1]
    return [combine(thread.topic("", False), own + tier + metric) if own else tier + metric for tier in tiers]


def group_from(text: str, rows: list[Measure], n: int) -> list[Measure]:
    """Numbers in a row with nothing but joining words between them."""
    group = [rows[n]]
    for following in rows[n + 1 : n + LONGEST_LIST]:
        alike = bool(following.growth) == bool(group[0].growth)
        if not alike or not JOINED.fullmatch(text[group[-1].end : (following.baseline or following).start]):
            break
        group.append(following)
    return group


def rename(thread: Thread, frame: Frame, row: Measure, name: str, behind: str) -> None:
    if is_place(name):
        frame.place, frame.subject = name, thread.topic("", False)
        frame.metric = frame.metric if not is_strong(frame.metric) or frame.verb else f"{frame.verb}{count_word(row)}"
        return
    phrase = split_verb(peel(name))
    subject, metric = split_metric(peel(name))
    if not metric or (phrase.verb and not phrase.topic):
        subject, metric = split_metric(phrase.noun or peel(name))
    if not is_strong(subject + metric):
        subject = combine(thread.topic("", True), subject)
    frame.subject = subject
    if row.group in ("money", "percent", "multiple"):
        kept = behind or (frame.metric if not is_strong(frame.metric) or frame.verb else "金额")
        if "、" in kept or kept.endswith("分别"):
            kept = "标准" if {"月", "年"} & set(row.per) else "金额"
        metric = metric or kept
    else:
        metric = f"{phrase.verb or frame.verb}{count_word(row)}"
    frame.metric = GROWN.sub("", metric) + row.growth.replace("分别", "") if row.growth else metric
    frame.why = ["“分别”：按次序各取一个名称"]


GRAVE = re.compile("(.*?)(?:按照?)?其?([轻中重](?:、[轻中重]){1,2})度(.{0,10}?)(?:程度|等级)?")
RANKED = re.compile(
    "(.*?)(?:按照?|分)?([一-鿿]{2,4}(?:、[一-鿿]{2,4}){1,4}?)(?:[二两三四五2-5]个?)?(?:等次|档次|等级|档|类)(?:每[一-鿿]){0,3}"
)


def split_names(text: str, count: int) -> list[str]:
    """Names before 分别 with the tail they share: 城市、农村低保标准 → 城市低保标准, 农村低保标准."""
    ranked = RANKED.fullmatch(text)
    if ranked and ranked[2].count("、") + 1 == count:
        return [ranked[1] + name for name in ranked[2].split("、")]  # 按优秀、良好、合格三个等次
    text = peel(text)
    if count == 2 and "城乡" in text and not re.search("[、和与及]", text):
        return [text.replace("城乡", "城市", 1), text.replace("城乡", "农村", 1)]
    if grave := GRAVE.fullmatch(text):
        return [f"{grave[1]}{one}度{grave[3]}" for one in grave[2].split("、")]
    if tiers := TIERS.fullmatch(text):
        return [part + tiers[2] for part in tiers[1].split("、")]
    if grades := GRADES.fullmatch(text):
        return [f"{grades[1]}{grade}{grades[3]}" for grade in grades[2].split("、")]
    guarded = re.sub("一、二级", "一级、二级", re.sub("三、四级", "三级、四级", text))
    parts = [part for part in re.split(r"[、和与及]|以及", guarded) if part]
    if len(parts) < 2:
        return []
    *heads, last = parts
    qualifiers = lexicon("services")["qualifiers"]
    qualifier = max((word for word in [*qualifiers, "月", "年"] if last.startswith(word)), key=len, default="")
    named = [complete(part, last, qualifier, qualifiers) for part in heads]
    service = services(named[0])
    return [*named, combine(service[0], last) if service and not is_strong(last) and not is_tier(last) else last]


def complete(part: str, last: str, qualifier: str, qualifiers: list[str]) -> str:
    """A name with what it shares with the last one: its whole tail after a qualifier, else its metric."""
    short = len(part) <= len(qualifier) + 2 and not is_strong(part)
    if qualifier and (short or part.endswith(tuple(qualifiers))):
        return part + last[len(qualifier) :]
    metric = split_metric(last)[1]
    if metric.endswith("标准") and re.search("补贴|津贴|补助|[费金]$", part):
        metric = "标准"  # 生活补贴和护理补贴标准: only this much is shared
    return part + metric if metric and not split_metric(part)[1] else part
