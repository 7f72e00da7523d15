"""The files of a batch: the image of what the database fixed, written once and whole, or not at all."""

import csv
import io
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from anmin.kernel.funds.bank import Line, digest_of, lines_of
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch
from anmin.kernel.service import service

HEADINGS = ("序号", "户名", "身份证号", "账号", "金额", "项目", "月份", "批次号")
WIDTHS = (8, 14, 22, 26, 14, 18, 10, 30)
FORMS = ("csv", "gb.csv", "xlsx", "json")


def folder_of(batch: Batch) -> Path:
    """Where a batch's plain files lie; readable by the owner of the installation only."""
    return Path(settings.VAR_DIR) / "bank" / batch.roll.area[:6] / f"{batch.roll.month:%Y-%m}"


def files_of(batch: Batch) -> dict[str, Path]:
    """The files of a batch by form: csv (UTF-8 with BOM), gb.csv (GB18030), xlsx, json (control totals)."""
    return {form: folder_of(batch) / f"{batch.number}.{form}" for form in FORMS}


def write_files(batch: Batch) -> dict[str, Path]:
    """The bank files of a batch on disk. Files that are there are checked against the batch and left alone."""
    files = files_of(batch)
    missing = {form: path for form, path in files.items() if not path.exists()}
    if "csv" not in missing:
        _check_csv(files["csv"], batch)
    if not missing:
        return files
    folder_of(batch).mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear_drafts(batch)
    lines = getattr(batch, "plain", None) or lines_of(batch)
    for form, path in missing.items():
        _write_whole(path, file_bytes(batch, form, lines))
    return files


def file_bytes(batch: Batch, form: str, lines: list[Line] | None = None) -> bytes:
    """One bank file as bytes, for disk or download; the same batch always gives the same bytes."""
    lines = lines if lines is not None else lines_of(batch)
    if form == "csv":
        return "\ufeff".encode() + csv_text(lines).encode()
    if form == "gb.csv":
        return csv_text(lines).encode("gb18030")
    if form == "json":
        return json.dumps(control(batch), ensure_ascii=False, indent=1).encode()
    return xlsx_bytes(batch, lines)


def csv_text(lines: Iterable[Line]) -> str:
    """Heading and lines, ended by CRLF; identity numbers and accounts as bare digits, as banks read them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(line.cells for line in lines)
    return out.getvalue()


def control(batch: Batch) -> dict[str, Any]:
    """Control totals: what bank and bureau compare before anything is paid."""
    return {
        "批次号": batch.number,
        "项目": service(batch.roll.programme).label,
        "月份": f"{batch.roll.month:%Y-%m}",
        "笔数": batch.lines,
        "金额": f"{batch.amount // 100}.{batch.amount % 100:02d}",
        "摘要算法": "SM3, 每行各列以 | 相连, 行末换行, UTF-8",
        "摘要": batch.digest,
    }


def xlsx_bytes(batch: Batch, lines: list[Line]) -> bytes:
    """Identity number and account are text cells; a second sheet holds the control totals."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"title": batch.number, "created": timezone.localtime(batch.made_at).replace(tzinfo=None)})
        page, head, text = (
            book.add_worksheet("发放明细"),
            book.add_format({"bold": True}),
            book.add_format({"num_format": "@"}),
        )
        money = book.add_format({"num_format": "#,##0.00"})
        for place, width in enumerate(WIDTHS):
            page.set_column(place, place, width)
        page.write_row(0, 0, HEADINGS, head)
        for row, line in enumerate(lines, start=1):
            serial, name, identity, account, _, programme, month, number = line.cells
            page.write_number(row, 0, int(serial))
            page.write_string(row, 1, name)
            page.write_string(row, 2, identity, text)
            page.write_string(row, 3, account, text)
            page.write_number(row, 4, line.amount / 100, money)
            page.write_string(row, 5, programme)
            page.write_string(row, 6, month)
            page.write_string(row, 7, number)
        page.freeze_panes(1, 0)
        totals = book.add_worksheet("控制数")
        totals.set_column(0, 0, 12)
        totals.set_column(1, 1, 70)
        for row, (name, value) in enumerate(control(batch).items()):
            totals.write_string(row, 0, name, head)
            totals.write_string(row, 1, str(value))
    return out.getvalue()


def _check_csv(path: Path, batch: Batch) -> None:
    """A file that is there must be the batch, whole and unchanged."""
    lines = list(_read_csv(path))
    if (len(lines), sum(x.amount for x in lines), digest_of(lines)) != (batch.lines, batch.amount, batch.digest):
        raise MoneyRefused(
            f"银行文件 {path.name} 与批次 {batch.number} 的控制数不符, 可能被改动过, 请勿送银行。"
            "核实后删除该文件, 再运行一次即重新输出。"
        )


def _read_csv(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        next(rows, None)
        for cells in rows:
            if len(cells) != len(HEADINGS):
                continue
            serial, name, identity, account, amount, programme, month, number = cells
            yuan, _, fen = amount.partition(".")
            yield Line(int(serial), name, identity, account, int(yuan) * 100 + int(fen or 0), programme, month, number)


def _write_whole(path: Path, data: bytes) -> None:
    """Appears whole under its name, or not at all; readable by the owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _clear_drafts(batch: Batch) -> None:
    """What a killed process left half written."""
    for draft in folder_of(batch).glob(f".{batch.number}.*"):
        if not Path("/proc", draft.name.rsplit(".", 2)[1]).exists():
            draft.unlink(missing_ok=True)
