"""What time alone will take away: validity that runs out, ages that are reached; told before the month in which it does.

Each household in payment is reckoned by the law of a coming month twice: on what is known for today, and on what is
known for that month. What differs is time's doing; a review is opened, so that an assessment is renewed, or the change
is decided and told, before the month begins.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from anmin.kernel.flow.api import next_month
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law.api import yuan
from anmin.kernel.month.causes import aged
from anmin.kernel.month.reckoning import Reckoned, reckon_known
from anmin.kernel.month.review_models import Review
from anmin.kernel.month.reviews import declared, open_review
from anmin.kernel.month.tapers import with_tapers
from anmin.kernel.people.api import Household, known_of
from anmin.kernel.places.api import prefix_of


def foresee(programme: str, area: str, *, on: date) -> int:
    """Opens a review for every household whose amount falls in the month after next as time passes; how many are new.

    What is decided in the next month pays from the month after it. Once for each household and month. Runs inside
    `audit.acting`.
    """
    if declared(programme) is None:
        return 0
    month = next_month(next_month(on))
    rows = Entitlement.objects.filter(programme=programme, area__startswith=prefix_of(area), until__isnull=True)
    ids = sorted(rows.values_list("household_id", flat=True))
    if not ids:
        return 0
    known = [with_tapers(known_of(ids, day), programme, on.replace(day=1)) for day in (on, month)]
    now, then = (reckon_known(programme, month, each) for each in known)
    less = _less(now, then)
    said = f"自{chinese_month(month)}起按现有情况"
    formerly = f"自 {month:%Y-%m} 起按现有情况"  # as it was written until 2026
    told = Q(why__contains=said) | Q(why__contains=formerly)
    seen = Review.objects.filter(told, programme=programme, household__in=less)
    new = {i: text for i, text in less.items() if i not in set(seen.values_list("household_id", flat=True))}
    changed = aged(programme, *known) if new else {}
    for home in Household.objects.filter(pk__in=new).order_by("pk"):
        why = f"{said}{new[home.pk]}：{changed.get(home.pk) or '到期'}。请在此前核实、复评或办理变更"
        open_review(home, programme, cause=Review.Cause.TIME, why=why, on=on)
    return len(new)


def _less(now: Reckoned, then: Reckoned) -> dict[int, str]:
    """Who gets less then, and how much less, in words."""
    after = then.amounts()
    told = {}
    for household, (_, amount, _) in now.amounts().items():
        if household in after and after[household][1] < amount:
            left = after[household][1]
            told[household] = (
                f"由每月 {yuan(amount)} 元减为 {yuan(left)} 元" if left else f"停发（现每月 {yuan(amount)} 元）"
            )
    return told
