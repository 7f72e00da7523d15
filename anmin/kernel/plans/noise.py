"""What is not the document's own: chrome, paywalls, watermarks, links, mojibake. Careful: content lost is worse."""

from __future__ import annotations

import re
from functools import cache

from .document import Lines, Noise
from .normalise import fold_line, simplify
from .words import any_of, lexicon

LONGEST_CHROME = 160
LONGEST_MENTION = 120
MOJIBAKE_SCORE = 24  # about a dozen impossible characters in a row
PUNCTUATION = set(",。、;:?!“”‘’()《》〔〕【】[]<>〈〉—-~·…%‰+/.|=&#@*_×xX□■●○※★☆◆→")
DATE_LEFTOVER = re.compile(r"(?:19|20)\d{2}\d{1,2}\d{1,2}$")  # a signature date that lost 年月日


@cache
def compiled() -> dict[str, re.Pattern[str]]:
    words = lexicon("noise")
    only = any_of(words["line_only"])
    return {
        "start": re.compile("(?:" + "|".join(words["line_start"]) + ")"),
        "with": re.compile("|".join(words["line_with"])),
        "any": re.compile(any_of(words["line_any"])),
        "only": re.compile(rf"[\s|>»·/\-:\[\]()]*{only}(?:[\s|>»·/\-:\[\]()]+{only})*[\s|>»·/\-:\[\]()]*$"),
        "cut": re.compile("|".join(f"(?:{cut})" for cut in words["cut"])),
        "hijack": re.compile(any_of(words["hijack"])),
    }


@cache
def is_common(character: str) -> bool:
    """Ordinary in Chinese prose: ASCII, usual punctuation, or one of the 3755 everyday characters (GB 2312 level 1)."""
    if character.isascii() or character in PUNCTUATION or character.isspace():
        return True
    try:
        first, *_ = simplify(character).encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return not ("\u0370" <= character <= "\u1fff" or character >= "\u2e80" or character == "�")
    return first < 0xD8


def mojibake(line: str) -> list[tuple[int, int]]:
    """Stretches of impossible text: each rare character adds two, each common one takes one."""
    found: list[tuple[int, int]] = []
    start = score = best = best_end = 0
    for n, character in enumerate(line):
        score += -1 if is_common(character) else 2
        if score <= 0:
            if best >= MOJIBAKE_SCORE:
                found.append((start, best_end))
            start, score, best = n + 1, 0, 0
        elif score > best:
            best, best_end = score, n + 1
    if best >= MOJIBAKE_SCORE:
        found.append((start, best_end))
    return found


def of_line(line: str) -> list[tuple[int, int, str]]:
    """Noise in one line as (start, end, reason)."""
    folded = fold_line(line)
    plain = folded.strip()
    if not plain:
        return []
    rules = compiled()
    whole = [(0, len(line))]
    dense = re.sub(r"(?<=[一-鿿]) +(?=[一-鿿])", "", plain)
    if len(plain) <= LONGEST_CHROME and (
        rules["start"].match(plain) or rules["start"].match(dense) or rules["with"].search(plain)
    ):
        return [(*whole[0], "网页栏目或页脚")]
    kept = rules["cut"].sub("", plain)
    if len(plain) <= LONGEST_MENTION and rules["any"].search(kept) and "《" not in plain.split("》")[0][1:]:
        return [(*whole[0], "网页栏目或页脚")]
    if len(plain) <= 80 and rules["only"].match(plain):
        return [(*whole[0], "网页栏目")]
    if len(plain) <= 80 and rules["hijack"].search(plain):
        return [(*whole[0], "被劫持页面的广告")]
    if DATE_LEFTOVER.match(plain):
        return [(*whole[0], "损坏的日期")]
    found = [(match.start(), match.end(), "插入的网站文字") for match in rules["cut"].finditer(folded)]
    if found and not re.search("[一-鿿]{3}", rules["cut"].sub("", folded)):
        return [(*whole[0], "网站文字")]
    garbage = mojibake(line)
    if sum(end - start for start, end in garbage) > 0.8 * len(line):
        return [(*whole[0], "乱码")]
    return found + [(start, end, "乱码") for start, end in garbage]


def repeated_title(lines: list[str]) -> set[int]:
    """Lines near the end that only repeat the title in brackets: a copying site's footer."""
    last = max(0, len(lines) - 8)
    heads = {re.sub(r"\s", "", line) for line in lines[: min(8, last)] if line.strip()}
    return {n for n in range(last, len(lines)) if (found := re.fullmatch(r"《(.+)》", lines[n].strip()))
            and re.sub(r"\s", "", found[1]) in heads}  # fmt: skip


def find_noise(text: str) -> list[Noise]:
    """All noise of a text, in reading order, without overlaps."""
    lines = text.split("\n")
    repeats = repeated_title(lines)
    found: list[Noise] = []
    for n, line in enumerate(lines):
        spans = [(0, len(line), "重复的标题")] if n in repeats else of_line(line)
        end = 0
        for start, stop, reason in sorted(spans):
            if stop > end and max(start, end) < stop:
                found.append(Noise(n + 1, max(start, end), stop, reason))
                end = stop
    return found


def offsets(text: str, noise: list[Noise]) -> list[tuple[int, int]]:
    lines = Lines(text)
    return [(lines.offset(row.line, row.start), lines.offset(row.line, row.end)) for row in noise]
