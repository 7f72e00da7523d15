"""Pages of checks: a file taken in, a household checked, a finding answered, all inside one's area."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anmin.kernel.audit.api import acting
from anmin.kernel.law.models import Number
from anmin.kernel.means.api import Check, Finding, SourceLoad, check_roll
from anmin.kernel.people.api import Household, Person, sign_consent
from tests import toy
from tests.toy import BRIDGE, COUNTY, STONE, household, number, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, settings) -> Household:
    settings.VAR_DIR = tmp_path
    toy.lay_out()
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area="349901", value=80000, unit="fen/month/person", doc="云政〔2026〕1号",
            article="第一条", since=date(2020, 1, 1),
        )  # fmt: skip
    home = household(person("甲大年", 1))
    with acting("测试"):
        sign_consent(Person.objects.get(), on=date(2026, 1, 6))
    return home


def signed_in(client, role: str, area: str):
    client.force_login(toy.officer(role, area).account, backend="anmin.kernel.access.signing_in.Backend")
    return client


def upload(client, text: str, name: str = "车辆.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return client.post(reverse("load-source"), {"source": "vehicles", "as_of": "2026-09-30", "file": file}, follow=True)


def test_the_check_centre_takes_in_a_file_and_sees_what_was_not_taken(client, home):
    signed_in(client, "R8", COUNTY)
    page = upload(client, f"身份证号,号牌\n{number(order=1)},皖A1\n12345,皖A2\n").content.decode()
    assert "1 条可用，1 条未采用" in page
    assert "第 3 行" in page
    assert SourceLoad.objects.get().rows == 1


def test_a_file_of_another_kind_is_refused_beside_its_field(client, home):
    signed_in(client, "R8", COUNTY)
    page = upload(client, "%PDF-1.7", "车辆.pdf").content.decode()
    assert "ask-wrong" in page
    assert not SourceLoad.objects.exists()


def test_the_same_file_again_says_so_and_a_day_that_has_not_come_is_refused(client, home):
    signed_in(client, "R8", COUNTY)
    rows = f"身份证号,号牌\n{number(order=1)},皖A1\n"
    upload(client, rows)
    page = upload(client, rows).content.decode()
    assert "没有重复导入" in page and "没有采用的行" not in page
    file = SimpleUploadedFile("车辆.csv", rows.encode())
    asked = {"source": "vehicles", "as_of": "2096-09-30", "file": file}
    assert "不能晚于今天" in client.post(reverse("load-source"), asked).content.decode()
    assert SourceLoad.objects.count() == 1


def test_money_that_was_found_stands_in_yuan_and_numbers_as_they_are(client, home, tmp_path):
    from anmin.kernel.means.api import load_source

    with acting("测试"):
        for name, head in (("wages", "月工资"), ("vehicles", "号牌")):
            (tmp_path / "x.csv").write_text(f"身份证号,{head}\n{number(order=1)},3202\n")
            load_source(name, tmp_path / "x.csv", as_of=date(2026, 9, 30))
        check_roll("dibao", [home.pk], month=date(2026, 10, 1), area=COUNTY, on=date(2026, 10, 22))
    assert {f.due_on for f in Finding.objects.all()} == {date(2026, 11, 5)}, "ten working days from the check itself"
    page = signed_in(client, "R8", COUNTY).get(reverse("findings-list")).content.decode()
    assert "3,202.00" in page and "320,200" not in page and ">1<" in page


@pytest.fixture
def recipient(home: Household) -> Household:
    from anmin.kernel.funds.api import Grant, grant

    with acting("测试"):
        grant([Grant(home.pk, "dibao", 800_00, 1, date(2020, 1, 1), "审核确认 1")])
    return home


def found_by_check(client, home: Household) -> tuple[Finding, str]:
    """A car that was not declared, and the report of the check that found it."""
    signed_in(client, "R8", COUNTY)
    upload(client, f"身份证号,号牌\n{number(order=1)},皖A1\n")
    report = client.post(reverse("household-check", args=[home.pk]), {"service": "dibao"}, follow=True)
    return Finding.objects.get(), report.content.decode()


def test_the_report_of_a_household_puts_declared_beside_found_with_what_it_would_mean(client, recipient):
    _, report = found_by_check(client, recipient)
    assert "新发现 1 条不一致" in report
    kept = Check.objects.get().report
    assert (kept["before"], kept["after"]) == (
        {"amount": 800_00, "eligible": True},
        {"amount": 0, "eligible": False},
    )
    (line,) = kept["lines"]
    assert (line["declared"], line["found"], line["differs"], line["eligible"]) == (0, 1, True, False)
    assert "不再符合" in report and "+1" in report


def test_who_may_see_checks_comes_there_from_the_household_and_others_are_told_why_not(client, recipient):
    for role, area in (("R4", STONE), ("R6", COUNTY), ("R7", COUNTY)):
        page = signed_in(client, role, area).get(reverse("household", args=[recipient.pk])).content.decode()
        assert reverse("household-check", args=[recipient.pk]) in page
        assert client.get(reverse("household-check", args=[recipient.pk])).status_code == 200
    assert client.post(reverse("household-check", args=[recipient.pk]), {"service": "dibao"}).status_code == 403
    refused = signed_in(client, "R9", COUNTY).get(reverse("household-check", args=[recipient.pk]))
    assert refused.status_code == 403 and "查看核对发现" in refused.content.decode()
    assert signed_in(client, "R4", BRIDGE).get(reverse("household-check", args=[recipient.pk])).status_code == 404


def test_the_check_centre_finds_a_household_by_number_and_only_its_own_caseload(client, home):
    signed_in(client, "R8", COUNTY)
    asked = client.post(reverse("check-new"), {"text": home.number})
    assert asked.status_code == 422 and "第五十八条" in asked.content.decode()
    refused = client.post(reverse("household-check", args=[home.pk]), {"service": "dibao"}, follow=True)
    assert "不在核对范围" in refused.content.decode() and not Check.objects.exists()


def test_without_an_authorisation_in_force_nothing_is_asked_and_the_article_is_named(client, recipient):
    from anmin.kernel.people.api import Consent

    with acting("测试"):
        Consent.objects.update(until=date(2026, 1, 31))
    signed_in(client, "R8", COUNTY)
    upload(client, f"身份证号,号牌\n{number(order=1)},皖A1\n")
    page = client.get(reverse("household-check", args=[recipient.pk])).content.decode()
    assert "社会救助暂行办法第五十八条" in page and "已过期" in page
    client.post(reverse("household-check", args=[recipient.pk]), {"service": "dibao"})
    assert not Check.objects.exists() and not Finding.objects.exists()


def test_a_finding_is_answered_by_the_township_and_closed_by_another_in_the_county(client, recipient):
    finding, _ = found_by_check(client, recipient)
    address = reverse("finding", args=[finding.pk])
    assert client.post(address, {"act": "close"}, follow=True).status_code == 200
    signed_in(client, "R4", STONE)
    assert "若全部属实的月金额" in client.get(address).content.decode()
    assert client.post(address, {"act": "close"}).status_code == 403
    client.post(address, {"answer": "false", "note": "已过户，有过户单"})
    finding.refresh_from_db()
    assert (finding.answer, finding.step, finding.answered_by.name) == ("false", "answered", "R4员")
    signed_in(client, "R6", COUNTY)
    assert "核对发现待办结" in client.get(reverse("desk")).content.decode()
    client.post(address, {"act": "close"})
    finding.refresh_from_db()
    assert (finding.step, finding.closed_by.name) == ("closed", "R6员")
    assert "已于" in client.post(address, {"act": "close"}, follow=True).content.decode()


def test_an_answer_that_does_not_convince_goes_back_with_its_reason_and_a_new_term(client, recipient):
    finding, _ = found_by_check(client, recipient)
    address = reverse("finding", args=[finding.pk])
    town = toy.officer("R4", STONE)
    client.force_login(town.account, backend="anmin.kernel.access.signing_in.Backend")
    client.post(address, {"answer": "false", "note": "已过户"})
    signed_in(client, "R6", COUNTY).post(address, {"act": "return", "reason": "请附过户单"})
    finding.refresh_from_db()
    assert (finding.step, finding.answer, finding.answered_on) == ("open", "", None)
    assert "已过户" in finding.returned and "请附过户单" in finding.returned
    client.force_login(town.account, backend="anmin.kernel.access.signing_in.Backend")
    assert "请附过户单" in client.get(address).content.decode()


def test_what_is_true_of_a_recipient_is_looked_into_so_that_the_amount_follows(client, home):
    from anmin.kernel.funds.api import Grant, grant
    from anmin.kernel.month.api import Review

    signed_in(client, "R8", COUNTY)
    upload(client, f"身份证号,号牌\n{number(order=1)},皖A1\n")
    with acting("测试"):
        check_roll("dibao", [home.pk], month=date(2026, 10, 1), area=COUNTY)
        grant([Grant(home.pk, "dibao", 500_00, 1, date(2020, 1, 1), "审核确认 1")])
    finding = Finding.objects.get()
    signed_in(client, "R4", STONE)
    told = {"answer": "true", "note": "确有一辆轿车"}
    page = client.post(reverse("finding", args=[finding.pk]), told, follow=True).content.decode()
    review = Review.objects.get()
    assert "已为这户打开复核" in page and (review.household, review.state) == (home, "open")
    assert "机动车" in review.why and "确有一辆轿车" in review.why


def test_another_township_neither_lists_nor_opens_nor_answers_the_finding(client, home):
    signed_in(client, "R8", COUNTY)
    upload(client, f"身份证号,号牌\n{number(order=1)},皖A1\n")
    with acting("测试"):
        check_roll("dibao", [home.pk], month=date(2026, 10, 1), area=COUNTY)
    finding = Finding.objects.get()
    signed_in(client, "R4", BRIDGE)
    assert "甲大年" not in client.get(reverse("findings-list")).content.decode()
    assert client.get(reverse("finding", args=[finding.pk])).status_code == 404
    client.post(reverse("finding", args=[finding.pk]), {"answer": "true", "note": "越权"})
    finding.refresh_from_db()
    assert finding.answer == ""


@pytest.mark.parametrize("role", ["R2", "R4", "R9"])
def test_only_the_check_centre_takes_in_files(client, home, role):
    signed_in(client, role, COUNTY)
    assert client.get(reverse("load-source")).status_code == 403
