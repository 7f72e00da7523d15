"""What goes to the bank and what comes back: whole, once, and the same on every side."""

import csv
import hashlib
import io
import json
import stat
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry as AuditEntry
from anmin.kernel.funds.api import (
    Answered,
    Batch,
    MoneyRefused,
    Remittance,
    file_bytes,
    files_of,
    lock_month,
    make_batch,
    read_answer,
    waiting,
    write_files,
)
from anmin.kernel.funds.bank_lines import lines_of
from anmin.kernel.people.api import Household, seal, unseal
from anmin.kernel.people.sealed import blind_index
from tests.funds.payees import NOVEMBER, OCTOBER, Payer, bank_says, entitle, homes, payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(settings, tmp_path: Path) -> Payer:
    settings.VAR_DIR = tmp_path
    return payer()


def sent(paying: Payer, count: int = 3) -> Batch:
    entitle(*homes(count))
    return paying.paid().batches.get()


def answer(paying: Payer, data: bytes, month=None) -> Answered:
    with acting(paying.users["R9"].actor):
        return read_answer(data, who=paying.users["R9"], on=OCTOBER, month=month)


def test_nothing_goes_to_the_bank_before_approval(paying):
    entitle(*homes(1))
    with pytest.raises(MoneyRefused, match="还没有批准"):
        paying.send(paying.make())


def test_the_files_say_what_the_database_says_and_hold_long_numbers_as_text(paying):
    batch = sent(paying)
    files = write_files(batch)
    page = openpyxl.load_workbook(files["xlsx"])["发放明细"]
    head, *rows = page.iter_rows()
    assert [cell.value for cell in head] == ["序号", "户名", "身份证号", "账号", "金额", "项目", "月份", "批次号"]
    first = Household.objects.order_by("number").first()
    assert [cell.value for cell in rows[0]] == [
        1, first.payee_name, unseal(first.head.id_number), unseal(first.bank_account), 500, "最低生活保障", "2026-10", batch.number,
    ]  # fmt: skip
    assert {cell.data_type for row in rows for cell in row[2:4]} == {"s"}
    text = list(csv.reader(io.StringIO(files["csv"].read_bytes().decode("utf-8-sig"))))
    assert text == list(csv.reader(io.StringIO(files["gb.csv"].read_bytes().decode("gb18030"))))
    assert text[1][2:5] == [unseal(first.head.id_number), unseal(first.bank_account), "500.00"]


def test_the_workbook_is_read_alike_by_two_other_programs_whatever_a_name_holds(paying):
    names = ["欧阳<娜娜>&", " 阿卜杜·热合曼 ", "𠮷田\x0b秀"]
    batch = sent(paying)
    lines = lines_of(batch).with_columns(pl.Series("户名", names))
    plain = lines.select("身份证号", "账号").rows()
    data = file_bytes(batch, "xlsx", lines)
    book = openpyxl.load_workbook(io.BytesIO(data))
    one = [[cell.value for cell in row] for row in book["发放明细"].iter_rows(min_row=2)]
    other = fastexcel.read_excel(data).load_sheet("发放明细", dtypes="string").to_polars().rows()
    assert [row[1] for row in one] == [*names[:2], "𠮷田\ufffd秀"] == [row[1] for row in other]
    assert [(row[2], row[3]) for row in one] == plain == [(row[2], row[3]) for row in other]
    assert sum(round(row[4] * 100) for row in one) == batch.amount
    said = dict(fastexcel.read_excel(data).load_sheet("控制数", header_row=None, dtypes="string").to_polars().rows())
    assert (said["笔数"], said["摘要"]) == ("3", batch.digest)


def test_the_control_totals_can_be_checked_by_anyone(paying):
    batch = sent(paying)
    files = write_files(batch)
    lines = list(csv.reader(io.StringIO(files["csv"].read_bytes().decode("utf-8-sig"))))[1:]
    digest = hashlib.new("sm3", "".join("|".join(cells) + "\n" for cells in lines).encode()).hexdigest()
    control = json.loads(files["json"].read_text())
    assert (control["笔数"], control["金额"], control["摘要"]) == (3, "1500.00", digest)


