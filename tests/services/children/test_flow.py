"""A child whose parents cannot bring it up, from the counter to the first month (民发〔2019〕62号): never on public notice."""

from datetime import date

import pytest

from anmin.kernel.flow.api import MoveRefused, Notice
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.api import reckon_households
from anmin.kernel.people.api import PersonIn
from anmin.kernel.service import service
from tests import county as towns
from tests.services.walking import Request

DAY = date(2026, 10, 9)
VERIFIED = {
    "father": "matched", "father_proof": "死亡注销 2024-05-01", "mother": "matched", "mother_proof": "(2025)某刑初1号",
    "child_seen": "yes", "living": "随祖母生活",
}  # fmt: skip
PLEDGE = {"carer": "张老太", "relation": "祖母", "able": "yes", "receives": "祖母", "director": "赵小梅"}
ORPHAN = {"father_state": "dead", "mother_state": "dead"}


def family(**facts: object) -> tuple[PersonIn, ...]:
    return (
        PersonIn("张老太", towns.number("34992619580302001"), 2, date(1958, 3, 2), "02"),
        PersonIn("张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), "42", student="school", facts=facts),
    )


@pytest.fixture
def county(db):
    return towns.build()


def reported(walk: Request) -> Request:
    walk.moves("R3", "accept")
    walk.files("R4", "verification", VERIFIED, together=True)
    walk.reckons()
    walk.moves("R5", "report", opinion="属实")
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def test_the_child_gets_the_gap_from_the_next_month_and_nobody_reads_it_on_a_wall(county):
    members = family(father_state="dead", mother_state="prison", mother_state_months=40)
    walk = Request("children", county, DAY, members, consents=False, receiving_dibao=True, dibao_amount_month=100000)
    reported(walk)
    with pytest.raises(MoveRefused, match="监护（照料）责任书"):
        walk.moves("R7", "confirm")
    walk.moves("R7", "send_back", reason="补签责任书")
    walk.files("R4", "guardian_pledge", PLEDGE)
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    paid = Entitlement.objects.get(programme="children")
    assert (paid.amount_month, paid.persons, paid.since) == (138000 - 50000, 1, date(2026, 11, 1))
    assert "880.00" in walk.paper("decision")
    assert not Notice.objects.exists()
    assert "notice" not in service("children").papers


def test_an_orphan_is_told_the_document_on_orphans(county):
    walk = Request("children", county, DAY, family(father_state="dead", mother_state="not_found"), consents=False)
    walk.moves("R3", "accept")
    walk.files("R4", "verification", VERIFIED, together=True)
    walk.files("R4", "guardian_pledge", PLEDGE)
    walk.reckons()
    walk.moves("R5", "report", opinion="属实")
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    said = walk.paper("decision")
    assert "国办发〔2010〕54号" in said and "孤儿基本生活费" in said and "民发〔2019〕62号）" not in said


def test_one_able_parent_is_refused_with_the_state_of_both(county):
    walk = reported(Request("children", county, DAY, family(father_state="dead")))
    walk.moves("R7", "refuse", reason="母亲能够抚养")
    said = walk.paper("refusal")
    assert "张小雨" in said and "母亲能够履行抚养责任" in said and "民发〔2019〕62号" in said


def test_a_verification_that_denies_what_was_declared_is_not_reported(county):
    walk = Request("children", county, DAY, family(father_state="dead", mother_state="serious_illness"))
    walk.moves("R3", "accept")
    walk.files("R4", "verification", VERIFIED | {"mother": "no"}, together=True)
    walk.reckons()
    with pytest.raises(MoveRefused, match="母亲情形不属实"):
        walk.moves("R5", "report", opinion="属实")


def test_fifteen_working_days_to_verify_and_fifteen_to_confirm(county):
    walk = Request("children", county, DAY, family(father_state="dead", mother_state="dead"))
    walk.moves("R3", "accept")
    assert walk.clocks()["verification"].due_on == date(2026, 10, 29)  # 10 October is worked


def test_a_child_who_turns_eighteen_is_paid_for_the_month_of_the_birthday_and_no_longer(county):
    member = (PersonIn("张小雨", towns.number("34992620081115004"), 2, date(2008, 11, 15), "02", facts=ORPHAN),)
    walk = Request("children", county, DAY, member)
    reported(walk)
    walk.moves("R7", "send_back", reason="补签责任书")
    walk.files("R4", "guardian_pledge", PLEDGE)
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    amounts = {}
    for month in (date(2026, 11, 1), date(2026, 12, 1)):
        eligible, amount, _ = reckon_households("children", month, [walk.home.pk]).amounts()[walk.home.pk]
        amounts[month.month] = amount if eligible else 0
    assert amounts == {11: 138000, 12: 0}
