"""From the request through the assessment by two to money or a voucher (GB/T 42195-2022; 老年人权益保障法 第三十、三十七条)."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.insight.api import compute, figures
from anmin.kernel.month.api import Cycle, Review, schedule
from anmin.kernel.people.api import PersonIn
from anmin.services.elder_care.facts import ITEMS
from tests import county as towns
from tests.services.walking import Request

DAY = date(2026, 10, 9)
RECORD = {
    "elder": "张老太", "reason": "first", "place": "家中", "informant": "张小国，儿子", "living_with": "yes", "total": "40",
    "grade": "3", "signed": "yes",
}  # fmt: skip
# 90 − 8×4 (self-care all lost) − 15 (movement all lost) − 3 = 40
SEVERE = {name: 0 for code, name, _, _ in ITEMS if code.startswith(("B.1", "B.2"))} | {"item_time": 1}


def elder(**facts: object) -> tuple[PersonIn, ...]:
    return (
        PersonIn(
            "张老太", towns.number("34992619440302001"), 2, date(1944, 3, 2), "02",
            facts={"ability_assessed_by": "gbt42195", **facts},
        ),
    )  # fmt: skip


@pytest.fixture
def county(db):
    return towns.build()


def assessed(walk: Request, **record: object) -> Request:
    walk.moves("R3", "accept")
    walk.files("R4", "assessment", RECORD | record, together=True)
    walk.reckons()
    return walk


def proposed(walk: Request) -> Request:
    walk.moves("R4", "tell_result", told="当面，本人签收")
    walk.moves("R5", "preliminary_view", opinion="属实")
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def test_the_standard_has_twenty_six_items_of_ninety_points():
    parts = {
        part: [most for code, _, _, most in ITEMS if code.startswith(part)] for part in ("B.1", "B.2", "B.3", "B.4")
    }
    assert {part: (len(rows), sum(rows)) for part, rows in parts.items()} == {
        "B.1": (8, 32), "B.2": (4, 15), "B.3": (9, 28), "B.4": (5, 15),
    }  # fmt: skip


def test_a_severely_disabled_elder_of_a_dibao_household_gets_both_subsidies(county):
    walk = proposed(assessed(Request("elder_care", county, DAY, elder(**SEVERE), consents=False, receiving_dibao=True)))
    told = walk.paper("result")
    assert "40/90" in told and "重度失能" in told and "申请复评" in told
    with pytest.raises(MoveRefused, match="批准，并发电子券"):
        walk.moves("R7", "confirm")
    walk.moves("R7", "confirm_with_voucher")
    paid = Entitlement.objects.get(programme="elder_care")
    assert (paid.amount_month, paid.since) == (30000, date(2026, 11, 1))
    assert "另符合养老服务消费补贴条件" in walk.paper("decision")
    assert walk.clocks()["first_voucher_beside"].due_on == date(2026, 10, 15)
    walk.moves("R6", "issue_voucher", voucher="D0002", month="2026年10月")
    assert walk.case.state == "granted"


def test_the_record_of_the_assessors_must_say_what_the_items_give(county):
    walk = assessed(Request("elder_care", county, DAY, elder(**SEVERE), receiving_dibao=True), total="45")
    with pytest.raises(MoveRefused, match="总分 45 与按 26 项测算的 40 不一致"):
        walk.moves("R4", "tell_result", told="当面")


def test_the_assessment_is_signed_by_two(county):
    walk = Request("elder_care", county, DAY, elder(**SEVERE))
    walk.moves("R3", "accept")
    with pytest.raises(MoveRefused, match="两人"):
        walk.files("R4", "assessment", RECORD)


def test_whoever_disagrees_with_the_result_is_assessed_again(county):
    walk = assessed(Request("elder_care", county, DAY, elder(**SEVERE), receiving_dibao=True))
    walk.moves("R4", "tell_result", told="当面")
    walk.moves("R3", "reassess", reason="认为偏轻", from_whom="张小国")
    assert walk.case.state == "investigating"
    walk.files("R4", "assessment", RECORD | {"reason": "again"}, together=True)
    proposed(walk).moves("R7", "confirm_with_voucher")


def test_an_elder_who_is_not_poor_gets_only_the_voucher_within_five_working_days(county):
    walk = proposed(assessed(Request("elder_care", county, DAY, elder(care_bill_month=150000, **SEVERE))))
    with pytest.raises(MoveRefused, match="没有可以发放的现金补贴"):
        walk.moves("R7", "confirm")
    walk.moves("R7", "confirm_voucher")
    assert (walk.case.state, walk.clocks()["first_voucher"].due_on) == ("voucher_due", date(2026, 10, 15))
    assert not Entitlement.objects.exists()
    assert "不兑现金" in walk.paper("voucher")
    walk.moves("R6", "issue_voucher", voucher="D0001", month="2026-10")
    assert (walk.case.state, walk.case.outcome) == ("granted", "granted")


def test_a_year_after_the_decision_the_elder_is_to_be_assessed_again(county):
    proposed(assessed(Request("elder_care", county, DAY, elder(**SEVERE), receiving_dibao=True))).moves(
        "R7", "confirm_with_voucher"
    )
    with acting("测试"):
        schedule("elder_care", towns.COUNTY, date(2027, 9, 1), on=date(2027, 9, 1))
        assert not Review.objects.exists()
        schedule("elder_care", towns.COUNTY, date(2027, 11, 1), on=date(2027, 11, 2))
    assert Cycle.objects.get().proposed == "regular"
    assert "到期复核" in Review.objects.get(programme="elder_care").why


def test_the_month_counts_assessments_and_vouchers(county):
    walk = proposed(assessed(Request("elder_care", county, DAY, elder(care_bill_month=150000, **SEVERE))))
    walk.moves("R7", "confirm_voucher")
    with acting("测试"):
        compute(date(2026, 10, 1))
    month = figures(date(2026, 10, 1), [towns.COUNTY])
    assert (month["elder_care.assessments"].value, month["elder_care.new_voucher"].value) == (1, 1)
