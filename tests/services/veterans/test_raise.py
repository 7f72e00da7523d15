"""The yearly raise: one operation enters the table, everyone's amount follows, each month's arrears are told and paid."""

from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.access.api import Denied
from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Grant, MoneyRefused, Payment, Roll, grant
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.api import People, close_month, raise_standards
from anmin.kernel.month.reckoning import bases, reckon_households
from tests import county as places
from tests.county import COUNTY
from tests.month.county import household, person
from tests.services.medical_aid.test_flow import PROOF, Course
from tests.services.veterans.test_flow import ARCHIVE

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
DOC = "安退役〔2026〕20号"


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


@pytest.fixture
def veterans(county: places.County) -> list:
    soldier = {"veteran_kind": "disabled", "wound_nature": "war", "wound_grade": 10}
    homes = [
        household(person("张卫国", 1, born="19610512", facts=soldier)),
        household(person("王大爷", 3, born="19450101", facts={"veteran_kind": "combat"})),
    ]
    reckoned = reckon_households("veterans", JULY, [h.pk for h in homes])
    with acting("测试"):
        told = bases(reckoned, [h.pk for h in homes])
        grant(Grant(h, "veterans", a, n, JULY, "审核确认 测试", told[h]) for h, (_, a, n) in reckoned.amounts().items())
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    for month in (JULY, AUGUST, SEPTEMBER):
        close_month("veterans", month, COUNTY, people=people, on=month.replace(day=20))
    return homes


def raised(county: places.County, table: dict, **more: object) -> object:
    given = {
        "since": AUGUST, "doc": DOC, "article": "附表", "month": OCTOBER, "area": COUNTY, "who": county.user("R6"),
        "confirmed_by": county.user("R7"), "on": date(2026, 10, 9),
    } | more  # fmt: skip
    return raise_standards("veterans", table, **given)


def test_one_operation_raises_everyone_and_pays_each_months_arrears(county: places.County, veterans: list) -> None:
    """The demo table of 2025: grade ten of war 15,744 a year (1,312 a month), those who fought 10,176 (848)."""
    done = raised(county, {"disability_year_war10": 1680000, "kind_year_combat": 1080000})
    assert done.changes == [
        ("残疾抚恤金标准（年）（十级因战）", 1574400, 1680000), ("定期抚恤金、生活补助标准（年）（参战退役军人）", 1017600, 1080000),
    ]  # fmt: skip
    assert done.households == 2
    more = 140000 - 131200 + 90000 - 84800
    assert done.more == {AUGUST: more, SEPTEMBER: more, OCTOBER: more}
    assert done.arrears == {AUGUST: more, SEPTEMBER: more}
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("veterans", OCTOBER, COUNTY, people=people, on=date(2026, 10, 20))
    roll = Roll.objects.get(programme="veterans", month=OCTOBER)
    assert roll.amount == 230000 + 2 * more
    arrears = Payment.objects.filter(roll=roll, kind="arrears").order_by("household_id", "month")
    assert [p.amount for p in arrears] == [8800, 8800, 5200, 5200]


def test_a_trial_tells_the_same_and_keeps_nothing(county: places.County, veterans: list) -> None:
    tried = raised(county, {"disability_year_war10": 1680000}, try_only=True)
    assert tried.households == 1 and tried.arrears == {AUGUST: 8800, SEPTEMBER: 8800}
    assert stored_numbers().find("veterans.disability_year_war10", OCTOBER, "349926").value == 1574400
    again = raised(county, {"disability_year_war10": 1680000})
    assert again.more == tried.more


def test_a_lower_standard_an_unknown_category_and_one_hand_are_refused(county: places.County, veterans: list) -> None:
    with pytest.raises(MoneyRefused, match="只增不减"):
        raised(county, {"disability_year_war10": 1000000})
    with pytest.raises(MoneyRefused, match="不认识的类别"):
        raised(county, {"disability_year_war11": 1680000})
    with pytest.raises((MoneyRefused, Denied)):
        raised(county, {"disability_year_war10": 1680000}, confirmed_by=county.user("R6"))


def test_a_raise_before_the_first_roll_keeps_what_the_decision_already_owes(county: places.County) -> None:
    """Received in July, confirmed in August, raised from August, first roll in October: every month is owed in full."""
    soldier = {"veteran_kind": "disabled", "wound_nature": "war", "wound_grade": 10}
    home = household(person("张卫国", 1, born="19610512", facts=soldier))
    course = Course(county, "veterans", home, date(2026, 7, 28))
    course.moves("R3", "accept")
    course.files("R4", "archive", ARCHIVE)
    course.reckons()
    course.moves("R5", "preliminary", **PROOF)
    course.day = date(2026, 8, 6)
    course.moves("R4", "submit", **PROOF)
    course.moves("R6", "county_check", opinion="同意")
    course.moves("R7", "confirm")
    raised(county, {"disability_year_war10": 1680000})
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("veterans", OCTOBER, COUNTY, people=people, on=date(2026, 10, 20))
    rows = Payment.objects.filter(roll__programme="veterans", roll__month=OCTOBER).order_by("month")
    assert [(p.month, p.amount) for p in rows] == [(AUGUST, 140000), (SEPTEMBER, 140000), (OCTOBER, 140000)]
