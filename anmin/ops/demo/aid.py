"""A donated fund with a few gifts, hospital settlements of recipients, and this month's price supplement if it runs."""

from datetime import date, timedelta
from random import Random

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.people.api import unseal
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


def _settle(place: int, person: object, random: Random, today: date) -> None:
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
