"""Batches for the bank: fixed in the database first, each line in at most one that was not returned."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import REVIEW_ROLL
from anmin.kernel.audit.api import record
from anmin.kernel.funds import ledger
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch, Remittance, Roll
from anmin.kernel.funds.rolls import DONE, lock
from anmin.kernel.people.api import unseal
from anmin.kernel.service import service

# Unpaid lines with an account: the roll's own at first, afterwards what the household's record says now.
UNPAID = """
SELECT p.id, p.amount, CASE WHEN %(again)s THEN coalesce(nullif(h.payee_name, ''), q.name) ELSE p.payee_name END,
       CASE WHEN %(again)s THEN h.bank_name ELSE p.bank_name END,
       CASE WHEN %(again)s THEN h.bank_account ELSE p.bank_account END,
       CASE WHEN %(again)s THEN h.bank_tail ELSE p.bank_tail END, q.id_number, to_char(p.month, 'YYYY-MM'),
       last.bank_account, last.payee_name
FROM funds_payment p JOIN people_household h ON h.id = p.household_id JOIN people_person q ON q.id = p.payee_id
LEFT JOIN LATERAL (SELECT m.bank_account, m.payee_name FROM funds_remittance m WHERE %(again)s AND m.payment_id = p.id
                   ORDER BY m.id DESC LIMIT 1) last ON true
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

    @cached_property
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
    return hashlib.new("sm3", "".join("|".join(line.cells) + "\n" for line in lines).encode()).hexdigest()


def make_batch(roll_id: int, *, who: User, same_account: bool = False) -> Batch | None:
    """Fixes the next batch of an approved roll: every unpaid line that has an account. None where there is nothing to send.

    What the bank returned is sent again only once account or name have been corrected, or with `same_account` (a frozen
    account was freed). A line is in at most one batch that was not returned; the database refuses another.
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
        unpaid = [row for row in cursor.fetchall() if same_account or _is_new(row)]
    if not unpaid:
        return None
    if ledger.is_locked(roll):
        raise MoneyRefused(f"{roll.month:%Y-%m} 已结账锁定, 再次发放前请县局分管领导先重开该月并写明原因。")
    number = f"{roll.area[:6]}-{service(roll.programme).code}-{roll.month:%Y%m}-{place:02d}"
    label = service(roll.programme).label
    amount = sum(row[1] for row in unpaid)
    batch = Batch.objects.create(
        roll=roll, number=number, place=place, lines=len(unpaid), amount=amount, made_by=who.account
    )
    with ThreadPoolExecutor(1) as aside:  # sealed values are opened while the database writes
        opened = aside.submit(_plain, batch, label, unpaid)
        _put_remittances(batch, unpaid)
        lines, batch.digest = opened.result()
    batch.save(update_fields=["digest"])
    if roll.state == Roll.State.APPROVED:
        roll.state = Roll.State.EXPORTED
        roll.save()
    ledger.book_batch(batch)
    batch.plain = lines  # spares the first writing of the files a second opening of every sealed value
    record("export", "funds_batch", batch.number, actor=who.actor, reason=f"{roll.month:%Y-%m} {label} 送银行",
           lines=batch.lines, amount=batch.amount, digest=batch.digest)  # fmt: skip
    return batch


def _plain(batch: Batch, label: str, unpaid: list[tuple]) -> tuple[list[Line], str]:
    """The lines in plain text, and their digest."""
    lines = [
        Line(serial, name, unseal(identity), unseal(account), amount, label, month, batch.number)
        for serial, (_, amount, name, _, account, _, identity, month, *_) in enumerate(unpaid, start=1)
    ]
    return lines, digest_of(lines)


def _is_new(row: tuple) -> bool:
    """Whether a line was never sent, or now goes to another account or name than when it came back."""
    name, account, sent_account, sent_name = row[2], row[4], row[8], row[9]
    return sent_account is None or name != sent_name or unseal(account) != unseal(sent_account)


def _put_remittances(batch: Batch, unpaid: list[tuple]) -> None:
    columns = "batch_id, payment_id, serial, amount, payee_name, bank_name, bank_account, bank_tail, state, reason, bank_serial"
    with connection.cursor() as cursor, cursor.copy(f"COPY funds_remittance ({columns}) FROM STDIN") as copy:
        for serial, (payment, amount, name, bank, account, tail, *_) in enumerate(unpaid, start=1):
            copy.write_row((batch.pk, payment, serial, amount, name, bank, bytes(account), tail, "sent", "", ""))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE funds_remittance (id, batch_id, payment_id, serial, state)")


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
