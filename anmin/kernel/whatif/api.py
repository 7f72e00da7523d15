"""The door of the what-if room: other numbers or rules over the county's people or a sample. Nothing real is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.package.api import in_order, read_installed
from anmin.kernel.service import Service, register
from anmin.kernel.whatif.book import write_book
from anmin.kernel.whatif.outcome import FundYear, simulate
from anmin.kernel.whatif.population import Population, of_county, read_only, sample
from anmin.kernel.whatif.scenario import (
    Change,
    Law,
    Scenario,
    Switch,
    as_document,
    definition_of,
    in_words,
    read,
    sound,
)

if TYPE_CHECKING:
    from anmin.kernel.access.api import User
    from anmin.kernel.whatif.models import Study

__all__ = [
    "Change",
    "FundYear",
    "Law",
    "Population",
    "Scenario",
    "Switch",
    "as_document",
    "definition_of",
    "get_ready",
    "in_words",
    "is_at_hand",
    "keep",
    "kinds",
    "of_county",
    "over_county",
    "population",
    "read",
    "read_only",
    "sample",
    "simulate",
    "sound",
    "studies",
    "write_book",
]

READ_AT_ONCE = 5_000  # households that are read in about a second
FEW = 20  # households on whom the rules are tried beforehand


def population(
    area: str, day: dt.date, services: Sequence[Service], *, anew: bool = False
) -> tuple[Population, dt.datetime]:
    """The county's people as they are now, and the moment for which that holds; see `photo`."""
    from anmin.kernel.whatif.photo import photo  # a sample is tried where there is no database

    with read_only():
        shot = photo(area, day, _monthly(services), law.book(), anew=anew)
    return shot.people, shot.taken


def is_at_hand(area: str, day: dt.date, services: Sequence[Service]) -> bool:
    """Whether `population` answers at once: they are kept, or there are few to read."""
    from anmin.kernel.people.api import Household
    from anmin.kernel.places.api import prefix_of
    from anmin.kernel.whatif.photo import at_hand

    here = Household.objects.filter(area__startswith=prefix_of(area)).values("pk")[: READ_AT_ONCE + 1]
    return here.count() <= READ_AT_ONCE or at_hand(area, day, _monthly(services), law.book())


def kinds() -> list[Service]:
    """The services that have rules, in the order in which they look at one another."""
    return in_order(register().values(), read_installed(), law.book())


def _monthly(services: Sequence[Service]) -> list[str]:
    return [s.name for s in services if not s.once]


def get_ready(area: str, day: dt.date, services: Sequence[Service]) -> Population:
    """Reads the people and tries every service on a few, so that the first what-if answers as fast as those after it."""
    people, _ = population(area, day, services)
    few = people.households.head(FEW)
    persons = people.persons.join(few.select("household_id"), on="household_id")
    for service in services:
        if service.name not in people.short and not service.once and len(few):
            with suppress(law.LawError):  # told where it is asked for: nothing else is kept from being ready
                law.reckon_frame(service.name, day, persons, few, table=law.stored_numbers())
    return people


def over_county(scenario: Scenario, people: Population, services: Sequence[Service]) -> dict[str, Any]:
    """Runs a scenario over a county's people with its budgets, reading only."""
    with read_only():
        here = Law(law.book(), law.stored_numbers())
        return simulate(scenario, people, services, here, lambda *asked: _budget(scenario.area, *asked))


def _budget(area: str, service: str, residence: str, year: int, first: dt.date) -> FundYear | None:
    from django.db.models import Sum

    from anmin.kernel.funds.api import Budget, Posting

    where = {"fund__area__startswith": area[:6], "fund__programme": service, "fund__urban_rural": residence}
    given = Budget.objects.filter(year=year, **where).aggregate(n=Sum("amount"))["n"]
    if given is None:
        return None
    spent = Posting.objects.filter(
        account__kind="expense", entry__month__year=year, entry__month__lt=first,
        **{f"account__{key}": value for key, value in where.items()},
    ).aggregate(n=Sum("amount"))["n"]  # fmt: skip
    return FundYear(given, spent or 0)


def keep(result: dict[str, Any], *, who: User, people_on: dt.date, note: str = "") -> Study:
    """Keeps a result under its title. Runs inside `audit.acting`."""
    from anmin.kernel.whatif.models import Study

    return Study.objects.create(
        area=result["area"], title=result["title"], note=note, scenario=result["scenario"], result=result,
        people_on=people_on, made_by=who.account,
    )  # fmt: skip


def studies() -> Any:
    """Kept what-ifs, the newest first."""
    from anmin.kernel.whatif.models import Study

    return Study.objects.select_related("made_by").order_by("-pk")
