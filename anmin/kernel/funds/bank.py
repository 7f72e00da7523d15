"""Bank files: a batch is fixed in the database first; the files are its image, written once and whole, or not at all."""

import csv
import hashlib
import io
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import REVIEW_ROLL
from anmin.kernel.audit.api import record
from anmin.kernel.funds import ledger
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch, Remittance, Roll
from anmin.kernel.funds.rolls import DONE, lock
from anmin.kernel.people.api import unseal
from anmin.kernel.service import service

HEADINGS = ("序号", "户名", "身份证号", "账号", "金额", "项目", "月份", "批次号")
WIDTHS = (8, 14, 22, 26, 14, 18, 10, 30)
FORMS = ("csv", "gb.csv", "xlsx", "json")

# Unpaid lines with an account: the roll's own at first, afterwards what the household's record says now.
UNPAID = """
SELECT p.id, p.amount, CASE WHEN %(again)s THEN coalesce(nullif(h.payee_name, ''), q.name) ELSE p.payee_name END,
       CASE WHEN %(again)s THEN h.bank_name ELSE p.bank_name END,
       CASE WHEN %(again)s THEN h.bank_account ELSE p.bank_account END,
       CASE WHEN %(again)s THEN h.bank_tail ELSE p.bank_tail END, q.id_number, to_char(p.month, 'YYYY-MM')
FROM funds_payment p JOIN people_household h ON h.id = p.household_id JOIN people_person q ON q.id = p.payee_id
WHERE p.roll_id = %(roll)s AND length(CASE WHEN %(again)s THEN h.bank_account ELSE p.bank_account END) > 0
AND NOT EXISTS (SELECT 1 FROM funds_remittance m WHERE m.payment_id = p.id AND (m.state <> 'returned'))
AND (NOT %(again)s OR q.died_on IS NULL)
ORDER BY p.serial
"""
SENT = """
SELECT m.serial, m.payee_name, q.id_number, m.bank_account, m.amount, to_char(p.month, 'YYYY-MM')
FROM funds_remittance m JOIN funds_payment p ON p.id = m.payment_id JOIN people_person q ON q.id = p.payee_id
WHERE m.batch_id = %s ORDER BY m.serial
"""


@dataclass(frozen=True)
class Line:
    """One line of a bank file, in plain text."""

    serial: int
    name: str
    id_number: str
    account: str
    amount: int
    programme: str
    month: str
    batch: str

    def cells(self) -> tuple[str, ...]:
        """As the file shows it; the amount in 元 with two decimals."""
        amount = f"{self.amount // 100}.{self.amount % 100:02d}"
        return (
            str(self.serial),
            self.name,
            self.id_number,
            self.account,
            amount,
            self.programme,
            self.month,
            self.batch,
        )


def digest_of(lines: Iterable[Line]) -> str:
    """SM3 over all lines, cells joined by "|", lines ended by a newline, UTF-8: what the control file states."""
    whole = hashlib.new("sm3")
    for line in lines:
        whole.update(("|".join(line.cells()) + "\n").encode())
    return whole.hexdigest()


def make_batch(roll_id: int, *, who: User) -> Batch | None:
    """Fixes the next batch of an approved roll: every unpaid line that has an account. None where there is nothing to send.

    A line is in at most one batch that was not returned; the database refuses another.
    """
    roll = Roll.objects.get(pk=roll_id)
    who.require(REVIEW_ROLL, roll.area)
    lock(roll.area, roll.programme)
    roll = Roll.objects.select_for_update().get(pk=roll_id)
    if roll.state not in DONE:
        raise MoneyRefused(f"{roll.month:%Y-%m} 的名册还没有批准, 不能生成银行文件。")
    place = roll.batches.count() + 1
    with connection.cursor() as cursor:
        cursor.execute(UNPAID, {"roll": roll.pk, "again": place > 1})
        unpaid = cursor.fetchall()
    if not unpaid:
        return None
    number = f"{roll.area[:6]}-{service(roll.programme).code}-{roll.month:%Y%m}-{place:02d}"
    label = service(roll.programme).label
    lines = [
        Line(serial, name, unseal(identity), unseal(account), amount, label, month, number)
        for serial, (_, amount, name, _, account, _, identity, month) in enumerate(unpaid, start=1)
    ]
    batch = Batch.objects.create(
        roll=roll, number=number, place=place, lines=len(lines), amount=sum(line.amount for line in lines),
        digest=digest_of(lines), made_by=who.account,
    )  # fmt: skip
    _put_remittances(batch, unpaid)
    if roll.state == Roll.State.APPROVED:
        roll.state = Roll.State.EXPORTED
        roll.save()
    ledger.book_batch(batch)
    batch.plain = lines  # spares the first writing of the files a second opening of every sealed value
    record("export", "funds_batch", batch.number, actor=who.actor, reason=f"{roll.month:%Y-%m} {label} 送银行",
           lines=batch.lines, amount=batch.amount, digest=batch.digest)  # fmt: skip
    return batch


def _put_remittances(batch: Batch, unpaid: list[tuple]) -> None:
    columns = "batch_id, payment_id, serial, amount, payee_name, bank_name, bank_account, bank_tail, state, reason, bank_serial"
    with connection.cursor() as cursor, cursor.copy(f"COPY funds_remittance ({columns}) FROM STDIN") as copy:
        for serial, (payment, amount, name, bank, account, tail, _, _) in enumerate(unpaid, start=1):
            copy.write_row((batch.pk, payment, serial, amount, name, bank, bytes(account), tail, "sent", "", ""))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE funds_remittance")


def lines_of(batch: Batch) -> list[Line]:
    """A batch in plain text, as it was fixed. Raises MoneyRefused where count, sum or digest no longer agree."""
    label = service(batch.roll.programme).label
    with connection.cursor() as cursor:
        cursor.execute(SENT, [batch.pk])
        lines = [
            Line(serial, name, unseal(identity), unseal(account), amount, label, month, batch.number)
            for serial, name, identity, account, amount, month in cursor.fetchall()
        ]
    total = sum(line.amount for line in lines)
    if (len(lines), total, digest_of(lines)) != (batch.lines, batch.amount, batch.digest):
        raise MoneyRefused(
            f"批次 {batch.number} 的明细与控制数不符(应 {batch.lines} 笔 {batch.amount / 100:,.2f} 元, "
            f"实 {len(lines)} 笔 {total / 100:,.2f} 元, 或内容被改动), 已拒绝输出; 请运行 anmin audit verify 查明。"
        )
    return lines


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
    writer.writerows(line.cells() for line in lines)
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
            serial, name, identity, account, _, programme, month, number = line.cells()
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


def waiting(roll: Roll) -> dict[str, int]:
    """How the lines of an approved roll stand: lines and fen by sent, paid, returned (not yet sent again), no_account."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(m.state, CASE WHEN EXISTS (SELECT 1 FROM funds_remittance x WHERE x.payment_id = p.id)
                      THEN 'returned' WHEN length(p.bank_account) = 0 THEN 'no_account' ELSE 'unsent' END) AS state,
                      count(*), sum(p.amount)
               FROM funds_payment p
               LEFT JOIN funds_remittance m ON m.payment_id = p.id AND m.state <> 'returned'
               WHERE p.roll_id = %s GROUP BY 1""",
            [roll.pk],
        )
        rows = {state: (lines, int(amount)) for state, lines, amount in cursor.fetchall()}
    told: dict[str, int] = {}
    for state in (*Remittance.State.values, "no_account", "unsent"):
        told[f"{state}_lines"], told[f"{state}_amount"] = rows.get(state, (0, 0))
    return told
