"""A martyr's family and a pensioner's: from the decision to the line that goes to the bank, once for each death."""

import csv
from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.funds.api import Batch, Entitlement, Payment, Roll, files_of
from anmin.kernel.month.api import People, close_month
from tests import county as places
from tests.county import COUNTY
from tests.month.county import household, person
from tests.services.medical_aid.test_flow import Course

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
PAPERS = {"certificate": "烈士证明书 0001", "receivers": "配偶一人领取", "paid_before": "no"}
# 54,188 yuan: 30 times, and 20 times with forty months of 10,000, the latter raised by 30 % for a first-class merit
DUE = 162_564_000 + (108_376_000 + 40_000_000) * 130 // 100


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def decided(county: places.County, **facts: object) -> Course:
    course = Course(
        county, "veterans_lump", household(person("王秀兰", 2, born="19800308", facts=facts)), date(2026, 10, 9)
    )
    course.moves("R3", "accept")
    course.files("R4", "papers", PAPERS)
    course.reckons()
    return course


def test_a_lump_sum_goes_from_the_decision_to_the_bank(county: places.County) -> None:
    course = decided(county, death_kind="martyr", base_pay_month=1_000_000, death_honour="first")
    course.moves("R5", "preliminary")
    course.moves("R6", "county_check", opinion="同意")
    case = course.moves("R7", "confirm")
    paid = Entitlement.objects.get(programme="veterans_lump")
    assert (case.outcome, case.amount_month) == ("granted", DUE)
    assert (paid.amount_month, paid.persons, paid.since, paid.until) == (DUE, 1, OCTOBER, NOVEMBER)
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("veterans_lump", OCTOBER, COUNTY, people=people, on=date(2026, 10, 20))
    roll = Roll.objects.get(programme="veterans_lump")
    assert (roll.households, roll.amount, roll.state) == (1, DUE, Roll.State.EXPORTED)
    batch = Batch.objects.get(roll=roll)
    assert (batch.lines, batch.amount) == (1, DUE)
    lines = list(csv.reader(files_of(batch)["csv"].read_text("utf-8-sig").splitlines()))
    assert len(lines) == 2 and f"{DUE // 100}.{DUE % 100:02d}" in lines[1]
    close_month("veterans_lump", NOVEMBER, COUNTY, people=people, on=date(2026, 11, 20))
    assert Payment.objects.filter(programme="veterans_lump").count() == 1


def test_what_another_survivor_was_given_is_refused_with_the_article(county: places.County) -> None:
    course = decided(county, deceased_was="disabled", deceased_pension_month=102_700)
    assert course.case.reckoning["results"]["amount_due"] == 1_232_400
    given = household(person("李大山", 3, born="19700308", facts={"deceased_was": "disabled"}), lump_already_paid=True)
    again = Course(county, "veterans_lump", given, date(2026, 10, 10))
    again.moves("R3", "accept")
    again.files("R4", "papers", PAPERS)
    again.reckons()
    again.moves("R5", "report_ineligible", reason="重复")
    again.moves("R6", "county_check", opinion="不同意")
    case = again.moves("R7", "refuse", reason="另一遗属已领取")
    assert any("不重复发放" in each["text"] and "第二章" in each["cite"] for each in case.reckoning["reasons"])
