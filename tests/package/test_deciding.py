"""What excludes what, when a case is decided: refused or given way to, in words with the article (domain 31, B)."""

import re
from datetime import date
from io import BytesIO

import docx
import pytest
from django.test import Client

from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.api import EventChange, EventPaper, open_event_paper, weigh_beside
from anmin.kernel.people.api import PersonIn
from tests import county as towns
from tests.flow.walk import PROOF, REPORT, VISIT, Walk
from tests.package.holders import held, pays
from tests.services.children.test_flow import PLEDGE, VERIFIED
from tests.services.tekun.test_flow import SELF_CARE, submitted
from tests.services.walking import Request

DAY, NEXT = date(2026, 10, 9), date(2026, 11, 1)
ORPHAN = {"father_state": "dead", "mother_state": "dead"}


@pytest.fixture
def county(db):
    return towns.build()


def granny(**facts: object) -> PersonIn:
    return PersonIn("张老太", towns.number("34992619580302001"), 2, date(1958, 3, 2), "02", facts=facts)


def child(relation: str = "42", **facts: object) -> PersonIn:
    return PersonIn(
        "张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), relation, student="school", facts=facts
    )


def old_man(**more: object) -> PersonIn:
    return PersonIn("钱老根", towns.number("34992619480505001"), 1, date(1948, 5, 5), "02", **more)


def _text(paper: EventPaper, county: object) -> str:
    return "\n".join(
        p.text for p in docx.Document(BytesIO(open_event_paper(paper, "docx", who=county.user("R4")))).paragraphs
    )


def test_a_lone_orphan_is_not_confirmed_for_dibao(county):
    """国办发〔2010〕54号; domain 31: the orphan is kept by the orphans' allowance and not counted for 低保."""
    home = towns.household(DAY, members=(child("02", **ORPHAN),), consents=True)
    held(home, "children", date(2026, 2, 1))
    walk = Walk(county, DAY, home)
    walk.accepted()
    assert "张小雨已享受孤儿基本生活费" in weigh_beside(walk.case, DAY).told[0]
    walk = _dibao_checked(walk)
    with pytest.raises(MoveRefused, match=r"张小雨已享受孤儿基本生活费.*不计入最低生活保障金的保障人口.*不能确认"):
        walk.moves("R7", "confirm")
    assert pays("dibao") == {}


def test_an_orphan_is_left_out_of_the_count_and_the_household_keeps_dibao_for_the_other(county):
    home = towns.household(DAY, members=(granny(), child(**ORPHAN, legal_duty="owed", lives_together=True)))
    held(home, "children", date(2026, 2, 1))
    walk = _dibao_checked(Walk(county, DAY, home).accepted())
    assert [name for _, name in walk.case.facts["who"]] == ["张老太"]
    walk.moves("R7", "confirm")
    assert Entitlement.objects.get(programme="dibao").persons == 1
    assert set(pays("children")) == {home.pk}


def test_who_is_granted_before_the_other_was_known_is_reckoned_again_first(county):
    home = towns.household(DAY, members=(granny(), child(**ORPHAN, legal_duty="owed", lives_together=True)))
    walk = _dibao_checked(Walk(county, DAY, home).accepted())
    assert len(walk.case.facts["who"]) == 2
    held(home, "children", date(2026, 2, 1))
    with pytest.raises(MoveRefused, match="请重新测算"):
        walk.moves("R7", "confirm")


def test_tekun_for_one_leaves_dibao_to_the_others(county):
    """国令649号 第十四条: who is supported as 特困 no longer receives 低保; the others of the household do."""
    wife = PersonIn("李秀英", towns.number("34992619500308002"), 2, date(1950, 3, 8), "10")
    home = towns.household(DAY, members=(old_man(facts={"obligor": "none", "can_bathe": False}), wife))
    held(home, "dibao", date(2026, 2, 1))
    before = Entitlement.objects.get(programme="dibao")
    walk = Request("tekun", county, DAY, home=home)
    walk = _tekun_confirmed_at(walk)
    said = weigh_beside(walk.case, walk.day).told
    walk.moves("R7", "confirm")
    after = Entitlement.objects.get(programme="dibao", until=None)
    assert (before.persons, after.persons, after.since) == (2, 1, NEXT)
    assert after.basis["who"] == [home.memberships.get(relation="10").person_id]
    assert (
        said[0].startswith("确认后，最低生活保障自2026年11月起由每月")
        and "社会救助暂行办法（国令649号） 第十四条" in said[0]
    )


