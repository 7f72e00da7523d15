"""Which subject and which metric a number belongs to.

The text between two numbers is shared out: what stands before a number in its clause names it, 新建敬老院6所; where that
is only a verb, the noun follows, 新建6所敬老院; where there is nothing, the number goes on with the last one, 80户120人.
What a clause leaves unsaid comes from the clause before, then from the sentence, then from the heading. The rules that
name are in `naming.py` (counts), `money.py` and `rates.py`; `apportion.py` deals out the names before 分别.
"""

from __future__ import annotations

import re
from functools import cache

from . import behind, money, naming, rates, tiers
from .allowances import GIVEN
from .apportion import apportion
from .change import MORE
from .clauses import clauses, cut_base
from .completing import place_under, qualify
from .frames import HEADS, Clue, Frame, is_actor, is_place
from .measures import Measure
from .periods import without_periods
from .phrases import Phrase, attached, head_noun, is_strong, peel, split_metric, split_verb, tidy, word_list
from .places import ends_in_place
from .thread import PARTS, Thread
from .words import any_of, lexicon

CONJUNCTION = re.compile(r"(?:以及|并且|同时|并|和|及|与|、|,)$")
LEVEL = re.compile(r"(?:达到?|为|是|到|至|成|在)(?:每人每[月年]|每[月年])?$")
LEVELLED = frozenset(["percent", "money", "multiple", "area", "points"])
PLACES = re.compile("乡镇|村|社区|街道|镇|县区|区县|行政村")
GENERIC_NOUN = re.compile(r"(?:新)?(?:标准(?!化)|比例|额度)(?=.{2})")
ALL_DONE = re.compile("^(?:全部|均|都|已).*")
PAID_FOR = re.compile("(?:安排|拨付|落实|核拨|列支)(?=.{2})")
NAMES = re.compile(r"[一-鿿]{2,5}(?:、[一-鿿]{2,5}){1,12}")
CONDITION = re.compile(r"(?:\d[\d.]*(?:万?[人户名元张]|平方米)及?以[上下]){1,2}的?")
QUALIFIES = re.compile("[一-鿿]{2}的$")
TOWARD = re.compile("[一-鿿]{2}(?:对|为|向|给)(?:全[省市县区镇乡])?(?:的)?$")
STATE = re.compile("(?:尚|还|仍)?(?:未(?!成年|保|来|婚)|没有|没|不(?!少|低|超|足|动产))[一-鿿]{1,10}")
BEHIND_PAIR = re.compile(r"\d[\d,.]*万?(?:人次|户次|人|名|户)")
HAVING = re.compile("(?:至少|须|应|要|均|都|最少|确保)(?:配?有|设有)(?:不少于|不低于|至少)?$")
FREELY = re.compile("(?:免费|统一|上门|集中)$")
ANAPHORA = ("项目", "工程", "该项目")
STANDS_FOR = ("", "原水平", "比较的基数")  # reasons for dropping that still bound the text


@cache
def and_then() -> re.Pattern[str]:
    """What leads on to the next number: 和, 并新增."""
    verbs = any_of(lexicon("roles")["verbs"])
    return re.compile(rf"(?:以及|并且|同时|并|和|及|与|、|,)(?:{verbs})?$")


