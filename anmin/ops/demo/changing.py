"""What changes in households that receive: deaths from the crematorium, changes told in a township, holds, re-reviews, claims."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db import transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.funds import api as funds
from anmin.kernel.month import api as month
from anmin.kernel.people.api import Household, HouseholdIn, Membership
from anmin.ops.demo.county import SOME_TOWN, Staff
from anmin.ops.demo.recipients import COUNTY, PAID_MONTHS, PROGRAMME, Receiving, months_before

FACILITY = "安和县殡仪馆"
LOOKED = "乡镇干部二人入户，核对户口簿和收入流水，家庭情况与测算一致，本人签字认可"


class _Undo(Exception):
    """Takes back what was only tried."""


def hold_some(receiving: Receiving, random: Random, today: date) -> Callable[[date], None]:
    """One household is held since two months; another is held from the first month paid and released before the last.

    What is to be called before each month is made, with its first day.
    """
    (still, _), (again, _) = _some(receiving, random, today, 2, near=False)
    held = {months_before(today, 2): (still, "全家外出联系不上，待乡镇核实是否仍在本县居住"),
            months_before(today, PAID_MONTHS): (again, "存折挂失，本人要求暂缓发放")}  # fmt: skip

    def meanwhile(of: date) -> None:
        if of in held:
            pk, reason = held[of]
            funds.hold(Household.objects.get(pk=pk), PROGRAMME, since=of, reason=reason)
        if of == months_before(today, 1):
            home = Household.objects.get(pk=again)
            funds.release(home, PROGRAMME, since=of, reason="新存折已办好", pay_back=True)

    return meanwhile


def _some(
    receiving: Receiving, random: Random, today: date, count: int, *, near: bool, sizes: range = range(3, 6)
) -> list[tuple[int, HouseholdIn]]:
    """Households of so many persons where nobody has died; first those where the shown accounts of a township work, or not."""
    alive = set(
        Household.objects.filter(
            pk__in=receiving.ids, entitlements__programme=PROGRAMME, entitlements__until=None,
            entitlements__since__lte=months_before(today, PAID_MONTHS),
        ).exclude(memberships__person__died_on__isnull=False)
        .exclude(memberships__until__isnull=False).values_list("pk", flat=True)
    )  # fmt: skip
    fits = [
        pair
        for pair in zip(receiving.ids, receiving.drafts, strict=True)
        if len(pair[1].persons) in sizes and pair[0] in alive
    ]
    random.shuffle(fits)
    return sorted(fits, key=lambda pair: pair[1].area.startswith(SOME_TOWN[:9]) != near)[:count]


def deaths(receiving: Receiving, random: Random, today: date) -> None:
    """The crematorium's register: recipients who died, one told late and paid meanwhile, one in doubt, two not known here."""
    (_, one), (_, other) = _some(receiving, random, today, 2, near=True)
    ((_, doubt),) = _some(receiving, random, today, 1, near=False)
    ((_, late),) = _some(
        receiving, random, today, 1, near=False, sizes=range(1, 2)
    )  # paid after the death: to be asked back
    told = months_before(today, 1) - timedelta(days=6)
    rows = [
        (one.persons[0], one.area, today - timedelta(days=12), ""), (other.persons[-1], other.area, today - timedelta(days=9), ""),
        (late.persons[0], late.area, told, ""), (doubt.persons[1], doubt.area, today - timedelta(days=5), "某某"),
    ]  # fmt: skip
    for place, (person, area, died_on, otherwise) in enumerate(rows, start=1):
        _cremated(place, otherwise or person.name, person.id_number, area, died_on, today)
    for place, draft in enumerate(random.sample(receiving.drafts, 2), start=len(rows) + 1):
        _cremated(place, "龙守业" if place % 2 else "水清源", "", draft.area, today - timedelta(days=3 * place), today)


