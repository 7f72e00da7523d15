"""What is known of many households on a day, as two Polars frames: the same facts that `facts_on` gives for one.

Two queries, whatever the number of households.
"""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from anmin.kernel.people.facts import relation_word
from anmin.kernel.people.relations import RELATIONS

HOUSEHOLDS = """
SELECT h.id AS household_id, h.area, h.urban_rural, h.head_id, d.household_facts::text AS facts
FROM people_household h
LEFT JOIN people_declaration d ON d.household_id = h.id AND d.since <= {day} AND (d.until IS NULL OR d.until > {day})
WHERE {which}
"""
PERSONS = """
SELECT m.household_id, m.person_id, p.id_index, m.relation AS code, (m.person_id = h.head_id) AS is_head,
       extract(year FROM age({day}::date, p.born_on))::int AS age,
       s.category AS disability_kind, s.grade AS disability_grade, (i.id IS NOT NULL) AS serious_illness,
       t.category AS study, (d.person_facts->(m.person_id::text))::text AS facts
FROM people_household h
JOIN people_membership m ON m.household_id = h.id AND m.since <= {day} AND (m.until IS NULL OR m.until > {day})
JOIN people_person p ON p.id = m.person_id
LEFT JOIN people_status s ON s.person_id = p.id AND s.kind = 'disability' AND s.since <= {day}
     AND (s.until IS NULL OR s.until > {day})
LEFT JOIN people_status i ON i.person_id = p.id AND i.kind = 'illness' AND i.since <= {day}
     AND (i.until IS NULL OR i.until > {day})
LEFT JOIN people_status t ON t.person_id = p.id AND t.kind = 'student' AND t.since <= {day}
     AND (t.until IS NULL OR t.until > {day})
LEFT JOIN people_declaration d ON d.household_id = h.id AND d.since <= {day} AND (d.until IS NULL OR d.until > {day})
WHERE {which}
ORDER BY m.household_id, NOT (m.person_id = h.head_id), m.relation, m.id
"""
TYPES = {"bool": pl.Boolean, "choice": pl.String}


def frames_on(
    day: date, facts: Iterable[Any], *, households: Iterable[int] | None = None, area: str = ""
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Persons and households on `day`, with a column for each of `facts` (a law service's declared facts).

    Chosen by ids, or by the digits that their area begins with. An empty choice gives empty frames, never everybody.
    Persons have `household_id`, `person_id`, `id_index`; households `household_id`, `area`, `urban_rural`.
    """
    facts = list(facts)
    ids = sorted(set(households)) if households is not None else None
    if ids is None and not area:
        ids = []
    which = "h.id = ANY(ARRAY[{}]::bigint[])".format(",".join(map(str, ids))) if ids is not None else _within(area)
    told = {"day": f"DATE '{day.isoformat()}'", "which": which}
    people = _fetch(PERSONS.format(**told), {"code": pl.String, "age": pl.Int64, "disability_grade": pl.Int64, "facts": pl.String, "id_index": pl.String})
    homes = _fetch(HOUSEHOLDS.format(**told), {"area": pl.String, "facts": pl.String})
    words = {code: relation_word(code) for code in RELATIONS}
    people = people.unique("person_id", keep="first", maintain_order=True).with_columns(
        pl.col("code").replace_strict(words, default="other", return_dtype=pl.String).alias("relation"),
        pl.col("serious_illness") == "t",
        pl.col("is_head") == "t",
    )
    people = _with_facts(people, [f for f in facts if f.level == "person"])
    homes = _with_facts(homes, [f for f in facts if f.level == "household"])
    return people.drop("code"), homes


def _within(area: str) -> str:
    if not area.isdigit():
        raise ValueError(f"区划前缀“{area}”应全为数字")
    return f"h.area LIKE '{area}%' AND h.until IS NULL"


def _fetch(query: str, types: dict[str, Any]) -> pl.DataFrame:
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)") as copy:
        for block in copy:
            buffer.write(block)
    buffer.seek(0)
    return pl.read_csv(buffer, schema_overrides=types, infer_schema_length=None)


def _with_facts(frame: pl.DataFrame, facts: list[Any]) -> pl.DataFrame:
    """Declared facts over derived ones over the facts' defaults."""
    shape = pl.Struct({f.name: TYPES.get(f.type, pl.Int64) for f in facts})
    said = frame["facts"].fill_null("{}").str.json_decode(dtype=shape).struct.unnest()
    columns = []
    for fact in facts:
        layers = [said[fact.name]]
        if fact.name in frame.columns:
            layers.append(frame[fact.name].cast(TYPES.get(fact.type, pl.Int64)))
        column = pl.select(pl.coalesce(layers)).to_series() if layers else said[fact.name]
        default = _default(fact)
        columns.append((column.fill_null(default) if default is not None else column).alias(fact.name))
    return frame.drop("facts").with_columns(columns)


def _default(fact: Any) -> Any:
    return fact.default if isinstance(fact.default, bool | int | str) else None
