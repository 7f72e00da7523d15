"""Registering and changing one household at the desk. Runs inside `audit.acting`."""

from datetime import date

from anmin.kernel.people.intake import HouseholdIn, PersonIn, take_in
from anmin.kernel.people.models import Consent, Declaration, Household, Kin, Person


def register_household(household: HouseholdIn, *, on: date, source: str) -> Household:
    """One household with its members, by the same way as a whole roster."""
    taken = take_in([household], on=on, source=source)
    return Household.objects.get(pk=taken.household_ids[0])


def declare(
    household: Household, *, household_facts: dict, person_facts: dict[str, dict], on: date, source: str
) -> Declaration:
    """A new declaration from `on`; the one before ends that day. The same facts again change nothing."""
    current = household.declarations.filter(until__isnull=True).first()
    if current and current.household_facts == household_facts and current.person_facts == person_facts:
        return current
    if current and current.since >= on:
        current.household_facts, current.person_facts, current.source = household_facts, person_facts, source
        current.save()
        return current
    if current:
        current.until = on
        current.save()
    return Declaration.objects.create(
        household=household, household_facts=household_facts, person_facts=person_facts, source=source, since=on
    )


def sign_consent(person: Person, *, on: date, signer: str = "", until: date | None = None) -> Consent:
    """Records that a person (or a guardian as `signer`) signed the authorisation for checks."""
    return Consent.objects.create(person=person, signed_on=on, signer=signer, until=until)


def declare_kin(account_id: int, person: Person, relation: str, *, on: date) -> Kin:
    """Records that someone who handles cases is a near relative of `person`."""
    kin, _ = Kin.objects.get_or_create(
        account_id=account_id, person=person, defaults={"relation": relation, "declared_on": on}
    )
    return kin


__all__ = ["HouseholdIn", "PersonIn", "declare", "declare_kin", "register_household", "sign_consent"]
