"""What is known of many households at once: two queries, whatever their number, and the frames that rules reckon.

The same facts as `facts.facts_on`, household by household; a test holds the two together.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from anmin.kernel.law.api import Fact, FactError, counted_facts
from anmin.kernel.people.facts import relation_word
from anmin.kernel.people.identity import day_number

if TYPE_CHECKING:
    import polars as pl

# What time has made of the declared days (`law.counted`, which a test holds this to): months are numbered through.
COUNTED = """CASE WHEN {said} ?| %(count_any)s::text[] THEN coalesce((
    SELECT jsonb_object_agg(c.name, c.value) FROM (
        SELECT k.name, CASE
            WHEN jsonb_typeof({said} -> k.name) = 'string' AND k.is_bool
                THEN to_jsonb(%(day)s::date > ({said} ->> k.name)::date)
            WHEN jsonb_typeof({said} -> k.name) = 'string' AND ({said} ->> k.name)::date > %(day)s THEN to_jsonb(0)
            WHEN jsonb_typeof({said} -> k.name) = 'string' THEN to_jsonb(k.first + {months_said})
            WHEN k.is_bool THEN NULL
            WHEN {said} ? k.name AND k.first > 0 AND {said} -> k.name = '0' THEN to_jsonb(0)
            WHEN jsonb_typeof({said} -> k.name) = 'number' THEN to_jsonb(({said} -> k.name)::bigint + {months_since})
            WHEN NOT {said} ? k.name AND coalesce({said} -> k.beside, 'false') NOT IN ('false', '0', '""', '"none"', 'null')
                THEN to_jsonb(k.first + {months_since})
            END AS value
        FROM unnest(%(count_names)s::text[], %(count_from)s::int[], %(count_bool)s::bool[], %(count_with)s::text[],
                    %(count_level)s::text[]) AS k(name, first, is_bool, beside, level)
        WHERE k.level = '{level}') c
    WHERE c.value IS NOT NULL), '{{}}') ELSE '{{}}' END"""
MONTHS = """greatest(0, %(on_month)s - extract(year FROM {day})::int * 12 - extract(month FROM {day})::int
    - (%(on_dom)s < least(extract(day FROM {day})::int, %(on_days)s))::int)"""


def _counting(said: str, since: str, level: str) -> str:
    """The facts counted from what `said` keeps, declared on `since`; few keep any, so nothing is joined for the others."""
    column = f"({said} ->> k.name)::date"
    months = {"months_said": MONTHS.format(day=column), "months_since": MONTHS.format(day=since)}
    return COUNTED.format(said=said, level=level, **months)


HOUSEHOLDS = """
WITH w AS (SELECT * FROM unnest(%(ids)s::bigint[], %(known_on)s::date[]) AS w(household_id, known_on))
SELECT h.id, h.area, h.urban_rural, CASE WHEN d.household_facts ?| %(count_any)s::text[]
       THEN (d.household_facts || <<counted>>)::text ELSE nullif(d.household_facts, '{}')::text END
FROM w
JOIN people_household h ON h.id = w.household_id
LEFT JOIN (
    SELECT DISTINCT ON (d.household_id) d.household_id, d.household_facts, d.since
    FROM w JOIN people_declaration d ON d.household_id = w.household_id AND d.since <= w.known_on
    AND (d.until IS NULL OR d.until > w.known_on) ORDER BY d.household_id, d.since DESC) d ON d.household_id = h.id
ORDER BY h.id
""".replace("<<counted>>", _counting("d.household_facts", "d.since", "household"))
PERSONS = """
WITH w AS (SELECT * FROM unnest(%(ids)s::bigint[], %(known_on)s::date[]) AS w(household_id, known_on)),
word AS (SELECT * FROM unnest(%(codes)s::text[], %(words)s::text[]) AS word(code, word)),
member AS (
    SELECT m.id, m.household_id, m.person_id, m.relation, w.known_on,  -- days are numbers such as 20261001, so that
           greatest(0, (%(on_day)s - born) / 10000) AS age,              -- ten thousand is a year
           greatest(0, (%(on_end)s - born) / 10000) AS age_month_end,
           greatest(0, (%(before)s - born) / 10000) AS age_month_before
    FROM w JOIN people_membership m ON m.household_id = w.household_id AND m.since <= w.known_on
    AND (m.until IS NULL OR m.until > w.known_on) JOIN people_person p ON p.id = m.person_id
    CROSS JOIN LATERAL (SELECT to_char(p.born_on, 'YYYYMMDD')::int AS born) b
    WHERE p.died_on IS NULL OR p.died_on >= %(day)s),
