"""Households that receive 低保 since longer: registered, reckoned by the rules in force, paid for the last months."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.funds import api as funds
from anmin.kernel.law.api import numbers
from anmin.kernel.month import api as month
from anmin.kernel.people.api import HouseholdIn, change_account, take_in
from anmin.ops.demo.county import SOME_TOWN, Staff
from anmin.ops.demo.households import Families, Village
from anmin.ops.demo.numbers import Numbers

PROGRAMME, COUNTY = "dibao", "349926000000"
PAID_MONTHS = 3
RETURNED = 3  # lines that the bank sends back each month
LEFT_ON = date(2021, 1, 1)
WHY = ("账号户名不符", "账户已销户", "账户状态异常")
MONTHS_KNOWN = 20  # how long ago the register was taken over from the old lists
SOURCE = "原低保台账"
CROWD = 7  # two villages have at least so many, as the planted irregularities need
ANSWERED, LOOKED_INTO = 0.85, "已入户核实，情况与登记一致，下次复核时再看"  # what became of a month's findings
SHARE_OVER = 0.03  # households whose income has outgrown the standard: they come out at the next review


@dataclass(frozen=True)
class Receiving:
    """Registered recipients: what was generated, and their ids in the same order."""

    drafts: list[HouseholdIn]
    ids: list[int]


def register(count: int, places: list[Village], random: Random, today: date) -> Receiving:
    """`count` households, more of them in villages than in town, taken in as of the day the old lists were."""
    weights = [0.5 if place.urban_rural == "urban" else 1 for place in places]
    crowded = random.sample([n for n, place in enumerate(places) if place.urban_rural == "rural"], 2)
    spread = Counter(random.choices(range(len(places)), weights, k=count - 2 * CROWD)) + Counter(crowded * CROWD)
    families = Families(random, today, 0)
    drafts = []
    for number, many in sorted(spread.items()):
        place = places[number]
        families.standard = standard_on(today, place)
        drafts += [families.make(place, share=_share(random)) for _ in range(many)]
    taken = take_in(drafts, on=months_before(today, MONTHS_KNOWN), source=SOURCE)
    return Receiving(drafts, taken.household_ids)


def standard_on(day: date, village: Village) -> int:
    """The 低保 standard of a day, fen per person and month."""
    return numbers().find("dibao.standard_month", day, village.code, village.urban_rural).value


def months_before(day: date, count: int) -> date:
    """The first of the month `count` months before the month of `day`."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def _share(random: Random) -> float | None:
    return random.uniform(1.05, 1.5) if random.random() < SHARE_OVER else None


def entitle(receiving: Receiving, random: Random, today: date) -> int:
    """Entitles those whom the rules entitle, since some month of the last years; returns how many.

    Households that have outgrown the standard keep an old amount, which the month's close will find.
    """
    first = months_before(today, PAID_MONTHS)
    reckoned = month.reckon_households(PROGRAMME, first, receiving.ids)
    amounts = reckoned.amounts()
    due = [pk for pk in receiving.ids if amounts.get(pk, (False, 0, 0))[1] > 0]
    basis = month.bases(reckoned, due)
    grants = [
        funds.Grant(pk, PROGRAMME, amounts[pk][1], amounts[pk][2], _since(random, today), SOURCE, basis[pk])
        for pk in due
    ]
    outgrown = [pk for pk in receiving.ids if pk not in basis]
    grants += [
        funds.Grant(pk, PROGRAMME, random.randrange(90, 400) * 100, 1, _since(random, today), SOURCE) for pk in outgrown
    ]
    return funds.grant(grants)


def _since(random: Random, today: date) -> date:
    return months_before(today, random.randint(PAID_MONTHS, MONTHS_KNOWN))


def end_old(households: list[int]) -> None:
    """Those granted under the rules of 2012 have left meanwhile."""
    funds.end(funds.Ending(pk, PROGRAMME, LEFT_ON, "家庭成员就业，人均收入超过标准") for pk in households)