def test_tekun_ends_the_living_and_care_subsidies_of_the_disabled(county):
    """国发〔2015〕52号: neither subsidy beside 特困."""
    home = towns.household(
        DAY,
        members=(old_man(disability=("limb", 1), facts={"obligor": "none", "can_bathe": False}),),
        receiving_dibao=True,
    )
    held(home, "disability", date(2026, 2, 1))
    assert set(pays("disability")) == {home.pk}
    walk = _tekun_confirmed_at(Request("tekun", county, DAY, home=home))
    said = "".join(weigh_beside(walk.case, walk.day).told)
    assert "残疾人两项补贴自2026年11月起停发" in said and "国发〔2015〕52号" in said
    walk.moves("R7", "confirm")
    ended = Entitlement.objects.get(programme="disability")
    assert ended.until == NEXT and "国发〔2015〕52号" in ended.end_reason
    told = EventChange.objects.get(case=walk.case)
    assert (told.programme, told.kind, told.since, told.amount_after) == ("disability", "stop", NEXT, 0)
    text = _text(told.paper, county)
    assert "残疾人两项补贴停发告知书" in text and "已批准特困人员救助供养" in text
    head = Client()
    head.force_login(county.staff["R7"], backend="anmin.kernel.access.signing_in.Backend")
    shown = head.get(f"/desk/cases/{walk.case.pk}/", {"tab": "papers"}).content.decode()
    (listed,) = re.findall(r'"(/desk/event-changes/[^"]+)">本户的变动告知', shown)
    assert told.paper.number in head.get(listed).content.decode()
    assert walk.case.number in head.get(f"/desk/event-changes/{told.pk}/").content.decode()
    assert "2026年11月起停止发放" in text and "国发〔2015〕52号" in text and "行政复议" in text


def test_who_goes_from_dibao_to_tekun_is_told_in_writing_that_dibao_ends(county):
    home = towns.household(DAY, members=(old_man(facts={"obligor": "none", "can_bathe": False}),))
    before = held(home, "dibao", date(2026, 2, 1))
    walk = _tekun_confirmed_at(Request("tekun", county, DAY, home=home))
    walk.moves("R7", "confirm")
    told = EventChange.objects.get(programme="dibao")
    assert (told.kind, told.amount_before, told.amount_after, told.since) == ("stop", before, 0, NEXT)
    assert "最低生活保障金停发告知书" in _text(told.paper, county)


def test_an_orphan_s_allowance_is_refused_beside_tekun(county):
    """民发〔2021〕43号 第九条: a minor entitled to either chooses one."""
    home = towns.household(DAY, members=(child("02", **ORPHAN, obligor="none"),), consents=False)
    held(home, "tekun", date(2026, 2, 1))
    assert set(pays("tekun")) == {home.pk}
    walk = Request("children", county, DAY, home=home)
    walk.moves("R3", "accept")
    assert any("张小雨已享受特困人员供养金" in text and "第九条" in text for text in weigh_beside(walk.case, DAY).told)
    walk.files("R4", "verification", VERIFIED, together=True)
    walk.files("R4", "guardian_pledge", PLEDGE)
    walk.reckons()
    assert walk.case.reckoning["results"]["eligible"] is False
    assert "只能择一" in walk.case.reckoning["reasons"][0]["text"]


def test_the_unsupported_child_s_gap_hears_of_dibao_without_anybody_declaring_it(county):
    """民发〔2019〕62号 二: the gap is reckoned on the child's own share of 低保."""
    gone = {"father_state": "dead", "mother_state": "prison", "mother_state_months": 40}
    home = towns.household(DAY, members=(granny(), child(**gone, legal_duty="owed", lives_together=True)))
    share = held(home, "dibao", date(2026, 2, 1)) // 2
    walk = Request("children", county, DAY, home=home)
    walk.moves("R3", "accept")
    walk.files("R4", "verification", VERIFIED, together=True)
    assert walk.reckons().amount_month == 138000 - share


def _dibao_checked(walk: Walk) -> Walk:
    walk.files("R4", "visit", VISIT, walk.county.second)
    walk.files("R4", "check_request", {})
    walk.files("R8", "check_report", REPORT)
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def _tekun_confirmed_at(walk: Request) -> Request:
    submitted(walk).files("R6", "self_care", SELF_CARE, together=True)
    walk.moves("R6", "county_check", opinion="同意")
    return walk


def test_who_is_paid_the_gap_keeps_the_living_subsidy_and_the_care_subsidy(county):
    """民发〔2019〕62号 二: only who is paid in full does not receive the living subsidy; it lessens the allowance."""
    gone = {"father_state": "dead", "mother_state": "prison", "mother_state_months": 40}
    disabled = PersonIn(
        "张小雨", towns.number("34992620140901004"), 2, date(2014, 9, 1), "02", disability=("limb", 1),
        student="school", facts={**gone, "no_fixed_income": True},
    )  # fmt: skip
    home = towns.household(DAY, members=(disabled,), consents=False, receiving_dibao=True)
    held(home, "disability", date(2026, 8, 1))
    walk = Request("children", county, DAY, home=home)
    walk.moves("R3", "accept")
    walk.files("R4", "verification", VERIFIED, together=True)
    walk.files("R4", "guardian_pledge", PLEDGE)
    assert walk.reckons().amount_month == 138000 - 12200
    walk.moves("R5", "report", opinion="属实")
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    assert pays("disability") == {home.pk: 24400} and pays("children") == {home.pk: 138000 - 12200}
