"""What the month itself brings: 渐退 counted and, when its months are over, ended; reviews of what the close found."""

from datetime import date

from django.db import connection

from anmin.kernel.flow.api import Period, due, working_calendar
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.month.causes import causes
from anmin.kernel.month.models import Close
from anmin.kernel.month.review_models import Review
from anmin.kernel.month.reviews import declared, open_review
from anmin.kernel.month.tapers import FALLEN, Counted, count
from anmin.kernel.people.api import Household
from anmin.kernel.places.api import prefix_of


def move_on(close: Close, on: date) -> Counted:
    """Counts the tapers of the month. Whose income fell back is looked into, so that the amount follows the rules again.

    Done again it changes nothing. Runs inside `audit.acting`.
    """
    counted = count(close.programme, prefix_of(close.area), close.month)
    back = [home for home, reason in counted.ended.items() if reason == FALLEN]
    for home in Household.objects.filter(pk__in=back).order_by("pk"):
        open_review(home, close.programme, cause=Review.Cause.FINDING, why=f"渐退结束：{FALLEN}", on=on)
    return counted


# What was decided already but holds only from a later month is not looked into again.
FOUND = """
INSERT INTO month_review (household_id, programme, area, cause, why, opened_on, due_on, state, outcome, found, reason,
    persons_before, persons_after, basis)
SELECT f.household_id, %(programme)s, f.area, 'finding', %(head)s || f.text, %(on)s, %(due)s, 'open', '', '', '', 0,
       0, '{}'
FROM month_finding f JOIN funds_entitlement e ON e.household_id = f.household_id AND e.programme = %(programme)s
     AND e.since <= %(month)s AND (e.until IS NULL OR e.until > %(month)s)
WHERE f.close_id = %(close)s AND f.state = 'open' AND f.kind IN ('ineligible', 'less', 'more') AND e.amount_month <> f.due
AND NOT EXISTS (SELECT 1 FROM month_review r WHERE r.household_id = f.household_id AND r.programme = %(programme)s
                AND r.state = 'decided' AND r.pays_from > %(month)s)
ORDER BY f.area, f.household_id
ON CONFLICT (household_id, programme) WHERE state IN ('open', 'proposed') DO NOTHING
RETURNING household_id
"""
BECAUSE = """
UPDATE month_review r SET why = r.why || '。原因：' || s.why
FROM unnest(%(ids)s::bigint[], %(whys)s::text[]) AS s(household_id, why)
WHERE r.household_id = s.household_id AND r.programme = %(programme)s AND r.state = 'open'
"""


def look_into(close: Close, on: date) -> int:
    """Opens a review for every household whose amount the rules no longer give, with what has changed since it was
    granted; returns how many are new.
    """
    words = declared(close.programme)
    if words is None:
        return 0
    term = Period.parse(words.after.get("", "1 month"))
    given = {
        "programme": close.programme, "close": close.pk, "month": close.month, "on": on,
        "due": due(term, on, working_calendar()).limit_on, "head": f"{chinese_month(close.month)}的月结测算：",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FOUND, given)
        new = [row[0] for row in cursor.fetchall()]
        if told := causes(close.programme, close.month, new) if new else {}:
            cursor.execute(BECAUSE, given | {"ids": list(told), "whys": list(told.values())})
    return len(new)
