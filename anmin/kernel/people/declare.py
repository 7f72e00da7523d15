"""What a service's own register may ask of the people room and of the law. Nothing of it is loaded before it is asked for."""

from datetime import date
from typing import Any

from anmin.kernel.people.code_sets import (
    DISABILITIES,
    DISABILITY_GRADES,
    DISABILITY_WITH_GRADE,
    ETHNIC_GROUPS,
    RELATIONS,
    SEXES,
)
from anmin.kernel.people.roster import Roster
from anmin.kernel.people.sheet_kinds import ACCOUNT, IDENTITY, RELATION, born_on, identity_frame, sex

__all__ = [
    "ACCOUNT",
    "DISABILITIES",
    "DISABILITY_GRADES",
    "DISABILITY_WITH_GRADE",
    "ETHNIC_GROUPS",
    "IDENTITY",
    "RELATION",
    "RELATIONS",
    "SEXES",
    "Roster",
    "born_on",
    "declared_of",
    "identity_frame",
    "judge",
    "known_among",
    "known_person",
    "number_of",
    "registered_counties",
    "seal_identity",
    "sex",
    "shown_identity",
    "tell",
    "tell_of",
    "tell_sealed",
    "today",
    "turning",
]


def tell(kind: str, **event: Any) -> Any:
    """Tells the house of an event in someone's life: see `people.telling.tell`."""
    from anmin.kernel.people.telling import tell as really

    return really(kind, **event)


def tell_sealed(kind: str, **event: Any) -> Any:
    """As `tell`, by a number that is kept sealed: see `people.telling.tell_sealed`."""
    from anmin.kernel.people.telling import tell_sealed as really

    return really(kind, **event)


def known_among(indexes: list[str]) -> set[str]:
    """Which of these blind indexes of identity numbers belong to a person of the house."""
    from anmin.kernel.people.telling import known_among as really

    return really(indexes)


def tell_of(person: Any, kind: str, *, on: date, source: str) -> list[str]:
    """Tells of an event of a person whom a clerk has identified; gives what it brought about. ValueError when refused."""
    from anmin.kernel.people.events import EventRefused, happen

    try:
        return happen(person, kind, on=on, source=source).lines
    except EventRefused as refused:
        raise ValueError(str(refused)) from refused


def known_person(number: str, *, name: str, on: date) -> Any:
    """Who bears an identity number, of which household, and what is known of both: `people.recognised.KnownPerson`."""
    from anmin.kernel.people.recognised import known_person as really

    return really(number, name=name, on=on)


def declared_of(household: int, *, on: date) -> dict[str, Any]:
    """The facts of a household itself that were declared as of a day."""
    from anmin.kernel.people.facts import declared_on

    return declared_on(household, on).household_facts


def judge(service: str, *, on: date, area: str, facts: dict[str, Any]) -> Any:
    """What a service's own rules say of one entry of its register: `law.entries.Judged`. ValueError where they cannot."""
    from anmin.kernel.law.api import LawError
    from anmin.kernel.law.api import judge as really

    try:
        return really(service, on, area, facts)
    except LawError as error:
        raise ValueError(str(error)) from error


def registered_counties() -> list[str]:
    """The county codes (six digits) under which anyone is registered here."""
    from anmin.kernel.people.turning import registered_counties as really

    return really()


def number_of(service: str, column: str, *, on: date, area: str) -> Any:
    """A dated number as this installation holds it for a place on a day; None where there is none."""
    from anmin.kernel.law.api import stored_numbers

    row = stored_numbers().find(f"{service}.{column}", on, area)
    return row.value if row else None


def turning(years: Any, *, first: date, last: date, on: date, prefix: str = "") -> list[Any]:
    """Who reaches an age in a span of days: see `people.turning.turning`."""
    from anmin.kernel.people.turning import turning as really

    return really(years, first=first, last=last, on=on, prefix=prefix)


def seal_identity(text: str, *, on: date) -> tuple[bytes, str]:
    """An identity number checked and sealed, with its blind index: see `people.telling.seal_identity`."""
    from anmin.kernel.people.telling import seal_identity as really

    return really(text, on=on)


def shown_identity(sealed: bytes) -> str:
    """A sealed identity number as pages show it."""
    from anmin.kernel.people.telling import shown_identity as really

    return really(sealed)


def today() -> date:
    """Today in the county's time zone."""
    from django.utils import timezone

    return timezone.localdate()
