"""A few requests for 特困, low-income recognition and 临时救助 told through the flow's own door, and what registers hold."""

from datetime import date, timedelta

from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import Household, age, members_on, sign_consent, unseal
from anmin.ops.demo.benefits import Telling, tell_benefits
from anmin.ops.demo.county import Staff
from anmin.ops.demo.households import Village

ADULT = 18
VISIT = {"address": "家中", "present": "本人", "findings": "住房一般，无大件家电，与申报一致", "matches": "yes"}
REPORT = {"sources": "民政、人社、公安、市场监管、银行", "result": "same"}
OBLIGORS = {"named": "无配偶、子女，已查户籍档案", "authorised": "none", "findings": "没有法定义务人"}
SELF_CARE = {
    "can_eat": "yes", "can_dress": "yes", "can_get_up": "yes", "can_toilet": "yes", "can_walk": "yes", "can_bathe": "no",
    "grade": "partial", "assessor": "安和县民政局委托机构",
}  # fmt: skip
FIRST_AID = {"cause": "夜间失火，两间房烧毁", "form": "cash", "amount": 100000, "received_by": "申请人签收"}
RECEIPTS = {"medical": "住院票据 6 张，自付 62000 元", "checked": "yes"}
PROOF = "村务公开栏，照片 001，见证人村主任"


def _open(t: Telling, service: str) -> Telling:
    for member in members_on(t.home, t.on):
        if age(member.person.born_on, t.on) >= ADULT:
            sign_consent(member.person, on=t.on)
    return t.open(service)


def _looked_into(t: Telling) -> Telling:
    t.later(2).file("R4", "visit", VISIT, together=True).file("R4", "check_request", {})
    return t.later(2).file("R8", "check_report", REPORT)


def _tekun(t: Telling) -> None:
    _looked_into(_open(t, "tekun")).file("R4", "obligors", OBLIGORS).reckon()
    t.move("R5", "preliminary", proof=PROOF).after_notice().move("R4", "submit", proof=PROOF)
    t.later(2).file("R6", "self_care", SELF_CARE, together=True).move("R6", "county_check", opinion="同意，已抽查")
    t.move("R7", "confirm")


def _tekun_noticed(t: Telling) -> None:
    _looked_into(_open(t, "tekun")).file("R4", "obligors", OBLIGORS).reckon().move("R5", "preliminary", proof=PROOF)


def _edge(t: Telling) -> None:
    _looked_into(_open(t, "low_income")).reckon().move("R5", "preliminary_view", opinion="属实").later(4)
    t.move("R6", "county_check", opinion="同意").move("R7", "confirm")


def _rigid(t: Telling) -> None:
    _looked_into(_open(t, "low_income")).file("R4", "receipts", RECEIPTS).reckon().move(
        "R5", "preliminary_view", opinion="属实"
    )


def _urgent(t: Telling) -> None:
    t.open("emergency_aid").file("R4", "visit", VISIT | {"same_cause": "no"}, together=True).reckon()
    t.move("R4", "propose", opinion="情况属实").move("R5", "approve")


def _helped_first(t: Telling) -> None:
    t.open("emergency_aid").file("R4", "first_aid", FIRST_AID, together=True).move("R5", "help_first", "全家无处过夜")


OLD, CHILD = ("02", 1), ("20", 1)
FAMILY = (
    (*OLD, 43, {}, {"wage_month": 480000}),
    ("10", 2, 41, {"disability": ("limb", 2)}, {}),
    (*CHILD, 11, {"student": "school"}, {}),
)
ILL = (
    (*OLD, 52, {}, {"wage_month": 700000, "medical_bills_year": 9000000, "medical_reimbursed_year": 2800000}),
    ("10", 2, 50, {}, {}),
)
STORIES = (
    (_tekun, 24, ((*OLD, 78, {}, {"obligor": "none", "can_bathe": False}),), {}),
    (_tekun_noticed, 8, ((*OLD, 69, {}, {"obligor": "none"}),), {}),
    (_edge, 21, FAMILY, {}),
    (_rigid, 9, ILL, {}),
    (_urgent, 6, ((*OLD, 48, {}, {}), ("10", 2, 47, {}, {})), {"aid_kind": "urgent", "aid_cause": "fire"}),
    (_helped_first, 14, ((*OLD, 39, {}, {}), (*CHILD, 9, {}, {})), {"aid_kind": "urgent", "aid_cause": "fire"}),
)


def tell_hardship(staff: Staff, places: list[Village], today: date, seed: int) -> int:
    """The requests, then a reserve with its lines, an agreement, a named officer and the first night's warnings."""
    from anmin.services.low_income.watching import watch

    told = tell_benefits(staff, places, today, seed, STORIES, "hardship")
    _reserve(today)
    _agreement()
    _named_officer(staff, today)
    watch(today)
    return told


def _reserve(today: date) -> None:
    """The township of the first 临时救助, with money granted and the first aid paid out."""
    from anmin.services.emergency_aid.models import Reserve, ReserveEntry
    from anmin.services.emergency_aid.register import save_entry, save_reserve

    for case in flow.Case.objects.filter(service="emergency_aid").order_by("pk")[:2]:
        area = f"{case.area[:9]}000"
        if Reserve.objects.filter(area=area).exists():
            continue
        reserve = save_reserve(Reserve(), {"area": area, "keeper": case.officer.name})
        line = {"reserve_id": str(reserve.pk), "paid_by": case.officer.name, "seen_by": "分管领导"}
        save_entry(ReserveEntry(), {**line, "kind": "in", "amount": 2000000, "on": today - timedelta(days=60)})
        if case.state == "papers_owed":
            out = {
                "kind": "out",
                "amount": 100000,
                "on": case.received_on,
                "case_number": case.number,
                "receiver": case.applicant.name,
            }
            save_entry(ReserveEntry(), {**line, **out})


def _agreement() -> None:
    """Who was recognised as 特困 lives at home and is looked after."""
    from anmin.services.tekun.models import Agreement
    from anmin.services.tekun.register import save_agreement

    for case in flow.Case.objects.filter(service="tekun", outcome="granted"):
        person = case.applicant
        values = {
            "name": person.name, "identity": unseal(person.id_number), "kind": "home", "carer": "村邻照料人", "relation": "邻居",
            "care_grade": "partial", "disabled": False, "fee_month": 30000, "duties": "每日上门做饭，每周助浴",
            "signed_on": case.decided_on,
        }  # fmt: skip
        save_agreement(Agreement(), values)


def _named_officer(staff: Staff, today: date) -> None:
    from anmin.services.low_income.models import Worker
    from anmin.services.low_income.register import save_worker

    for case in flow.Case.objects.filter(service="low_income", outcome="granted"):
        if Worker.objects.filter(household=case.household_id, until__isnull=True).exists():  # named with the decision
            continue
        home = Household.objects.select_related("head").get(pk=case.household_id)
        officer = staff.at("R4", home.area).account
        values = {
            "head": home.head.name, "identity": unseal(home.head.id_number), "worker_id": str(officer.pk),
            "since": case.decided_on, "visit_by": today + timedelta(days=30), "note": "",
        }  # fmt: skip
        save_worker(Worker(), values)
