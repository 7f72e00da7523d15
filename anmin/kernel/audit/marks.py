"""Marks in the stream of changes: what has been written since a moment, exactly, whatever was under way just then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

NOW = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL
"""
SINCE = """
SELECT subject, key, content::text FROM audit_entry
WHERE xact >= pg_snapshot_xmin(%(mark)s::pg_snapshot)::text::bigint AND subject = ANY(%(tables)s)
AND kind IN ('insert', 'update', 'delete')
AND (NOT pg_visible_in_snapshot(xact::text::xid8, %(mark)s::pg_snapshot)
     OR xact = pg_current_xact_id_if_assigned()::text::bigint)
LIMIT %(most)s + 1
"""


def mark() -> tuple[str, bool]:
    """Where the stream of changes stands, and whether this transaction has written something that it may yet take back.

    To be taken before reading: what is committed while one reads counts as changed afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return cursor.fetchone()


def changed_since(since: str, tables: Sequence[str], most: int) -> list[tuple[str, str, dict[str, Any]]] | None:
    """Table, key and content of each row of these tables written since a mark; None where there are more than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"mark": since, "tables": list(tables), "most": most})
        rows = cursor.fetchall()
    return None if len(rows) > most else [(table, key, json.loads(content)) for table, key, content in rows]
