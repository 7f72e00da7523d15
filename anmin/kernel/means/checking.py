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
from anmin.kernel.means.declare import SOURCES, Source
from anmin.kernel.means.loading import KEY, newest_loads, rows_of
from anmin.kernel.means.models import Check, Finding, SourceLoad
from anmin.kernel.people.api import Asked, Household, asked_of, known_of
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

ANSWER_WITHIN = Period.parse("10 WD")  # local practice; domain 8 names no national term
FOUND, FOUND_ON = "found", "found_on"


class CheckRefused(Exception):
    """The check may not be made; the text says why."""


def check_household(household: Household, name: str, *, who: User, on: date) -> Check:
    """Checks one household now. Raises CheckRefused, and records the attempt, where nobody has signed."""
    people, homes = _frames(name, [household.pk], on)
    signed = _signed(people, on)
    if not signed.height:
        record("refused_check", "people_household", household.pk, actor=who.actor, reason="没有有效授权")
        raise CheckRefused("这户没有有效的核对授权书, 不能查询(社会救助暂行办法第五十八条)。请先由成年成员签署授权。")
    return _check(name, people, homes, signed, on, who=who, household=household)


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

    ids = asked.persons["person_id"].to_list()
    with connection.cursor() as cursor:  # as one array: a hundred thousand parameters cost more than the look-up
        cursor.execute(f"SELECT id, {KEY} FROM people_person WHERE id = ANY(%s)", [ids])
        marks = cursor.fetchall()
    keys = pl.DataFrame(marks, schema={"person_id": pl.Int64, KEY: pl.String}, orient="row")
    return asked.persons.join(keys, on="person_id"), asked.households


def _signed(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """Persons with an authorisation valid on the day."""
    import polars as pl

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT person_id FROM people_consent WHERE person_id = ANY(%s) AND signed_on <= %s
               AND (until IS NULL OR until >= %s)""",
            [people["person_id"].to_list(), on, on],
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
        differing = _differences(SOURCES[source], load, known, signed, homes, defaults)
        found += [differing] if differing.height else []
    if found:
        rows = pl.concat(found, how="diagonal_relaxed").join(
            _effects(name, people, homes, found, on), on="household_id", how="left"
        )
        check.found = _keep(check, rows, told_on or on)
        check.save(update_fields=["found"])
    return check


def _differences(
    source: Source, load: SourceLoad, known: pl.DataFrame, signed: pl.DataFrame, homes: pl.DataFrame,
    defaults: dict[str, Any],
) -> pl.DataFrame:  # fmt: skip
    """Persons (or households) for whom the source knows more than was declared."""
    import polars as pl

    rows = known.join(signed.select(KEY, "person_id", "household_id"), on=KEY, how="inner")
    fold = {
        "count": pl.len().cast(pl.Int64).alias(FOUND),
        "sum": pl.col(source.value).sum().cast(pl.Int64).alias(FOUND) if source.value else None,
        "latest": pl.col(source.value).max().alias(FOUND_ON) if source.value else None,
    }[source.fold]
    by = ["person_id", "household_id"] if source.level == "person" else ["household_id"]
    named = [] if source.level == "person" else [pl.col("person_id").first()]
    folded = rows.group_by(by, maintain_order=True).agg(fold, *named)
    told = signed if source.level == "person" else homes
    if source.fact:
        told = _with(told, source.fact, defaults)
        declared = told.select(
            "person_id" if source.level == "person" else "household_id", pl.col(source.fact).alias("declared")
        )
        folded = folded.join(declared, on=declared.columns[0], how="left").filter(
            pl.col(FOUND) * 10_000 > pl.col("declared").fill_null(0) * (10_000 + source.tolerance_bp)
        )
    return folded.with_columns(
        pl.lit(source.name).alias("source"), pl.lit(source.fact).alias("fact"), pl.lit(load.pk).alias("load")
    )


def _effects(name: str, people: pl.DataFrame, homes: pl.DataFrame, found: list[pl.DataFrame], on: date) -> pl.DataFrame:
    """Amount a month as declared, and as it would be if everything found were true."""
    import polars as pl

    touched = pl.concat([f.select("household_id") for f in found]).unique()
    people, homes = people.join(touched, on="household_id"), homes.join(touched, on="household_id")
    pays = service(name).pays
    before = _reckoned(name, people, homes, on, pays).rename({pays: "amount_before"})
    defaults = {fact.name: fact.default for fact in law.facts_of(name)}
    for rows in found:
        people, homes = _as_found(SOURCES[rows["source"][0]], rows, people, homes, defaults)
    alive = homes.join(people.select("household_id").unique(), on="household_id")
    after = _reckoned(name, people, alive, on, pays).rename({pays: "amount_after"})
    return before.join(after, on="household_id", how="left").with_columns(pl.col("amount_after").fill_null(0))


def _as_found(
    source: Source, rows: pl.DataFrame, people: pl.DataFrame, homes: pl.DataFrame, defaults: dict[str, Any]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    import polars as pl

    if source.ends:
        return people.join(rows, on="person_id", how="anti"), homes
    if not source.fact:
        return people, homes
    key, frame = ("person_id", people) if source.level == "person" else ("household_id", homes)
    changed = _with(frame, source.fact, defaults).join(rows.select(key, FOUND), on=key, how="left").with_columns(
        pl.coalesce(FOUND, source.fact).alias(source.fact)
    ).drop(FOUND)  # fmt: skip
    return (changed, homes) if source.level == "person" else (people, changed)


def _with(frame: pl.DataFrame, fact: str, defaults: dict[str, Any]) -> pl.DataFrame:
    """The frame with a column for `fact`: where it is absent everyone declared what the service takes for usual."""
    import polars as pl

    usual = pl.lit(defaults.get(fact) or 0, pl.Int64)
    return frame if fact in frame.columns else frame.with_columns(usual.alias(fact))


def _reckoned(name: str, people: pl.DataFrame, homes: pl.DataFrame, on: date, pays: str) -> pl.DataFrame:
    import polars as pl

    if not homes.height:
        return pl.DataFrame(schema={"household_id": pl.Int64, pays: pl.Int64})
    return law.reckon_frame(name, on, people, homes, table=law.stored_numbers(), keep=[pays]).select(
        "household_id", pays
    )


KEEP = """
INSERT INTO means_finding (made_by_id, household_id, person_id, area, source, load_id, fact, declared, found, found_on,
                           amount_before, amount_after, due_on, answer, note)
SELECT %(check)s, s.household_id, s.person_id, h.area, s.source, s.load, s.fact, s.declared, s.found, s.found_on,
       s.amount_before, s.amount_after, %(due)s, '', ''
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


def answer_finding(finding: Finding, answer: str, *, note: str, who: User, on: date) -> Finding:
    """The township says what is true of a finding. A finding is answered once; a mistake needs a new check."""
    if answer not in (Finding.Answer.TRUE, Finding.Answer.FALSE, Finding.Answer.CHANGED):
        raise CheckRefused("请选择属实、不属实或情况已变化。")
    if not note.strip():
        raise CheckRefused("请写明调查情况, 以备复核。")
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.answer:
        raise CheckRefused(f"这条发现已由{finding.answered_by.name}于 {finding.answered_on} 答复。")
    finding.answer, finding.note = answer, note.strip()
    finding.answered_by, finding.answered_on = who.account, on
    finding.save()
    return finding
