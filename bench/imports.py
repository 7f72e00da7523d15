"""What importing a county's roster costs: from the xlsx file to people, households, declarations and listing.

The baseline does the same for a sample the way one would first write it: openpyxl, row by row, one object saved at a
time through the ORM; its time is scaled to the size and said so. Every import is taken back at its end, so that the
next run finds the same database; the commit itself (a few milliseconds) is not in the figure.
"""

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

DAY = dt.date(2026, 10, 9)
SEED = 60
SAMPLE = 300  # households of the row-by-row baseline
SIZES = (("import.60k.s", 27_800, "60,000 行"), ("import.60k_households.s", 60_000, "60,000 户"))


def bench_import() -> Iterator[dict]:
    """Both sizes, each beside the scaled baseline."""
    from anmin.ops.bench import prepared

    prepared()
    _load_county()
    a_row = _row_by_row(_file(SAMPLE))
    for name, households, label in SIZES:
        seconds, rows, persons = _import(_file(households))
        scaled = a_row * rows
        yield {
            "name": name,
            "value": round(seconds, 1),
            "unit": "s",
            "baseline": round(scaled),
            "ratio": round(scaled / seconds, 1),
            "size": f"{label}（{rows:,} 行，{households:,} 户，{persons:,} 人入库）；对照：逐行 openpyxl + ORM，{SAMPLE} 户按行数放大",
        }


def _load_county() -> None:
    from anmin.kernel.audit.api import acting
    from anmin.kernel.places.api import load_divisions
    from anmin.ops.counties import FOLDER, read_county

    with acting("测速"):
        load_divisions(read_county(FOLDER / "demo").divisions)


def _file(households: int) -> Path:
    """A messy roster of so many households, made once and kept."""
    from anmin.ops.demo.roster import write_roster

    path = Path(os.environ["ANMIN_VAR"]) / f"roster-{households}.xlsx"
    if not path.exists():
        write_roster(path, households, households // 100, SEED, DAY)
    return path


class _TakenBack(Exception):
    """Ends a measured import without keeping it."""


def _import(path: Path) -> tuple[float, int, int]:
    """Seconds, rows of the file, persons written."""
    from anmin.kernel.audit.api import acting
    from anmin.kernel.people.api import check_roster, take_roster
    from anmin.kernel.service import service

    begin = time.perf_counter()
    checked = check_roster(path, service("dibao").roster, on=DAY)
    try:
        with acting("测速"):
            done = take_roster(checked, "dibao", on=DAY, source="测速")
            seconds = time.perf_counter() - begin
            raise _TakenBack
    except _TakenBack:
        return seconds, checked.rows, done.taken.new_persons


def _row_by_row(path: Path) -> float:
    """Seconds per row."""
    from openpyxl import load_workbook

    from anmin.kernel.audit.api import acting
    from anmin.ops.demo.roster import HEADINGS

    begin, rows = time.perf_counter(), 0
    try:
        with acting("测速"):
            household = None
            for cells in load_workbook(path, read_only=True).active.iter_rows(min_row=5, values_only=True):
                row = dict(zip(HEADINGS, cells, strict=False))
                if row["成员姓名"] and row["公民身份号码"] and not str(row["成员姓名"]).endswith("人"):
                    household = _save(row, household)
                    rows += 1
            seconds = time.perf_counter() - begin
            raise _TakenBack
    except _TakenBack:
        return seconds / rows


def _save(row: dict, household: object) -> object:
    """One person and, with the first of a household, the household: looked up, then written, one by one."""
    from anmin.kernel.people import api as people

    try:
        identity = people.read_identity(row["公民身份号码"], on=DAY)
    except people.IdentityError:
        return household
    person, _ = people.Person.objects.get_or_create(
        id_index=people.blind_index(identity.number, "id"),
        defaults={
            "name": row["成员姓名"],
            "id_number": people.seal(identity.number),
            "sex": identity.sex,
            "born_on": identity.born_on,
            "area": "349926100201",
            "registered_area": "349926100201",
        },
    )
    if row["户主姓名"] or household is None:
        household, _ = people.Household.objects.get_or_create(
            head=person,
            until=None,
            defaults={
                "number": f"B{person.pk}",
                "area": "349926100201",
                "urban_rural": "rural",
                "bank_account": people.seal(str(row["账号"])),
                "since": DAY,
            },
        )
        people.Declaration.objects.create(household=household, source="测速", since=DAY)
    people.Membership.objects.get_or_create(
        household=household, person=person, until=None, defaults={"relation": "02", "since": DAY}
    )
    return household


BENCHES = {"import": bench_import}
