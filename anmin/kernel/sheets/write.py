"""Tables out: templates to fill in, error sheets to correct and import again, and styled registers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from anmin.kernel.sheets.columns import HELP_PAGE, CellError, Column, Sheet, letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from anmin.kernel.sheets.read import Reading

FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
HEAD = FONT | {"bold": True, "bg_color": "#DCE6F1", "border": 1, "align": "center", "text_wrap": True}
NEEDED = HEAD | {"bg_color": "#F8CBAD"}
TITLE = {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
TEXT_FORMAT, MONEY_FORMAT, DATE_FORMAT, MONTH_FORMAT = "@", "#,##0.00", "yyyy-mm-dd", "yyyy-mm"
REASON = "原因"
TEMPLATE_ROWS = 5000  # how far down formats and lists reach
MOST_LIST_CHARS = 250  # Excel refuses longer inline lists


def write_table(
    target: Path | str | IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]],
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> int:
    """A register as xlsx, streamed row by row; returns the number of rows.

    Rows are mappings by column name or sequences in column order. Money is fen and is shown in 元 with two decimals;
    choices show their labels; long numbers are text. Frozen header, filter, A4 landscape one page wide with the header
    on each page.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet((title or "数据")[:31].translate(_NOT_IN_NAMES))
        formats = _Formats(book)
        line = _write_top(page, formats, columns, title, notes)
        head = line
        page.write_row(head, 0, [_shown_label(column) for column in columns], formats.of(HEAD))
        cells = [_writer(column, formats) for column in columns]
        for row in rows:
            line += 1
            values = [row[column.name] for column in columns] if isinstance(row, Mapping) else row
            for place, (write, value) in enumerate(zip(cells, values, strict=True)):
                write(page, line, place, value)
        page.freeze_panes(head + 1, 0)
        page.autofilter(head, 0, max(line, head), len(columns) - 1)
        _set_up_print(page, head)
    return line - head


def write_csv(
    target: Path | str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]],
    *,
    encoding: str = "utf-8-sig",
) -> int:
    """The same register as CSV (UTF-8 with BOM, or gb18030 for older bank systems); money in 元 with two decimals."""
    count = 0
    with Path(target).open("w", encoding=encoding, newline="") as stream:
        out = csv.writer(stream)
        out.writerow([column.label for column in columns])
        for row in rows:
            values = [row[column.name] for column in columns] if isinstance(row, Mapping) else row
            out.writerow([_plain(column, value) for column, value in zip(columns, values, strict=True)])
            count += 1
    return count


def write_template(target: Path | str | IO[bytes], sheet: Sheet) -> None:
    """An empty table to fill in: headings, lists of allowed values, text format for long numbers, and instructions."""
    import xlsxwriter

    with xlsxwriter.Workbook(target) as book:
        page, help_page = book.add_worksheet(sheet.title[:31]), book.add_worksheet(HELP_PAGE)
        formats = _Formats(book)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, max(column.kind.width, len(column.label) * 2), _body(column, formats))
            page.write(0, place, column.label, formats.of(NEEDED if column.required else HEAD))
            _add_list(page, place, column)
        page.set_row(0, 32)
        page.freeze_panes(1, 0)
        _set_up_print(page, 0)
        _write_help(help_page, formats, sheet)
        page.activate()


def write_error_sheet(
    target: Path | str | IO[bytes], reading: Reading, errors: Iterable[CellError] | None = None
) -> int:
    """The rows that were not taken, exactly as uploaded, with a 原因 column and marked cells; returns their number.

    Headings are those of the file, so that the sheet can be corrected and imported again as it is. Blanks that a
    household's first row filled are written out, since that row may not be among the bad ones.
    """
    import xlsxwriter

    by_row: dict[int, list[CellError]] = {}
    for error in reading.errors if errors is None else errors:
        if not error.warning:
            by_row.setdefault(error.row, []).append(error)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet("待改正")
        formats = _Formats(book)
        width = reading.grid.width
        page.set_column(0, width - 1, 14, formats.of(FONT | {"num_format": TEXT_FORMAT}))
        page.set_column(width, width, 60)
        head = _write_headings(page, formats, reading, width)
        plain, marked, reason = (
            formats.of(FONT | {"num_format": TEXT_FORMAT} | more)
            for more in ({}, {"bg_color": "#FFC7CE"}, {"font_color": "#9C0006", "text_wrap": True})
        )
        for line, (row, cells) in enumerate(_bad_rows(reading, sorted(by_row)), start=head):
            wrong = {error.letter for error in by_row[row]}
            for place, text in enumerate(cells):
                page.write_string(line, place, _as_uploaded(text), marked if letter(place) in wrong else plain)
            page.write_string(line, width, "；".join(dict.fromkeys(_reason(error) for error in by_row[row])), reason)
        page.freeze_panes(head, 0)
    return len(by_row)


_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", ""))


class _Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Workbook):
        self._book, self._made = book, {}

    def of(self, properties: dict[str, Any]):
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _body(column: Column, formats: _Formats):
    by_kind = {"money": MONEY_FORMAT, "date": DATE_FORMAT, "month": MONTH_FORMAT, "integer": "0"}
    number = TEXT_FORMAT if column.kind.as_text else by_kind.get(column.kind.name)
    return formats.of(FONT | ({"num_format": number} if number else {}))


