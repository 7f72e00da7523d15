"""Short stretches of text around a number: peeled of function words, taken apart into topic, verb and noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .words import any_of, lexicon

BRACKETS = re.compile(r"\([^()]{0,40}\)|\([^()]{0,30}$|^[^()]{0,30}\)")
ASIDE = re.compile(r"\([^()\d]{1,6}\)")
BUILT = re.compile("[筑议制档国军党材构]")
FLOW = re.compile("(?<=[一-鿿]{2})(?:新增|减员|退出|清退|注销|停发)$")
QUOTES = re.compile("[“”‘’\"']")
ONLY = re.compile(r"(?<=[一-鿿]{2})(?:仅|只|现已|实际|目前)(?=入住|使用|完成|启用|投用|有|剩|占)")
OFFICE = re.compile(
    r"^(?:[省市县区]级?|中央|各级)财政(?=按[一-鿿]{2})|"
    r"^[一-鿿]{0,8}?(?:民政局|民政和[一-鿿]{2,6}局|人民政府|承保单位|财政局|各股室|我局|该局)(?=[一-鿿]{2,})"
)


@dataclass
class Phrase:
    """`topic` what the sentence is about, `verb` what is done, `noun` to or with what."""

    topic: str = ""
    verb: str = ""
    noun: str = ""


@cache
def words(name: str) -> re.Pattern[str]:
    alternatives = any_of(lexicon("roles")[name])
    anchored = {
        "front": rf"^{alternatives}",
        "back": rf"{alternatives}$",
        "back_guard": rf"{alternatives}$",
        "metrics": rf"{alternatives}$",
    }
    return re.compile(anchored.get(name, alternatives))


@cache
def service_pattern() -> re.Pattern[str]:
    lists = lexicon("services")
    return re.compile(
        rf"(?:低保|低收入|特困)?{any_of(lists['qualifiers'])}*{any_of(lists['strong'])}(?:{any_of(lists['people'])})?"
    )


@cache
def strong_pattern() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("services")["strong"]))


@cache
def word_list(name: str) -> frozenset[str]:
    return frozenset(lexicon("roles")[name])


def tidy(text: str) -> str:
    """Without brackets, quotation marks and marks at the ends."""
    return QUOTES.sub("", BRACKETS.sub("", text)).replace("¤", "").strip(" |,。、;:!?=≥≤()[]【】-—/…·¤\t")


def peel(text: str) -> str:
    """Function words off both ends, until nothing more comes off."""
    text = re.sub(
        r"^[一-鿿]{0,2}\d{1,2}(?=[向对为给])|^(?:实事|任务|事项|工程)\d{1,2}(?=[一-鿿])|^因[^,。]{1,12}?(?:等原因|原因|等)|^因[^,。]{2,16}而",
        "",
        tidy(text),
    )
    while True:
        before = text
        match = words("front").match(text)
        if match and not words("front_guard").match(text) and not (len(text) - match.end() == 1 and len(match[0]) > 1):
            text = text[match.end() :]
        if office := OFFICE.match(text):
            text = text[office.end() :]
        match = words("back").search(text)
        if (
            match
            and not (len(match[0]) == 1 and words("back_guard").search(text) and text[-1] not in "的了")
            and match.start() >= 0
        ):
            text = text[: match.start()]
        text = text.strip(" ,。、;:!?()[]【】-—/…·\t")
        if text == before:
            return text


def split_verb(text: str) -> Phrase:
    """A peeled clause before a number: 县福利院新建床位 → topic 县福利院, verb 新建, noun 床位."""
    services = [match.span() for match in strong_pattern().finditer(text)]
    for match in words("verbs").finditer(text):
        if any(start < match.start() and match.end() <= end for start, end in services):
            continue  # 临时救助: the verb is part of the name
        if match[0] == "供养" and text[: match.start()].endswith(("集中", "分散")):
            continue
        nominal = match[0] in word_list("nominal")
        rest = text[match.end() :]
        if (
            nominal
            and match.start() > 0
            and not opens(text[: match.start()], rest)
            and not (not rest and match[0] in word_list("paying"))
        ):
            continue
        if match[0] in word_list("compound") and match.start() == 0 and words("compound_ends").match(rest):
            continue
        if re.match(r"率|型|数(?!字)|额|量(?!化)|员(?!工)|力度", rest) or (
            match[0] == "建" and re.match("[筑议制档国军党材构]", rest)
        ):
            continue
        verb, rest = further_verbs(match[0], rest)
        noun = peel_noun(rest)
        if verb in ("进行", "开展", "实施") and (flow := FLOW.search(noun)):
            verb, noun = flow[0], noun[: flow.start()]
        if noun == "率":
            return Phrase(noun=text)
        if text[: match.start()].endswith("新"):
            verb = "新" + verb
        topic = peel(text[: match.start()].removesuffix("新"))
        if topic in ("月", "年", "日"):
            topic, verb = "", topic + verb
        return Phrase(topic, verb, noun)
    if flow := FLOW.search(text):
        return Phrase("", flow[0], text[: flow.start()])  # 低保新增1010户、停发1215户
    return Phrase(noun=text)


def further_verbs(verb: str, rest: str) -> tuple[str, str]:
    """Verbs in a row are one: 组织开展, 提升改造, 计划建设; the first ones that only promise are dropped."""
    while True:
        joint = re.match("[和、及或]", rest)
        match = words("verbs").match(rest, 1 if joint else 0)
        if not match or (match[0] == "建" and BUILT.match(rest[match.end() :])):
            break
        if match[0] in word_list("compound") and words("compound_ends").match(rest[match.end() :]):
            break
        verb = match[0] if verb in ("计划", "安排", "确保", "实现") else verb + (joint[0] if joint else "") + match[0]
        rest = rest[match.end() :]
    return verb, rest


def opens(before: str, rest: str) -> bool:
    """Whether a verb that may be part of a noun opens a task here: after an adverb, an actor or a full topic."""
    if re.fullmatch("(?:全[县市区])?在[^,。]{2,14}", before):
        return True
    if re.search(
        r"(?:共|共计|累计|动态|已|将|拟|计划|新|全年|其中|再|又|并|可|对象|人员|单位|机构|部门|局|站|政府|财政|至少|要|应|须|一级|定期|分别|各)$",
        before,
    ):
        return True
    return (
        bool(rest)
        and re.match(
            r"(?:低保金|资金|救助金|补助金|补贴|经费|保障金|供养金|生活费|善款|款|[一-鿿]{2,8}(?:金|补贴|津贴|补助)$|物资|困难|各类|贫困|孤儿|流浪|老年人|老人|特困)",
            rest,
        )
        is not None
    )


def peel_noun(text: str) -> str:
    """The object of a verb, its leading 的-clause dropped when a plain noun follows."""
    text = tidy(text)
    if "的" in text[:-2]:
        head = text[text.rindex("的") + 1 :]
        text = head if len(head) >= 2 else text.replace("的", "")
    return peel(text) if text else ""


def attached(tail: str, before_next: bool = False) -> tuple[str, str]:
    """What follows the number without a mark between: its noun and what is said of it.

    养老机构申报标准化建设示范机构 → 养老机构, 申报标准化建设示范机构.
    """
    text = re.split(r"[,。;:!?(\t…]", ASIDE.sub("", tail), maxsplit=1)[0]
    text = QUOTES.sub("", text).removeprefix("的").split("的基础上")[0].strip()
    text = re.split("(?<=[一-鿿]{2})每[户人家个村所]", text)[0]
    if only := ONLY.search(text):
        return attached_noun(text[: only.start()]), text[only.end() :]
    if preposition := re.search(
        r"(?:用于|用来|可由|由(?!于)|为(?!民|主|老|困)|给(?!予|养)|(?<![核应针面相比绝校])对(?!象|口|接)|向(?!阳)|把|并)",
        text,
    ):
        return attached_noun(text[: preposition.start()]), text[preposition.start() :]
    if before_next and (verb := words("verbs").match(text)) and not words("compound_ends").match(text[verb.end() :]):
        return "", text
    noun, said = attached_parts(text)
    if before_next and (doing := ends_with_verb(noun)):
        return noun[: -len(doing)], doing
    return noun, said


def ends_with_verb(noun: str) -> str:
    """对58家养老机构开展2轮检查: the verb is the next number's."""
    found = [match for match in words("verbs").finditer(noun) if match.end() == len(noun) and match.start() >= 1]
    return found[0][0] if found and found[0][0] not in word_list("nominal") else ""


