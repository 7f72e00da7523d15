"""Four eyes for life events: the township reports, the county confirms what changes an amount (社会救助暂行办法 第十三条).

An event that changes no money is done at once. A death is done at once too: it only ends what may not be paid any
more, rests on a paper from outside, and is looked into within three months (民发〔2022〕83号 一(三)). Everything else
that ends, lowers or raises a benefit waits until another person has seen the same consequences and confirmed them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CONFIRM_EVENTS
from anmin.kernel.flow.api import next_month
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import MoneyRefused
from anmin.kernel.month.event_models import EventProposal
from anmin.kernel.month.given_back import proposed_again
from anmin.kernel.people.api import (
    EVENT_KINDS,
    EventRefused,
    Household,
    IdentityError,
    Kin,
    Person,
    PersonIn,
    Told,
    happen,
    members_on,
    read_identity,
    register_person,
    seal_bytes,
    unseal_bytes,
)
from anmin.kernel.places.api import prefix_of

AT_ONCE, COMES, ONE_DAY = ("died",), ("joined", "born"), timedelta(days=1)
State = EventProposal.State


@dataclass(frozen=True)
class Happening:
    """An event as a clerk tells it: of a `person`, or of a `newcomer` (name, number, relation) who joins."""

    household: Household
    person: Person | None
    kind: str
    on: date
    answers: Mapping[str, Any]
    source: str
    newcomer: Mapping[str, str] | None = None

    def carry_out(self) -> Told:
        """Does it, with everything it brings about. Raises EventRefused. Runs inside `audit.acting`."""
        answers, person = dict(self.answers), self.person
        if person is None:
            person = _who_joins(self.household, self.newcomer or {})
            answers |= {"household": self.household.pk, "relation": (self.newcomer or {})["relation"]}
        return happen(person, self.kind, on=self.on, answers=answers, source=self.source)


def needs_another(told: Told) -> bool:
    """Whether what an event brought about must be confirmed by a second person."""
    return told.kind not in AT_ONCE and bool(told.changes)


def propose_event(what: Happening, told: Told, *, who: User, on: date) -> EventProposal:
    """Keeps an event until another person confirms it; `told` is what it brought about when it was tried and taken back.

    Raises EventRefused where it waits already.
    """
    waiting = EventProposal.objects.filter(
        household=what.household, person=what.person, kind=what.kind, state=State.WAITING
    )
    newcomer = dict(what.newcomer) if what.newcomer else None  # two may join at once
    if any(happening_of(each).newcomer == newcomer for each in waiting):
        raise EventRefused(f"这户的“{EVENT_KINDS[what.kind].label}”已经登记，正等待复核。")
    made = EventProposal.objects.create(
        household=what.household, area=what.household.area, person=what.person, kind=what.kind, on=what.on,
        newcomer=seal_bytes(json.dumps(newcomer).encode()) if newcomer else b"",
        answers=dict(what.answers), source=what.source, lines=told.lines,
        programmes=sorted({change.programme for change in told.changes}), told_by=who.account, told_on=on,
    )  # fmt: skip
    proposed_again(made, on, household=what.household, person=what.person, kind=what.kind)
    return made


def happening_of(proposal: EventProposal) -> Happening:
    """What waits, ready to be carried out."""
    newcomer = json.loads(unseal_bytes(proposal.newcomer)) if proposal.newcomer else None
    return Happening(
        proposal.household, proposal.person, proposal.kind, proposal.on, proposal.answers, proposal.source, newcomer
    )


class _Undo(Exception):
    """Takes back what was only to be seen."""


def seen_again(proposal: EventProposal) -> list[str]:
    """What the event would bring about now. Raises EventRefused where it cannot happen any more."""
    lines: list[str] = []
    try:
        with transaction.atomic():
            lines = happening_of(proposal).carry_out().lines
            raise _Undo
    except _Undo:
        return lines


def may_confirm(proposal: EventProposal, who: User) -> str:
    """Why this user cannot confirm or return the event, in words; "" where they may."""
    if proposal.state != State.WAITING:
        return "这件事已经复核过了。"
    if not who.may(CONFIRM_EVENTS, proposal.area):
        return "改变保障金额的家庭变化由县局复核确认。"
    if proposal.told_by_id == who.account.pk:
        return "这件事由您登记，须由另一人复核（审批分离）。"
    people = [m.person_id for m in members_on(proposal.household, timezone.localdate())]
    if Kin.objects.filter(account=who.account, person__in=people).exists():
        return "您是该家庭成员的近亲属，应当回避（民发〔2021〕57号第十一条），请交由其他人员复核。"
    return ""


def confirm_event(proposal_id: int, *, who: User, on: date, lines: list[str]) -> Told:
    """Carries out what waits, provided it still brings about `lines`, which the second person has seen.

    Raises EventRefused otherwise. Runs inside `audit.acting`.
    """
    proposal = _locked(proposal_id, who)
    told = happening_of(proposal).carry_out()
    if told.lines != lines:
        raise EventRefused("后果与刚才所列不同，请重新看过后再确认。")
    proposal.state, proposal.decided_by, proposal.decided_on = State.CONFIRMED, who.account, on
    proposal.event = told.event
    proposal.save()
    return told


def return_event(proposal_id: int, *, who: User, on: date, reason: str) -> EventProposal:
    """Gives the event back to whoever told it; nothing has happened. Raises EventRefused. Runs inside `audit.acting`."""
    proposal = _locked(proposal_id, who)
    if len(reason.strip()) < 2:
        raise EventRefused("退回要写明理由。")
    proposal.state, proposal.decided_by, proposal.decided_on = State.RETURNED, who.account, on
    proposal.reason = reason.strip()
    proposal.save()
    return proposal


def _locked(proposal_id: int, who: User) -> EventProposal:
    proposal = EventProposal.objects.select_for_update(of=("self",)).select_related("household").get(pk=proposal_id)
    if why_not := may_confirm(proposal, who):
        raise EventRefused(why_not)
    return proposal


def none_waiting(programme: str, county: str, month: date) -> None:
    """Refuses to make a programme's month while events wait that would change what it pays. Raises MoneyRefused."""
    waiting = EventProposal.objects.filter(
        area__startswith=prefix_of(county), state=State.WAITING, programmes__contains=[programme]
    )
    late = [proposal for proposal in waiting if next_month(_left_on(proposal)) <= month]
    if late:
        names = "、".join(sorted({proposal.household.head.name for proposal in late})[:5])
        raise MoneyRefused(
            f"有 {len(late)} 件家庭变化等待复核（{names}{'等' if len(late) > 5 else ''}），会改变{chinese_month(month)}的金额；"
            "请先在“家庭变化待复核”里确认或退回，再做本月名册。"
        )


def _left_on(proposal: EventProposal) -> date:
    """The last day of what was before: who joins a household belonged to another until the day before."""
    return proposal.on - ONE_DAY if proposal.kind in COMES else proposal.on


def _who_joins(home: Household, said: Mapping[str, str]) -> Person:
    """Who joins: recognised by number and name together, or registered now."""
    try:
        identity = read_identity(said["number"], on=timezone.localdate())
    except IdentityError as wrong:
        raise EventRefused(f"身份证号：{wrong}。") from wrong
    given = PersonIn(said["name"].strip(), identity.number, identity.sex, identity.born_on, said["relation"])
    person = register_person(given, area=home.area)
    if person.name != given.name:
        raise EventRefused(f"这个身份证号在库中属于{person.name}，与所填姓名不同，请核对。")
    return person
