"""How a case is shown: its clocks as bars, its moves as offers that say what they will do and what they still need."""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms

from anmin.kernel.access.api import ROLES
from anmin.kernel.flow.api import RECKONERS, Case, CaseClock, ClockBar, Dossier, Offer, flow_of, pays_from
from anmin.kernel.flow.declare import RECKON, Clock, Duty, Flow, Form, Move, Need, Phase
from anmin.kernel.month.api import weigh_beside
from anmin.kernel.service import service
from anmin.web.rows.forms import build
from anmin.web.templatetags.words import month, yuan

DAY = timedelta(days=1)
CLOCK_STATES = {
    "running": ("quiet", "clock", "计时中"),
    "due_soon": ("due", "clock-fill", "即将到期"),
    "overdue": ("bad", "exclamation-circle-fill", "已逾期"),
    "suspended": ("quiet", "pause-circle", "中止计时"),
    "done": ("good", "check-circle-fill", "按时办结"),
    "done_late": ("bad", "check-circle", "逾期办结"),
}
OUTCOMES = {
    "": ("quiet", "hourglass-split"),
    "granted": ("good", "check-circle-fill"),
    "refused": ("bad", "x-circle-fill"),
    "not_accepted": ("bad", "x-circle"),
    "withdrawn": ("quiet", "arrow-counterclockwise"),
    "terminated": ("quiet", "slash-circle"),
    "forwarded": ("quiet", "box-arrow-right"),
}
UNITS = {"WD": "个工作日", "CD": "天"}


@dataclass(frozen=True)
class Piece:
    """A stretch of a clock bar: `kind` is used, left, stood or late; `width` in per cent."""

    kind: str
    width: str
    title: str


@dataclass(frozen=True)
class ClockLook:
    """A clock as it is drawn: figures, words and icon, and the bar in pieces."""

    label: str
    cite: str
    tone: str
    icon: str
    word: str
    figures: str
    due: str
    pieces: tuple[Piece, ...]
    running: bool
    total: bool
    due_on: date


def clock_looks(case: Case, bars: list[tuple[CaseClock, ClockBar]], today: date) -> list[ClockLook]:
    """All clocks of a case, the running ones first, each as drawn today."""
    declared = {c.name: c for c in flow_of(case).clocks}
    made = [_clock(row, bar, declared.get(row.name), today) for row, bar in bars]
    return sorted(made, key=lambda c: not c.running)


def _clock(row: CaseClock, bar: ClockBar, declared: Clock | None, today: date) -> ClockLook:
    tone, icon, word = CLOCK_STATES[bar.state]
    minimum = bool(declared and declared.minimum)
    if minimum and bar.state == "due_soon":
        word = "期满" if today > row.target_on else "公示中"
    if minimum and bar.state in ("done", "running"):
        word = "已满" if bar.state == "done" else "进行中"
    seen, used = min(row.stopped_on or today, today), max(bar.used, 0)
    used = min(used, bar.limit) if minimum else used
    due = f"到 {row.target_on} 满" if minimum else f"限 {row.due_on}"
    due += "（日历未公布，暂定）" if row.provisional else ""
    due = "恢复后顺延" if bar.state == "suspended" else due
    return ClockLook(
        row.label, row.cite, tone, icon, word, f"{used} / {bar.limit} {UNITS[bar.unit]}", due,
        tuple(_pieces(bar, seen, minimum)), row.stopped_on is None, bool(declared and declared.total), row.due_on,
    )  # fmt: skip


def _pieces(bar: ClockBar, seen: date, minimum: bool) -> list[Piece]:
    """Spans cut at today and at the limit, so that used, left, stood and late parts differ."""
    if not bar.spans:
        return []
    first, last = bar.spans[0].from_on, bar.spans[-1].to_on
    whole = max((last - first).days, 1)
    cuts = sorted({first, last, seen + DAY, bar.limit_on + DAY} | {s.from_on for s in bar.spans})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        if start < first or end > last or start >= end:
            continue
        stood = next((s.reason for s in bar.spans if s.from_on <= start < s.to_on), "")
        kind = (
            "stood"
            if stood
            else "late"
            if start > bar.limit_on and not minimum
            else "used"
            if start <= seen
            else "left"
        )
        words = {"stood": "中止", "late": "超期", "used": "已用", "left": "剩余"}[kind]
        width = f"{(end - start).days * 100 / whole:.2f}"
        pieces.append(Piece(kind, width, f"{words} {start} 至 {end - DAY}"))
    return pieces


@dataclass(frozen=True)
class Lack:
    """Something a move still needs, with the place on the page where it can be brought."""

    text: str
    href: str = ""
    link: str = ""


@dataclass
class OfferLook:
    """A move as a card: its button says what will happen."""

    move: Move
    button: str
    effects: list[str]
    lacks: list[Lack]
    form: forms.Form
    final: bool
    open: bool = False
    refused: str = ""

    @property
    def ready(self) -> bool:
        return not self.lacks


def offer_looks(case: Case, offers: list[Offer], given: dict, openable: set[str], today: date) -> list[OfferLook]:
    """The moves of this user, those of the ordinary course first. `given` holds a form that was sent and refused."""
    flow = flow_of(case)
    made = []
    for offer in sorted(offers, key=lambda o: (not o.move.primary, bool(o.missing))):
        move = offer.move
        form = given.get(move.name) or move_form(move, case, today)
        made.append(
            OfferLook(
                move,
                button_of(case, move, today),
                effects_of(case, flow, move, today),
                [_lack(flow, text, flow.need(name), openable) if name else Lack(text) for name, text in offer.lacks],
                form,
                move.outcome != "",
            )
        )
    for each in made:
        each.open = each.move.name in given
    if made and not any(each.open for each in made):
        first = next((m for m in made if m.move.primary and m.ready), made[0] if len(made) == 1 else None)
        if first:
            first.open = True
    return made


