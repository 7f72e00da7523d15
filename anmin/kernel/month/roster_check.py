"""Rows of a roster beside what their persons hold here already: who may not be listed, and who will be paid less.

A roster says who receives, not why. Each person of it who holds something that restricts the programme is reckoned twice,
with the row's own facts: as if nothing were held, and told of it. One look-up for all rows, whatever their number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law import api as law
from anmin.kernel.law.api import LawError
from anmin.kernel.month.beside import Beside, beside, bound, cells_between, held_by, restricting, sentences
from anmin.kernel.month.holdings import Holding
from anmin.kernel.package.api import Compatibility, read_installed
from anmin.kernel.people.api import Judged, Membership, blind_index, judge_rosters, known_of
from anmin.kernel.service import Service, register

CHOOSE = "确应改领本项的，先停发已享受的待遇再导入；不应领本项的，从名册中删除"
LESS = "将按规定扣减或不计入，金额以测算为准"


@dataclass
class Row:
    """A row whose person is known here in a household that holds something."""

    number: int
    key: str
    person: int
    home: int
    told: dict[str, Any]


@judge_rosters
def against_holdings(roster: Any, whole: Any, reading: Any, on: date) -> Judged:
    """Errors of rows that may not be listed, with their households; warnings of those that will be paid less."""
    judged = Judged()
    kind = next((s for s in register().values() if s.roster is roster), None)
    rules = read_installed()
    others = restricting(rules, kind.name) if kind and kind.pays else set()
    rows = list(_known_rows(whole, others, on)) if others else []
    if not rows or kind is None:
        return judged
    month, homes = on.replace(day=1), sorted({row.home for row in rows})
    held = held_by(kind.name, homes, month, rules, later=True)
    renewed = set(_in_force({kind.name}, on).filter(household__in=homes).values_list("household_id", flat=True))
    alone = getattr(whole, "one_by_one", False)
    facts = _facts(homes, month) if alone else {}
    for row in rows:
        theirs = [h for h in held.get(row.home, ()) if h.sure and row.person in h.persons]
        told = beside(kind.name, theirs, month, rules, deciding=row.home not in renewed)
        said = _said(kind, row, theirs, month, rules)
        if not theirs or not said:
            continue
        table = theirs[0].standing.numbers
        fate = _fate(kind, row, told, facts.get(row.home), on, table) if alone else _counted(row, told, whole)
        if fate == "out":
            judged.errors += [reading.error_at(row.number, "identity", said, value=row.told["value"], todo=CHOOSE)]
            judged.households.add(row.key)
        elif fate == "less":
            judged.warnings += [reading.error_at(row.number, "identity", said, value="", todo=LESS, warning=True)]
    return judged


def _known_rows(whole: Any, others: set[str], on: date) -> Iterator[Row]:
    """The rows whose persons live in a household to which one of the others is due now or later."""
    holding = _in_force(others, on).values("household_id")
    here = Membership.objects.filter(until__isnull=True, household__until__isnull=True, household__in=holding)
    known = {key: (home, person) for key, home, person in here.values_list("person__id_index", "household", "person")}
    if not known:
        return
    given = whole.persons if "identity" in whole.persons.columns else whole.households
    homes = dict(zip(whole.households["_household"], whole.batch(), strict=True))
    for number, key, identity in given.select("_row", "_household", "identity").iter_rows():
        found = known.get(blind_index(identity, "id")) if identity else None
        if found:
            yield Row(number, key, found[1], found[0], {"value": identity, **homes[key]})


def _in_force(programmes: set[str], on: date) -> Any:
    rows = Entitlement.objects.filter(Q(until__isnull=True) | Q(until__gt=on.replace(day=1)), programme__in=programmes)
    return rows.exclude(until=F("since"))


def _said(kind: Service, row: Row, theirs: list[Holding], on: date, rules: Compatibility) -> str:
    """What holds between the programme and what the row's person holds."""
    met = (
        (holding, cell, mine, [row.person])
        for holding in theirs
        for cell, mine in cells_between(rules, kind.name, holding, on)
        if (cell.value != "W" or cell.first == mine.name) and bound(cell, mine, [row.person], {}, holding)
    )
    return "；".join(sentences(met))


def _facts(homes: list[int], day: date) -> dict[int, tuple[dict[str, Any], dict[int, dict[str, Any]], str]]:
    """What is known of these households: their own facts, their members', and where they live."""
    known = known_of(homes, day)
    found = {
        h: (json.loads(text), {}, area)
        for h, area, text in known.households.select("household_id", "area", "facts").iter_rows()
    }
    for home, person, text in known.persons.select("household_id", "person_id", "facts").iter_rows():
        found[home][1][person] = json.loads(text)
    return found


def _fate(kind: Service, row: Row, told: Beside, known: Any, on: date, table: law.NumberTable) -> str:
    """`out` where the row would be paid but for what is held, `less` where it is paid less, "" where it is no matter."""
    if known is None or row.person not in known[1]:
        return ""
    home, people, area = known
    given, said = row.told["persons"][0], dict(people[row.person])
    if given["disability"]:
        said |= {"disability_kind": given["disability"][0], "disability_grade": given["disability"][1]}
    said, own = said | given["facts"], home | row.told["facts"]
    before = _amount(kind, on, area, own, said, table)
    after = _amount(kind, on, area, own | told.home, said | told.persons.get(row.person, {}), table)
    if not before:
        return "less"  # the row alone does not tell what it is paid for; the month's close will
    return "out" if not after else "less" if after < before else ""


def _amount(
    kind: Service, on: date, area: str, home: dict[str, Any], person: dict[str, Any], table: law.NumberTable
) -> int:
    known = {fact.name for fact in law.facts_of(kind.name)}
    own, said = ({k: v for k, v in facts.items() if k in known} for facts in (home, person))
    try:
        done = law.reckon(kind.name, on, area, home.get("urban_rural", ""), own, [said], table)
    except LawError:
        return 0
    return int(done.values.get(kind.pays) or 0) if done.values.get(done.plan.service.outcome) else 0


def _counted(row: Row, told: Beside, whole: Any) -> str:
    """A household's benefit: the person is not counted; where nobody is left, the household may not be listed."""
    if row.person not in told.without:
        return ""
    listed = whole.persons.filter(whole.persons["_household"] == row.key).height
    return "out" if listed == 1 else "less"
