"""What an official paper may speak of: gathered once from a case, so that a service's papers are plain functions."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from anmin.kernel.flow.models import Case
from anmin.kernel.flow.notices import masked_name
from anmin.kernel.flow.receipt import receipt_of
from anmin.kernel.flow.reckon import recompute
from anmin.kernel.people.api import Person, age, masked_id, members_on
from anmin.kernel.places.api import Office, area_names, codes, office_for
from anmin.kernel.service import service


@dataclass(frozen=True)
class Matter:
    """A case as its papers need it. Names are whole here; a public notice uses `masked_name`."""

    case_number: str
    service: str
    service_label: str
    applicant: str
    applicant_id: str
    masked_name: str
    members: tuple[str, ...]
    village: str
    town: str
    county: str
    office: Office | None
    made_on: date
    received_on: date
    accepted_on: date | None
    law_day: date
    due_on: date | None
    amount_month: int | None
    results: dict[str, Any]
    reasons: tuple[dict, ...]
    notice: Any
    supplement: Any
    pays_from: date | None
    reckoning: Any = None
    receipt: Any = None
    number: str = ""
    reason: str = ""
    answers: dict = field(default_factory=dict)
    area: str = ""


def matter_of(case: Case, label: str, on: date, *, county_paper: bool, number: str = "", **said: Any) -> Matter:
    """Gathers a case for a paper of `on`; a county's paper bears the county office, a township's its own.

    `said` are the `reason` and `answers` of the move that brings the paper.
    """
    town, county = codes.at_level(case.area, "town") or case.area, codes.at_level(case.area, "county") or case.area
    names = area_names({case.area, town, county}, on)
    reckoned = {"reckoning": recompute(case), "receipt": receipt_of(case)} if case.facts else {}
    granted = case.decided_on if case.outcome == "granted" else None
    return Matter(
        case_number=case.number,
        service=case.service,
        service_label=label,
        applicant=case.applicant.name,
        applicant_id=masked_id(case.applicant),
        masked_name=masked_name(case.applicant.name),
        members=tuple(m.person.name for m in members_on(case.household, on)),
        village=names.get(case.area, ""),
        town=names.get(town, ""),
        county=names.get(county, ""),
        office=office_for(county if county_paper else town, on),
        made_on=on,
        received_on=case.received_on,
        accepted_on=case.accepted_on,
        law_day=case.law_day,
        due_on=max((c.due_on for c in case.clocks.all()), default=None),
        amount_month=case.amount_month,
        results=case.reckoning.get("results", {}),
        reasons=tuple(case.reckoning.get("reasons", ())),
        notice=case.notices.order_by("-id").first(),
        supplement=getattr(case, "supplement", None),
        pays_from=pays_from(case, granted) if granted else None,
        number=number,
        area=case.area,
        **reckoned,
        **said,
    )


def pays_from(case: Case, decided_on: date) -> date:
    """The first month that a decision of `decided_on` pays: by the service's own rule, else the month after it."""
    rule = service(case.service).starts
    match case.reckoning.get("results", {}).get(rule) if rule else "":
        case "application":
            return case.received_on.replace(day=1)
        case "decision":
            return decided_on.replace(day=1)
        case "turning":
            return _turned(case, decided_on.replace(day=1))
    return next_month(decided_on)


def _turned(case: Case, decided: date) -> date:
    """The month in which the last of the persons paid for came of the age that the amount goes by.

    At most so many months before the month of the decision as the rules let be paid back.
    """
    results, persons = case.reckoning["results"], zip(case.facts["who"], case.reckoning["persons"], strict=True)
    ages = {pk: said["paid_from_age"] for (pk, _), said in persons if said["paid_from_age"]}
    born = Person.objects.filter(pk__in=ages).values_list("pk", "born_on")
    turned = [_later(_month_of_age(day, ages[pk]), results["turning_delay"]) for pk, day in born]
    return min(max([_later(decided, -results["back_pay_most"]), *turned]), decided)


def _month_of_age(born: date, years: int) -> date:
    """The first month at whose end someone is so many years old."""
    month = date(born.year + years, born.month, 1)
    return month if age(born, next_month(month) - timedelta(days=1)) >= years else next_month(month)


def _later(month: date, count: int) -> date:
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def next_month(day: date) -> date:
    """The first of the month after `day` (次月起)."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
