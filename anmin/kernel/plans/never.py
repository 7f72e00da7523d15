"""Measures that are none: names, ordinals, dates, ages, grades, slogans, counts that only sum up what is listed."""

from __future__ import annotations

import re
from functools import cache

from .measures import Measure, clause_start
from .words import any_of, lexicon, pattern

TITLES = re.compile(
    r"《[^》\n]{1,80}》|[〔\[【(][12]\d{3}[〕\]】)]\d{1,4}号|[一-鿿]{2,8}[〔\[【](?:19|20)\d{2,7}号|“[^”\n]{1,12}”|‘[^’\n]{1,12}’|\"[^\"\n]{1,12}\""
)
DATE_BEFORE = re.compile(r"(?:\d|[xX*×]|[一二三四五六七八九十])[年月]$|[年月底初]$")
HEADCOUNTS = ("persons", "households")
APPLIES = re.compile(
    r"(?:\d[\d.]*万?[人户名]及?以[上下])?的[,]?(?:每?个?(?:乡镇|镇|乡|街道|村|社区|机构)[,]?)?(?:每年|每月)?(?:不少于|不低于|不超过|至少|增配|增加|配备|配|按|可|应|再|增|安排|设|给予|一次性|奖励|补助|补贴)"
)
TIME_VERB = re.compile(
    r"(?:缩短|压缩|压减|缩减|减少|提速|由|从)[^,。;]{0,16}$|时限[^,。;]{0,8}$|时长[^,。;]{0,8}$|控制在$"
)
TRAINED = re.compile("丧|规模|周期|活动(?!室|中心)|培训|时长|时间|学习|轮训|照护|值守|响应|服务(?!站|中心|点|机构)")
WITHIN = re.compile("内?[^,。;]{0,14}(?:得到|到位|办结|完成|响应|送达|处置|转移|审批|答复|送到|救助)")
SCORING = re.compile(r"得分|评分|满分|分值|均分|测评|考核|得|达|满意度")
GRADED = re.compile(
    "(?:的|及以上|以上|以下)*[,]?(?:为|评为|定为|的为)?[^,。;]{0,4}(?:优秀|良好|合格|不合格|等次|档|先进|扣减|扣除)"
)
RANK = re.compile(r"(?:第|前|后|排名?|位居|列)(?:全[国省市区县])?(?:第|前)?$")
SESSIONS = re.compile(r"培训|办班|举办|开展|活动|讲座|课|简报|专栏|刊|节目")
MET = re.compile(
    r"的[一-鿿]{2,8},(?:[一-鿿]{2,10}后,?)?(?:按|每[张年家人]|给予|一次性|奖励|补[助贴])|"
    r"(?:[、且及并,]?[一-鿿]{0,6}?(?:以上)?(?:不足|未满|达到|超过)?\d[\d.]*(?:[一-鿿]{1,2})(?:及?以[上下])?){0,3}的[,]"
    r"(?:每[张年家]|按|给予|予以|一次性|奖励|补[助贴])|(?:以[上下]|不足)?(?:\d[\d.]*张)(?:以[上下])?[、,]?[一-鿿]{0,4}\d[\d.]*年以上的[,]给予"
)
DEMAND = re.compile(
    "的有(?!效|关)|"
    "的(?:县|市|区|乡镇|镇|街道|地区|单位|村|社区|机构)(?:\\([^)]*\\))?[,]?(?:要|应|须|必须|予以|给予|由|将|取消|进行)"
)
SPEEDED = re.compile("(?:时间|时限|周期|办结|审批|等候)[^,。;]*(?:缩短|压缩|压减|缩减|减少|由|从)[^,。;]*$")
LEFT_OVER = re.compile(r"(?:其余|其他|余下|剩余|另外|共|等|覆盖|全部|涉及)$")
FINED = re.compile(r"(?:以[上下])?(?:\d[\d.]*(?:倍|万?元)以下)?的?罚款")
LISTED = re.compile("[一-鿿]{1,6}、[一-鿿]{1,6}等?$")  # 双溪、石鼓、大阴三个乡镇
SET = re.compile("(?:确定|下达|既定|原定|计划|[省市县区]定|上级定)的?$")
SUMMED = ("个", "项", "条", "件", "批", "道", "种", "处", "支", "场")
PLACE_NAME = re.compile(
    r"(?:村|镇|乡(?!镇)|区|县|街|路|桥|湾|庄|屯|沟|坪|坝|岭|寨|庙|店|铺)(?![一-鿿]{0,2}(?:级|民|建|共|均|各|、))"
)


@cache
def labelled() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("never")["preceding"]) + r"[::]?\s*$")


