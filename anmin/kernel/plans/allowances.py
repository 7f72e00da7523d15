"""Rules that name standards and allowances: so much a month, so much each, for those named before."""

from __future__ import annotations

import re

from .frames import HEADS, URBAN, Clue, Frame, combine, is_weak, service
from .phrases import is_strong, peel, services, split_metric, split_verb, word_list
from .thread import Thread
from .tiers import is_tier

HALF = re.compile(
    "([一-鿿]{2,8}标准)(城市|城镇|农村|集中|分散|散居|[一二三四、]{1,3}[级档类]|[全半]?(?:护理|自理|失能))(?:供养)?"
)
NAMED_FUND = re.compile("..专项经费$|.{4,}(?:经费|资金)$")
ALLOWANCE_IN = re.compile("补贴|津贴|补助")
NAMED_ALLOWANCE = re.compile("补贴|津贴|补助|费$|金$")


def listed(thread: Thread, clue: Clue) -> Frame | None:
    """照料护理标准为:全自理每人每月200元: the metric stands before the colon or in the heading."""
    if clue.metric or clue.verb:
        return None
    texts = (thread.label, thread.path[-1] if thread.path else "")
    label = next((metric for text in texts if (metric := split_metric(peel(text))[1])), "")
    if not label or label.endswith(("情况", "目标")):
        return None
    if thread.label:
        subject = combine(split_metric(thread.label)[0], clue.own)
    else:
        subject = clue.own if is_strong(clue.own) else combine(clue.above, clue.own)
    return clue.frame(subject, label, "", service(clue.above), "指标名取自冒号前或标题")


def standard(thread: Thread, clue: Clue) -> Frame | None:
    """农村低保标准560元: the clause names its metric."""
    said = split_metric(peel(clue.earlier.split(",")[-1]))[1]
    if URBAN.fullmatch(clue.own) and clue.timed and not clue.verb and said.endswith("标准"):
        return clue.frame(combine(clue.above, clue.own), said, "", service(clue.above))  # 基本生活标准,城市1070元/月
    if (half := HALF.fullmatch(clue.own)) and not clue.verb:
        return clue.frame(
            combine(clue.above, half[2]), half[1].removeprefix("月").removeprefix("年"), "", service(clue.above)
        )
    if not clue.metric or clue.verb:
        return None
    name = clue.subject if is_strong(clue.subject) else combine(clue.above, clue.subject)
    return clue.frame(name, clue.metric, "", service(name) or service(clue.own))


def allowance(thread: Thread, clue: Clue) -> Frame | None:
    """80-89周岁老人每人每月50元: what it is for stands above."""
    per = set(clue.measure.per)
    people = clue.subject or clue.topic
    if (
        not clue.timed
        or not {"人", "户", "床", "张"} & per
        or clue.metric
        or not people
        or (clue.verb and clue.verb not in word_list("paying"))
    ):
        return None
    if not clue.subject and "人" not in per:
        return None
    if clue.same and thread.last.group in HEADS and not clue.topic and NAMED_ALLOWANCE.search(people):
        return clue.frame(thread.last.subject, people, "", thread.last.topic, "名目属于前面的人")
    name = combine(clue.topic, people)
    if NAMED_ALLOWANCE.search(thread.label):
        return clue.frame(name, f"{thread.label}标准", "", service(name) or service(thread.label), "名目取自冒号前")
    paid = clue.above if PAID.search(clue.above) and not ALLOWANCE_IN.search(name) else ""
    name = combine(clue.above, name) if is_weak(name) and not paid else name
    return clue.frame(name, f"{paid}标准", "", service(name) or service(clue.above))


def per_share(thread: Thread, clue: Clue) -> Frame | None:
    """每年改造敬老院4所,每所改造资金60万元: so much for each of those."""
    last = thread.last
    spread = set(clue.measure.per) - {"年", "月"}
    people = clue.own in ("老年人", "老人", "对象", "人员")
    if (
        not clue.own
        or people
        or clue.phrase.verb
        or clue.topic
        or not clue.same
        or not spread
        or NAMED_FUND.search(clue.own)
    ):
        return None
    if not is_strong(last.subject) or is_strong(clue.own):
        return None
    done = service(last.metric)
    return clue.frame(
        last.subject, ("" if done in last.subject else done) + clue.own, "", last.topic, "按单位均摊，对象同前"
    )


AVERAGE = re.compile("(?:平均)?((?:[人户次]均)|每[人户])(?:达到?|为|约)*")
NO_NAME = frozenset(["资金", "经费", "金额", "款物", "款项", "补助资金", "善款"])


def average(thread: Thread, clue: Clue) -> Frame | None:
    """支出286万元,人均1238元: the sum before, shared out."""
    spread = next((word for word in ("户", "人") if word in clue.measure.per), "")
    raw = f"{spread}均" if spread and re.fullmatch("平均(?:为|达到?)?", clue.raw) else clue.raw
    match, last = AVERAGE.fullmatch(raw), thread.last
    if not match or not clue.same or not last.subject or last.group not in HEADS | {"money"} or clue.noun:
        return None
    paid = last.metric.removeprefix(last.verb) if last.group == "money" else last.verb
    paid = "" if paid in NO_NAME or (split_verb(paid).verb == paid and last.group == "money") else paid
    named = paid if ALLOWANCE_ENDS.search(paid) else f"{paid}金额"
    return clue.frame(last.subject, match[1] + named, last.verb, last.topic, "前面的总数均摊")


