"""Life events: one operation each, which lists what it brings about before it is confirmed.

The list is no promise: the event is really carried out and, when it is only a preview, rolled back. What other rooms do
on an event (stop a payment, open a recovery lead, ask for a re-review) they say through `listen`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from anmin.kernel.people.facts import members_on
from anmin.kernel.people.identity import age
from anmin.kernel.people.models import Consent, Household, LifeEvent, Membership, Person, Status
from anmin.kernel.people.relations import relation_label

ONE_DAY = timedelta(days=1)
WORKS_FROM = 16  # 劳动法 第十五条


class EventRefused(Exception):
    """The event cannot be recorded as told; the text says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of event: `person` it happens to, what it asks for besides the day."""

    name: str
    label: str
    asks: tuple[str, ...] = ()
    leaves: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("died", "死亡", ("new_head", "relations", "proof"), leaves=True),
        Kind("born", "出生", ("newcomer",)),
        Kind("joined", "迁入、结婚入户或接回", ("newcomer",)),
        Kind("left", "迁出、分户或离家", ("new_head", "relations", "to_area"), leaves=True),
        Kind("divorced", "离婚离户", ("new_head", "relations"), leaves=True),
        Kind("imprisoned", "服刑、强制戒毒", ("proof",)),
        Kind("released", "刑满、解除戒毒", ("proof",)),
        Kind("graduated", "毕业或离校"),
        Kind("employed", "就业", ("wage_month",)),
        Kind("unemployed", "失业"),
        Kind("enrolled_tekun", "纳入特困供养", leaves=True),
    )
}


@dataclass
class Told:
    """An event as it was carried out: `lines` say in order what it brought about, `changes` what became of money."""

    event: LifeEvent
    household: Household
    person: Person
    on: date
    kind: str
    answers: dict
    survivors: list[Membership] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    changes: list[Any] = field(default_factory=list)


Listener = Callable[[Told], list[str]]
_listeners: list[Listener] = []


def listen(handler: Listener) -> Listener:
    """Registers what a room does on every event; it returns a sentence for each thing done."""
    _listeners.append(handler)
    return handler


class _Preview(Exception):
    """Takes back what a preview did."""


def preview(person: Person, kind: str, *, on: date, answers: dict | None = None, source: str = "") -> list[str]:
    """What the event would bring about, found by doing it and taking it back. Runs inside `audit.acting`."""
    lines: list[str] = []
    try:
        with transaction.atomic():
            lines = happen(person, kind, on=on, answers=answers, source=source).lines
            raise _Preview
    except _Preview:
        return lines


def happen(person: Person, kind: str, *, on: date, answers: dict | None = None, source: str = "") -> Told:
    """Records an event and everything it brings with it, whole or not at all. Runs inside `audit.acting`.

    Raises EventRefused. The same death told again changes nothing; one that a roster brought without its consequences is
    carried out when it is told.
    """
    answers = answers or {}
    person = Person.objects.select_for_update().get(pk=person.pk)
    household = _household_of(person, on)
    known = LifeEvent.objects.filter(person=person, kind=kind, on=on).first()
    event = known or (LifeEvent.objects.filter(person=person, kind=kind).first() if kind == "died" else None)
    if event or (kind == "died" and person.died_on not in (None, on)):
        return Told(event, household, person, on, kind, answers, lines=["这件事已经登记过，没有变化。"])
    if person.died_on and kind != "died":
        raise EventRefused(f"{person.name}已于 {person.died_on} 死亡，不能再登记“{KINDS[kind].label}”。")
    if kind == "employed" and age(person.born_on, on) < WORKS_FROM:
        raise EventRefused(
            f"{person.name}当日未满 {WORKS_FROM} 周岁，不能登记就业（劳动法第十五条），请核对所选的人和日期。"
        )
    event = LifeEvent.objects.create(
        person=person, household=household, kind=kind, on=on, answers=answers, source=source
    )
    told = Told(event, household, person, on, kind, answers)
    _DOINGS[kind](told)
    for handler in _listeners:
        told.lines += handler(told)
    event.outcome = told.lines
    event.save(update_fields=["outcome"])
    return told


def _household_of(person: Person, on: date) -> Household | None:
    """The household of that day; where it was registered here only later, the one of now."""
    rows = person.memberships.exclude(until__lte=on).select_related("household").order_by("since")
    return next((member.household for member in rows), None)


def _dies(told: Told) -> None:
    told.person.died_on = told.on
    told.person.save(update_fields=["died_on"])
    Status.objects.filter(person=told.person, until__isnull=True).update(until=told.on + ONE_DAY)
    Consent.objects.filter(person=told.person, until__isnull=True).update(until=told.on)
    told.lines.append(f"{told.person.name}登记为 {told.on} 死亡。")
    _leaves(told)


def _leaves(told: Told) -> None:
    """The person leaves the household; a household without members is closed, one without head gets a new one."""
    if told.household is None:
        return
    household = told.household
    mine = told.person.memberships.filter(household=household, until__isnull=True).first()
    day = max(told.on + ONE_DAY, mine.since) if mine else told.on + ONE_DAY  # known here only since
    told.person.memberships.filter(household=household, until__isnull=True).update(until=day)
    told.survivors = members_on(household, day)
    told.lines.append(f"{told.person.name}自 {day} 起不再是家庭 {household.number} 的成员。")
    if not told.survivors:
        household.until = day
        household.save(update_fields=["until"])
        told.lines.append(f"家庭 {household.number} 已无成员，自 {day} 起销户。")
    elif household.head_id == told.person.pk:
        _new_head(told, day)


def _new_head(told: Told, day: date) -> None:
    """停旧建新: the household goes on under another head, each survivor with their own conditions and relation."""
    chosen = told.answers.get("new_head")
    heir = (
        next((m for m in told.survivors if m.person_id == chosen), None) if chosen else successor(told.survivors, day)
    )
    if heir is None:
        raise EventRefused("所选的新户主不是本户成员，请重新选择。")
    said = {int(k): v for k, v in told.answers.get("relations", {}).items()}
    proposed = relations_under(heir, told.survivors)
    for member in told.survivors:
        relation = said.get(member.person_id, proposed[member.person_id])
        if relation == member.relation:
            continue
        member.until = day
        member.save(update_fields=["until"])
        Membership.objects.create(household=told.household, person=member.person, relation=relation, since=day)
    told.household.head = heir.person
    told.household.bank_account, told.household.bank_index, told.household.bank_tail = b"", "", ""
    told.household.payee_name = ""
    told.household.save()
    told.survivors = members_on(told.household, day)
    told.lines.append(f"户主变更为{heir.person.name}；原户主的收款账号停用，请登记新户主的账号。")


def successor(survivors: list[Membership], on: date) -> Membership:
    """Who is proposed as head: the spouse, else the oldest."""
    return min(survivors, key=lambda m: (m.relation not in ("10", "11", "12"), m.person.born_on, m.pk))


def relations_under(heir: Membership, members: list[Membership]) -> dict[int, str]:
    """Each member's relation to the new head, as far as it follows from the old ones; the desk lets it be corrected."""
    wife = heir.person.sex == 2
    return {m.person_id: "02" if m.pk == heir.pk else _rebased(heir.relation, m, wife) for m in members}


