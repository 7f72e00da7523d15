"""Rule versions that came with the software: which a county has still to follow, and how far each has come.

The day on which a version holds is law and stands in the rules; what the county does is try it on everybody first,
acknowledge it by two people, and hand those who would get less to officers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import DRAFT_NUMBERS
from anmin.kernel.funds.api import Period
from anmin.kernel.law import api as law
from anmin.kernel.lawchange.models import Change, ChangeRefused
from anmin.kernel.month.api import Close, month_from, paying
from anmin.kernel.service import service

A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Arrival:
    """Rules by which a programme is reckoned from a day on: each `versions` entry has label, cite, service, word."""

    programme: str
    since: date
    fingerprint: str
    versions: list[dict[str, Any]]
    change: Change | None = None

    @property
    def label(self) -> str:
        return service(self.programme).label

    @property
    def month(self) -> date:
        """The first month that it touches."""
        return month_from(self.since)

    @property
    def waits(self) -> bool:
        """Nobody has acknowledged it yet."""
        return self.change is None or self.change.state == Change.State.DRAFT


def arrivals(area: str, on: date) -> list[Arrival]:
    """Every rule version of a monthly programme that begins in a month which the county has not locked yet.

    Also one that begins in a locked month and came after it was reckoned: it is followed in the open month, as arrears.
    What began more than a year ago is not looked at; nothing is asked of the database where nothing is new.
    """
    names = [n for n in paying() if not service(n).once and n in law.book().names()]
    new = [(name, day) for name in names for day in rule_days(name) if day >= on - A_YEAR]
    if not new:
        return []
    locked = locked_until(area)
    known, closes, found = _known(area), None, []
    for name, day in new:
        last = locked.get(name)
        if not (month_from(day) > last if last else month_from(day) >= on.replace(day=1)):
            closes = _rules_of_closes(area, on - A_YEAR) if closes is None and last else closes
            if not last or not _came_late(name, day, last, closes or {}):
                continue
        if arrival := arriving(name, day):
            found.append(Arrival(*arrival, known.get(arrival[:3])))
    return sorted(found, key=lambda a: (a.since, names.index(a.programme)))


def locked_until(area: str) -> dict[str, date]:
    """The last locked month of each programme in a county."""
    rows = Period.objects.filter(area=area, locked=True).values_list("programme")
    return dict(rows.annotate(Max("month")))


def _rules_of_closes(area: str, since: date) -> dict[tuple[str, date], str]:
    """The hash of the rules by which each month was reckoned, by programme and month."""
    rows = Close.objects.filter(area=area, month__gte=since.replace(day=1)).values_list("programme", "month", "steps")
    return {(programme, month): steps.get("reckon", {}).get("rules", "") for programme, month, steps in rows}


def _came_late(programme: str, day: date, last: date, closes: dict[tuple[str, date], str]) -> bool:
    """Whether the first locked month that the version touches was reckoned without it."""
    first = month_from(day)
    months = sorted(m for name, m in closes if name == programme and first <= m <= last)
    if not months:
        return False
    changed = law.rules_changed(programme, months[0], closes[programme, months[0]])
    arrival = arriving(programme, day) if changed else None
    return arrival is not None and not changed.isdisjoint(rule["rule"] for rule in arrival[3])


def rule_days(programme: str) -> set[date]:
    """Days on which a rule that the programme reads begins or ends, its own or another's; not the programme's first."""
    plans, key = law.book().plans, ("rule days", programme)
    if key not in plans:
        days = {
            day
            for name in law.services_read(programme)
            for versions in law.book().law(name).versions.values()
            for v in versions
            for day in (v.since, *([v.until + timedelta(days=1)] if v.until else []))
        }
        plans[key] = {day for day in days if day > law.book().law(programme).since}
    return plans[key]


def arriving(programme: str, day: date) -> tuple[str, date, str, list[dict[str, Any]]] | None:
    """The rules that hold from a day on and how they differ from the day before; None where nothing differs."""
    before, after = (law.plan_of(law.book(), programme, d) for d in (day - timedelta(days=1), day))
    if before.fingerprint() == after.fingerprint():
        return None
    old, new = ({n.column: n for n in p.computed()} for p in (before, after))
    told = []
    for column in {**new, **old}:
        was, now = old.get(column), new.get(column)
        if was and now and was.version is now.version:
            continue
        node = now or was
        word = "修改" if was and now else "新增" if now else "废止"
        told.append({"rule": column, "label": node.label, "cite": node.cite, "service": node.service, "word": word})
    return programme, day, after.fingerprint(), told


def draft_rules(programme: str, area: str, since: date, *, who: User, on: date) -> Change:
    """Keeps that a rule version is being looked at, so that it can be rehearsed and acknowledged; an open one is given.

    Runs inside `audit.acting`.
    """
    who.require(DRAFT_NUMBERS, area)
    arrival = next((a for a in arrivals(area, on) if (a.programme, a.since) == (programme, since)), None)
    if arrival is None:
        raise ChangeRefused(f"{service(programme).label}没有 {since} 起施行、本县还要执行的新规则。")
    if arrival.change:
        return arrival.change
    cites = dict.fromkeys(v["cite"] for v in arrival.versions if v["cite"])
    return Change.objects.create(
        area=area, service=programme, since=since, doc="、".join(cites), numbers=[], rules=arrival.versions,
        fingerprint=arrival.fingerprint, drafted_by=who.account, drafted_on=on,
    )  # fmt: skip


def _known(area: str) -> dict[tuple[str, date, str], Change]:
    """What was drafted or acknowledged of rule versions, by programme, day and rules."""
    rows = Change.objects.filter(area=area).exclude(fingerprint="").exclude(state=Change.State.WITHDRAWN)
    return {(row.service, row.since, row.fingerprint): row for row in rows.order_by("pk")}
