"""The rows of a query as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def frame_of(query: str, asked: Mapping[str, Any], columns: Mapping[str, Any]) -> pl.DataFrame:
    """What `query` yields with `asked`, its columns named and typed by `columns` in their order."""
    import polars as pl

    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return pl.DataFrame(cursor.fetchall(), schema=dict(columns), orient="row")
