"""Whole populations by a service's name: frames in memory, and Parquet out of core.

Narwhals and Polars load only where frames are reckoned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from anmin.kernel.law.book import LawBook
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import plan


def reckon_frame(
    service: str,
    on: dt.date,
    persons: Any,
    households: Any,
    keep: Iterable[str] = (),
    table: NumberTable | None = None,
    engine: str = "polars",
    laws: LawBook | None = None,
) -> Any:
    """Reckon whole frames of households, as `columns.reckon_frame` says; a Polars frame comes back."""
    from anmin.kernel.law import api, columns

    return columns.reckon_frame(
        plan(laws or api.book(), service, on), on, persons, households, table or api.numbers(), keep, engine
    )


def reckon_persons(
    service: str, on: dt.date, persons: Any, households: Any, keep: Iterable[str] = (),
    table: NumberTable | None = None, laws: LawBook | None = None,
) -> Any:  # fmt: skip
    """What the rules say of every person of two frames, as `columns.reckon_persons` says; a Polars frame comes back."""
    from anmin.kernel.law import api, columns

    return columns.reckon_persons(
        plan(laws or api.book(), service, on), on, persons, households, table or api.numbers(), keep
    )


def reckon_parquet(
    service: str, on: dt.date, households: Path, persons: Path, out: Path, keep: Iterable[str] = (),
    table: NumberTable | None = None, engine: str = "polars", part: int = 1_000_000, laws: LawBook | None = None,
) -> Any:  # fmt: skip
    """Reckon a population from Parquet to Parquet out of core, as `parquet.reckon_parquet` says."""
    from anmin.kernel.law import api, parquet

    found = plan(laws or api.book(), service, on)
    return parquet.reckon_parquet(found, on, households, persons, out, table or api.numbers(), keep, engine, part)
