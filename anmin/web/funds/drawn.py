"""What the page of a month shows: gathered once, in a handful of queries."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL, REVIEW_ROLL
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import AfterReturn, Batch, Period, Remittance, Roll, budget_notes
from anmin.kernel.month.api import MOVES, STEPS, Finding, findings_answered, standing, yuan
from anmin.kernel.places.api import area_names
from anmin.kernel.service import service

NOTES = {"entered": "新增", "raised": "增发", "lowered": "减发", "same": "不变"}


@dataclass
class Button:
    """One act: what will happen, or why it cannot yet."""

    act: str
    label: str
    missing: str = ""
    primary: bool = True
    asks_reason: bool = False
    asks_file: bool = False
    asks_same: bool = False
    confirm: str = ""


@dataclass
class Move:
    """A row of the movement, with the list behind it."""

    label: str
    sign: str
    households: int
    persons: int
    amount: int
    href: str = ""
    strong: bool = False


@dataclass
class Step:
    """A step of the close: done, now, or still ahead."""

    label: str
    state: str
    told: str = ""


def drawn(roll: Roll, who: User) -> dict[str, Any]:
    """All that the template needs."""
    stands = standing(roll)
    steps, batches, locked = stands.steps, stands.batches, stands.period
    kinds = dict(Finding.Kind.choices)
    found = steps.get("reckon", {}).get("found", {})
    answered = findings_answered(roll) if found else {}
    buttons = [b for b in _buttons(roll, who, steps, batches, locked) if b]
    back = Remittance.objects.came_back(roll) if batches else {}
    return {
        "roll": roll,
        "label": service(roll.programme).label,
        "county": area_names({roll.area}, roll.month).get(roll.area, roll.area),
        "steps": _steps(steps),
        "moves": list(_moves(roll)),
        "found": [
            (kinds[kind], count, answered.get(kind, 0), _list("month-findings", roll, kind=kind))
            for kind, count in found.items()
        ],
        "batches": [(batch, Batch.State(batch.state).label) for batch in batches],
        "stand": _stand(roll, steps),
        "came_back": _came_back(roll, back),
        "buttons": buttons,
        "waits": "" if any(b.primary for b in buttons) else _waits(roll, batches, locked, back),
        "budget": budget_notes(roll) if roll.state in ("made", "reviewed") else [],
        "period": locked,
        "sees_files": who.may(REVIEW_ROLL, roll.area),
        "omitted": _list("omissions", roll),
        "omissions": steps["roll"]["omitted"],
        "lines": _list("payments", roll),
        "means": steps.get("check", {}).get("means", {}),
        "differing": _list("findings", roll),
    }


def _waits(roll: Roll, batches: list[Batch], period: Period | None, back: dict[str, tuple[int, int]]) -> str:
    """Whose turn it is, for those who can do nothing now."""
    if period and period.locked:
        ready, _ = back.get(AfterReturn.READY, (0, 0))
        again = f"有 {ready:,} 笔退回的账号已经更正，要再次发放，请县局分管领导先重开本月并写明原因。" if ready else ""
        return f"本月已结账锁定。{again}"
    if roll.state == Roll.State.MADE:
        return "等待资金发放岗复核。"
    if roll.state == Roll.State.REVIEWED:
        return "等待县局分管领导批准。"
    waiting = [batch for batch in batches if batch.state == Batch.State.SENT]
    if waiting or not batches:
        return "等待资金发放岗" + ("读入银行回盘。" if batches else "生成银行文件。")
    return "等待县局分管领导结账锁定。"


def _list(name: str, roll: Roll, **filters: str) -> str:
    asked = {"programme": roll.programme, "roll" if name == "payments" else "month": f"{roll.month:%Y-%m}"} | filters
    return f"{reverse(f'{name}-list')}?{urlencode(asked)}"


def _moves(roll: Roll) -> list[Move]:
    signs = {"entered": "+", "left": "−", "raised": "±", "lowered": "±", "closing": "=", "arrears": "+"}
    rows = []
    for part, label in MOVES.items():
        m = roll.movement.get(part, {"households": 0, "persons": 0, "amount": 0})
        href = _list("payments", roll, note=NOTES[part]) if part in NOTES else ""
        href = {
            "left": _list("omissions", roll), "closing": _list("payments", roll, kind="regular"),
            "arrears": _list("payments", roll, kind="arrears"),
        }.get(part, href)  # fmt: skip
        strong = part in ("opening", "closing")
        rows.append(Move(label, signs.get(part, ""), m["households"], m["persons"], m["amount"], href, strong))
    return rows


def _steps(steps: dict[str, Any]) -> list[Step]:
    shown = []
    now = False
    for name, label in STEPS.items():
        if name == "report":
            continue
        if name in steps:
            shown.append(Step(label, "done", _signed(steps[name])))
        else:
            shown.append(Step(label, "ahead" if now else "now"))
            now = True
    return shown


def _signed(said: dict[str, Any]) -> str:
    return f"{said['by']} {said.get('at', '')}".strip() if "by" in said else ""


def _stand(roll: Roll, steps: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    """Roll and bank side by side: words, lines, fen, list behind."""
    if "ledger" not in steps:
        return []
    stand = steps["ledger"]
    words = {"paid": "到账", "returned": "退回待重发", "sent": "在途", "no_account": "无账号待发", "unsent": "未送银行"}
    rows = [("名册应发", roll.lines, roll.amount, _list("payments", roll))]
    for state, label in words.items():
        href = _list("remittances", roll, state=state) if state in ("paid", "sent") else ""
        href = _figure("not_again", roll) if state == "returned" else href
        href = _list("month-findings", roll, kind="no_account") if state == "no_account" else href
        rows.append((label, stand[f"{state}_lines"], stand[f"{state}_amount"], href))
    return rows


def _figure(part: str, roll: Roll) -> str:
    """The rows behind a figure of the roll's programme and month."""
    return f"{reverse('county-rows', args=[f'{roll.programme}.{part}'])}?month={roll.month:%Y-%m}"