def test_plain_files_are_for_the_owner_alone_and_written_once(paying):
    batch = sent(paying)
    files = write_files(batch)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    assert stat.S_IMODE(files["csv"].parent.stat().st_mode) == 0o700
    before = {form: path.stat().st_mtime_ns for form, path in files.items()}
    write_files(batch)
    assert {form: path.stat().st_mtime_ns for form, path in files.items()} == before
    assert not list(files["csv"].parent.glob(".*"))


def test_the_same_batch_gives_the_same_bytes(paying):
    batch = sent(paying)
    for form in ("csv", "xlsx", "json"):
        assert file_bytes(batch, form) == file_bytes(batch, form)


def test_a_file_that_was_altered_is_refused(paying):
    batch = sent(paying)
    path = write_files(batch)["csv"]
    path.write_bytes(path.read_bytes().replace(b"500.00", b"900.00", 1))
    with pytest.raises(MoneyRefused, match="控制数不符"):
        write_files(batch)


def test_a_lost_file_is_written_again_as_it_was(paying):
    batch = sent(paying)
    path = write_files(batch)["xlsx"]
    before = path.read_bytes()
    path.unlink()
    assert write_files(batch)["xlsx"].read_bytes() == before


def test_the_export_is_on_record(paying):
    batch = sent(paying)
    entry = AuditEntry.objects.get(kind="export", subject="funds_batch")
    assert (entry.key, entry.content["lines"], entry.content["amount"]) == (batch.number, 3, 1500_00)


def test_a_line_without_account_is_owed_and_follows_when_there_is_one(paying):
    one, without = homes(1)[0], homes(1, account=False, first=7)[0]
    entitle(one, without)
    roll = paying.paid()
    assert (roll.lines, roll.batches.get().lines) == (2, 1)
    assert waiting(roll)["no_account_lines"] == 1
    assert paying.send(roll) is None
    give_account(without, "6222000000000000017")
    second = paying.send(roll)
    assert (second.place, second.lines, second.amount) == (2, 1, 500_00)
    assert unseal(second.remittances.get().bank_account) == "6222000000000000017"


def give_account(home: Household, number: str) -> None:
    with acting("测试"):
        home.bank_account, home.bank_index, home.bank_tail = seal(number), blind_index(number, "bank"), number[-4:]
        home.save()


def test_the_answer_is_taken_and_what_came_back_is_sent_again(paying):
    batch = sent(paying)
    told = answer(paying, bank_says(batch, returned=(2,)), month=OCTOBER)
    assert (told.paid_lines, told.paid_amount, told.returned_lines, told.returned_amount) == (2, 1000_00, 1, 500_00)
    back = batch.remittances.get(state="returned")
    assert back.reason == "账户已销户"
    assert paying.send(batch.roll) is None  # the account is still the one that was closed
    give_account(back.payment.household, "6222000000000000025")
    second = paying.send(batch.roll)
    assert (second.lines, second.remittances.get().payment_id) == (1, back.payment_id)
    assert paying.send(batch.roll) is None


def test_the_same_answer_twice_changes_nothing(paying):
    batch = sent(paying)
    data = bank_says(batch, returned=(1,))
    answer(paying, data)
    entries = AuditEntry.objects.count()
    assert answer(paying, data).known
    assert AuditEntry.objects.count() == entries


def altered(batch: Batch) -> bytes:
    return bank_says(batch).replace(b"500.00", b"400.00", 1)


def swapped(batch: Batch) -> bytes:
    """Count and sum are right, but two lines bear each other's amounts."""
    return bank_says(batch).replace(b"500.00", b"400.00", 1).replace(b"500.00", b"600.00", 1)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda batch: bank_says(batch, leave_out=1), "不完整"),
        (lambda batch: bank_says(batch)[:-30], "回盘文件"),
        (altered, "不完整"),
        (swapped, "不符"),
        (lambda batch: bank_says(batch).replace(b",1,", b",2,", 1), "不完整"),
        (lambda batch: bank_says(batch).replace(b"-202610-", b"-202612-"), "没有批次"),
        (lambda batch: b"not a table", "回盘文件读不了"),
        (lambda batch: b"", "回盘文件读不了"),
    ],
    ids=["torn", "cut", "amount", "swapped", "doubled", "unknown", "rubbish", "empty"],
)
def test_a_file_that_is_not_whole_is_refused_and_nothing_of_it_taken(paying, spoil, said):
    batch = sent(paying)
    with pytest.raises(MoneyRefused, match=said):
        answer(paying, spoil(batch))
    assert set(Remittance.objects.values_list("state", flat=True)) == {"sent"}


