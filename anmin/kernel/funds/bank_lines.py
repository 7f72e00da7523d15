"""The lines of a batch in plain text, a column for each heading of the bank file; and what proves them whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch
from anmin.kernel.people.api import unseal
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

SENT = """
SELECT m.serial, m.payee_name, q.id_number, m.bank_account, m.amount, to_char(p.month, 'YYYY-MM')
FROM funds_remittance m JOIN funds_payment p ON p.id = m.payment_id
JOIN people_person q ON q.id = coalesce(m.recipient_id, p.payee_id)
WHERE m.batch_id = %s ORDER BY m.serial
"""


def digest_of(cells: Iterable[str]) -> str:
    """SM3 over all lines, each with its cells joined by "|" and ended by a newline, UTF-8: what the control file states."""
    return hashlib.new("sm3", "".join(line + "\n" for line in cells).encode()).hexdigest()


def in_plain_text(number: str, label: str, rows: list[tuple]) -> tuple[pl.DataFrame, str]:
    """Lines (serial, name, sealed identity and account, fen, month) as the files show them, and their digest."""
    import polars as pl

    serials, names, identities, accounts, amounts, months = zip(*rows, strict=True)
    yuan = pl.col("金额") // 100, pl.col("金额") % 100
    lines = pl.DataFrame(
        {
            "序号": pl.Series(serials).cast(pl.String), "户名": names, "身份证号": [unseal(one) for one in identities],
            "账号": [unseal(one) for one in accounts], "金额": amounts, "项目": [label] * len(rows), "月份": months,
            "批次号": [number] * len(rows),
        }
    ).with_columns(pl.format("{}.{}", yuan[0], yuan[1].cast(pl.String).str.zfill(2)).alias("金额"))  # fmt: skip
    return lines, digest_of(lines.select(pl.concat_str(pl.all(), separator="|")).to_series())


def lines_of(batch: Batch) -> pl.DataFrame:
    """A batch in plain text, as it was fixed. Raises MoneyRefused where count, sum or digest no longer agree."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [batch.pk])
        rows = cursor.fetchall()
    total = sum(row[4] for row in rows)
    lines, digest = in_plain_text(batch.number, service(batch.roll.programme).label, rows) if rows else (None, "")
    if lines is None or (len(rows), total, digest) != (batch.lines, batch.amount, batch.digest):
        raise MoneyRefused(
            f"批次 {batch.number} 的明细与控制数不符（应 {batch.lines} 笔 {batch.amount / 100:,.2f} 元，"
            f"实 {len(rows)} 笔 {total / 100:,.2f} 元，或内容被改动），已拒绝输出；请运行 anmin audit verify 查明。"
        )
    return lines