def _rebased(heir: str, member: Membership, wife: bool) -> str:
    female = member.person.sex == 2
    if heir in ("10", "11", "12"):  # the widow or widower: children stay children
        own = {"51": "53", "52": "54"} if wife else {"51": "55", "52": "56"}
        return member.relation if member.relation[0] in "234" else own.get(member.relation, "97")
    if heir[0] in "23" and heir not in ("28", "38"):
        table = {"1": "52" if female else "51", "2": "79", "3": "79", "5": "62" if female else "61"}
        return table.get(member.relation[0], "97")
    if heir[0] == "5":
        table = {"2": "41", "3": "42", "5": "10", "1": "38" if female else "28", "7": "39" if female else "29"}
        return table.get(member.relation[0], "97")
    return "97"


def _comes(told: Told) -> None:
    """A child is born into the household, or someone joins it: the person told of is already registered."""
    household = Household.objects.get(pk=told.answers["household"])
    relation = told.answers["relation"]
    _only_there(told)
    if told.household and told.household != household:
        before = happen(told.person, "left", on=told.on - ONE_DAY, source=told.event.source)
        told.lines += before.lines
        told.changes += before.changes
    Membership.objects.filter(person=told.person, until__isnull=True).update(until=told.on)
    Membership.objects.create(household=household, person=told.person, relation=relation, since=told.on)
    told.household = told.event.household = household
    told.event.save(update_fields=["household"])
    told.lines.append(f"{told.person.name}自 {told.on} 起为家庭 {household.number} 的{relation_label(relation)}。")


def _only_there(told: Told) -> None:
    """Nobody joins on a day on which they were known elsewhere until later. Raises EventRefused."""
    mine = Membership.objects.filter(person=told.person).select_related("household").order_by("since")
    if later := mine.filter(since__gt=told.on).exclude(household=told.household).first():
        raise EventRefused(
            f"{told.person.name}自 {later.since} 起已是家庭 {later.household.number} 的成员，发生日期不能早于这一天；请核对日期。"
        )
    if still := mine.filter(until__gt=told.on, since__lt=F("until")).first():
        raise EventRefused(
            f"{told.person.name}登记到 {still.until} 才离开家庭 {still.household.number}，发生日期不能早于这一天；请核对日期。"
        )


def _fact(name: str, value: object, sentence: str) -> Callable[[Told], None]:
    """The event changes one declared fact of the person from its day."""

    def change(told: Told) -> None:
        if told.household:
            facts = {name: told.answers.get(name, value)}
            change_facts(told.household, told.person, facts, on=told.on, source=KINDS[told.kind].label)
        told.lines.append(f"{told.person.name}{sentence}")

    return change


def change_facts(household: Household, person: Person, facts: dict, *, on: date, source: str) -> None:
    """Changes some declared facts of one member from `on`; everything else of the declaration stays."""
    from anmin.kernel.people.register import declare

    current = household.declarations.filter(until__isnull=True).first()
    own = dict(current.household_facts) if current else {}
    persons = {k: dict(v) for k, v in current.person_facts.items()} if current else {}
    persons[str(person.pk)] = persons.get(str(person.pk), {}) | facts
    declare(household, household_facts=own, person_facts=persons, on=on, source=source)


def _graduates(told: Told) -> None:
    Status.objects.filter(person=told.person, kind="student", until__isnull=True).update(until=told.on)
    _fact("study", "none", "已毕业离校。")(told)


_DOINGS: dict[str, Callable[[Told], None]] = {
    "died": _dies,
    "born": _comes,
    "joined": _comes,
    "left": _leaves,
    "divorced": _leaves,
    "enrolled_tekun": _leaves,
    "imprisoned": _fact("away_status", "prison", "服刑或强制戒毒，不计入共同生活家庭成员。"),
    "released": _fact("away_status", "none", "已期满，重新计入共同生活家庭成员。"),
    "graduated": _graduates,
    "employed": _fact("wage_month", 0, "已就业，工资按登记数计。"),
    "unemployed": _fact("wage_month", 0, "已失业，不再计工资。"),
}
