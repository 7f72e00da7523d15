"""Irregularities planted on purpose, one or more of each kind that the detectors look for (SYSTEMS.md A13)."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from anmin.kernel.funds import api as funds
from anmin.kernel.people.api import Household, HouseholdIn, Person, declare_kin, take_in
from anmin.ops.demo.county import Staff
from anmin.ops.demo.recipients import CROWD, PAID_MONTHS, PROGRAMME, SOURCE, Receiving, months_before

EVEN_SHARE = 30_000  # fen a month: what a village that shares out evenly gives each household
TURNS = 3  # households of a village that receive one after another


def before_payment(receiving: Receiving, staff: Staff, random: Random, today: date) -> None:
    """What lies in the register and in the entitlements."""
    homes = _by_village(receiving)
    even, turns, *others = homes
    shared_evenly(homes[even][:CROWD], today)
    by_turns(homes[turns][:TURNS], today)
    rest = [pk for village in others for pk in homes[village]]
    picked = random.sample(rest, 8)
    one_account(picked[:2], "")
    one_account(picked[2:5], staff.at("R2", "349926100200").account.name)
    in_a_strangers_name(picked[5])
    kin_of_staff(picked[6], staff)
    split_household(receiving, picked[7], today)


def after_payment(receiving: Receiving, random: Random, today: date) -> None:
    """What came to light only after it had been paid: people who had died meanwhile."""
    alone = [pk for pk, draft in zip(receiving.ids, receiving.drafts, strict=True) if len(draft.persons) == 1]
    for pk in random.sample(alone, 3):
        died_on = months_before(today, PAID_MONTHS) - timedelta(days=random.randint(3, 20))
        Person.objects.filter(heads=pk).update(died_on=died_on)


def _by_village(receiving: Receiving) -> dict[str, list[int]]:
    homes: dict[str, list[int]] = defaultdict(list)
    for pk, draft in zip(receiving.ids, receiving.drafts, strict=True):
        homes[draft.area].append(pk)
    return dict(sorted(homes.items(), key=lambda item: (-len(item[1]), item[0])))


def shared_evenly(households: list[int], today: date) -> None:
    """平均分配: a whole village has the same amount, whatever its need."""
    since = months_before(today, 14)
    funds.grant(funds.Grant(pk, PROGRAMME, EVEN_SHARE, 1, since, "村级评议定额") for pk in households)


def by_turns(households: list[int], today: date) -> None:
    """轮流坐庄: one household after another, a year each."""
    for place, pk in enumerate(households):
        since, until = months_before(today, 12 * (place + 3)), months_before(today, 12 * (place + 2))
        funds.grant([funds.Grant(pk, PROGRAMME, 36_000, 1, since, SOURCE)])
        funds.end([funds.Ending(pk, PROGRAMME, until, "村内轮换")])


def one_account(households: list[int], holder: str) -> None:
    """一卡多户: several households are paid into one account, perhaps that of someone who holds their cards."""
    first = Household.objects.get(pk=households[0])
    others = {"bank_index": first.bank_index, "bank_tail": first.bank_tail, "bank_account": first.bank_account}
    Household.objects.filter(pk__in=households[1:]).update(**others)
    if holder:
        Household.objects.filter(pk__in=households).update(payee_name=holder)


def in_a_strangers_name(household: int) -> None:
    """代持卡: the account's holder is nobody of the household."""
    Household.objects.filter(pk=household).update(payee_name="龙守信")


def kin_of_staff(household: int, staff: Staff) -> None:
    """优亲厚友: the mother of the township's officer receives, and it was told only afterwards."""
    home = Household.objects.select_related("head").get(pk=household)
    declare_kin(staff.at("R5", home.area).account.pk, home.head, "父母", on=home.since)


def split_household(receiving: Receiving, household: int, today: date) -> None:
    """拆户: a member set up a household of their own at the same address within the last year."""
    places = {pk: draft for pk, draft in zip(receiving.ids, receiving.drafts, strict=True) if len(draft.persons) > 2}
    pk = household if household in places else next(iter(places))
    draft = places[pk]
    leaver = draft.persons[-1]
    alone = HouseholdIn(
        area=draft.area, urban_rural=draft.urban_rural, address=draft.address, bank_name=draft.bank_name,
        bank_account=draft.bank_account[:-4] + "0000", payee_name=leaver.name, persons=(replace(leaver, relation="02", facts={}),),
        facts={"houses": 0, "financial_assets": 0},
    )  # fmt: skip
    take_in([alone], on=months_before(today, 5), source="分户")
