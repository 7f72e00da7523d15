"""Which subject and which metric a number belongs to.

The text between two numbers is shared out: what stands before a number in its clause names it, 新建敬老院6所; where that
is only a verb, the noun follows, 新建6所敬老院; where there is nothing, the number goes on with the last one, 80户120人.
What a clause leaves unsaid comes from the clause before, then from the sentence, then from the heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from .measures import DENOMINATORS, Measure
from .periods import without_periods
from .phrases import (
    ASIDE,
    PAYING,
    Phrase,
    attached,
    head_noun,
    is_strong,
    peel,
    services,
    split_metric,
    split_verb,
    tidy,
    word_list,
)
from .words import any_of, lexicon

URBAN = re.compile("城市|城镇|城乡|农村|乡村")
PAIRS = (("集中", "分散|散居"), ("城市|城镇", "农村|乡村"), ("新增|新纳入|调进", "退出|清退|注销|停发|取消|核减|减少"), ("结婚", "离婚"), ("公办", "民办"), ("困难残疾", "重度残疾"), ("生活补贴", "护理补贴"), ("半失能|半护理|半自理", "全失能|全护理|全自理"))
TASK_RATE = re.compile(r"(?:任务|计划|目标|预算|指标)(?:数|的)*$")
BASE = re.compile(r"(?:按|按照|不低于|不超过|不高于|不少于|为|达到|超过|相当于|是|占|约为|占到)([^,。;:]{2,24})的$")
TIMES_BASE = re.compile(r"(?<=[一-鿿]{2})(?:按|按照|为|达到)*(?:不低于|不超过|不高于|不少于|按照|按)([^,。;:]{0,12}(?:标准|封顶线|工资|收入|支出|水平))$")
SHARE = re.compile(r"占(?!地|用|道)(?:到|了|比)?([^,。;]{0,16})(?:的)?$")
CONJUNCTION = re.compile(r"(?:以及|并且|同时|并|和|及|与|、|,)$")
TASK = re.compile(r"(?:年度|目标|工作)*(?:任务|目标|计划)(?:数)?$")
WORKS = re.compile(r"[一-鿿]{2,14}(?:项目|工程|综合体|福利中心|服务中心|养护中心|公墓|殡仪馆|福利院|敬老院)(?=建设|改造|[,。;、]|$)")
PROJECT = re.compile(r"(?:计划|概算)?(?:总)?(?:投资|建筑面积|占地|占地面积|用地面积|用地)(?:额)?")
PEOPLE = frozenset(["未成年人", "老年人", "老人", "残疾人", "儿童", "妇女", "男性", "女性", "学生", "精神障碍患者"])
STANDING = re.compile("(?:在保|在册|在院|在住|在园|在校|在职|在编)$")
TITLES = re.compile(r"《[^》\n]{1,80}》(?:\([^()]{4,30}号\))?")
DECREED = re.compile(r"按照?(?:省定|国定|市定|国家|省|市|新的?)[^,。;]{0,4}标准(?=提高|增长|上调)")
FORWARD = re.compile(r"(?:\([^)]*\))?,?(?:专项)?(?:用于|对|新建|建设|改造|改扩建|购置|实施|完成|新增|打造|开展)([^,。;]{3,24})")
GROWN = re.compile("(?:同比|环比|年均)?(?:提高|增长|增加|上升|下降|减少|降低|提升|上调)+$")
AGE = re.compile(r"[\d-]{2,7}(?:周)?岁(?:及)?(?:以上)?(?:的)?")
BY_STANDARD = re.compile(r"的(?:新)?(?:标准|要求|比例)((?:配建|建设|配备|配置|规划|设置|新建|设立|落实|发放|执行|给予)[^,。;]{2,})")
STANDARD = re.compile(r"^(?:的)?(?:新|最低|建设|配备|统一)?(?:标准|要求|比例|水平)$")
TIMES = frozenset(["人", "月", "年", "日", "季度", "半年", "周", "户", "两年", "学期"])
GENERIC_RATE = re.compile(r"^(?:标准|比例|额度|幅度|水平|比率|费用)")


@dataclass
class Frame:
    """What the grammar knows of one number: enough to name it and for the next one to go on from."""

    subject: str = ""
    metric: str = ""
    verb: str = ""
    topic: str = ""
    group: str = ""
    order: str = ""  # "noun first" or "number first"
    sentence: int = 0
    why: list[str] = field(default_factory=list)
    after: str = ""  # the noun behind the number
    task: bool = False  # surely a target
    completion: bool = False  # a rate of completion, surely a figure in a report


def count_word(measure: Measure) -> str:
    return lexicon("units").get(measure.group, {}).get("count", "数")


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
    if not topic or topic in own:
        return own
    if not own:
        return topic
    if own in topic:
        return topic
    if URBAN.fullmatch(own) or own in ("公办", "民办"):
        return own + topic
    for size in range(min(len(topic), len(own)), 1, -1):
        if topic.endswith(own[:size]):
            return topic + own[size:]
    return topic + own


class Roles:
    """Reads one block's measures in order."""

    def __init__(self, text: str, measures: list[Measure], path: list[str], carried: str = "民政", body: int = 0) -> None:
        self.text = TITLES.sub(lambda match: "¤" * len(match[0]), text)
        self.path, self.carried = path, carried
        self.measures = [measure for measure in measures if measure.dropped in ("", "原水平", "比较的基数", "书名、文号或引号内的数字")]
        self.frames: dict[int, Frame] = {}
        self.last_end = 0  # where the last row's number ends
        self.used_to = body  # what is already taken by the number before
        self.last = Frame(sentence=-1)
        self.parent: Frame | None = None
        self.label = ""
        self.paid: Frame | None = None  # the last sum of money in the sentence
        self.spread: list[str] = []  # the names of the last 分别, which the next may share

    def read(self) -> dict[int, Frame]:
        """Frames by the start of their measure, rows only."""
        rows = [measure for measure in self.measures if not measure.dropped.startswith("书名")]
        for n, measure in enumerate(rows):
            following = rows[n + 1].start if n + 1 < len(rows) else len(self.text)
            if measure.dropped:
                if measure.dropped == "比较的基数":
                    self.used_to = measure.end
                continue
            frame = self.frame(measure, following)
            self.frames[measure.start] = frame
            self.last = frame
        self.distribute(rows)
        return self.frames

    def frame(self, measure: Measure, following: int) -> Frame:
        start = self.sentence_start(measure.start)
        floor = max(self.used_to, start)
        old = measure.baseline
        at = min(measure.start, old.start) if old and old.end <= measure.start and old.start >= floor else measure.start
        lead = self.text[floor:at]
        tail = self.text[measure.end : min(following, self.sentence_end(measure.end))]
        fresh = floor > self.used_to or self.used_to == 0
        frame = self.compose(measure, lead, tail, fresh, following)
        frame.sentence, frame.group = start, measure.group
        self.qualify(measure, frame)
        self.used_to = max(self.used_to, measure.end)
        self.last_end = measure.end
        if measure.group == "money":
            self.paid = frame
        return frame

    def qualify(self, measure: Measure, frame: Frame) -> None:
        """What the heading qualifies holds for the rows under it: 分散供养, 农村; and 每村, 每百户 belong to the metric."""
        own = frame.subject + frame.metric
        for words in (("城市", "农村"), ("集中供养", "分散供养")):
            stem = words[0][:2], words[1][:2]
            if any(part in own for part in (*stem, "城乡", "城镇", "散居", "乡村")):
                continue
            title = next((title for title in self.path[::-1] if len(title) <= 16 and any(word in title for word in words)), "")
            named = [word for word in words if word in title]
            if len(named) == 1 and "城乡" not in title:
                frame.subject = named[0] + frame.subject if words[0] == "城市" else f"{frame.subject.removesuffix(named[0])}{named[0]}"
                if words[0] != "城市" and not is_strong(self.path[-1] if self.path else ""):
                    frame.subject = named[0] + frame.subject.removesuffix(named[0])
        spread = [word for word in measure.per if word not in TIMES]
        if spread and measure.group in ("persons", "facilities", "area", "money", "beds", "things") and "每" not in own and "人均" not in own:
            frame.metric = "".join("每" + word for word in spread) + frame.metric

    def sentence_start(self, at: int) -> int:
        return max(self.text.rfind(mark, 0, at) for mark in "。!?") + 1

    def sentence_end(self, at: int) -> int:
        return min((end for mark in "。!?" if (end := self.text.find(mark, at, at + 1000)) >= 0), default=min(len(self.text), at + 1000))

    # -- the parts ---------------------------------------------------------------------------------------------

    def clauses(self, lead: str) -> list[str]:
        """The clauses before a number, the last one first; periods and denominators name nothing."""
        lead = DECREED.sub("", ASIDE.sub("", lead))
        return re.split(r"[,;:(\t]|—{2}", DENOMINATORS.sub("", without_periods(lead)))[::-1]

    def cut_base(self, clause: str) -> tuple[str, str]:
        """Take off the base of a rate: 封顶线不低于我市基本医保封顶线的 → 封顶线 and the base."""
        if match := BASE.search(clause) or TIMES_BASE.search(clause):
            return clause[: match.start()], match[1]
        return clause, ""

    def compose(self, measure: Measure, lead: str, tail: str, fresh: bool, following: int) -> Frame:
        pieces = self.clauses(lead)
        raw, earlier = pieces[0], ",".join(pieces[:0:-1])
        same = self.last.sentence == self.sentence_start(measure.start) and self.last.sentence >= 0
        self.enter(lead, same)
        core, base = self.cut_base(raw)
        if share := SHARE.search(raw):
            return self.share(measure, raw[: share.start()], share[1], earlier, same)
        core = peel(core)
        phrase = split_verb(core) if core else Phrase()
        noun, said = self.noun_after(measure, tail, phrase, raw, following)
        if measure.group != "percent" and (rule := BY_STANDARD.match(tail)):
            doing = split_verb(re.split("[,。;]", rule[1])[0])
            counted = "标准" if measure.group == "money" else count_word(measure)
            return Frame(doing.noun, f"{doing.verb}{counted}", doing.verb, self.service(doing.noun), why=["“按…的标准”:对象在后"])
        if tail.startswith("的") and noun and PROJECT.fullmatch(phrase.verb + phrase.noun):
            return self.project(phrase, noun, said)
        if phrase.noun in ("项目", "工程", "该项目") or (not phrase.noun and phrase.topic in ("项目", "工程", "该项目")):
            phrase.topic, phrase.noun = self.project_named(measure.start) or (self.last.subject if same else ""), ""
        if (not phrase.noun and TASK.match(noun)) or (re.match(r"的?(?:年度|目标|工作)*(?:任务|目标|计划)(?:数|的|$|[,。;、])", tail) and same and not phrase.noun):
            return self.task(measure)
        if not core and not noun:
            named = next((n for n, piece in enumerate(pieces) if n and peel(self.cut_base(piece)[0])), None)
            if (named is not None and not same | bool(re.match(r"^[、和与及,]?$", lead))) or (named is not None and lead[-1:] not in "、"):
                raw, earlier = pieces[named], ",".join(pieces[:named:-1])
                phrase = split_verb(peel(self.cut_base(raw)[0]))
                core = raw
        if phrase.noun and not phrase.verb and not noun and is_place(phrase.noun) and same:
            return self.go_on(measure, same, said)
        if measure.group == "percent" and TASK_RATE.search(peel(base) or core):
            return self.of_task(core, base, earlier, same)
        if measure.growth and not phrase.noun.strip() and not noun:
            return self.growth(measure, phrase, earlier, same)
        if not core and not noun:
            return self.go_on(measure, same, said)
        return self.named(measure, phrase, noun, said, earlier, same, raw)

    def enter(self, lead: str, same: bool) -> None:
        """Keep what a list is about: the total before 其中, the label before a colon."""
        if not same:
            self.parent, self.label, self.paid = None, "", None
        if "其中" in lead and same:
            self.parent = self.last
        if ":" in lead:
            label = re.split(r"[,;]", lead[: lead.rindex(":")])[-1]
            self.label = peel(DENOMINATORS.sub("", without_periods(label)))

    def project_named(self, at: int) -> str:
        """The last project, centre or works that the block names before a number."""
        named = [peel(match[0]) for match in WORKS.finditer(ASIDE.sub("", self.text[max(0, at - 200) : at]))]
        return split_verb(named[-1]).noun or named[-1] if named else ""

    def project(self, phrase: Phrase, noun: str, said: str) -> Frame:
        """总投资1.35亿元的福利中心项目: the project comes after."""
        name = re.split("主体|正在|已|顺利|全面|加快|开工|竣工|建成", noun)[0] or noun
        return Frame(name, phrase.verb + phrase.noun, "", self.service(name) or name, why=["“…的”:项目名在数后"])

    def task(self, measure: Measure) -> Frame:
        """超过180个的任务: the task that the number before is measured against."""
        measure.comparator = "=" if measure.comparator in (">", ">=") else measure.comparator
        metric = self.last.metric.removesuffix("数") + "任务数"
        return Frame(self.last.subject, metric, self.last.verb, self.last.topic, why=["“…的任务”是前一个数的任务数"], task=True)

    def noun_after(self, measure: Measure, tail: str, phrase: Phrase, raw: str, following: int) -> tuple[str, str]:
        """The noun behind the number where the text before it leaves room for one."""
        if not tail or tail[0] in ",。;:、!?()\t":
            return "", ""
        level = re.search(r"(?:达到?|为|是|到|至|成|在)(?:每人每[月年]|每[月年])?$", tidy(raw)) and not re.search(r"(?:分别|各|共)为$", raw)
        if level and measure.group in ("percent", "money", "multiple", "area", "points") and not tail.startswith("的"):
            return "", ""
        reaches = measure.end + len(tail) == following < len(self.text)
        if re.match("大关|关口", tail):
            self.used_to = measure.end + 2
            return "", ""
        noun, said = attached(CONJUNCTION.sub("", tail.split("、", 1)[0] if reaches else tail), reaches)
        settled = bool(phrase.noun) and not tail.startswith("的") and not is_place_or_actor(phrase.noun)
        if settled and reaches and noun and not CONJUNCTION.search(tail):
            return "", ""  # 新建敬老院6所床位300张: the noun is the next number's
        if settled and phrase.verb and measure.group not in ("percent",):
            return "", said or noun
        end = measure.end + tail.find(noun) + len(noun) if noun else measure.end
        if noun and not (settled and not phrase.verb and measure.group in ("percent",)):
            self.used_to = end if end < following or CONJUNCTION.search(tail) else end
        if reaches and measure.unit == "个" and (where := re.match("乡镇|村|社区|街道|镇|县区|区县|行政村", noun)) and len(noun) > len(where[0]) + 3:
            self.used_to = measure.end + len(where[0])
            return where[0], ""
        noun = head_noun(noun)
        if (generic := re.match(r"(?:新)?(?:标准(?!化)|比例|额度)(?=.{2})", noun)) and measure.group != "percent":
            doing = split_verb(noun[generic.end() :])
            return doing.noun, said or doing.verb
        return noun, said

    # -- ways to be named --------------------------------------------------------------------------------------

    def share(self, measure: Measure, before: str, whole: str, earlier: str, same: bool) -> Frame:
        """占总人口的15%: a share of a whole; the part is the subject before."""
        subject = peel(before) or (self.last.subject if same else "") or self.topic(earlier, same)
        whole = re.sub("的?(?:比例|比重)$", "", peel(whole))
        if TASK_RATE.search(whole):
            return Frame(subject, "任务完成率", topic=self.last.topic, why=["“占任务的…%”是完成率"], completion=True)
        return Frame(subject, f"占{peel(whole)}比例" if peel(whole) else "占比", topic=self.last.topic, why=["“占…”说明这是一个占比"])

    def of_task(self, core: str, base: str, earlier: str, same: bool) -> Frame:
        phrase = split_verb(peel(re.sub(r"(?:占|完成)?[^,]{0,8}(?:任务|计划|目标|预算|指标)(?:数|的)*$", "", core + base)))
        subject = phrase.topic + phrase.noun or (self.last.subject if same else "") or self.topic(earlier, same)
        return Frame(subject, "任务完成率", why=["“任务的…%”是完成率,不是新目标"], completion=True)

    def growth(self, measure: Measure, phrase: Phrase, earlier: str, same: bool) -> Frame:
        """同比增长8%: about the number before, or about the noun that grows."""
        grown = phrase.topic or (phrase.noun if phrase.noun else "")
        grown = re.sub(r"^(?:较|比|与)?(?:同期|相比|上年|去年)*(?:相比)?$", "", grown)
        if grown:
            subject, metric = split_metric(grown)
            subject = subject if is_strong(subject + metric) else combine(self.topic(earlier, same), subject)
            return Frame(subject, metric + measure.growth, topic=self.service(subject), why=["增长的是前面的名词"])
        if same and self.last.subject:
            metric = re.sub(r"(?:同比)?(?:增长|增加|下降|减少|提高)+$", "", self.last.metric)
            return Frame(self.last.subject, metric + measure.growth, topic=self.last.topic, why=["增幅接着前一个数"])
        subject, metric = split_metric(peel(tidy(earlier.split(",")[-1])))
        return Frame(subject or self.topic(earlier, same), metric + measure.growth, why=["增幅,主语取自前文"])

    def go_on(self, measure: Measure, same: bool, said: str) -> Frame:
        """Nothing names the number: 80户120人, 救助90人、12万元."""
        last = self.last if same else Frame()
        if self.parent and measure.group == self.parent.group and re.search("[,;]", self.text[self.used_to : measure.start]):
            last = Frame(self.parent.subject, self.parent.metric, self.parent.verb, self.parent.topic, self.parent.group)
        subject = last.subject or self.topic("", same)
        verb = last.verb
        metric = f"{verb}{count_word(measure)}"
        level = GROWN.sub("", last.metric)
        if level != last.metric and measure.group in ("percent", "money") and not measure.growth:
            metric = level
        elif measure.group == "money" and {"月", "年"} & set(measure.per) and re.search("津贴|补贴|补助|费$|金$", last.topic):
            metric = f"{last.topic}标准"
        elif measure.group == last.group and last.metric:
            metric = last.metric
        elif measure.group == "percent" and said:
            metric = said[:12] + "比例"
        return Frame(subject, metric, verb, last.topic or self.service(subject), order=last.order, why=["没有自己的主语,接前一个数"])

    def named(self, measure: Measure, phrase: Phrase, noun: str, said: str, earlier: str, same: bool, raw: str) -> Frame:
        order = "number first" if noun and not phrase.noun else "noun first"
        verb = phrase.verb
        if not verb and same and self.carries(measure, order, raw) and not (self.parent and measure.group == "money"):
            verb = self.last.verb
        own = noun if noun and (not phrase.noun or is_place_or_actor(phrase.noun)) else phrase.noun or noun
        own = lexicon("services")["complements"].get(own, own)
        if standing := STANDING.search(own):
            subject = own[: standing.start()]
            subject = subject if is_strong(subject) else combine(phrase.topic or self.topic(earlier, same, raw), subject)
            return Frame(subject, f"{standing[0]}{count_word(measure)}", "", self.service(subject), order=order, why=["在保、在册的存量"])
        if noun and STANDARD.match(noun) and not phrase.noun and measure.group not in ("money", "percent"):
            return self.standard(measure, earlier, same)
        if self.follows_on(measure) and self.last.group in ("persons", "households") and own and not is_strong(own) and len(own) <= 4 and order == "noun first":
            own = combine(self.last.subject, own)
            return Frame(own, f"{verb}{count_word(measure)}", verb, self.last.topic, order=order, why=["紧接前一个数,同一对象"])
        why = [f"取“{tidy(raw)[:16]}”里的{'名词' if not noun else '动词'}" + (f",名词“{noun}”在数后" if noun else "")]
        subject, metric = split_metric(own)
        if measure.group == "money":
            given = split_verb(peel(said)).noun if said and re.match("给予|发放|作为|实行", said) else ""
            frame = self.money(measure, phrase, verb, subject, metric, earlier, same, why, order)
            frame.after = given or noun
            frame.metric = given if given and not metric and not is_strong(noun) else frame.metric
            return frame
        if measure.group in ("percent", "multiple", "ratio", "points"):
            return self.rate(measure, phrase, noun, said, earlier, same, why)
        if metric and not subject and not verb:
            subject = phrase.topic
        topic = phrase.topic if phrase.topic and not is_actor(phrase.topic) else ""
        if not own and self.parent and verb and not topic:
            topic = self.parent.subject
        if (metric and re.search("数$|人次|总|面积|能力|容量", metric)) or (metric and measure.group in ("area", "score", "duration")):
            name = combine(topic, subject) if topic else subject
            if is_strong(metric) and not name:
                name = self.service(metric)
            name = name if is_strong(name) else combine(self.topic(earlier, same, raw), name)
            metric = metric if metric != "数" else count_word(measure)
            return Frame(name, f"{verb}{metric}" if verb not in metric else metric, verb, self.service(name), order=order, why=why)
        subject = own
        child = self.parent if self.parent and self.parent.group == measure.group and own and not verb else None
        if AGE.fullmatch(own):
            topic = self.topic(earlier, same)
            return Frame(f"{own}老人", f"{topic}{count_word(measure)}", verb, topic, order=order, why=[*why, "年龄段加上前文的事项"])
        if child and child.subject and (own in PEOPLE or (not is_strong(own) and not is_weak(own))):
            subject = combine(child.subject, own)
        elif not is_strong(subject) and is_weak(subject):
            subject = combine(topic or self.topic(earlier, same, raw), subject)
        elif (topic and not is_strong(subject) and len(topic) <= 12) or (topic and len(topic) <= 12 and subject in word_list("weak")):
            subject = combine(topic, subject)
        if child and child.verb and child.metric and order == "noun first":
            return Frame(subject, child.metric, child.verb, self.service(subject) or child.topic, order=order, why=[*why, "“其中”:指标随总数"])
        extra = said[:14] if said and noun else ""
        metric = f"{verb}{extra}{count_word(measure)}" if extra not in verb else f"{verb}{count_word(measure)}"
        return Frame(subject, metric, verb, self.service(subject) or self.service(topic), order=order, why=why)

    def standard(self, measure: Measure, earlier: str, same: bool) -> Frame:
        """按照每百户不低于30平方米的标准,提升综合服务设施…: what it is about comes after."""
        ahead = services(self.text[measure.end : self.sentence_end(measure.end)])
        subject = ahead[0] if ahead else self.topic(earlier, same)
        return Frame(subject, count_word(measure), "", subject, why=["“…的标准”:对象取自后文"])

    def carries(self, measure: Measure, order: str, raw: str) -> bool:
        """The verb of the number before holds on: 建成2家食堂和7个助餐点, 结婚登记1023对、离婚登记432对."""
        if not self.last.verb or re.search(r"其中|现有|共有|目前|总数|使|(?:达到?|占|为)$", raw):
            return False
        joined = self.text[self.used_to - 1 : self.used_to + 1] if self.used_to else ""
        return measure.group == self.last.group or bool(re.match(r"^(?:\s|和|与|及|、|以及)", raw) or re.search("[、和与及]", joined))

    def money(self, measure: Measure, phrase: Phrase, verb: str, subject: str, metric: str, earlier: str, same: bool, why: list[str], order: str) -> Frame:
        own = subject + metric
        topic = phrase.topic if phrase.topic and not is_actor(phrase.topic) else ""
        if verb in ("提高", "调整", "增加", "达到", "提升", "实现", "确保", "保持", "落实", "安排", "计划") and metric:
            verb = "" if verb not in ("安排", "落实") else verb
        above = topic or self.topic(earlier, same)
        if self.follows_on(measure) and self.last.group in ("persons", "households", "person_times") and rivals(own, self.last.subject):
            topic = above = self.last.subject
        elif same and not topic and own and not rivals(own, self.last.subject) and self.last.group in ("persons", "households"):
            topic = ""
        elif same and not topic and self.last.group in ("persons", "households", "person_times") and not is_strong(own):
            above = self.last.subject or above
        if re.search("投入|投资|安排", verb) and not topic and not services(earlier) and not (same and self.last.topic):
            ahead = FORWARD.match(self.text, measure.end)
            if ahead and (found := services(ahead[1])):
                above = found[0]
        if self.parent and self.paid and own and not metric and not verb and not set(measure.per) & {"月", "年"}:
            return Frame(own, self.paid.metric, self.paid.verb, self.service(own), order=order, why=[*why, "“其中”:指标随总数"])
        if verb in ("完成", "投资", "投入", "完成投资") and own in ("", "投资") and (project := self.project_named(measure.start)):
            return Frame(project, f"{verb}{own}金额", verb, self.service(project), order=order, why=[*why, "项目名取自前文"])
        if not metric and not verb and (label := self.list_label()):
            return Frame(combine(split_metric(self.label)[0] or "", own) if self.label else own if is_strong(own) else combine(above, own), label, "", self.service(above), order=order, why=[*why, "指标名取自冒号前或标题"])
        if metric and not verb:
            name = subject if is_strong(subject) else combine(above, subject)
            return Frame(name, metric, "", self.service(name) or self.service(own), order=order, why=why)
        if {"人", "户"} & set(measure.per) and {"月", "年"} & set(measure.per) and not metric and subject and verb in ("", *PAYING):
            return self.allowance(subject, topic, above, order, why)
        if own and not verb and not topic and same and is_strong(self.last.subject) and not is_strong(own) and set(measure.per) - {"年", "月"}:
            return Frame(self.last.subject, own, "", self.last.topic, order=order, why=[*why, "按单位均摊,对象同前"])
        if own and not is_strong(own) and not is_weak(own) and not topic and len(own) >= 4 and not (verb and ((same and self.last.topic) or above != self.carried)):
            return Frame(own, f"{verb}金额", verb, self.service(above), order=order, why=why)
        if own and is_strong(own):
            name = topic or (self.last.subject if same and drop_rivals(self.last.subject, own) == self.last.subject and self.last.group in ("persons", "households", "person_times", "money") and self.last.topic and shares(own, self.last.subject) else "") or self.service(own)
            return Frame(name, f"{verb}{own}" if own not in name else f"{verb}金额", verb, self.service(own), order=order, why=why)
        if not own and topic and "人" in measure.per and {"月", "年"} & set(measure.per):
            return self.allowance(topic, "", above, order, why)
        metric = f"{verb}{own}" if own else f"{verb}{measure.growth or '金额'}"
        if own and same and is_strong(self.last.subject) and not topic:
            above = drop_rivals(self.last.subject, own)
        return Frame(above, metric, verb, self.service(above), order=order, why=why)

    def allowance(self, people: str, topic: str, above: str, order: str, why: list[str]) -> Frame:
        """80-89周岁老人每人每月50元: what it is for stands above."""
        name = combine(topic, people) if topic else people
        if re.search("补贴|津贴|补助|费$|金$", self.label):
            return Frame(name, f"{self.label}标准", "", self.service(name) or self.service(self.label), order=order, why=[*why, "名目取自冒号前"])
        paid = above if re.search("补贴|津贴|补助|费|金$", above) and above not in name else ""
        name = combine(above, name) if is_weak(name) and not paid else name
        return Frame(name, f"{paid}标准", "", self.service(name) or self.service(above), order=order, why=why)

    def list_label(self) -> str:
        """The metric that a whole list shares: before its colon, or the heading's."""
        for text in (self.label, self.path[-1] if self.path else ""):
            if found := split_metric(peel(text))[1]:
                return found
        return ""

    def rate(self, measure: Measure, phrase: Phrase, noun: str, said: str, earlier: str, same: bool, why: list[str]) -> Frame:
        if (noun and GENERIC_RATE.match(noun)) or (not noun and GENERIC_RATE.match(said)):
            what = peel(re.sub(GENERIC_RATE, "", noun) + said)
            own = phrase.noun or phrase.topic
            subject = own if is_strong(own) else combine(self.topic(earlier, same), own or peel(earlier.split(",")[-1]))
            return Frame(subject, f"{what[:8]}比例", phrase.verb, self.service(subject), why=why)
        if noun and (not phrase.noun or not split_metric(phrase.noun)[1]) and not (phrase.topic and phrase.noun):
            doing = said or phrase.verb
            subject = noun if is_strong(noun) or not is_weak(noun) else combine(self.topic(earlier, same), noun)
            return Frame(subject, f"{doing[:14]}比例" if doing else "覆盖比例", phrase.verb, self.service(subject), why=why)
        if self.label and (label := split_metric(self.label)) and label[1] and not split_metric(phrase.noun)[1]:
            return Frame(label[0] + phrase.noun, label[1], "", self.service(label[0]), why=[*why, "指标名取自冒号前"])
        whole = phrase.topic + phrase.verb + phrase.noun if phrase.verb and phrase.topic else phrase.noun or phrase.verb
        if phrase.verb and not phrase.topic:
            named = re.search("..率$|面$|度$|..比例$", phrase.noun)
            whole = phrase.noun if named else phrase.verb + phrase.noun
        subject, metric = split_metric(whole)
        if not metric and not measure.growth:
            metric = "比例" if measure.group in ("percent", "points") else count_word(measure)
        if is_strong(metric) and not subject:
            subject = self.service(metric)
        elif not subject and same and self.last.subject and self.last.group != "money":
            subject = drop_rivals(self.last.subject, metric)
        elif not subject or not is_strong(subject + metric):
            subject = combine(self.topic(earlier, same), subject)
        extra = said[:12] if said and noun == "" and re.search("比例|率", metric) and len(whole) < 3 else ""
        return Frame(subject, extra + metric + (measure.growth if measure.growth not in metric else ""), "", self.service(subject), why=why)

    # -- what is left unsaid -------------------------------------------------------------------------------------

    def follows_on(self, measure: Measure) -> bool:
        """No mark between the number before and this one: 为326名老人发放护理补贴19万元."""
        return self.last_end > 0 and not re.search(r"[,。;:、!?]", self.text[self.last_end : measure.start])

    def service(self, text: str) -> str:
        found = services(text)
        return found[0] if found else ""

    def topic(self, earlier: str, same: bool, raw: str = "") -> str:
        """What the number is about where its own clause does not say: nearest first."""
        if found := services(earlier):
            return found[-1]
        if same and self.parent and self.parent.topic:
            return self.parent.topic
        if same and (self.last.topic or len(self.last.subject) in range(3, 15)):
            return self.last.topic or self.last.subject
        for title in self.path[:-3:-1]:
            if found := services(title):
                return found[0]
        sentences = [part for part in re.split("[。!?]", self.text[: max(0, self.used_to)]) if part]
        for sentence in reversed(sentences):
            if found := services(sentence):
                return found[0] if "其中" in sentence else found[-1]
        for title in reversed(self.path):
            if found := services(title):
                return found[0]
        return self.carried if not raw else ""

    # -- 分别 ----------------------------------------------------------------------------------------------------

    def distribute(self, rows: list[Measure]) -> None:
        """A、B标准分别达到70元和50元: the n names go to the n numbers."""
        kept = [row for row in rows if not row.dropped]
        for n, first in enumerate(kept):
            start = self.sentence_start(first.start)
            floor = max(start, kept[n - 1].end if n else 0)
            head = self.text[floor : first.baseline.start if first.baseline and first.baseline.start > floor else first.start]
            at = head.rfind("分别")
            if at < 0:
                continue
            names = split_names(re.split(r"[,;:]", without_periods(head[:at]))[-1], len(self.group_from(kept, n)))
            group = self.group_from(kept, n)
            names = names or [name for name in self.spread if len(self.spread) == len(group)]
            if len(names) == len(group) > 1:
                self.spread = names
                for name, row in zip(names, group, strict=True):
                    self.rename(row, name, self.frames[group[-1].start].after if row.group == "money" else "")

    def group_from(self, kept: list[Measure], n: int) -> list[Measure]:
        """Numbers in a row with nothing but joining words between them."""
        group = [kept[n]]
        for following in kept[n + 1 :]:
            between = self.text[group[-1].end : (following.baseline or following).start]
            if not re.fullmatch(r"(?:[、和与及,]|以及|每人每[月年]|由|从|提高到|达到)*", between):
                break
            group.append(following)
        return group

    def rename(self, row: Measure, name: str, shared: str = "") -> None:
        frame = self.frames[row.start]
        phrase = split_verb(peel(name))
        subject, metric = split_metric(phrase.noun or peel(name))
        if not is_strong(subject + metric):
            subject = combine(self.topic("", True), subject)
        frame.subject = subject
        kept = shared or frame.metric if not is_strong(frame.metric) or frame.verb else "金额"
        rest = metric or kept if row.group in ("money", "percent", "multiple") else f"{phrase.verb or frame.verb}{count_word(row)}"
        frame.metric = rest if not row.growth or row.growth in rest else rest + row.growth
        frame.why = ["“分别”:按次序各取一个名称"]


