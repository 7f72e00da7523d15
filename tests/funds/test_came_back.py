"""What the bank returns: on the desk of whoever corrects the account, counted apart by what became of it."""

from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Batch, Remittance, Roll, file_bytes, lock_month, reopen_month, waiting
from anmin.kernel.insight.api import compute, figures
from anmin.kernel.law.api import book, enter_numbers
from anmin.kernel.month.api import Finding, steps_of, write_report
from anmin.kernel.people.api import Household, Person, change_account, unseal
from anmin.kernel.service import register
from tests.county import COUNTY
from tests.funds.payees import OCTOBER, Payer, bank_says, entitle, homes
from tests.funds.test_bank import answer, give_account, sent
from tests.funds.test_pages import at, begun, page, paying  # noqa: F401

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 12)


@pytest.fixture
def came(paying: Payer) -> Batch:  # noqa: F811
    """Two of six lines came back."""
    batch = sent(paying)
    answer(paying, bank_says(batch, returned=(2, 3)), month=OCTOBER)
    return batch


def correct(home: Household, number: str = "6222000000000000025", name: str = "") -> None:
    with acting("测试"):
        change_account(
            home, bank_name="安和农商银行", bank_account=number, payee_name=name or home.head.name, agreement="", proof="新存折",
            actor="测试", on=ON,
        )  # fmt: skip


def homes_back(batch: Batch) -> list[Household]:
    lines = batch.remittances.filter(state="returned").order_by("serial")
    return [Household.objects.get(pk=pk) for pk in lines.values_list("payment__household", flat=True)]


def stands(roll: Roll) -> dict[str, int]:
    with acting("测试"):
        compute(OCTOBER)
    shown = figures(OCTOBER, [COUNTY])
    return {part: shown[f"dibao.{part}"].value for part in ("due", "paid", "returned", "sent_again", "not_again")}


def desk(paying: Payer, role: str) -> str:  # noqa: F811
    return at(paying, role).get(reverse("desk")).content.decode()


def rows(paying: Payer, name: str) -> int:  # noqa: F811
    shown = at(paying, "R6").get(reverse("county-rows", args=[f"dibao.{name}"]), {"month": "2026-10"}).content.decode()
    return shown.count("<tr data-href")


def test_what_came_back_is_told_apart_by_whether_it_was_sent_again(came, paying):  # noqa: F811
    assert stands(came.roll) == {
        "due": 3000_00, "paid": 2000_00, "returned": 1000_00, "sent_again": 0, "not_again": 1000_00,
    }  # fmt: skip
    correct(homes_back(came)[0])
    second = paying.send(came.roll)
    answer(paying, bank_says(second, returned=(1,)))
    correct(homes_back(second)[0], "6222000000000000033")
    answer(paying, bank_says(paying.send(came.roll)))
    told = stands(came.roll)
    assert told == {"due": 3000_00, "paid": 2500_00, "returned": 1500_00, "sent_again": 1000_00, "not_again": 500_00}
    assert told["due"] == told["paid"] + told["not_again"]
    assert told["not_again"] == waiting(came.roll)["returned_amount"]
    assert [rows(paying, name) for name in ("returned", "sent_again", "not_again")] == [3, 2, 1]


def test_the_report_and_the_page_of_the_month_say_it_too(came, paying):  # noqa: F811
    assert "银行曾退回" not in page(paying, "R6", came.roll)
    correct(homes_back(came)[0])
    answer(paying, bank_says(paying.send(came.roll)))
    roll = Roll.objects.get()
    book = openpyxl.load_workbook(write_report(roll, steps_of(roll)))
    said = {row[0].value: tuple(cell.value for cell in row[1:4]) for row in book["对账"].iter_rows(min_row=2)}
    assert said["另计：银行曾退回"][:2] == (2, 1000)
    assert said["其中已重发"][:2] == (1, 500)
    assert said["其中尚未重发"] == (1, 500, "等于退回待重发") and said["退回待重发"][:2] == (1, 500)
    assert "银行曾退回" in page(paying, "R6", roll)


def test_the_township_finds_it_on_its_desk_with_its_term_until_the_account_is_corrected(came, paying):  # noqa: F811
    assert {line.after_return for line in came.remittances.all()} == {"", "open"}
    day = came.remittances.filter(state="returned").first().correct_by
    assert (day.day, day > came.remittances.filter(state="returned").first().answered_on) == (10, True)
    first = desk(paying, "R4")
    assert "银行退回待更正账号" in first and f"最早期限 {day}" in first
    assert ("逾期 2" in first) == (day < timezone.localdate())
    assert "退回款已更正待重发" not in desk(paying, "R9")
    listed = at(paying, "R4").get(reverse("remittances-list"), {"back": "open"}).content.decode()
    assert listed.count("待更正账号</span>") == listed.count("<tr data-href") == 2
    for home in homes_back(came):
        correct(home, unseal(home.bank_account))
    assert "银行退回待更正账号</a> <strong>2</strong>" in desk(paying, "R4"), (
        "the same number typed again corrects nothing"
    )
    for home in homes_back(came):
        correct(home, f"622200000000000{home.bank_tail}")
    assert "银行退回待更正账号" not in desk(paying, "R4"), "another account, though its last digits are the same"
    assert "退回款已更正待重发" in desk(paying, "R9")
    paying.send(came.roll)
    assert "退回款已更正待重发" not in desk(paying, "R9")


