"""What a decision brings: a granted case pays from the month that its service's law names, mostly the one after it."""

from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.flow.api import Case, consequence, next_month, pays_from
from anmin.kernel.flow.declare import Move
from anmin.kernel.funds.entitle import Ending, Grant, end, grant
from anmin.kernel.law.api import numbers_hash
from anmin.kernel.service import service


@consequence("start_payment")
def start_payment(case: Case, move: Move, who: User, on: date) -> None:
    """What was paid before ends when the decided amount begins. A payment `once` ends after its month."""
    kind, since = service(case.service), pays_from(case, on)
    covers = kind.covers
    grant(
        [
            Grant(
                household_id=case.household_id,
                programme=case.service,
                amount_month=case.amount_month,
                persons=case.reckoning["results"].get(covers) or len(case.facts["persons"]),
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
        ]
    )
    if kind.once:
        end([Ending(case.household_id, case.service, next_month(since), "一次性发放")])
