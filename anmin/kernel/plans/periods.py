"""Periods and deadlines: where they stand, which number each governs, and what the whole document's period is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .words import any_of, lexicon

YEAR = r"(?:(?:19|20)\d{2}|20[xX×*]{2}|201[xX×*]|[xX×*]{2,4}|二[〇○零]{1}[一二三四五六七八九〇○零]{2})"
MONTH = r"(?:1[0-2]|[1-9]|[xX×*]{1,2}|十[一二]?|[一二三四五六七八九])"
DASH = r"[-—–~至到]"
NUMERALS = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
    "十一": "11",
    "十二": "12",
}


OF_TASK = re.compile("(?:的)?(?:工作)?(?:任务|目标|指标|预算|计划(?:的|数|任务))")


DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))


@dataclass(frozen=True)
class Period:
    start: int
    end: int
    text: str
    deadline: bool = False  # 年底前, 到2030年: by when rather than during


@cache
def period_pattern() -> re.Pattern[str]:
    words = any_of(lexicon("periods")["words"])
    feast = r"(?:清明节?|春节|元旦|中秋|国庆|端午|重阳|[“\"]?[八七]一[”\"]?)"
    months = rf"{MONTH}{DASH}{MONTH}月(?:份)?|{MONTH}月(?:份)?(?:\d{{1,2}}日)?"
    part = rf"(?:(?:第?[一二三四1-4]季度|前三季度|上半年|下半年|{months})(?:底|末|初|中旬|上旬|下旬)?)"
    return re.compile(
        rf"(?P<lead>截至|截止到?|至|到|自)?(?P<core>"
        rf"(?:{YEAR}年)?{feast}(?:[、和]{feast}){{0,3}}(?=期间|前夕|前后|前)"
        rf"|{YEAR}年?{DASH}{YEAR}年|{YEAR}年(?:度)?(?:{part}|底|末|初|内|年底|年末)?|(?:今|去|明|当|本|上)年(?:{part}|底|末|内)"
        rf"|[“\"]?(?:十[一二三四五六]五|十五五)[”\"]?(?:期间|时期|期末|末|规划期)?"
        rf"|第?[一二三四]季度(?:末)?|(?:{months})(?:底|末|初|上旬|中旬|下旬)?"
        rf"|(?<=用)[一二两三四五]年(?=左右?的?时间|时间|的时间)|(?:未来|今后)?[一二两三四五六]年内|{words})(?P<tail>以来|为止|起|之前|以前|前夕|前后|前|止|底前|末前|期间)?"
    )


FEASTS = ("春节", "元旦", "中秋", "国庆", "重阳节", "重阳", "端午", "七一")
FALSE = re.compile(r"\d$|第$|[每半近多几]$|为期$|[一二三四五六七八九十]$")
STARTS = re.compile(r"(?:始建于|建于|成立于|出生于|印发于|于)$")


def is_period(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a period is one: not 第2季, 月人均, 始建于1998年, 重阳节活动, 目前的."""
    core, rest = match["core"], text[match.end() :]
    before = text[max(0, match.start() - 4) : match.start()]
    if STARTS.search(before) and not (match["tail"] or core.endswith(("底", "末"))):
        return False
    after_digit = before[-1:].isdigit() and not core[0].isdigit() and not match["lead"]
    if FALSE.search(before) and core[0] not in "截目今" and not after_digit:
        return False
    if re.fullmatch(rf"{MONTH}月", core) and re.match(r"均|人均|补|保|供|标准|收入|度", rest):
        return False
    if core in FEASTS and not match["tail"] and not re.match("前夕|当天|前后|走访|慰问", rest):
        return False
    if re.match("[,)]?(?:,)?(?:记者|笔者|本报|电(?![话脑视])|讯)", rest):
        return False  # the date line of a news report
    if core == "现在" and before[-1:] in "表体发出展呈实":
        return False
    if core == "当月" and re.search("申请|递交|批准|审批", before):
        return False
    if core == "全年" and OF_TASK.match(rest):
        return False
    return not (core in ("目前", "现在") and rest.startswith("的"))


