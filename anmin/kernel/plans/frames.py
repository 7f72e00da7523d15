"""What the grammar knows of one number, and how an unsaid subject is completed without contradicting what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from .measures import Measure
from .phrases import Phrase, is_strong, services, word_list
from .words import any_of, lexicon

URBAN = re.compile("城市|城镇|城乡|农村|乡村")
PAIRS = (
    ("集中", "分散|散居"),
    ("城市|城镇", "农村|乡村"),
    ("新增|新纳入|调进", "退出|清退|注销|停发|取消|核减|减少"),
    ("结婚", "离婚"),
    ("公办", "民办"),
    ("困难残疾", "重度残疾"),
    ("生活补贴", "护理补贴"),
    ("半失能|半护理|半自理", "全失能|全护理|全自理"),
)
HEADS = frozenset(["persons", "households", "person_times"])  # groups that count people


@dataclass
class Frame:
    """Enough to name one number and for the next one to go on from."""

    subject: str = ""
    metric: str = ""
    verb: str = ""
    topic: str = ""  # the service it belongs to
    why: list[str] = field(default_factory=list)
    group: str = ""
    unit: str = ""
    sentence: int = -1
    after: str = ""  # the noun behind the number
    task: bool = False  # surely a target
    plain: str = ""  # the metric without 每村, 每百户
    recipient: str = ""  # for whom it is done: 为残疾人配置假肢40例
    place: str = ""  # where a list of places before 分别 says so
    completion: bool = False  # a rate of completion, surely a figure in a report


@dataclass
class Clue:
    """Everything a rule may look at to name one number."""

    measure: Measure
    phrase: Phrase  # the clause before the number, taken apart
    raw: str  # the clause as it stands
    earlier: str  # the clauses before it
    same: bool  # the number before stands in the same sentence
    noun: str = ""  # what follows the number
    said: str = ""  # what is said of that
    verb: str = ""
    core: str = ""  # the clause peeled of everything but its words
    own: str = ""  # the noun that names the number
    subject: str = ""  # `own` without its metric
    metric: str = ""
    topic: str = ""  # what the clause itself says it is about
    above: str = ""  # what it is about where the clause does not say
    why: list[str] = field(default_factory=list)

    @property
    def noun_first(self) -> bool:
        """新建敬老院6所 rather than 新建6所敬老院."""
        return not self.noun or bool(self.phrase.noun)

    @property
    def timed(self) -> bool:
        """So much a month or a year."""
        return bool({"月", "年"} & set(self.measure.per))

    @property
    def count(self) -> str:
        return count_word(self.measure)

    def frame(self, subject: str, metric: str, verb: str = "", topic: str = "", *why: str) -> Frame:
        return Frame(subject, metric, verb, topic or service(subject), [*self.why, *why])


def count_word(measure: Measure) -> str:
    """What a count of such units is called: 人数, 户数, 场次."""
    if measure.group == "duration" and (measure.comparator == ">=" or measure.unit[0] == "万"):
        return "时长"
    return lexicon("units").get(measure.group, {}).get("count", "数")


def service(text: str) -> str:
    """The first service that a text names."""
    return next(iter(services(text)), "")


def drop_rivals(inherited: str, own: str) -> str:
    """An inherited phrase without what the own words contradict: 城乡低保 under 农村 is 低保."""
    if URBAN.search(own):
        inherited = URBAN.sub("", inherited)
    for left, right in PAIRS:
        if re.search(left, own) or re.search(right, own):
            inherited = re.sub(f"{left}|{right}", "", inherited)
    if re.search("分散|散居|居家", own):
        inherited = re.sub("敬老院|福利院|供养机构", "", inherited)
    return inherited


def combine(topic: str, own: str) -> str:
    """A topic before a noun that is too weak to stand alone, without saying anything twice."""
    topic = drop_rivals(topic, own)
    if not topic or topic in own or (topic == "民政" and own):
        return own
    if not own or own in topic:
        return topic
    if URBAN.fullmatch(own) or own in ("公办", "民办"):
        return own + topic
    for size in range(min(len(topic), len(own)), 1, -1):
        if topic.endswith(own[:size]):
            return topic + own[size:]
    return topic + own


def under(topic: str, own: str) -> str:
    """The topic before a noun, unless the noun says enough and the topic is no service: 学前教育 after 民政."""
    if is_level(own):
        return own
    full = len(own) >= 5 and not is_weak(own)
    return own if full and not is_strong(topic) else combine(topic, own)


ACTOR = re.compile(r".{0,8}(?:局|政府|办公室|部门|乡镇|镇|街道|单位|县|市|区)")
LEVEL = re.compile(r"(?:中央|各级|[省市县区州旗镇乡]?本?级)(?:财政|预算内)?|[省市县区州旗]?财政")


def is_actor(text: str) -> bool:
    """An office that acts is no subject: 县民政局, 各乡镇."""
    return is_level(text) or (bool(ACTOR.fullmatch(text)) and not is_strong(text))


def is_level(text: str) -> bool:
    """A level of government that pays: 市级财政, 中央, 本级."""
    return bool(LEVEL.fullmatch(text))


ANYONE = re.compile("(?:不)?(?:合格|符合条件|符合|新增|困难|各类|有关)*(?:的)?(?:对象|人员|群众|家庭|户)")
QUALIFIED = re.compile("(?:不再|不)?(?:符合|合格|达标)(?:[一-鿿]{0,4}(?:条件|标准|要求|政策))?(?:的)?")
PLACE = re.compile(
    r"[一-鿿]{1,4}(?:镇|乡|街道|社区|村|县|区|市)|市本级|县本级|区本级|[一-鿿]{1,3}(?:新区|新城|开发区|矿区)"
)


def is_place(text: str) -> bool:
    return bool(PLACE.fullmatch(text)) and not re.search("农村|城市|乡村|城乡|示范|试点|行政村|自然村|建制镇", text)


@cache
def weak_pattern() -> re.Pattern[str]:
    return re.compile(f"{any_of(lexicon('services')['qualifiers'])}*(?:{any_of(sorted(word_list('weak')))})?")


def is_weak(text: str) -> bool:
    """Says nothing by itself: 资金, 对象, 公办, 集中."""
    plain = text in word_list("weak") or weak_pattern().fullmatch(text) or ANYONE.fullmatch(text)
    return len(text) <= 2 or bool(plain) or QUALIFIED.fullmatch(text) is not None


def programmes(text: str) -> set[str]:
    return {word for word in lexicon("services")["programmes"] if word in text}


def may_be_for(own: str, other: str) -> bool:
    """Whether money named `own` may well be paid to `other`: they do not name two programmes."""
    return not programmes(own) or not programmes(other) or shares(own, other)


def shares(own: str, other: str) -> bool:
    return bool(programmes(own) & programmes(other))
