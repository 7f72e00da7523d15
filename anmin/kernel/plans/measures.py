"""Numbers with their units: what is counted, per what, and how it is bounded.

Whatever has no unit, or stands in a date, a document number, an age, a grade or a title, is no measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from .numbers import Number, find_numbers, plain
from .words import any_of, lexicon

PER_AFTER = re.compile(
    r"(?:/|每|·)(?:每)?(人次|户次|百户|千名老年人|千名老人|千人|万人|百人|位(?:逝者|老人|对象)?|[人户月年天日床村亩张名对具次餐套]|季度|学期|平方米)"
)
TAIL = re.compile(r"元(?:人|户)(?:月|年)")
PER_NOUN = (
    "(?:(?:城市|农村|城乡|城镇)?(?:常住|户籍)?(?:失能|困难|特困|高龄)?(?:老年人口|老年人|老人|人口|居民|儿童(?!主任|之家|督导|福利|关爱|服务|活动)|人员|对象|学生)"
    "|遗体|镇街|村\\(社区\\)|乡镇\\(街道\\)|镇\\(街道\\)|行政村|苏木乡镇|苏木|嘎查|团场|社区|村|乡镇|镇|街道|县|县区|站|站点|服务站|[一-鿿]{1,5}?(?:站|中心|院|点|之家|食堂|驿站)|中心|敬老院|养老院|机构|养老机构|床位|家庭|股室|单位|小区|网格|人|户)"
)
DENOMINATORS = re.compile(
    r"(?:每|单(?=[个座张具套间穴床栋]))(?P<a>(?:人次|户次|(?:[百千万]|\d{1,4})(?:名|位|户|人(?!口)|个|张|小时|天)?|小时|半年|两年|季度|年度|半月|半个月|旬|年|个月|月|周|天|日|学期|学年|户|名|位|人|张|对|具|桌|亩|次|家|所|个|处|座|生(?!活|产|育)|套|份|餐|节|间|台|场|例|队|支|穴|墓|批|格位|平方米|床位|床|)"
    rf")(?P<b>(?<!年)(?<!月)(?<!季度)(?<!周){PER_NOUN})?"
)
EACH = re.compile(
    r"每(?:个|家|所|处|支|座)?((?:城市|农村|城镇|村级|乡镇)(?:社区|敬老院|站点|站)|队伍|队|班|组|点)"
    r"(?=不少于|不低于|不超过|至少|最多|安排|配备|补助|给予|投入|资助|平均|经费|面积|资金|人数|成员|奖励|建设|开展|每年|\d|$)"
)
YEARLY = re.compile(
    "(?:(?<![^,。;:、])|(?<=[一-鿿][者人员]))年均?(?:投入|支出|服务|火化|接待|培训|发放|运营|补助|补贴|用电|节约|开展|活动)(?!能力|工作)[^,。;]*$"
)
SPREAD = re.compile(r"([日月])均")
STANDARD = re.compile(
    r"(?<![每人均])([月年])(?:人均)?(?:最低|基本|生活|保障|供养|补助|救助|低保|养育)*(?:标准)(?:[^,。;]{0,8})$"
)
PEOPLE_AFTER = re.compile(
    "多?(?:名)?(?:(?:贫困|脱贫|流动|常住|户籍|农村|城镇|困难|失能|留守|低收入|建档立卡)*(?:人口|老人|人员)|老年人|老人|群众|居民|人口|儿童|残疾人|学生|志愿者|农民|村民|市民|职工|困难群众|对象|会员|党员)"
)
PEOPLE_BEFORE = re.compile(
    "(?:人口|人数|老人|老年人|志愿者|党员|会员|群众|居民)(?:已|将|总数|总量|达到?|为|超过|突破|近|约|有|共)*$"
)
BARE_RATIO = re.compile(
    "(?:之比|比值|比例系数|倍差|性别比)(?:已|约|将)?(?:达到?|为|是|缩小到|降到|降至|提高到|控制在|不低于|不高于|不超过|保持在)*$"
)
SUM_ENDS = re.compile("[,。;、)]|$|以上|以内|左右")
RAISED = re.compile("(?<![一-鿿\\d])每?人?([月年])(?:人均)?(?:提高|增加|上调|增长)了?$")
SHARED_OUT = re.compile("(?<![一-鿿\\d])([人户村站镇])均(?![一-鿿]{0,3}(?:预期|寿命))[^,。;]{0,8}$")
CAPACITY_YEAR = re.compile("年[一-鿿]{0,6}能力[^,。;]{0,4}$")
CAPACITY_DAY = re.compile("(?<![一-鿿])日[一-鿿]{1,5}(?:能力|规模|量)[^,。;]{0,4}$")
PAID = "报酬|工资|补|标准|收入|保障|生活|待遇|津贴|救助"
AVERAGE = re.compile(
    rf"((?<=[为达到标准按])人[月年](?=约|$)|月人均|人均每月|人均月|每人月均|人均月|月均|月平均(?={PAID})|年人均|人均每年|人均年|年均(?!增)|户均|人均|日均)"
)


@dataclass
class Measure:
    """A number with its unit, as it stands at [start, end) of a block's text."""

    start: int
    end: int
    number: Number
    unit: str  # as written, with its scale: 万元
    group: str  # the list of `lexicon/units.yaml` it belongs to
    per: list[str] = field(default_factory=list)
    comparator: str = "="
    note: list[str] = field(default_factory=list)
    bare: bool = False  # the unit was borrowed from a neighbour
    baseline: Measure | None = None
    dropped: str = ""  # why it is no row of its own
    growth: str = ""  # the change verb, for increments and rates of growth

    @property
    def full_unit(self) -> str:
        return "/".join([re.sub("块钱|元钱", "元", self.unit), *self.per])


