"""Rules that name sums of money: funds, projects, parts of a sum, and what is paid to whom."""

from __future__ import annotations

import re

from .allowances import allowance, average, called, for_those, listed, named_behind, of_tier, per_share, standard
from .frames import (
    HEADS,
    URBAN,
    Clue,
    Frame,
    combine,
    drop_rivals,
    is_actor,
    is_level,
    is_place,
    is_weak,
    may_be_for,
    programmes,
    service,
    shares,
)
from .phrases import is_strong, peel, services, split_verb
from .thread import Thread

LEVELS = frozenset(
    ["提高", "调整", "增加", "达到", "提升", "实现", "确保", "保持", "计划"]
)  # verbs that say nothing of a standard
FORWARD = re.compile(
    r"(?:\([^)]*\))?,?(?:用.年(?:的)?时间)?(?:专项)?(?:用于|对|为(?:全[县市区])?|新建|建设|改造|改扩建|购置|办好|推进|支持|实施|完成|新增|打造|开展|建成|建起|兴建|修建|建(?=[一-鿿]{3}))([^,。;]{3,24})"
)
PROJECT = re.compile(r"(?:计划|概算)?(?:总)?(?:投资|建筑面积|占地|占地面积|用地面积|用地)(?:额)?")
BUILT = re.compile(r"[一-鿿]{2,14}?(?:中心|项目|工程|院|馆|公墓|站|食堂|公寓|点|托老所)")
FUND = re.compile(r"(?:社会|财政|专项|上级|中央|省级|市级|县级|区级|本级|项目).{0,4}(?:资金|投资|经费)$")
PAYING = ("配套", "安排", "补助", "自筹", "投入", "下拨", "承担")  # who pays what part
GIVEN = re.compile("(?:善款|物资|款物|折价|捐款)$")
PAYER = re.compile(
    "(?:其中)?((?:中央|省|市|县|区|镇|乡镇|各级)(?:级|本级|财政|级财政))(?:财政)?(?:每年|按|共|累计)?(?:安排|承担|配套|补助|投入|列支|预算|落实)"
)
PAYERS_SHARE = re.compile(
    "(?:中央|省|市|县|区|镇|乡镇|街道)(?:级|本级)?(?:财政)?(?:配套|安排|补助|自筹|投入|下拨|承担)(?:资金)?"
)


def project(thread: Thread, clue: Clue, tail: str) -> Frame | None:
    """总投资1.35亿元的福利中心项目: the project comes after."""
    metric = clue.phrase.verb + clue.phrase.noun
    if not tail.startswith("的") or not clue.noun or not PROJECT.fullmatch(metric):
        return None
    name = re.split("主体|正在|已|顺利|全面|加快|开工|竣工|建成", clue.noun)[0] or clue.noun
    return clue.frame(name, metric, "", service(name) or name, "“…的”：项目名在数后")


def name_money(thread: Thread, clue: Clue) -> Frame:
    """The first rule that knows the clue names it."""
    given = (
        split_verb(peel(clue.said)).noun if re.match("给予|发放|作为|实行|安排|拨付|落实|核拨|列支", clue.said) else ""
    )
    prepare(thread, clue)
    frame = next(frame for rule in MONEY if (frame := rule(thread, clue)))
    frame.after = given or clue.noun
    if given and not clue.metric and not is_strong(clue.noun):
        frame.metric = given
    elif clue.measure.per and (name := called(thread, frame)) and name not in frame.subject:
        frame.metric = name + ("标准" if clue.timed else "")
    return frame


