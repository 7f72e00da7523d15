"""Where a row holds: the township or village named nearest, every place of a kind, or the document's own county."""

from __future__ import annotations

import re
from functools import cache

from .measures import Measure
from .words import any_of, lexicon

FARTHEST = 300  # characters that a place holds on for
KINDS = "镇|乡|街道|社区|村"
AREAS = "镇|乡|街道|社区|新城|新区|开发区|村"
NUMBERED = r"[一二三四五六七八九十\d]{1,3}[、.是]|\([一二三四五六七八九十\d]{1,3}\)"
EACH = re.compile(
    r"(?:^|[,。;:])(?:全县|全市|全区)?"
    r"((?:各|每个?)?(?:乡镇|镇|街道|村|社区|乡|县、乡镇|县、乡)(?:\([^)]*\))?(?:人民政府|政府|民政办)?)"
    r"(?=(?:每年|每季度|要|应|须|必须|至少|每半年|每月|为|在|都|均|应当|原则上|配备|设立))"
)
NAMED = re.compile(
    r"(?:^|[,。;:在对]|改造|新建|改扩建|建设|完成|建成|提升|修缮)(?:对|在|为)?((?:[一-鿿]{2,4}、)+[一-鿿]{2,4})等$"
)
OFFICE = re.compile(
    "(?:^|其中[:,]?)((?:市|县|区|州)本级|[一-鿿]{0,3}(?:矿区|林区|垦区|片区)|[一-鿿]{2,3}[县旗](?=任务|完成|已|新建|建成|$))(?=[一-鿿]{0,8}$)"
)
WHOLE_OF = re.compile("^全[省市县区州旗镇乡](?:共|合计|总计)")
WHOLE = re.compile("全[省市县区州旗镇乡]|合计|共计|总计|各地")
ALL_EACH = re.compile(r"各(乡镇|镇|街道|村|社区|县区|县)(?!级|办|长|干)")


@cache
def opener_pattern() -> re.Pattern[str]:
    common = any_of(lexicon("places")["common"])
    verbs = any_of([word for word in lexicon("roles")["verbs"] if len(word) > 1])
    name = rf"(?!{common}|{verbs})[一-鿿]{{1,4}}?(?:县|区|市|旗|镇|乡|街道)|(?:其余|其他)(?:乡镇|镇|县区|区县|村|街道)"
    county = rf"(?!{common}|{verbs})[一-鿿]{{1,3}}[县区市旗](?=[一-鿿]{{1,3}}[镇乡街])"  # 云溪县坝上镇
    return re.compile(
        rf"(?:(?<![^,。;:、(])|(?<=其中))(?:其中)?(?:{county})?(?P<name>{name})(?=\d|任务|进度|因|已|应|拟|共|仅|仍|还|尚|现有|推行|探索|$|{verbs})"
    )


def opener(text: str, start: int, end: int) -> re.Match[str] | None:
    """The last county or township that opens a clause and is said to have or do something: 西山县任务20家."""
    common = tuple(lexicon("places")["common"])
    found = [
        match
        for match in opener_pattern().finditer(text, start, end)
        if not match["name"].endswith(common) or match["name"].startswith(("其余", "其他"))
    ]
    return found[-1] if found else None


def without_place(clause: str) -> str:
    """A clause without the place that opens it."""
    match = opener(clause, 0, len(clause))
    return clause[match.end() :] if match and match.start() == 0 else clause


def ends_in_place(text: str) -> bool:
    """Whether nothing but a place stands before a number: 其中,河阴区96.5%."""
    match = opener(text, 0, len(text))
    return match is not None and match.end() == len(text)


@cache
def stem() -> str:
    """One to three characters that may stand before 镇, 乡, 村 in a name."""
    return f"(?:(?!城[乡镇市区])(?![{lexicon('places')['not_in_names']}])[一-鿿]){{1,3}}"


@cache
def local_pattern() -> re.Pattern[str]:
    not_after = any_of(lexicon("places")["not_after"])
    return re.compile(rf"(?:^|[在于为对和与及、,。;:(将由中是向]|其中)({stem()}(?:{AREAS}))(?!{not_after})")


@cache
def listed_pattern() -> re.Pattern[str]:
    return re.compile(rf"({stem()}(?:{KINDS}))(?=[、和及](?:{stem()}(?:{KINDS})|等)|[等各]\d)")


