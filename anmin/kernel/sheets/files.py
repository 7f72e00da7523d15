"""Files as grids of text. Says in one sentence why a file cannot be read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from anmin.kernel.sheets import probe
from anmin.kernel.sheets.columns import SheetError

if TYPE_CHECKING:
    import polars as pl

MOST_BYTES = 200 * 1024**2
MOST_UNPACKED_BYTES = 2 * 1024**3
MOST_MEMORY, MOST_SECONDS = 6 * 1024**3, 180
UNPACK = Path(__file__).with_name("unpack.py")
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
SEPARATORS = "\t,;|"
PAD = " \t\r\n\u3000\u00a0\u200b\ufeff"


@dataclass(slots=True)
class Table:
    """One worksheet: `frame` has string columns `c0`… from column A on and starts at row 1 of the file."""

    name: str
    frame: pl.DataFrame
    visible: bool = True
    seen: probe.Seen = field(default_factory=probe.Seen)


@dataclass(slots=True)
class Book:
    """A file that was opened. `form` is xlsx, xls, ods or csv."""

    form: str
    tables: list[Table]


def open_book(source: Path | str | bytes, name: str = "") -> Book:
    """Read every worksheet of a file as text. Raises `SheetError` with one clear message."""
    data, name = _bytes_of(source, name)
    form = _form_of(data, name)
    tables = [_csv_table(data)] if form == "csv" else _excel_tables(data, form)
    if all(table.frame.is_empty() for table in tables):
        raise SheetError("文件里没有任何内容，请确认选对了文件")
    return Book(form, [table for table in tables if not table.frame.is_empty()])


def _bytes_of(source: Path | str | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(_too_large(path.stat().st_size))
        data, name = path.read_bytes(), name or path.name
    if not data:
        raise SheetError("文件是空的（0 字节），可能没有保存或上传中断，请重新上传")
    if len(data) > MOST_BYTES:
        raise SheetError(_too_large(len(data)))
    return data, name


def _too_large(size: int) -> str:
    return f"文件有 {size // 1024**2} MB，超过 {MOST_BYTES // 1024**2} MB 的上限，请按乡镇拆成几个文件分别上传"


def _form_of(data: bytes, name: str) -> str:
    head = data[:8]
    if head == OLE:
        return _ole_form(data)
    if head[:4] == b"PK\x03\x04":
        return _zip_form(data)
    for magic, label in _OTHER_KINDS:
        if data.startswith(magic):
            raise SheetError(f"这是{label}，不是表格。请上传 .xlsx、.xls 或 .csv 文件")
    if data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        raise SheetError("这是网页文件（有的系统导出时只改了扩展名），请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
    if Path(name).suffix.lower() in (".xlsx", ".xls", ".xlsm", ".et"):
        raise SheetError("文件已损坏，或者并不是 Excel 文件。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
    return "csv"


_OTHER_KINDS = (
    (b"%PDF", " PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "文字处理文件（RTF）"),
)


def _ole_form(data: bytes) -> str:
    if ENCRYPTED in data:
        raise SheetError("文件设有打开密码。请用 Excel 或 WPS 打开，取消“用密码进行加密”后另存，再上传")
    if "WordDocument".encode("utf-16-le") in data:
        raise SheetError("这是 Word 文档，不是表格。请上传 .xlsx、.xls 或 .csv 文件")
    return "xls"


def _zip_form(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            unpacked = sum(entry.file_size for entry in package.infolist())
            is_ods = "mimetype" in names and b"opendocument.spreadsheet" in package.read("mimetype")
    except BROKEN_ZIP as error:
        raise SheetError("文件已损坏，可能上传中断或没有存完。请重新打开并另存后再上传") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise SheetError("文件展开后过大，请删去无用的格式和空行，或按乡镇拆成几个文件再上传")
    if any(each.startswith("word/") for each in names):
        raise SheetError("这是 Word 文档，不是表格。请上传 .xlsx、.xls 或 .csv 文件")
    if any(each.startswith("ppt/") for each in names):
        raise SheetError("这是演示文稿，不是表格。请上传 .xlsx、.xls 或 .csv 文件")
    if is_ods:
        return "ods"
    if not any(each.startswith("xl/") for each in names):
        raise SheetError("这是压缩包，不是表格。请解压后上传其中的 .xlsx、.xls 或 .csv 文件")
    return "xlsx"


def _excel_tables(data: bytes, form: str) -> list[Table]:
    with TemporaryDirectory(prefix="sheets-") as folder:
        source = Path(folder, f"book.{form}")
        source.write_bytes(data)
        tables = [_excel_table(Path(folder, f"{place}.arrow"), each) for place, each in enumerate(_unpacked(source))]
    if form == "xlsx":
        try:
            probe.look(data, {table.name: table.seen for table in tables})
        except (*BROKEN_ZIP, ElementTree.ParseError) as error:
            raise SheetError(_excel_failure(str(error))) from error
    return [Table(each.name, _overlaid(each), each.visible, each.seen) for each in tables]


def _unpacked(source: Path) -> list[dict]:
    command = [sys.executable, "-I", str(UNPACK), str(source), str(source.parent), str(MOST_MEMORY)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise SheetError("文件内容过多，读取超时。请删去无用的格式和空行，或按乡镇拆成几个文件再上传") from error
    listed = source.with_name("sheets.json")
    if done.returncode or not listed.exists():
        raise SheetError("文件已损坏或内容过大，无法读出。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
    found = json.loads(listed.read_text(encoding="utf-8"))
    if isinstance(found, dict):
        raise SheetError(_excel_failure(found["error"]))
    return found


def _excel_failure(reason: str) -> str:
    if "password" in reason.lower() or "encrypt" in reason.lower():
        return "文件设有打开密码。请用 Excel 或 WPS 打开，取消“用密码进行加密”后另存，再上传"
    return "文件已损坏，无法读出。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"


def _excel_table(path: Path, told: dict) -> Table:
    import polars as pl

    frame = pl.read_ipc(path.read_bytes())
    offset = told["first"]
    frame.columns = [f"c{offset + number}" for number in range(frame.width)]
    before = [pl.lit(None, pl.String).alias(f"c{number}") for number in range(offset)]
    frame = frame.select(*before, pl.all().str.strip_chars(PAD).replace("", None))
    return Table(told["name"], frame, told["visible"])


def _overlaid(table: Table) -> pl.DataFrame:
    """The cells the reader could not render faithfully, as the file itself writes them."""
    import polars as pl

    frame = table.frame
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), text in table.seen.cells.items():
        if row < frame.height and column < frame.width:
            by_column.setdefault(column, {})[row] = text
    for column, texts in by_column.items():
        series = frame.get_column(f"c{column}").scatter(list(texts), list(texts.values()))
        frame = frame.with_columns(pl.Series(f"c{column}", series))
    return frame


def _csv_table(data: bytes) -> Table:
    import polars as pl

    text = _decoded(data)
    separator = max(SEPARATORS, key=text[:20000].count)
    width = max(line.count(separator) for line in text.splitlines() or [""]) + 1
    if width == 1 and "\n" not in text.strip():
        raise SheetError("文件不是表格：没有找到分列的内容。请上传 .xlsx、.xls 或 .csv 文件")
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            schema={f"c{number}": pl.String for number in range(width)},
            missing_columns="insert",
            truncate_ragged_lines=True,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise SheetError("CSV 文件有未成对的引号或残缺的行。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传") from error
    return Table("CSV", frame.select(pl.all().str.strip_chars(PAD + "'").replace("", None)))


def _decoded(data: bytes) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030, strictly: a wrong guess would garble names."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetError("文件不是表格，或者文字编码无法识别。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
