"""One box for everything: name, pinyin, end of identity number, whole number, case number, household number."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import SEE_CASES, SEE_PEOPLE, SIGNED_IN
from anmin.kernel.flow.api import Case, find_cases
from anmin.kernel.people.api import Household, Person, find_persons, households_now, masked_id
from anmin.kernel.screens.api import register
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.cells import card_address, page_of
from anmin.web.rows.places import place_names

TYPED, WHOLE = 6, 50  # results shown while typing, and on the page


@dataclass(frozen=True)
class Hit:
    href: str
    title: str
    detail: str
    place: str


@opens(SIGNED_IN)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results grouped; as a page, or as a list below the box while someone types."""
    text = request.GET.get("q", "").strip().replace("\0", "")[:60]
    limit = TYPED if request.htmx else WHOLE
    groups = look_up(text, request.who, limit) if enough(text) else []
    context = {"text": text, "seek_text": text, "groups": groups, "enough": enough(text)}
    return render(request, "desk/found.html" if request.htmx else "desk/search.html", context)


def enough(text: str) -> bool:
    """One Chinese character may be a surname; of letters and digits two at least."""
    return len(text) >= (2 if text.isascii() else 1)


def look_up(text: str, who: User, limit: int) -> list[tuple[str, list[Hit]]]:
    """Groups of hits inside the user's areas, each under its heading; empty groups are left out."""
    households = find_households(text, who)[:limit] if who.may(SEE_PEOPLE) else []
    everyone = find_persons(text, who.scope(SEE_PEOPLE)) if who.may(SEE_PEOPLE) else []
    cases = find_cases(text, who, everyone if _alike(who) else None)[:limit] if who.may(SEE_CASES) else []
    persons = everyone[:limit]
    found: tuple[Any, ...] = (*households, *persons, *cases)
    names = place_names({each.area for each in found})
    groups = [
        ("人员", person_hits(persons, names)),
        ("家庭", [_household_hit(h, names) for h in households]),
        ("案件", [_case_hit(c, names) for c in cases]),
    ]
    return [(label, hits) for label, hits in groups if hits]


def _alike(who: User) -> bool:
    """Whether someone sees people and cases in the same places, so that people need not be looked up twice."""
    return who.scope(SEE_PEOPLE) == who.scope(SEE_CASES)


def find_households(text: str, who: User) -> list[Household]:
    """Households by the beginning of their number."""
    if not text.isascii() or not any(c.isdigit() for c in text):
        return []
    rows = Household.objects.filter(who.scope(SEE_PEOPLE)).filter(number__startswith=text.upper())
    return list(rows.select_related("head").order_by("number")[:WHOLE])


def person_hits(persons: list[Person], names: dict[str, str]) -> list[Hit]:
    """Persons lead to their household, where all is at hand; those without one to their own page."""
    homes = households_now([person.pk for person in persons])
    return [
        Hit(
            page_of("household", homes[p.pk]) if p.pk in homes else page_of("person", p.pk),
            p.name,
            masked_id(p) + (f" · {p.died_on} 死亡" if p.died_on else ""),
            names.get(p.area, p.area),
        )
        for p in persons
    ]


def _household_hit(household: Household, names: dict[str, str]) -> Hit:
    place = names.get(household.area, household.area)
    return Hit(page_of("household", household.pk), household.number, f"户主 {household.head.name}", place)


def _case_hit(case: Case, names: dict[str, str]) -> Hit:
    its = service(case.service)
    step = its.flow_of(case.flow_since).state(case.state).label
    href = card_address(register("cases"), case.pk)
    return Hit(href, case.number, f"{its.label} · {case.applicant.name} · {step}", names.get(case.area, case.area))
