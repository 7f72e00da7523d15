"""What begins a payment: a granted case pays from the month after it (次月起); a roster's households are noted."""

from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.flow.api import Case, consequence, next_month
from anmin.kernel.flow.declare import Move
from anmin.kernel.funds.entitle import Grant, grant, list_recipients
from anmin.kernel.law.api import numbers_hash
from anmin.kernel.people.api import after_roster
from anmin.kernel.service import service


@consequence("start_payment")
def start_payment(case: Case, move: Move, who: User, on: date) -> None:
    """What was paid before ends when the decided amount begins."""
    covers = service(case.service).covers
    grant(
        [
            Grant(
                household_id=case.household_id,
                programme=case.service,
                amount_month=case.amount_month,
                persons=case.reckoning["results"].get(covers) or len(case.facts["persons"]),
                since=next_month(on),
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
        ]
    )


@after_roster
def note_recipients(name: str, households: list[tuple[int, int | None]], on: date, source: str) -> int:
    """Whom a roster names is reckoned, and granted what is due, when the month is closed."""
    return list_recipients(name, households, on=on, source=source) if service(name).pays else 0