def test_an_answer_of_another_month_or_to_an_answered_batch_is_refused(paying):
    batch = sent(paying)
    with pytest.raises(MoneyRefused, match="2026年10月的回盘"):
        answer(paying, bank_says(batch), month=NOVEMBER)
    answer(paying, bank_says(batch))
    with pytest.raises(MoneyRefused, match="已有回盘"):
        answer(paying, bank_says(batch, returned=(3,)))


def test_the_answer_may_come_as_a_workbook(paying, tmp_path):
    batch = sent(paying)
    book = openpyxl.load_workbook(write_files(batch)["xlsx"])
    page = book["发放明细"]
    page.cell(1, 9, "交易状态")
    page.cell(1, 10, "失败原因")
    for row in range(2, 5):
        page.cell(row, 9, "失败" if row == 4 else "成功")
        page.cell(row, 10, "户名账号不符" if row == 4 else None)
    book.save(tmp_path / "answer.xlsx")
    told = answer(paying, (tmp_path / "answer.xlsx").read_bytes())
    assert (told.paid_lines, told.returned_lines) == (2, 1)


def test_the_database_refuses_a_second_living_remittance_and_a_rewritten_one(paying):
    batch = sent(paying)
    line = batch.remittances.first()
    with pytest.raises(IntegrityError, match="remittance_one_living"), transaction.atomic(), acting("测试"):
        Remittance.objects.create(
            batch=batch,
            payment=line.payment,
            serial=99,
            amount=line.amount,
            payee_name="x",
            bank_account=b"x",
            bank_tail="1",
        )
    for change in ({"batch_id": 10**9}, {"payment_id": 10**9}, {"amount": line.amount + 1}):
        values = {f.attname: getattr(line, f.attname) for f in Remittance._meta.concrete_fields if not f.primary_key}
        with pytest.raises(DatabaseError), transaction.atomic(), acting("测试"):
            Remittance.objects.create(**values | {"serial": 99, "state": "returned", "reason": "x"} | change)
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), acting("测试"):
        Batch.objects.filter(pk=batch.pk).update(id=batch.pk + 1)
    for change in ({"amount": 1}, {"bank_account": b"other"}):
        with pytest.raises(DatabaseError, match="不能改动"), transaction.atomic(), acting("测试"):
            Remittance.objects.filter(pk=line.pk).update(**change)
    answer(paying, bank_says(batch))
    with pytest.raises(DatabaseError, match="不能改动"), transaction.atomic(), acting("测试"):
        Remittance.objects.filter(pk=line.pk).update(state="returned", reason="x")


def test_files_of_a_batch_lie_below_var(paying, settings):
    assert all(path.is_relative_to(settings.VAR_DIR) for path in files_of(sent(paying)).values())


def test_a_freed_account_is_sent_to_again_when_someone_says_so(paying):
    batch = sent(paying)
    answer(paying, bank_says(batch, returned=(2, 3)))
    with acting(paying.users["R9"].actor):
        second = make_batch(batch.roll_id, who=paying.users["R9"], same_account=True)
    assert (second.lines, second.amount) == (2, 1000_00)


def test_nothing_is_sent_again_in_a_locked_month(paying):
    batch = sent(paying)
    answer(paying, bank_says(batch, returned=(2,)))
    with acting("测试"):
        lock_month(batch.roll, who=paying.users["R7"])
    give_account(batch.remittances.get(state="returned").payment.household, "6222000000000000025")
    with pytest.raises(MoneyRefused, match="重开"):
        paying.send(batch.roll)
