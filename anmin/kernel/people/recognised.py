"""A person as a service's own register may ask for: who it is, of which household, and what is known of both on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from anmin.kernel.people.facts import facts_on
from anmin.kernel.people.lookup import person_by_number
from anmin.kernel.people.models import Membership


@dataclass(frozen=True)
class KnownPerson:
    """`home` are the household's facts, `own` the person's; `members` the ids of all living members, the head first."""

    person_id: int
    name: str
    household_id: int
    area: str
    home: dict[str, Any]
    own: dict[str, Any]
    members: tuple[int, ...]


def known_person(number: str, *, name: str, on: date) -> KnownPerson | None:
    """Who bears this identity number and name on a day; None where nobody here does.

    Raises ValueError in words where the number is somebody's of another name, or the person had died before.
    """
    person = person_by_number(number)
    if person is None:
        return None
    if person.name != name:
        raise ValueError("身份证号与姓名不符：该证件号在本地登记的是另一姓名，请核对。")
    if person.died_on and person.died_on < on:
        raise ValueError(f"登记显示该人已于 {person.died_on} 死亡，请核对日期或身份。")
    now = Q(until__isnull=True) | Q(until__gt=on)
    member = Membership.objects.filter(now, person=person, since__lte=on).select_related("household").first()
    if member is None:
        return None
    home, members = facts_on(member.household, on)
    own = next((facts for each, facts in members if each.pk == person.pk), {})
    people = tuple(each.pk for each, _ in members)
    return KnownPerson(person.pk, person.name, member.household_id, member.household.area, home, own, people)
