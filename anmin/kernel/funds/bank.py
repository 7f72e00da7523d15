"""Batches for the bank: fixed in the database first, each line in at most one that was not returned."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import REVIEW_ROLL
from anmin.kernel.audit.api import record
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds import ledger
from anmin.kernel.funds.bank_files import FORMS, file_bytes
from anmin.kernel.funds.bank_lines import in_plain_text
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Batch, Remittance, Roll
from anmin.kernel.funds.rolls import DONE, lock
from anmin.kernel.people.api import unseal
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

# Unpaid lines with an account: the roll's own at first, afterwards what the household's record says now. What a payee did
# not live to receive goes to the household's new head, into the account that was brought for it.
UNPAID = """
CREATE TEMP TABLE unpaid ON COMMIT DROP AS
SELECT p.serial AS place, p.id, p.amount, nullif(q.id, p.payee_id) AS recipient_id,
       CASE WHEN %(again)s THEN coalesce(nullif(h.payee_name, ''), q.name) ELSE p.payee_name END AS payee_name,
       CASE WHEN %(again)s THEN h.bank_name ELSE p.bank_name END AS bank_name,
       CASE WHEN %(again)s THEN h.bank_account ELSE p.bank_account END AS bank_account,
       CASE WHEN %(again)s THEN h.bank_tail ELSE p.bank_tail END AS bank_tail,
       q.id_number, to_char(p.month, 'YYYY-MM') AS month
FROM funds_payment p JOIN people_household h ON h.id = p.household_id JOIN people_person payee ON payee.id = p.payee_id
JOIN people_person q ON q.id = CASE WHEN %(again)s AND payee.died_on IS NOT NULL THEN h.head_id ELSE p.payee_id END
WHERE p.roll_id = %(roll)s AND length(CASE WHEN %(again)s THEN h.bank_account ELSE p.bank_account END) > 0
AND NOT EXISTS (SELECT 1 FROM funds_remittance m WHERE m.payment_id = p.id AND m.state <> 'returned')
AND (NOT %(again)s OR q.died_on IS NULL)
"""
CAME_BACK = """
SELECT u.id, u.payee_name, u.bank_account, u.recipient_id IS NOT NULL, last.payee_name, last.bank_account
FROM unpaid u JOIN LATERAL (SELECT m.bank_account, m.payee_name FROM funds_remittance m WHERE m.payment_id = u.id
                            ORDER BY m.id DESC LIMIT 1) last ON true
"""
TO_SEND = """
SELECT row_number() OVER (ORDER BY place), payee_name, id_number, bank_account, amount, month FROM unpaid ORDER BY place
"""
SEND = """
INSERT INTO funds_remittance (batch_id, payment_id, recipient_id, serial, amount, payee_name, bank_name, bank_account,
    bank_tail, state, reason, bank_serial)
SELECT %s, id, recipient_id, row_number() OVER (ORDER BY place), amount, payee_name, bank_name, bank_account, bank_tail,
       'sent', '', ''
FROM unpaid ORDER BY place
"""


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
        raise MoneyRefused(f"{chinese_month(roll.month)}的名册还没有批准，不能生成银行文件。")
    place = roll.batches.count() + 1
    with connection.cursor() as cursor:
        cursor.execute(UNPAID, {"roll": roll.pk, "again": place > 1})
        if place > 1:
            _leave_out_unchanged(cursor, same_account)
        cursor.execute(TO_SEND)
        unpaid = cursor.fetchall()
        batch = _fix(cursor, roll, place, unpaid, who) if unpaid else None
        cursor.execute("DROP TABLE unpaid")
    return batch


def _leave_out_unchanged(cursor: Any, same_account: bool) -> None:
    """What came back is not sent to the same account and name, unless it was freed; never to the account of one who died."""
    cursor.execute(CAME_BACK)
    same = [
        pk
        for pk, name, account, instead, sent_name, sent in cursor
        if (instead or (name == sent_name and not same_account)) and unseal(account) == unseal(sent)
    ]
    cursor.execute("DELETE FROM unpaid WHERE id = ANY(%s)", [same])


def _fix(cursor: Any, roll: Roll, place: int, unpaid: list[tuple], who: User) -> Batch:
    """The batch of the table `unpaid`, booked and on record. `batch.rendered` gives its files, which appear once it stands."""
    if ledger.is_locked(roll):
        raise MoneyRefused(f"{chinese_month(roll.month)}已结账锁定，再次发放前请县局分管领导先重开该月并写明原因。")
    number = f"{roll.area[:6]}-{service(roll.programme).code}-{roll.month:%Y%m}-{place:02d}"
    amount = sum(row[4] for row in unpaid)
    batch = Batch.objects.create(
        roll=roll, number=number, place=place, lines=len(unpaid), amount=amount, made_by=who.account
    )
    label = service(roll.programme).label
    aside = ThreadPoolExecutor(1)  # sealed values are opened and files made while the database writes
    plain = aside.submit(in_plain_text, number, label, unpaid)
    batch.rendered = aside.submit(_render, batch, plain)
    aside.shutdown(wait=False)
    cursor.execute(SEND, [batch.pk])
    cursor.execute("ANALYZE funds_remittance (id, batch_id, payment_id, serial, state)")
    batch.digest = plain.result()[1]
    batch.save(update_fields=["digest"])
    if roll.state == Roll.State.APPROVED:
        roll.state = Roll.State.EXPORTED
        roll.save()
    ledger.book_batch(batch)
    record("export", "funds_batch", batch.number, actor=who.actor, reason=f"{chinese_month(roll.month)} {label} 送银行",
           lines=batch.lines, amount=batch.amount, digest=batch.digest)  # fmt: skip
    return batch


def _render(batch: Batch, plain: "Future[tuple[pl.DataFrame, str]]") -> dict[str, bytes]:
    lines, batch.digest = plain.result()
    longest_first = sorted(FORMS, key=lambda form: form != "xlsx")
    with ThreadPoolExecutor(2) as both:  # packing the workbook leaves the interpreter to the others
        made = both.map(lambda form: file_bytes(batch, form, lines), longest_first)
        return dict(zip(longest_first, made, strict=True))


def waiting(roll: Roll) -> dict[str, int]:
    """How the lines of an approved roll stand: lines and fen by sent, paid, returned (not yet sent again), no_account."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT CASE WHEN m.sent THEN 'sent' WHEN m.paid THEN 'paid' WHEN m.payment_id IS NOT NULL THEN 'returned'
                      WHEN length(p.bank_account) = 0 THEN 'no_account' ELSE 'unsent' END AS state, count(*), sum(p.amount)
               FROM funds_payment p LEFT JOIN (
                   SELECT m.payment_id, bool_or(m.state = 'sent') AS sent, bool_or(m.state = 'paid') AS paid
                   FROM funds_remittance m JOIN funds_batch b ON b.id = m.batch_id WHERE b.roll_id = %s GROUP BY 1) m
                   ON m.payment_id = p.id
               WHERE p.roll_id = %s GROUP BY 1""",
            [roll.pk, roll.pk],
        )
        rows = {state: (lines, int(amount)) for state, lines, amount in cursor.fetchall()}
    told: dict[str, int] = {}
    for state in (*Remittance.State.values, "no_account", "unsent"):
        told[f"{state}_lines"], told[f"{state}_amount"] = rows.get(state, (0, 0))
    return told
