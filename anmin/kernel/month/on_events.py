"""What payments do when something happens in a recipient household: each thing done is said in a sentence.

Who dies, leaves, divorces or is enrolled in 特困 is no longer paid for from the next month: a household without members
is ended, the others are reckoned anew for who is left and go on under their head (停旧建新). Everything else that may
raise or lower an amount needs a person who looks into it first (民发〔2021〕57号 第三十一、三十二条): a re-review is opened.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.timezone import localdate

from anmin.kernel.flow.api import Case, next_month
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Ending, Grant, Payment, Roll, end, grant
from anmin.kernel.law import api as law
from anmin.kernel.law.api import LawError, yuan
from anmin.kernel.month import tapers
from anmin.kernel.month.event_models import EventChange
from anmin.kernel.month.reckoning import Reckoned, bases, reasons, reckon_households
from anmin.kernel.month.review_models import Review
from anmin.kernel.month.reviews import open_review
from anmin.kernel.people.api import EVENT_KINDS, Household, Told, listen
from anmin.kernel.service import service

GONE = {
    "died": "自然减员：{name}于 {on} 死亡",
    "left": "减员：{name}于 {on} 迁出、分户或离家",
    "divorced": "减员：{name}于 {on} 离婚离户",
    "enrolled_tekun": "减员：{name}于 {on} 纳入特困供养，不得重复享受",
}


@dataclass(frozen=True)
class Due:
    """What a household is due of one programme, from `since` up to (not including) `until`, before the event."""

    programme: str
    amount: int
    persons: int
    payee_id: int
    since: date
    until: date | None
    end_reason: str
    known_on: date
    results: dict

    @property
    def label(self) -> str:
        return service(self.programme).label


@listen
def follow(told: Told) -> list[str]:
    """Carries an event to every programme in force of the household, from the month after it."""
    lines = _open_cases(told)
    if told.household is None:
        return lines
    spans = in_force(told.household, next_month(told.on))
    for programme in dict.fromkeys(due.programme for due in spans):
        mine = [due for due in spans if due.programme == programme]
        if told.kind in GONE:
            lines += _someone_gone(told, mine)
        lines += _to_review(told, mine[-1])
    return lines


def note_change(told: Told, spans: list[Due], since: date, after: tuple[int, int], why: str, basis: dict) -> None:
    """Keeps what the event did to one programme, so that the month can report it and the household be told.

    `after` is what is due now: fen a month and persons, nought where it ended.
    """
    last, (amount, persons) = spans[-1], after
    if (last.amount, last.persons) == (amount, persons):
        return
    kinds = EventChange.Kind
    kind = kinds.STOP if not amount else kinds.UP if amount > last.amount else kinds.DOWN
    told.changes.append(
        EventChange.objects.create(
            event=told.event, household=told.household, area=told.household.area, programme=last.programme,
            kind=kind if amount != last.amount else kinds.OTHER, since=since, amount_before=last.amount,
            amount_after=amount, persons_before=last.persons, persons_after=persons, reason=why, basis=basis,
        )
    )  # fmt: skip


IN_FORCE = """
SELECT e.programme, e.amount_month, e.persons, e.payee_id, greatest(e.since, %(since)s), e.until, e.end_reason,
       greatest(h.since, (e.basis->>'known_on')::date, e.since, %(since)s), coalesce(e.basis->'results', '{}')::text
FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id
WHERE e.household_id = %(household)s AND (e.until IS NULL OR e.until > greatest(e.since, %(since)s))
ORDER BY e.programme, e.since
"""


def in_force(household: Household, since: date) -> list[Due]:
    """What the household is due in the month of `since` or later, span by span: what was never granted is not among it."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, {"household": household.pk, "since": since})
        return [Due(*(*row[:-1], json.loads(row[-1]))) for row in cursor.fetchall()]


def _someone_gone(told: Told, spans: list[Due]) -> list[str]:
    """Each span that was granted is granted anew for those who are left; the one that was running runs on."""
    why = GONE[told.kind].format(name=told.person.name, on=told.on)
    home, first = told.household, spans[0]
    if not told.survivors:
        end([Ending(home.pk, first.programme, first.since, f"{why}，家庭已无成员")])
        note_change(told, spans, first.since, (0, 0), f"{why}，家庭已无成员", {})
        said = f"{first.label}：自{chinese_month(first.since)}起停发每月 {yuan(first.amount)} 元。"
        return [said, *(line for due in spans for line in overpaid(home, due, 0))]
    if home.head_id != spans[-1].payee_id:
        why += f"，户主变更为{home.head.name}（停旧建新）"
    tapers.without(told, first.programme)
    lines = []
    for due in spans:
        try:
            reckoned = reckon_households(due.programme, due.since, [home.pk], {home.pk: due.known_on})
        except LawError as fault:
            return [*lines, f"{due.label}：没有能够重新测算（{fault}）；请在复核中处理。"]
        if home.pk in reckoned.wrong:
            said = reckoned.wrong[home.pk]
            return [*lines, f"{due.label}：没有能够重新测算（{said}）；请更正家庭信息后在复核中处理。"]
        said, after, reason = _go_on(home, due, why, reckoned)
        lines += said
    note_change(told, spans, first.since, after, reason, _basis(reckoned, home.pk))
    return [*lines, *_not_counted(told, due, reckoned)]