@cache
def unit_pattern() -> re.Pattern[str]:
    groups = {name: entry["words"] for name, entry in lexicon("units").items() if name != "never"}
    never = any_of(lexicon("units")["never"])
    known = any_of([word for words in groups.values() for word in words])
    return re.compile(
        rf"(?P<scale>[万亿](?![一-鿿]?分之))?(?P<rough>[余多])?(?:(?P<unit>{known})(?!(?<=张床)位)|(?P<never>{never}))?"
    )


@cache
def group_of(unit: str) -> str:
    return next((name for name, entry in lexicon("units").items() if name != "never" and unit in entry["words"]), "")


def longest_unit(match: re.Match[str], text: str) -> bool:
    """Whether the unit found is really one: not 个月 read as 个, not 元 of 三元区, not a year."""
    if not match["unit"]:
        return False
    rest = text[match.end("unit") :]
    if match["unit"] in ("年", "日", "天", "周") and re.match(r"[度前底末内]?\d|代|级|报", rest):
        return False
    return not re.match(r"元(?:区|村|镇|桥|旦|宝|素)", match["unit"] + rest[:1])


def read_unit(text: str, number: Number) -> tuple[str, str, int, str] | None:
    """Unit as written, its group, where it ends, and a 余 inside it; None where there is none."""
    if number.unit:
        return number.unit, "percent", number.end, ""
    at = number.end + len(re.match(r"\s?", text[number.end :])[0])
    match = unit_pattern().match(text, at)
    if match["unit"] and longest_unit(match, text):
        return (match["scale"] or "") + match["unit"], group_of(match["unit"]), match.end(), match["rough"] or ""
    counts = match["scale"] and not match["unit"] and not match["never"]
    if counts and (
        PEOPLE_AFTER.match(text, match.end())
        or (PEOPLE_BEFORE.search(text[max(0, number.start - 16) : number.start]) and SUM_ENDS.match(text, match.end()))
    ):
        return match["scale"] + "人", "persons", match.end(), match["rough"] or ""
    if match["scale"] and not match["never"] and re.match(r"[,。;、)]|$|以上|以内|左右", text[match.end() :]):
        return match["scale"] + "元", "money", match.end(), match["rough"] or ""
    return None


