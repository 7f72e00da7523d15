"""Who received what on a day, asked by registers of other services by the programme's name."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.review_models import Review
from anmin.kernel.month.reviews import open_review
from anmin.kernel.people.api import Household
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


def recipients_among(programme: str, households: Iterable[int], *, on: date) -> set[int]:
    """Those of these households to whom the programme is due in the month of `on`."""
    month = on.replace(day=1)
    rows = Entitlement.objects.filter(programme=programme, household__in=set(households), since__lte=month)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=month)).exclude(until=F("since"))
    return set(rows.values_list("household_id", flat=True))


def look_again(programme: str, whys: Mapping[int, str], *, on: date) -> set[int]:
    """A review for each household that receives, for the reason given."""
    opened = set()
    for home in Household.objects.filter(pk__in=recipients_among(programme, whys, on=on)).order_by("pk"):
        open_review(home, programme, cause=Review.Cause.TOLD, why=whys[home.pk], on=on)
        opened.add(home.pk)
    return opened