@cache
def opening_pattern() -> re.Pattern[str]:
    return re.compile(rf"[^一-鿿]{{0,6}}(?:{NUMBERED})?(?:在|由)?({stem()}(?:镇|乡|街道|社区|新城|新区|开发区))")


@cache
def owner_pattern() -> re.Pattern[str]:
    labels = any_of(lexicon("places")["owners"])
    office = "局|办|科|股|中心|委|站|所|室|政府|乡镇"
    charge = "(?:牵头|负责|牵头负责|分别负责|按职责分工负责)+"
    return re.compile(rf"{labels}[::]\s*([^。;)\n]{{2,40}})|\(([^()]{{2,30}}(?:{office})){charge}\)")


def local(text: str) -> str | None:
    """The last township or village named, with those listed beside it."""
    listed = [match[1] for match in listed_pattern().finditer(text)]
    named = [match[1] for match in local_pattern().finditer(text)]
    if not listed:
        return named[-1] if named else None
    if not named or named[-1] in listed or text.rindex(listed[-1]) > text.rindex(named[-1]):
        tail = [name for name in named if text.find(name) > text.rindex(listed[-1])][:1]
        return "、".join([*listed, *tail])
    return named[-1]


def clause_of(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in ",;、。:") + 1


class Places:
    """Places for the rows of one block, in order."""

    def __init__(self, text: str, measures: list[Measure], issuer: str | None) -> None:
        self.text, self.measures, self.issuer = text, measures, issuer
        self.placed: tuple[int, str] = (-1, "")  # where the last named place was used

    def of(self, measure: Measure, start: int) -> tuple[str | None, str]:
        """The place of one row whose sentence begins at `start`, and why."""
        clause = max((self.text.rfind(mark, start, measure.start) for mark in ",;"), default=-1) + 1
        here = self.text[max(start, clause) : measure.start]
        if each := next((word for word in measure.per if word in lexicon("places")["each"]), None):
            return f"各{each}", "单位里的各地"
        if WHOLE_OF.search(here):
            return self.issuer, "文件所属地"
        segment = self.text[max(start, self.text.rfind(";", 0, measure.start) + 1) : measure.start]
        if match := EACH.match(segment) or EACH.search(here):
            return "各" + re.sub(r"^(?:各|每个?)|\(.*?\)|人民政府|政府|民政办", "", match[1]), "主语是各地"
        if match := ALL_EACH.search(here):
            return f"各{match[1]}", "主语是各地"
        if named := self.named(start, measure):
            return named, "句中地名"
        return self.issuer, "文件所属地" if self.issuer else ""

    def named(self, start: int, measure: Measure) -> str | None:
        """The place since the number before; where nothing stands between, that number's; else the sentence's own."""
        if match := NAMED.search(self.text[start : measure.start]):
            self.placed = (measure.end, match[1])
            return match[1]
        if match := OFFICE.search(self.text[max(start, clause_of(self.text, measure.start)) : measure.start]):
            self.placed = (measure.end, match[1])
            return match[1]
        if named := self.opened(start, measure):
            return named
        ends = [other.end for other in self.measures if start <= other.end <= measure.start and not other.dropped]
        floor = max(ends, default=start)
        between = self.text[floor : measure.start]
        if re.search("各(?!$)", between):
            return None
        if named := local(between):
            self.placed = (measure.end, named)
            return named
        if floor > start and not re.search("[一-鿿]{2}", between) and self.placed[0] == floor:
            self.placed = (measure.end, self.placed[1])
            return self.placed[1]
        opening = opening_pattern().match(self.text[start : start + 40])
        real = opening and local_pattern().search(self.text[start : start + opening.end() + 6])
        return opening[1] if opening and real else None

    def opened(self, start: int, measure: Measure) -> str | None:
        """西山县任务20家、完成13家,完成率65%: the county that opens the list holds until another does."""
        segment = max(start, self.text.rfind(";", start, measure.start) + 1, measure.start - FARTHEST)
        found = opener(self.text, segment, measure.start)
        if not found or WHOLE.search(self.text[found.end() : measure.start]):
            return None
        return found["name"]


def owner(text: str, start: int, end: int) -> str | None:
    """The unit in charge named after the sentence, else anywhere in the block."""
    match = owner_pattern().search(text, start, end + 160) or owner_pattern().search(text)
    return (match[1] or match[2]).strip() if match else None
