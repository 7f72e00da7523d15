"""Who reaches an age in a span of days: one query over all who live, with the household in which they are members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

TURNING = """
SELECT p.id, m.household_id, p.registered_area, p.area, y.years, b.day
FROM unnest(%(years)s::int[]) AS y(years)
JOIN people_person p ON p.born_on >= %(first)s::date - make_interval(years => y.years) - interval '1 day'
    AND p.born_on <= %(last)s::date - make_interval(years => y.years) + interval '1 day'
CROSS JOIN LATERAL (SELECT (p.born_on + make_interval(years => y.years))::date AS day) b
LEFT JOIN people_membership m ON m.person_id = p.id AND m.since <= %(on)s AND (m.until IS NULL OR m.until > %(on)s)
WHERE p.died_on IS NULL AND b.day BETWEEN %(first)s AND %(last)s AND p.registered_area LIKE %(prefix)s || '%%'
ORDER BY b.day, p.id
"""


@dataclass(frozen=True)
class Turning:
    """A person reaches `years` on the day `on`. `area` is where the person is registered, `lives` where they live."""

    person_id: int
    household_id: int | None
    area: str
    lives: str
    years: int
    on: date


def turning(years: Iterable[int], *, first: date, last: date, on: date, prefix: str = "") -> list[Turning]:
    """Everyone registered under `prefix` who reaches one of `years` from `first` to `last`, both days among them.

    One born on 29 February reaches an age on 28 February of a common year (民法典第二百零二条, as `identity.age`).
    """
    given = {"years": sorted(set(years)), "first": first, "last": last, "on": on, "prefix": prefix}
    with connection.cursor() as cursor:
        cursor.execute(TURNING, given)
        return [Turning(*row) for row in cursor.fetchall()]


def registered_counties() -> list[str]:
    """The first six digits of every place of registration."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT left(registered_area, 6) FROM people_person WHERE registered_area <> '' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]
