"""Rules that name rates: shares of a whole, completion of a task, growth, coverage, ratios."""

from __future__ import annotations

import re

from .frames import HEADS, Clue, Frame, combine, drop_rivals, is_weak, service, under
from .phrases import Phrase, is_strong, peel, services, split_metric, split_verb, tidy
from .thread import Thread
from .words import lexicon

SHARE = re.compile(r"占(?!地|用|道|比再)(?:到|了|比)?([^,。;]{0,16})(?:的)?$")
TASK_RATE = re.compile(r"(?:任务|计划|(?<![率度])目标|预算|指标)(?:数|的)*$")
OF_THE = re.compile("(?:任务|计划|目标|预算|指标)(?:数)?的$")
OF_TASK = re.compile(r"(?:占|完成)?[^,]{0,8}(?:任务|计划|目标|预算|指标)(?:数|的)*$")
GENERIC = re.compile(r"^(?:标准|比例|额度|幅度|水平|比率|费用)")
COMPARED = re.compile(r"^(?:较|比|与)?(?:同期|相比|上年|去年)*(?:相比)?$")
ABOVE = re.compile("(?:其中)?(?:[一二三四五]星级?|[1-5]A级?)(?:及?以上)?")
OF_AMOUNT = re.compile("任务|计划|目标|预算")
OF_CITY = re.compile("(?:达到?|不低于|为|占|相当于|提高到|不少于)((?:城市|城镇)[一-鿿]{0,8}?)的$")
PROMISES = frozenset(
    [
        "实现",
        "确保",
        "保持",
        "完成",
        "达到",
        "提高",
        "提升",
        "推进",
        "落实",
        "计划",
        "安排",
        "组织",
        "开展",
        "加强",
        "规范",
        "实施",
        "推动",
    ]
)
LISTED_AS = re.compile("列支|提取|计提|核定|安排|配备|留存|确定")
GIVING = re.compile("(?:给予)?(?:救助|补助|补贴|资助|支付|报销|奖补|减免)")
COVERING = re.compile("(.{2,14}?)(?:全?覆盖|惠及|辐射)")
GAP = re.compile("(?:高于|低于|快于|慢于|高出|超出|超过|落后于?|领先|优于|比|较)[^,。;]{2,14}?(?=高|低|快|慢|$)")
FEWER = re.compile("[比较](?:全[国省市县区]|[省市县区])[一-鿿]{0,6}?[多少高低]出?")
RATES = frozenset(["percent", "multiple", "ratio", "points"])


def share(thread: Thread, clue: Clue) -> Frame | None:
    """占总人口的15%: a share of a whole; the part is the subject before."""
    match = SHARE.search(clue.raw)
    if not match:
        return None
    subject = peel(clue.raw[: match.start()].removesuffix("在")) or (thread.last.subject if clue.same else "")
    subject = subject or thread.topic(clue.earlier, clue.same)
    if ABOVE.fullmatch(subject) and clue.same:
        subject += thread.last.subject
    if clue.measure.group not in RATES and (whole := TASK_RATE.search(match[1])):
        metric = re.sub("(?:[户人]?数|人次|金额)$", "", thread.last.metric) + whole[0]
        return Frame(subject, metric, topic=thread.last.topic, why=["“占…”的是任务或预算本身"], task=True)
    whole = re.sub("的?(?:比例|比重)$", "", peel(match[1]))
    if TASK_RATE.search(match[1]) and "预算" not in match[1]:
        said = thread.last.metric if clue.same and thread.last.group == "money" else ""
        frame = completed(clue, subject, thread.last.topic)
        frame.metric = f"{said}占{match[1].removesuffix('的')}比例"
        return frame
    metric = f"占{peel(whole)}比例" if peel(whole) else "占比"
    return Frame(subject, metric, topic=thread.last.topic, why=["“占…”说明这是一个占比"])


def completed(clue: Clue, subject: str, topic: str = "") -> Frame:
    return Frame(subject, "任务完成率", topic=topic, why=["“任务的…%”是完成率，不是新目标"], completion=True)


