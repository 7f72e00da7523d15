"""The close of a month: one step after another, each whole or not at all, each the same when done again.

check → reckon → roll → review → approve → bank → ledger → return → lock → report. A killed process, a lost connection or
a second close at the same moment leave nothing half done: every step is one transaction under the county's lock and
begins by looking what is there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import MAKE_ROLL
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds import api as funds
from anmin.kernel.funds.api import MoneyRefused, Roll
from anmin.kernel.law import api as law
from anmin.kernel.means import api as means
from anmin.kernel.month import due, dynamics, findings
from anmin.kernel.month.checks import check, compare, look
from anmin.kernel.month.models import Close
from anmin.kernel.month.overlaps import look_for_overlaps
from anmin.kernel.month.report import write_report
from anmin.kernel.month.two_hands import none_waiting
from anmin.kernel.service import register, service

STEPS = {
    "check": "检查", "reckon": "测算", "roll": "名册", "review": "复核", "approve": "批准", "bank": "银行文件", "ledger": "记账",
    "return": "回盘", "lock": "锁定", "report": "月报",
}  # fmt: skip
NOBODY = "没有一户应发：本县没有这一项目的在册对象，不生成名册。"
Say = Callable[[str], None]


@dataclass
class People:
    """Who acts: the maker always; reviewer and approver only where they are named."""

    maker: User
    reviewer: User | None = None
    approver: User | None = None


@dataclass
class Closed:
    """How far a close has come: what each finished step said, and what comes next ("" when the month is locked)."""

    programme: str
    label: str
    month: date
    area: str
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    next: str = ""


def paying() -> list[str]:
    """The programmes that pay by the month."""
    return [name for name, kind in register().items() if kind.pays]


def close_month(
    programme: str, month: date, area: str, *, people: People, answer: Path | bytes | None = None, on: date | None = None,
    say: Say = lambda _: None,
) -> Closed:  # fmt: skip
    """Takes the month as far as the people named may take it. Run again it goes on from there, or changes nothing.

    Raises MoneyRefused or Denied with what stands in the way; whatever was finished before stays.
    """
    county, today = funds.county_of(area), on or timezone.localdate()
    people.maker.require(MAKE_ROLL, county)
    month = month.replace(day=1)
    funds.not_yet(month, today)
    told = Closed(programme, service(programme).label, month, county)
    if said := _no_roll(programme, county, month):
        told.next = said
        return told
    opened = _opened(answer, told, today) if answer is not None else None
    say(STEPS["reckon"])
    roll = prepare(programme, month, county, who=people.maker, on=today)
    if not roll.lines:
        return _finish(told, roll, "本月没有一户应发，不会生成银行文件，也不会发放给任何人；请先导入名册或审核确认。")
    say(STEPS["review"])
    roll = _step(roll, Roll.State.MADE, people.reviewer, funds.review, "名册复核")
    if roll.state == Roll.State.MADE:
        return _finish(told, roll, "名册已生成，待复核（资金发放岗）：--review-by 账号")
    say(STEPS["approve"])
    roll = _step(roll, Roll.State.REVIEWED, people.approver, funds.approve, "名册批准")
    if roll.state == Roll.State.REVIEWED:
        return _finish(told, roll, "名册已复核，待批准（县局分管领导）：--approve-by 账号")
    say(STEPS["bank"])
    send(roll, who=(sender := people.reviewer or people.maker), look_again=opened is None)
    say(STEPS["return"])
    if opened is not None:
        with acting(sender.actor, reason=f"{chinese_month(month)}银行回盘"):
            funds.read_answer(opened, who=sender, on=today)
    return _finish(told, _end(roll, people), "")


def _step(roll: Roll, state: str, who: User | None, act: Callable[..., Roll], why: str) -> Roll:
    """One hand's part, if the roll waits for it and someone is named; what another close has just done is taken as done."""
    if who is None or roll.state != state:
        return roll
    with acting(who.actor, reason=f"{chinese_month(roll.month)} {why}"):
        funds.lock(roll.area, roll.programme)
        roll.refresh_from_db()
        return act(roll.pk, who=who) if roll.state == state else roll


def _no_roll(programme: str, county: str, month: date) -> str:
    """Why there is nothing to do this month, in words; "" where a roll is made."""
    return funds.not_now(programme, county, month) if funds.has_anyone(programme, county) else NOBODY