def _came_back(roll: Roll, back: dict[str, tuple[int, int]]) -> list[tuple[str, int, int, str]]:
    """What the bank ever returned, and how much of it was sent again: words, lines, fen, list behind."""
    if AfterReturn.AGAIN not in back:
        return []  # what came back is what waits, and stands above
    lines, fen = (sum(part) for part in zip(*back.values(), strict=True))
    again = back[AfterReturn.AGAIN]
    return [
        ("银行曾退回", lines, fen, _figure("returned", roll)),
        ("其中已重发", *again, _figure("sent_again", roll)),
    ]


@dataclass
class _Now:
    """Where a month stands, for choosing its buttons."""

    roll: Roll
    who: User
    steps: dict[str, Any]
    batches: list[Batch]
    period: Period | None
    buttons: list[Button] = field(default_factory=list)

    def may(self, permission: Any) -> bool:
        return self.who.may(permission, self.roll.area)


def _buttons(
    roll: Roll, who: User, steps: dict[str, Any], batches: list[Batch], period: Period | None
) -> list[Button | None]:
    now = _Now(roll, who, steps, batches, period)
    if period and period.locked:
        return [_reopen(now)]
    if roll.state == Roll.State.MADE:
        return [_review(now), _make(now)]
    if roll.state == Roll.State.REVIEWED:
        return [_approve(now), _back(now)]
    return [_lock(now), _answer(now), _send(now)]


def _size(roll: Roll) -> str:
    return f"{roll.households:,} 户 ¥{yuan(roll.amount)}"


def _make(now: _Now) -> Button | None:
    return Button("roll-make", "重新检查、测算、生成名册", primary=False) if now.may(MAKE_ROLL) else None


def _review(now: _Now) -> Button | None:
    if not now.may(REVIEW_ROLL):
        return None
    missing = "" if now.roll.lines else "名册没有一笔应发"
    if now.roll.made_by_id == now.who.account.pk:
        missing = "名册由您生成，须由另一人复核"
    return Button("roll-review", f"复核通过 {_size(now.roll)}", missing)


def _approve(now: _Now) -> Button | None:
    if not now.may(APPROVE_ROLL):
        return None
    mine = now.who.account.pk in (now.roll.made_by_id, now.roll.reviewed_by_id)
    stops = [text for text, forbids in budget_notes(now.roll) if forbids]
    missing = "您生成或复核过本册，须由另一位负责人批准" if mine else "；".join(stops)
    return Button(
        "roll-approve", f"批准并发放 {_size(now.roll)}", missing, confirm="批准后名册不能再改。确定批准发放吗？"
    )


def _back(now: _Now) -> Button | None:
    if not (now.may(APPROVE_ROLL) or now.may(REVIEW_ROLL)):
        return None
    return Button("roll-back", "退回重做", primary=False, asks_reason=True)


def _send(now: _Now) -> Button | None:
    if not now.may(REVIEW_ROLL):
        return None
    if not now.batches:
        stand = now.steps.get("ledger")
        lines = now.roll.lines if stand is None else stand["unsent_lines"]
        return Button("roll-send", f"生成银行文件（{lines:,} 笔以内有账号的）")
    stand = now.steps["ledger"]
    again = stand["returned_lines"] + stand["no_account_lines"]
    if not again:
        return None
    return Button("roll-send", f"再次发放：退回和无账号的 {again:,} 笔中已更正账号的", primary=False, asks_same=True)


def _answer(now: _Now) -> Button | None:
    waiting = [batch for batch in now.batches if batch.state == Batch.State.SENT]
    if not waiting or not now.may(REVIEW_ROLL):
        return None
    return Button("roll-answer", f"读入回盘（{waiting[0].number}）", asks_file=True)


def _lock(now: _Now) -> Button | None:
    if not now.batches or not now.may(APPROVE_ROLL):
        return None
    waiting = [batch.number for batch in now.batches if batch.state == Batch.State.SENT]
    missing = f"批次 {waiting[0]} 还没有回盘" if waiting else ""
    stand = now.steps["ledger"]
    owed = {"退回": stand["returned_lines"], "没有账号": stand["no_account_lines"]}
    left = "、".join(f"{label}的 {lines:,} 笔" for label, lines in owed.items() if lines)
    told = f"还有{left}没有发到，锁定后更正了账号要再发，须先重开本月。" if left else ""
    return Button(
        "roll-lock",
        f"结账锁定{chinese_month(now.roll.month)}",
        missing,
        confirm=f"锁定后本月不能再记账。{told}确定锁定吗？",
    )


def _reopen(now: _Now) -> Button | None:
    if not now.may(APPROVE_ROLL):
        return None
    return Button("roll-reopen", "重开本月", primary=False, asks_reason=True)
