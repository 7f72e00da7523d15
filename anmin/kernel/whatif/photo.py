"""The county's people as they are at this moment, without anybody waiting for them to be read.

They are read once for a day and kept: in the process, and as a sealed file that every process of this machine opens in
a fraction of the time (facts by household number, no names, no identity numbers; a new one takes its place, those of
another day are removed). Whoever asks gets them as they are now: what was written since is found in the record of
changes, and only those households are read again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import logging
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from anmin.kernel.audit.api import changed_since, mark
from anmin.kernel.law.api import Fact, LawBook
from anmin.kernel.people.api import Unreadable, seal_bytes, unseal_bytes
from anmin.kernel.whatif.population import Population, askable, asked_in, on_roll, told_of

if TYPE_CHECKING:
    import polars as pl

OF_HOUSEHOLDS = ("people_declaration", "people_membership", "funds_entitlement")
OF_PERSONS = ("people_person", "people_status", "people_membership")
TABLES = ("people_household", *OF_HOUSEHOLDS, *OF_PERSONS)
MOST = 20_000  # rows written since; beyond that everybody is read anew
WORTH_KEEPING = 500  # households read again after which the file is written anew
ID = "household_id"
HOUSEHOLDS_OF = "SELECT DISTINCT household_id FROM people_membership WHERE person_id = ANY(%s)"
LOG = logging.getLogger(__name__)

_held: dict[str, Photo] = {}
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Photo:
    """The people of a day, where the record of changes stood when they were read, and the moment."""

    people: Population
    day: dt.date
    mark: str
    taken: dt.datetime
    asked: str  # which facts, so that other rules read them anew
    again: int = 0  # households read again since the file was written


@dataclass(frozen=True)
class _Wanted:
    area: str
    day: dt.date
    facts: list[Fact]
    short: dict[str, str]

    @property
    def asked(self) -> str:
        said = [(f.name, f.level, f.type, str(f.default), f.low, f.high, sorted(f.choices)) for f in self.facts]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def photo(area: str, day: dt.date, services: Sequence[str], book: LawBook, *, anew: bool = False) -> Photo:
    """The people of `area` on `day` as they are now. `anew` reads everybody, whatever is kept."""
    wanted = _Wanted(area, day, *askable(services, book))
    with _one_at_a_time:
        kept = None if anew else _kept(wanted)
        now, unsure = mark()
        found = _followed(kept, now, wanted) if kept else None
        write = found is None or found.again >= WORTH_KEEPING
        found = replace(found or _whole(now, wanted), again=0) if write else found
        if not unsure:  # what may yet be taken back is nobody else's
            if write:
                _write(found, area)
            _held.clear()  # one county at a time: a hundred thousand people are large
            _held[_key(area)] = found
        return found


def at_hand(area: str, day: dt.date, services: Sequence[str], book: LawBook) -> bool:
    """Whether the people of the day are kept, so that an answer need not wait for them to be read."""
    return _kept(_Wanted(area, day, *askable(services, book))) is not None


def forget() -> None:
    """What this process keeps is read again."""
    _held.clear()


def _kept(wanted: _Wanted) -> Photo | None:
    held = _held.get(_key(wanted.area)) or _opened(wanted)
    if held is None or (held.day, held.asked) != (wanted.day, wanted.asked):
        return None
    _held[_key(wanted.area)] = held
    return held


def _whole(now: str, wanted: _Wanted) -> Photo:
    from django.utils import timezone

    taken = timezone.now()
    asked = asked_in(wanted.area, wanted.day, wanted.facts)
    people = Population(
        asked.households, asked.persons, told_of(wanted.day, asked.households.height, asked.persons.height),
        on_roll(wanted.area, wanted.day), wanted.short, asked.wrong, real=True,
    )  # fmt: skip
    return Photo(people, wanted.day, now, taken, wanted.asked)


def _followed(kept: Photo, now: str, wanted: _Wanted) -> Photo | None:
    """What is kept with every household read again of whom something was written since; None where these are too many."""
    from django.utils import timezone

    taken = timezone.now()
    rows = changed_since(kept.mark, TABLES, MOST)
    if rows is None:
        return None
    people = replace(kept.people, roll=on_roll(wanted.area, wanted.day))
    if not rows:
        return replace(kept, people=people, mark=now, taken=taken)
    ids = _households(rows)
    fresh = asked_in(wanted.area, wanted.day, wanted.facts, ids)
    facts = {fact.name: fact for fact in wanted.facts}
    people.households = _exchanged(people.households, fresh.households, ids, facts)
    people.persons = _exchanged(people.persons, fresh.persons, ids, facts)
    people.wrong = {i: why for i, why in people.wrong.items() if i not in set(ids)} | fresh.wrong
    people.told = told_of(wanted.day, people.households.height, people.persons.height)
    return replace(kept, people=people, mark=now, taken=taken, again=kept.again + len(ids))


def _households(rows: list[tuple[str, str, dict[str, Any]]]) -> list[int]:
    from django.db import connection

    found = {int(key) for table, key, _ in rows if table == "people_household"}
    found |= {int(content[ID]) for table, _, content in rows if table in OF_HOUSEHOLDS}
    persons = {int(key if table == "people_person" else content["person_id"])
               for table, key, content in rows if table in OF_PERSONS}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HOUSEHOLDS_OF, [list(persons)])
        return sorted(found | {row[0] for row in cursor.fetchall()})


def _exchanged(base: pl.DataFrame, fresh: pl.DataFrame, ids: list[int], facts: dict[str, Fact]) -> pl.DataFrame:
    """`base` with the rows of these households taken from `fresh`; a column that only one has is the fact's default."""
    import polars as pl

    rest = base.filter(~pl.col(ID).is_in(pl.Series(ids, dtype=pl.Int64).implode()))
    both = pl.concat([rest, fresh], how="diagonal")
    given = [
        pl.col(n).fill_null(pl.lit(facts[n].default)) for n in both.columns if n in facts and not facts[n].required
    ]
    return both.with_columns(given).sort(ID, maintain_order=True)


