"""Documents that the text names: 《title》 with its number and issuer, numbers alone, and damaged ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .normalise import Stream
from .words import any_of, lexicon

NUMBER = re.compile(
    r"(?P<word>[一-鿿]{1,9}?)(?:[〔\[【(〈]\s?(?P<year>(?:19|20)[\dxX×*]{2})\s?(?:[〕\]】)〉]|年)?\s?(?P<no>[\dxX×*]{1,4})|(?P<bare>(?:19|20)\d{2})[〕\]】)]\s?(?P<bare_no>\d{1,4}))\s?号"
)
BETWEEN = re.compile(r"(?:\((?:试行|暂行|修订|征求意见稿)\)|[(,、\s]|文件|以下简称[^)]*)*")
ISSUER_IN_TITLE = re.compile(
    r"([一-鿿、]{2,24}?(?:人民政府办公厅|人民政府办公室|人民政府|办公厅|办公室|民政部|民政厅|民政局|国务院))(?:[等关印转]|$)"
)
PLACES_ISSUE = re.compile(r"((?:[一-鿿]{2,4}(?:省|市|县|区|州)、?){1,3})$")


@cache
def known(name: str) -> re.Pattern[str]:
    """A list of the lexicon as the pattern it is used for."""
    words = any_of(lexicon("references")[name])
    home = "(?:国家|中央|中共|全国|州|省|市|县|区|自治区)?"
    issued = "(?:关于)?(?:印发|转发|下发|制定|出台|发布|颁布|联合|共同|的|了|新修订)*$"
    forms = {
        "title_ends": f"{words}$",
        "front": f"^{words}+",
        "works": f"{words}$",
        "offices": rf"((?:{home}[一-鿿]{{0,10}}?{words}(?:、|和|与)?){{1,4}}){issued}",
    }
    return re.compile(forms.get(name, words))


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    title: str | None
    number: str | None
    issuer: str | None


def title_spans(text: str) -> list[tuple[int, int]]:
    """《…》 with nested ones inside; an opening mark that was lost is put back before 关于."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for n, character in enumerate(text):
        if character == "《":
            if depth == 0:
                start = n
            depth += 1
        elif character == "》":
            if depth > 0:
                depth -= 1
                if depth == 0 and n - start <= 120:
                    spans.append((start, n + 1))
            elif (begin := lost_opening(text, n)) is not None:
                spans.append((begin, n + 1))
        elif depth and n - start > 120:
            depth = 0
    return spans


def lost_opening(text: str, closing: int) -> int | None:
    floor = max(text.rfind(mark, 0, closing) for mark in "。;,《》\n") + 1
    begin = text.find("关于", floor, closing)
    if begin < 0 or closing - begin < 6 or not known("title_ends").search(text[begin:closing]):
        return None
    return begin


def number_text(match: re.Match[str]) -> str:
    """A document number in its full form; brackets that were lost are put back."""
    word = known("front").sub("", match["word"])
    year, number = (match["year"], match["no"]) if match["year"] else (match["bare"], match["bare_no"])
    return f"{word}〔{year}〕{number}号"


def find_numbers_of(text: str) -> list[re.Match[str]]:
    return [match for match in NUMBER.finditer(text) if known("number_words").search(match["word"])]


def issuer_before(text: str, start: int) -> str | None:
    """Who issued it, named right before the opening mark."""
    before = re.split(r"[,。;:(\n]", text[max(0, start - 40) : start])[-1].rstrip("“‘ ")
    for pattern in (known("offices"), PLACES_ISSUE):
        if match := pattern.search(before):
            name = known("front").sub("", match[1]).strip("、和与")
            name = re.split(r"贯彻落实|认真落实|按照|根据|依据|严格执行|落实|贯彻|执行|会同|以及", name)[-1].strip(
                "、和与"
            )
            if len(name) >= 2:
                return name
    return None


def number_after(text: str, end: int, numbers: list[re.Match[str]], used: set[int]) -> re.Match[str] | None:
    """The document number that follows a title, with nothing but a bracket or 试行 between."""
    for match in numbers:
        near = match.start() not in used and 0 <= match.start() - end <= 12
        if near and BETWEEN.fullmatch(text[end : match.start()]):
            return match
    return None


def find_references(text: str) -> list[Found]:
    """References of one paragraph in order."""
    numbers = find_numbers_of(text)
    used: set[int] = set()
    found = []
    for start, end in title_spans(text):
        title = text[start:end].removeprefix("《").removesuffix("》")
        if len(title) < 2 or known("works").search(text[max(0, start - 6) : start]):
            continue
        number, stop = number_after(text, end, numbers, used), end
        if number:
            used.add(number.start())
            stop = number.end() + (text[number.end() : number.end() + 1] == ")")
        inside = ISSUER_IN_TITLE.match(title)
        issuer = issuer_before(text, start) or (inside[1] if inside else None)
        found.append(Found(start, stop, title, number_text(number) if number else None, issuer))
    for match in numbers:
        if match.start() not in used and not any(f.start <= match.start() < f.end for f in found):
            skip = len(match["word"]) - len(known("front").sub("", match["word"]))
            issuer = issuer_before(text, match.start())
            found.append(Found(match.start() + skip, match.end(), None, number_text(match), issuer))
    return sorted(found, key=lambda item: item.start)


def in_stream(stream: Stream) -> list[Found]:
    """References of a paragraph; white space in titles was dropped with the folding."""
    return find_references(stream.text)
