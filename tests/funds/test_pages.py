"""The month at the desk: each hand does its own part, sees what will happen, and leaves a trace."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry as AuditEntry
from anmin.kernel.funds.api import Batch, Ending, Roll, book_recoveries, end, files_of, read_answer
from anmin.kernel.month.api import Close, background
from anmin.kernel.people.api import Household
from anmin.web.funds.drawn import drawn
from anmin.web.tasks import make_month
from tests.county import COUNTY
from tests.funds.payees import NOVEMBER, OCTOBER, PROGRAMME, Payer, bank_says, entitle, homes, payer

pytestmark = pytest.mark.django_db
SIX = "6 户 ¥3,000.00"


@pytest.fixture
def paying(settings, tmp_path: Path) -> Payer:
    settings.VAR_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    made = payer()
    entitle(*homes(6))
    return made


def at(paying: Payer, role: str) -> Client:
    client = Client()
    client.force_login(paying.users[role].account, backend="anmin.kernel.access.signing_in.Backend")
    return client


def begun(paying: Payer) -> Roll:
    answer = at(paying, "R6").post(reverse("month-begin"), {"programme": "dibao", "month": "2026-10"})
    roll = Roll.objects.get()
    assert answer.url == reverse("roll", args=[roll.pk])
    return roll


def page(paying: Payer, role: str, roll: Roll) -> str:
    return at(paying, role).get(reverse("roll", args=[roll.pk])).content.decode()


def press(paying: Payer, role: str, act: str, roll: Roll, **given) -> str:
    answer = at(paying, role).post(reverse(f"roll-{act}", args=[roll.pk]), given, follow=True)
    return answer.content.decode()


def test_each_hand_does_its_part_until_the_month_is_locked(paying, django_capture_on_commit_callbacks):
    roll = begun(paying)
    assert f"复核通过 {SIX}" in page(paying, "R9", roll)
    assert "等待资金发放岗复核" in page(paying, "R7", roll)
    press(paying, "R9", "review", roll)
    assert f"批准并发放 {SIX}" in page(paying, "R7", roll)
    assert "已批准发放 6 户 ¥3,000.00" in press(paying, "R7", "approve", roll)
    with django_capture_on_commit_callbacks(execute=True):
        assert "6 笔 ¥3,000.00" in press(paying, "R9", "send", roll)
    batch = Batch.objects.get()
    assert files_of(batch)["csv"].exists()
    assert f"批次 {batch.number} 还没有回盘" in page(paying, "R7", roll)
    data = SimpleUploadedFile("回盘.csv", bank_says(batch, returned=(3,)))
    assert "到账 5 笔 ¥2,500.00，退回 1 笔 ¥500.00" in press(paying, "R9", "answer", roll, file=data)
    assert "已结账锁定" in press(paying, "R7", "lock", roll)
    assert "重开本月" in page(paying, "R7", roll)
    assert "要写明原因" in press(paying, "R7", "reopen", roll, reason=" ")
    assert "已重开" in press(paying, "R7", "reopen", roll, reason="银行更正")


def test_a_refusal_says_why_and_changes_nothing(paying):
    roll = begun(paying)
    entitle(*homes(1, first=9))
    assert "重新生成名册" in press(paying, "R9", "review", roll)
    assert "不能批准" in press(paying, "R7", "approve", roll)
    assert "没有选择回盘文件" in press(paying, "R9", "answer", roll)
    roll.refresh_from_db()
    assert roll.state == "made"


@pytest.mark.parametrize(
    ("role", "act"),
    [("R6", "review"), ("R9", "approve"), ("R6", "approve"), ("R10", "review"), ("R7", "send"), ("R9", "lock")],
)
def test_nobody_does_the_part_of_another(paying, role, act):
    roll = begun(paying)
    answer = at(paying, role).post(reverse(f"roll-{act}", args=[roll.pk]))
    assert answer.status_code == 403
    roll.refresh_from_db()
    assert roll.state == "made"


def test_bank_files_are_for_those_who_send_them_and_each_download_is_on_record(paying):
    batch = paying.paid().batches.get()
    for form in ("csv", "gb.csv", "xlsx", "json"):
        answer = at(paying, "R9").get(reverse("bank-file", args=[batch.number, form]))
        assert answer.status_code == 200 and len(answer.content) > 100
    assert AuditEntry.objects.filter(subject="funds_batch", reason="下载银行文件").count() == 4
    for role in ("R4", "R6", "R7", "R10"):
        assert at(paying, role).get(reverse("bank-file", args=[batch.number, "csv"])).status_code == 403


def test_every_figure_of_the_month_opens_the_rows_behind_it(paying):
    roll = begun(paying)
    html = page(paying, "R6", roll)
    hrefs = [part.split('"')[0] for part in html.split('href="')[1:]]
    links = [href for href in hrefs if "month=2026-10" in href or "roll=2026-10" in href]
    assert len(links) >= 4
    reader = at(paying, "R6")
    for link in links:
        shown = reader.get(link.replace("&amp;", "&"))
        assert shown.status_code == 200 and "没有起作用" not in shown.content.decode(), link


def test_arrears_of_earlier_months_stand_among_the_lines_of_the_roll_that_pays_them(paying):
    paying.paid()
    entitle(*homes(2, first=7))  # since October, too late for its roll
    with acting(paying.users["R6"].actor):
        roll = paying.make(NOVEMBER)
    moves = {move.label: move for move in drawn(roll, paying.users["R6"])["moves"]}
    reader = at(paying, "R6")
    for label, count in {"另：补发": 2, "本月": 8, "新增": 2}.items():
        assert moves[label].households == count
        assert f"共 {count} 笔" in reader.get(moves[label].href).content.decode(), label
    assert "共 10 笔" in reader.get(drawn(roll, paying.users["R6"])["lines"]).content.decode()
    assert "共 10 笔" in behind(reader, "dibao.due", "2026-11")


def behind(reader: Client, figure: str, month: str) -> str:
    return reader.get(reverse("county-rows", args=[figure]), {"month": month}).content.decode()


def test_who_left_what_arrived_and_what_came_back_open_from_the_county_page(paying):
    batch = paying.paid().batches.get()
    with acting(paying.users["R9"].actor):
        read_answer(bank_says(batch, returned=(3,)), who=paying.users["R9"], on=OCTOBER)
        end([Ending(batch.remittances.first().payment.household_id, PROGRAMME, NOVEMBER, "就业后收入超标")])
        paying.make(NOVEMBER)
    reader = at(paying, "R6")
    assert "共 5 笔" in behind(reader, "dibao.paid", "2026-10")
    assert "共 1 笔" in behind(reader, "dibao.returned", "2026-10")
    assert "就业后收入超标" in behind(reader, "dibao.left", "2026-11")


def test_what_other_departments_know_of_the_roll_is_opened_from_its_page(paying, tmp_path):
    from anmin.kernel.means.api import load_source
    from anmin.kernel.people.api import Person, sign_consent, unseal

    first, second = Person.objects.order_by("id")[:2]
    with acting("测试"):
        sign_consent(first, on=date(2026, 1, 1))
        numbers = f"{unseal(first.id_number)},甲,晋A1\n{unseal(second.id_number)},乙,晋A2\n"
        (tmp_path / "v.csv").write_text(f"身份证号,姓名,号牌\n{numbers}")
        load_source("vehicles", tmp_path / "v.csv", as_of=date(2026, 9, 20))
    html = page(paying, "R6", begun(paying))
    assert "核对发现 1 条" in html and "无授权未核对 5 人" in html
    link = html.split("核对发现 1 条")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    shown = at(paying, "R6").get(link).content.decode()
    assert first.name in shown and second.name not in shown and "没有起作用" not in shown
    other = at(paying, "R6").get(link.replace("2026-10", "2026-09")).content.decode()
    assert first.name not in other


def test_the_page_of_a_month_asks_little_of_the_database(paying):
    batch = paying.paid().batches.get()
    reader = at(paying, "R9")
    with CaptureQueriesContext(connection) as queries:
        reader.get(reverse("roll", args=[batch.roll_id]))
    assert len(queries) <= 12, "\n".join(q["sql"][:160] for q in queries)


def test_a_large_county_is_made_in_the_background_and_trouble_is_told(paying, monkeypatch):
    monkeypatch.setattr(background, "SMALL", 2)
    asked = []
    monkeypatch.setattr(make_month, "defer", lambda **given: asked.append(given))
    maker = at(paying, "R6")
    answer = maker.post(reverse("month-begin"), {"programme": "dibao", "month": "2026-10"})
    close = Close.objects.get()
    assert answer.url == reverse("month-progress", args=[close.pk])
    assert "已用" in maker.get(answer.url).content.decode()
    again = maker.post(reverse("month-begin"), {"programme": "dibao", "month": "2026-10"}, follow=True)
    assert "正在后台" in again.content.decode()
    make_month.func(**asked[0])
    assert maker.get(answer.url).url == reverse("roll", args=[Roll.objects.get().pk])


def test_the_report_can_be_taken_along(paying):
    roll = paying.paid()
    answer = at(paying, "R10").get(reverse("roll-report", args=[roll.pk]))
    assert answer.status_code == 200 and answer.content[:2] == b"PK"


def test_a_township_does_not_see_the_countys_sums(paying):
    roll = paying.paid()
    for name in ("roll", "roll-report"):
        assert at(paying, "R4").get(reverse(name, args=[roll.pk])).status_code == 404


def test_what_comes_back_is_noted_once_and_booked_even_where_the_month_is_locked(paying):
    """A claim of 500.00: 200.00 come back, the same form again is refused, the approver gives up the rest."""
    from anmin.kernel.funds.api import Entry, Period, Recovery

    home = Household.objects.order_by("pk").first()
    paying.paid(OCTOBER)
    with acting("测试"):
        end([Ending(home.pk, PROGRAMME, OCTOBER, "死亡")])
    with acting("测试"):
        book_recoveries(paying.make(NOVEMBER))
        Period.objects.create(
            area=COUNTY, programme=PROGRAMME, month=timezone.localdate().replace(day=1), locked=True,
            locked_by=paying.users["R7"].account, locked_at=timezone.now(),
        )  # fmt: skip
    claim = Recovery.objects.get()
    address = reverse("recovery", args=[claim.pk])
    sent = {"act": "repay", "seen": "0", "amount": "200", "on": timezone.localdate().isoformat(), "proof": "收 118"}
    assert "登记退款" in at(paying, "R6").get(address).content.decode()
    at(paying, "R6").post(address, sent)
    again = at(paying, "R6").post(address, sent)
    assert again.status_code == 422 and "刚刚已登记过退款" in again.content.decode()
    claim.refresh_from_db()
    assert claim.repaid == 200_00
    entry = Entry.objects.get(key__startswith="repaid:")
    assert entry.month > timezone.localdate() and "收 118" in entry.memo
    assert "应退" in at(paying, "R6").post(address, sent | {"seen": "20000", "amount": "300.01"}).content.decode()
    assert at(paying, "R9").post(address, sent).status_code == 403
    at(paying, "R7").post(address, {"act": "waive", "seen": "20000", "reason": "无遗产，会议纪要 3 号"})
    claim.refresh_from_db()
    assert claim.state == "waived"
    assert (
        "不能再办理"
        in at(paying, "R7")
        .post(address, {"act": "waive", "seen": "20000", "reason": "再来"}, follow=True)
        .content.decode()
    )


def test_a_month_far_ahead_is_refused_in_words_on_the_page(paying):
    for month in ("2030-01", "9999-12"):
        said = at(paying, "R6").post(reverse("month-begin"), {"programme": "dibao", "month": month}, follow=True)
        assert "还没有到" in said.content.decode()
    assert not Roll.objects.exists()