def per_after(text: str, end: int, unit: str) -> tuple[list[str], int]:
    """Denominators written after the unit: 元/人/月, 元每人每年, 张/千人."""
    per: list[str] = []
    tail = TAIL.match(unit[-1:] + text[end : end + 2]) if unit.endswith("元") else None
    if tail and not re.match(r"[一-鿿]", text[end + 2 : end + 3] or ","):
        return [text[end], text[end + 1]], end + 2
    while match := PER_AFTER.match(text, end):
        if match[0][0] == "每" and not unit.endswith(("元", "张", "次", "个", "%")):
            break
        per.append(match[1])
        end = match.end()
    if (
        not per
        and unit.endswith("元")
        and (match := re.match(r"\((?:每)?(人)?[/每·]?(月|年)\)|(?:人/|人·)?([月年])(?=[,。;、)])", text[end:]))
    ):
        per, end = [part for part in match.groups() if part], end + match.end()
    return per, end


def clause_start(text: str, at: int, marks: str = ",。;:!?") -> int:
    """Where the clause that holds `at` begins."""
    return max((text.rfind(mark, 0, at) for mark in marks), default=-1) + 1


def denominators(clause: str, measure: Measure) -> list[str]:
    """Denominators written before the number in its clause: 每人每月, 月人均, 每百户, 每季度."""
    if measure.group in ("percent", "multiple", "ratio", "points", "score"):
        return []
    per: list[str] = []
    if match := EACH.search(clause):
        per.append("个" if match[1] == "点" else match[1])
        clause = clause[: match.start()] + clause[match.end() :]
    for match in DENOMINATORS.finditer(clause):
        word, noun = re.sub(r"^年度$", "年", match["a"]), match["b"] or ""
        if word in ("个", "家", "所", "处", "座", "名", "位", "张", ""):
            if word in ("名", "位") and measure.group == "times":
                continue  # 每名儿童主任每月走访2次: who does it is the subject
            alone = word if measure.group in ("money", "area", "things", "beds") else ""
            word = noun or {"名": "人", "位": "人", "张": "张"}.get(word, alone)
        elif re.match(r"[百千万\d]", word):
            word += noun
        word = "张" if match["a"] == "张" and noun == "床位" else word
        word = {"天": "日", "个月": "月", "居民": "", "对象": "人", "人员": "人"}.get(word, word)
        if match["a"] in ("家", "所", "处", "座", "个") and noun in ("床位",):
            word = match["a"]
        if re.fullmatch(r"[百千万]户(?:居民|家庭)", word):
            word = word[:2]
        word = re.sub(r"\(.*\)", "", word)
        if word and word not in per:
            per.append(word)
    if measure.group in ("person_times", "persons", "times", "sessions", "shows") and (match := SPREAD.search(clause)):
        per += [match[1]] if match[1] not in per else []
    if re.search("村一级|村级层面", clause) and measure.group in ("persons", "facilities"):
        per.append("村")
    for part in implied(clause, measure, per):
        per += [part] if part not in per else []
    return per


def implied(clause: str, measure: Measure, per: list[str]) -> list[str]:
    """Denominators that a clause implies without 每: 年均服务, 月提高50元, 户均."""
    group = measure.group
    found: list[str] = []
    if YEARLY.search(clause) or (group not in ("money", "area") and CAPACITY_YEAR.search(clause)):
        found.append("年")
    if group != "money" and not per and CAPACITY_DAY.search(clause):
        found.append("日")
    step = RAISED.search(clause) or STANDARD.search(clause)
    if group == "money" and not per and not found and step:
        found += ["人", step[1]]
    if group in ("times", "facilities", "things", "duration") and (match := SHARED_OUT.search(clause)):
        found.append(match[1])
    if group in ("money", "area", "weight") and (match := AVERAGE.search(clause)):
        word = match[1]
        spread = {"户均": ["户"], "日均": ["日"], "人均": ["人"]}.get(word)
        found += spread or ["人", "月" if "月" in word else "年"]
    return found


def ratio_measures(text: str) -> list[Measure]:
    """Ratios such as 1:3 after 比, 配比, 比例 or before 的比例; clock times are none."""
    found = []
    for match in re.finditer(r"(?<![\d.:])(\d{1,6}(?:\.\d{1,4})?)[:∶](\d{1,6}(?:\.\d{1,4})?)(?![\d:])", text):
        sentence = text.rfind("。", 0, match.start()) + 1
        around = text[max(sentence, match.start() - 60) : match.start()] + "|" + text[match.end() : match.end() + 5]
        later = re.search("比例|配比|之比", text[match.end() : match.end() + 40].split("。")[0])
        if ("比" in around or later) and float(match[2]):
            number = Number(match.start(), match.end(), plain(float(match[1]) / float(match[2])))
            found.append(Measure(match.start(), match.end(), number, "比", "ratio"))
    return found


