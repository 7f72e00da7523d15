"""Rules that name counts: each looks at a clue and gives a frame, or leaves it to the next."""

from __future__ import annotations

import re

from .frames import HEADS, URBAN, Clue, Frame, combine, count_word, is_actor, is_weak, service, shares, under
from .phrases import is_strong, services, split_metric, tidy, word_list
from .thread import Thread
from .tiers import GROWN, again

STANDING = re.compile("(?:在保|在册|在院|在住|在园|在校|在职|在编)$")
STANDARD = re.compile(r"^(?:的)?(?:新|最低|建设|配备|统一)?(?:标准|要求|比例|水平)$")
BEDS = ("床位", "总床位", "床位数", "墓穴", "穴位", "格位")
AGE = re.compile(r"[\d-]{2,7}(?:周)?岁(?:及)?(?:以上)?(?:的)?")
PEOPLE = frozenset(["未成年人", "老年人", "老人", "残疾人", "儿童", "妇女", "男性", "女性", "学生", "精神障碍患者"])
HOUSE = re.compile("(?:院|中心|站|机构|所|公寓|之家)$")
GRADE = re.compile("(?:[一二三四五]星级?|[1-5]A级?)(?:及?以上)?")
GIVEN_TO = re.compile("(?:并|还|已)?(?:为|对|向|给)(?!了)")
ALLOWANCE = re.compile("津贴|补贴|补助|费$|金$")


def go_on(thread: Thread, clue: Clue) -> Frame:
    """Nothing names the number: 80户120人, 救助90人、12万元."""
    measure, last = clue.measure, thread.last if clue.same else Frame()
    between = thread.text[thread.used_to : measure.start]
    if thread.parent and measure.group == thread.parent.group and re.search("[,;:。、]", between):
        last = thread.parent
    subject = last.subject or thread.topic("", clue.same)
    if TOTAL.match(tidy(clue.raw)) and thread.path and (heading := services(thread.path[-1])) and clue.same:
        subject = heading[0]
    state = clue.said[:8] if re.match("尚|还|仍|未|没|不", clue.said) else ""
    if state and measure.group in HEADS | {"facilities", "things", "beds"}:
        return clue.frame(subject, state + count_word(measure), "", last.topic, "数后说的是状态")
    metric = f"{last.verb}{count_word(measure)}"
    level = GROWN.sub("", last.metric)
    if level != last.metric and measure.group in ("percent", "money") and not measure.growth:
        metric = level
    elif measure.group == "money" and clue.timed and ALLOWANCE.search(last.topic):
        metric = f"{last.topic}标准"
    elif measure.group == last.group and last.metric:
        metric = last.plain or last.metric
    elif measure.group == "percent" and clue.said:
        metric = clue.said[:12] + "比例"
    frame = clue.frame(subject, metric, last.verb, last.topic, "没有自己的主语，接前一个数")
    frame.completion = last.completion and measure.group == "percent"
    return frame


def standing(thread: Thread, clue: Clue) -> Frame | None:
    """在保5723户: a stock, under the topic above."""
    match = STANDING.search(clue.own)
    if not match:
        return None
    subject = clue.own[: match.start()]
    if not is_strong(subject):
        subject = combine(clue.phrase.topic or thread.topic(clue.earlier, clue.same, clue.raw), subject)
    return clue.frame(subject, f"{match[0]}{clue.count}", "", "", "在保、在册的存量")


def generic_standard(thread: Thread, clue: Clue) -> Frame | None:
    """按照每百户不低于30平方米的标准,提升综合服务设施…: what it is about comes after."""
    if clue.phrase.noun or not STANDARD.match(clue.noun) or clue.measure.group in ("money", "percent"):
        return None
    ahead = services(thread.text[clue.measure.end : thread.sentence_end(clue.measure.end)])
    subject = ahead[0] if ahead else thread.topic(clue.earlier, clue.same)
    return clue.frame(subject, clue.count, "", subject, "“…的标准”：对象取自后文")


def same_people(thread: Thread, clue: Clue) -> Frame | None:
    """为42户倒房户重建住房126间: the rooms are theirs."""
    short = clue.own and not is_strong(clue.own) and len(clue.own) <= 4 and clue.noun_first
    if not short or thread.last.group not in HEADS - {"person_times"} or not thread.follows_on(clue.measure):
        return None
    subject = combine(thread.last.subject, clue.own)
    return clue.frame(subject, f"{clue.verb}{clue.count}", clue.verb, thread.last.topic, "紧接前一个数，同一对象")


def is_spread(clue: Clue) -> bool:
    """每千名老人: over people, not in one house."""
    return any(word[:1] in "百千万" for word in clue.measure.per)


def is_house(thread: Thread) -> bool:
    """Whether the number before counted houses or measured one: beds stand in it."""
    measured = thread.last.group in ("area", "money") and re.search("(?:项目|工程|中心|院)$", thread.last.subject)
    return thread.last.group == "facilities" or bool(measured)