status AS (
    SELECT m.person_id, jsonb_object_agg(f.name, f.value ORDER BY s.id) AS facts
    FROM member m JOIN people_status s ON s.person_id = m.person_id AND s.since <= m.known_on
    AND (s.until IS NULL OR s.until > m.known_on)
    CROSS JOIN LATERAL (VALUES
        (CASE s.kind WHEN 'disability' THEN 'disability_kind' WHEN 'illness' THEN 'serious_illness' ELSE 'study' END,
         CASE s.kind WHEN 'illness' THEN 'true'::jsonb ELSE to_jsonb(s.category) END),
        (CASE s.kind WHEN 'disability' THEN 'disability_grade' END, to_jsonb(s.grade))) AS f(name, value)
    WHERE f.name IS NOT NULL GROUP BY m.person_id),
told AS (
    SELECT DISTINCT ON (d.household_id) d.household_id, d.person_facts, d.since
    FROM w JOIN people_declaration d ON d.household_id = w.household_id AND d.since <= w.known_on
    AND (d.until IS NULL OR d.until > w.known_on) ORDER BY d.household_id, d.since DESC)
SELECT m.household_id, m.person_id, m.age, m.age_month_end, m.age_month_before, coalesce(word.word, 'other'),
       CASE WHEN status.facts IS NOT NULL OR nullif(told.person_facts -> m.person_id::text, '{}') IS NOT NULL
       THEN (jsonb_build_object('age', m.age, 'age_month_end', m.age_month_end, 'age_month_before', m.age_month_before,
                                'relation', coalesce(word.word, 'other'))
             || coalesce(status.facts, '{}') || coalesce(told.person_facts -> m.person_id::text, '{}')
             || <<counted>>)::text END
FROM member m JOIN people_household h ON h.id = m.household_id
LEFT JOIN word ON word.code = m.relation LEFT JOIN status ON status.person_id = m.person_id
LEFT JOIN told ON told.household_id = m.household_id
ORDER BY m.household_id, (m.person_id <> h.head_id), m.relation, m.id
""".replace("<<counted>>", _counting("(told.person_facts -> m.person_id::text)", "told.since", "person"))
RESIDENCE = "urban_rural"  # always a column: dated numbers are looked up by it
CODES = [f"{number:02d}" for number in range(100)]


@dataclass
class Known:
    """Facts as JSON text: households (household_id, area, urban_rural, facts), persons (household_id, person_id, facts)."""

    households: pl.DataFrame
    persons: pl.DataFrame


@dataclass
class Asked:
    """What a service asks, as columns of the right types with defaults filled in, ready for `law.reckon_frame`.

    `wrong` names the households whose facts cannot be reckoned, and why; they are in neither frame.
    """

    households: pl.DataFrame
    persons: pl.DataFrame
    wrong: dict[int, str] = field(default_factory=dict)


def known_of(ids: Sequence[int], day: date, known_on: Mapping[int, date] | None = None) -> Known:
    """What is known of these households for `day`: ages are those of the day, the dead are left out.

    `known_on` names for single households a later day of knowledge (first registered after `day`).
    """

    later = known_on or {}
    given = list(ids)
    words = [relation_word(code) for code in CODES]
    first = day.replace(day=1)
    asked = {
        "on_day": day_number(day),
        "on_end": day_number((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)),
        "before": day_number(first - timedelta(days=1)),
        "ids": array(given),
        "known_on": array(later.get(household, day) for household in given),
        "day": day,
        "codes": CODES,
        "words": words,
        **_counts(day),
    }
    with connection.cursor() as cursor:
        cursor.execute(HOUSEHOLDS, asked)
        homes = cursor.fetchall()
        cursor.execute(PERSONS, asked)
        people = cursor.fetchall()
    return Known(_homes(homes), _persons(people))


def _homes(rows: list[tuple]) -> pl.DataFrame:
    """Households with their facts as JSON, where they live before what they said."""
    import polars as pl

    columns = ("household_id", "area", RESIDENCE, "facts")
    frame = pl.DataFrame(rows, schema={columns[0]: pl.Int64} | dict.fromkeys(columns[1:], pl.String), orient="row")
    lives = pl.format(f'{{{{"{RESIDENCE}": "{{}}"', RESIDENCE)
    said = pl.format(", {}", pl.col("facts").str.slice(1)).fill_null("}")
    return frame.with_columns(facts=pl.concat_str(lives, said))


def _persons(rows: list[tuple]) -> pl.DataFrame:
    """Persons with their facts as JSON; of most nothing but ages and relation is known, which is put into words here."""
    import polars as pl

    plain = ("age", "age_month_end", "age_month_before", "relation")
    schema = {
        "household_id": pl.Int64,
        "person_id": pl.Int64,
        **dict.fromkeys(plain[:3], pl.Int64),
        plain[3]: pl.String,
    }
    frame = pl.DataFrame(rows, schema=schema | {"facts": pl.String}, orient="row")
    told = pl.format('{{"age": {}, "age_month_end": {}, "age_month_before": {}, "relation": "{}"}}', *plain)
    return frame.select("household_id", "person_id", facts=pl.coalesce("facts", told))


def array(values: Iterable[Any]) -> str:
    """Numbers or days as the text of an array, to be cast: dumped one by one they cost more than most look-ups."""
    return f"{{{','.join(map(str, values))}}}"


def _counts(day: date) -> dict[str, Any]:
    """What the counting join is given."""
    facts = counted_facts()
    beside = [f.counts_with for f in facts if f.counts_with]
    return {
        "count_names": [f.name for f in facts], "count_from": [f.counts_from for f in facts],
        "count_bool": [f.type == "bool" for f in facts], "count_with": [f.counts_with for f in facts],
        "count_level": [f.level for f in facts], "count_any": [*(f.name for f in facts), *beside],
        "on_month": day.year * 12 + day.month, "on_dom": day.day, "on_days": monthrange(day.year, day.month)[1],
    }  # fmt: skip


def asked_of(known: Known, facts: Iterable[Fact]) -> Asked:
    """The frames that a service's rules read. Facts it does not ask for are passed over."""
    import polars as pl

    wanted = list(facts)
    wrong: dict[int, str] = {}
    homes = _columns(known.households, [f for f in wanted if f.level == "household"], "家庭", wrong)
    people = _columns(known.persons, [f for f in wanted if f.level == "person"], "成员", wrong)
    lonely = homes.join(people, on="household_id", how="anti")["household_id"].to_list()
    wrong |= {i: "没有任何在世的家庭成员" for i in lonely if i not in wrong}
    bad = pl.Series(list(wrong), dtype=pl.Int64).implode()
    return Asked(
        homes.filter(~pl.col("household_id").is_in(bad)), people.filter(~pl.col("household_id").is_in(bad)), wrong
    )


