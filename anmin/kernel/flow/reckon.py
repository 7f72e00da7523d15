"""Reckoning a case: the facts at hand, frozen with the decision, under the law of the case's day."""

from datetime import date
from typing import Any

from anmin.kernel.flow.guards import told_to
from anmin.kernel.flow.models import Case
from anmin.kernel.law import api as law
from anmin.kernel.people.api import facts_on
from anmin.kernel.service import service


def gather(case: Case, day: date) -> dict[str, Any]:
    """The facts that the service asks for, as they stand on `day`; `who` names the persons in the same order."""
    wanted = {"household": set(), "person": set()}
    for fact in law.facts_of(case.service):
        wanted[fact.level].add(fact.name)
    home, members = facts_on(case.household, day)
    known = service(case.service).knows
    if known:
        of_home, of_persons = known(case.household_id, day)
        home, members = home | of_home, [(p, facts | of_persons.get(p.pk, {})) for p, facts in members]
    for told in told_to(case, day):
        home = home | told.home
        members = [(p, facts | told.persons.get(p.pk, {})) for p, facts in members if p.pk not in told.without]
    return {
        "household": {k: v for k, v in home.items() if k in wanted["household"]},
        "persons": [{k: v for k, v in facts.items() if k in wanted["person"]} for _, facts in members],
        "who": [[person.pk, person.name] for person, _ in members],
    }


def reckon_case(case: Case, day: date) -> law.Reckoning:
    """Reckons with the facts of `day`; freezes facts, results and versions on the case, which the caller saves."""
    case.facts = gather(case, day)
    reckoning = recompute(case)
    pays = service(case.service).pays
    case.reckoning = {
        "on": day.isoformat(),
        "results": reckoning.results,
        "persons": reckoning.person_results,
        "reasons": [{"text": r["text"], "cite": str(r["cite"])} for r in reckoning.reasons],
        "rules": law.remember(case.service, case.law_day),
        "numbers": reckoning.numbers,
    }
    amount = reckoning.results.get(pays) if pays else None
    case.amount_month = amount or None
    return reckoning


def recompute(case: Case, given: dict[str, int] | None = None) -> law.Reckoning:
    """The same reckoning again from the frozen facts, with every step, for the page and for the paper.

    Persons bear their names; `given` puts other numbers in place of those in force, for a what-if.
    """
    names = [name for _, name in case.facts["who"]]
    return law.reckon(
        case.service,
        case.law_day,
        case.area,
        case.facts["household"].get("urban_rural", case.household.urban_rural),
        household=case.facts["household"],
        persons=[{**facts, "name": name} for facts, name in zip(case.facts["persons"], names, strict=True)],
        table=law.stored_numbers(),
        given=given,
    )
