"""Households that receive 低保 since longer: registered, reckoned by the rules in force, paid for the last months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random

from anmin.kernel.audit.api import acting
from anmin.kernel.funds import api as funds
from anmin.kernel.law.api import numbers
from anmin.kernel.month import api as month
from anmin.kernel.people.api import HouseholdIn, take_in
from anmin.ops.demo.county import Staff
from anmin.ops.demo.households import Families, Village

PROGRAMME, COUNTY = "dibao", "349926000000"
PAID_MONTHS = 3
RETURNED = 3  # lines that the bank sends back each month
LEFT_ON = date(2021, 1, 1)
WHY = ("账号户名不符", "账户已销户", "账户状态异常")
MONTHS_KNOWN = 20  # how long ago the register was taken over from the old lists
SOURCE = "原低保台账"
CROWD = 7  # two villages have at least so many, as the planted irregularities need
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


def pay(staff: Staff, random: Random, today: date) -> None:
    """The last months, by the people whose work it is: two of them answered by the bank and locked, one sent."""
    maker, reviewer, approver = (staff.at(role, COUNTY) for role in ("R6", "R9", "R7"))
    for back in range(PAID_MONTHS, 0, -1):
        of = months_before(today, back)
        roll = month.prepare(PROGRAMME, of, COUNTY, who=maker, on=of.replace(day=5))
        with acting(reviewer.actor, reason=f"{of:%Y-%m} 名册复核"):
            funds.review(roll.pk, who=reviewer)
        with acting(approver.actor, reason=f"{of:%Y-%m} 名册批准"):
            funds.approve(roll.pk, who=approver)
        with acting(reviewer.actor, reason=f"{of:%Y-%m} 送银行和回盘"):
            batch = funds.make_batch(roll.pk, who=reviewer)
            if back > 1:
                funds.read_answer(_answer(batch, random), who=reviewer, on=of.replace(day=10))
        if back > 1:
            with acting(approver.actor, reason=f"{of:%Y-%m} 结账锁定"):
                funds.lock_month(funds.Roll.objects.get(pk=roll.pk), who=approver)


def _answer(batch: funds.Batch, random: Random) -> bytes:
    """The bank's return file: nearly all paid, a few returned."""
    lines = list(batch.remittances.order_by("serial").values_list("serial", "amount"))
    back = set(random.sample([serial for serial, _ in lines], RETURNED))
    text = ["批次号,序号,金额,状态,原因"]
    for serial, amount in lines:
        state = f"失败,{random.choice(WHY)}" if serial in back else "成功,"
        text.append(f"{batch.number},{serial},{amount // 100}.{amount % 100:02d},{state}")
    return "\n".join(text).encode()