def find_periods(text: str) -> list[Period]:
    """Periods in order. Months inside a full date, the year of a title in 《》 and a founding year are left out."""
    found = []
    titles = [match.span() for match in re.finditer(r"《[^》]{1,80}》|[〔\[【][12]\d{3}[〕\]】]", text)]
    for match in period_pattern().finditer(text):
        if any(start <= match.start() < end for start, end in titles) or not is_period(text, match):
            continue
        lead, core, tail = match["lead"] or "", match["core"], match["tail"] or ""
        core = lexicon("periods")["resolved"].get(core, core)
        label = lead if lead in ("截至", "截止", "截止到") else ""
        label += core + (tail if tail in ("以来", "前", "底前", "期间", "起") else "")
        deadline = lead in ("到", "至") or "前" in tail or core.endswith(("底", "末", "年内"))
        found.append(Period(match.start(), match.end(), label, deadline))
    return found


def without_periods(text: str) -> str:
    """A clause without its periods, for naming what is counted."""
    return period_pattern().sub(lambda match: match[0] if names_a_gift(text, match) else "", text)


def names_a_gift(text: str, match: re.Match[str]) -> bool:
    """春节补贴 is the name of a sum, not when it was paid."""
    return match["core"] in FEASTS and re.match("补贴|补助|慰问金|慰问品|津贴", text[match.end() :]) is not None


CHINESE_YEAR = re.compile("二[〇○零][一二三四五六七八九〇○零]{2}")


def year_of(text: str | None) -> int | None:
    text = CHINESE_YEAR.sub(lambda match: "".join(DIGITS[c] for c in match[0]), text or "")
    found = re.findall(r"(?:19|20)\d{2}", text)
    return int(found[-1]) if found else None


HALF = re.compile(r"((?:19|20)\d{2})年(?:度)?(?![^,。]*下半年)(?![^,。]*上半年)[^,。]{0,14}半年")
PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
REVISED = re.compile(r"\(?(?:19|20)\d{2}年?(?:修订|修正|试行)[版本稿]?\)?")  # of a rule that stands until it is changed
ORDINAL_PLAN = {
    "第十一个五年": "十一五",
    "第十二个五年": "十二五",
    "第十三个五年": "十三五",
    "第十四个五年": "十四五",
    "第十五个五年": "十五五",
}


def document_period(title: str, opening: str) -> str | None:
    """The period a whole document is about: its title's, else its first sentence's."""
    title = REVISED.sub("", title)
    if half := HALF.search(title):
        return f"{half[1]}年上半年"
    if re.search("今年", title) and not re.search(YEAR, title) and (match := re.search(r"20\d{2}年", opening)):
        return match[0]
    for text in (title, opening):
        for ordinal, plan in ORDINAL_PLAN.items():
            if ordinal in text:
                return plan
        if match := re.search(r"十[一二三四五]五(?=[”\"]?(?:期间|时期|规划|民政|养老|事业|发展|社会|残疾|殡葬))", text):
            return match[0]
        if match := re.search(
            rf"{YEAR}年?{DASH}{YEAR}年|{YEAR}年(?:度)?(?:上半年|下半年|[一二三四]季度|第[一二三四]季度|{MONTH}月(?:份)?|{MONTH}{DASH}{MONTH}月(?:份)?|前三季度)?",
            text,
        ):
            return match[0]
        if match := re.search(rf"{MONTH}{DASH}{MONTH}月(?:份)?|前三季度|第?[一二三四]季度", text):
            return match[0]
        if match := re.search(r"(?<![每半])上半年|今年|[*xX×]{1,4}年", text):
            return "当年" if match[0][0] in "*xX×" else match[0]
    return None
