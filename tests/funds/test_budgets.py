"""Budgets: entered by hand or by table, once, whole or not at all, and shown with what was spent."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import (
    Budget,
    Entry,
    MoneyRefused,
    Period,
    balances,
    enter,
    lock_month,
    read_answer,
    standing,
    take_budgets,
)
from tests.county import COUNTY
from tests.funds.payees import OCTOBER, Payer, bank_says, entitle, homes, payer
from tests.funds.test_pages import at

pytestmark = pytest.mark.django_db
RURAL = "农村最低生活保障金"


@pytest.fixture
def paying(settings, tmp_path: Path) -> Payer:
    settings.VAR_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return payer()


def filled(paying: Payer, *rows: tuple) -> bytes:
    """The template as it is downloaded, filled in."""
    answer = at(paying, "R6").get(reverse("budgets-template"))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    for row in rows:
        book.worksheets[0].append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(paying: Payer, content: bytes) -> str:
    file = SimpleUploadedFile("预算.xlsx", content)
    return at(paying, "R6").post(reverse("budgets"), {"file": file, "year": "2026"}, follow=True).content.decode()


def test_a_document_is_entered_by_hand_and_seen_with_what_is_spent(paying):
    entitle(*homes(3))
    paying.approved()
    given = {"purse": "dibao.rural", "year": "2026", "level": "county", "doc": "安财社〔2026〕8号", "on": "2026-01-20"}
    page = at(paying, "R6").post(reverse("budgets"), given | {"amount": "20,000.50"}, follow=True).content.decode()
    assert "安财社〔2026〕8号 20,000.50 元：已录入" in page
    for role in ("R7", "R9", "R10"):
        seen = at(paying, role).get(reverse("budgets") + "?year=2026").content.decode()
        assert RURAL in seen and "18,500.50" in seen and "录入一份下达文件" not in seen
    assert at(paying, "R4").get(reverse("budgets")).status_code == 403
    assert at(paying, "R9").post(reverse("budgets"), given).status_code == 403
    again = at(paying, "R6").post(reverse("budgets"), given | {"amount": "20000.50"}, follow=True).content.decode()
    assert "早已录入，没有改动" in again and Budget.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"purse": "dibao.moon"}, "请选择资金"), ({"amount": "八千"}, "不是可用的数"), ({"amount": "0"}, "文号和金额"),
        ({"doc": " "}, "文号和金额"), ({"on": ""}, "下达日期"), ({"on": "2019-01-20"}, "请核对年度和日期"),
        ({"year": "26"}, "年度 0 不对"), ({"level": "town"}, "资金级次只有中央"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_budget_is_refused_in_words_and_kept_in_the_form(paying, wrong, why):
    given = {"purse": "dibao.rural", "year": "2026", "level": "county", "doc": "安财社〔2026〕8号", "on": "2026-01-20",
             "amount": "20000"} | wrong  # fmt: skip
    answer = at(paying, "R6").post(reverse("budgets"), given)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert given["doc"] in answer.content.decode()
    assert not Budget.objects.exists()


def test_a_table_is_taken_once_and_whole(paying):
    rows = [
        (RURAL, 2026, "中央", "财社〔2025〕1号", 500000, "2025-11-05"),
        (RURAL, 2026, "县级", "安财社〔2026〕8号", 200000.5, "2026-01-20"),
        ("儿童福利（城市）", 2026, "县级", "安财社〔2026〕8号", 30000, "2026-01-20"),
    ]
    assert "录入 3 行，共 730,000.50 元" in sent(paying, filled(paying, *rows))
    assert "录入 0 行" in sent(paying, filled(paying, *rows))
    bad = filled(
        paying, (RURAL, 2026, "市级", "市财社〔2026〕2号", 1000, "2026-02-01"), (RURAL, 2026, "乡级", "", 1, "")
    )
    page = sent(paying, bad)
    assert "一行也没有录入" in page and "第 3 行" in page
    assert Budget.objects.count() == 3
    altered = filled(paying, (RURAL, 2026, "县级", "安财社〔2026〕8号", 1, "2026-01-20"))
    assert "已按 200,000.50 元登记；调整请用调整文件的文号" in sent(paying, altered)
    assert [(s.purse.label, s.given, len(s.documents)) for s in standing(COUNTY, 2026)] == [
        (RURAL, 70000050, 2), ("儿童福利（城市）", 3000000, 1),
    ]  # fmt: skip
    assert sum(amount for *_, amount in balances(COUNTY, "dibao")) == 0


def test_an_empty_table_or_another_file_is_refused(paying):
    for content, why in ((filled(paying), "没有数据行"), (b"not a table", "读不了")):
        with pytest.raises(MoneyRefused, match=why), acting("测试"):
            take_budgets(content, county=COUNTY, who=paying.users["R6"], on=OCTOBER)


def test_a_document_that_comes_after_its_month_was_locked_is_booked_in_the_next_open_month(paying):
    entitle(*homes(1))
    roll = paying.paid()
    with acting(paying.users["R9"].actor):
        read_answer(bank_says(roll.batches.get()), who=paying.users["R9"], on=roll.month)
    with acting(paying.users["R7"].actor):
        roll.refresh_from_db()
        lock_month(roll, who=paying.users["R7"])
    assert Period.objects.filter(month=OCTOBER, locked=True).exists()
    with acting(paying.users["R6"].actor):
        enter(
            "dibao.rural", county=COUNTY, year=2026, level="county", doc="安财社〔2026〕8号", amount=100,
            on=date(2026, 10, 12), who=paying.users["R6"],
        )  # fmt: skip
    assert Entry.objects.get(memo__startswith="下达").month == date(2026, 11, 1)
