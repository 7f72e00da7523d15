"""The text as it stands, with what was found in it marked; written here and not in a template, since a text has
thousands of pieces. Every piece of text is escaped."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import accumulate, pairwise

from django.utils.safestring import SafeString

from anmin.kernel.targets.api import Item, Plan
from anmin.kernel.targets.declare import KINDS


@dataclass(frozen=True)
class Mark:
    """A stretch of the text: an item's number (`item` is set), a reference, noise, a heading."""

    start: int
    end: int
    kind: str
    title: str = ""
    item: Item | None = None


def text_of(plan: Plan, items: Iterable[Item], away: Mapping[int, str]) -> SafeString:
    """The plan's text, a paragraph to a line, its marks linked to their rows; headings with the level of the outline.

    `away` has the addresses of rows that do not stand on this page, by key.
    """
    texts = plan.source.text.split("\n")
    starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
    marks: list[list[Mark]] = [[] for _ in texts]
    for mark in _marks(plan, items):
        first, last = bisect_right(starts, mark.start) - 1, bisect_right(starts, max(mark.start, mark.end - 1)) - 1
        for n in range(first, last + 1):
            marks[n].append(mark)
    levels = {row["line"]: f' class="lv{row["level"]}"' for row in reversed(plan.outline)}
    return SafeString(
        "\n".join(
            f'<p id="L{n}" data-n="{n}"{levels.get(n, "")}>{_line(text, starts[n - 1], marks[n - 1], away)}</p>'
            for n, text in enumerate(texts, start=1)
        )
    )


def _marks(plan: Plan, items: Iterable[Item]) -> Iterable[Mark]:
    for item in items:
        if item.state != "dropped":
            yield Mark(item.start, item.end, item.kind, f"{KINDS[item.kind]}：{item.name} {item.value}", item)
    for row in plan.references:
        yield Mark(row["start"], row["end"], "reference", f"引用文件 {row['number'] or row['title'] or ''}")
    for row in plan.source.noise:
        yield Mark(row["start"], row["end"], "noise", f"非正文：{row['reason'] or '不是文件内容'}")
    for row in plan.outline:
        yield Mark(row["start"], row["end"], "heading")


def _line(text: str, start: int, marks: list[Mark], away: Mapping[int, str]) -> str:
    """The line cut wherever a mark begins or ends, so that marks may overlap."""
    end = start + len(text)
    cuts = {start, end} | {at for mark in marks for at in (mark.start, mark.end) if start < at < end}
    edges = sorted(cuts)
    pieces = []
    for left, right in pairwise(edges):
        over = [mark for mark in marks if mark.start <= left and right <= mark.end]
        pieces.append(_piece(escape(text[left - start : right - start]), left, over, away))
    return "".join(pieces)


def _piece(text: str, left: int, over: list[Mark], away: Mapping[int, str]) -> str:
    found = sorted((mark for mark in over if mark.item), key=lambda mark: (mark.end - mark.start, mark.item.pk))
    if found:
        mark = found[0]
        keys = " ".join(str(each.item.pk) for each in found)
        place = "".join(f'<i id="p{each.item.pk}"></i>' for each in found if each.start == left)
        address = f"{away.get(mark.item.pk, '')}#i{mark.item.pk}"
        return (
            f'{place}<a class="q q-{mark.kind} is-{mark.item.state}" href="{escape(address)}" data-items="{keys}"'
            f' title="{escape(mark.title)}">{text}</a>'
        )
    if over:
        title = f' title="{escape(over[0].title)}"' if over[0].title else ""
        return f'<span class="m-{over[0].kind}"{title}>{text}</span>'
    return text
