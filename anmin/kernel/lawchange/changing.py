"""A document's numbers, or new rules: drafted by one, rehearsed, confirmed by another; what would lower an amount goes
to officers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CONFIRM_NUMBERS, DRAFT_NUMBERS
from anmin.kernel.law import api as law
from anmin.kernel.lawchange.models import Change, ChangeRefused
from anmin.kernel.lawchange.rehearsal import Rehearsal, rehearse, rehearse_rules
from anmin.kernel.lawchange.versions import arriving
from anmin.kernel.month.api import Review, month_from, open_review, paying
from anmin.kernel.people.api import Household
from anmin.kernel.service import service

State = Change.State


def draft(
    programme: str, area: str, numbers: Sequence[Mapping[str, Any]], *, since: date, doc: str, article: str, who: User,
    on: date,
) -> Change:  # fmt: skip
    """Keeps a draft; `numbers` as `Change.numbers`. Refused where a number does not fit its kind, or nothing changes.

    Runs inside `audit.acting`.
    """
    who.require(DRAFT_NUMBERS, area)
    if not doc.strip() or not article.strip():
        raise ChangeRefused("请写明文号和条款：没有依据的标准不能登记。")
    change = Change(
        area=area, service=programme, since=since, doc=doc.strip(), article=article.strip(),
        numbers=[_checked(programme, dict(n)) for n in numbers], drafted_by=who.account, drafted_on=on,
    )  # fmt: skip
    if not change.numbers or not differing(change):
        raise ChangeRefused("没有任何数与现行的不同，不用调整。")
    law.tried_numbers(rows_of(change))  # an overlap is said now
    change.save()
    return change


def _checked(programme: str, number: dict[str, Any]) -> dict[str, Any]:
    columns = law.book().law(programme).columns()
    if number["column"] not in columns:
        raise ChangeRefused(f"{service(programme).label}没有叫“{number['column']}”的数。")
    definition = columns[number["column"]][0]
    definition.check(number["value"], columns[number["column"]][2])
    return {"column": number["column"], "urban_rural": number.get("urban_rural", ""), "value": number["value"]}


def rows_of(change: Change) -> list[dict[str, Any]]:
    """The rows to be entered."""
    columns = law.book().law(change.service).columns()
    for number in change.numbers:
        _checked(change.service, number)
    return [
        {
            "key": columns[n["column"]][0].key, "category": columns[n["column"]][1],
            "unit": columns[n["column"]][0].unit, "value": n["value"], "area": change.area[:6],
            "urban_rural": n["urban_rural"], "since": change.since, "until": None, "doc": change.doc,
            "article": change.article, "mark": "S",
        }
        for n in change.numbers
    ]  # fmt: skip


def differing(change: Change) -> list[dict[str, Any]]:
    """Each number with its label, what holds on the day before it begins, and what it becomes."""
    columns, stored = law.book().law(change.service).columns(), law.stored_numbers()
    out = []
    for n in change.numbers:
        definition, _, label = columns[n["column"]]
        held = stored.find(
            f"{change.service}.{n['column']}", change.since - timedelta(days=1), change.area[:6], n["urban_rural"]
        )
        if held is None or held.value != n["value"]:
            said = {"label": label, "new": law.show_value(n["value"], definition.unit, definition.choices)}
            said["old"] = law.show_value(held.value, definition.unit, definition.choices) if held else ""
            out.append({**n, **said, "source": held.source if held else ""})
    return out


def rehearsed(change: Change) -> Rehearsal:
    """What the change would do to the open entitlements of its own service in its county."""
    if change.fingerprint:
        return rehearse_rules(change.service, change.area, change.since)
    return rehearse(change.service, change.area, rows_of(change), change.since)


def affected(change: Change) -> list[str]:
    """Other programmes paid by the month whose rules read one of the changed numbers on the day it begins.

    None for new rules: each programme that is reckoned by them has a change of its own.
    """
    keys = {f"{change.service}.{number['column']}" for number in change.numbers}
    names = [n for n in paying() if n != change.service and not service(n).once and n in law.book().names()]
    named = [n for n in names if change.service in law.services_read(n)]
    return [n for n in named if keys & set(law.plan_of(law.book(), n, change.since).numbers.values())]


def rehearsed_beside(change: Change) -> list[Rehearsal]:
    """The same for the other programmes that read its numbers."""
    return [rehearse(name, change.area, rows_of(change), change.since) for name in affected(change)]


def effect_of(change: Change) -> dict[str, Any]:
    """Everything the change would do, as it is kept: `rehearsal.Rehearsal.as_data` and `others`, a list of the same."""
    return rehearsed(change).as_data() | {"others": [done.as_data() for done in rehearsed_beside(change)]}


def may_confirm(change: Change, who: User) -> str:
    """Why this user cannot confirm the change, in words; "" where they may."""
    if change.state != State.DRAFT:
        return f"这份调整{change.get_state_display()}，不用再确认。"
    if not who.may(CONFIRM_NUMBERS, change.area):
        return "标准调整由县局分管领导确认。"
    if change.drafted_by_id == who.account.pk:
        return "调整由您拟定，须由另一个人确认。"
    if change.fingerprint and not still_the_same(change):
        return "软件更新后这一天的规则又变了，请撤回，按现在的规则重新预演。"
    return ""


def still_the_same(change: Change) -> bool:
    """Whether the rules of the day are those that were looked at."""
    arrival = arriving(change.service, change.since)
    return arrival is not None and arrival[2] == change.fingerprint


def confirm(change_id: int, *, who: User, on: date) -> Change:
    """Enters the numbers; they hold from their day, as rules do by themselves. What the rehearsal found is kept.

    Runs inside `audit.acting`.
    """
    change = Change.objects.select_for_update(of=("self",)).get(pk=change_id)
    if why := may_confirm(change, who):
        raise ChangeRefused(why)
    change.effect = effect_of(change)
    if not change.fingerprint:
        law.enter_numbers(rows_of(change))
    change.state, change.confirmed_by, change.confirmed_on = State.CONFIRMED, who.account, on
    change.save()
    hand_over(change, on)
    return change


def withdraw(change_id: int, *, who: User, reason: str) -> Change:
    """A draft is given up; it stays to be seen. Runs inside `audit.acting`."""
    change = Change.objects.select_for_update(of=("self",)).get(pk=change_id)
    who.require(DRAFT_NUMBERS, change.area)
    if change.state != State.DRAFT or len(reason.strip()) < 2:
        raise ChangeRefused("只有还没有确认的调整可以撤回，并要写明理由。")
    change.state, change.effect = State.WITHDRAWN, {"withdrawn": reason.strip()}
    change.save()
    return change


def hand_over(change: Change, on: date) -> int:
    """Opens a review for every household that would get less, in the month before the change holds, so that what is
    decided with a paper begins with it; the number of reviews. Before that, and a second time, nothing happens."""
    if change.state != State.CONFIRMED or change.reviews_on or on < _month_before(month_from(change.since)):
        return 0
    what = f"施行新的规则（{_named(change.rules)}）" if change.fingerprint else "调整标准"
    why = f"{change.doc} {change.article}自 {change.since} 起{what}，按规则应减发或停发，须经复核并书面告知"
    count = 0
    for told in (change.effect, *change.effect.get("others", ())):
        homes = Household.objects.in_bulk([row["household"] for row in told["less"]])
        made = [open_review(home, told["programme"], cause=Review.Cause.LAW, why=why, on=on) for home in homes.values()]
        count += sum(review is not None for review in made)
    change.reviews_on = on
    change.save(update_fields=["reviews_on"])
    return count


def hand_over_due(on: date) -> int:
    """All confirmed changes whose month has come near; for the daily task. Runs inside `audit.acting`."""
    return sum(hand_over(c, on) for c in Change.objects.filter(state=State.CONFIRMED, reviews_on__isnull=True))


def _named(rules: Sequence[Mapping[str, Any]]) -> str:
    """The first rules by their labels."""
    labels = list(dict.fromkeys(rule["label"] for rule in rules))
    return "、".join(labels[:3]) + (f" 等 {len(labels)} 条" if len(labels) > 3 else "")


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
