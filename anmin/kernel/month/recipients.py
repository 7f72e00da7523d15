"""Who received what on a day, asked by registers of other services by the programme's name."""

from datetime import date

from django.db.models import F, Q

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.service import register


def received_by(person: int, *, on: date) -> dict[str, str]:
    """The programmes that paid for the person's household in the month of `on`, by name with their label."""
    month = on.replace(day=1)
    member = Q(household__memberships__person=person, household__memberships__since__lte=on)
    still = Q(household__memberships__until__isnull=True) | Q(household__memberships__until__gt=on)
    rows = Entitlement.objects.filter(member, still, since__lte=month)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=month)).exclude(until=F("since"))
    known = register()
    names = rows.order_by("programme").values_list("programme", flat=True).distinct()
    return {name: known[name].label for name in names if name in known}
