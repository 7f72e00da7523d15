"""A disabled soldier's request from the counter to the roll, paid from the month of confirmation; and a refusal."""

from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.flow import api as flow
from anmin.kernel.funds.api import Entitlement
from tests import county as places
from tests.month.county import household, person
from tests.services.medical_aid.test_flow import PROOF, Course

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)
ARCHIVE = {"sources": "伤情档案、退役军人数据库", "certificate": "残军 0001", "matches": "yes"}


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def test_a_disabled_soldier_is_paid_from_the_month_of_confirmation(county: places.County) -> None:
    soldier = {"veteran_kind": "disabled", "wound_nature": "war", "wound_grade": 1}
    course = Course(county, "veterans", household(person("张卫国", 1, born="19610512", facts=soldier)), DAY)
    course.moves("R3", "accept")
    with pytest.raises(flow.MoveRefused, match="档案"):
        course.reckons()
        course.moves("R5", "preliminary", **PROOF)
    course.files("R4", "archive", ARCHIVE)
    course.moves("R5", "preliminary", **PROOF)
    course.day = date(2026, 10, 17)
    course.moves("R4", "submit", **PROOF)
    course.moves("R6", "county_check", opinion="同意")
    case = course.moves("R7", "confirm")
    paid = Entitlement.objects.get(programme="veterans")
    # demo table of 2025: 126,000 a year is 10,500 a month; care half of 7,200
    assert (case.outcome, paid.amount_month, paid.since, paid.until) == ("granted", 1410000, date(2026, 10, 1), None)


def test_a_conscript_enlisted_elsewhere_is_refused_with_the_article(county: places.County) -> None:
    home = household(person("张卫国", 1, born="19610512"), person("张小军", 3, born="20060101", relation="20"))
    course = Course(county, "veterans", home, DAY)
    course.moves("R3", "accept")
    course.files("R4", "archive", ARCHIVE)
    course.reckons()
    course.moves("R5", "report_ineligible", reason="由外县入伍")
    course.moves("R6", "county_check", opinion="不同意")
    case = course.moves("R7", "refuse", reason="由外县入伍")
    assert case.outcome == "refused"
    assert any("优待金由入伍地县发放" in each["text"] and "第" in each["cite"] for each in case.reckoning["reasons"])
