"""Households that hold a benefit, as the rules give it to them."""

from datetime import date

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.month.api import bases, reckon_households
from anmin.kernel.people.api import Household


def held(home: Household, programme: str, since: date) -> int:
    """Grants what the rules give, as a decision would; gives the amount in fen a month."""
    day = max(since, home.since)
    reckoned = reckon_households(programme, since, [home.pk], {home.pk: day})
    eligible, amount, persons = reckoned.amounts()[home.pk]
    assert eligible and amount, reckoned.wrong
    with acting("测试"):
        basis = bases(reckoned, [home.pk])[home.pk]
        grant([Grant(home.pk, programme, amount, persons, since, "审核确认 测试", basis)])
    return amount


def pays(programme: str) -> dict[int, int]:
    """What a programme pays from now on, by household."""
    rows = Entitlement.objects.filter(programme=programme, until__isnull=True)
    return dict(rows.values_list("household_id", "amount_month"))
