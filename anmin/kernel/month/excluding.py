"""Deciding beside what is held: what a grant may not go along with, what gives way to it, and in which words.

Whoever's rules ask for the other benefit give way to it: told of the grant, they pay less or nothing, and that is carried
out from the month in which the grant begins. Where the rules do not, the grant is refused: someone must choose first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from anmin.kernel.access.api import User
from anmin.kernel.flow.api import Case, Told, granted, guard, knows, next_month, pays_from, recompute
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Ending, Grant, end, grant
from anmin.kernel.law import api as law
from anmin.kernel.month.beside import (
    EXCLUDING,
    Beside,
    benefits_of,
    beside,
    bound,
    cells_between,
    in_words,
    label_of,
    restricting,
    sentences,
    tell,
)
from anmin.kernel.month.given_way import tell_given_way
from anmin.kernel.month.holdings import (
    Holding,
    Standing,
    by_person,
    holdings,
    reckoned,
    standings,
    told_otherwise,
    whose,
)
from anmin.kernel.package.api import Benefit, Cell, Compatibility, read_installed
from anmin.kernel.people.api import members_on
from anmin.kernel.service import service

AGAIN = "测算时没有计入这一情况，请重新测算"
CHOOSE = "须择一：如选择本项，请先办理停发后再确认"
NO_BASIS = "该待遇没有测算依据，不能判断由谁享受，请先核实"
Claims = dict[Benefit, dict[int, int]]


@dataclass(frozen=True)
class Way:
    """What gives way: an entitlement that pays `amount` (fen a month; 0: it ends) from `since` on, and why."""

    standing: Standing
    since: date
    amount: int
    persons: int
    basis: dict[str, Any]
    why: str

    @property
    def sentence(self) -> str:
        label, was = label_of(self.standing.programme), law.yuan(self.standing.amount)
        if not self.amount:
            return f"{label}自{chinese_month(self.since)}起停发每月 {was} 元：{self.why}"
        return f"{label}自{chinese_month(self.since)}起由每月 {was} 元变为 {law.yuan(self.amount)} 元：{self.why}"


@dataclass
class Weighed:
    """A request beside what is held: what holds between them, why it may not be granted, what would give way to it."""

    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


def weigh_beside(case: Case, on: date) -> Weighed:
    """The case against everything in payment in its household from its first month on. One statement."""
    kept = getattr(case, "_beside", None)
    if kept is None or kept[0] != (on, case.state, id(case.facts)):
        kept = case._beside = ((on, case.state, id(case.facts)), _weigh(case, on))
    return kept[1]


def _weigh(case: Case, on: date) -> Weighed:
    rules, month = read_installed(), first_month(case, on)
    held, renewed = _held(case, month, rules)
    if not held:
        return Weighed()
    now = beside(case.service, held, month, rules, deciding=not renewed)
    if not case.facts:
        return Weighed(told=_all_words(case.service, held, month, rules))
    if refused := list(_not_told(case, held, now, month, rules)):
        return Weighed(refused, refused)
    claims, mine = _claims(case)
    found = Weighed()
    for standing in dict.fromkeys(h.standing.pk for h in held):
        theirs = [h for h in held if h.standing.pk == standing]
        _against(found, claims, mine, theirs, month, rules)
    found.told = [*found.refused, *(f"确认后，{way.sentence}" for way in found.ways)] or _only_words(
        claims, mine, held, month, rules
    )
    return found


def first_month(case: Case, on: date) -> date:
    """The first month that a grant of `on` would pay; before it is reckoned as the service's rule mostly has it."""
    if case.reckoning:
        return pays_from(case, on)
    return case.received_on.replace(day=1) if service(case.service).starts else next_month(on)


def _held(case: Case, month: date, rules: Compatibility) -> tuple[list[Holding], bool]:
    """What is held from a month on that may not simply go along, and whether the programme itself is in payment."""
    if not (names := restricting(rules, case.service)):
        return [], False
    rows = standings({*names, case.service}, [case.household_id], month, later=True)
    others = [row for row in rows if row.programme != case.service]
    return [h for row in others for h in holdings(row, rules)], len(others) < len(rows)