def _basis(reckoned: Reckoned, household: int) -> dict:
    who = reckoned.known.persons["person_id"].to_list()
    return json.loads(bases(reckoned, [household])[household]) | {"who": who}


def _go_on(home: Household, due: Due, why: str, reckoned: Reckoned) -> tuple[list[str], tuple[int, int], str]:
    """停旧建新, or the end where those left are no longer entitled. What ended before goes on to end then.

    Gives the sentences, what is due now (fen, persons), and why.
    """
    eligible, amount, persons = reckoned.amounts()[home.pk]
    if not eligible or amount <= 0:
        refused = reasons(reckoned, home.pk)
        reason = f"{why}；其余成员重新测算不符合条件：{refused}"
        end([Ending(home.pk, due.programme, due.since, reason)])
        said = f"{due.label}：自{chinese_month(due.since)}起停发每月 {yuan(due.amount)} 元，其余成员重新测算不符合条件：{refused}"
        return [said, *overpaid(home, due, 0)], (0, 0), reason
    basis = bases(reckoned, [home.pk])[home.pk]
    grant([
        Grant(home.pk, due.programme, amount, persons, due.since, why, basis, until=due.until, end_reason=due.end_reason)
    ])  # fmt: skip
    payee = f"，由{home.head.name}领取" if home.head_id != due.payee_id else ""
    until = f" 至{chinese_month(due.until)}前" if due.until else ""
    said = (
        f"{due.label}：自{chinese_month(due.since)}起{until}，保障人数由 {due.persons} 人变为 {persons} 人，"
        f"每月由 {yuan(due.amount)} 元变为 {yuan(amount)} 元{payee}。"
    )
    return [said, *overpaid(home, due, amount)], (amount, persons), why


def _not_counted(told: Told, due: Due, reckoned: Reckoned) -> list[str]:
    """Who is left but does not count beside the new head, in the words of the law: a person must see it."""
    names = {member.person_id: member.person.name for member in told.survivors}
    facts = {fact.name for fact in law.facts_of(due.programme)}
    people = [
        {k: v for k, v in json.loads(text).items() if k in facts} | {"name": names.get(person, "")}
        for person, text in reckoned.known.persons.select("person_id", "facts").iter_rows()
    ]
    own = {k: v for k, v in json.loads(reckoned.known.households["facts"][0]).items() if k in facts}
    home = told.household
    done = law.reckon(
        due.programme, reckoned.day, home.area, home.urban_rural, household=own, persons=people, table=law.stored_numbers()
    )  # fmt: skip
    return [f"{due.label}：{note['text'].rstrip('。')}（{note['cite']}）。" for note in done.notes]


def overpaid(home: Household, due: Due, amount: int) -> list[str]:
    """Months already paid, or released, for which more was given than is due now."""
    rows = Payment.objects.filter(household=home, programme=due.programme, month__gte=due.since)
    rows = rows.filter(month__lt=due.until) if due.until else rows
    paid: dict[date, int] = {}
    for month, fen, state in rows.values_list("month", "amount", "roll__state").order_by("month"):
        if state in (Roll.State.APPROVED, Roll.State.EXPORTED):
            paid[month] = paid.get(month, 0) + fen
    lines = [
        f"{due.label}：{chinese_month(month)}已发 {yuan(fen)} 元，应发 {yuan(amount)} 元，多发 {yuan(fen - amount)} 元列入追缴线索。"
        for month, fen in paid.items()
        if fen > amount
    ]
    if rows.filter(roll__state=Roll.State.REVIEWED).exists():
        lines.append(f"{due.label}：名册已经复核，批准前须退回重新生成。")
    return lines


def _to_review(told: Told, due: Due) -> list[str]:
    if told.kind in GONE and not told.survivors:
        return []
    why = f"{told.person.name} {told.on} {EVENT_KINDS[told.kind].label}"
    known = max(told.on, localdate())
    review = open_review(
        told.household, due.programme, cause=Review.Cause.EVENT, why=why, on=known, kind=told.kind, event=told.event
    )
    if review is None:
        return []
    then = "核实其余成员的情况" if told.kind in GONE else "复核决定前金额不因此增减"
    return [f"{due.label}：列入复核，请在 {review.due_on} 前完成；{then}。"]


def _open_cases(told: Told) -> list[str]:
    """Requests still under way whose applicant is gone: a person must say who goes on with them."""
    if told.kind not in GONE:
        return []
    cases = Case.objects.filter(applicant=told.person, closed_on__isnull=True).order_by("number")
    return [f"在办案件 {case.number} 的申请人是{told.person.name}，请终止，或由其他成员重新申请。" for case in cases]
