"""临时救助: urgent first and papers after, within the township's cap or by the county (国发〔2014〕47号, 民发〔2018〕23号)."""

from datetime import date

import pytest

from anmin.kernel.access.api import Denied
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from tests import county as towns
from tests.services.walking import VISIT, Request

DAY = date(2026, 10, 9)
FIRE = {"aid_kind": "urgent", "aid_cause": "fire"}
AID = {"cause": "夜间失火，住房烧毁", "form": "cash", "amount": 100000, "received_by": "张卫国签收"}


@pytest.fixture
def county(db):
    return towns.build()


def visited(walk: Request) -> Request:
    walk.files("R4", "visit", VISIT | {"same_cause": "no"}, together=True)
    walk.reckons()
    return walk


def test_the_township_helps_within_its_cap_in_the_month_of_the_decision(county):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.moves("R3", "accept")
    visited(walk).moves("R4", "propose", opinion="情况属实")
    walk.moves("R5", "approve")
    paid = Entitlement.objects.get(programme="emergency_aid")
    assert (paid.amount_month, paid.since, paid.until) == (214000, date(2026, 10, 1), date(2026, 11, 1))
    said = walk.paper("town_decision")
    assert "一次性发给临时救助金2,140.00元" in said and "孔溪乡人民政府" in said


def test_help_comes_first_and_papers_within_ten_working_days(county):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    with pytest.raises(MoveRefused, match="还没有先行救助登记"):
        walk.moves("R5", "help_first", "全家无处过夜")
    walk.files("R4", "first_aid", AID, together=True)
    walk.moves("R5", "help_first", "全家无处过夜")
    clock = walk.clocks()["late_papers"]
    assert (clock.length, clock.due_on) == ("10 WD", date(2026, 10, 22))  # 10 October is worked
    with pytest.raises(MoveRefused, match="还没有补办申请审批手续"):
        walk.moves("R4", "complete_papers")
    walk.files("R4", "afterwards", {"application": "已补签", "proofs": "消防证明"})
    walk.moves("R4", "complete_papers")
    visited(walk).moves("R4", "propose", opinion="属实")
    assert walk.moves("R5", "approve").outcome == "granted"


def test_above_the_cap_the_township_cannot_decide_and_the_county_does(county):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE, aid_level="medium")
    walk.moves("R3", "accept")
    visited(walk).moves("R4", "propose", opinion="属实")
    with pytest.raises(MoveRefused, match="超过乡镇审批权限"):
        walk.moves("R5", "approve")
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    assert Entitlement.objects.get(programme="emergency_aid").amount_month == 428000


def test_high_costs_are_compared_and_published_first(county):
    walk = Request("emergency_aid", county, DAY, aid_kind="spending", aid_cause="medical", receiving_dibao=True)
    walk.moves("R3", "accept")
    visited(walk)
    with pytest.raises(MoveRefused, match="支出型须经公示"):
        walk.moves("R4", "propose", opinion="属实")


def test_who_proposed_cannot_approve(county):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.moves("R3", "accept")
    visited(walk).moves("R4", "propose", opinion="属实")
    walk.county.staff["R5"] = walk.county.staff["R4"]
    with pytest.raises(Denied):
        walk.moves("R5", "approve")


def test_two_helps_of_one_month_are_one_sum(county):
    first = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    second_facts = {"aid_kind": "urgent", "aid_cause": "accident"}
    for walk in (first, None):
        walk = walk or Request("emergency_aid", county, DAY, home=first.home)
        if walk is not first:
            redeclare(walk.home, **second_facts)
        walk.moves("R3", "accept")
        visited(walk).moves("R4", "propose", opinion="属实")
        walk.moves("R5", "approve")
    row = Entitlement.objects.filter(programme="emergency_aid").exclude(until=date(2026, 10, 1)).get()
    assert (row.amount_month, row.until) == (428000, date(2026, 11, 1))
    assert row.source.count("审核确认") == 2


def redeclare(home, **facts):
    from anmin.kernel.audit.api import acting

    with acting("测试"):
        declared = home.declarations.get(until__isnull=True)
        declared.household_facts = declared.household_facts | facts
        declared.save()


def test_an_area_sets_its_own_limit_for_the_papers_and_every_named_number_is_there(county):
    from anmin.kernel.audit.api import acting
    from anmin.kernel.law import api as law
    from anmin.kernel.service import register

    row = law.stored_numbers().find("emergency_aid.late_papers_days", DAY, "349926")
    own = {"area": "349926", "urban_rural": "", "value": 5, "since": date(2026, 1, 1), "doc": "安政〔2026〕1号"}
    with acting("测试"):
        law.enter_numbers(
            [{"key": row.key, "category": "", "unit": "day", "until": None, "article": "", "mark": "S"} | own]
        )
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.files("R4", "first_aid", AID, together=True)
    walk.moves("R5", "help_first", "全家无处过夜")
    clock = walk.clocks()["late_papers"]
    assert (clock.length, clock.due_on) == ("5 WD", date(2026, 10, 15))
    law.forget_numbers()
    for service in register().values():
        named = {clock.number for each in service.flows for clock in each.clocks if clock.number}
        assert named <= set(law.book().law(service.name).columns())