def bare_ratios(text: str, numbers: list[Number]) -> list[Measure]:
    """与城市低保标准之比达到0.84: a ratio written as one number, without a unit."""
    found = []
    for number in numbers:
        small = isinstance(number.value, int | float) and number.value < 100 and not number.unit
        ends = re.match(r"(?:以[上内下]|左右)?(?:[,。;、)]|$)", text[number.end :])
        if small and ends and BARE_RATIO.search(text[max(0, number.start - 16) : number.start]):
            found.append(Measure(number.start, number.end, number, "比", "ratio"))
    return found


def build(text: str, number: Number) -> Measure | None:
    """A number as a measure, or None where it has no unit."""
    unit = read_unit(text, number)
    if unit is None:
        return None
    word, group, end, rough = unit
    number.rough = number.rough or rough
    per, end = per_after(text, end, word)
    measure = Measure(number.start, end, number, word, group, per)
    if (
        word.endswith("个")
        and (noun := re.match(r"(社区|乡镇|街道|行政村|自然村|村)(?![一-鿿]{0,6}[所个处家])", text[end:]))
        and not per
    ):
        measure.note.append(noun[1])
    return measure


def lost_numbers(text: str) -> list[Measure]:
    """A unit whose number was lost: 发放资金万元. Kept as a row without a value."""
    found = []
    for match in re.finditer(r"(?<=[资基经补捐善救助投金款费额入出放付])(?:[万亿]元)(?=[,。;、)]|$)", text):
        number = Number(match.start(), match.start(), None, redacted=True)
        found.append(Measure(match.start(), match.end(), number, match[0], "money", note=["原文缺数字"]))
    return found


def borrow_units(text: str, numbers: list[Number], measures: dict[int, Measure]) -> None:
    """A number without a unit takes its neighbour's: 分别达到70和50元, 由800提高到860元."""
    later: Measure | None = None
    for number in reversed(numbers):
        measure = measures.get(number.start)
        if measure:
            later = measure
            continue
        if later is None or number.chinese or number.redacted:
            continue
        between = text[number.end : later.start]
        joined = re.fullmatch(r"(?:万|亿)?(?:、|和|与|及|,)", between)
        raised = re.fullmatch(
            r"[,]?(?:统一|逐步|分别|再)?(?:提高|调整|增加|增长|上调|提升|上升|扩大|降低|下降|减少|压减|压缩|缩短|放宽)(?:到|至|为)(?:了)?(?:每人每[月年]|每[月年]|人均)?",
            between,
        )
        if (joined and "分别" in text[max(0, number.start - 40) : number.start]) or raised:
            borrowed = Measure(number.start, number.end, number, later.unit, later.group, list(later.per), bare=True)
            measures[number.start] = later = borrowed


def find_measures(text: str) -> list[Measure]:
    """All measures of one block, in order, before anything is asked about their meaning."""
    ratios = ratio_measures(text)
    numbers = [n for n in find_numbers(text) if not any(r.start < n.end and n.start < r.end for r in ratios)]
    measures = {number.start: measure for number in numbers if (measure := build(text, number))}
    borrow_units(text, numbers, measures)
    found = [*measures.values(), *ratios, *bare_ratios(text, [n for n in numbers if n.start not in measures])]
    found += [lost for lost in lost_numbers(text) if not any(m.start <= lost.start < m.end for m in found)]
    found = sorted(found, key=lambda measure: measure.start)
    for after, one in pairwise(reversed(found)):
        people = after.group == "persons" and after.unit[0] == one.unit[0]
        if (
            one.group == "money"
            and people
            and text[one.end - 1] in "万亿"
            and text[one.end : after.start] in ("、", "和", "及")
        ):
            one.unit, one.group = after.unit, after.group  # 3434.6万、491.6万老年人
    return found
