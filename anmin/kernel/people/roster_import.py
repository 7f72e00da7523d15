"""A roster from file to register: read, checked against places, taken in set-wise, told to whoever pays.

The file itself is judged by the `sheets` room, the rows by the service whose roster it is; here they meet the divisions
of the county and the register of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from anmin.kernel.people.intake import HouseholdIn, PersonIn, Taken, take_in
from anmin.kernel.people.recipients import homes_of, summed, take_recipients
from anmin.kernel.people.sealed import blind_index
from anmin.kernel.places.api import Division, codes, divisions_on
from anmin.kernel.sheets.api import CellError, SheetError, read_sheet, write_error_sheet

if TYPE_CHECKING:
    import polars as pl

    from anmin.kernel.people.roster import Roster
    from anmin.kernel.sheets.api import Reading

Judge = Callable[..., "Judged"]
Follower = Callable[[str, list[tuple[int, int | None]], date, str], int]
Tell = Callable[[str, int], None]
COMPANION = "同户其他行有误，整户暂不导入"
OUTSIDE = "不在您的辖区"
_followers: list[Follower] = []
_judges: list[Judge] = []


@dataclass(frozen=True)
class Place:
    """A town or village as rosters may name it: by today's name or by one it bore before."""

    code: str
    names: tuple[str, ...]
    urban_rural: str = ""


@dataclass
class Checked:
    """A file read and checked. `whole` are the households that can be taken in; the errors name all other rows."""

    reading: Reading
    whole: Any
    rows: int
    bad_rows: int
    errors: list[CellError]
    warnings: list[CellError]
    notices: list[str]

    @property
    def households(self) -> int:
        return self.whole.households.height

    @property
    def persons(self) -> int:
        return self.whole.persons.height

    def kinds(self, found: list[CellError] | None = None) -> list[tuple[str, int]]:
        """What is wrong, each kind with how often, the most frequent first."""
        return Counter(kind_of(error) for error in (self.errors if found is None else found)).most_common()

    def write_errors(self, target: IO[bytes] | str) -> int:
        """The bad rows with a reason column, to be corrected and imported again."""
        return write_error_sheet(target, self.reading, self.errors)


@dataclass
class Imported:
    """What an import changed. `listed` are households newly told to the room that pays."""

    taken: Taken
    listed: int = 0

    @property
    def nothing_new(self) -> bool:
        return self.taken.nothing_new and not self.listed

    def counts(self) -> dict[str, int]:
        told = {name: value for name, value in vars(self.taken).items() if name != "household_ids"}
        return told | {"listed": self.listed}


def after_roster(follower: Follower) -> Follower:
    """Registers what follows once a service's roster is taken in: it gets service, (household, amount) pairs, day, source.

    Runs in the same transaction; returns how many it did not know yet.
    """
    _followers.append(follower)
    return follower


@dataclass
class Judged:
    """What another room says of a roster's rows: errors, the households held back by them (`_household`), warnings."""

    errors: list[CellError] = field(default_factory=list)
    households: set[str] = field(default_factory=set)
    warnings: list[CellError] = field(default_factory=list)


def judge_rosters(judge: Judge) -> Judge:
    """Registers who judges the whole households of a roster before it is taken in: roster, what it yielded, reading, day."""
    _judges.append(judge)
    return judge


def is_companion(error: CellError) -> bool:
    """Whether the row itself is right and only waits for another row of its household."""
    return not error.letter and error.todo.startswith("整户")


def kind_of(error: CellError) -> str:
    """The same mistake in other rows bears the same words."""
    if is_companion(error):
        return COMPANION
    text = re.sub(r"，疑为.*$|（第 .* 行）", "", error.what)
    return f"{error.header}：" * bool(error.header) + re.sub(r"“[^”]*”", "“…”", text)


def places_on(day: date, county: str = "") -> list[Place]:
    """Towns and villages on a day with the names they bear and bore."""
    levels = [codes.LEVELS.index("town"), codes.LEVELS.index("village")]
    rows = divisions_on(day, county or None).filter(level__in=levels).prefetch_related("predecessors")
    return [_place(row) for row in rows]


def _place(row: Division) -> Place:
    before = [older.name for older in row.predecessors.all()]
    return Place(row.code, tuple(dict.fromkeys((row.name, *before))), row.urban_rural)