def names(text: str) -> list[tuple[int, int]]:
    """Titles, document numbers and short quotations: their numbers count nothing."""
    return [match.span() for match in TITLES.finditer(text)]


def is_ordinal(measure: Measure, before: str, after: str) -> bool:
    """第3次, 前3名, 居全省第2位."""
    ranked = measure.unit in ("名", "位", "个", "批", "次", "家") and RANK.search(before[-6:])
    return before.endswith("第") or bool(ranked)


def is_labelled(measure: Measure, before: str, after: str) -> bool:
    """年满60, 电话5566778, 编号12."""
    may_be = measure.group in ("persons", "things", "places", "facilities", "times", "score")
    counted = measure.unit[:1] in "万亿" or measure.number.rough  # 接听电话1.4万个
    named = may_be and not counted and not measure.number.redacted and labelled().search(before[-8:])
    return bool(named) and not re.search(r"[布充]满$", before)


def is_slogan(measure: Measure, before: str, after: str) -> bool:
    """无一例事故."""
    return measure.number.value == 1 and bool(re.search("无|没有|不发生|零$", before[-2:]))


def is_composite(measure: Measure, before: str, after: str) -> bool:
    """1+N, 5+2, A/3."""
    left = before[-1:] in ("+", "/", "#", "@") and before[-2:-1].isalnum()
    return left or re.match(r"[一-鿿]{0,8}\+[\dNnXx]", after) is not None


def is_no_score(measure: Measure, before: str, after: str) -> bool:
    if measure.group != "score":
        return False
    deducted = re.search("扣[^,。;]{0,14}$|[加计记]$|每项$", before[-18:])
    return bool(measure.number.chinese or not SCORING.search(before[-14:]) or deducted or GRADED.match(after))


def is_place_name(measure: Measure, before: str, after: str) -> bool:
    """xx镇, 3村 unless it is 其余3村."""
    unsure = measure.number.redacted or measure.number.chinese or not LEFT_OVER.search(before)
    return measure.group == "places" and unsure


def is_phase(measure: Measure, before: str, after: str) -> bool:
    """二期工程, but not 培训班6期."""
    works = re.match("工程|项目|投资|建设|规划|扩建|征地", after)
    return measure.unit == "期" and bool(works or (measure.number.chinese and not SESSIONS.search(before[-16:])))


def is_summing(measure: Measure, before: str, after: str) -> bool:
    """六个方面, 八项惠民措施: a count of what the text lists."""
    if SET.search(before):
        return False  # 超过年初确定的12个任务
    rest = re.sub(r"^(?:大|重要|主要|基本|专项|重点|惠民|方面)+(?=[一-鿿])", "", after) or after
    small = measure.number.value is None or measure.number.value <= 30
    countable = measure.group in ("facilities", "things", "places") and measure.unit in SUMMED
    return small and countable and bool(pattern("never", "summing").match(rest))


def is_field(measure: Measure, before: str, after: str) -> bool:
    """在全市11个县区中排名第2: the field that is ranked, no count."""
    return bool(re.match("[一-鿿]{0,5}[^集其]中(?!心)", after)) and "在" in before[clause_start(before, len(before)) :]


def is_condition(measure: Measure, before: str, after: str) -> bool:
    """服务对象超过2000人的增配1名: to whom the rule applies."""
    bounded = measure.comparator in (">", "<", ">=", "<=", "range")
    return bounded and measure.group in HEADCOUNTS and bool(APPLIES.match(after))


def is_eligibility(measure: Measure, before: str, after: str) -> bool:
    """床位达到300张以上、运营1年以上的,给予补贴: what must be met for the sum behind."""
    bounded = measure.comparator in (">", "<", ">=", "<=", "range")
    return bounded and measure.group in ("beds", "area", "facilities", "duration", "money") and bool(MET.match(after))


def is_threshold(measure: Measure, before: str, after: str) -> bool:
    """进度低于60%的县要倒排工期: to whom a demand is made."""
    return measure.group == "percent" and measure.comparator in (">", "<", ">=", "<=") and bool(DEMAND.match(after))


def is_basis(measure: Measure, before: str, after: str) -> bool:
    """按90个县计算: what an average is made over."""
    if (
        re.match("(?:元)?(?:为基数|为基准|作为基数|进行?计算|计算)", after)
        and "按" in before[clause_start(before, len(before)) :]
    ):
        return True
    return before.endswith("按") and bool(re.match("[^,。;)]{0,14}(?:计算|统计)", after))


def is_denominator(measure: Measure, before: str, after: str) -> bool:
    """每两个社区至少1个."""
    return before.endswith("每") and bool(re.match("(?:社区|村|乡镇|镇|街道|县)", after))


