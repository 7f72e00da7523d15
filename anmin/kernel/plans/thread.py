"""What has been said so far in a block: the number before, the total before 其中, the label before a colon."""

from __future__ import annotations

import re

from .frames import Frame
from .measures import DENOMINATORS, Measure
from .periods import without_periods
from .phrases import ASIDE, head_noun, is_broad, peel, services, split_metric, split_verb, topics
from .words import lexicon

TITLES = re.compile(r"《[^》\n]{1,80}》(?:\([^()]{4,30}号\))?")
WORKS = re.compile(
    r"[一-鿿]{2,14}(?:项目|工程|综合体|福利中心|服务中心|养护中心|公墓|殡仪馆|福利院|敬老院)(?:[一二三]期(?=[完正主已项工建,]))?(?=建设|改造|主体|完成|[一二三]期|已|正在|主体|[,。;、]|$)"
)
BUILDS = re.compile("(?:新建|改造|扩建|改扩建|完成|建设|提升)(.{2,40}?)((?:改造|建设|提升|扩建)?)[,、。;]")
HOUSES = re.compile(
    '(?:扩建|新建|改建|迁建|改扩建|改造|建设|启用|投用|建成|建好|建起|成立|设立)([一-鿿]{2,14}(?:院|中心|机构|公寓|站|所))(?=[,、”"]|二期|一期|项目)'
)
ACTIVITY = re.compile(
    '(?:开展|实施|举办|依托|通过|借助)?[“"]([一-鿿]{3,12})[”"](?:活动|行动|项目|工程|计划|品牌|(?=资助|收到|募集|走访|惠及|救助))'
)
HOME = re.compile("(?:院|中心|站|机构|所|公寓)$")
GENERAL = re.compile("工作|任务|情况|目标|措施|安排|成效|做法|问题|要求|总体|思路|打算|重点|保障|基本|主要|[的了]")
ACHIEVED = re.compile(
    "工作|扎实|有效|有力|有序|明显|显著|到位|稳步|深入|(?:加强|提升|提高|完善|平稳|汇聚|加大|走低|走高|下降|上升|偏低|偏高|向好|活跃|夯实|筑牢|兜牢|织密|织牢|升级|提质|增效|扩面|落地|见效|加快|推进|优化|健全|凸显|增强|显现|改善|规范)$|持续|不断|更加|日益|得到"
)
INDICATOR = re.compile(
    "(?:数量|质量|时效|成本|效益|社会效益|经济效益|生态效益|可持续影响|服务对象满意度|满意度|产出|绩效)(?:指标|目标)$"
)
PROBLEM = re.compile(
    "滞后|不足|不够|不平衡|不均|不高|不强|较[慢低弱大]|偏[慢低弱大]|薄弱|缺乏|短缺|突出|[越更再][一-鿿]{1,4}$"
)
PARTS = re.compile(
    r"[。\s]*(?:其中|(?:具体)?分配情况|具体为|具体分配)[:,]?(?=.{0,8}$)"
)  # a sentence that lists parts of the one before
FARTHEST = 1000  # characters of a sentence after a number


def opens_with_verb(title: str) -> bool:
    """推动民生工程 is a task, no project's name."""
    phrase = split_verb(peel(title.removeprefix("关于")))
    return bool(phrase.verb) and not phrase.topic


