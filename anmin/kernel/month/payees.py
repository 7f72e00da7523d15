"""A new payee for a benefit whose payee has died: what is due is reckoned for who is left, from the month after the death.

Mostly the death itself does this (停旧建新). Where it could not, because facts were wrong, the line stays off every roll
until a person names who receives, or stops the benefit.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS
from anmin.kernel.flow.api import next_month
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.law.api import LawError, yuan
from anmin.kernel.month.event_models import EventChange
from anmin.kernel.month.event_papers import issue_papers
from anmin.kernel.month.reckoning import Reckoned, bases, reasons, reckon_households
from anmin.kernel.month.reviews import TO_KEEP_AWAY, akin
from anmin.kernel.people.api import Household, LifeEvent, Membership, Person, members_on
from anmin.kernel.service import service

Kind = EventChange.Kind


class PayeeRefused(Exception):
    """Nobody can be named so. The text says what, why, and what to do."""


@dataclass(frozen=True)
class Onward:
    """What goes on under a new payee: the entitlement whose payee died, from which month, fen a month, persons, and by what."""

    old: Entitlement
    since: date
    amount: int
    persons: int
    reckoned: Reckoned

    @property
    def sentence(self) -> str:
        was = f"每月 {yuan(self.old.amount_month)} 元（{self.old.persons} 人）"
        now = f"每月 {yuan(self.amount)} 元（{self.persons} 人）"
        said = f"自{chinese_month(self.since)}起" + (f"{now}不变" if was == now else f"由{was}变为{now}")
        return f"{service(self.old.programme).label}{said}；停下的月份随下一册补发。"


def who_may_receive(home: Household, on: date) -> list[Person]:
    """Living members, the head first."""
    return [m.person for m in members_on(home, on) if m.person.died_on is None]


def onward(home: Household, programme: str) -> Onward:
    """What would go on, as the rules give it to who is left. Raises PayeeRefused with what to do first."""
    rows = Entitlement.objects.filter(
        household=home, programme=programme, until__isnull=True, payee__died_on__isnull=False
    )
    still = Membership.objects.filter(household=home, person=OuterRef("payee"), until__isnull=True)
    old = rows.select_related("payee").annotate(_member=Exists(still)).order_by("-since").first()
    label = service(programme).label
    if old is None:
        raise PayeeRefused(f"{label}的领款人在世，不用另行指定。")
    if old._member:
        raise PayeeRefused(
            f"{old.payee.name}于 {old.payee.died_on} 死亡，还没有作为家庭变化办理；请登记（发生日期填 {old.payee.died_on}），"
            "登记时自动停发，或由其他成员领取。"
        )
    since = next_month(old.payee.died_on)  # a standard may have divided what is left off since
    spans = Entitlement.objects.filter(household=home, programme=programme, payee=old.payee, until__gt=since)
    since = max(since, min([old.since, *spans.exclude(until=F("since")).values_list("since", flat=True)]))
    try:
        reckoned = reckon_households(programme, since, [home.pk], {home.pk: max(since, home.since)})
    except LawError as fault:
        raise PayeeRefused(f"{label}没有能够重新测算（{fault}），请先更正家庭信息。") from fault
    if home.pk in reckoned.wrong:
        raise PayeeRefused(f"{label}没有能够重新测算：{reckoned.wrong[home.pk]}。请先更正家庭信息。")
    eligible, amount, persons = reckoned.amounts()[home.pk]
    if not eligible or amount <= 0:
        raise PayeeRefused(f"其余成员重新测算不符合{label}的条件：{reasons(reckoned, home.pk)}。请办理停发。")
    return Onward(old, since, amount, persons, reckoned)


def may_name_payee(home: Household, who: User, on: date) -> str:
    """Why this user cannot name a payee, in words; "" where they may."""
    if not who.may(CHECK_REVIEWS, home.area):
        return "新领款人由乡镇经办或县局经办指定。"
    return TO_KEEP_AWAY if akin(home.pk, who, on) else ""


def name_payee(home: Household, programme: str, payee_id: int, *, who: User, on: date, proof: str) -> Onward:
    """Goes on with the benefit under a living member, and tells the household where the amount changed.

    Raises PayeeRefused. Runs inside `audit.acting`.
    """
    home = Household.objects.select_for_update(of=("self",)).select_related("head").get(pk=home.pk)
    if why_not := may_name_payee(home, who, on):
        raise PayeeRefused(why_not)
    payee = next((p for p in who_may_receive(home, on) if p.pk == payee_id), None)
    if payee is None:
        raise PayeeRefused("领款人须是本户在世的成员，请重新选择；本户已没有在世成员的，请办理停发。")
    if len(proof.strip()) < 2:
        raise PayeeRefused("请写明依据，例：家庭成员书面推举、监护证明。")
    found = onward(home, programme)
    old = found.old
    why = f"领款人{old.payee.name}于 {old.payee.died_on} 死亡，改由{payee.name}领取（{proof.strip()}）"
    basis = bases(found.reckoned, [home.pk])[home.pk]
    grant([
        Grant(home.pk, programme, found.amount, found.persons, found.since, why, basis, payee_id=payee.pk,
              case_id=old.case_id)
    ])  # fmt: skip
    _tell(home, found, why, on)
    return found


def _tell(home: Household, found: Onward, why: str, on: date) -> None:
    """The paper of an amount that changed with the death, unless the death itself has told of it."""
    old = found.old
    event = LifeEvent.objects.filter(household=home, person=old.payee, kind="died").order_by("-pk").first()
    if event is None or (found.amount, found.persons) == (old.amount_month, old.persons):
        return
    kind = Kind.OTHER if found.amount == old.amount_month else Kind.UP if found.amount > old.amount_month else Kind.DOWN
    change, new = EventChange.objects.get_or_create(
        event=event, household=home, programme=old.programme,
        defaults={
            "area": home.area, "kind": kind, "since": found.since, "amount_before": old.amount_month,
            "amount_after": found.amount, "persons_before": old.persons, "persons_after": found.persons, "reason": why,
        },
    )  # fmt: skip
    if new:
        issue_papers([change], on)
