"""The door of the what-if room: other numbers or rules over the county's people or a sample. Nothing real is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.service import Service
from anmin.kernel.whatif.book import write_book
from anmin.kernel.whatif.outcome import FundYear, simulate
from anmin.kernel.whatif.population import Population, of_county, read_only, sample
from anmin.kernel.whatif.scenario import Change, Law, Scenario, Switch, as_document, definition_of, in_words, read

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
    "keep",
    "of_county",
    "over_county",
    "population",
    "read",
    "read_only",
    "sample",
    "simulate",
    "studies",
    "write_book",
]

FRESH = dt.timedelta(minutes=15)
_photos: dict[tuple, tuple[dt.datetime, Population]] = {}


def population(
    area: str, day: dt.date, services: Sequence[Service], *, anew: bool = False
) -> tuple[Population, dt.datetime]:
    """The county's people as one photo, and when it was taken; the same photo serves a quarter of an hour."""
    from django.utils import timezone

    key = (area, day, tuple(s.name for s in services))
    now = timezone.now()
    if anew or key not in _photos or now - _photos[key][0] > FRESH:
        with read_only():
            taken = of_county(area, day, [s.name for s in services if not s.once], law.book())
        _photos.clear()  # one county at a time: a photo of a hundred thousand people is large
        _photos[key] = now, taken
    return _photos[key][1], _photos[key][0]


def get_ready(area: str, day: dt.date, services: Sequence[Service]) -> Population:
    """Takes the photo and draws up the plans of the rules, so that the first what-if answers as fast as those after it."""
    people, _ = population(area, day, services)
    for service in services:
        if service.name not in people.short:
            law.plan_of(law.book(), service.name, day)
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
