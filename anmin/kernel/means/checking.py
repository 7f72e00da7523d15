"""Checks: what was declared against what the sources know, for one household or a whole roll at once.

No query without a valid authorisation (社会救助暂行办法第五十八条): persons who have not signed are left out and
counted. Only differences are kept; whoever is not on a roll never leaves the sealed file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import Period, due, working_calendar
from anmin.kernel.law import api as law
from anmin.kernel.means.comparing import FOUND, FOUND_ON, differences, effects
from anmin.kernel.means.declare import SOURCES
from anmin.kernel.means.loading import KEY, newest_loads, rows_of
from anmin.kernel.means.models import Check, SourceLoad
from anmin.kernel.means.telling import tell
from anmin.kernel.people.api import Asked, Household, array, asked_of, known_of

if TYPE_CHECKING:
    import polars as pl

ANSWER_WITHIN = Period.parse("10 WD")  # local practice; domain 8 names no national term
UNSIGNED = "这户没有有效的核对授权书，不能查询（社会救助暂行办法第五十八条）。请先由成年成员签署授权。"


class CheckRefused(Exception):
    """The check may not be made; the text says why."""


def check_household(household: Household, name: str, *, who: User, on: date) -> Check:
    """Checks one household now, with its report. Raises CheckRefused, and records the attempt, where nobody has signed."""
    asked = asked_of(known_of([household.pk], on), law.facts_of(name))
    if wrong := asked.wrong.get(household.pk):
        raise CheckRefused(f"这户的申报无法测算，不能与来源比较：{wrong}")
    people, homes = _marked(asked)
    signed = _signed(people, on)
    if not signed.height:
        record("refused_check", "people_household", household.pk, actor=who.actor, reason="没有有效授权")
        raise CheckRefused(UNSIGNED)
    check = _check(name, people, homes, signed, on, who=who, household=household)
    check.report = tell(name, people, homes, signed, on, newest_loads(on))
    check.save(update_fields=["report"])
    return check


def check_roll(
    name: str, households: Iterable[int] | Asked, *, month: date, area: str, who: User | None = None,
    ahead: Mapping[int, Future] | None = None, on: date | None = None,
) -> Check:  # fmt: skip
    """Checks every given household set-wise, as on the first day of `month`; the same people and files again add nothing.

    `households` are ids, or the facts of these households where the caller has read them already; `ahead` is what
    `read_ahead` gave; townships have their time to answer from `on`, the day of the check.
    """
    people, homes = _marked(households) if isinstance(households, Asked) else _frames(name, households, month)
    signed = _signed(people, month)
    made = Check.objects.filter(household=None, service=name, month=month, area=area).order_by("-id").first()
    told = {"loads": _told(newest_loads(month)), "persons": signed.height, "unsigned": people.height - signed.height}
    if made and all(getattr(made, key) == value for key, value in told.items()):
        return made
    return _check(name, people, homes, signed, month, who=who, area=area, ahead=ahead, told_on=on)


def _told(loads: dict[str, SourceLoad]) -> dict[str, list]:
    return {source: [load.pk, load.as_of.isoformat()] for source, load in loads.items()}


def _frames(name: str, households: Iterable[int], on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The facts a service asks for; persons with the fingerprint by which sources know them."""
    return _marked(asked_of(known_of(sorted(set(households)), on), law.facts_of(name)))


def _marked(asked: Asked) -> tuple[pl.DataFrame, pl.DataFrame]:
    import polars as pl

    ids = array(asked.persons["person_id"])
    with connection.cursor() as cursor:  # as one array: a hundred thousand parameters cost more than the look-up
        cursor.execute(f"SELECT id, {KEY} FROM people_person WHERE id = ANY(%s::bigint[])", [ids])
        marks = cursor.fetchall()
    keys = pl.DataFrame(marks, schema={"person_id": pl.Int64, KEY: pl.String}, orient="row")
    return asked.persons.join(keys, on="person_id"), asked.households


def _signed(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """Persons with an authorisation valid on the day."""
    import polars as pl

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT person_id FROM people_consent WHERE person_id = ANY(%s::bigint[]) AND signed_on <= %s
               AND (until IS NULL OR until >= %s)""",
            [array(people["person_id"]), on, on],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return people.filter(pl.col("person_id").is_in(ids))


def _check(
    name: str, people: pl.DataFrame, homes: pl.DataFrame, signed: pl.DataFrame, on: date, *, who: User | None,
    household: Household | None = None, area: str = "", ahead: Mapping[int, Future] | None = None,
    told_on: date | None = None,
) -> Check:  # fmt: skip
    import polars as pl

    loads = newest_loads(on)
    check = Check.objects.create(
        household=household,
        service=name,
        month=on.replace(day=1),
        area=area or (household.area if household else ""),
        asked_by=who.account if who else None,
        loads=_told(loads),
        persons=signed.height,
        unsigned=people.height - signed.height,
    )
    defaults, found = {fact.name: fact.default for fact in law.facts_of(name)}, []
    for source, load in loads.items():
        known = ahead[load.pk].result() if ahead and load.pk in ahead else rows_of(load)
        differing = differences(SOURCES[source], load, known, signed, homes, defaults)
        found += [differing] if differing.height else []
    if found:
        rows = pl.concat(found, how="diagonal_relaxed").join(
            effects(name, people, homes, found, on), on="household_id", how="left"
        )
        check.found = _keep(check, rows, told_on or on)
        check.save(update_fields=["found"])
    return check


KEEP = """
INSERT INTO means_finding (made_by_id, household_id, person_id, area, source, load_id, fact, declared, found, found_on,
                           amount_before, amount_after, due_on, answer, note, returned)
SELECT %(check)s, s.household_id, s.person_id, h.area, s.source, s.load, s.fact, s.declared, s.found, s.found_on,
       s.amount_before, s.amount_after, %(due)s, '', '', ''
FROM unnest(%(household_id)s::bigint[], %(person_id)s::bigint[], %(source)s::text[], %(load)s::bigint[], %(fact)s::text[],
            %(declared)s::bigint[], %(found)s::bigint[], %(found_on)s::date[], %(amount_before)s::bigint[],
            %(amount_after)s::bigint[])
     AS s(household_id, person_id, source, load, fact, declared, found, found_on, amount_before, amount_after)
JOIN people_household h ON h.id = s.household_id
ON CONFLICT (person_id, source, fact, load_id) DO NOTHING
"""
KEPT = (
    "household_id", "person_id", "source", "load", "fact", "declared", FOUND, FOUND_ON, "amount_before", "amount_after",
)  # fmt: skip


def _keep(check: Check, rows: pl.DataFrame, on: date) -> int:
    """Stores the findings that are new, and returns how many; one and the same file finds each thing once."""
    given: dict[str, Any] = {
        name: rows[name].to_list() if name in rows.columns else [None] * len(rows) for name in KEPT
    }
    given |= {"check": check.pk, "due": due(ANSWER_WITHIN, on, working_calendar()).limit_on}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, given)
        return cursor.rowcount