@knows
def told_of_others(case: Case, day: date) -> Told:
    """What a reckoning of the case is told; a household of which nobody would be left is reckoned as it is."""
    rules, month = read_installed(), first_month(case, day)
    held, renewed = _held(case, month, rules)
    told = beside(case.service, held, month, rules, deciding=not renewed)
    without = frozenset(told.without)
    if without and without >= {m.person_id for m in members_on(case.household, day) if m.person.died_on is None}:
        without = frozenset()
    return Told(told.home, told.persons, without)


@guard
def why_not(case: Case, on: date) -> Iterable[str]:
    """Why the case may not be granted beside what is held."""
    return weigh_beside(case, on).refused


@granted
def give_way(case: Case, who: User, on: date) -> None:
    """Carries out what gives way to a grant, from the grant's first month on, and tells the household."""
    ways = _weigh(case, on).ways
    for way in ways:
        standing = way.standing
        source = f"与{label_of(case.service)}（{case.number}）不得重复享受：{way.why}"
        if not way.amount:
            end([Ending(standing.household, standing.programme, way.since, source)])
            continue
        grant([
            Grant(
                standing.household, standing.programme, way.amount, way.persons, way.since, source, way.basis,
                payee_id=standing.payee, case_id=standing.case, until=standing.until, end_reason=standing.end_reason,
                area=standing.area, urban_rural=standing.urban_rural,
            )
        ])  # fmt: skip
    tell_given_way(case, ways, first_month(case, on), on)


# ── what a reckoning that was made before had not been told
def _not_told(case: Case, held: list[Holding], now: Beside, on: date, rules: Compatibility) -> Iterator[str]:
    who = {pk for pk, _ in case.facts["who"]}
    left = who & now.without.keys()
    whole = bool(left) and left == who
    for pk in sorted(left):
        cell, holding = now.without[pk]
        mine = next(b for b in benefits_of(rules, case.service) if b.name == cell.first)
        then = f"没有其他可以计入{mine.label}的人，不能确认" if whole else AGAIN
        yield f"{in_words(cell, holding, mine, who=[pk])}；{then}"
    if whole:
        return
    if _otherwise(case, now):
        claims, _ = _claims(case)
        words = ((h, c, b, None) for h in held for c, b in cells_between(rules, case.service, h, on) if b in claims)
        yield from (f"{text}；{AGAIN}" for text in sentences(words) or _all_words(case.service, held, on, rules))


def _otherwise(case: Case, now: Beside) -> bool:
    """Whether the case would come out otherwise, were it reckoned with what is held now."""
    who = [pk for pk, _ in case.facts["who"]]
    persons = [facts | now.persons.get(pk, {}) for pk, facts in zip(who, case.facts["persons"], strict=True)]
    home = case.facts["household"] | now.home
    if (home, persons) == (case.facts["household"], case.facts["persons"]):
        return False
    done, pays = recompute(case), service(case.service).pays
    again = law.reckon(case.service, case.law_day, case.area, done.urban_rural, home, persons, law.stored_numbers())
    columns = (again.plan.service.outcome, *([pays] if pays else []))
    return any(again.values.get(name) != done.values.get(name) for name in columns)


# ── what a grant meets
def _claims(case: Case) -> tuple[Claims, Holding | None]:
    """The benefits that the case would grant, each with its persons; and its columns, to tell of them."""
    done, kind = recompute(case), service(case.service)
    if not done.values.get(done.plan.service.outcome):
        return {}, None
    people = dict(zip((pk for pk, _ in case.facts["who"]), by_person(done), strict=True))
    claims: Claims = {}
    for mine in benefits_of(read_installed(), kind.name):
        if mine.granted and not done.values.get(mine.granted):
            continue
        if persons := whose(mine, done.values, people):
            claims[mine] = persons
    return claims, Holding(next(iter(claims)), None, 0, {}, True, done.values, people) if claims else None