class Roles:
    """Reads one block's measures in order."""

    def __init__(
        self, text: str, measures: list[Measure], path: list[str], carried: str = "民政", body: int = 0
    ) -> None:
        self.thread = Thread(text, path, carried, body)
        self.measures = [measure for measure in measures if measure.dropped in STANDS_FOR]

    def read(self) -> dict[int, Frame]:
        """Frames by the start of their measure, rows only."""
        frames: dict[int, Frame] = {}
        for n, measure in enumerate(self.measures):
            last = n + 1 == len(self.measures)
            following = len(self.thread.text) if last else self.measures[n + 1].start
            if measure.dropped == "比较的基数":
                self.thread.used_to = measure.end
            if not measure.dropped:
                frames[measure.start] = self.frame(measure, following)
        apportion(self.thread, [measure for measure in self.measures if not measure.dropped], frames)
        return frames

    def frame(self, measure: Measure, following: int) -> Frame:
        thread = self.thread
        start = thread.sentence_start(measure.start)
        floor, old = max(thread.used_to, start), measure.baseline
        at = measure.start
        if old and old.end <= at and old.start >= floor:
            at = old.start
        tail = thread.text[measure.end : min(following, thread.sentence_end(measure.end))]
        if not tail and (behind_pair := BEHIND_PAIR.match(thread.text, measure.end)):
            tail = re.match(r"[^\d。]{0,40}", thread.text[behind_pair.end() :][:40])[0]  # 14035户25559人享受低保
        lead = thread.text[floor:at]
        if old and at == old.start:
            lead = re.sub("(?<=[一-鿿]{2})(?:由|从)[^,。;]*$", "", lead)  # 比例由医保报销后的65%提高到70%
        frame = self.compose(measure, lead, tail, following)
        thread.used_to = min(thread.used_to, following)
        frame.sentence, frame.group, frame.unit = start, measure.group, measure.unit
        frame.subject = re.sub(r"(?<=[一-鿿])\d+$|^(?:[年月]均?|日均)(?!度)(?=[一-鿿]{2})|在$", "", frame.subject)
        if re.fullmatch(r"[\d.]+", frame.subject):
            frame.subject = thread.last.subject
        if "城乡" in frame.subject and re.search("城市|城镇|农村", frame.subject):
            frame.subject = frame.subject.replace("城乡", "", 1)
        qualify(thread, measure, frame)
        place_under(thread, measure, frame)
        thread.leave(measure, frame)
        return frame

    # -- the parts of the text around a number --------------------------------------------------------------------

    def compose(self, measure: Measure, lead: str, tail: str, following: int) -> Frame:
        """Take the text apart into a clue and let the rules name it."""
        thread, pieces = self.thread, clauses(MORE.sub("", lead) if measure.growth else lead)
        same = thread.last.sentence == thread.sentence_start(measure.start)
        same = same or bool(thread.last_end and PARTS.match(lead))
        thread.at = measure.start
        thread.enter(lead, same, measure.group)
        clue = Clue(measure, Phrase(), pieces[0], ",".join(pieces[:0:-1]), same)
        if frame := rates.share(thread, clue):
            return frame
        core, base = self.take_apart(clue, tail, following)
        for rule in (behind.goal_and_actual, behind.by_standard, behind.within, behind.enjoyed, money.project):
            if frame := rule(thread, clue, tail):
                return frame
        if clue.phrase.noun in ANAPHORA or (not clue.phrase.noun and clue.phrase.topic in ANAPHORA):
            clue.phrase.topic = thread.project_named(measure.start) or (thread.last.subject if same else "")
            clue.phrase.noun = ""
        if frame := tiers.other_half(thread, clue, core):
            return frame
        if frame := behind.task(thread, clue, tail):
            return frame
        settled = core or clue.noun or shared_out(clue) or STATE.match(clue.said) or (measure.growth and same)
        if not settled:
            core = self.step_back(clue, pieces, lead)
        if clue.phrase.noun and not clue.phrase.verb and not clue.noun and is_place(clue.phrase.noun) and same:
            return naming.go_on(thread, clue)
        if frame := rates.of_task(thread, clue, core, base) or rates.growth(thread, clue):
            return frame
        named = core or clue.noun or shared_out(clue) or named_behind(clue)
        return self.named(clue) if named else naming.go_on(thread, clue)

    def take_apart(self, clue: Clue, tail: str, following: int) -> tuple[str, str]:
        """Set the clue's phrase and the noun behind its number; the peeled clause and the base of a rate."""
        core, base = cut_base(clue.raw)
        core = peel(CONDITION.sub("", core))
        if not core and CONDITION.search(clue.raw) and self.thread.label:
            core = self.thread.label  # …配备工作人员:3万人以下的不少于3名
        clue.phrase, clue.core = split_verb(core) if core else Phrase(), core
        listed = NAMES.fullmatch(clue.phrase.noun) and not is_strong(clue.phrase.noun)  # 对甲、乙、丙3所敬老院
        if (listed or TOWARD.search(clue.raw)) and re.match("[一-鿿]{2}", tail):
            clue.phrase.noun = ""  # 县民政局联合消防部门对全县28家养老机构进行了检查
        clue.noun, clue.said = self.noun_after(clue, tail, following)
        if QUALIFIES.search(clue.raw) and clue.noun and not is_strong(clue.phrase.noun):
            clue.phrase.noun = ""  # 公路两侧500米范围内的2175座坟墓
        return core, base

    def step_back(self, clue: Clue, pieces: list[str], lead: str) -> str:
        """An empty clause is named by the one before it, unless the number only goes on in a list."""
        named = next((n for n, piece in enumerate(pieces) if n and peel(cut_base(piece)[0])), None)
        goes_on = clue.same or re.match(r"^[、和与及,]?$", lead)
        if named is None or (goes_on and (lead[-1:] in "、" or ends_in_place(lead))):
            return ""
        clue.raw, clue.earlier = pieces[named], ",".join(pieces[:named:-1])
        clue.phrase = split_verb(peel(cut_base(clue.raw)[0]))
        return clue.raw

    def noun_after(self, clue: Clue, tail: str, following: int) -> tuple[str, str]:
        """The noun behind the number, and what is said of it, where the text before leaves room for one."""
        thread, measure, phrase = self.thread, clue.measure, clue.phrase
        if not tail or tail[0] in ",。;:、!?()\t" or re.match("中(?![心央国])", tail):
            return "", ""
        raw = tidy(clue.raw)
        if (
            HAVING.search(thread.text, max(0, measure.number.start - 16), measure.number.start)
            and phrase.noun
            and re.match("[一-鿿]{2}", tail)
        ):
            phrase.topic, phrase.noun = phrase.topic + phrase.noun, ""  # 社工站至少有2名持证社工
        level = LEVEL.search(raw) and not re.search(r"(?:分别|各|共)为$", raw)
        if level and measure.group in LEVELLED and not tail.startswith("的"):
            return "", ""
        if re.match("大关|关口", tail):
            thread.used_to = measure.end + 2
            return "", ""
        reaches = measure.end + len(tail) == following < len(thread.text) and not re.search("[,;:]", tail)
        if state := STATE.match(tail):
            return "", state[0]  # 3个未开工
        noun, said = attached(and_then().sub("", tail.split("、", 1)[0] if reaches else tail), reaches)
        settled = phrase.noun and not tail.startswith("的") and not is_actor(phrase.noun) and not is_place(phrase.noun)
        if settled and reaches and noun and not CONJUNCTION.search(tail):
            return "", ""  # 新建敬老院6所床位300张: the noun is the next number's
        if settled and phrase.verb and measure.group != "percent":
            return "", said or noun
        if noun and not peel(noun):
            return "", said  # 投入50万元积极开展助学
        if noun and not (settled and measure.group == "percent"):
            thread.used_to = measure.end + tail.find(noun) + len(noun)
        noun = ALL_DONE.sub("", without_periods(noun)) if measure.group in HEADS | {"facilities"} else noun
        if measure.group == "money" and PAID_FOR.match(noun):
            return "", noun + said
        noun = noun[:-1] if re.fullmatch("[一-鿿]{2,}中", noun) and tail.startswith(noun + ",") else noun
        return self.trimmed(measure, noun, said, reaches)

    def trimmed(self, measure: Measure, noun: str, said: str, reaches: bool) -> tuple[str, str]:
        """The noun without what belongs to the next number or only repeats that it is a standard."""
        if measure.growth and re.match("速度|幅度|比例", noun):
            return "", ""
        about, rate = split_metric(noun) if reaches and measure.group != "percent" else (noun, "")
        if about and rate.endswith("率"):  # 26家养老机构平均入住率46.2%
            average = about.removesuffix("平均")
            self.thread.used_to -= len(noun) - len(average)
            return average, ""
        where = PLACES.match(noun) if reaches and measure.unit == "个" else None
        if where and len(noun) > len(where[0]) + 3:
            self.thread.used_to = measure.end + len(where[0])
            return where[0], ""
        noun = FREELY.sub("", head_noun(noun)) or noun
        generic = GENERIC_NOUN.match(noun) if measure.group != "percent" else None
        if generic:
            doing = split_verb(noun[generic.end() :])
            return doing.noun, said or doing.verb
        return noun, said

    # -- naming ----------------------------------------------------------------------------------------------------

    def named(self, clue: Clue) -> Frame:
        """Choose the noun that names the number and hand over to the rules for its kind."""
        thread, phrase, measure = self.thread, clue.phrase, clue.measure
        clue.verb = phrase.verb
        if not clue.verb and clue.same and self.carries(clue) and not (thread.parent and measure.group == "money"):
            clue.verb = thread.last.verb
        own = clue.noun if clue.noun and (is_actor(phrase.noun) or is_place(phrase.noun)) else phrase.noun or clue.noun
        clue.own = lexicon("services")["complements"].get(own, own)
        for rule in (naming.standing, naming.generic_standard, naming.same_people):
            if frame := rule(thread, clue):
                return frame
        clue.why = [f"取“{tidy(clue.raw)[:16]}”" + (f"和数后的“{clue.noun}”" if clue.noun else "")]
        naming.split_own(clue)
        if measure.group == "money":
            return money.name_money(thread, clue)
        return rates.name_rate(thread, clue) if measure.group in rates.RATES else naming.name_count(thread, clue)

    def carries(self, clue: Clue) -> bool:
        """The verb of the number before holds on: 建成2家食堂和7个助餐点, 结婚登记1023对、离婚登记432对."""
        thread, raw = self.thread, clue.raw
        if not thread.last.verb or re.search(
            r"^(?:单[次笔]|人均|户均)|其中|现有|共有|目前|总数|使|(?:达到?|占|为)$", raw
        ):
            return False
        if clue.phrase.noun in word_list("nominal"):
            return False  # 死亡遗体286具,火化279具
        joined = thread.text[thread.used_to - 1 : thread.used_to + 1] if thread.used_to else ""
        linked = re.match(r"^(?:\s|和|与|及|、|以及)", raw) or re.search("[、和与及]", joined)
        return clue.measure.group == thread.last.group or bool(linked)


def shared_out(clue: Clue) -> bool:
    """投入304万元,平均每户3500元: the sum before, for each."""
    return clue.measure.group == "money" and clue.same and clue.raw in ("平均", "人均", "户均")


def named_behind(clue: Clue) -> bool:
    """…,按每张8000元给予建设奖补: what it is called stands behind."""
    return clue.measure.group == "money" and GIVEN.match(clue.said) is not None