def _opened(answer: Path | bytes, told: Closed, on: date) -> funds.Opened:
    opened = funds.open_answer(answer, on=on, month=told.month)
    roll = opened.batch.roll
    if (roll.programme, roll.area) != (told.programme, told.area):
        raise MoneyRefused(
            f"这是{roll.area}{service(roll.programme).label}的回盘（批次 {opened.batch.number}），不是{told.area}{told.label}的；没有读入。"
        )
    return opened


def prepare(programme: str, month: date, county: str, *, who: User, on: date) -> Roll:
    """Check, reckon, roll: done anew each time until someone has reviewed the roll, then left alone."""
    with acting(who.actor, reason=f"{chinese_month(month)}的月结：检查、测算、名册"):
        if said := funds.not_now(programme, county, month):
            raise MoneyRefused(said)
        funds.lock(county, programme)
        close, _ = Close.objects.get_or_create(area=county, programme=programme, month=month)
        roll = Roll.objects.filter(programme=programme, month=month, area=county).first()
        if roll and roll.state != Roll.State.MADE:
            return roll
        none_waiting(programme, county, month)
        _room_to_sort()
        ahead = means.read_ahead(month)
        dynamics.move_on(close, on)
        outcome = due.reckon_month(close)
        look_for_overlaps(close, on)
        looked = look(close, outcome, ahead)
        roll = funds.make_roll(programme, month, county, who=who, on=on).roll
        due.tell(close, outcome, on)
        dynamics.look_into(close, on)
        findings.put_accounts(close, roll.pk, on)
        funds.book_recoveries(roll)
        rules = law.remember(programme, month)  # a version that comes after the month was locked is known by it
        reckoned = {"reckoned": outcome.reckoned, "enrolled": outcome.enrolled, "rules": rules}
        raised = max(outcome.raised, close.steps.get("reckon", {}).get("raised", 0))
        checked = check(close) | {"means": compare(close, who, looked, on)}
        _keep(close, {"check": checked, "reckon": reckoned | {"raised": raised, "found": findings.counts(close)}})
    return roll


def _room_to_sort() -> None:
    """Until the end of the transaction a whole county is sorted in memory, and a sample of what lies between is enough."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL default_statistics_target = 30")


def send(roll: Roll, *, who: User, look_again: bool = True) -> None:
    """The first bank file of an approved roll, and its copy on disk; with `look_again` files that are there are checked."""
    if roll.batches.exists():
        batches = list(roll.batches.select_related("roll").order_by("place")) if look_again else []
    else:
        with acting(who.actor, reason=f"{chinese_month(roll.month)}送银行"):
            made = funds.make_batch(roll.pk, who=who)
        batches = [made] if made else []
    for batch in batches:
        funds.write_files(batch)


def _end(roll: Roll, people: People) -> Roll:
    """Locks the month once the bank has answered for every batch."""
    roll.refresh_from_db()
    answered = roll.batches.exists() and not roll.batches.filter(state="sent").exists()
    if answered and people.approver and not funds.is_locked(roll):
        with acting(people.approver.actor, reason=f"{chinese_month(roll.month)}结账锁定"):
            lock(roll, who=people.approver)
    return roll


def lock(roll: Roll, *, who: User) -> None:
    """Closes the month where roll, bank and books agree, and keeps what they said. Raises MoneyRefused where they do not."""
    funds.lock(roll.area, roll.programme)  # no further batch begins meanwhile
    told = reconcile(roll)
    if not told["agrees"]:
        raise MoneyRefused(f"名册、银行与账簿对不上，不能锁定：{'；'.join(told['differences'])}。")
    funds.lock_month(roll, who=who)
    if close := Close.objects.filter(programme=roll.programme, month=roll.month, area=roll.area).first():
        _keep(close, {"ledger": told})


def reconcile(roll: Roll) -> dict[str, Any]:
    """Roll, bank and ledger beside each other (fen). `differences` names each that does not agree."""
    stand = funds.waiting(roll)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.kind, sum(p.amount) FROM funds_posting p JOIN funds_entry e ON e.id = p.entry_id
               JOIN funds_account a ON a.id = p.account_id WHERE e.roll_id = %s AND e.key NOT LIKE 'recoveries:%%' GROUP BY 1""",
            [roll.pk],
        )
        books = {kind: int(amount) for kind, amount in cursor.fetchall()}
    owed = stand["returned_amount"] + stand["no_account_amount"] + stand["unsent_amount"]
    pairs = {
        "应发": (roll.amount, books.get("expense", 0)),
        "在途": (stand["sent_amount"], -books.get("transit", 0)),
        "到账": (stand["paid_amount"], -books.get("cash", 0)),
        "应付": (owed, -books.get("payable", 0)),
        "借贷": (0, sum(books.values())),
    }
    differences = [f"{name} {due.yuan(a)} 元与账簿 {due.yuan(b)} 元" for name, (a, b) in pairs.items() if a != b]
    return stand | {"owed_amount": owed, "agrees": not differences, "differences": differences}