def _cremated(place: int, name: str, number: str, area: str, died_on: date, today: date) -> None:
    from anmin.services.funeral.models import Cremation
    from anmin.services.funeral.register import save

    save(
        Cremation(),
        {
            "certificate": f"安火〔{today:%Y}〕{place:04d}", "name": name, "identity": number, "area": area, "died_on": died_on,
            "cremated_on": min(died_on + timedelta(days=2), today), "facility": FACILITY, "handler": "家属",
            "transport_fee": 30000, "storage_price_day": 8000, "storage_days": 2, "cremation_fee": 48000, "urn_fee": 60000,
            "free_amount": None,
        },
    )  # fmt: skip


def tell_changes(receiving: Receiving, staff: Staff, random: Random, today: date, *, papers: bool) -> None:
    """A member left: one change confirmed in the county with its paper, one that waits there."""
    chosen = [pk for pk, _ in _some(receiving, random, today, 2, near=True)]
    homes = Household.objects.select_related("head").filter(pk__in=chosen).order_by("pk")
    days = (months_before(today, 1) + timedelta(days=9), max(today - timedelta(days=2), today.replace(day=1)))
    for home, on, confirmed in zip(homes, days, (True, False), strict=True):
        _tell(home, on, staff, today, confirmed=confirmed, papers=papers)


def _tell(home: Household, on: date, staff: Staff, today: date, *, confirmed: bool, papers: bool) -> None:
    town, county = staff.at("R4", home.area), staff.at("R6", COUNTY)
    last = (
        Membership.objects.filter(household=home, until__isnull=True).exclude(person=home.head).order_by("-pk").first()
    )
    what = month.Happening(
        home, last.person, "left", on, {"proof": "户口迁移证"}, f"{town.account.name}登记：户口迁移证"
    )
    with acting(town.actor, reason="登记家庭变化"):
        told = None
        try:
            with transaction.atomic():
                told = what.carry_out()
                raise _Undo
        except _Undo:
            waits = month.propose_event(what, told, who=town, on=today)
    if not confirmed:
        return
    with acting(county.actor, reason="复核家庭变化"):
        done = month.confirm_event(waits.pk, who=county, on=today, lines=told.lines)
        if papers:
            month.issue_papers(done.changes, today)


def look_into(staff: Staff, today: date, *, papers: bool) -> None:
    """Households that have outgrown the standard: one leaves by steps, one waits for the decision to stop."""
    county, head = staff.at("R6", COUNTY), staff.at("R7", COUNTY)
    open_ones = month.Review.objects.filter(programme=PROGRAMME, state="open", cause="finding").order_by("pk")
    for place, review in enumerate(open_ones[:3]):
        with acting(county.actor, reason="复核"):
            try:
                with transaction.atomic():
                    proposed = month.propose(review.pk, who=county, on=today, found=LOOKED, by_work=place < 2)
            except month.ReviewRefused:
                continue
        if proposed.outcome == "taper" and papers:  # the decision makes its paper at once
            with acting(head.actor, reason="复核决定"):
                month.decide(review.pk, who=head, on=today)


def draw(staff: Staff, today: date) -> None:
    """A sample of one household in a hundred, drawn by whoever supervises."""
    who, on = staff.at("R10", COUNTY), today - timedelta(days=6)
    with acting(who.actor, reason="复核抽查"):
        month.draw_sample(
            PROGRAMME,
            COUNTY,
            seed=f"{on:%Y年%m月}复核抽查",
            share_bp=100,
            who=who,
            on=on,
            due_on=on + timedelta(days=40),
        )


def begin_month(staff: Staff, today: date) -> None:
    """The month's roll is made and waits for review; part of what it claims back has come."""
    who = staff.at("R6", COUNTY)
    month.prepare(PROGRAMME, today.replace(day=1), COUNTY, who=who, on=today)  # claims come with the month's roll
    claim = funds.Recovery.objects.filter(state="open").order_by("pk").first()
    if claim is None:
        return
    with acting(who.actor, reason="追缴退款"):
        funds.repay(claim.pk, amount=claim.outstanding // 2 or claim.outstanding, on=today, who=who, proof="收据 0012")