# ── the sealed file
def _key(area: str) -> str:
    from django.db import connection

    return f"{connection.settings_dict['NAME']}-{area}"


def _file(area: str) -> Path:
    from django.conf import settings

    return Path(settings.VAR_DIR) / "whatif" / f"{_key(area)}.sealed"


def _write(shot: Photo, area: str) -> None:
    """For the other processes. Where nothing can be written they read for themselves."""
    told = {
        "day": shot.day.isoformat(), "mark": shot.mark, "taken": shot.taken.isoformat(), "asked": shot.asked,
        "told": shot.people.told, "wrong": shot.people.wrong, "database": _database(),
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("about.json", json.dumps(told, ensure_ascii=False))
        for name, frame in (("households", shot.people.households), ("persons", shot.people.persons)):
            rows = io.BytesIO()
            frame.write_ipc(rows, compression="zstd")
            pack.writestr(name, rows.getvalue())
    file = _file(area)
    half = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half.touch(mode=0o600)
        half.write_bytes(seal_bytes(packed.getvalue()))
        half.replace(file)
    except OSError as error:  # a full or closed disk costs the next process time, never anybody's answer
        LOG.warning("推演用的人口没有存下，别的进程要重新读取：%s：%s", file, error)
        with suppress(OSError):  # half a file holds room on a full disk; where it cannot go it hurts nobody
            half.unlink(missing_ok=True)


def _opened(wanted: _Wanted) -> Photo | None:
    """What another process, or an earlier one, has left; a file of another day, database or key is removed."""
    import polars as pl

    file = _file(wanted.area)
    try:
        with zipfile.ZipFile(io.BytesIO(unseal_bytes(file.read_bytes()))) as pack:
            told = json.loads(pack.read("about.json"))
            if (told["day"], told["asked"], told["database"]) != (
                wanted.day.isoformat(), wanted.asked, _database(),
            ):  # fmt: skip
                file.unlink(missing_ok=True)
                return None
            homes, persons = (pl.read_ipc(io.BytesIO(pack.read(name))) for name in ("households", "persons"))
    except (OSError, Unreadable, zipfile.BadZipFile):
        return None
    wrong = {int(i): why for i, why in told["wrong"].items()}
    people = Population(homes, persons, told["told"], short=wanted.short, wrong=wrong, real=True)
    return Photo(people, wanted.day, told["mark"], dt.datetime.fromisoformat(told["taken"]), told["asked"])


def _database() -> str:
    """Which cluster and database: marks of another one, or of one restored from a copy, say nothing here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())"
            " FROM pg_control_system()"
        )
        return cursor.fetchone()[0]