def is_actor(text: str) -> bool:
    """An office that acts is no subject: 县民政局, 各乡镇."""
    return bool(re.fullmatch(r".{0,8}(?:局|政府|办公室|部门|乡镇|镇|街道|单位|县|市|区)", text)) and not is_strong(text)


def is_place(text: str) -> bool:
    return bool(re.fullmatch(r"[一-鿿]{1,4}(?:镇|乡|街道|社区|村|县|区|市)|市本级|县本级|区本级|[一-鿿]{1,3}(?:新区|新城|开发区|矿区)", text)) and not re.search("农村|城市|乡村|城乡|示范|试点", text)


def is_place_or_actor(text: str) -> bool:
    return is_actor(text) or is_place(text)


@cache
def weak_pattern() -> re.Pattern[str]:
    return re.compile(f"{any_of(lexicon('services')['qualifiers'])}*(?:{any_of(sorted(word_list('weak')))})?")


def is_weak(text: str) -> bool:
    """Says nothing by itself: 资金, 对象, 公办, 集中."""
    return len(text) <= 2 or text in word_list("weak") or bool(weak_pattern().fullmatch(text))


def programmes(text: str) -> set[str]:
    return {word for word in lexicon("services")["programmes"] if word in text}


def rivals(own: str, other: str) -> bool:
    """Whether money named `own` may well be paid to `other`: they name no two programmes."""
    return not programmes(own) or not programmes(other) or bool(programmes(own) & programmes(other))