def is_fine(measure: Measure, before: str, after: str) -> bool:
    """处骗取金额1倍以上3倍以下罚款: what happens to those who cheat."""
    return FINED.match(after) is not None


RULES = (
    (is_fine, "罚款"),
    (is_eligibility, "补助的条件"),
    (is_threshold, "要求的适用条件"),
    (is_denominator, "分母"),
    (is_basis, "计算口径"),
    (is_condition, "规则的适用条件"),
    (is_field, "排名的范围"),
    (is_ordinal, "序数"),
    (is_labelled, "编号、电话或年龄"),
    (is_slogan, "“无一…”是口号"),
    (is_composite, "组合名称"),
    (is_no_score, "不是得分"),
    (is_place_name, "地名"),
    (is_phase, "期次"),
    (is_summing, "概括下文的数目"),
)


def why_never(text: str, measure: Measure, spans: list[tuple[int, int]]) -> str:
    """The reason why a measure is none, or an empty string."""
    number, before, after = measure.number, text[: measure.number.start], text[measure.end :]
    if any(start <= number.start < end for start, end in spans):
        return "书名、文号或引号内的数字"
    if measure.group == "duration" and not is_ordinal(measure, before, after):
        return why_no_duration(text, measure, before)
    reason = next((reason for rule, reason in RULES if rule(measure, before, after)), "")
    return reason or (why_no_small_count(text, measure, before, after) if number.chinese else "")


def why_bound(text: str, measure: Measure, before: str) -> bool:
    """培训不少于40学时, 12小时内得到救助, 服务时长不少于20小时: a time that is itself required."""
    clause = before[clause_start(before, len(before)) :]
    if "公示" in clause or measure.unit in ("年", "周", "月"):
        return False
    after = text[measure.end : measure.end + 24]
    if measure.comparator in (">=", "<=") and TRAINED.search(clause):
        return True
    inside = measure.comparator == "<=" or after[:1] == "内"
    return inside and WITHIN.match(after) is not None


def why_no_duration(text: str, measure: Measure, before: str) -> str:
    value = measure.number.value
    if measure.unit in ("日", "年", "月") and (DATE_BEFORE.search(before[-3:]) or value is None or value > 100):
        return "日期"
    if why_bound(text, measure, before) or measure.unit[0] in "万千" or SPEEDED.search(before[-40:]):
        return ""
    if measure.unit in ("小时", "学时") and re.search("[人户]均[^,。;]{0,6}$", before):
        return ""
    if measure.unit in ("年", "日", "天", "周") or not TIME_VERB.search(before[-24:]):
        return "期限或时长"
    return ""


def why_no_small_count(text: str, measure: Measure, before: str, after: str) -> str:
    """Chinese numerals count only where something is built, done or required so many times."""
    listed = measure.unit in ("个", "家", "所") and LISTED.search(before)
    if (
        listed
        or (measure.group == "points" and isinstance(measure.number.value, int | float) and measure.number.value > 1)
        or measure.number.unit
        or measure.per
        or (measure.comparator != "=" and measure.number.value != 1)
    ):
        return ""
    if PLACE_NAME.match(after) and not measure.unit.endswith("个"):
        return "地名"
    value = measure.number.value
    if measure.group == "money":
        return "" if value is None or value >= 10 or measure.unit != "元" else "地名或书名"
    clause = before[clause_start(before, len(before), ",。;:!?、") :]
    counting = pattern("never", "counting").search(clause)
    if (
        measure.unit
        in ("批", "组", "队", "道", "门", "口", "面", "片", "本", "部", "双", "票", "头", "支", "块", "盘", "遍")
        and value is not None
        and value < 10
    ):
        return "泛指" if not (counting and value > 1) else ""
    if (
        measure.unit in ("次", "遍", "轮", "场", "趟")
        and value == 1
        and not re.search("每|至少|不少于|不低于|(?:组织|召开|举办|举行)$", before[clause_start(before, len(before)) :])
    ):
        return "泛指"
    if (
        value == 1
        and measure.unit in ("个", "项", "条", "件", "起", "套", "处")
        and not re.search(
            r"(?:新建|建成|建设|设立|配备|至少|每|各|改建|扩建|不少于|成立|创建|培育|打造|完成)[^,。;]{0,4}$", clause
        )
    ):
        return "泛指"
    return "" if counting else "泛指"


def drop_never(text: str, measures: list[Measure]) -> None:
    """Name a reason on every measure that is none."""
    spans = names(text)
    for measure in measures:
        if not measure.dropped:
            measure.dropped = why_never(text, measure, spans)
