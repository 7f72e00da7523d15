"""The bank's answer: read whole or not at all, once, and only for a batch that waits for it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import REVIEW_ROLL
from anmin.kernel.audit.api import record
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds import ledger
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch
from anmin.kernel.funds.rolls import lock
from anmin.kernel.people.api import unseal
from anmin.kernel.sheets.api import CHOICE, INTEGER, MONEY, TEXT, Choice, Column, Reading, Sheet, SheetError, read_sheet

if TYPE_CHECKING:
    import polars as pl

EXACT = 15  # digits that a spreadsheet keeps of a number
PAID = ("成功", "已入账", "入账成功", "到账", "交易成功", "代发成功", "处理成功", "正常", "0", "0000", "00", "S", "Y")
RETURNED = ("失败", "退回", "退汇", "入账失败", "未入账", "交易失败", "代发失败", "处理失败", "F", "N", "1")
ANSWER = Sheet(
    "bank_answer",
    "银行回盘文件",
    (
        Column("batch", "批次号", TEXT, ("批号", "代发批次号", "批次编号"), required=True),
        Column("serial", "序号", INTEGER, ("顺序号", "明细序号", "编号"), required=True, minimum=1),
        Column("amount", "金额", MONEY, ("发放金额", "交易金额", "代发金额"), required=True, minimum=0),
        Column(
            "state", "状态", CHOICE, ("处理结果", "交易状态", "入账状态", "处理状态", "发放结果", "结果"), required=True,
            choices=(Choice("paid", "成功", PAID[1:]), Choice("returned", "失败", RETURNED[1:])),
        ),
        Column("reason", "原因", TEXT, ("失败原因", "退回原因", "退汇原因", "备注", "错误信息")),
        Column("bank_serial", "银行流水号", TEXT, ("流水号", "交易流水号")),
        Column("account", "账号", TEXT, ("收款账号", "银行账号")),
    ),
    "每笔代发一行",
    anchors=("serial", "batch"),
)  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """What a return file brought. `known` says that it had been read before and nothing was changed."""

    batch: Batch
    paid_lines: int
    paid_amount: int
    returned_lines: int
    returned_amount: int
    known: bool = False


@dataclass(frozen=True)
class Opened:
    """A return file that belongs to a batch; `frame` is None where it was read before."""

    batch: Batch
    digest: str
    frame: "pl.DataFrame | None"


def open_answer(source: Path | str | bytes, *, on: date, month: date | None = None) -> Opened:
    """Opens a return file (xlsx or csv) and finds its batch; writes nothing.

    Raises MoneyRefused for a file that cannot be read, or is of another month (where `month` is named) or no batch.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    digest = hashlib.new("sm3", data).hexdigest()
    if known := Batch.objects.filter(answer_digest=digest).select_related("roll").first():
        _of_month(known, month)
        return Opened(known, digest, None)
    frame = _frame(data, on)
    return Opened(_batch_of(frame, month), digest, frame)


def read_answer(source: Path | str | bytes | Opened, *, who: User, on: date, month: date | None = None) -> Answered:
    """Takes what a return file says. The same file again changes nothing.

    Raises MoneyRefused for a file that is torn, altered, of another month or batch, or for a batch that another file
    has answered; nothing of such a file is taken.
    """
    opened = source if isinstance(source, Opened) else open_answer(source, on=on, month=month)
    batch, digest, frame = opened.batch, opened.digest, opened.frame
    if frame is None:
        return _told(batch, known=True)
    who.require(REVIEW_ROLL, batch.roll.area)
    lock(batch.roll.area, batch.roll.programme)
    batch = Batch.objects.select_for_update().select_related("roll").get(pk=batch.pk)
    if batch.state == Batch.State.ANSWERED:
        if batch.answer_digest == digest:
            return _told(batch, known=True)
        raise MoneyRefused(
            f"批次 {batch.number} 已有回盘，这是另一份内容不同的回盘文件，没有读入；请与银行核对以哪份为准。"
        )
    _whole(frame, batch)
    _to_whom(frame, batch)
    _take(frame, batch, on)
    batch.state, batch.answer_digest, batch.answered_at = Batch.State.ANSWERED, digest, timezone.now()
    batch.save()
    ledger.book_answer(batch)
    told = _told(batch)
    record("import", "funds_batch", batch.number, actor=who.actor, reason="银行回盘", digest=digest,
           paid=told.paid_lines, returned=told.returned_lines)  # fmt: skip
    return told


def _frame(data: bytes, on: date) -> "pl.DataFrame":
    try:
        reading = read_sheet(data, ANSWER, on=on)
    except SheetError as error:
        raise MoneyRefused(f"回盘文件读不了：{error}") from error
    if reading.errors:
        raise MoneyRefused(_bad_cells(reading))
    return reading.frame