def of_task(thread: Thread, clue: Clue, core: str, base: str) -> Frame | None:
    """完成年度任务的122%: a figure about another row."""
    if clue.raw == "的" and clue.same and clue.measure.group == "percent" and OF_AMOUNT.search(thread.last.metric):
        return completed(clue, thread.last.subject, thread.last.topic)
    if clue.measure.group != "percent" or not (TASK_RATE.search(peel(base) or core) or OF_THE.search(base or clue.raw)):
        return None
    phrase = split_verb(peel(OF_TASK.sub("", core + base)))
    subject = phrase.topic + phrase.noun or (thread.last.subject if clue.same else "")
    return completed(clue, subject or thread.topic(clue.earlier, clue.same))


def growth(thread: Thread, clue: Clue) -> Frame | None:
    """同比增长8%: about the number before, or about the noun that grows."""
    grows = clue.measure.growth
    apart = FEWER.fullmatch(clue.raw) if clue.measure.group in ("beds", "persons", "facilities", "money") else None
    if (
        (gap := apart or GAP.match(clue.raw))
        and (apart or clue.measure.group == "points")
        and clue.same
        and thread.last.metric
    ):
        return clue.frame(thread.last.subject, thread.last.metric + gap[0], "", thread.last.topic, "与别的水平相差")
    if not grows or clue.phrase.noun.strip() or clue.noun:
        return None
    if grown := COMPARED.sub("", clue.phrase.topic):
        subject, metric = split_metric(grown)
        if not is_strong(subject + metric):
            subject = combine(thread.topic(clue.earlier, clue.same), subject)
        return clue.frame(subject, metric + grows, "", "", "增长的是前面的名词")
    last = thread.last
    if (
        clue.same
        and thread.parent
        and thread.listed
        and clue.raw
        and thread.text[thread.used_to : thread.used_to + 1] == ","
    ):
        last = thread.parent  # 其中A、B,较上年增长: the total grew
    if clue.same and last.subject:
        metric = re.sub(r"(?:同比)?(?:增长|增加|下降|减少|提高)+$", "", last.metric)
        return clue.frame(last.subject, metric + grows, "", last.topic, "增幅接着前一个数")
    subject, metric = split_metric(peel(tidy(clue.earlier.split(",")[-1])))
    return clue.frame(subject or thread.topic(clue.earlier, clue.same), metric + grows, "", "", "增幅，主语取自前文")


def by_standard_of(thread: Thread, clue: Clue) -> Frame | None:
    """按55%的标准给予救助: the rate is what the clause before says, given behind."""
    if not GENERIC.match(clue.noun or clue.said):
        return None
    what = peel(GENERIC.sub("", clue.noun) + clue.said)
    own = clue.phrase.noun or clue.phrase.topic
    if not is_strong(own):
        own = combine(thread.topic(clue.earlier, clue.same), own or peel(clue.earlier.split(",")[-1]))
    return clue.frame(own, f"{what[:8]}比例", clue.phrase.verb)


def of_those(thread: Thread, clue: Clue) -> Frame | None:
    """85%以上的行政村建有互助点: those stand behind the number."""
    phrase, noun = clue.phrase, clue.noun
    if not noun or (phrase.noun and (split_metric(phrase.noun)[1] or phrase.topic)):
        return None
    if phrase.topic and phrase.verb:
        return clue.frame(phrase.topic, f"{phrase.verb}{noun}比例", phrase.verb)
    if covering := not clue.raw.endswith("、") and COVERING.fullmatch(phrase.noun):
        return clue.frame(covering[1], f"覆盖{noun}比例", "覆盖")
    if (
        phrase.verb in ("覆盖", "惠及", "辐射")
        and not phrase.topic
        and not phrase.noun
        and clue.same
        and thread.last.subject
    ):
        return clue.frame(thread.last.subject, f"{phrase.verb}{noun}比例", phrase.verb, thread.last.topic)
    if LISTED_AS.fullmatch(noun) and clue.core:
        return clue.frame(clue.core, f"{noun}比例")
    if GIVING.fullmatch(noun) and is_strong(phrase.noun):
        return clue.frame(phrase.noun, f"{noun}比例", phrase.verb)  # 医疗救助按自付费用的50%救助
    doing = clue.said or phrase.verb
    subject = noun if is_strong(noun) or not is_weak(noun) else combine(thread.topic(clue.earlier, clue.same), noun)
    return clue.frame(subject, f"{doing[:14]}比例" if doing else "覆盖比例", phrase.verb)