def pay(staff: Staff, random: Random, today: date, meanwhile: Callable[[date], None]) -> None:
    """The last months, by the people whose work it is: two of them answered by the bank and locked, one sent.

    `meanwhile` is called before each with its first day: what happens between two months.
    """
    maker, reviewer, approver = (staff.at(role, COUNTY) for role in ("R6", "R9", "R7"))
    for back in range(PAID_MONTHS, 0, -1):
        of = months_before(today, back)
        meanwhile(of)
        roll = month.prepare(PROGRAMME, of, COUNTY, who=maker, on=of.replace(day=5))
        with acting(reviewer.actor, reason=f"{of:%Y-%m} 名册复核"):
            funds.review(roll.pk, who=reviewer)
        with acting(approver.actor, reason=f"{of:%Y-%m} 名册批准"):
            funds.approve(roll.pk, who=approver)
        with acting(reviewer.actor, reason=f"{of:%Y-%m} 送银行和回盘"):
            batch = funds.make_batch(roll.pk, who=reviewer)
            if back > 1:
                funds.read_answer(_answer(batch, random), who=reviewer, on=of.replace(day=10))
        look_into(maker, of)
        if back > 1:
            with acting(approver.actor, reason=f"{of:%Y-%m} 结账锁定"):
                month.lock(funds.Roll.objects.get(pk=roll.pk), who=approver)
        if back == PAID_MONTHS:
            send_again(batch, reviewer, approver, random, of.replace(day=26))


def look_into(who: User, of: date) -> None:
    """Most of what the close of a month found has been answered; who has no account still waits for one."""
    on, chance = of.replace(day=12), Random(str(of))
    found = month.Finding.objects.filter(close__month=of, close__programme=PROGRAMME, state="open")
    with acting(who.actor, reason=f"{of:%Y-%m} 复核事项答复"):
        for each in found.exclude(kind="no_account").order_by("pk"):
            if chance.random() < ANSWERED and not month.may_answer(each, who, on):
                month.answer_finding(each.pk, who=who, on=on, state="kept", text=LOOKED_INTO)


def send_again(batch: funds.Batch, reviewer: User, approver: User, random: Random, on: date) -> None:
    """One line that came back is paid after all: the account corrected, the month opened again for it and locked."""
    line = batch.remittances.filter(state="returned").select_related("payment__household__head").first()
    home = line.payment.household
    with acting(approver.actor, reason="重开"):
        why = f"{home.head.name}家的账户已更正，补发退回款"
        funds.reopen_month(COUNTY, PROGRAMME, batch.roll.month, who=approver, reason=why)
    with acting(reviewer.actor, reason="退回重发"):
        change_account(
            home, bank_name="安和农商银行", bank_account=Numbers(random).account(), payee_name=home.head.name, agreement="",
            proof="本人持新存折到乡镇更正", actor=reviewer.actor, on=on,
        )  # fmt: skip
        again = funds.make_batch(batch.roll_id, who=reviewer)
        funds.read_answer(_answer(again, random, back=0), who=reviewer, on=on)
    with acting(approver.actor, reason="结账锁定"):
        month.lock(funds.Roll.objects.get(pk=batch.roll_id), who=approver)


def _answer(batch: funds.Batch, random: Random, back: int = RETURNED) -> bytes:
    """The bank's return file: nearly all paid, a few returned, one of them where a shown account may mend it."""
    lines = list(batch.remittances.order_by("serial").values_list("serial", "amount"))
    came = set(random.sample([serial for serial, _ in lines], back))
    near = batch.remittances.filter(payment__area__startswith=SOME_TOWN[:9]).values_list("serial", flat=True)
    came |= set(random.sample(sorted(near), 1)) if back else set()
    text = ["批次号,序号,金额,状态,原因"]
    for serial, amount in lines:
        state = f"失败,{random.choice(WHY)}" if serial in came else "成功,"
        text.append(f"{batch.number},{serial},{amount // 100}.{amount % 100:02d},{state}")
    return "\n".join(text).encode()
