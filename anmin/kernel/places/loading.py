"""A county's divisions and offices, written as its data files say. Runs inside `audit.acting`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from anmin.kernel.places import codes
from anmin.kernel.places.models import Division, Office

OPEN_END = date.max


class DivisionFault(ValueError):
    """A list of divisions that cannot be right; `str()` names the line's code and what to do."""


@dataclass(frozen=True)
class DivisionIn:
    """One span of a division. `predecessors` are codes that ended on the day this one began."""

    code: str
    name: str
    since: date
    urban_rural: str = ""
    until: date | None = None
    predecessors: tuple[str, ...] = ()


def load_divisions(rows: Sequence[DivisionIn]) -> int:
    """Adds the spans that are not there yet (by code and first day), with pinyin, full name and lineage.

    Returns how many were added. Raises DivisionFault before anything is written.
    """
    _check(rows)
    known = set(Division.objects.values_list("code", "since"))
    new = [row for row in rows if (row.code, row.since) not in known]
    spans = {(row.code, row.since): row for row in rows}
    made = Division.objects.bulk_create([_division(row, spans) for row in new])
    by_end = {(d.code, d.until): d for d in Division.objects.filter(until__isnull=False)}
    lineage = Division.predecessors.through
    lineage.objects.bulk_create(
        lineage(from_division_id=division.pk, to_division_id=by_end[code, row.since].pk)
        for division, row in zip(made, new, strict=True)
        for code in row.predecessors
    )
    return len(made)


def load_offices(rows: Sequence[dict]) -> int:
    """Adds the offices that are not there yet (by area, name and first day); returns how many."""
    known = set(Office.objects.values_list("area", "name", "since"))
    new = [Office(**row) for row in rows if (row["area"], row["name"], row["since"]) not in known]
    Office.objects.bulk_create(new)
    return len(new)


def _check(rows: Sequence[DivisionIn]) -> None:
    ends = {(row.code, row.until) for row in rows}
    spans: dict[str, list[DivisionIn]] = {}
    for row in rows:
        spans.setdefault(row.code, []).append(row)
    for row in rows:
        try:
            whole = codes.read_code(row.code) == row.code
        except codes.DivisionCodeError as error:
            raise DivisionFault(f"区划 {row.code} {row.name}：{error}") from error
        if not whole:
            raise DivisionFault(f"区划 {row.code} {row.name}：请写满 12 位。")
        if row.until and row.until <= row.since:
            raise DivisionFault(f"区划 {row.code} {row.name}：止 {row.until} 不晚于起 {row.since}。")
        if codes.level(row.code) == "village" and not row.urban_rural:
            raise DivisionFault(f"区划 {row.code} {row.name}：村级区划要写明 urban 或 rural。")
        for code in row.predecessors:
            if (code, row.since) not in ends:
                raise DivisionFault(f"区划 {row.code} {row.name}：前身 {code} 没有在 {row.since} 结束。")
    for code, several in spans.items():
        several.sort(key=lambda row: row.since)
        for older, newer in pairwise(several):
            if (older.until or OPEN_END) > newer.since:
                raise DivisionFault(f"区划 {code}：{older.since} 和 {newer.since} 起的两段时间重叠。")


def _division(row: DivisionIn, spans: dict[tuple[str, date], DivisionIn]) -> Division:
    from pypinyin import lazy_pinyin

    return Division(
        code=row.code,
        name=row.name,
        full_name=_full_name(row, spans),
        level=codes.LEVELS.index(codes.level(row.code)),
        urban_rural=row.urban_rural,
        pinyin="".join(lazy_pinyin(row.name)).lower(),
        since=row.since,
        until=row.until,
    )


def _full_name(row: DivisionIn, spans: dict[tuple[str, date], DivisionIn]) -> str:
    """Names from the county downwards, as they were when the span began."""
    above = [code for code in codes.chain(row.code)[1:] if codes.level(code) in ("county", "town")]
    found = []
    for code in reversed(above):
        fitting = [s for (c, _), s in spans.items() if c == code and s.since <= row.since < (s.until or OPEN_END)]
        found += [s.name for s in fitting]
    return "".join((*found, row.name))
