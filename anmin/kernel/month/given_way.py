"""What gave way to a grant is told to the household: one record and one 告知书 for each benefit that ended or became less."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db.models import F

from anmin.kernel.flow.api import Case
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.event_models import EventChange
from anmin.kernel.month.event_papers import issue_papers
from anmin.kernel.month.holdings import Standing
from anmin.kernel.service import service

Kind = EventChange.Kind


class Way(Protocol):
    """An entitlement that pays `amount` (fen a month; 0: it ends) for `persons` from `since` on, and why."""

    standing: Standing
    since: date
    amount: int
    persons: int
    basis: dict
    why: str


def tell_given_way(case: Case, ways: Iterable[Way], since: date, on: date) -> list[EventChange]:
    """Notes what gave way to the granted case, with what its programme replaced from `since` on; makes the papers.

    Runs inside `audit.acting`.
    """
    label = service(case.service).label
    told = [
        _note(
            case, way.standing.programme, way.since, (way.standing.amount, way.standing.persons),
            (way.amount, way.persons if way.amount else 0), f"已批准{label}，不得重复享受：{way.why}", way.basis,
        )
        for way in ways
    ] + [
        _note(case, row.programme, since, (row.amount_month, row.persons), (0, 0), f"已批准{label}，不再享受本项待遇",
              {"results": row.basis.get("results", {})})
        for row in _replaced(case, since)
    ]  # fmt: skip
    issue_papers(told, on)
    return told


def _replaced(case: Case, since: date) -> Iterable[Entitlement]:
    kind = service(case.service)
    if not kind.replaces:
        return ()
    rows = Entitlement.objects.filter(household=case.household_id, programme__in=kind.replaces, until=since)
    return rows.filter(since__lt=F("until"), end_reason=f"转为{kind.label}")


def _note(
    case: Case, programme: str, since: date, before: tuple[int, int], after: tuple[int, int], why: str, basis: dict
) -> EventChange:
    return EventChange.objects.create(
        case=case, household=case.household, area=case.household.area, programme=programme,
        kind=Kind.DOWN if after[0] else Kind.STOP, since=since, amount_before=before[0], amount_after=after[0],
        persons_before=before[1], persons_after=after[1], reason=why, basis=basis,
    )  # fmt: skip
