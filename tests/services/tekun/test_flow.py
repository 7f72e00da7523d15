"""A 特困 request from the counter to the roll, and what stops it on the way (民发〔2021〕43号)."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.people.api import PersonIn
from tests import county as towns
from tests.services.walking import PROOF, Request

DAY = date(2026, 10, 9)
OBLIGORS = {"named": "无配偶、子女，查户籍档案", "authorised": "none", "findings": "没有法定义务人"}
SELF_CARE = {
    "can_eat": "yes", "can_dress": "yes", "can_get_up": "yes", "can_toilet": "yes", "can_walk": "yes", "can_bathe": "no",
    "grade": "partial", "assessor": "安和县民政局",
}  # fmt: skip


def alone(born: str = "19480505", **facts: object) -> tuple[PersonIn, ...]:
    on = date.fromisoformat(f"{born[:4]}-{born[4:6]}-{born[6:]}")
    return (PersonIn("钱老根", towns.number(f"349926{born}001"), 1, on, "02", facts={"obligor": "none", **facts}),)


@pytest.fixture
def county(db):
    return towns.build()


@pytest.fixture
def request_(county):
    return Request("tekun", county, DAY, alone(can_bathe=False))


def submitted(walk: Request) -> Request:
    walk.investigated().files("R4", "obligors", OBLIGORS)
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    return walk


def test_an_old_man_alone_is_supported_from_the_month_after_the_decision(request_):
    walk = submitted(request_)
    walk.moves("R6", "county_check", opinion="同意，已抽查")
    with pytest.raises(MoveRefused, match="还没有生活自理能力评估"):
        walk.moves("R7", "confirm")
    walk.moves("R7", "send_back", "补自理能力评估")
    walk.files("R6", "self_care", SELF_CARE, together=True)
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    held = Entitlement.objects.get(programme="tekun")
    assert (held.since, held.until, held.persons) == (date(2026, 11, 1), None, 1)
    assert held.amount_month == 180300  # 1070 × 1.3 + 2060 × 20 % = 1391 + 412
    said = walk.paper("decision")
    assert "1,803.00" in said and "不再享受最低生活保障" in said


def test_the_amount_follows_the_assessment_whatever_was_declared(request_):
    walk = submitted(request_)
    assert walk.case.amount_month == 180300
    helpless = dict.fromkeys(("can_eat", "can_dress", "can_get_up", "can_toilet"), "no") | {"grade": "full"}
    walk.files("R6", "self_care", SELF_CARE | helpless, together=True)
    walk.moves("R6", "county_check", opinion="同意")
    with pytest.raises(MoveRefused, match="测算时不是按评估结论“完全丧失生活自理能力”"):
        walk.moves("R7", "confirm")
    walk.moves("R7", "send_back", "按评估结论重新测算")
    assert walk.reckons("R6").amount_month == 211200  # 1391 + 2060 × 35 % = 1391 + 721
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    assert Entitlement.objects.get(programme="tekun").amount_month == 211200


def test_the_assessment_must_follow_the_six_items(request_):
    walk = submitted(request_)
    walk.files("R6", "self_care", SELF_CARE | {"grade": "full"}, together=True)
    walk.moves("R6", "county_check", opinion="同意")
    with pytest.raises(MoveRefused, match="六项中有 1 项不能自主完成，应评为“部分丧失生活自理能力”"):
        walk.moves("R7", "confirm")


def test_the_obligors_are_looked_into_before_the_opinion(request_):
    walk = request_.investigated()
    walk.reckons()
    with pytest.raises(MoveRefused, match="还没有法定义务人调查记录"):
        walk.moves("R5", "preliminary", **PROOF)


def test_an_objection_starts_fifteen_working_days_and_a_new_notice(request_):
    walk = request_.investigated()
    walk.files("R4", "obligors", OBLIGORS)
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(3)
    walk.moves("R3", "dispute", channel="电话", content="有一养子在外地")
    assert walk.clocks()["dispute"].length == "15 WD"
    with pytest.raises(MoveRefused, match="有异议，须重新调查"):
        walk.moves("R5", "preliminary", **PROOF)
    walk.files("R4", "dispute_answer", {"how": "again", "findings": "收养关系已解除", "stands": "no"}, together=True)
    walk.moves("R5", "preliminary", **PROOF)
    assert walk.case.notices.count() == 2


def test_a_refusal_names_the_article_and_what_else_may_be_asked_for(county):
    walk = Request("tekun", county, DAY, alone("19700505"))
    walk.investigated().files("R4", "obligors", OBLIGORS)
    walk.reckons()
    walk.moves("R5", "report_ineligible", "不满60周岁")
    walk.moves("R6", "county_check", opinion="不符合")
    walk.moves("R7", "refuse", "不符合无劳动能力条件")
    said = walk.paper("refusal")
    assert "须年满60周岁" in said and "民发〔2021〕43号第五条" in said and "可以申请最低生活保障" in said
    assert walk.clocks()["refusal_notice"].length == "3 WD"


def test_support_takes_the_place_of_dibao(request_):
    with acting("测试"):
        grant([Grant(request_.home.pk, "dibao", 90000, 1, date(2026, 1, 1), "名册")])
    walk = submitted(request_)
    walk.files("R6", "self_care", SELF_CARE, together=True)
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    ended = Entitlement.objects.get(programme="dibao")
    assert (ended.until, ended.end_reason) == (date(2026, 11, 1), "转为特困人员救助供养")


def test_without_the_authorisation_nothing_is_accepted(county):
    walk = Request("tekun", county, DAY, alone(), consents=False)
    with pytest.raises(MoveRefused, match="钱老根 的核对授权书"):
        walk.moves("R3", "accept")