def check_roster(
    source: Any,
    roster: Roster,
    *,
    on: date,
    areas: Iterable[str] | None = None,
    mapping: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
    worksheet: str = "",
) -> Checked:
    """Reads and checks a file without writing anything. Raises SheetError where it is no roster at all.

    `areas` are the divisions inside which the user may import; None is everywhere. `mapping` and `periods` correct the
    recognition of columns.
    """
    reading = read_sheet(source, roster.sheet, on=on, mapping=mapping, worksheet=worksheet)
    places = places_on(on)
    if not places:
        raise SheetError("区划表是空的，无法对应村（社区）。请先装入本县区划")
    whole = roster.group(reading, places=places, periods=dict(periods or {}))
    errors = list(whole.errors)
    if areas is not None:
        errors += _keep_within(whole, reading, list(areas))
        if getattr(whole, "one_by_one", False):
            errors += _keep_own_homes(whole, reading, list(areas))
    warnings = list(whole.warnings)
    for judge in _judges:
        judged = judge(roster, whole, reading, on)
        _leave_out(whole, judged.households)
        errors += judged.errors
        warnings += judged.warnings
    bad = {error.row for error in errors}
    rows = reading.frame["_row"].n_unique()
    return Checked(reading, whole, rows, len(bad), errors, warnings, [*reading.notices, *whole.notices])


def _leave_out(whole: Any, households: set[str]) -> None:
    """Takes out households; the others come in."""
    import polars as pl

    if households:
        out = pl.col("_household").is_in(list(households))
        whole.households, whole.persons = whole.households.filter(~out), whole.persons.filter(~out)


def _keep_within(whole: Any, reading: Reading, areas: list[str]) -> list[CellError]:
    """Takes out the households that the user may not register; they are errors at their village."""
    import polars as pl

    inside = pl.any_horizontal(pl.lit(False), *(pl.col("_area").str.starts_with(codes.scope(code)) for code in areas))
    outside = whole.households.filter(~inside)
    if outside.is_empty():
        return []
    rows = whole.persons.join(outside.select("_household", "village"), on="_household", how="inner")
    whole.households = whole.households.filter(inside)
    whole.persons = whole.persons.join(outside.select("_household"), on="_household", how="anti")
    found = rows.select("_row", "village").unique("_row", keep="first", maintain_order=True)
    return [
        reading.error_at(row, "village", OUTSIDE, value=village or "", todo="请由所在乡镇或县局导入")
        for row, village in found.iter_rows()
    ]


def _keep_own_homes(whole: Any, reading: Reading, areas: list[str]) -> list[CellError]:
    """Takes out recipients who live in a registered household elsewhere: its declaration is not this user's to change."""
    import polars as pl

    index = {blind_index(number, "id"): row for row, number in whole.households.select("_row", "identity").iter_rows()}
    homes = homes_of(list(index)).values_list("person__id_index", "household__area")
    lost = [index[key] for key, area in homes if not any(area.startswith(codes.scope(code)) for code in areas)]
    whole.households = whole.households.filter(~pl.col("_row").is_in(lost))
    whole.persons = whole.persons.filter(~pl.col("_row").is_in(lost))
    return [
        reading.error_at(row, "identity", f"已登记在别处的家庭，{OUTSIDE}", todo="请由其家庭所在乡镇或县局导入")
        for row in sorted(lost)
    ]


def take_roster(
    checked: Checked, service: str, *, on: date, source: str, tell: Tell = lambda _what, _part: None
) -> Imported:
    """Takes in the good households and tells whoever follows. Runs inside `audit.acting`.

    `tell(what, percent)` hears how far it is. The same file again changes nothing.
    """
    tell("登记家庭和人员", 30)

    def part(percent: int) -> None:
        tell("写入", 30 + percent * 6 // 10)

    batch, amounts = list(map(_household, checked.whole.batch())), _amounts(checked.whole.households)
    if getattr(checked.whole, "one_by_one", False):
        taken = take_recipients(batch, on=on, source=source, tell=part)
    else:
        taken = take_in(batch, on=on, source=source, tell=part)
    tell("列入在册对象", 92)
    pairs = summed(zip(taken.household_ids, amounts, strict=True))
    listed = sum(follower(service, pairs, on, source) for follower in _followers)
    return Imported(taken, listed)


def _amounts(households: pl.DataFrame) -> list[int | None]:
    return households["amount"].to_list() if "amount" in households.columns else [None] * households.height


def _household(row: dict[str, Any]) -> HouseholdIn:
    return HouseholdIn(**row | {"persons": tuple(PersonIn(**person) for person in row["persons"])})
