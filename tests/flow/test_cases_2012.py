"""Cases whose day lies before 2021-07-01 go the longer way of 民发〔2012〕220号."""

from dataclasses import replace
from datetime import date

import pytest

from anmin.kernel.flow import api as flow
from tests import county as towns
from tests.flow.walk import MEETING, PROOF, REPORT, VISIT, Walk

DAY, LAW_DAY = date(2026, 10, 9), date(2020, 3, 2)


@pytest.fixture
def walk(db):
    county = towns.build()
    poor = tuple(replace(m, facts={"wage_month": 120000} if m.facts else {}) for m in towns.MEMBERS)
    return Walk(county, DAY, towns.household(DAY, members=poor), law_day=LAW_DAY)


def _to_the_county(walk):
    walk.accepted()
    walk.files("R4", "visit", VISIT, walk.county.second)
    walk.files("R4", "check_request", {})
    walk.files("R8", "check_report", REPORT)
    walk.reckons()
    walk.moves("R4", "finish_investigation")
    with pytest.raises(flow.MoveRefused, match="民主评议"):
        walk.moves("R5", "preliminary", **PROOF)
    walk.files("R4", "review_meeting", MEETING, walk.county.second)
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    walk.moves("R6", "county_check", opinion="同意")


def test_the_township_and_the_county_both_publish_before_approval(walk):
    _to_the_county(walk)
    with pytest.raises(flow.MoveRefused, match="待公示审批"):
        walk.moves("R7", "confirm", **PROOF)
    walk.moves("R6", "county_notice", **PROOF)
    with pytest.raises(flow.MoveRefused, match="期满"):
        walk.moves("R7", "confirm", **PROOF)
    walk.waits(8)
    case = walk.moves("R7", "confirm", **PROOF)
    assert case.outcome == "granted"
    assert [n.ended_on is not None for n in case.notices.all()] == [True, True]
    assert case.amount_month < 200_000  # by the standard of 2020, not of the day of handling


def test_an_objection_to_the_county_notice_leads_back_to_the_investigation(walk):
    _to_the_county(walk)
    walk.moves("R6", "county_notice", **PROOF)
    assert walk.moves("R6", "dispute", channel="来信", content="家有商铺一间").state == "investigating"


def test_the_law_of_the_day_governs_the_reckoning(walk):
    walk.accepted()
    walk.reckons()
    receipt = flow.receipt_of(walk.case)
    assert receipt.law_day == LAW_DAY
    assert receipt.lines[0].text == "860.00"
    assert "安政〔2019〕36号" in receipt.lines[0].source
