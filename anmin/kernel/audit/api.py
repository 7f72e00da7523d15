"""The door of the audit room: who acts, what was done and seen, and whether the record is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from anmin.kernel.audit.marks import changed_since, mark
from anmin.kernel.audit.models import Entry
from anmin.kernel.audit.sealing import Finding, seal, verify

__all__ = [
    "Actor",
    "Change",
    "Entry",
    "Finding",
    "acting",
    "changed_since",
    "history",
    "looked_at",
    "mark",
    "record",
    "seal",
    "verify",
]

WRITES = ("insert", "update", "delete")


@dataclass(frozen=True)
class Actor:
    """Who is behind a change. `id` is an account, or None for a process such as the demo loader."""

    id: int | None
    name: str


@dataclass(frozen=True)
class Change:
    """One entry of a history as people read it. `id` grows with time and so is the version of the row."""

    at: object
    kind: str
    actor_name: str
    reason: str
    content: dict
    before: dict | None
    id: int = 0


@contextmanager
def acting(actor: Actor | str, *, reason: str = "", request: str = "") -> Iterator[None]:
    """Runs a block as one transaction in the name of `actor`; without it the database refuses to write.

    A plain string names a process ("演示数据"). Blocks may be nested; the inner name ends with its block.
    """
    who = Actor(None, actor) if isinstance(actor, str) else actor
    names = ("anmin.actor", "anmin.actor_name", "anmin.reason", "anmin.request")
    values = (str(who.id or ""), who.name, reason, request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{n}', true)" for n in names))
        outer = cursor.fetchone()
        _set(cursor, names, values)
        yield
        _set(cursor, names, [value or "" for value in outer])


def _set(cursor: Any, names: tuple[str, ...], values: tuple | list) -> None:
    cursor.execute(
        "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in names),
        [part for pair in zip(names, values, strict=True) for part in pair],
    )


def record(kind: str, subject: str, key: object, *, actor: Actor | str, reason: str = "", **content: object) -> None:
    """Adds one event that is not a row change: a look, an unmasking, a login, an export."""
    who = Actor(None, actor) if isinstance(actor, str) else actor
    Entry.objects.create(
        kind=kind, subject=subject, key=str(key), actor=who.id, actor_name=who.name, reason=reason, content=content
    )


def looked_at(subject: str, keys: list, *, actor: Actor, reason: str = "", **content: object) -> None:
    """Records in one entry that `actor` saw these rows."""
    record("look", subject, ",".join(map(str, keys[:200])), actor=actor, reason=reason, seen=len(keys), **content)


ONE_ROW = "SELECT * FROM audit_entry WHERE subject = %s AND key = %s ORDER BY id DESC LIMIT %s"


def history(subject: str, key: object, *, limit: int = 200) -> list[Change]:
    """What happened to one row of table `subject`, newest first, each change with the state before it."""
    entries = list(Entry.objects.raw(ONE_ROW, [subject, str(key), limit + 1]))
    told, before = [], None
    for entry in reversed(entries):
        told.append(Change(entry.at, entry.kind, entry.actor_name, entry.reason, entry.content, before, entry.id))
        if entry.kind in WRITES:
            before = entry.content
    return told[::-1][:limit]