def _columns(frame: pl.DataFrame, facts: list[Fact], who: str, wrong: dict[int, str]) -> pl.DataFrame:
    import polars as pl

    types = {"bool": pl.Boolean, "choice": pl.String, "int": pl.Int64}
    shape = pl.Struct({f.name: types[f.type] for f in facts})
    plain = ~pl.col("facts").str.contains(r'": -?\d+(\.|e)')  # fractions would be cut off silently
    keys = frame.drop("facts", *[f.name for f in facts if f.name in frame.columns])
    try:
        decoded = frame.filter(plain)["facts"].str.json_decode(shape)
    except pl.exceptions.ComputeError:  # somewhere a value of another type: find it row by row
        plain = pl.col("facts").is_null()
        decoded = pl.Series("facts", [], dtype=shape)
    slow = _one_by_one(frame.filter(~plain), facts, who, wrong)
    fast = keys.filter(frame.select(plain=plain)["plain"]).with_columns(decoded)
    rest = keys.filter(frame.select(plain=~plain)["plain"])
    told = pl.concat([fast, rest.with_columns(pl.Series("facts", slow, dtype=shape))]).unnest("facts")
    return _completed(told, facts, who, wrong)


def _one_by_one(frame: pl.DataFrame, facts: list[Fact], who: str, wrong: dict[int, str]) -> list[dict[str, Any]]:
    """The slow way, for rows that are not plainly of the right types: each is read as the desk would read it."""
    from anmin.kernel.law.api import read_fact

    by_name = {f.name: f for f in facts}
    rows = []
    for household, text in frame.select("household_id", "facts").iter_rows():
        row: dict[str, Any] = {}
        for name, value in json.loads(text).items():
            if name in by_name and value is not None:
                try:
                    row[name] = read_fact(by_name[name], value)
                except FactError as error:
                    wrong.setdefault(household, f"{who}：{error}")
        rows.append(row)
    return rows


def _completed(frame: pl.DataFrame, facts: list[Fact], who: str, wrong: dict[int, str]) -> pl.DataFrame:
    """Defaults filled in; households with a missing or impossible value are noted as wrong."""
    import polars as pl

    for fact in facts:
        column = pl.col(fact.name)
        if not fact.required:
            frame = frame.with_columns(column.fill_null(pl.lit(fact.default)))
        bad = column.is_null()
        if fact.type == "choice":
            bad = bad | ~column.is_in(list(fact.choices))
        elif fact.type == "int":
            bad = bad | ~column.is_between(fact.low, fact.high)
        found = frame.filter(bad).select("household_id", column.cast(pl.String))
        for household, value in found.iter_rows():
            said = "没有填" if value is None else f"不能是 {value}"
            wrong.setdefault(household, f"{who}：{fact.label}（{fact.name}）{said}")
    constant = [
        f.name for f in facts if not f.required and f.name != "urban_rural" and len(frame) and _all_default(frame, f)
    ]
    return frame.drop(constant)


def _all_default(frame: pl.DataFrame, fact: Fact) -> bool:
    return bool((frame[fact.name] == fact.default).all())