def _keep(close: Close, steps: dict[str, dict]) -> None:
    """What a step said is kept for as long as the month is; written only where it differs."""
    if close.steps | steps != close.steps:
        close.steps = close.steps | steps
        close.save()


def _finish(told: Closed, roll: Roll, next_step: str) -> Closed:
    """Reads off how far the month has come, and writes the report of one that is closed (the page shows it at any time)."""
    roll.refresh_from_db()
    told.steps = steps_of(roll)
    told.next = next_step or _next(roll)
    if "lock" in told.steps:
        told.steps["report"] = {"file": str(write_report(roll, told.steps))}
    return told


def _next(roll: Roll) -> str:
    if funds.is_locked(roll):
        return ""
    if waiting := roll.batches.filter(state="sent").order_by("place").first():
        return f"等待银行回盘（{waiting.number}）：anmin month close {roll.month:%Y-%m} --return 回盘文件"
    return "银行已回盘，待结账锁定（县局分管领导）：--approve-by 账号"


@dataclass
class Standing:
    """A month as it is stored: what each finished step said, its batches, its lock (None where it was never locked)."""

    steps: dict[str, dict[str, Any]]
    batches: list[funds.Batch]
    period: funds.Period | None


def steps_of(roll: Roll) -> dict[str, dict[str, Any]]:
    """Every finished step of a month and what it said: the same whenever it is asked."""
    return standing(roll).steps


def standing(roll: Roll) -> Standing:
    """How far a month has come, in six queries whatever its size."""
    where = {"programme": roll.programme, "month": roll.month, "area": roll.area}
    close = Close.objects.filter(**where).first()
    period = funds.Period.objects.filter(**where).select_related("locked_by", "reopened_by").first()
    batches = list(roll.batches.order_by("place"))
    said = close.steps if close else {}
    steps = {name: said[name] for name in ("check", "reckon") if name in said}
    steps["roll"] = {
        "households": roll.households, "persons": roll.persons, "lines": roll.lines, "amount": roll.amount,
        "movement": {k: v for k, v in roll.movement.items() if k != "omitted"}, "digest": roll.digest,
        "omitted": roll.omissions.count(), "by": roll.made_by.name,
    }  # fmt: skip
    if roll.reviewed_by:
        steps["review"] = {"by": roll.reviewed_by.name, "at": _moment(roll.reviewed_at)}
    if roll.approved_by:
        steps["approve"] = {"by": roll.approved_by.name, "at": _moment(roll.approved_at)}
    if batches:
        for batch in batches:
            batch.roll = roll
        steps["bank"] = {"batches": [_batch(batch) for batch in batches]}
        locked = period and period.locked and "ledger" in said
        steps["ledger"] = said["ledger"] if locked else reconcile(roll)
    if answered := [batch for batch in batches if batch.state == "answered"]:
        parts = ("paid_lines", "paid_amount", "returned_lines", "returned_amount")
        steps["return"] = {"batches": [batch.number for batch in answered]} | {n: steps["ledger"][n] for n in parts}
    if period and period.locked:
        steps["lock"] = {"by": period.locked_by.name, "at": _moment(period.locked_at)}
    return Standing(steps, batches, period)


def _batch(batch: funds.Batch) -> dict[str, Any]:
    files = {form: str(path) for form, path in funds.files_of(batch).items() if path.exists()}
    return {
        "number": batch.number, "lines": batch.lines, "amount": batch.amount, "digest": batch.digest,
        "state": funds.Batch.State(batch.state).label, "files": files,
    }  # fmt: skip


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
