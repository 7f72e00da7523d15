"""Registering and changing one household at the desk. Runs inside `audit.acting`."""

from datetime import date

from django.db import connection

from anmin.kernel.people.intake import HouseholdIn, PersonIn, take_in
from anmin.kernel.people.models import Consent, Declaration, Household, Kin, Person
from anmin.kernel.people.names import pinyin_of
from anmin.kernel.people.sealed import blind_index, seal


def register_household(household: HouseholdIn, *, on: date, source: str) -> Household:
    """One household with its members, by the same way as a whole roster."""
    taken = take_in([household], on=on, source=source)
    return Household.objects.get(pk=taken.household_ids[0])


def register_person(given: PersonIn, *, area: str) -> Person:
    """One person by identity number, before they belong to a household: who is known already stays as they are."""
    index = blind_index(given.id_number, "id")
    if known := Person.objects.filter(id_index=index).first():
        return known
    full, initials = pinyin_of(given.name)
    return Person.objects.create(
        name=given.name, pinyin=full, initials=initials, id_number=seal(given.id_number), id_index=index,
        id_tail=blind_index(given.id_number[-4:], "tail")[:32], sex=given.sex, born_on=given.born_on,
        ethnicity=given.ethnicity, area=area, registered_area=area, phone=seal(given.phone),
        sealed_index=blind_index(given.phone, "phone") if given.phone else "",
    )  # fmt: skip


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


def signed_and_kin(people: list[int], account: int | None, on: date) -> tuple[set[int], set[int]]:
    """Which of these persons have an authorisation that counts on the day, and which are near relatives of an account."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT 'signed', person_id FROM people_consent
                WHERE person_id = ANY(%(people)s) AND signed_on <= %(on)s AND (until IS NULL OR until >= %(on)s)
               UNION SELECT 'kin', person_id FROM people_kin WHERE person_id = ANY(%(people)s) AND account_id = %(account)s""",
            {"people": people, "on": on, "account": account},
        )
        found = cursor.fetchall()
    return {pk for what, pk in found if what == "signed"}, {pk for what, pk in found if what == "kin"}


def declare_kin(account_id: int, person: Person, relation: str, *, on: date) -> Kin:
    """Records that someone who handles cases is a near relative of `person`."""
    kin, _ = Kin.objects.get_or_create(
        account_id=account_id, person=person, defaults={"relation": relation, "declared_on": on}
    )
    return kin


__all__ = [
    "HouseholdIn",
    "PersonIn",
    "declare",
    "declare_kin",
    "register_household",
    "register_person",
    "sign_consent",
    "signed_and_kin",
]
