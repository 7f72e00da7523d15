"""What a service's own register may ask of the people room. Nothing of it is loaded before it is asked for."""

from datetime import date
from typing import Any


def today() -> date:
    """The day at the office."""
    from django.utils import timezone

    return timezone.localdate()


def seal_identity(text: str, *, on: date) -> tuple[bytes, str]:
    """An identity number checked, sealed, and its blind index. Raises ValueError in words."""
    from anmin.kernel.people import telling

    return telling.seal_identity(text, on=on)


def shown_identity(sealed: bytes) -> str:
    """A sealed number, masked."""
    from anmin.kernel.people import telling

    return telling.shown_identity(sealed)


def tell(kind: str, *, name: str, number: str, on: date, source: str, born_on: date | None = None) -> Any:
    """Tells the house of an event by identity number; see `telling.tell`."""
    from anmin.kernel.people import telling

    return telling.tell(kind, name=name, number=number, on=on, source=source, born_on=born_on)


def tell_of(person: Any, kind: str, *, on: date, source: str) -> list[str]:
    """Tells the house of an event of a person already recognised; what it brought about, line by line."""
    from anmin.kernel.people.events import happen

    return list(happen(person, kind, on=on, source=source).lines)


def tell(kind: str, **event: Any) -> Any:
    """Tells the house of an event in someone's life: see `people.telling.tell`."""
    from anmin.kernel.people.telling import tell as really

    return really(kind, **event)


def tell_of(person: Any, kind: str, *, on: date, source: str) -> list[str]:
    """Tells of an event of a person whom a clerk has identified; gives what it brought about. ValueError when refused."""
    from anmin.kernel.people.events import EventRefused, happen

    try:
        return happen(person, kind, on=on, source=source).lines
    except EventRefused as refused:
        raise ValueError(str(refused)) from refused


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
