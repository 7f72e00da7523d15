"""Who lives or lived in a household, as its page shows them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from anmin.kernel.access.api import GIVEN, Statement, statement
from anmin.kernel.people.api import (
    DISABILITY_LABELS,
    Household,
    Membership,
    Person,
    Status,
    age,
    masked_id,
    masked_phone,
    relation_label,
)

GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}


@dataclass(frozen=True)
class Member:
    """A member as the household page shows them."""

    person: Person
    relation: str
    age: int
    identity: str
    phone: str
    statuses: list[tuple[str, str, bool]]
    since: date
    until: date | None
    head: bool


def members(home: Household, today: date) -> list[Member]:
    """Everyone who is or was a member, the head first."""
    rows = _memberships().things(home.pk)
    statuses: dict[int, list[Status]] = {}
    for status in _statuses("person__memberships__household").things(home.pk):
        statuses.setdefault(status.person_id, []).append(status)
    rows.sort(key=lambda m: (m.person_id != home.head_id, m.relation, m.pk))
    return [_member(m, statuses.get(m.person_id, []), home, today) for m in rows]


@cache
def _memberships() -> Statement:
    rows = Membership.objects.filter(household=GIVEN).select_related("person")
    return statement(rows.order_by("relation", "since"))


def statuses_of_person(pk: int) -> list[Status]:
    """What is or was known of a person's health and schooling, the oldest first."""
    return _statuses("person").things(pk)


@cache
def _statuses(path: str) -> Statement:
    return statement(Status.objects.filter(pk__in=Status.objects.filter(**{path: GIVEN})).order_by("since"))


def gone(everyone: list[Member], today: date) -> list[Member]:
    """Who is no longer a member: once each, and not who only stands in another relation now."""
    here = {m.person.pk for m in everyone if m.until is None or m.until > today}
    last = {m.person.pk: m for m in sorted(everyone, key=lambda m: m.since) if m.person.pk not in here}
    return list(last.values())


def _member(row: Membership, statuses: list[Status], home: Household, today: date) -> Member:
    person = row.person
    years = age(person.born_on, person.died_on or today)
    words = [in_words(s, today) for s in statuses]
    is_head = row.person_id == home.head_id
    relation = "户主" if is_head else relation_label(row.relation)
    return Member(
        person, relation, years, masked_id(person), masked_phone(person), words, row.since, row.until, is_head
    )


def in_words(status: Status, today: date) -> tuple[str, str, bool]:
    """残疾 肢体二级, its dates, and whether it still holds."""
    match status.kind:
        case "disability":
            what = f"{DISABILITY_LABELS.get(status.category, status.category)}残疾{GRADES.get(status.grade, '')}"
        case "illness":
            what = f"重病 {status.category}".strip()
        case _:
            what = f"在校 {STUDIES.get(status.category, status.category)}".strip()
    dates = f"{status.since}起" + (f"至{status.until}" if status.until else "")
    return what, dates, status.until is None or status.until > today


STUDIES = {"school": "中小学", "college": "高等学历", "postgraduate": "研究生", "part_time": "非全日制"}