def listed_rate(thread: Thread, clue: Clue) -> Frame | None:
    """人员配比:自理不低于1:10: the metric stands before the colon."""
    subject, metric = split_metric(thread.label)
    if not metric or split_metric(clue.phrase.noun)[1]:
        return None
    return clue.frame(subject + clue.phrase.noun, metric, "", service(subject), "指标名取自冒号前")


def against_city(thread: Thread, clue: Clue) -> Frame | None:
    """农村低保标准达到城市的75%: so much of the city's."""
    match = OF_CITY.search(clue.raw)
    if not match or "农村" not in clue.raw[: match.start()]:
        return None
    subject, metric = split_metric(peel(clue.raw[: match.start()]))
    return clue.frame(subject, f"{metric}占{match[1]}比例", "", service(subject))


def stated(thread: Thread, clue: Clue) -> Frame:
    """集中供养率达到45%: the usual case."""
    phrase, measure = clue.phrase, clue.measure
    if phrase == Phrase(verb="完成") and measure.group == "percent" and clue.same and thread.last.group in HEADS:
        done = re.sub("[人户]?[数次]$", "", thread.last.metric)
        return clue.frame(thread.last.subject, f"{done}完成率", "", thread.last.topic, "“完成…%”：前一个数的完成率")
    whole = phrase.noun or phrase.verb
    if phrase.verb and phrase.topic:
        whole = phrase.topic + (phrase.verb if phrase.verb not in PROMISES else "") + phrase.noun
    elif phrase.verb and phrase.verb not in PROMISES:
        whole = phrase.verb + phrase.noun
    if whole.endswith("覆盖") and len(whole) > 2:
        own = re.split("[、和]|全覆盖", whole.removesuffix("覆盖"))[-1]
        name = own if is_strong(own) and not is_weak(own) else thread.topic(clue.earlier, clue.same) + own
        return clue.frame(name, "覆盖率", "覆盖")
    subject, metric = split_metric(whole)
    subject = lexicon("services")["complements"].get(subject, subject)
    if subject in ("月", "年", "季", "周", "日"):
        subject, metric = "", subject + metric  # 月走访率
    alike = clue.same and thread.last.group == "percent" == measure.group and thread.last.metric.endswith("率")
    if not metric and not measure.growth and alike and subject and not phrase.verb and not thread.last.completion:
        metric = thread.last.metric  # 平均入住率46.2%,其中公办机构51.3%
    if not metric and not measure.growth:
        metric = {"percent": "比例", "points": "比例", "ratio": "之比"}.get(measure.group, clue.count)
    if is_strong(metric) and not subject:
        subject = service(metric)
    elif not subject and "供养" in metric and thread.last.group not in HEADS:
        said = services(thread.text[thread.sentence_start(measure.start) : measure.start])
        subject = next((name for name in said if "特困" in name or "五保" in name), "")
    elif not subject and clue.same and thread.last.subject and thread.last.group != "money":
        subject = drop_rivals(thread.last.subject, metric)
    elif not subject or not is_strong(subject + metric):
        about = thread.topic(clue.earlier, clue.same)
        subject = under(about, subject) if len(about) <= len(subject + metric) + 2 else subject or about
    said = clue.said[:12] if clue.said and not clue.noun and re.search("比例|率", metric) and len(whole) < 3 else ""
    return clue.frame(subject, said + metric + (measure.growth if measure.growth not in metric else ""))


def name_rate(thread: Thread, clue: Clue) -> Frame:
    """The first rule that knows the clue names it."""
    return next(
        frame for rule in (against_city, by_standard_of, of_those, listed_rate, stated) if (frame := rule(thread, clue))
    )