def attached_noun(text: str) -> str:
    return attached_parts(text)[0] if text else ""


def attached_parts(text: str) -> tuple[str, str]:
    for match in words("verbs").finditer(text):
        rest = text[match.end() :]
        nominal = match[0] in word_list("nominal") and match[0] not in word_list("following")
        if match.start() == 0 and not nominal:
            return "", text
        if (
            nominal
            or match.start() == 0
            or len(rest) <= 1
            or re.match(r"(?:率|数|量|额|金|员|点|站|中心|机构|设施|任务|工作)", rest)
        ):
            continue
        return text[: match.start()].strip(), text[match.start() :]
    return text, ""


def head_noun(text: str) -> str:
    """A noun phrase without the clause that qualifies it: 具备条件的敬老院 → 敬老院."""
    text = re.sub("(?:已|要|应|须)?(?:全部|均|都|要|应|须|已|达到|达)$", "", tidy(text))
    if "的" in text:
        head = text[text.rindex("的") + 1 :]
        text = head if len(head) >= 2 and head not in word_list("nominal") else text.replace("的", "")
    for word in sorted(word_list("task_tail"), key=len, reverse=True):
        if text.endswith(word) and len(text) > len(word) + 1 and word not in ("工程",):
            text = text[: -len(word)]
            break
    return text