def own_metric(thread: Thread, clue: Clue) -> Frame | None:
    """床位数达到36张, 建筑面积5200平方米: the noun is a metric already."""
    metric, subject = clue.metric, clue.subject
    if clue.own in BEDS and clue.same and is_house(thread):
        return None
    names_itself = re.search("数$|人次|总|面积|能力|容量", metric) or clue.measure.group in (
        "area",
        "score",
        "duration",
    )
    if not metric or not names_itself:
        return None
    if not subject and not clue.verb:
        subject = clue.phrase.topic
    if clue.measure.group == "score":
        subject = subject.removesuffix("得")
    name = combine(clue.topic, subject) if clue.topic else subject
    if is_strong(metric) and not name:
        name = service(metric)
    if clue.measure.group == "area" and not name and (house := thread.house(clue.measure.start)):
        name = house
    if not is_strong(name):
        name = under(thread.topic(clue.earlier, clue.same, clue.raw), name)
    metric = {"数": clue.count, "占地": "占地面积"}.get(metric, metric)
    verb = "" if clue.verb in metric or clue.verb in ("实现", "确保", "达到", "保持") else clue.verb
    return clue.frame(name, f"{verb}{metric}", clue.verb)


def aged(thread: Thread, clue: Clue) -> Frame | None:
    """80-89岁412人: people of that age, counted for the allowance above."""
    if not AGE.fullmatch(clue.own):
        return None
    topic = thread.topic(clue.earlier, clue.same)
    return clue.frame(f"{clue.own}老人", f"{topic}{clue.count}", clue.verb, topic, "年龄段加上前文的事项")


DEED = re.compile("(?:救助|返乡|送医|安置|服务|帮扶|护送|寻亲|落户|转移|上门)$")
TASKS = re.compile("(?:[一-鿿]{2,3}[县区市旗镇乡])?(?:全年|年度|目标)?任务(?:数)?")
LEVEL = re.compile("(?:省|市|县|区|乡镇|镇|街道|村|社区)级")
TOTAL = re.compile("(?:共计|合计|总计|共有|共)$")
FOR = re.compile("(?:为|向|对|给|帮助|面向|针对)(?:全[省市县区州旗镇乡])?(?:的)?$")
WHOM = re.compile("(?:人|户|家庭|对象|儿童|群众|居民|员|职工|学生|军人|者|家属|妇女|青年)$")


def given_to(thread: Thread, clue: Clue) -> Frame | None:
    """为残疾人配置假肢40例,实施手术矫治15例: for whom it is done is the subject of both."""
    verb, own, last = clue.verb, clue.own, thread.last
    if not verb or not clue.noun_first or not own:
        return None
    at = clue.raw.find(clue.topic) if clue.topic else -1
    whom = clue.topic if at > 0 and FOR.search(clue.raw[:at]) and WHOM.search(clue.topic) else ""
    alike = clue.same and not clue.topic and last.recipient and last.unit == clue.measure.unit
    whom = whom or (last.recipient if alike and not WHOM.search(own) else "")
    if not whom or own in whom:
        return None
    frame = clue.frame(whom, f"{verb}{own}{clue.count}", verb, service(own), "“为…”：服务的对象")
    frame.recipient = whom
    return frame


def same_whom(thread: Thread, clue: Clue) -> Frame | None:
    """…孤独症儿童…,惠及儿童70名: the same children."""
    last = thread.last
    named = next((name for name in (last.recipient, last.subject) if name.endswith(clue.own) and name != clue.own), "")
    if (
        not clue.own
        or not clue.same
        or not named
        or clue.topic
        or clue.own not in PEOPLE | {"对象", "群众", "家庭", "人员"}
    ):
        return None
    done = last.metric if last.recipient else ""
    return clue.frame(named, f"{service(done)}{clue.verb}{clue.count}", clue.verb, last.topic, "与前面是同一些人")


def tasks(thread: Thread, clue: Clue) -> Frame | None:
    """全年任务86家: what the task is stands above."""
    if not TASKS.fullmatch(clue.own):
        return None
    about = thread.topic(clue.earlier, clue.same)
    return clue.frame(about, "任务数", "", service(about), "“任务…”：对象取自前文")


def next_level(thread: Thread, clue: Clue) -> Frame | None:
    """县级中心1个、乡镇级12个: the same of another level."""
    last = thread.last
    if not LEVEL.fullmatch(clue.own) or not clue.same or last.group != clue.measure.group:
        return None
    return clue.frame(
        clue.own + LEVEL.sub("", last.subject), f"{clue.verb}{clue.count}", clue.verb, last.topic, "换了一级"
    )


def deed(thread: Thread, clue: Clue) -> Frame | None:
    """站内救助1人: what is done with whom the text above names."""
    own = clue.own
    if clue.measure.group not in HEADS or clue.topic or is_strong(own) or not DEED.search(own):
        return None
    about = thread.topic(clue.earlier, clue.same, clue.raw)
    verb = clue.verb if clue.verb == clue.phrase.verb else ""
    return clue.frame(about, f"{verb}{own}{clue.count}", verb, service(about), "做了什么，对象取自前文")