def _writer(column: Column, formats: _Formats):
    style = formats.of({**FONT, "border": 1, "num_format": _body_format(column)})
    labels = {choice.value: choice.label for choice in column.choices}

    def write(page: Worksheet, line: int, place: int, value: Any) -> None:
        if value is None or value == "":
            page.write_blank(line, place, None, style)
        elif column.kind.name == "money":
            page.write_number(line, place, value / 100, style)  # for the eye: xlsx knows no exact decimals
        elif isinstance(value, bool):
            page.write_string(line, place, "是" if value else "否", style)
        elif isinstance(value, (datetime, date)):
            page.write_datetime(line, place, value, style)
        elif isinstance(value, int) and not column.kind.as_text:
            page.write_number(line, place, value, style)
        else:
            page.write_string(line, place, labels.get(str(value), str(value)), style)

    return write


def _body_format(column: Column) -> str:
    if column.kind.as_text:
        return TEXT_FORMAT
    return {"money": MONEY_FORMAT, "date": DATE_FORMAT, "month": MONTH_FORMAT, "integer": "0"}.get(
        column.kind.name, "General"
    )


def _plain(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind.name == "money":
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.kind.name == "month":
        return value.strftime("%Y-%m")
    return _harmless({choice.value: choice.label for choice in column.choices}.get(str(value), str(value)))


def _harmless(text: str) -> str:
    """A text that Excel would take for a formula when it opens a CSV gets an apostrophe, which reading takes off."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _shown_label(column: Column) -> str:
    return f"{column.label}（元）" if column.kind.name == "money" and "元" not in column.label else column.label


def _write_top(page: Worksheet, formats: _Formats, columns: Sequence[Column], title: str, notes: Sequence[str]) -> int:
    for place, column in enumerate(columns):
        page.set_column(place, place, max(column.kind.width, len(column.label) * 2))
    line = 0
    if title:
        page.set_row(line, 30)
        page.merge_range(line, 0, line, max(len(columns) - 1, 1), title, formats.of(TITLE))
        line += 1
    for note in notes:
        page.write_string(line, 0, note, formats.of(FONT))
        line += 1
    return line


def _set_up_print(page: Worksheet, head: int) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&C第 &P 页 共 &N 页")


def _add_list(page: Worksheet, place: int, column: Column) -> None:
    labels = [choice.label for choice in column.choices] or (["是", "否"] if column.kind.name == "yes_no" else [])
    if labels and len(",".join(labels)) <= MOST_LIST_CHARS:
        # A list that only suggests: rosters pasted from elsewhere use other words, which the import understands.
        page.data_validation(
            1, place, TEMPLATE_ROWS, place, {"validate": "list", "source": labels, "error_type": "information"}
        )


def _write_help(page: Worksheet, formats: _Formats, sheet: Sheet) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 3, 16)
    page.set_column(3, 3, 80)
    page.write(
        0, 0, f"{sheet.title}：{sheet.row_means}。橙色列必填。列的顺序可以调整，不用的列可以删去。", formats.of(FONT)
    )
    page.write_row(1, 0, ["列名", "必填", "内容", "说明"], formats.of(HEAD))
    for line, column in enumerate(sheet.columns, start=2):
        choices = "可填：" + "、".join(choice.label for choice in column.choices) if column.choices else ""
        note = "；".join(part for part in (column.note, choices, column.cite) if part)
        page.write_row(
            line, 0, [column.label, "是" if column.required else "", column.kind.label, note], formats.of(FONT)
        )


def _write_headings(page: Worksheet, formats: _Formats, reading: Reading, width: int) -> int:
    head = formats.of(HEAD)
    rows = reading.grid.slice(reading.header.first, reading.header.last - reading.header.first + 1)
    for line, cells in enumerate(rows.iter_rows()):
        for place, text in enumerate(cells):
            page.write_string(line, place, text or "", head)
        page.write_string(line, width, REASON if line == 0 else "", head)
    return rows.height


def _bad_rows(reading: Reading, rows: list[int]) -> Iterator[tuple[int, list[str | None]]]:
    """The bad rows as uploaded; what the household's first row said is filled in where that row is not among them.

    Where it is, the blanks stay: a value that is wrong there would else have to be corrected in every row.
    """
    import polars as pl

    wanted = reading.grid.with_row_index("_row", offset=1).filter(pl.col("_row").is_in(rows))
    carried = {
        each.column.name: each.index
        for each in reading.header.found
        if each.copy == 0 and each.column.level == "household"
    }
    first = reading.raw.unique("_row", keep="first", maintain_order=True)
    first = first.filter(~pl.col("_row").min().over("_block").is_in(rows)).select("_row", *carried)
    filled = {row: dict(zip(carried.values(), values, strict=True)) for row, *values in first.iter_rows()}
    for row, *cells in wanted.iter_rows():
        known = filled.get(row, {})
        yield row, [cell if cell is not None else known.get(place) for place, cell in enumerate(cells)]


def _as_uploaded(text: str | None) -> str:
    return (text or "").removesuffix(" 00:00:00")


def _reason(error: CellError) -> str:
    place = f"{error.header or error.letter}：" if error.letter else ""
    why = f"（{error.why}）" if error.why else ""
    return f"{place}{error.what}{why}" + (f"，{error.todo}" if error.todo else "")