def prepare(thread: Thread, clue: Clue) -> None:
    """Settle the verb and what the sum is about."""
    if clue.metric and clue.verb in LEVELS:
        clue.verb = ""
    topic = clue.phrase.topic.removesuffix("对")
    clue.topic = topic if topic and not is_actor(topic) else ""
    clue.above = clue.topic or thread.topic(clue.earlier, clue.same)
    if clue.above == thread.carried == "民政" and "救助" in clue.own:
        clue.above = "社会救助"
    clue.own = clue.own.removeprefix("各类").removeprefix("各项").removeprefix("各种")
    last, own = thread.last, clue.own
    if thread.follows_on(clue.measure) and last.group in HEADS and may_be_for(own, last.subject):
        clue.topic = clue.above = last.subject
    elif clue.same and not clue.topic and last.group in HEADS and not is_strong(own) and may_be_for(own, last.subject):
        clue.above = last.subject or clue.above
    if clue.same and last.recipient and not clue.topic and not services(clue.earlier):
        clue.above = combine(last.recipient, last.topic)
    here = clue.topic or services(clue.earlier) or (clue.same and last.topic)
    if re.search("投入|投资|安排|筹资|筹集|列支|争取|筹措|拿出", clue.verb):
        ahead = FORWARD.match(thread.text, clue.measure.end)
        if ahead and re.search("争取|筹措", clue.verb) and ahead[0].startswith((",", "用于")):
            ahead = None
        if ahead and here and (clue.topic or "," in ahead[0][:2]):
            ahead = None  # what stands before is nearer than the next clause
        built = BUILT.match(ahead[1]) if ahead else None
        if not ahead and clue.same and thread.last.group == "beds" and (works := thread.works()):
            clue.above = clue.topic = works
        found = [built[0]] if built else services(ahead[1]) if ahead else []
        if found and "," not in ahead[0][:2]:
            clue.topic = found[0]  # 投入资金1200万元改造殡仪馆
        clue.above = found[0] if found else clue.above


def part_of_sum(thread: Thread, clue: Clue) -> Frame | None:
    """其中东湖敬老院350万元: a part of the sum before."""
    share = PAYERS_SHARE.fullmatch(clue.raw.lstrip("、,"))  # 省级补助300万元、县级配套180万元
    payer = share or (is_level(clue.phrase.topic) and clue.verb in PAYING)
    if not thread.parent or not thread.paid or clue.metric or clue.timed or not (payer or (clue.own and not clue.verb)):
        return None
    own = share[0] if share else clue.phrase.topic + clue.verb + clue.own if payer else clue.own
    if not payer and GIVEN.search(own) and thread.paid.verb:
        return clue.frame(own, f"{thread.paid.verb}{own}", thread.paid.verb, thread.parent.topic, "“其中”：换了名目")
    if payer or is_level(own) or not (is_strong(own) or is_place(own)):
        own = combine(thread.parent.subject, own)
    metric = thread.parent.metric if thread.parent.group == "money" else thread.paid.metric
    return clue.frame(own, metric, thread.paid.verb, "", "“其中”：指标随总数")


def project_money(thread: Thread, clue: Clue) -> Frame | None:
    """完成投资5000万元: of the project named before."""
    if clue.verb not in ("完成", "投资", "投入", "完成投资") or not re.fullmatch(
        "(?:固定资产|工程|项目|建设)?(?:投资)?", clue.own
    ):
        return None
    own = clue.topic if len(clue.topic) >= 4 and is_strong(clue.topic) else ""
    name = own or thread.project_named(clue.measure.start)
    return clue.frame(name, f"{clue.verb}{clue.own}金额", clue.verb, "", "项目名取自前文") if name else None


RAISED = re.compile("募集|筹集|争取|筹得|募得|筹措|劝募|募捐")


def raised(thread: Thread, clue: Clue) -> Frame | None:
    """募集善款500万元: what is raised names itself, in a clause of its own."""
    if not RAISED.search(clue.verb) or not clue.own or clue.topic or thread.follows_on(clue.measure):
        return None
    if not re.search("善款|..资金|捐款|款物", clue.own):
        return None
    return clue.frame(clue.own, f"{clue.verb}{clue.own}", clue.verb, service(clue.above))


def own_fund(thread: Thread, clue: Clue) -> Frame | None:
    """民政专项经费2万元: a fund with a name of its own."""
    own = clue.own
    if FUND.match(own) and not clue.topic:
        return clue.frame(own, f"{clue.verb}金额", clue.verb, service(clue.above))
    if len(own) < 4 or is_strong(own) or is_weak(own) or clue.topic:
        return None
    if clue.verb and ((clue.same and thread.last.topic) or clue.above != thread.carried):
        return None
    return clue.frame(own, f"{clue.verb}金额", clue.verb, service(clue.above))