def shares(own: str, other: str) -> bool:
    return bool(programmes(own) & programmes(other))


def split_names(text: str, count: int) -> list[str]:
    """Names before 分别 with the tail they share: 城市、农村低保标准 → 城市低保标准, 农村低保标准."""
    text = peel(text)
    if count == 2 and "城乡" in text and not re.search("[、和与及]", text):
        return [text.replace("城乡", "城市", 1), text.replace("城乡", "农村", 1)]
    guarded = re.sub("一、二级", "一级、二级", re.sub("三、四级", "三级、四级", text))
    parts = [part for part in re.split(r"[、和与及]|以及", guarded) if part]
    if len(parts) < 2:
        return []
    last = parts[-1]
    qualifier = max((word for word in [*lexicon("services")["qualifiers"], "月", "年"] if last.startswith(word)), key=len, default="")
    tail = last[len(qualifier) :]
    shared = split_metric(last)[1]
    named = []
    for part in parts[:-1]:
        if qualifier and ((len(part) <= len(qualifier) + 2 and not is_strong(part)) or any(part.endswith(word) for word in lexicon("services")["qualifiers"])):
            part += tail
        elif shared and not split_metric(part)[1]:
            part += shared
        named.append(part)
    first_service = services(named[0])
    if not is_strong(last) and first_service:
        last = combine(first_service[0], last)
    return [*named, last]