def _met(
    claims: Claims, people: Mapping[int, Mapping[str, Any]], holding: Holding, on: date, rules: Compatibility
) -> Iterator[tuple[Cell, Benefit, set[int]]]:
    """The cells that bind a grant and one holding in the same persons."""
    programme = next(iter(claims)).service if claims else ""
    for cell, mine in cells_between(rules, programme, holding, on):
        persons = claims.get(mine)
        if persons is None:
            continue
        if both := bound(cell, mine, persons, people, holding):
            yield cell, mine, both


def _against(
    found: Weighed, claims: Claims, mine: Holding | None, theirs: list[Holding], month: date, rules: Compatibility
) -> None:
    """One entitlement beside the grant: it gives way, or the grant is refused."""
    if mine is None:
        return
    standing = theirs[0].standing
    told, asked, words = Beside(), law.facts_asked(law.book(), standing.programme), []
    met = [(h, *each) for h in theirs for each in _met(claims, mine.of_person, h, month, rules)]
    without: set[int] = set()
    for holding, cell, benefit, both in met:
        first = cell.first == benefit.name
        if first and cell.value in ("W", "G"):
            continue  # its own rules were told
        if not holding.sure:
            if cell.value in EXCLUDING:
                found.refused.append(f"{in_words(cell, holding, benefit)}；{NO_BASIS}")
            continue
        words.append((holding, cell, benefit, both))
        if cell.value == "W":
            without |= both
        else:
            persons = claims[benefit]
            amount = sum(persons.values()) if benefit.person else int(mine.of_home.get(benefit.amount) or 0)
            tell(told, replace(mine, benefit=benefit, amount=amount, persons=persons), asked)
    if not words:
        return
    way = giving_way(standing, told, without, max(month, standing.since), "；".join(sentences(words)))
    after = [] if way is None or not way.amount else holdings(_as(standing, way), rules)
    left = theirs if way is None else after
    for holding in left:
        still = _met(claims, mine.of_person, holding, month, rules)
        found.refused += [
            f"{in_words(c, holding, b, who=who)}；{CHOOSE}" for c, b, who in still if c.value in EXCLUDING
        ]
    if way is not None:
        found.ways.append(way)


def giving_way(standing: Standing, told: Beside, without: set[int], since: date, why: str) -> Way | None:
    """An entitlement as its own rules pay it when they are told of another; None where that changes nothing."""
    before = reckoned(standing)
    if before is None:
        return None
    kind = service(standing.programme)
    basis = told_otherwise(standing, told.home, told.persons, without)
    after = reckoned(standing, told.home, told.persons, without) if basis else None
    if basis and after is None:
        return None
    was, now = _amount(before, kind.pays), _amount(after, kind.pays) if after else 0
    if now >= was:
        return None
    amount = max(0, standing.amount - (was - now)) if now else 0
    persons = 0 if after is None else int(after.values.get(kind.covers) or len(basis["facts"]["persons"]))
    results = {"eligible": bool(amount), kind.pays: amount}
    return Way(standing, since, amount, persons, {**basis, "results": results} if basis else {}, why)


def _amount(done: law.Reckoning, pays: str) -> int:
    return int(done.values.get(pays) or 0) if done.values.get(done.plan.service.outcome) else 0


def _as(standing: Standing, way: Way) -> Standing:
    return replace(standing, basis=way.basis, amount=way.amount, who=tuple(way.basis.get("who", ())))


# ── words where nothing is refused
def _all_words(programme: str, held: Iterable[Holding], on: date, rules: Compatibility) -> list[str]:
    """What holds between all that a service may grant and what is held: what is known before anything is reckoned."""
    return sentences((h, cell, mine, None) for h in held for cell, mine in cells_between(rules, programme, h, on))


def _only_words(claims: Claims, mine: Holding | None, held: list[Holding], on: date, rules: Compatibility) -> list[str]:
    """What holds between what would be granted and what is held."""
    people = mine.of_person if mine else {}
    return sentences((h, *each) for h in held for each in _met(claims, people, h, on, rules))
