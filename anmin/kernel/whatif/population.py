"""Over whom a what-if runs: the county's people as they are known, or a generated sample. Only read, never written."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from anmin.kernel.law.api import Fact, LawBook, LawError, facts_asked

if TYPE_CHECKING:
    import polars as pl

    from anmin.kernel.people.api import Asked

ALWAYS_KNOWN = ("age",)  # needed facts that are known of every person without asking
# Everybody of whom more is known than the register says: who declared something or receives something.
KNOWN_OF = """
SELECT h.id FROM people_household h
WHERE h.area LIKE %(prefix)s || '%%' AND h.since <= %(day)s AND (h.until IS NULL OR h.until > %(day)s)
AND (%(only)s::bigint[] IS NULL OR h.id = ANY(%(only)s))
AND (EXISTS (SELECT FROM people_declaration d WHERE d.household_id = h.id AND d.since <= %(day)s
             AND (d.until IS NULL OR d.until > %(day)s))
     OR EXISTS (SELECT FROM funds_entitlement e WHERE e.household_id = h.id AND e.since <= %(day)s
                AND (e.until IS NULL OR e.until > %(day)s)))
ORDER BY h.id
"""
ON_ROLL = """
SELECT e.programme, count(DISTINCT e.household_id), sum(e.amount_month)::bigint FROM funds_entitlement e
WHERE e.area LIKE %(prefix)s || '%%' AND e.since <= %(day)s AND (e.until IS NULL OR e.until > %(day)s)
GROUP BY e.programme
"""


@dataclass
class Population:
    """Frames of households (household_id, area, urban_rural, facts) and persons (household_id, facts).

    `roll` is what is paid now by programme: households and fen a month. `short` names services that cannot be
    reckoned over these people, and why; `wrong` households whose facts cannot be read.
    """

    households: pl.DataFrame
    persons: pl.DataFrame
    told: str
    roll: dict[str, tuple[int, int]] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    real: bool = False

    def __len__(self) -> int:
        return self.households.height


@contextmanager
def read_only() -> Iterator[None]:
    """A transaction, or the rest of one, in which the database refuses every write; afterwards all is as before."""
    from django.db import connection, transaction

    with transaction.atomic():
        point = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)


def of_county(area: str, day: dt.date, services: Iterable[str], book: LawBook) -> Population:
    """Everybody known in an area, with all facts that these services ask."""
    facts, short = askable(services, book)
    asked = asked_in(area, day, facts)
    told = told_of(day, asked.households.height, asked.persons.height)
    return Population(asked.households, asked.persons, told, on_roll(area, day), short, asked.wrong, real=True)


def asked_in(area: str, day: dt.date, facts: Iterable[Fact], only: list[int] | None = None) -> Asked:
    """What is known of everybody in an area, or of those among these households who belong to it on the day."""
    from django.db import connection

    from anmin.kernel.people.api import asked_of, known_of
    from anmin.kernel.places.api import prefix_of

    with connection.cursor() as cursor:
        cursor.execute(KNOWN_OF, {"prefix": prefix_of(area), "day": day, "only": only})
        ids = [row[0] for row in cursor.fetchall()]
    known = known_of(ids, day)
    said = _said(known.households) | _said(known.persons) | {"urban_rural", *ALWAYS_KNOWN}
    asked = asked_of(known, [fact for fact in facts if fact.name in said])
    asked.persons = asked.persons.drop("person_id")  # nothing here asks who they are
    return asked


def on_roll(area: str, day: dt.date) -> dict[str, tuple[int, int]]:
    """Households and fen a month that each programme pays on the day."""
    from django.db import connection

    from anmin.kernel.places.api import prefix_of

    with connection.cursor() as cursor:
        cursor.execute(ON_ROLL, {"prefix": prefix_of(area), "day": day})
        return {programme: (households, amount) for programme, households, amount in cursor.fetchall()}


def told_of(day: dt.date, households: int, persons: int) -> str:
    """Over whom it runs, in words."""
    return f"{day:%Y-%m-%d} 在册和已申报的 {households:,} 户、{persons:,} 人"


def _said(frame: pl.DataFrame) -> set[str]:
    """The names of facts that are known of anybody; what nobody ever said takes its default when rules are reckoned."""
    keys = frame["facts"].str.extract_all(r'"\w+":').explode().drop_nulls().unique()
    return {key.strip('":') for key in keys}


def askable(services: Iterable[str], book: LawBook) -> tuple[list[Fact], dict[str, str]]:
    """The facts that can be read for everybody, and the services that need a fact which nobody keeps."""
    facts: dict[str, Fact] = {}
    short = {}
    for service in services:
        try:
            asked = facts_asked(book, service)
        except LawError as error:
            short[service] = str(error)
            continue
        needed = [f for f in asked.values() if f.required and f.name not in ALWAYS_KNOWN]
        if needed:
            short[service] = f"须逐户填写：{'、'.join(f.label for f in needed)}"
        else:
            facts |= {name: fact for name, fact in asked.items() if name not in facts}
    return list(facts.values()), short


def sample(count: int, area: str, services: Iterable[str], book: LawBook, seed: int = 42) -> Population:
    """A generated county: households of one to five, spread over villages of `area`; the same for the same seed."""
    import polars as pl

    rng = random.Random(seed)
    facts, short = askable(services, book)
    wanted = {fact.name: fact for fact in facts}
    homes: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    villages = [f"{area[:6]:0<6}{100 + n // 12:03}{(200 if n % 3 else 1) + n % 12:03}" for n in range(240)]
    for household in range(1, count + 1):
        village = rng.choice(villages)
        homes.append(_home(household, village, rng))
        people += [{"household_id": household, **person} for person in _members(rng)]
    told = f"按种子 {seed} 生成的样本 {count:,} 户、{len(people):,} 人（虚构）"
    columns = ({"household_id", "area", "urban_rural"}, {"household_id"})
    kept = [
        [c for c in rows[0] if c in always or (c in wanted and wanted[c].level == level)]
        for rows, always, level in zip((homes, people), columns, ("household", "person"), strict=True)
    ]
    frames = [
        pl.DataFrame({c: [r[c] for r in rows] for c in names})
        for rows, names in zip((homes, people), kept, strict=True)
    ]
    households, persons = (_allowed(frame, wanted) for frame in frames)
    return Population(households, persons, told, short=short)


def _home(number: int, village: str, rng: random.Random) -> dict[str, Any]:
    return {
        "household_id": number,
        "area": village,
        "urban_rural": "urban" if int(village[9:]) < 200 else "rural",
        "financial_assets": rng.choice((0, 0, 0, 500_000, 2_000_000, 9_000_000)),
        "houses": 1 if rng.random() < 0.97 else 2,
        "vehicles": 1 if rng.random() < 0.04 else 0,
    }


def _members(rng: random.Random) -> Iterator[dict[str, Any]]:
    size = rng.choices((1, 2, 3, 4, 5), (36, 31, 18, 10, 5))[0]
    head = rng.randrange(20, 92)
    alone = size == 1 and head >= 60 and rng.random() < 0.3
    for place in range(size):
        age = head if place == 0 else max(18, head - 3) if place == 1 else rng.randrange(0, 25)
        disabled = rng.random() < 0.18
        yield {
            "age": age,
            "relation": "self" if place == 0 else "spouse" if place == 1 else "child",
            "wage_month": rng.randrange(0, 260_000, 5_000) if 18 <= age < 60 and rng.random() < 0.6 else 0,
            "pension_month": rng.randrange(0, 60_000, 1_000) if age >= 60 else 0,
            "base_pension_month": 20_000 if age >= 60 else 0,
            "declares_tekun": alone,
            "obligor": "none" if alone else "able",
            "support_form": "centre" if alone and rng.random() < 0.4 else "home",
            "father_state": "dead" if place > 1 and age < 18 and rng.random() < 0.04 else "normal",
            "mother_state": "dead" if place > 1 and age < 18 and rng.random() < 0.04 else "normal",
            "disability_kind": rng.choice(("limb", "visual", "mental", "intellectual")) if disabled else "none",
            "disability_grade": rng.randrange(1, 5) if disabled else 0,
            "serious_illness": rng.random() < 0.05,
            "study": "school" if 6 <= age < 18 else "none",
        }


def _allowed(frame: pl.DataFrame, facts: Mapping[str, Fact]) -> pl.DataFrame:
    """Without columns whose generated codes a service does not know."""
    strange = [
        name for name in frame.columns
        if name in facts and facts[name].choices and not set(frame[name].unique()) <= set(facts[name].choices)
    ]  # fmt: skip
    return frame.drop(strange)