def move_form(move: Move, case: Case, today: date, data: object = None) -> forms.Form:
    """The questions of a move."""
    initial = {"due_on": today + timedelta(days=20)} if any(f.name == "due_on" for f in move.asks) else {}
    form = build(move.asks)(data, prefix=move.name, initial=initial, label_suffix="")
    if move.outcome:  # asked once more only where it cannot be undone
        form.fields["sure"] = forms.BooleanField(
            label="我已核对，办理后不能撤销",
            error_messages={"required": "请核对后勾选，办理后不能撤销。"},
            widget=forms.CheckboxInput(attrs={"class": "form-check-input m-0"}),
        )
    return form


def button_of(case: Case, move: Move, today: date) -> str:
    """What pressing the button does, with the figures."""
    if move.outcome == "granted" and case.amount_month:
        paid = "一次发放" if service(case.service).once else f"自{month(pays_from(case, today))}起每月发放"
        return f"{move.label}，{paid} ¥{yuan(case.amount_month)}"
    if move.notice.startswith("open"):
        return f"{move.label} {move.notice.split()[1]} 天"
    return move.label


def effects_of(case: Case, flow: Flow, move: Move, today: date) -> list[str]:
    """What the move brings with it, in words."""
    kind, found = service(case.service), []
    if move.target and move.target != case.state:
        found.append(f"案件转为“{flow.state(move.target).label}”")
    if move.paper:
        paper = kind.papers.get(move.paper)
        found.append(f"制作《{paper.label}》" if paper else "制作文书")
    if move.notice.startswith("open"):
        found.append("在公示网页显示姓名（脱敏）、家庭人数和金额")
    if move.notice.startswith("dispute"):
        found.append("公示中断，重新调查")
    found += [f"“{c.label}”{_length(c.length)}开始计时" for c in flow.clocks if c.starts == move.name]
    if move.outcome == "granted":
        found += [way.sentence for way in weigh_beside(case, today).ways]
    return found


def _length(text: str) -> str:
    amount, unit = text.split()
    return f"{amount} {UNITS.get(unit, unit)}"


def _lack(flow: Flow, text: str, need: Need, openable: set[str]) -> Lack:
    """What is missing; where this user can bring it, with a link there, otherwise with whose turn it is."""
    met_by = need.met_by
    if met_by == "reckon":
        return Lack(text, "?tab=reckoning", "去测算") if "reckon" in openable else Lack(text)
    if met_by.startswith("record:"):
        name = met_by.removeprefix("record:")
        form = flow.form(name)
        if name in openable:
            return Lack(text, f"?tab=check&form={name}#form", f"填写{form.label}")
        return Lack(f"{text}（由{ROLES[form.roles[0]]}填写）")
    if need.name == "consents":
        return Lack(text, "?tab=home", "登记授权")
    return Lack(text)


def work_of(case: Case, flow: Flow, forms_here: list[Form], at_hand: Dossier) -> tuple[list[Form], list[Form]]:
    """Forms that the case waits for here, and those that only some cases need."""
    needed = {
        need.met_by
        for move in flow.moves_from(case.state)
        for need in map(flow.need, move.needs)
        if need.met_by and (need.always or need.missing(at_hand.standing))
    }
    needed |= {stop for clock in flow.clocks for stop in clock.stops}
    main = [f for f in forms_here if f"record:{f.name}" in needed]
    return main, [f for f in forms_here if f not in main]


def waiting_for(case: Case, flow: Flow, at_hand: Dossier) -> str:
    """Whose turn it is, in words: first what must still be brought, then who moves the case on."""
    if case.phase == Phase.CLOSED:
        return ""
    moves = [m for m in flow.moves_from(case.state) if m.primary]
    needs = dict.fromkeys(flow.need(name) for move in moves for name in move.needs)
    awaited = dict.fromkeys(
        _brings(flow, n) for n in needs if n.met_by and n.missing(at_hand.standing) and _open(n, at_hand)
    )
    if awaited:
        return "等待" + "、".join(awaited)
    roles = dict.fromkeys(ROLES[role] for m in moves for role in m.roles)
    what = "、".join(dict.fromkeys(m.label for m in moves))
    return f"等待{'、'.join(roles)}办理：{what}" if moves else ""


def _open(need: Need, at_hand: Dossier) -> bool:
    """A reckoning that was made is not awaited again, whatever it said."""
    return need.met_by != RECKON or at_hand.standing.eligible is None


def _brings(flow: Flow, need: Need) -> str:
    if need.met_by == RECKON:
        return f"{ROLES[RECKONERS[0]]}测算"
    form = flow.form(need.met_by.removeprefix("record:"))
    return f"{ROLES[form.roles[0]]}填写{form.label}"


def separated(case: Case, flow: Flow, who_roles: frozenset[str], has_worked: bool) -> bool:
    """The user's role could decide here, but they worked on the case."""
    decides = [m for m in flow.moves_from(case.state) if m.duty is Duty.DECIDE and set(m.roles) & who_roles]
    return bool(decides) and has_worked