class Thread:
    """The state of reading one block, and where a subject that goes unsaid is looked for."""

    def __init__(self, text: str, path: list[str], carried: str, body: int) -> None:
        self.text = TITLES.sub(lambda match: "¤" * len(match[0]), text)
        self.path, self.carried = path, carried
        self.body = body  # where the text begins after its marker
        self.used_to = body  # what is already taken by the number before
        self.at = body  # where the number at hand stands
        self.last_end = 0  # where the last row's number ends
        self.last = Frame()
        self.home = Frame()  # the institution that the sentence opens with
        self.recalled = Frame()  # the last number of the paragraph before
        self.parent: Frame | None = None  # the total before 其中
        self.spelled = False  # 其中: introduces a list that goes on after a semicolon
        self.label = ""  # what stands before a colon
        self.paid: Frame | None = None  # the last sum of money in the sentence
        self.stock = Frame()  # the last number that is no rate
        self.built = Frame()  # the first houses that the sentence counts
        self.joined = self.listed = False  # this number, the number before is joined to another with 、
        self.outer: Frame | None = None  # the number before an open bracket
        self.whole: dict[str, Frame] = {}  # the last number of each group that is no part of another

    def sentence_start(self, at: int) -> int:
        return max(self.text.rfind(mark, 0, at) for mark in "。!?") + 1

    def sentence_end(self, at: int) -> int:
        ends = (end for mark in "。!?" if (end := self.text.find(mark, at, at + FARTHEST)) >= 0)
        return min(ends, default=min(len(self.text), at + FARTHEST))

    def enter(self, lead: str, same: bool, group: str) -> None:
        """Keep what a list is about: the total before 其中, the label before a colon."""
        if not same:
            self.parent, self.label, self.paid, self.outer = None, "", None, None
        closing, opening = lead.find(")"), lead.rfind("(")
        if self.outer and closing >= 0 and "(" not in lead[:closing]:
            self.last, self.parent, self.outer = self.outer, None, None
        if same and opening > closing:
            self.outer = self.last
        parts = PARTS.match(lead)
        if ";" in lead and self.parent and not self.spelled:
            self.last, self.parent = self.parent, None  # …,其中A;B…: B is a whole again
        self.listed, self.joined = self.joined and same, lead[:1] == "、"
        if same and (parts or "其中" in lead):
            self.spelled = "其中:" in lead
            self.parent = self.total(group)
            self.paid = self.parent if parts and group == "money" else self.paid
        if ":" in lead and not parts:
            label = re.split(r"[,;]", lead[: lead.rindex(":")])[-1]
            label = INDICATOR.sub("", label.removeprefix("具体"))
            label = re.sub(
                "(?<=[一-鿿]{2})(?:按照?|根据|依据)[^,;:]*(?:计算|确定|核定|执行|发放|划分|[分为][一-鿿]{1,3})$",
                "",
                label,
            )
            label = peel(DENOMINATORS.sub("", without_periods(label)))
            label = lexicon("services")["complements"].get(label, label)
            before = split_metric(self.label)[1] if same else ""
            if before and len(label) <= 6 and not split_metric(label)[1]:
                label += re.sub("^(?:集中|分散|城市|农村)(?:供养)?", "", before)  # 集中供养标准:…;分散供养:…
            self.label = label

    def total(self, group: str) -> Frame:
        """What 其中 is a part of: the last whole of the same kind in the sentence, else the last number that is no rate."""
        alike = self.whole.get(group)
        if alike and alike.sentence == self.last.sentence:
            return alike
        rate = self.last.group in ("percent", "points") and self.stock.sentence == self.last.sentence
        return self.stock if rate else self.last

    def leave(self, measure: Measure, frame: Frame) -> None:
        """Make a named number the one before."""
        self.used_to = max(self.used_to, measure.end)
        self.last_end, self.last = measure.end, frame
        if self.home.sentence != frame.sentence or not self.home.subject:
            self.home = frame if HOME.search(frame.subject) else Frame()
        if measure.group == "money":
            self.paid = frame
        if not self.parent and not measure.growth:
            self.whole[measure.group] = frame
        if measure.group not in ("percent", "points") and not measure.growth:
            self.stock = frame
        if measure.group == "facilities" and frame.sentence != self.built.sentence:
            self.built = frame

    def follows_on(self, measure: Measure) -> bool:
        """No mark between the number before and this one: 为326名老人发放护理补贴19万元."""
        return self.last_end > 0 and not re.search(r"[,。;:、!?]", self.text[self.last_end : measure.start])

    def project_named(self, at: int) -> str:
        """The last project, centre or works that the block names before a number."""
        named = [
            peel(match[0].rpartition("的")[2])
            for match in WORKS.finditer(DENOMINATORS.sub("¤", ASIDE.sub("", self.text[max(0, at - 200) : at])))
        ]
        named = [name for name in named if len(split_verb(name).noun) > 2]
        if not named:
            return ""
        noun = split_verb(named[-1]).noun
        return noun if len(noun) > 3 else named[-1]

    def works(self) -> str:
        """What the sentence builds or alters, before the beds that this gives."""
        if self.built.subject and self.built.sentence == self.last.sentence:
            return self.built.subject
        sentence = self.text[self.sentence_start(self.last_end) : self.last_end]
        match = BUILDS.search(sentence)
        found = services(match[0]) if match else []
        return found[0] + match[2] if found else ""

    def house(self, at: int) -> str:
        """The institution that the clauses before in this sentence build: 扩建县中心敬老院,新增床位120张."""
        sentence = self.text[self.sentence_start(at) : at]
        found = list(HOUSES.finditer(sentence))
        return peel(found[-1][1]) if found else ""

    def topic(self, earlier: str, same: bool, raw: str = "") -> str:
        """What a number is about where its own clause does not say: nearest first."""
        if self.built.subject and self.built.sentence == self.sentence_start(self.at) and self.last.group == "beds":
            return self.works()
        if same and (named := ACTIVITY.match(self.text[self.sentence_start(self.at) :])):
            return named[1]
        if found := topics(earlier):
            return found[-1]
        if self.label.endswith(("项目", "工程")):
            return self.label
        if same and self.parent and self.parent.topic:
            return self.parent.topic
        if same and (self.last.topic or len(self.last.subject) in range(3, 15)):
            return self.common(self.last.topic or self.last.subject)
        if (
            self.path
            and re.fullmatch(r"[^,。、\d]{2,20}(?:项目|工程)", self.path[-1])
            and not opens_with_verb(self.path[-1])
        ):
            return peel(self.path[-1])
        for title in self.path[:-3:-1]:
            if found := topics(title):
                nearer = self.sentences_before() if is_broad(found[0]) else ""
                return nearer or self.titled(title) or found[0]
        if found := self.sentences_before():
            return found
        for title in reversed(self.path):
            if found := topics(title):
                return found[0]
        if self.path and not raw and (name := self.heading()):
            return name
        return self.carried if not raw else ""

    def fallback(self, own: str) -> str:
        """What the whole paper is about, for a noun as empty as 机构."""
        return self.carried if own in ("机构", "中心", "站点", "设施") and self.carried != "民政" else ""

    def titled(self, title: str) -> str:
        """A short heading that is a noun names its rows whole: 养老机构消防达标改造."""
        name = head_noun(peel(title))
        plain = re.fullmatch("[一-鿿]{5,14}", name) and not re.search("[的了]", name) and not opens_with_verb(title)
        plain = plain and not ACHIEVED.search(name)
        return name if plain and title == self.path[-1] else ""

    def heading(self) -> str:
        """The last heading as a noun, where no service is named: 资金支出进度."""
        name = head_noun(peel(self.path[-1]))
        plain = (
            re.fullmatch("[一-鿿]{4,12}", name)
            and not GENERAL.search(name)
            and not PROBLEM.search(name)
            and not opens_with_verb(self.path[-1])
        )
        return name if plain else ""

    def common(self, topic: str) -> str:
        """The parent of a topic whose sibling the sentence names too."""
        parents = lexicon("services")["parents"]
        parent = parents.get(topic)
        siblings = [name for name, above in parents.items() if above == parent and name != topic]
        said = self.text[self.sentence_start(self.last_end) : self.used_to]
        return parent if parent and any(name in said for name in siblings) else topic

    def sentences_before(self) -> str:
        """The service of the nearest sentence before; the total's where it lists parts."""
        until = max(0, self.used_to, self.sentence_start(self.at))
        sentences = [part for part in re.split("[。!?]", self.text[:until]) if part]
        for sentence in reversed(sentences):
            if found := topics(sentence):
                return found[0] if "其中" in sentence else found[-1]
        return ""
