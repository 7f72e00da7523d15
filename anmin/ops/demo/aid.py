"""A donated fund with a few gifts, hospital settlements of recipients, and requests to the fund, for bills and as veterans."""

from datetime import date, timedelta
from random import Random

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.people.api import Person, unseal
from anmin.kernel.service import service
from anmin.ops.demo.benefits import Telling, tell_benefits
from anmin.ops.demo.county import Staff
from anmin.ops.demo.households import Village
from anmin.ops.demo.recipients import COUNTY

HOSPITALS = ("安和县人民医院", "孔溪中心卫生院", "安和县中医院")
GIFTS = (
    ("县总商会", 2000000, "any", True), ("安和县某食品公司", 1500000, "illness", True), ("退休教师", 50000, "any", False),
    ("县一中师生", 836250, "sudden", True), ("慈善一日捐", 1264000, "any", True),
)  # fmt: skip
SETTLED = 8


def load_aid(random: Random, today: date) -> None:
    """Through the same doors as the interface and the desk."""
    from anmin.services.relief_fund.giving import save as give
    from anmin.services.relief_fund.models import Gift

    for place, (donor, amount, purpose, named) in enumerate(GIFTS, start=1):
        give(
            Gift(),
            {
                "receipt": f"公益捐赠-{place:04d}", "donor": donor, "amount": amount, "purpose": purpose,
                "public_name": named, "area": COUNTY, "received_on": today - timedelta(days=40 * place), "note": "",
            },
        )  # fmt: skip
    rows = Entitlement.objects.filter(programme="dibao", until__isnull=True, since__lte=today.replace(day=1))
    for place, due in enumerate(rows.select_related("payee").order_by("pk")[: SETTLED * 7 : 7], start=1):
        if due.payee.died_on is None:
            _settle(place, due.payee, random, today)


def load_lists(today: date) -> None:
    """What a night would draw up: the months of the price link, and who is paid as a veteran."""
    for name in ("price_link", "veterans"):
        service(name).nightly(today)


def _settle(place: int, person: Person, random: Random, today: date) -> None:
    from anmin.services.medical_aid.models import Settlement
    from anmin.services.medical_aid.settling import save

    total = random.randrange(800000, 9000000, 100)
    scope = total * random.randrange(80, 95) // 100
    save(
        Settlement(),
        {
            "number": f"YY{today.year}-{place:05d}", "channel": "hospital", "hospital": random.choice(HOSPITALS),
            "name": person.name, "identity": unseal(person.id_number),
            "settled_on": max(today - timedelta(days=3 * place), today.replace(month=1, day=1)), "cost_total": total,
            "cost_in_scope": scope, "paid_basic": scope * 6 // 10, "paid_serious": scope // 20, "paid_supplementary": 0,
            "paid_by_third": 0, "improper_referral": place % 5 == 0, "reversed_on": None, "reversal_reason": "",
        },
    )  # fmt: skip


ARCHIVE = {"sources": "退役军人数据库、个人档案", "certificate": "证件原件", "matches": "yes"}
BILLS = {"count": "1", "originals": "shared", "other_claims": "no"}
VISIT = {
    "address": "家中",
    "present": "申请人夫妇",
    "findings": "手术后自付较多，已办理医疗救助和临时救助",
    "matches": "yes",
}
PROOF = "村务公开栏，照片 001，见证人村主任"


def _veteran(t: Telling) -> None:
    t.open("veterans").later(2).file("R4", "archive", ARCHIVE).reckon()
    t.move("R5", "preliminary", proof=PROOF).after_notice()
    t.move("R4", "submit", proof=PROOF).move("R6", "county_check", opinion="档案相符，拟同意").move("R7", "confirm")


def _claim(t: Telling) -> None:
    _bill(t)
    t.open("medical_aid").later(2).file("R4", "bills", BILLS).reckon().move("R5", "preliminary", proof=PROOF)


def _bill(t: Telling) -> None:
    from anmin.services.medical_aid.models import Settlement
    from anmin.services.medical_aid.settling import save

    head = t.home.head
    save(
        Settlement(),
        {
            "number": f"FP{t.on:%Y%m%d}-{head.pk}", "channel": "counter", "hospital": "省立医院", "name": head.name,
            "identity": unseal(head.id_number), "settled_on": t.on, "cost_total": 5210000, "cost_in_scope": 4380000,
            "paid_basic": 2410000, "paid_serious": 310000, "paid_supplementary": 0, "paid_by_third": 0,
            "improper_referral": False, "reversed_on": None, "reversal_reason": "",
        },
    )  # fmt: skip


def _fund(t: Telling) -> None:
    t.open("relief_fund").later(2).file("R4", "visit", VISIT, together=True).reckon()
    t.move("R4", "to_committee", opinion="情况属实").later(3)
    for role, nth in (("R5", 0), ("R6", 0), ("R6", 1)):
        t.file(role, "vote", {"vote": "for"}, nth=nth)
    t.move("R6", "publish", proof=PROOF).after_notice()
    t.move("R6", "submit", proof=PROOF).move("R7", "confirm")


OLD = ("02", 1)
SOLDIER = {"veteran_kind": "disabled", "wound_nature": "war", "wound_grade": 6}
STORIES = (
    (_veteran, 80, ((*OLD, 71, {}, SOLDIER), ("10", 2, 69, {}, {})), {}),
    (_veteran, 75, ((*OLD, 68, {}, {"veteran_kind": "combat"}),), {}),
    (_veteran, 70, ((*OLD, 66, {}, {"veteran_kind": "rural60", "service_years": 4, "service_extra_months": 7}),), {}),
    (_claim, 5, ((*OLD, 52, {}, {}), ("10", 2, 50, {}, {})), {"receiving_edge": True}),
    (_fund, 25, ((*OLD, 47, {}, {"own_medical_after_aid": 5200000}), ("10", 2, 45, {}, {})), {"receiving_edge": True}),
)  # fmt: skip


def tell_aid(staff: Staff, places: list[Village], today: date, seed: int) -> int:
    """Takes a request of each service as far as its story goes, and draws up the night's lists; returns how many."""
    told = tell_benefits(staff, places, today, seed, STORIES, "aid")
    load_lists(today)
    return told
