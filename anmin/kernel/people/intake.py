"""Many households at once: staged by COPY, compared with what is known, and only differences written.

The same batch taken in twice therefore changes nothing. Everything runs in the caller's transaction
(`audit.acting`), so that a batch is taken in whole or not at all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.people import staging
from anmin.kernel.people.names import pinyin_of
from anmin.kernel.people.sealed import blind_index, seal


@dataclass(frozen=True)
class PersonIn:
    """One person of a batch. `relation` is a GB/T 4761 code ("02" head); `facts` by the services' fact names."""

    name: str
    id_number: str
    sex: int
    born_on: date
    relation: str
    ethnicity: str = "01"
    phone: str = ""
    disability: tuple[str, int] | None = None
    illness: str = ""
    student: str = ""
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class HouseholdIn:
    """One household of a batch; the first person is its head."""

    area: str
    urban_rural: str
    persons: tuple[PersonIn, ...]
    address: str = ""
    bank_name: str = ""
    bank_account: str = ""
    payee_name: str = ""
    facts: dict = field(default_factory=dict)


@dataclass
class Taken:
    """What a batch changed. All zero means that everything was already known."""

    new_persons: int = 0
    changed_persons: int = 0
    new_households: int = 0
    changed_households: int = 0
    changed_members: int = 0
    changed_statuses: int = 0
    new_declarations: int = 0
    household_ids: list[int] = field(default_factory=list)

    @property
    def nothing_new(self) -> bool:
        return not any(value for name, value in vars(self).items() if name != "household_ids")


def take_in(
    batch: Iterable[HouseholdIn], *, on: date, source: str, tell: Callable[[int], None] = lambda _percent: None
) -> Taken:
    """Takes in households as known on day `on`; `source` names where the declarations come from.

    Persons are recognised by identity number, households by their head. Members that the batch does not
    mention stay as they are. Raises nothing for good rows: checks of the rows themselves come before. `tell` hears
    how many percent are done.
    """
    with connection.cursor() as cursor:
        cursor.execute(staging.TABLES)
        _copy(cursor, "stage_person", staging.PERSON_COLUMNS, _person_rows(batch := list(batch)))
        _copy(cursor, "stage_household", staging.HOUSEHOLD_COLUMNS, _household_rows(batch))
        cursor.execute("ANALYZE stage_person; ANALYZE stage_household")
        taken = Taken()
        for number, (name, statement) in enumerate(staging.STATEMENTS):
            tell(40 + 60 * number // len(staging.STATEMENTS))
            cursor.execute(statement, {"day": on, "source": source})
            if name:
                setattr(taken, name, getattr(taken, name) + cursor.rowcount)
        cursor.execute("SELECT household_id FROM stage_household ORDER BY place")
        taken.household_ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE stage_person, stage_household")
    return taken


def _copy(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterator[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _person_rows(batch: list[HouseholdIn]) -> Iterator[tuple]:
    for place, household in enumerate(batch):
        for order, p in enumerate(household.persons):
            full, initials = pinyin_of(p.name)
            category, grade = p.disability or ("", None)
            yield (
                place, order, p.name, full, initials, seal(p.id_number), blind_index(p.id_number, "id"),
                blind_index(p.id_number[-4:], "tail")[:32], p.sex, p.born_on, p.ethnicity, household.area,
                seal(p.phone), blind_index(p.phone, "phone") if p.phone else "", p.relation,
                category, grade, p.illness, p.student, json.dumps(p.facts, ensure_ascii=False, sort_keys=True),
            )  # fmt: skip


def _household_rows(batch: list[HouseholdIn]) -> Iterator[tuple]:
    for place, h in enumerate(batch):
        yield (
            place, h.area, h.urban_rural, seal(h.address), h.bank_name, seal(h.bank_account),
            blind_index(h.bank_account, "bank") if h.bank_account else "", h.bank_account[-4:], h.payee_name,
            blind_index("\0".join((h.address, h.bank_account)), "household"),
            json.dumps(h.facts, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
