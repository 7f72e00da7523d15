"""A month's overlaps: what is in payment beside something that it may not go along with, as old data may have it.

What must not be paid at all beside the other is kept back (缓发) until somebody has decided which of the two it is; what
would only be less is paid on until it is decided (民发〔2021〕57号 第三十二条). Either way it stands among the month's findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from anmin.kernel.funds.api import hold_all, release_all
from anmin.kernel.law import api as law
from anmin.kernel.month.beside import EXCLUDING, Beside, beside, bound, cells_between, restricting, sentences
from anmin.kernel.month.excluding import Way, giving_way
from anmin.kernel.month.findings import Found, put
from anmin.kernel.month.holdings import Holding, holdings, standings
from anmin.kernel.month.models import Close, Finding
from anmin.kernel.package.api import Benefit, Cell, Compatibility, read_installed
from anmin.kernel.places.api import prefix_of

HEAD = "重复享受："
OVER = "重复享受的情况已经消除"
BOTH = """
SELECT DISTINCT e.household_id FROM funds_entitlement o JOIN funds_entitlement e USING (household_id)
WHERE o.programme = ANY(%(others)s) AND o.since <= %(month)s AND (o.until IS NULL OR o.until > %(month)s)
AND e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since <= %(month)s
AND (e.until IS NULL OR e.until > %(month)s)
"""


@dataclass(frozen=True)
class Overlap:
    """An entitlement that gives way to others of its household: what it would pay, since when they overlap, in words."""

    way: Way
    since: date
    words: str
    sure: bool

    @property
    def keeps_back(self) -> bool:
        return self.sure and not self.way.amount


def look_for_overlaps(close: Close, on: date) -> dict[int, Overlap]:
    """Finds the overlaps of a month, tells them, keeps back what must not be paid, and releases what no longer overlaps.

    Runs before the roll is made, inside `audit.acting`; done again it changes nothing.
    """
    rules, prefix, month = read_installed(), prefix_of(close.area), close.month
    others = restricting(rules, close.programme)
    found = _found(close.programme, others, prefix, month, rules) if others else {}
    kept = {home: each for home, each in found.items() if each.keeps_back}
    if others:
        hold_all(close.programme, {home: (each.since, f"{HEAD}{each.words}") for home, each in kept.items()})
        release_all(close.programme, prefix, month, head=HEAD, others=others, kept=kept, why=OVER)
    put(close, (Finding.Kind.OVERLAP,), [_told(home, each) for home, each in found.items()], on)
    return found


def _found(programme: str, others: set[str], prefix: str, month: date, rules: Compatibility) -> dict[int, Overlap]:
    with connection.cursor() as cursor:
        cursor.execute(BOTH, {"programme": programme, "others": sorted(others), "prefix": prefix, "month": month})
        ids = [row[0] for row in cursor.fetchall()]
    homes: dict[int, list[Holding]] = {}
    for standing in standings({programme, *others}, ids, month):
        homes.setdefault(standing.household, []).extend(holdings(standing, rules))
    overlaps = ((home, overlap_of(programme, rows, month, rules)) for home, rows in homes.items())
    return {home: overlap for home, overlap in overlaps if overlap}


def overlap_of(programme: str, held: list[Holding], month: date, rules: Compatibility) -> Overlap | None:
    """What of one household's holdings the programme must give way to in a month; None where it goes along with all."""
    mine = [h for h in held if h.standing.programme == programme]
    if not mine:
        return None
    told, words, since, less = Beside(), [], [], 0
    sure = True
    for pk in dict.fromkeys(h.standing.pk for h in held if h.standing.programme != programme):
        theirs = [h for h in held if h.standing.pk == pk]
        met = list(_met(mine, theirs, month, rules))
        if not met or not _gives_way(mine, theirs, met, month, rules):
            continue
        sure = sure and all(a.sure and b.sure for _, a, b, _ in met)
        heard = beside(programme, theirs, month, rules)
        told.home |= heard.home
        told.persons |= {who: told.persons.get(who, {}) | facts for who, facts in heard.persons.items()}
        told.without |= heard.without
        words += [(b, cell, a.benefit, who) for cell, a, b, who in met]
        since.append(max(mine[0].standing.since, theirs[0].standing.since))
        less += sum(_part(a, who) for cell, a, _, who in met if cell.value in EXCLUDING)
    if not words:
        return None
    said = "；".join(sentences(words))
    way = giving_way(mine[0].standing, told, set(told.without), min(since), said)
    if way is None and less:  # its own rules do not ask: what overlaps is taken off
        way = Way(mine[0].standing, min(since), max(0, mine[0].standing.amount - less), 0, {}, said)
    return Overlap(way, min(since), said, sure) if way else None


def _met(
    mine: list[Holding], theirs: list[Holding], month: date, rules: Compatibility
) -> Iterator[tuple[Cell, Holding, Holding, set[int]]]:
    """The cells that bind two entitlements in the same persons: those under which the first might have to give way."""
    for b in theirs:
        cells = {benefit.name: (cell, benefit) for cell, benefit in _cells(mine, b, month, rules)}
        for a in mine:
            if a.benefit.name not in cells:
                continue
            cell, benefit = cells[a.benefit.name]
            if cell.value not in EXCLUDING and cell.first != benefit.name:
                continue
            if who := bound(cell, benefit, a.persons, a.of_person, b):
                yield cell, a, b, who


def _cells(mine: list[Holding], other: Holding, month: date, rules: Compatibility) -> Iterator[tuple[Cell, Benefit]]:
    return cells_between(rules, mine[0].standing.programme, other, month)


def _gives_way(mine: list[Holding], theirs: list[Holding], met: list, month: date, rules: Compatibility) -> bool:
    """Whether the first gives way to the second: by its rules, or where they do not settle it, as the lower amount."""
    if any(cell.value not in EXCLUDING for cell, *_ in met):
        return True
    here, there = mine[0].standing, theirs[0].standing
    told, heard = (beside(s.programme, other, month, rules) for s, other in ((here, theirs), (there, mine)))
    yields, other_yields = (
        giving_way(s, t, set(t.without), month, "") is not None for s, t in ((here, told), (there, heard))
    )
    if yields != other_yields:
        return yields
    part, other_part = (sum(_part(m[place], m[3]) for m in met) for place in (1, 2))
    newer = (-here.since.toordinal(), here.programme) < (-there.since.toordinal(), there.programme)
    return part < other_part or (part == other_part and newer)


def _part(holding: Holding, who: set[int]) -> int:
    """What of a benefit these persons have."""
    return sum(holding.persons.get(pk, 0) for pk in who) if holding.benefit.person else holding.amount


def _told(home: int, overlap: Overlap) -> Found:
    was, way = overlap.way.standing.amount, overlap.way
    if overlap.keeps_back:
        then = "本项缓发，请核实应享受哪一项：停发另一项的，自其停发之月起补发本项"
    elif not overlap.sure:
        then = "没有测算依据，不能判断由谁享受，核实前照发，请尽快核实"
    else:
        then = f"应由每月 {law.yuan(was)} 元减为 {law.yuan(way.amount)} 元，作出决定前照发，请尽快核实"
    return Found(home, Finding.Kind.OVERLAP, f"{overlap.words}；{then}", was, way.amount)
