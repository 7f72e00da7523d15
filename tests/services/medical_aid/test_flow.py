"""二次报账: bills at the counter, a case from application to decision, money on the roll, the year counted."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.funds.api import Entitlement
from anmin.services.medical_aid.models import Settlement, YearTotal
from anmin.services.medical_aid.settling import save
from tests import county as places
from tests.county import number
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
BILLS = {"count": "2", "originals": "paper", "other_claims": "no"}
PROOF = {"proof": "照片 001，村务公开栏"}


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


class Course:
    def __init__(self, county: places.County, service: str, home: object, on: date) -> None:
        self.county, self.day = county, on
        who = county.user("R3")
        with acting(who.actor):
            self.pk = flow.open_case(service, home, home.head, who=who, on=on).pk

    @property
    def case(self) -> flow.Case:
        return flow.Case.objects.get(pk=self.pk)

    def moves(self, role: str, name: str, reason: str = "", **answers: object) -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.make_move(self.pk, name, who=who, on=self.day, reason=reason, answers=answers)

    def files(self, role: str, name: str, answers: dict, second: object = None) -> None:
        who = self.county.user(role)
        with acting(who.actor):
            flow.file_record(self.pk, name, answers, who=who, on=self.day, second_by=second)

    def reckons(self, role: str = "R4") -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.reckon(self.pk, who=who, on=self.day)


def bill(number_: str, who: str = "张卫国", **more: object) -> Settlement:
    given = {
        "number": number_, "channel": "counter", "hospital": "省立医院", "name": who,
        "identity": number("34992619610512001"), "settled_on": date(2026, 9, 12), "cost_total": 900000,
        "cost_in_scope": 800000, "paid_basic": 400000, "paid_serious": 0, "paid_supplementary": 0, "paid_by_third": 0,
        "improper_referral": False, "reversed_on": None, "reversal_reason": "",
    } | more  # fmt: skip
    with acting("测试"):
        return save(Settlement(), given)


def test_a_dibao_household_claims_two_bills_and_is_paid_once(county: places.County) -> None:
    home = household(person("张卫国", 1, born="19610512", disability=("limb", 1)))
    enrol(home)
    bill("P-1")
    bill("P-2", cost_in_scope=300000, paid_basic=100000)
    course = Course(county, "medical_aid", home, date(2026, 10, 9))
    course.moves("R3", "accept")
    course.files("R4", "bills", BILLS)
    case = course.reckons()
    assert case.amount_month == 450000  # (4,000 + 2,000) × 75 %
    course.moves("R4", "forward")  # 低保对象: no notice
    course.moves("R6", "county_check", opinion="同意")
    case = course.moves("R7", "confirm")
    assert case.outcome == "granted"
    paid = Entitlement.objects.get(programme="medical_aid")
    assert (paid.amount_month, paid.since, paid.until) == (450000, date(2026, 10, 1), date(2026, 11, 1))
    assert [(b.state, b.aid) for b in Settlement.objects.order_by("pk")] == [("settled", 300000), ("settled", 150000)]
    who = county.user("R6")
    with acting(who.actor):
        word = docx.Document(io.BytesIO(flow.open_paper(case.papers.get(kind="decision"), "docx", who=who)))
    said = "".join(each.text for each in word.paragraphs)
    assert (
        "张卫国（低保对象）：政策范围内个人自付6,000.00元，不设起付标准，按75%计4,500.00元，医疗救助4,500.00元。"
        in said
    )
    total = YearTotal.objects.get()
    assert (total.own, total.aid) == (600000, 450000)


def test_an_edge_household_is_published_before_the_county_decides(county: places.County) -> None:
    home = household(person("张卫国", 1, born="19610512"), receiving_edge=True)
    bill("P-1", cost_total=3000000, cost_in_scope=2000000)
    course = Course(county, "medical_aid", home, date(2026, 10, 9))
    course.moves("R3", "accept")
    course.files("R4", "bills", BILLS)
    course.reckons()
    with pytest.raises(flow.MoveRefused, match="须审核公示"):
        course.moves("R4", "forward")
    course.moves("R5", "preliminary", **PROOF)
    course.day = date(2026, 10, 17)
    course.moves("R4", "submit", **PROOF)
    course.moves("R6", "county_check", opinion="同意")
    case = course.moves("R7", "confirm")
    # own 16,000 − deductible 10 % of 47,000; 65 %: 11,300 × 65 % = 7,345
    assert (case.outcome, case.amount_month) == ("granted", 734500)


def test_a_settlement_after_the_reckoning_sends_the_case_back(county: places.County) -> None:
    home = household(person("张卫国", 1, born="19610512", disability=("limb", 1)))
    enrol(home)
    bill("P-1")
    course = Course(county, "medical_aid", home, date(2026, 10, 9))
    course.moves("R3", "accept")
    course.files("R4", "bills", BILLS)
    course.reckons()
    course.moves("R4", "forward")
    course.moves("R6", "county_check", opinion="同意")
    bill("H-9", channel="hospital", settled_on=date(2026, 10, 9))
    with pytest.raises(flow.MoveRefused, match="退回复核重新测算"):
        course.moves("R7", "confirm")
    assert not Entitlement.objects.filter(programme="medical_aid").exists()


def test_no_class_is_refused_with_reasons(county: places.County) -> None:
    home = household(person("张卫国", 1, born="19610512"))
    bill("P-1")
    course = Course(county, "medical_aid", home, date(2026, 10, 9))
    course.moves("R3", "accept")
    course.files("R4", "bills", BILLS)
    assert course.reckons().amount_month is None
    course.moves("R5", "report_ineligible", reason="不是救助对象")
    course.moves("R6", "county_check", opinion="不同意")
    case = course.moves("R7", "refuse", reason="不是救助对象")
    assert (case.outcome, case.state) == ("refused", "notifying")
