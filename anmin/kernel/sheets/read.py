"""A file read against a declared sheet: good values typed, bad cells explained, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from anmin.kernel.sheets import rows as row_kinds
from anmin.kernel.sheets.columns import HELP_PAGE, CellError, Column, Found, Sheet, SheetError
from anmin.kernel.sheets.files import Book, Table, open_book
from anmin.kernel.sheets.headers import Header, find_header

if TYPE_CHECKING:
    import polars as pl

MOST_ERRORS_EXPLAINED = 20_000
MOST_UNKNOWN_NAMED = 12


@dataclass(slots=True)
class Reading:
    """What a file yielded.

    `frame`: one row per data row (and per numbered member), columns `_row` (as in the file, from 1), `_copy`, `_block`
    (number of the household block), `_bad`, then every declared column, typed (null when the file has none). A value
    that could not be read is null, one out of range stays; both make the row `_bad`. `raw`: the same rows as written,
    blanks of a household carried down. `grid`: every row of the worksheet, for the error sheet.
    """

    sheet: Sheet
    form: str
    worksheet: str
    header: Header
    frame: pl.DataFrame
    raw: pl.DataFrame
    grid: pl.DataFrame
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    worksheets: list[str] = field(default_factory=list)  # all of the file, to choose another

    @property
    def good(self) -> pl.DataFrame:
        """The rows without any error."""
        return self.frame.filter(~self.frame["_bad"])

    def period(self, name: str) -> str:
        """Whether a money column holds a month's or a year's amount: its heading's word, else the declared one."""
        found = self.header.of(name)
        return found.period if found else self.sheet.column(name).period

    def error_at(self, row: int, name: str, what: str, *, copy: int = 0, **more: object) -> CellError:
        """An error or warning of a later check, at the place of a column in the file."""
        found = next((each for each in self.header.found if (each.column.name, each.copy) == (name, copy)), None)
        found = found or self.header.of(name)
        if found is None:
            return CellError(row, "", self.sheet.column(name).label, str(more.pop("value", "")), what, **more)
        return CellError(row, found.letter, found.header, str(more.pop("value", "")), what, **more)


def read_sheet(
    source: Path | str | bytes | Book,
    sheet: Sheet,
    *,
    on: date,
    mapping: Mapping[str, str] | None = None,
    worksheet: str = "",
) -> Reading:
    """Read a file against `sheet` as of a day. Raises `SheetError` when it cannot be read as this table at all.

    `mapping` corrects the recognition: column name → letter or heading, or "" for “not in this file”.
    """
    book = source if isinstance(source, Book) else open_book(source)
    table, header, notices = _choose(book, sheet, mapping, worksheet)
    _require_columns(header, sheet)
    body, more = row_kinds.data_rows(table.frame, header, sheet)
    raw = row_kinds.carried(row_kinds.unfolded(body, header, sheet), header, sheet)
    reading = Reading(sheet, book.form, table.name, header, raw, raw, table.frame, notices=[*notices, *more])
    reading.worksheets = [each.name for each in book.tables]
    _tell_about_file(reading, table)
    _convert(reading, on)
    return reading


def _choose(
    book: Book, sheet: Sheet, mapping: Mapping[str, str] | None, worksheet: str
) -> tuple[Table, Header, list[str]]:
    tables = [table for table in book.tables if not worksheet or table.name == worksheet]
    if not tables:
        raise SheetError(f"文件里没有名为“{worksheet}”的工作表，现有：{'、'.join(each.name for each in book.tables)}")
    held = [table for table in tables if table.name != HELP_PAGE] or tables
    fits = [(table, header) for table in held if (header := find_header(table.frame, sheet, mapping)) is not None]
    if not fits:
        wanted = [column.label for column in sheet.columns if column.required or column.name in sheet.anchors]
        least = f"至少包括 {'、'.join(wanted)}" if wanted else "如模板所列"
        raise SheetError(f"没有找到“{sheet.title}”的表头：前 30 行里应有一行列名，{least}。可下载模板对照")
    fits.sort(key=lambda each: (each[0].visible, len(each[1].found), each[0].frame.height), reverse=True)
    table, header = fits[0]
    notices = []
    if len(book.tables) > 1:
        notices.append(f"文件有 {len(book.tables)} 张工作表，读取了“{table.name}”")
        others = "、".join(f"“{other.name}”（约 {other.frame.height} 行）" for other, _ in fits[1:])
        if others:
            notices.append(f"另有工作表也像“{sheet.title}”，未读取：{others}。需要时请分别上传或指定工作表")
    return table, header, notices


def _require_columns(header: Header, sheet: Sheet) -> None:
    present = {each.column.name for each in header.found}
    missing = [column.label for column in sheet.columns if column.required and column.name not in present]
    if missing:
        seen = "、".join(text for _, text in header.unknown[:12])
        hint = f"。未识别的列：{seen}，如果其中就有，请手工对应" if seen else ""
        raise SheetError(f"表头（第 {header.last + 1} 行）缺少必需的列：{'、'.join(missing)}{hint}")


