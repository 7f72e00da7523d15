"""Checks: what was declared against what the sources know, for one household or a whole roll at once.

No query without a valid authorisation (社会救助暂行办法第五十八条): persons who have not signed are left out and
counted. Only differences are kept; whoever is not on a roll never leaves the sealed file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import Period, due, working_calendar
from anmin.kernel.law import api as law
from anmin.kernel.means.comparing import FOUND, FOUND_ON, differences, effects
from anmin.kernel.means.declare import SOURCES
from anmin.kernel.means.loading import KEY, LONG, newest_loads, rows_of
from anmin.kernel.means.models import Check, SourceLoad
from anmin.kernel.means.telling import tell
from anmin.kernel.people.api import Asked, Household, array, asked_of, known_of

if TYPE_CHECKING:
    import polars as pl

ANSWER_WITHIN = Period.parse("10 WD")  # local practice; domain 8 names no national term
UNSIGNED = "这户没有有效的核对授权书，不能查询（社会救助暂行办法第五十八条）。请先由成年成员签署授权。"


class CheckRefused(Exception):
    """The check may not be made; the text says why."""


class Compared(NamedTuple):
    """Everyone asked for with the mark by which sources know them, those who signed, and what differs (None where
    nothing does)."""

    people: pl.DataFrame
    homes: pl.DataFrame
    signed: pl.DataFrame
    rows: pl.DataFrame | None


@dataclass(frozen=True)
class Looked:
    """Households that are being compared with the newest files of a day."""

    name: str
    on: date
    loads: dict[str, SourceLoad]
    compared: Future[Compared]

    @property
    def told(self) -> dict[str, Any]:
        """Which files, how many persons, and how many left out for want of an authorisation."""
        loads = {source: [load.pk, load.as_of.isoformat()] for source, load in self.loads.items()}
        done = self.compared.result()
        return {"loads": loads, "persons": done.signed.height, "unsigned": done.people.height - done.signed.height}


def look(
    name: str, persons: pl.Series, asked: Callable[[], Asked], on: date, ahead: Mapping[int, Future] | None = None
) -> Looked:
    """Begins to compare beside whatever the caller does meanwhile: `asked` is called there, and asks no database.

    `persons` are the ids of all in `asked`; `ahead` is what `read_ahead` gave.
    """
    ids, loads = array(persons), newest_loads(on)
    known = {source: (ahead or {}).get(load.pk) for source, load in loads.items()}
    aside = ThreadPoolExecutor(1)
    compared = aside.submit(
        _compared, name, on, asked, _marks(ids), _signed(ids, on), loads, known, law.stored_numbers()
    )
    aside.shutdown(wait=False)
    return Looked(name, on, loads, compared)


def _marks(ids: str) -> list[tuple[int, str]]:
    """Persons with the mark by which sources know them."""
    with connection.cursor() as cursor:  # as one array: a hundred thousand parameters cost more than the look-up
        cursor.execute(f"SELECT id, left(id_index, {LONG}) FROM people_person WHERE id = ANY(%s::bigint[])", [ids])
        return cursor.fetchall()


def _signed(ids: str, on: date) -> list[int]:
    """Persons with an authorisation valid on the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT person_id FROM people_consent WHERE person_id = ANY(%s::bigint[]) AND signed_on <= %s
               AND (until IS NULL OR until >= %s)""",
            [ids, on, on],
        )
        return [row[0] for row in cursor.fetchall()]


def _compared(
    name: str, on: date, asked: Callable[[], Asked], marks: list[tuple[int, str]], signed: list[int],
    loads: Mapping[str, SourceLoad], known: Mapping[str, Future | None], table: law.NumberTable,
) -> Compared:  # fmt: skip
    """Every difference with its effect on the household's amount. Asks no database."""
    import polars as pl

    keys = pl.DataFrame(marks, schema={"person_id": pl.Int64, KEY: pl.String}, orient="row")
    people, homes = asked().persons.join(keys, on="person_id"), asked().households
    willing = people.filter(pl.col("person_id").is_in(signed))
    defaults, found = {fact.name: fact.default for fact in law.facts_of(name)}, []
    for source, load in loads.items():
        read = known[source]
        rows = differences(SOURCES[source], load, read.result() if read else rows_of(load), willing, homes, defaults)
        found += [rows] if rows.height else []
    if not found:
        return Compared(people, homes, willing, None)
    worth = effects(name, people, homes, found, on, table)
    rows = pl.concat(found, how="diagonal_relaxed").join(worth, on="household_id", how="left")
    return Compared(people, homes, willing, rows)


def _look_now(name: str, asked: Asked, on: date) -> Looked:
    return look(name, asked.persons["person_id"], lambda: asked, on)


def check_household(household: Household, name: str, *, who: User, on: date) -> Check:
    """Checks one household now, with its report. Raises CheckRefused, and records the attempt, where nobody has signed."""
    asked = asked_of(known_of([household.pk], on), law.facts_of(name))
    if wrong := asked.wrong.get(household.pk):
        raise CheckRefused(f"这户的申报无法测算，不能与来源比较：{wrong}")
    looked = _look_now(name, asked, on)
    people, homes, signed, _ = looked.compared.result()
    if not signed.height:
        record("refused_check", "people_household", household.pk, actor=who.actor, reason="没有有效授权")
        raise CheckRefused(UNSIGNED)
    check = _check(looked, who=who, household=household, area=household.area)
    check.report = tell(name, people, homes, signed, on, looked.loads)
    check.save(update_fields=["report"])
    return check


def check_roll(
    name: str, households: Iterable[int] | Looked, *, month: date, area: str, who: User | None = None,
    on: date | None = None,
) -> Check:  # fmt: skip
    """Checks every given household set-wise, as on the first day of `month`; the same people and files again add nothing.

    `households` are ids, or what `look` gave for them; townships have their time to answer from `on`, the day of the
    check.
    """
    looked = households
    if not isinstance(looked, Looked):
        looked = _look_now(name, asked_of(known_of(sorted(set(looked)), month), law.facts_of(name)), month)
    made = Check.objects.filter(household=None, service=name, month=month, area=area).order_by("-id").first()
    if made and all(getattr(made, key) == value for key, value in looked.told.items()):
        _find(made, looked, on)  # as many people need not be the same people, nor have declared the same
        return made
    return _check(looked, who=who, area=area, told_on=on)


def _check(
    looked: Looked, *, who: User | None, area: str, household: Household | None = None, told_on: date | None = None
) -> Check:
    check = Check.objects.create(
        household=household, service=looked.name, month=looked.on.replace(day=1), area=area,
        asked_by=who.account if who else None, **looked.told,
    )  # fmt: skip
    _find(check, looked, told_on)
    return check


def _find(check: Check, looked: Looked, told_on: date | None) -> None:
    """Adds to a check what was not found before."""
    rows = looked.compared.result().rows
    if rows is not None and (new := _keep(check, rows, told_on or looked.on)):
        check.found += new
        check.save(update_fields=["found"])


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


def answer_by(on: date) -> date:
    """The last day on which a township may answer what was found on a day."""
    return due(ANSWER_WITHIN, on, working_calendar()).limit_on


def _keep(check: Check, rows: pl.DataFrame, on: date) -> int:
    """Stores the findings that are new, and returns how many; one and the same file finds each thing once."""
    given: dict[str, Any] = {
        name: rows[name].to_list() if name in rows.columns else [None] * len(rows) for name in KEPT
    }
    given |= {"check": check.pk, "due": answer_by(on)}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, given)
        return cursor.rowcount
