"""The report of a check of one household: source by source what was declared and what was found, and what it would mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.means.comparing import DIFFERS, FOUND, FOUND_ON, as_found, fold_rows, reckoned, with_fact
from anmin.kernel.means.declare import SOURCES, Source
from anmin.kernel.means.loading import rows_of
from anmin.kernel.means.models import SourceLoad

if TYPE_CHECKING:
    import polars as pl

Stands = dict[str, Any]  # amount (fen a month, None where none is paid) and eligible


def tell(
    name: str, people: pl.DataFrame, homes: pl.DataFrame, signed: pl.DataFrame, on: date, loads: dict[str, SourceLoad]
) -> dict[str, Any]:
    """The report as it is kept: `before` and `after` (all that was found being true), and a line for each thing known.

    A line has source, person (id), fact, declared, found, found_on, differs, and how the household would stand were this
    line alone true. What was declared and no source knows of stands there too, with `found` None.
    """
    import polars as pl

    defaults = {fact.name: fact.default for fact in law.facts_of(name)}
    before, lines, all_people, all_homes = _stands(name, people, homes, on), [], people, homes
    for source_name, load in loads.items():
        source = SOURCES[source_name]
        folded = fold_rows(source, load, rows_of(load), signed, homes, defaults)
        for row in folded.iter_slices(1):
            line = _line(source, row.row(0, named=True))
            if line["differs"]:
                line |= _stands(name, *as_found(source, row, people, homes, defaults), on)
            lines.append(line)
        lines += _only_declared(source, folded, signed, homes, defaults)
        true = folded.filter(pl.col(DIFFERS))
        all_people, all_homes = as_found(source, true, all_people, all_homes, defaults)
    return {"before": before, "after": _stands(name, all_people, all_homes, on), "lines": lines}


def _stands(name: str, people: pl.DataFrame, homes: pl.DataFrame, on: date) -> Stands:
    alive = homes.join(people.select("household_id").unique(), on="household_id")
    told = reckoned(name, people, alive, on, law.stored_numbers())
    amount, eligible = told.row(0)[1:] if told.height else (0, False)
    return {"amount": amount, "eligible": bool(eligible)}


def _line(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    on = row.get(FOUND_ON)
    return {
        "source": source.name, "fact": source.fact, "person": row["person_id"], "declared": row.get("declared"),
        "found": row.get(FOUND), "found_on": on.isoformat() if on else "", "differs": row[DIFFERS],
    }  # fmt: skip


def _only_declared(
    source: Source, folded: pl.DataFrame, signed: pl.DataFrame, homes: pl.DataFrame, defaults: dict[str, Any]
) -> list[dict[str, Any]]:
    """What was declared of a thing that this source has no row for."""
    import polars as pl

    if not source.fact:
        return []
    level = "person_id" if source.level == "person" else "household_id"
    told = with_fact(signed if source.level == "person" else homes, source.fact, defaults)
    told = told.join(folded.select(level), on=level, how="anti").filter(
        pl.col(source.fact).fill_null(0) > (defaults.get(source.fact) or 0)
    )
    head = signed["person_id"][0]
    return [
        {"source": source.name, "fact": source.fact, "person": row[level] if source.level == "person" else head,
         "declared": row[source.fact], "found": None, "found_on": "", "differs": False}
        for row in told.select(level, source.fact).iter_rows(named=True)
    ]  # fmt: skip