def service_fund(thread: Thread, clue: Clue) -> Frame | None:
    """发放低保金2012万元: the fund names its service; the people before are its subject where they match."""
    own, last = clue.own, thread.last
    if not own or not is_strong(own):
        return None
    if both := of_both(thread, clue):
        return both
    if clue.same and last.group in HEADS and own in last.metric and {"人", "户"} & set(clue.measure.per):
        return clue.frame(
            combine(last.subject, own), f"{clue.verb}金额", clue.verb, service(own)
        )  # 为…购买保险,每人30元
    listed = clue.same and last.group == "money" and not clue.phrase.verb and not clue.topic and not programmes(own)
    if (
        listed
        and last.verb
        and is_strong(last.subject)
        and not thread.parent
        and drop_rivals(last.subject, own) == last.subject
    ):
        return clue.frame(last.subject, f"{last.verb}{own}", last.verb, service(own), "同一句里接着发放")
    theirs = clue.same and last.topic and last.group in HEADS | {"money"} and shares(own, last.subject)
    name = clue.topic or (last.subject if theirs and drop_rivals(last.subject, own) == last.subject else service(own))
    own = own.removeprefix(name) if len(own) > len(name) + 1 else own
    metric = f"{clue.verb}{own}" if own not in name else f"{clue.verb}金额"
    return clue.frame(name, metric, clue.verb, service(own))


def of_both(thread: Thread, clue: Clue) -> Frame | None:
    """城市低保1126户,农村低保6312户,全年累计发放低保金: the sum is for both."""
    start = thread.text.rfind(";", 0, clue.measure.start) + 1
    if re.match("全?.?累计|共|合计|总计", clue.raw) and thread.paid is None:
        start = 0  # no sum of its own for each half
    before = thread.text[max(start, thread.sentence_start(clue.measure.start)) : clue.measure.start]
    last_two = re.search("(?:城市|城镇)[^,;。]*、农村[^,;。]*,[^,;。]*$", before)  # 城市3.8万人、农村11.2万人,支出
    total = last_two or re.search("累计|共|合计|总计", clue.raw)
    if not total or URBAN.search(clue.own) or not re.search("城市|城镇", before) or "农村" not in before:
        return None
    both = "城乡" + URBAN.sub("", thread.last.topic or service(clue.own))
    return clue.frame(both, f"{clue.verb}{clue.own}", clue.verb, both, "合计数，城乡一并")


def paid_out(thread: Thread, clue: Clue) -> Frame:
    """支出资金186万元: everything else is named by its verb under the topic above."""
    above = clue.above
    if not clue.own and (payer := PAYER.match(clue.raw)):
        return clue.frame(f"{payer[1]}资金", f"{clue.verb}金额", clue.verb, service(above))
    if not clue.topic and not clue.timed and is_strong(thread.last.subject) and (both := of_both(thread, clue)):
        return both
    usual = "标准" if clue.timed and not clue.verb else "金额"
    metric = f"{clue.verb}{clue.own or clue.measure.growth or usual}"
    last = thread.last
    if (
        clue.own
        and not clue.verb
        and clue.timed
        and clue.same
        and last.group == "money"
        and last.metric.endswith("标准")
        and not services(clue.earlier)
    ):
        return clue.frame(
            combine(drop_rivals(last.subject, clue.own), clue.own), last.metric, "", last.topic, "标准的另一半"
        )
    if clue.own and clue.same and is_strong(last.subject) and not clue.topic and not services(clue.earlier):
        above = drop_rivals(thread.last.subject, clue.own)
    return clue.frame(above, metric, clue.verb)


MONEY = (
    average,
    named_behind,
    part_of_sum,
    for_those,
    project_money,
    listed,
    standard,
    allowance,
    per_share,
    of_tier,
    raised,
    own_fund,
    service_fund,
    paid_out,
)
