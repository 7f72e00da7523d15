"""Entitlements: what a decision gives, from which month, until which."""

from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.flow.api import Case, consequence, next_month
from anmin.kernel.flow.declare import Move
from anmin.kernel.funds.models import Entitlement


@consequence("start_payment")
def start_payment(case: Case, move: Move, who: User, on: date) -> None:
    """A granted case pays from the month after the decision (次月起); what was paid before ends then."""
    since = next_month(on)
    Entitlement.objects.filter(
        household=case.household, programme=case.service, until__isnull=True, since__gte=since
    ).delete()
    Entitlement.objects.filter(household=case.household, programme=case.service, until__isnull=True).update(
        until=since, end_reason=f"按 {case.number} 重新核定"
    )
    Entitlement.objects.create(
        household=case.household,
        payee=case.household.head,
        programme=case.service,
        amount_month=case.amount_month,
        persons=case.reckoning["results"].get("members_counted", 1),
        area=case.area,
        urban_rural=case.household.urban_rural,
        case=case,
        since=since,
    )
