"""What a decision brings: a granted case pays from the month that its service's law names, mostly the one after it."""

from dataclasses import replace
from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.flow.api import Case, consequence, next_month, pays_from
from anmin.kernel.flow.declare import Move
from anmin.kernel.funds.entitle import Ending, Grant, end, grant
from anmin.kernel.funds.models import Entitlement
from anmin.kernel.law.api import numbers_hash
from anmin.kernel.service import service


@consequence("start_payment")
def start_payment(case: Case, move: Move, who: User, on: date) -> None:
    """What was paid before ends when the decided amount begins. A payment `once` ends after its month; another of the
    same month is added to it. What the programme `replaces` ends where everybody is covered. A decision that leaves
    nothing to pay (a gap rounded to nothing, help that was given first) opens nothing."""
    if not case.amount_month:
        return
    kind, since = service(case.service), pays_from(case, on)
    persons = case.reckoning["results"].get(kind.covers) or len(case.facts["persons"])
    made = Grant(
        household_id=case.household_id,
        programme=case.service,
        amount_month=case.amount_month,
        persons=persons,
        since=since,
        source=f"审核确认 {case.number}",
        case_id=case.pk,
        basis={
            "law_day": case.law_day.isoformat(),
            "rules": case.reckoning["rules"],
            "numbers": numbers_hash(case.reckoning["numbers"]),
            "results": case.reckoning["results"],
            "facts": {"household": case.facts["household"], "persons": case.facts["persons"]},
        },
    )
    if kind.once:
        made = _added_to_this_month(made)
    grant([made])
    if kind.once:
        end([Ending(case.household_id, case.service, next_month(since), "一次性发放")])
    if persons >= len(case.facts["persons"]):
        end([Ending(case.household_id, name, since, f"转为{kind.label}") for name in kind.replaces])


def _added_to_this_month(made: Grant) -> Grant:
    """Two single payments decided in one month are one entitlement of their sum; each decision stays named."""
    rows = Entitlement.objects.filter(household=made.household_id, programme=made.programme, since=made.since)
    before = rows.exclude(until=made.since).first()
    if before is None:
        return made
    return replace(
        made,
        amount_month=before.amount_month + made.amount_month,
        persons=max(before.persons, made.persons),
        source=f"{before.source}；{made.source}",
        basis={
            **made.basis,
            "with": [*before.basis.get("with", ()), {"case": before.case_id, "amount": before.amount_month}],
        },
    )