def housed(thread: Thread, clue: Clue) -> Frame | None:
    """改造敬老院3所、床位200张; 扩建敬老院,新增床位120张: beds stand in a house."""
    if clue.own not in BEDS:
        return None
    own, last = clue.own.removeprefix("总"), thread.last
    if not clue.topic and (house := thread.house(clue.measure.start)):
        return clue.frame(house + own, f"{clue.verb}{clue.count}", clue.verb, service(house), "前文新建、扩建的机构")
    above = re.sub("建设|改造|任务", "", services(clue.earlier)[-1]) if services(clue.earlier) else ""
    if not clue.topic and HOUSE.search(above) and len(clue.earlier) <= 24:
        return clue.frame(above + own, f"{clue.verb}{clue.count}", clue.verb, above, "前句说的机构")
    if not clue.same or not is_house(thread) or is_spread(clue):
        return None
    works = last.subject.endswith(("项目", "工程"))
    short = works or (len(last.subject) <= 12 and HOUSE.search(last.subject))
    home = last.subject if short else service(last.subject) or last.subject
    return clue.frame(home + own, f"{clue.verb}{clue.count}", clue.verb, home, "机构的床位")


def graded(thread: Thread, clue: Clue) -> Frame | None:
    """其中5A级2家: the grade of what the number before counts."""
    if not GRADE.fullmatch(clue.own) or not clue.same or not (name := service(thread.last.subject)):
        return None
    verb = clue.verb or thread.last.verb
    return clue.frame(clue.own + name, f"{verb}{clue.count}", verb, name)


def shared(thread: Thread, clue: Clue) -> None:
    """What the number before lends to this one's noun: 农村低保户873户、低保对象1355人; 新建中心4个、改扩建7个."""
    last, own = thread.last, clue.own
    if not clue.same or clue.topic:
        return
    half = URBAN.search(last.subject)
    joined = thread.text[max(0, thread.used_to - 1) : thread.used_to + 1].strip()[:1] in "、和"
    if half and joined and is_strong(own) and not URBAN.search(own) and shares(own, last.subject):
        clue.own = half[0] + own
    part = thread.parent is not None and thread.parent.group == clue.measure.group
    if not own and re.match("共(?!有)|合计|总计|累计", clue.raw) and URBAN.search(last.subject):
        said = thread.text[thread.sentence_start(thread.at) : thread.at]
        if re.search("城市|城镇", said) and "农村" in said:
            clue.own = "城乡" + URBAN.sub("", last.subject)
            return
    if not own and not part and last.group == clue.measure.group and not is_strong(last.subject):
        clue.own = last.subject
    if not own and is_strong(last.subject) and thread.common(last.topic) == last.topic and not part:
        clue.own = last.subject


def counted(thread: Thread, clue: Clue) -> Frame:
    """新建敬老院6所, 其中公办2所: the usual case."""
    own, topic, verb, parent = clue.own, clue.topic, clue.verb, thread.parent
    child = parent if parent and parent.group == clue.measure.group and own and not clue.phrase.verb else None
    if child and child.subject and (own in PEOPLE or (not is_strong(own) and not is_weak(own))):
        subject = combine(child.subject, own)
    elif is_weak(own) and not is_strong(own):
        subject = combine(topic or thread.topic(clue.earlier, clue.same, clue.raw) or thread.fallback(own), own)
    elif topic and len(topic) <= 12 and (not is_strong(own) or own in word_list("weak")):
        subject = combine(topic, own)
    else:
        named = services(clue.earlier)
        unsaid = named and not is_strong(own) and not verb and len(named[-1]) <= 8
        subject = combine(named[-1], own) if unsaid else own
    if child and child.verb and child.metric and clue.noun_first:
        return clue.frame(subject, child.metric, child.verb, service(subject) or child.topic, "“其中”：指标随总数")
    done = clue.noun or (not verb and clue.measure.group in HEADS and GIVEN_TO.match(clue.raw))
    said = clue.said[:14] if done and clue.said[:14] not in verb else ""
    return clue.frame(subject, f"{verb}{said}{clue.count}", verb, service(subject) or service(topic))


COUNTS = (again, own_metric, aged, given_to, same_whom, tasks, next_level, housed, deed, graded, counted)


def name_count(thread: Thread, clue: Clue) -> Frame:
    """The first rule that knows the clue names it."""
    clue.topic = clue.phrase.topic if clue.phrase.topic and not is_actor(clue.phrase.topic) else ""
    if not clue.own and thread.parent and clue.verb and not clue.topic:
        clue.topic = thread.parent.subject
    shared(thread, clue)
    beds = clue.measure.group == "beds" and (thread.parent or thread.last).subject.endswith("床位")
    if (
        beds
        and clue.same
        and clue.own
        and not clue.noun
        and not re.search("床|穴|格", clue.own)
        and not is_strong(clue.own)
    ):
        clue.own += "床位"  # 床位3120张,其中护理型1890张
    return next(frame for rule in COUNTS if (frame := rule(thread, clue)))


def split_own(clue: Clue) -> None:
    clue.subject, clue.metric = split_metric(clue.own)
