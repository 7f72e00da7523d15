"""How a register tells the house of an event in someone's life: the person is recognised, or put on a work list."""

from dataclasses import dataclass
from datetime import date

from anmin.kernel.people.events import EventRefused, happen
from anmin.kernel.people.identity import IdentityError, mask, read_identity
from anmin.kernel.people.lookup import person_by_number
from anmin.kernel.people.models import Person
from anmin.kernel.people.sealed import blind_index, seal, unseal

MATCHED, DOUBTFUL, UNKNOWN = "matched", "doubtful", "unknown"
MATCHES = ((MATCHED, "已匹配"), (DOUBTFUL, "待核实"), (UNKNOWN, "不在库"))


@dataclass(frozen=True)
class Recognised:
    """Who an entry of a register means, how sure that is, and what the event brought about."""

    match: str
    person_id: int | None
    note: str
    lines: tuple[str, ...] = ()


def tell(kind: str, *, name: str, number: str, on: date, source: str, born_on: date | None = None) -> Recognised:
    """Tells of an event by identity number. Only number and name together act; anything less waits for a clerk.

    `matched`: the event happened (or was known). `doubtful`: the number is someone of another name, or there is no
    good number but someone of that name (and birth date). `unknown`: nobody here. Runs inside `audit.acting`.
    """
    person = person_by_number(number) if number else None
    if person and person.name == name:
        try:
            told = happen(person, kind, on=on, source=source)
        except EventRefused as refused:
            return Recognised(DOUBTFUL, person.pk, str(refused))
        return Recognised(MATCHED, person.pk, "", tuple(told.lines))
    if person:
        return Recognised(DOUBTFUL, person.pk, f"证件号属于{person.name}，与登记的姓名{name}不同。")
    namesakes = Person.objects.filter(name=name, died_on__isnull=True)
    namesakes = list((namesakes.filter(born_on=born_on) if born_on else namesakes.none() if number else namesakes)[:3])
    if namesakes:
        return Recognised(DOUBTFUL, namesakes[0].pk, f"证件号对不上，库中有 {len(namesakes)} 名同名人员，请核实。")
    return Recognised(UNKNOWN, None, "")


def tell_sealed(kind: str, *, name: str, sealed: bytes, on: date, source: str) -> Recognised:
    """As `tell`, for a number that a register keeps sealed: used when it looks again at whom it did not know."""
    return tell(kind, name=name, number=unseal(sealed) if sealed else "", on=on, source=source)


def known_among(indexes: list[str]) -> set[str]:
    """Which of these blind indexes of identity numbers belong to a person of the house. One query."""
    return set(Person.objects.filter(id_index__in=indexes).values_list("id_index", flat=True))


def seal_identity(text: str, *, on: date) -> tuple[bytes, str]:
    """An identity number checked, sealed, and its blind index. Raises ValueError in words when it is wrong."""
    try:
        number = read_identity(text, on=on).number
    except IdentityError as wrong:
        raise ValueError(f"身份证号：{wrong}。") from wrong
    return seal(number), blind_index(number, "id")


def shown_identity(sealed: bytes) -> str:
    """A sealed number, masked."""
    return mask(unseal(sealed)) if sealed else ""
