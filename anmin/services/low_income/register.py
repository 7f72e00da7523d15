"""Writing the registers of the watch: who answers for a household, visits, and a warning on its way to the file."""

from datetime import date
from typing import Any

from anmin.kernel.declare import seal_identity, today
from anmin.kernel.people.declare import known_person
from anmin.services.low_income.models import Alert, FollowUp, Monitored, Worker
from anmin.services.low_income.screens import FOLLOW, SEE


def officers(who: Any) -> dict[str, str]:
    """Accounts in the counties of `who` that may answer for a household, by id."""
    return {str(account): told for account, told in who.colleagues(SEE).items()}


def save_worker(row: Worker, values: dict[str, Any]) -> Worker:
    """Names an officer for a household, found by the identity number of one of its members."""
    number, name = values.pop("identity", "") or "", values.pop("head", "") or ""
    worker = values.pop("worker_id", None)
    for key, value in values.items():
        setattr(row, key, value)
    if worker:
        row.worker_id = int(worker)
    if row.pk is None:
        seen = known_person(number, name=name, on=today()) if number else None
        if seen is None:
            raise ValueError(f"没有找到{name or '该人员'}的家庭：请核对姓名和身份证号，或先登记家庭。")
        row.household_id, row.area, row.head = seen.household_id, seen.area, name
    row.full_clean()
    row.save()
    _hand_warnings(row)
    return row


def _hand_warnings(row: Worker) -> None:
    """Warnings nobody has taken up go to the household's officer."""
    Alert.objects.filter(household=row.household_id, state=Alert.State.NEW).update(
        worker=None if row.until else row.worker_id, state=Alert.State.NEW if row.until else Alert.State.ASSIGNED
    )


def name_officer(case: Any, _move: Any, _who: Any, on: date) -> None:
    """Whoever answers for the case answers for the recognised household, until somebody else is named."""
    if case.officer_id is None or Worker.objects.filter(household=case.household_id, until__isnull=True).exists():
        return
    months = on.month - 1 + case.reckoning["results"]["visit_every"]
    row = Worker(
        household_id=case.household_id, area=case.area, head=case.household.head.name, worker_id=case.officer_id,
        since=on, visit_by=date(on.year + months // 12, months % 12 + 1, min(on.day, 28)),
        note=f"认定时由案件责任人跟进（{case.number}）",
    )  # fmt: skip
    row.full_clean()
    row.save()
    _hand_warnings(row)


def save_follow_up(row: FollowUp, values: dict[str, Any]) -> FollowUp:
    """A visit made; the next one is noted on the household."""
    held = values.pop("held_id", None)
    for key, value in values.items():
        setattr(row, key, value)
    if held:
        row.held = Worker.objects.get(pk=int(held))
    if row.on > today():
        raise ValueError("走访日期不能晚于今天。")
    row.area = row.held.area
    row.full_clean()
    row.save()
    if row.next_on:
        row.held.visit_by = row.next_on
        row.held.save(update_fields=["visit_by"])
    return row


def households(who: Any) -> dict[str, str]:
    """Households with a named officer that `who` may follow, by the id of that entry."""
    rows = Worker.objects.filter(who.scope(FOLLOW), until__isnull=True).select_related("worker").order_by("head", "pk")
    return {str(row.pk): str(row) for row in rows}


def save_monitored(row: Monitored, values: dict[str, Any]) -> Monitored:
    """Someone named on the list of the farming department; who is not known here stays on it without a household."""
    number = values.pop("identity", "") or ""
    for key, value in values.items():
        setattr(row, key, value)
    if row.pk is None:
        row.id_number, row.id_index = seal_identity(number, on=today())
        seen = known_person(number, name=row.name, on=today())
        if seen:
            row.person_id, row.household_id, row.area = seen.person_id, seen.household_id, seen.area
    if row.listed_on > today():
        raise ValueError("名单日期不能晚于今天。")
    row.full_clean(exclude=["id_number"])
    row.save()
    return row


def save_warning(row: Alert, values: dict[str, Any]) -> Alert:
    """A warning one step further: the state follows from what is filled in."""
    worker = values.pop("worker_id", None)
    for key, value in values.items():
        setattr(row, key, value)
    if worker:
        row.worker_id = int(worker)
    for day, label in ((row.verified_on, "核实日期"), (row.disposed_on, "处置日期"), (row.filed_on, "归档日期")):
        _between(day, row.raised_on, label)
    row.state = _state(row)
    row.full_clean()
    row.save()
    return row


def _state(row: Alert) -> str:
    if row.filed_on:
        if not row.feedback.strip():
            raise ValueError("归档前须填写处置结果的反馈。")
        return Alert.State.FILED
    if row.disposal:
        return Alert.State.DISPOSED
    if row.verified_on:
        return Alert.State.VERIFIED
    return Alert.State.ASSIGNED if row.worker_id else Alert.State.NEW


def _between(day: date | None, since: date, label: str) -> None:
    if day and not since <= day <= today():
        raise ValueError(f"{label}应在预警日期 {since} 至今天之间。")
