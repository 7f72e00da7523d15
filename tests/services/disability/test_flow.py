"""残疾人两项补贴 from any counter to the first month: the month of the request (国发〔2015〕52号 三(三))."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.insight.api import compute, figures
from anmin.kernel.people.api import PersonIn
from tests import county as towns
from tests.services.walking import Request

DAY = date(2026, 10, 29)
CHECK = {"card": "yes", "income_class": "yes", "other": "yes"}


def family(**facts: object) -> tuple[PersonIn, ...]:
    born = date(1982, 3, 8)
    return (
        PersonIn("李秀英", towns.number("34992619820308002"), 2, born, "02", disability=("limb", 2), facts=facts),
        PersonIn("张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), "30", student="school"),
    )


@pytest.fixture
def county(db):
    return towns.build()


def checked(walk: Request) -> Request:
    walk.moves("R3", "accept")
    walk.files("R4", "card_check", CHECK)
    walk.reckons()
    walk.moves("R5", "preliminary_view", opinion="属实")
    walk.waits(8)
    walk.moves("R6", "federation_view", view="agree", handled_by="残联 赵某")
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def test_both_subsidies_are_paid_from_the_month_of_the_request(county):
    walk = checked(Request("disability", county, DAY, family(), consents=False, receiving_dibao=True))
    walk.moves("R7", "confirm")
    paid = Entitlement.objects.get(programme="disability")
    assert walk.day == date(2026, 11, 6)
    assert (paid.amount_month, paid.persons, paid.since) == (24400, 1, date(2026, 10, 1))
    said = walk.paper("decision")
    assert "2026年10月起" in said and "困难残疾人生活补贴合计" in said and "122.00" in said


def test_who_is_registered_elsewhere_is_sent_on_with_a_paper_and_nothing_is_decided_here(county):
    walk = Request("disability", county, DAY, family(own_hukou_here=False))
    walk.moves(
        "R3", "forward", reason="户籍在外省", to_place="某省某市某县某镇", to_office="某镇政务服务中心 0000-1234567",
        handed="全国信息系统流转 001",
    )  # fmt: skip
    assert (walk.case.state, walk.case.outcome) == ("forwarded", "forwarded")
    said = walk.paper("forwarded")
    assert "某省某市某县某镇" in said and "不必到户籍地重复提交材料" in said
    assert not Entitlement.objects.exists()


def test_the_month_counts_who_holds_which_and_who_was_sent_on(county):
    checked(Request("disability", county, DAY, family(), receiving_dibao=True)).moves("R7", "confirm")
    others = (PersonIn("赵某", towns.number("34992619700101003"), 1, date(1970, 1, 1), "02", disability=("visual", 3)),)
    gone = Request("disability", county, DAY, others)
    gone.moves("R3", "forward", reason="户籍在外省", to_place="外省", to_office="某镇", handed="流转 002")
    with acting("测试"):
        for month in (date(2026, 10, 1), date(2026, 11, 1)):
            compute(month)
    october, november = (figures(date(2026, m, 1), [towns.COUNTY]) for m in (10, 11))
    said = {n: november[f"disability.{n}"].value for n in ("new_living", "new_care", "new_both", "persons")}
    assert said == {"new_living": 1, "new_care": 1, "new_both": 1, "persons": 1}
    assert october["disability.forwarded"].value == 1


def test_a_card_that_differs_from_what_was_declared_stops_the_proposal(county):
    walk = Request("disability", county, DAY, family(), receiving_dibao=True)
    walk.moves("R3", "accept")
    walk.files("R4", "card_check", CHECK | {"card": "no"})
    walk.reckons()
    with pytest.raises(MoveRefused, match="残疾证信息与申报不一致"):
        walk.moves("R5", "preliminary_view", opinion="属实")


def test_the_refusal_names_each_subsidy_with_its_reason(county):
    walk = checked(Request("disability", county, DAY, family(receiving_tekun=True)))
    walk.moves("R7", "refuse", reason="特困供养人员")
    assert "李秀英是特困供养人员，不享受残疾人两项补贴（国发〔2015〕52号二（四））" in walk.paper("refusal").replace(
        "（四）", "（四）"
    )