def test_the_term_is_a_dated_number_of_the_county_and_the_line_says_whence_it_is(came, paying):  # noqa: F811
    line = came.remittances.filter(state="returned").first()
    assert "次月10日前（民发〔2012〕220号" in line.correct_basis
    given = {
        "key": "dibao.correct_by_day", "area": COUNTY[:6], "urban_rural": "", "category": "", "value": 20, "unit": "day",
        "doc": "安民发〔2026〕3号", "article": "", "mark": "", "since": date(2026, 1, 1), "until": None,
    }  # fmt: skip
    with acting("测试"):
        enter_numbers([given, given | {"since": date(2099, 1, 1), "value": 5}])
    line = came.remittances.get(pk=line.pk)
    assert (line.correct_by.day, line.correct_basis) == (20, "次月20日前（安民发〔2026〕3号）")
    shown = at(paying, "R6").get(f"/desk/remittances/{line.pk}/").content.decode()
    assert "次月20日前（安民发〔2026〕3号）" in shown and str(line.correct_by) in shown
    assert came.remittances.filter(state="paid").first().correct_by is None


def test_whose_turn_a_month_is_stands_on_their_desk_until_it_is_locked(paying):  # noqa: F811
    roll = paying.approved(OCTOBER)
    assert "名册待送银行" in desk(paying, "R9") and "月份待结账锁定" not in desk(paying, "R7")
    batch = paying.send(roll)
    assert "名册待送银行" not in desk(paying, "R9") and "银行文件待回盘" in desk(paying, "R9")
    answer(paying, bank_says(batch), month=OCTOBER)
    assert "银行文件待回盘" not in desk(paying, "R9") and "月份待结账锁定" in desk(paying, "R7")
    with acting(paying.users["R7"].actor):
        lock_month(Roll.objects.get(), who=paying.users["R7"])
    assert "月份待结账锁定" not in desk(paying, "R7")
    rolls = at(paying, "R7").get(reverse("rolls-list"), {"state": "locked"}).content.decode()
    assert "已锁定</span>" in rolls and rolls.count("<tr data-href") == 1
    assert (
        at(paying, "R7").get(reverse("rolls-list"), {"state": "answered"}).content.decode().count("<tr data-href") == 0
    )


def test_what_is_ready_in_a_locked_month_waits_for_its_reopening(came, paying):  # noqa: F811
    with acting(paying.users["R7"].actor):
        lock_month(Roll.objects.get(), who=paying.users["R7"])
    assert "所在月份待重开" not in desk(paying, "R7")
    correct(homes_back(came)[0])
    assert "所在月份待重开" in desk(paying, "R7")
    assert "有 1 笔退回的账号已经更正" in page(paying, "R9", came.roll)
    with acting(paying.users["R7"].actor):
        reopen_month(COUNTY, "dibao", OCTOBER, who=paying.users["R7"], reason="补发退回款")
    assert "所在月份待重开" not in desk(paying, "R7") and "月份待结账锁定" in desk(paying, "R7")
    assert "退回的 2 笔没有发到" in page(paying, "R7", came.roll)


def test_who_has_no_account_on_the_roll_is_on_the_townships_desk_until_one_is_registered(paying):  # noqa: F811
    (home,) = homes(1, account=False, first=7)
    entitle(home)
    begun(paying)
    assert "名册上没有收款账户待登记" in desk(paying, "R4")
    finding = Finding.objects.get(kind="no_account")
    card = at(paying, "R4").get(reverse("month-findings-card", args=[finding.pk])).content.decode()
    link = reverse("month-finding-account", args=[finding.pk])
    assert link in card
    assert at(paying, "R4").get(link).url == reverse("household-account", args=[home.pk])
    correct(home)
    assert "名册上没有收款账户待登记" not in desk(paying, "R4")


def test_from_the_line_that_came_back_to_its_month(came, paying):  # noqa: F811
    line = came.remittances.filter(state="returned").first()
    card = at(paying, "R9").get(reverse("remittances-card", args=[line.pk])).content.decode()
    link = reverse("remittance-roll", args=[line.pk])
    assert link in card and "returned from" not in card
    assert at(paying, "R9").get(link).url == reverse("roll", args=[came.roll_id])
    assert link not in at(paying, "R4").get(reverse("remittances-card", args=[line.pk])).content.decode()


def test_what_is_owed_to_someone_who_died_waits_on_no_desk(came, paying):  # noqa: F811
    with acting("测试"):
        Person.objects.filter(pk__in=[home.head_id for home in homes_back(came)]).update(died_on=ON)
    assert set(Remittance.objects.filter(state="returned").values_list("after_return", flat=True)) == {"dead"}
    assert "银行退回待更正账号" not in desk(paying, "R4")


def test_what_a_payee_did_not_live_to_receive_goes_to_the_new_head_and_another_account(paying, came):  # noqa: F811
    home, heir = homes_back(came)[0], homes(1, first=9)[0].head
    line = came.remittances.get(payment__household=home)
    with acting("测试"):
        Person.objects.filter(pk=home.head_id).update(died_on=date(2026, 10, 20))
    assert Remittance.objects.get(pk=line.pk).after_return == "dead"
    with acting("测试"):
        Household.objects.filter(pk=home.pk).update(head=heir, payee_name=heir.name)
    home.refresh_from_db()
    assert Remittance.objects.get(pk=line.pk).after_return == "open"
    assert paying.send(came.roll) is None  # the account is still that of the dead
    give_account(home, "6222000000000000025")
    assert Remittance.objects.get(pk=line.pk).after_return == "ready"
    again = paying.send(came.roll)
    assert (again.lines, again.remittances.get().recipient) == (1, heir)
    for batch in (again, Batch.objects.get(pk=again.pk)):  # as it was made, and read again
        told = file_bytes(batch, "csv").decode()
        assert heir.name in told
        assert unseal(heir.id_number) in told


def test_only_services_that_pay_have_a_term_for_what_the_bank_returned():
    have = {name for name in book().names() if "correct_by_day" in book().law(name).numbers}
    assert have == {name for name, kind in register().items() if kind.pays}
