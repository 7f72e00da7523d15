"""Recipients named one by one: who lives in a household that is known stays there; who is new becomes one of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import QuerySet

from anmin.kernel.people.intake import HouseholdIn, Taken, take_in
from anmin.kernel.people.models import Household, Membership
from anmin.kernel.people.register import declare
from anmin.kernel.people.sealed import blind_index


def homes_of(index: list[str]) -> QuerySet[Membership]:
    """Where the persons of these blind indexes live now."""
    return Membership.objects.filter(person__id_index__in=index, until__isnull=True, household__until__isnull=True)


def take_recipients(
    batch: list[HouseholdIn], *, on: date, source: str, tell: Callable[[int], None] = lambda _percent: None
) -> Taken:
    """Takes in households of one person each; `household_ids` are in the order given, one household perhaps several times.

    Nobody leaves the household in which they are registered: what the list says of them is added to what that household
    declared. Runs inside `audit.acting`; the same again changes nothing.
    """
    index = [blind_index(home.persons[0].id_number, "id") for home in batch]
    rows = homes_of(index).values_list("person__id_index", "household", "person")
    known = {key: (home, person) for key, home, person in rows}
    new = [place for place, key in enumerate(index) if key not in known]
    taken = take_in([batch[place] for place in new], on=on, source=source, tell=tell)
    ids = dict(zip(new, taken.household_ids, strict=True))
    homes = Household.objects.in_bulk({home for home, _ in known.values()})
    for place, key in enumerate(index):
        if key in known:
            home, person = known[key]
            ids[place] = home
            taken.new_declarations += _add(homes[home], person, batch[place], on, source)
    taken.household_ids = [ids[place] for place in range(len(batch))]
    return taken


def _add(household: Household, person: int, given: HouseholdIn, on: date, source: str) -> bool:
    """Adds what a list says of a person and their household to the declaration in force; whether anything was new."""
    current = household.declarations.filter(until__isnull=True).first()
    own = dict(current.household_facts) if current else {}
    persons = {key: dict(facts) for key, facts in current.person_facts.items()} if current else {}
    before = (dict(own), {key: dict(facts) for key, facts in persons.items()})
    own |= given.facts
    if given.persons[0].facts:
        persons[str(person)] = persons.get(str(person), {}) | given.persons[0].facts
    if (own, persons) == before:
        return False
    declare(household, household_facts=own, person_facts=persons, on=on, source=source)
    return True


def summed(pairs: Iterable[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """One amount for each household, where several of its members are listed."""
    total: dict[int, int | None] = {}
    for household, amount in pairs:
        before = total.get(household)
        total[household] = before if amount is None else amount + (before or 0)
    return list(total.items())