def _bad_cells(reading: Reading) -> str:
    first = "；".join(str(error) for error in reading.errors[:3])
    return f"回盘文件有 {len(reading.errors)} 处读不懂，没有读入任何一笔：{first}。请向银行要完整的文件。"


def _batch_of(frame: "pl.DataFrame", month: date | None) -> Batch:
    numbers = frame["batch"].unique().to_list()
    if len(numbers) != 1:
        raise MoneyRefused(
            f"回盘文件里应只有一个批次号，现有 {len(numbers)} 个：{'、'.join(map(str, numbers[:5]))}；请分批读入。"
        )
    batch = Batch.objects.filter(number=str(numbers[0]).strip()).select_related("roll").first()
    if batch is None:
        raise MoneyRefused(f"没有批次 {numbers[0]}，不是本系统送出的文件；没有读入。")
    _of_month(batch, month)
    return batch


def _of_month(batch: Batch, month: date | None) -> None:
    if month and batch.roll.month != month:
        raise MoneyRefused(
            f"这是{chinese_month(batch.roll.month)}的回盘（批次 {batch.number}），不是{chinese_month(month)}的；没有读入。"
        )


def _whole(frame: "pl.DataFrame", batch: Batch) -> None:
    """Every line of the batch, once, with its amount: else the file is torn or altered."""
    lines, amount = len(frame), int(frame["amount"].sum() or 0)
    if lines != batch.lines or amount != batch.amount or frame["serial"].n_unique() != lines:
        raise MoneyRefused(
            f"回盘文件不完整：批次 {batch.number} 应 {batch.lines} 笔 {batch.amount / 100:,.2f} 元，"
            f"文件里 {lines} 笔 {amount / 100:,.2f} 元；没有读入任何一笔，请向银行要完整的文件。"
        )


def _to_whom(frame: "pl.DataFrame", batch: Batch) -> None:
    """Where the file names accounts, each is that of its line: a bank that numbered the lines anew would mix up payees."""
    said = {serial: account for serial, account in frame.select("serial", "account").iter_rows() if account}
    if not said:
        return
    rows = batch.remittances.filter(serial__in=list(said)).order_by("serial").values_list("serial", "bank_account")
    if wrong := [serial for serial, sent in rows.iterator() if not _may_be(said[serial], unseal(sent))]:
        raise MoneyRefused(
            f"回盘文件有 {len(wrong)} 笔的账号与批次 {batch.number} 同序号的账号不符（如序号 {wrong[0]}），可能是银行重新编了序号，"
            "没有读入任何一笔；请银行按原序号回盘。"
        )


def _may_be(said: str, sent: str) -> bool:
    """Whether an account as the bank shows it can be the one that was sent: whole, masked, or rounded by a spreadsheet."""
    shown = said.replace(" ", "").replace("-", "").upper()
    if "*" in shown:
        head, tail = shown.split("*", 1)[0], shown.rsplit("*", 1)[1]
        return sent.startswith(head) and sent.endswith(tail)
    rounded = (
        {sent[:EXACT].ljust(len(sent), "0"), str(int(float(sent)))} if sent.isdigit() and len(sent) > EXACT else ()
    )
    return shown == sent or shown in rounded


def _take(frame: "pl.DataFrame", batch: Batch, on: date) -> None:
    """Writes the answers set-wise; an amount that differs from what was sent refuses the whole file."""
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMP TABLE answer (serial int PRIMARY KEY, amount bigint, state text, reason text, bank_serial text)
               ON COMMIT DROP"""
        )
        with cursor.copy("COPY answer FROM STDIN") as copy:
            for serial, amount, state, reason, number in frame.select(
                "serial", "amount", "state", "reason", "bank_serial"
            ).iter_rows():
                copy.write_row(
                    (serial, amount, state, reason or ("银行未注明" if state == "returned" else ""), number or "")
                )
        cursor.execute("ANALYZE answer")
        cursor.execute(
            """UPDATE funds_remittance m SET state = a.state, reason = CASE a.state WHEN 'returned' THEN a.reason ELSE '' END,
                      bank_serial = a.bank_serial, answered_on = %s
               FROM answer a WHERE m.batch_id = %s AND m.serial = a.serial AND m.amount = a.amount AND m.state = 'sent'""",
            [on, batch.pk],
        )
        if cursor.rowcount != batch.lines:
            raise MoneyRefused(
                f"回盘文件有 {batch.lines - cursor.rowcount} 笔的序号或金额与批次 {batch.number} 不符；没有读入任何一笔。"
            )
        cursor.execute("DROP TABLE answer")


def _told(batch: Batch, known: bool = False) -> Answered:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*), sum(amount) FROM funds_remittance WHERE batch_id = %s GROUP BY state", [batch.pk]
        )
        sums = {state: (count, int(amount)) for state, count, amount in cursor.fetchall()}
    return Answered(batch, *sums.get("paid", (0, 0)), *sums.get("returned", (0, 0)), known)
