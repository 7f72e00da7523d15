"""A low-income family from the counter to its recognition (民发〔2021〕57号, 国办发〔2023〕39号, 民发〔2024〕57号)."""

from datetime import date

import pytest

from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.people.api import PersonIn
from anmin.services.low_income.models import Worker
from tests import county as towns
from tests.services.walking import Request

DAY = date(2026, 10, 9)
RECEIPTS = {"medical": "票据 12 张，自付 60000 元", "checked": "yes"}


def family(wage: int, **facts: object) -> tuple[PersonIn, ...]:
    return (
        PersonIn(
            "张卫国", towns.number("34992619800512001"), 1, date(1980, 5, 12), "02", facts={"wage_month": wage, **facts}
        ),
        PersonIn("李秀英", towns.number("34992619820308002"), 2, date(1982, 3, 8), "10"),
        PersonIn("张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), "30", student="school"),
    )


@pytest.fixture
def county(db):
    return towns.build()


def decided(walk: Request) -> Request:
    walk.moves("R5", "preliminary_view", opinion="情况属实")
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def test_an_edge_family_is_recognised_for_a_year_and_paid_nothing(county):
    walk = Request("low_income", county, DAY, family(480000))  # 1070 × 1.5 × 3 = 4815
    walk.investigated().reckons()
    decided(walk).moves("R7", "confirm")
    said = walk.paper("decision")
    assert "低保边缘家庭" in said and "有效期12个月" in said
    assert not Entitlement.objects.exists()
    officer = Worker.objects.get(household=walk.home)  # one household, one officer, from the day of the decision
    assert (officer.worker, officer.since, officer.visit_by) == (walk.case.officer, DAY, date(2027, 1, 9))


def test_a_family_with_high_own_costs_needs_its_receipts_on_record(county):
    walk = Request(
        "low_income", county, DAY, family(700000, medical_bills_year=7000000, medical_reimbursed_year=1000000)
    )
    walk.investigated().reckons()
    with pytest.raises(MoveRefused, match="须有支出票据清单"):
        walk.moves("R5", "preliminary_view", opinion="属实")
    walk.files("R4", "receipts", RECEIPTS)
    decided(walk).moves("R7", "confirm")
    assert walk.case.reckoning["results"]["category"] == "rigid"
    assert "依照《刚性支出困难家庭认定办法》（民发〔2024〕57号）第四条，认定你家庭为刚性支出困难家庭" in walk.paper(
        "decision"
    )


def test_thirty_working_days_become_forty_five_for_lawful_reasons(county):
    walk = Request("low_income", county, DAY, family(480000))
    walk.investigated()
    assert walk.clocks()["total"].length == "30 WD"
    walk.moves("R4", "extend", "户籍在外县", cause="elsewhere")
    assert walk.clocks()["total"].length == "45 WD"


def test_a_refusal_tells_why_for_each_kind(county):
    walk = Request("low_income", county, DAY, family(900000))
    walk.investigated().reckons()
    decided(walk).moves("R7", "refuse", "收入超过规定")
    said = walk.paper("refusal")
    assert "不能认定低保边缘" in said and "不能认定刚性支出困难" in said
