"""The watch: every night what became known raises one warning each, for whose turn it is, until it is filed."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.declare import today
from anmin.kernel.flow.tasks import tonight
from anmin.kernel.funds.api import Grant, grant
from anmin.kernel.people.api import Declaration, PersonIn, Status, happen
from anmin.services.low_income import models, register
from anmin.services.low_income.watching import watch
from tests import county as towns

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)


@pytest.fixture
def county():
    return towns.build()


@pytest.fixture
def home(county):
    made = towns.household(date(2026, 1, 5))
    with acting("测试"):
        grant([Grant(made.pk, "dibao", 60000, 3, date(2026, 2, 1), "名册")])
    return made


def raised(day: date = DAY) -> dict[str, str]:
    with acting("测试"):
        watch(day)
    return dict(models.Alert.objects.values_list("cause", "level"))


def redeclare(home, on: date, **person):
    with acting("测试"):
        old = home.declarations.get(until__isnull=True)
        Declaration.objects.filter(pk=old.pk).update(until=on)
        facts = {key: dict(value) for key, value in old.person_facts.items()}
        facts.setdefault(str(home.head_id), {}).update(person)
        Declaration.objects.create(
            household=home, household_facts=old.household_facts, person_facts=facts, source="变更", since=on
        )


def test_a_newly_registered_disability_of_a_listed_household_is_raised_once(home):
    assert raised() == {"disability": "orange"}
    with acting("测试"):
        assert watch(DAY) == 0
    alert = models.Alert.objects.get()
    assert (alert.head, alert.due_on, alert.state) == ("张卫国", date(2026, 10, 22), "new")
    assert "李秀英" in alert.text


def test_a_household_on_no_list_is_not_watched(county):
    towns.household(date(2026, 1, 5))
    assert raised() == {}


def test_illness_high_own_costs_and_lost_wages_are_told_from_what_was_declared(home):
    redeclare(home, date(2026, 9, 1), wage_month=120000, medical_bills_year=2500000, medical_reimbursed_year=600000)
    with acting("测试"):
        Status.objects.create(person=home.head, kind="illness", category="尿毒症", since=date(2026, 8, 3))
    found = raised()
    # 0.5 × 37,900 = 18,950 ≤ 19,000 borne; wages fell from 2,600 to 1,200 a month
    assert set(found) == {"disability", "illness", "medical", "income_drop"}
    assert set(found.values()) == {"red"}  # three open matters are more than each alone
    assert "19,000.00" in models.Alert.objects.get(cause="medical").text


def test_a_fen_below_the_line_and_half_of_the_wage_kept_are_not_raised(home):
    redeclare(home, date(2026, 9, 1), wage_month=130001, medical_bills_year=1894999)
    assert set(raised()) == {"disability"}


def test_a_death_is_raised_for_those_who_are_left(home):
    with acting("测试"):
        happen(home.head, "died", on=date(2026, 9, 20))
    assert raised()["death"] == "orange"


def test_only_officers_of_the_county_may_be_named(home, county):
    town, above = county.user("R4"), county.user("R6")
    listed = register.officers(above)
    assert listed == register.officers(town)
    assert str(town.account.pk) in listed and str(above.account.pk) in listed
    assert register.officers(county.user("R8")) == {}  # who may not see the watch names nobody


def test_the_named_officer_gets_the_households_warnings(home, county):
    officer = county.staff["R4"]
    with acting("测试"):
        values = {
            "head": "张卫国",
            "identity": towns.number("34992619800512001"),
            "worker_id": str(officer.pk),
            "since": DAY,
        }
        register.save_worker(models.Worker(), values)
    raised()
    alert = models.Alert.objects.get()
    assert (alert.worker, alert.state) == (officer, "assigned")


def test_who_is_named_later_takes_over_what_waits(home, county):
    raised()
    with acting("测试"):
        values = {
            "head": "张卫国",
            "identity": towns.number("34992619800512001"),
            "worker_id": str(county.staff["R4"].pk),
            "since": DAY,
        }
        made = register.save_worker(models.Worker(), values)
        register.save_follow_up(
            models.FollowUp(),
            {"held_id": str(made.pk), "on": DAY, "how": "home", "found": "已就诊", "next_on": DAY + timedelta(30)},
        )
    assert models.Alert.objects.get().state == "assigned"
    made.refresh_from_db()
    assert made.visit_by == DAY + timedelta(30)
    with pytest.raises(ValidationError, match="已有专人"), acting("测试"):
        register.save_worker(models.Worker(), dict(values, head="张卫国", identity=towns.number("34992619800512001")))


def test_a_warning_goes_step_by_step_and_is_filed_with_an_answer(home):
    raised()
    alert = models.Alert.objects.get()

    def step(**values):
        with acting("测试"):
            return register.save_warning(models.Alert.objects.get(pk=alert.pk), values)

    with pytest.raises(ValidationError, match="核实情况"):
        step(verified_on=today())
    assert step(verified_on=today(), finding="一级残疾，需护理").state == "verified"
    with pytest.raises(ValidationError, match="须写明部门"):
        step(disposal="refer", disposed_on=today())
    assert step(disposal="refer", referred_to="残联", disposed_on=today()).state == "disposed"
    with pytest.raises(ValueError, match="反馈"):
        step(filed_on=today())
    assert step(filed_on=today(), feedback="已评定，护理补贴次月发放").state == "filed"


def test_an_expiring_recognition_and_an_unused_right_are_raised(county):
    from tests.services.low_income.test_flow import decided
    from tests.services.walking import Request

    members = (
        PersonIn("张卫国", towns.number("34992619800512001"), 1, date(1980, 5, 12), "02", facts={"wage_month": 480000}),
        PersonIn("李秀英", towns.number("34992619820308002"), 2, date(1982, 3, 8), "10", disability=("limb", 2)),
        PersonIn("张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), "30", student="school"),
    )
    walk = Request("low_income", county, DAY, members)
    walk.investigated().reckons()
    decided(walk).moves("R7", "confirm")
    assert "policy" in raised(DAY)  # somebody may apply for 低保 alone and does not yet
    assert "expiring" not in raised(date(2027, 9, 8))
    assert "expiring" in raised(date(2027, 9, 9))  # thirty days before 9 October 2027
    assert "expired" in raised(date(2027, 10, 10))


def sheet(*rows: tuple) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (("姓名", "身份证号", "所在村", "监测对象类别", "识别时间"), *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("返贫监测.xlsx", content.getvalue())


def test_the_farming_departments_list_is_taken_in_and_who_is_without_help_is_raised(county):
    towns.household(date(2026, 1, 5))
    client = Client()
    client.force_login(county.staff["R6"])
    rows = [
        ("张卫国", towns.number("34992619800512001"), "三盘村", "突发严重困难", "2026-09-30"),
        ("外乡人", towns.number("34992619700101001"), "三盘村", "脱贫不稳定", "2026-09-30"),
    ]
    for again in (False, True):
        page = client.post("/desk/monitored/import", {"file": sheet(*rows)})
        taken = page.context["taken"]
        assert not taken.errors
        assert (taken.new, taken.same) == ((0, 2) if again else (2, 0))
        client.post("/desk/monitored/import", {"token": page.context["token"], "do": "take"})
    known = [(row.name, row.household_id is None) for row in models.Monitored.objects.order_by("pk")]
    assert known == [("张卫国", False), ("外乡人", True)]
    assert raised()["poverty"] == "orange"


def test_a_wrong_identity_number_in_the_list_is_told_with_its_column(county):
    client = Client()
    client.force_login(county.staff["R6"])
    wrong = ("张卫国", "349926198005120019", "三盘村", "突发严重困难", "2026-09-30")
    taken = client.post("/desk/monitored/import", {"file": sheet(wrong)}).context["taken"]
    (error,) = taken.errors
    assert (error.row, error.letter, error.header) == (2, "B", "身份证号"), error


def test_the_night_does_it_for_every_service_in_its_own_name(home):
    assert tonight(DAY)["low_income"] == 1
    assert Entry.objects.filter(subject="low_income_alert").get().actor_name == "后台任务"


def test_all_households_are_watched_in_one_statement(home):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries, acting("测试"):
        watch(DAY)
    assert sum("INSERT INTO low_income_alert" in each["sql"] for each in queries) == 1
