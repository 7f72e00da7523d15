"""Which recipient households are due to be looked at again: classes by rule, due days, and the month's list, set-wise."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS
from anmin.kernel.flow.api import next_month
from anmin.kernel.law import api as law
from anmin.kernel.month.review_models import Cycle
from anmin.kernel.month.reviews import ReviewRefused, declared
from anmin.kernel.month.tapers import ask, with_tapers
from anmin.kernel.people.api import known_of
from anmin.kernel.places.api import prefix_of

# Looked at last: when a review or case was decided, else when the benefit began.
RECIPIENTS = """
SELECT e.household_id, greatest(h.since, (e.basis->>'known_on')::date, %(month)s::date) AS known_on
FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id
WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since <= %(month)s
AND (e.until IS NULL OR e.until > %(month)s) AND (h.until IS NULL OR h.until > %(month)s) ORDER BY 1
"""
CLASSIFY = """
WITH told AS (
    SELECT household_id, klass, months
    FROM unnest(%(ids)s::bigint[], %(classes)s::text[], %(every)s::int[]) AS t(household_id, klass, months)),
begun AS (SELECT household_id, min(since) AS on FROM funds_entitlement WHERE programme = %(programme)s GROUP BY 1),
cases AS (SELECT household_id, max(decided_on) AS on FROM flow_case WHERE service = %(programme)s GROUP BY 1),
reviews AS (SELECT household_id, max(decided_on) AS on FROM month_review WHERE programme = %(programme)s GROUP BY 1),
looked AS (
    SELECT t.household_id, h.area, t.klass, t.months, greatest(begun.on, cases.on, reviews.on) AS last_on
    FROM told t JOIN people_household h ON h.id = t.household_id LEFT JOIN begun ON begun.household_id = t.household_id
    LEFT JOIN cases ON cases.household_id = t.household_id LEFT JOIN reviews ON reviews.household_id = t.household_id),
falling AS (
    SELECT l.*, (l.last_on + make_interval(months => coalesce(c.corrected_months, l.months)))::date AS due_on,
           c.area AS had_area, c.proposed AS had_class, c.months AS had_months, c.last_on AS had_last, c.due_on AS had_due
    FROM looked l LEFT JOIN month_cycle c ON c.household_id = l.household_id AND c.programme = %(programme)s)
INSERT INTO month_cycle (household_id, programme, area, proposed, months, corrected, correct_reason, last_on, due_on)
SELECT household_id, %(programme)s, area, klass, months, '', '', last_on, due_on FROM falling
WHERE (area, klass, months, last_on, due_on) IS DISTINCT FROM (had_area, had_class, had_months, had_last, had_due)
ORDER BY household_id
ON CONFLICT (household_id, programme) DO UPDATE SET area = EXCLUDED.area, proposed = EXCLUDED.proposed,
    months = EXCLUDED.months, last_on = EXCLUDED.last_on, due_on = EXCLUDED.due_on
"""
OPEN = """
INSERT INTO month_review (household_id, programme, area, cause, why, opened_on, due_on, state, outcome, found, reason,
    persons_before, persons_after, basis)
SELECT c.household_id, c.programme, c.area, 'cycle', '到期复核，上次核查 ' || c.last_on, %(on)s,
       greatest(c.due_on, %(last)s::date), 'open', '', '', '', 0, 0, '{}'
FROM month_cycle c JOIN unnest(%(ids)s::bigint[]) AS t(household_id) USING (household_id)
WHERE c.programme = %(programme)s AND c.due_on <= %(last)s ORDER BY c.area, c.household_id
ON CONFLICT (household_id, programme) WHERE state IN ('open', 'proposed') DO NOTHING
"""
DROP = """
UPDATE month_review r SET state = 'dropped', checked_by_id = NULL FROM people_household h
WHERE h.id = r.household_id AND r.programme = %(programme)s AND r.area LIKE %(prefix)s || '%%'
AND r.state IN ('open', 'proposed') AND NOT EXISTS (
    SELECT 1 FROM funds_entitlement e WHERE e.household_id = r.household_id AND e.programme = r.programme
    AND (e.until IS NULL OR e.until > greatest(e.since, %(month)s)))
"""


@dataclass(frozen=True)
class Scheduled:
    """What a month's schedule did: recipients, classes that are new or changed, reviews opened and dropped."""

    recipients: int = 0
    classified: int = 0
    opened: int = 0
    dropped: int = 0


def schedule(programme: str, area: str, month: date, *, on: date) -> Scheduled:
    """Proposes a class for every recipient household of `area` and opens the reviews that fall due in `month`.

    A handful of statements, whatever the number of households; the same month again changes nothing. Runs inside
    `audit.acting`.
    """
    words = declared(programme)
    given = {"programme": programme, "prefix": prefix_of(area), "month": month}
    if words is None:
        return Scheduled()
    with connection.cursor() as cursor:
        cursor.execute(DROP, given)
        dropped = cursor.rowcount
        cursor.execute(RECIPIENTS, given)
        known_on = dict(cursor.fetchall())
    ids = list(known_on)
    if not ids:
        return Scheduled(dropped=dropped)
    known = with_tapers(known_of(ids, month, known_on), programme, month)
    rows = ask(programme, month, known, [words.klass, words.months])
    last = date.fromordinal(next_month(month).toordinal() - 1)
    given |= {
        "ids": rows["household_id"].to_list(), "classes": rows[words.klass].to_list(), "every": rows[words.months].to_list(),
        "on": on, "last": last,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CLASSIFY, given)
        classified = cursor.rowcount
        cursor.execute(OPEN, given)
        return Scheduled(len(ids), classified, cursor.rowcount, dropped)


def classes(programme: str, day: date) -> dict[str, str]:
    """The classes of the law in force on a day: name and label."""
    words = declared(programme)
    return dict(law.plan_of(law.book(), programme, day).nodes[words.klass].choices) if words else {}


def months_of(cycle: Cycle, klass: str, day: date) -> int:
    """How often a household of this class is looked at, by the dated number of its place."""
    home, key = cycle.household, f"{cycle.programme}.{declared(cycle.programme).every}_{klass}"
    for column in (key, f"{key}_{home.urban_rural}"):
        if row := law.stored_numbers().find(column, day, home.area, home.urban_rural):
            return int(row.value)
    return cycle.months


def correct(cycle_id: int, klass: str, *, who: User, on: date, reason: str) -> Cycle:
    """A person puts another class in place of the proposed one, with a reason; the same class takes it back."""
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("household").get(pk=cycle_id)
    who.require(CHECK_REVIEWS, cycle.area)
    known = classes(cycle.programme, on)
    if klass not in known:
        raise ReviewRefused(f"没有 {klass} 这一类别；现有 {'、'.join(known.values())}。")
    if klass == cycle.proposed:
        cycle.corrected, cycle.correct_reason, cycle.corrected_by, cycle.corrected_months = "", "", None, None
    elif len(reason.strip()) < 4:
        raise ReviewRefused("更正类别要写明理由，至少 4 个字。")
    else:
        cycle.corrected, cycle.correct_reason, cycle.corrected_by = klass, reason.strip(), who.account
        cycle.corrected_months = months_of(cycle, klass, on)
    cycle.save()
    with connection.cursor() as cursor:  # the same sum as in the schedule
        cursor.execute(
            """UPDATE month_cycle SET due_on = (last_on + make_interval(months => coalesce(corrected_months, months)))::date
               WHERE id = %s""",
            [cycle.pk],
        )
    cycle.refresh_from_db()
    return cycle