ALLOWANCE_ENDS = re.compile("[金费贴助差]$|标准$")
FOR_THOSE = re.compile("(?:^|[,;:])(?:对于?|凡是?|给)?([^,;:]{2,30})的$")


def for_those(thread: Thread, clue: Clue) -> Frame | None:
    """对选择海葬、树葬的,每例奖励1000元: whom the sum is for is the clause before."""
    listed_on = clue.same and thread.last.group == "money"
    raw = clue.raw.removesuffix("按")
    stepped = raw if raw.endswith("的") and (listed_on or not clue.timed) else ""
    whom = FOR_THOSE.search(clue.earlier) or FOR_THOSE.search(stepped)
    if not whom or clue.metric or (is_strong(clue.own) and not stepped) or clue.topic:
        return None
    name = peel(split_verb(peel(whom[1])).noun if not is_strong(clue.earlier) else whom[1]) or peel(whom[1])
    if not is_strong(name) and is_strong(thread.last.subject) and thread.last.group == "money":
        name += head_of(thread.last.subject)  # 改建、扩建的,每张给予5000元
    if stepped and thread.last.group == "money" and thread.last.metric:
        return clue.frame(name, thread.last.plain or thread.last.metric, "", service(name), "“…的”：另一种做法")
    return clue.frame(name, f"{clue.verb}{clue.own}金额", clue.verb, service(name), "“对…的”：给谁")


def head_of(subject: str) -> str:
    """The noun that a subject ends with: 新建养老机构 → 养老机构."""
    return services(subject)[-1] if services(subject) else split_verb(subject).noun or subject


def of_tier(thread: Thread, clue: Clue) -> Frame | None:
    """中专学历6000元、大专学历8000元: the first tier of a sum that the clause before names."""
    if not is_tier(clue.own) or clue.verb in ("发放", "支出"):
        return None
    name = clue.own if is_strong(clue.own) else combine(clue.above, clue.own)
    return clue.frame(name, "标准" if clue.timed else f"{clue.verb}金额", clue.verb, service(clue.above))


BEHIND = re.compile(
    "(?:一次性|定额)?[一-鿿]{0,6}(?:补助|补贴|奖励|津贴|奖补|资助|慰问金|救助金|奖金|服务费|费用)(?:金|资金)?"
)
GIVEN = re.compile("(?:的标准)?(?:给予|予以|发放|核发)((?:一次性)?[一-鿿]{0,6}(?:补助|补贴|奖励|津贴|奖补))$")
FOR_WHOM = re.compile("(?:^|[,;:])(?:对|为|给)于?([^,;:]{2,20})$")
GENERIC = re.compile("(?:补贴|补助|奖励|给予|资助|奖补|发放)*(?:金额|标准)?")
GIVES = re.compile(
    "(?<![元\\d])(?:给予|发放|享受|领取)(?:每[人家张床])?((?:一次性)?[一-鿿]{2,8}(?:奖励|补贴|补助|津贴|奖补))(?=[,:。;])"
)
TITLED = re.compile("(?!关于|提高|加大|落实|完善|发放|规范|加强)[一-鿿]{2,10}(?:补贴|补助|津贴|奖励|奖补)(?:标准)?")


def named_behind(thread: Thread, clue: Clue) -> Frame | None:
    """新建的养老机构,每张床位给予1万元一次性建设补助: what it is called stands behind."""
    given = GIVEN.match(clue.said)
    name = clue.noun if BEHIND.fullmatch(clue.noun) else given[1] if given else ""
    if not name:
        return None
    whom = next((name for name in (clue.phrase.noun, clue.phrase.topic) if name and not ALLOWANCE_IN.search(name)), "")
    those = FOR_THOSE.search(clue.earlier) or FOR_WHOM.search(clue.earlier)
    whom = whom or (peel(those[1]) if those else "") or clue.above
    if not is_strong(whom):
        whom = combine(clue.above, whom)
    return clue.frame(whom, name, clue.verb, service(whom), "名目在数后")


PAID = re.compile("(?:补贴|津贴|补助|奖补)$")


def paid_in(title: str) -> str:
    """The first allowance that a title names: 养老服务补贴用于购买助餐服务."""
    return next((name for name in services(title) if PAID.search(name)), "")


def called(thread: Thread, frame: Frame) -> str:
    """What the article, its title or the sentence calls a sum that is only given: 运营补贴 above 每床每月补贴80元."""
    if not GENERIC.fullmatch(frame.metric) or ALLOWANCE_IN.search(frame.subject):
        return ""
    said = GIVES.findall(thread.text[thread.sentence_start(thread.at) : thread.at])
    titles = [peel(title) for title in (thread.label, *thread.path[::-1], thread.carried)]
    named = [title if TITLED.fullmatch(title) else paid_in(title) for title in titles]
    found = next((name for name in [*said[::-1], *named] if name), "")
    return found.removesuffix("标准")
