"""Dated numbers as the installation holds them: loaded from the files, and from then on edited in the desk."""

from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from anmin.kernel.law.api import numbers
from anmin.kernel.law.models import Number, Remembered
from anmin.kernel.law.numbers import NumberTable

NAMED_BY = ("key", "area", "urban_rural", "category", "since")
SAYS = ("value", "unit", "doc", "article", "mark", "until")


def load_numbers() -> int:
    """Brings the files' rows into the database, counting those added, renewed or taken back; rows edited in the desk stay.

    A row that the files no longer have (its first day was corrected, say) would stand beside the one in its place.
    """
    known = {tuple(getattr(row, n) for n in NAMED_BY): row for row in Number.objects.all()}
    new, renewed = [], []
    for row in numbers().rows():
        here = known.pop(tuple(getattr(row, n) for n in NAMED_BY), None)
        if here is None:
            new.append(Number(**{n: getattr(row, n) for n in NAMED_BY + SAYS}))
        elif here.revision == 0 and any(getattr(here, n) != getattr(row, n) for n in SAYS):
            for name in SAYS:
                setattr(here, name, getattr(row, name))
            renewed.append(here)
    gone = [row.pk for row in known.values() if row.revision == 0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anmin.actor_name', '安装', true)")  # audit lies above this room
        Number.objects.filter(pk__in=gone).delete()
        Number.objects.bulk_create(new, batch_size=2000)
        Number.objects.bulk_update(renewed, SAYS)
    _read.cache_clear()
    return len(new) + len(renewed) + len(gone)


# Whose transaction wrote the youngest row is part of it: what was entered and taken back may leave the same counts behind.
STAMP = "SELECT count(*), coalesce(max(id), 0), coalesce(sum(revision), 0), max(xmin::text::bigint) FROM law_number"


def stored_numbers() -> NumberTable:
    """The table in force, read again only after a change."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return _read(*cursor.fetchone())


def enter_numbers(rows: list[dict[str, Any]]) -> int:
    """Enters dated numbers of a new document, each with all fields of a `Row`; a row of the same day is corrected.

    Runs inside `audit.acting`; returns how many there are. An overlap is refused when the table is next read, so it is
    read at once.
    """
    for row in rows:
        named, says = {n: row[n] for n in NAMED_BY}, {n: row[n] for n in SAYS}
        here = Number.objects.filter(**named).first()
        Number.objects.update_or_create(**named, defaults=says | {"revision": (here.revision if here else 0) + 1})
    stored_numbers()
    return len(rows)


def tried_numbers(rows: list[dict[str, Any]]) -> NumberTable:
    """The stored table as it would be with these rows entered; nothing is written. Raises NumberError on an overlap."""
    named = {tuple(row[n] for n in NAMED_BY) for row in rows}
    held = Number.objects.values(*NAMED_BY, *SAYS)
    return NumberTable.from_rows([*(r for r in held if tuple(r[n] for n in NAMED_BY) not in named), *rows])


def forget_numbers() -> None:
    """After numbers were entered and rolled back: the table is read again."""
    _read.cache_clear()


@lru_cache(maxsize=2)
def _read(count: int, newest: int, revision: int, written_by: int | None) -> NumberTable:
    return NumberTable.from_rows(Number.objects.values(*NAMED_BY, *SAYS))


_known: set[tuple[str, str]] = set()  # what this process has seen committed


def remember(kind: str, key: str, service: str, content: dict[str, Any]) -> None:
    """Keeps what a hash stands for, once. Runs inside `audit.acting`."""
    if (kind, key) in _known:
        return
    Remembered.objects.bulk_create(
        [Remembered(kind=kind, hash=key, service=service, content=content)], ignore_conflicts=True
    )
    transaction.on_commit(lambda: _known.add((kind, key)))


def remembered(kind: str, key: str) -> dict[str, Any] | None:
    """What a hash stood for, if it was kept."""
    found = Remembered.objects.filter(kind=kind, hash=key).first()
    return found.content if found else None
