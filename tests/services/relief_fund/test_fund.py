"""The donated fund: votes by several, recusal, a balance that cannot be overdrawn, and a page for everyone."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from anmin.kernel.access.api import Denied
from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.funds.api import Entitlement
from anmin.services.relief_fund.giving import save
from anmin.services.relief_fund.models import Balance, Gift, Help
from tests import county as places
from tests.county import COUNTY, TOWN
from tests.month.county import household, kin_of, person
from tests.services.medical_aid.test_flow import PROOF, Course

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)
VISIT = {"address": "三盘村 12 号", "present": "张卫国", "findings": "手术后自付较多", "matches": "yes"}


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    county = places.build()
    with acting("测试"):
        county.staff["member"] = places.officer("weiyuan", "马文", "R6", COUNTY)
    return county


def gift(receipt: str, amount: int, **more: object) -> Gift:
    given = {
        "receipt": receipt, "donor": "县商会", "public_name": True, "area": COUNTY, "amount": amount, "purpose": "any",
        "received_on": date(2026, 9, 1), "note": "",
    } | more  # fmt: skip
    with acting("测试"):
        return save(Gift(), given)


def asked(county: places.County, own: int = 4000000, before_committee: bool = True) -> Course:
    """A household with so much left to bear, brought before the committee."""
    home = household(person("张卫国", 1, born="19610512", facts={"own_medical_after_aid": own}), receiving_dibao=True)
    course = Course(county, "relief_fund", home, DAY)
    course.moves("R3", "accept")
    course.files("R4", "visit", VISIT, county.second)
    course.reckons()
    if before_committee:
        course.moves("R4", "to_committee", opinion="情况属实")
    return course


def votes(course: Course, **said: str) -> None:
    for role, vote in said.items():
        course.files(role, "vote", {"vote": vote})


def granted(course: Course) -> flow.Case:
    course.moves("R6", "publish", **PROOF)
    course.day = date(2026, 10, 15)
    course.moves("R6", "submit", **PROOF)
    return course.moves("R7", "confirm")


def test_three_vote_the_fund_pays_once_and_its_balance_falls(county: places.County) -> None:
    gift("J-1", 2000000)
    gift("J-2", 500000, purpose="illness")
    course = asked(county)
    votes(course, R5="for", R6="for", member="against")
    case = granted(course)
    assert (case.outcome, case.amount_month) == ("granted", 900000)  # (40,000 − 10,000) × 30 %
    paid = Entitlement.objects.get(programme="relief_fund")
    assert (paid.amount_month, paid.since, paid.until) == (900000, date(2026, 10, 1), date(2026, 11, 1))
    helped = Help.objects.get()
    assert (helped.from_purpose, helped.from_any) == (500000, 400000)  # what was given for illness goes first
    assert {b.purpose: b.left for b in Balance.objects.all()} == {"any": 1600000, "illness": 0}


def test_two_votes_or_half_of_them_are_not_enough(county: places.County) -> None:
    gift("J-1", 2000000)
    course = asked(county)
    votes(course, R5="for", R6="for")
    with pytest.raises(flow.MoveRefused, match="3 名以上委员"):
        course.moves("R6", "publish", **PROOF)
    votes(course, R6="against", member="abstain")  # the last vote of a member counts
    with pytest.raises(flow.MoveRefused, match="没有超过表决委员 3 名的半数"):
        course.moves("R6", "publish", **PROOF)
    course.moves("R6", "close_vote", reason="表决未通过")
    case = course.moves("R7", "refuse", reason="委员会表决未通过")
    assert case.outcome == "refused"


def test_a_relative_on_the_committee_cannot_vote_and_a_voter_cannot_sign(county: places.County) -> None:
    gift("J-1", 2000000)
    course = asked(county)
    kin_of(county.staff["member"], course.case.household)
    with pytest.raises(Denied):
        votes(course, member="for")
    votes(course, R5="for", R6="for", R7="for")
    course.moves("R6", "publish", **PROOF)
    course.day = date(2026, 10, 15)
    course.moves("R6", "submit", **PROOF)
    with pytest.raises(Denied, match="不能是同一人"):
        course.moves("R7", "confirm")


def test_nothing_is_promised_beyond_the_balance(county: places.County) -> None:
    gift("J-1", 500000)
    gift("J-2", 9000000, purpose="sudden")  # bound to another purpose
    course = asked(county)
    votes(course, R5="for", R6="for", member="for")
    with pytest.raises(flow.MoveRefused, match="基金余额不足"):
        granted(course)
    assert not Entitlement.objects.exists() and course.case.state == "confirming"
    with acting("测试"), pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.filter(purpose="any").update(used=500001)


def test_a_used_gift_cannot_be_corrected_away(county: places.County) -> None:
    given = gift("J-1", 1000000)
    votes(course := asked(county), R5="for", R6="for", member="for")
    granted(course)
    with acting("测试"), pytest.raises(ValueError, match="已有部分用于救助"):
        save(Gift.objects.get(pk=given.pk), {"amount": 100000, "purpose": "any", "received_on": DAY})


def test_everyone_sees_the_balance_and_nobody_sees_who_was_helped(county: places.County) -> None:
    gift("J-1", 2000000)
    gift("J-2", 100000, donor="不愿留名者", public_name=False)
    votes(course := asked(county), R5="for", R6="for", member="for")
    granted(course)
    page = Client().get("/open/relief_fund/")
    text = page.content.decode()
    assert page.status_code == 200
    for said in ("21,000.00 元", "9,000.00 元", "12,000.00 元", "县商会", "爱心人士", "大病自负数额较大"):
        assert said in text
    assert "张卫国" not in text and "不愿留名者" not in text and TOWN not in text
    assert Client().get("/open/dibao/").status_code == 404


def test_the_fund_sets_its_own_quorum(county: places.County) -> None:
    from anmin.kernel.law import api as law

    own = {"key": "relief_fund.committee_quorum_least", "category": "", "unit": "person", "until": None, "mark": "S"}
    own |= {"article": "第十条", "area": "349926", "urban_rural": "", "value": 5, "since": date(2026, 1, 1)}
    with acting("测试"):
        law.enter_numbers([own | {"doc": "安和县爱心救助基金章程"}])
    gift("J-1", 2000000)
    course = asked(county)
    votes(course, R5="for", R6="for", member="for")
    with pytest.raises(flow.MoveRefused, match="5 名以上委员"):
        course.moves("R6", "publish", **PROOF)
    law.forget_numbers()