def split_metric(text: str) -> tuple[str, str]:
    """A noun phrase into what is measured and by what: 五保集中供养率 → 五保, 集中供养率."""
    match = words("metrics").search(text)
    if match and re.search(r"两项$", text[: match.start()]) and match[0].startswith("补贴"):
        return text[: match.start() + 2], text[match.start() + 2 :]
    over = [
        span.end() for span in strong_pattern().finditer(text) if match and span.start() < match.start() < span.end()
    ]
    if over and over[0] < len(text):
        return peel_noun_end(text[: over[0]]), text[over[0] :]  # 医疗救助|比例
    if match:
        average = re.search(
            r"(?:年|月|人月|人年)?(?:人|户|日|平)?均(?:每)?(?:年|月)?$|(?<=[一-鿿])[月年]$", text[: match.start()]
        )
        start = average.start() if average else match.start()
        return peel_noun_end(text[:start]), text[start:]
    if text.endswith("率") and len(text) <= 4 and not is_strong(text[:-3]):
        return "", text
    if text.endswith("化率") and len(text) >= 6:
        return peel_noun_end(text[:-4]), text[-4:]
    if text.endswith(("率", "比")) and len(text) >= 3:
        return peel_noun_end(text[:-3]), text[-3:]
    return text, ""


def peel_noun_end(text: str) -> str:
    return re.sub(r"(?:的|等)$", "", text)


def services(text: str) -> list[str]:
    """Service phrases of a text with their qualifiers, in order."""
    return [match[0] for match in service_pattern().finditer(QUOTES.sub("", text))]


def topics(title: str) -> list[str]:
    """Services that a title or heading is about: 提案 in 关于第86号提案的答复 is none."""
    return [name for name in services(title) if name not in lexicon("services")["untopical"]]


def is_broad(name: str) -> bool:
    """A whole field of work, 社会救助: a sentence before that names something is nearer."""
    return name in lexicon("services")["broad"]


def is_strong(text: str) -> bool:
    return bool(strong_pattern().search(QUOTES.sub("", text)))
