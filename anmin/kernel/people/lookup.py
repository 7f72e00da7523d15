"""Finding people and households, and showing what is sealed: masked to all, whole only with a recorded reason."""

from django.db import connection
from django.db.models import Q, QuerySet

from anmin.kernel.audit.api import Actor, record
from anmin.kernel.people import identity
from anmin.kernel.people.bank_account import mask_account
from anmin.kernel.people.models import Household, Person
from anmin.kernel.people.sealed import blind_index, unseal

LIMIT = 50


def masked_id(person: Person) -> str:
    """3408**********1234."""
    return identity.mask(unseal(person.id_number))


def masked_phone(person: Person) -> str:
    """138****1234, or nothing."""
    return masked("phone", person.phone)


def masked(kind: str, sealed: bytes) -> str:
    """A sealed value behind stars, as lists show it: `identity` or `phone`."""
    number = unseal(sealed)
    if kind == "identity":
        return identity.mask(number)
    return f"{number[:3]}****{number[-4:]}" if len(number) > 7 else "*" * len(number)


def masked_account(household: Household) -> str:
    """The account's last four digits behind stars."""
    return mask_account(unseal(household.bank_account)) if household.bank_account else ""


def unmask(what: Person | Household, field: str, *, actor: Actor, reason: str) -> str:
    """The whole of a sealed field (`id_number`, `phone`, `address`, `bank_account`); the look is recorded.

    Raises ValueError where no reason is given.
    """
    if len(reason.strip()) < 2:
        raise ValueError("请写明查看理由，例如“核对银行退回的账号”。")
    record("unmask", what._meta.db_table, what.pk, actor=actor, reason=reason.strip(), field=field)
    return unseal(getattr(what, field))


def find_persons(text: str, scope: Q) -> list[Person]:
    """Persons inside `scope` by name, pinyin or initials, whole identity number, or its last four or more characters."""
    text = text.strip()
    if not text:
        return []
    rows = Person.objects.filter(scope)
    number = identity.normalise(text)
    if identity_like(number):
        return _by_number(rows, number)
    if text.isascii() and text.isalpha():
        key = text.lower()
        return list(rows.filter(Q(pinyin__startswith=key) | Q(initials__startswith=key)).order_by("id")[:LIMIT])
    return list(rows.filter(name__startswith=text).order_by("name", "id")[:LIMIT])


def identity_like(number: str) -> bool:
    """Digits with an optional X at the end, at least four of them."""
    return len(number) >= 4 and number[:-1].isdigit() and (number[-1].isdigit() or number[-1] == "X")


def _by_number(rows: QuerySet[Person], number: str) -> list[Person]:
    if len(number) in (15, 18):
        whole = identity.widen(number) if len(number) == 15 else number
        return list(rows.filter(id_index=blind_index(whole, "id")))
    candidates = rows.filter(id_tail=blind_index(number[-4:], "tail")[:32]).order_by("id")[:500]
    if len(number) == 4:
        return list(candidates[:LIMIT])
    return [p for p in candidates if unseal(p.id_number).endswith(number)][:LIMIT]


def households_now(persons: list[int]) -> dict[int, int]:
    """Person → the household in which they live now."""
    if not persons:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, household_id FROM people_membership WHERE until IS NULL AND person_id = ANY(%s)",
            [persons],
        )
        return dict(cursor.fetchall())


def person_by_number(number: str) -> Person | None:
    """The person with this whole identity number, wherever they live."""
    return Person.objects.filter(id_index=blind_index(identity.normalise(number), "id")).first()
