"""What is checked before a month is made: the books, and the whole roll against other departments' files."""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Sum

from anmin.kernel.access.api import User
from anmin.kernel.funds import api as funds
from anmin.kernel.funds.api import Roll
from anmin.kernel.means import api as means
from anmin.kernel.month.due import Outcome
from anmin.kernel.month.models import Close
from anmin.kernel.places.api import prefix_of


def check(close: Close) -> dict[str, Any]:
    """What the books say before the month is made: the month before, who is due, held, dead or without an account."""
    given = {"programme": close.programme, "prefix": prefix_of(close.area), "month": close.month}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), count(*) FILTER (WHERE p.died_on < %(month)s), count(*) FILTER (WHERE h.until <= %(month)s),
                      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM funds_hold o WHERE o.household_id = e.household_id
                          AND o.programme = e.programme AND o.since <= %(month)s AND (o.until IS NULL OR o.until > %(month)s))),
                      count(*) FILTER (WHERE length(h.bank_account) = 0)
               FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id JOIN people_person p ON p.id = e.payee_id
               WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since <= %(month)s
               AND (e.until IS NULL OR e.until > %(month)s)""",
            given,
        )
        counted = dict(zip(("in_force", "dead", "closed", "held", "no_account"), cursor.fetchone(), strict=True))
    earliest = funds.earliest_before(close.programme, close.area, close.month)
    rolls = Roll.objects.filter(programme=close.programme, area=close.area, month__gte=earliest, month__lt=close.month)
    last = rolls.order_by("-month").first()
    return {"last_month": Roll.State(last.state).label if last else "没有名册"} | counted


def look(close: Close, outcome: Outcome, ahead: Mapping[int, Future]) -> means.Looked | None:
    """Begins to hold those in force against the newest files of other departments; None where there are none.

    `ahead` are the files as they are being opened.
    """
    if not ahead:
        return None
    asked = partial(outcome.facts, close.programme)
    return means.look(close.programme, outcome.persons(), asked, close.month, ahead)


def compare(close: Close, who: User, looked: means.Looked | None, on: date) -> dict[str, int]:
    """What the files say of the roll. Findings go to townships, each once."""
    if looked is None:
        return {"sources": 0}
    last = means.check_roll(close.programme, looked, month=close.month, area=close.area, who=who, on=on)
    made = means.Check.objects.filter(
        household=None, service=close.programme, month=close.month, area=close.area
    ).aggregate(found=Sum("found"))
    return {"sources": len(last.loads), "found": made["found"], "persons": last.persons, "unsigned": last.unsigned}
