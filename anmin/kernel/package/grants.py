"""What every service would grant one household, given which benefits it is taken to hold already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from anmin.kernel.law.api import Fact, LawBook, LawError, NumberTable, Reckoning, facts_asked, reckon_checked
from anmin.kernel.package.compatibility import Benefit, Cell, Compatibility
from anmin.kernel.package.household import Household, missing
from anmin.kernel.service import Service

ROUNDS = 4  # an amount may change another's that is reckoned before it


class Claim(NamedTuple):
    """A benefit of the household (`who` None) or of one of its persons."""

    benefit: str
    who: int | None


@dataclass(frozen=True)
class Unknown:
    """A service that cannot be reckoned: which facts are missing and of whom, or why not."""

    service: str
    missing: tuple[tuple[int | None, Fact], ...] = ()
    why: str = ""


Outcome = tuple[Reckoning | None, tuple[int, ...], Unknown | None]


@dataclass
class Grants:
    """What is granted in one scenario: claims with their amounts (fen a month, 0 for a status), and the reckonings.

    `counted` are the persons with whom a service was reckoned: all, but for those that hold what keeps them out.
    """

    amounts: dict[Claim, int] = field(default_factory=dict)
    reckonings: dict[str, Reckoning] = field(default_factory=dict)
    counted: dict[str, tuple[int, ...]] = field(default_factory=dict)


class Office:
    """Reckons a household for all services. The same scenario is reckoned once."""

    def __init__(
        self, household: Household, services: Sequence[Service], rules: Compatibility, on: dt.date, area: str,
        laws: LawBook, table: NumberTable,
    ) -> None:  # fmt: skip
        self.household, self.rules, self.on, self.area = household, rules, on, area
        self.laws, self.table = laws, table
        self.services = {s.name: s for s in services if s.pays or _listed(s.name, rules)}
        self.benefits = {b.name: b for b in _benefits(self.services.values(), rules)}
        # What a service asks of its own benefit is how things are now, never what is being tried.
        self.own = {
            name: {f for b in self.benefits.values() if b.service == name for f in b.facts} for name in self.services
        }
        self.asked = {name: facts_asked(laws, name) for name in self.services}
        self.unknown: dict[str, Unknown] = {}
        self._done: dict[tuple, Outcome] = {}

    def grants(self, held: Iterable[Claim]) -> Grants:
        """What is granted where `held` is held, the effects of holding included."""
        claims = frozenset(held)
        told = self._told(claims)
        for _ in range(ROUNDS):
            before = dict(told)
            out = self._all(claims, told)
            if told == before:
                break
        return out

    def _all(self, claims: frozenset[Claim], told: dict) -> Grants:
        """Every service once, with what is told of the others; `told` takes up the amounts as they are found."""
        out = Grants()
        for name in self.services:
            done, counted, unknown = self._reckon(name, claims, told)
            if unknown is not None:
                self.unknown[name] = unknown
            if done is not None:
                out.reckonings[name], out.counted[name] = done, counted
                out.amounts |= self._of(name, done, counted)
                self._amounts_told(name, claims, out.amounts, told)
                self._columns_told(name, claims, done, counted, told)
        return out

    # ── what the services are told of one another
    def _told(self, claims: frozenset[Claim]) -> dict[tuple[str, int | None], Any]:
        """Facts that follow from what is held: (fact, who) → value. Amounts come as they are reckoned."""
        told: dict[tuple[str, int | None], Any] = {}
        for benefit in self.benefits.values():
            if benefit.service in self.unknown:
                continue  # nothing can be said but what the facts say themselves
            whose = {claim.who for claim in claims if claim.benefit == benefit.name}
            for fact in benefit.held:
                self._tell(told, fact, whose, True, False)
            for fact in (*benefit.told_amount, *(name for name, _ in benefit.tells)):
                if not whose:
                    self._tell(told, fact, whose, 0, 0)
        return told

    def _tell(self, told: dict, name: str, whose: set[int | None], yes: Any, no: Any) -> None:
        fact = self.household.facts.get(name)
        if fact is None:
            return
        if fact.type == "bool":
            yes, no = bool(yes), bool(no)
        if fact.level == "household":
            told[name, None] = yes if whose else no
        else:
            everyone = None in whose
            for who in range(len(self.household.persons)):
                told[name, who] = yes if everyone or who in whose else no

    def _amounts_told(self, service: str, claims: frozenset[Claim], amounts: Mapping[Claim, int], told: dict) -> None:
        """Services that come later in the order learn what an earlier one pays."""
        for benefit in self.benefits.values():
            if benefit.service != service:
                continue
            held = {c.who: amounts.get(c, 0) for c in claims if c.benefit == benefit.name}
            for name in benefit.told_amount if held else ():
                fact = self.household.facts.get(name)
                if fact is not None and fact.level == "household":
                    told[name, None] = sum(held.values())
                elif fact is not None:
                    told |= {(name, who): amount for who, amount in held.items() if who is not None}

    def _columns_told(
        self, service: str, claims: frozenset[Claim], done: Reckoning, counted: tuple, told: dict
    ) -> None:
        """What else a benefit that is held tells of itself: how many it covers, who counts in it."""
        for benefit in self.benefits.values():
            if benefit.service != service or not any(c.benefit == benefit.name for c in claims):
                continue
            for name, column in benefit.tells:
                fact = self.household.facts.get(name)
                if fact is not None and fact.level == "household":
                    told[name, None] = done.values.get(column, 0)
                elif fact is not None:
                    people = dict(zip(counted, _by_person(done), strict=True))
                    for who in range(len(self.household.persons)):
                        value = people.get(who, {}).get(column, 0)
                        told[name, who] = bool(value) if fact.type == "bool" else value

    # ── one service
    def _reckon(self, name: str, claims: frozenset[Claim], told: Mapping) -> Outcome:
        asked = self.asked[name]
        here = {key: value for key, value in told.items() if key[0] in asked and key[0] not in self.own[name]}
        out = frozenset(c.who for c in claims if self.kept_out_by(name, c))
        key = (name, frozenset(here.items()), out)
        if key not in self._done:
            self._done[key] = self._reckon_now(name, asked, here, out)
        return self._done[key]

    def kept_out_by(self, service: str, claim: Claim) -> Cell | None:
        """By which cell who holds this is left out of the household with which the service reckons; None where not."""
        if claim.who is None:
            return None
        for benefit in self.benefits.values():
            if benefit.service == service:
                cell = self.rules.cell(benefit.name, claim.benefit, self.on, self.area)
                if cell is not None and cell.value == "W" and cell.first == benefit.name:
                    return cell
        return None

    def _reckon_now(self, name: str, asked: Mapping[str, Fact], told: Mapping, out: frozenset) -> Outcome:
        lacking = tuple((w, f) for w, f in missing(self.household, asked) if (f.name, w) not in told and w not in out)
        if lacking:
            return None, (), Unknown(name, lacking)
        counted = tuple(who for who in range(len(self.household.persons)) if who not in out)
        if not counted:
            return None, (), None
        home = {n: told.get((n, None), self.household.home[n]) for n, f in asked.items() if f.level == "household"}
        persons = [self._person(who, asked, told) for who in counted]
        try:
            done = reckon_checked(name, self.on, self.area, "", home, persons, self.table, self.laws)
        except LawError as error:
            return None, (), Unknown(name, why=str(error))
        return done, counted, None

    def _person(self, who: int, asked: Mapping[str, Fact], told: Mapping) -> dict[str, Any]:
        given = self.household.persons[who]
        made = {n: told.get((n, who), given[n]) for n, f in asked.items() if f.level == "person"}
        return {**made, "name": given["name"]} if "name" in given else made

    def _of(self, service: str, done: Reckoning, counted: tuple[int, ...]) -> dict[Claim, int]:
        """The claims that a reckoning grants."""
        values, people = done.values, None
        if not values.get(done.plan.service.outcome, True):
            return {}
        found: dict[Claim, int] = {}
        for benefit in self.benefits.values():
            if benefit.service != service:
                continue
            if benefit.person:
                people = people if people is not None else _by_person(done)
                for place, who in enumerate(counted):
                    fits = not benefit.when or people[place].get(benefit.when[0]) == benefit.when[1]
                    if (value := int(people[place].get(benefit.person, 0))) and fits:
                        found[Claim(benefit.name, who)] = 0 if benefit.status else value
            elif benefit.granted and not values.get(benefit.granted):
                continue
            elif benefit.status:
                if benefit.granted or values.get(done.plan.service.outcome):
                    found[Claim(benefit.name, None)] = 0
            elif value := int(values.get(benefit.amount) or 0):
                found[Claim(benefit.name, None)] = value
        return found


def _by_person(done: Reckoning) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in done.persons]
    for node, who, value, _ in done.raw_steps:
        if who is not None:
            rows[who][node.column] = value
    return rows


def _listed(service: str, rules: Compatibility) -> bool:
    return any(benefit.service == service for benefit in rules.benefits.values())


def _benefits(services: Iterable[Service], rules: Compatibility) -> Iterable[Benefit]:
    """The benefits of these services as the data name them; a service it does not name is one benefit of its own."""
    for service in services:
        named = [benefit for benefit in rules.benefits.values() if benefit.service == service.name]
        for benefit in named:
            own = {} if benefit.person or benefit.amount or benefit.status else {"amount": service.pays}
            yield replace(benefit, once=benefit.once or service.once, **own)
        if not named:
            held = (f"receiving_{service.name}",)
            yield Benefit(service.name, service.name, service.label, amount=service.pays, held=held, once=service.once)