def _tell_about_file(reading: Reading, table: Table) -> None:
    if table.seen.hidden_rows:
        reading.notices.append(f"文件中有 {table.seen.hidden_rows} 行被隐藏，隐藏的数据行也已读入")
    guessed = [each for each in reading.header.found if each.how == "guess"]
    reading.notices.extend(f"{each.letter} 列“{each.header}”疑为“{each.column.label}”，请确认" for each in guessed)
    if reading.header.unknown:
        unknown = reading.header.unknown
        shown = "、".join(f"{place} 列“{text}”" for place, text in unknown[:MOST_UNKNOWN_NAMED])
        more = f" 等 {len(unknown)} 列" if len(unknown) > MOST_UNKNOWN_NAMED else ""
        reading.notices.append(f"未识别、不读取的列：{shown}{more}")
    if reading.form in ("xls", "ods") and any(each.column.kind.as_text for each in reading.header.found):
        reading.notices.append("旧格式文件无法判断长号码是否被存成数字，请核对银行账号，或另存为 .xlsx 后再上传")


def _convert(reading: Reading, on: date) -> None:
    import polars as pl

    raw, sheet = reading.raw, reading.sheet
    present = list({each.column.name: each for each in reading.header.found}.values())
    absent = [Found(column, -1, "", "", "") for column in sheet.columns if reading.header.of(column.name) is None]
    empty = pl.Series("", [], pl.String).extend_constant(None, raw.height)
    values = raw.select("_row", "_copy", "_block").with_columns(
        _converted(empty if each.index < 0 else raw[each.column.name], each, on) for each in present + absent
    )
    bad = pl.Series("_bad", [False]).new_from_index(0, raw.height)
    for found in present:
        name = found.column.name
        unreadable = raw[name].is_not_null() & values[name].is_null()
        outside = values.select((~_inside(found)).fill_null(False)).to_series()
        missing = raw[name].is_null() & found.column.required
        _explain(reading, found, unreadable, on)
        _report(reading, found, outside, f"超出范围（{_range(found.column)}）", "请核对后改正")
        _report(reading, found, missing, f"缺少{found.column.label}", "请补填")
        _doubt(reading, found, values)
        bad = bad | unreadable | outside | missing
    reading.frame = values.insert_column(3, bad.alias("_bad"))
    _order(reading.errors)
    _order(reading.warnings)


def _converted(raw: pl.Series, found: Found, on: date) -> pl.Series:
    """The values of a column; texts that repeat are converted once."""
    import polars as pl

    name = found.column.name
    texts = raw.alias("text").to_frame()
    distinct = texts.unique()
    spoilt = pl.col("text").is_in(row_kinds.SPOILT)
    value = pl.when(~spoilt).then(found.column.kind.convert(pl.col("text"), found, on)).alias(name)
    if distinct.height * 2 > raw.len():
        return texts.select(value).to_series()
    known = distinct.with_columns(value)
    return texts.join(known, on="text", how="left", nulls_equal=True, maintain_order="left")[name]


def _order(errors: list[CellError]) -> None:
    errors.sort(key=lambda each: (each.row, len(each.letter), each.letter))


def _inside(found: Found) -> pl.Expr:
    import polars as pl

    value, column = pl.col(found.column.name), found.column
    inside = pl.lit(True)
    if column.minimum is not None:
        inside &= value >= column.minimum
    if column.maximum is not None:
        inside &= value <= column.maximum
    return inside


def _range(column: Column) -> str:
    def shown(number: int) -> str:
        return f"{number // 100} 元" if column.kind.name == "money" else str(number)

    low = f"不小于 {shown(column.minimum)}" if column.minimum is not None else ""
    high = f"不大于 {shown(column.maximum)}" if column.maximum is not None else ""
    return "，".join(part for part in (low, high) if part)


def _failed(reading: Reading, name: str, mask: pl.Series) -> Iterable[tuple[int, int, str]]:
    """Row, copy and text of each failing cell; a value carried down is reported once, where it stands."""
    cells = reading.raw.select("_row", "_copy", "_block", name).filter(mask)
    if reading.sheet.column(name).level == "household" and reading.sheet.blocks:
        cells = cells.unique(["_block", name], keep="first", maintain_order=True)
    return cells.select("_row", "_copy", name).head(MOST_ERRORS_EXPLAINED).iter_rows()


def _explain(reading: Reading, found: Found, failed: pl.Series, on: date) -> None:
    if not failed.any():
        return
    column = found.column
    for row, copy, text in _failed(reading, column.name, failed):
        fault = row_kinds.spoilt(text) or column.kind.explain(text, column, on)
        error = reading.error_at(row, column.name, fault.what, copy=copy, value=text, why=column.cite, todo=fault.todo)
        reading.errors.append(error)


def _report(reading: Reading, found: Found, failed: pl.Series, what: str, todo: str) -> None:
    if not failed.any():
        return
    column = found.column
    for row, copy, text in _failed(reading, column.name, failed):
        error = reading.error_at(row, column.name, what, copy=copy, value=text or "", why=column.cite, todo=todo)
        reading.errors.append(error)


def _doubt(reading: Reading, found: Found, values: pl.DataFrame) -> None:
    import polars as pl

    column = found.column
    if column.kind.doubt is None:
        return
    both = reading.raw.select(pl.col(column.name).alias("raw")).with_columns(values[column.name].alias("value"))
    doubts = both.select(column.kind.doubt(pl.col("raw"), pl.col("value"), found)).to_series()
    doubted = doubts.is_not_null() & values[column.name].is_not_null()
    if not doubted.any():
        return
    told = doubts.drop_nulls().first()
    for row, copy, text in _failed(reading, column.name, doubted):
        reading.warnings.append(reading.error_at(row, column.name, told, copy=copy, value=text, warning=True))
