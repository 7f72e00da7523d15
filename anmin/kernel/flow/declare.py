"""The words in which a service declares the life of its cases. Standard library only.

A flow is one table of moves. Everything a page shows about a case (steps, clocks, what is still missing, which
buttons) and everything the database refuses comes from this table; a service adds no code for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

# The words of official papers, which lie in a folder of their own, belong to this door too.
from anmin.kernel.flow.papers.declare import Facts as Facts
from anmin.kernel.flow.papers.declare import Grid as Grid
from anmin.kernel.flow.papers.declare import Paper as Paper
from anmin.kernel.flow.papers.declare import Para as Para
from anmin.kernel.flow.papers.declare import capital_yuan as capital_yuan
from anmin.kernel.flow.papers.declare import chinese_date as chinese_date
from anmin.kernel.flow.papers.declare import chinese_month as chinese_month
from anmin.kernel.flow.papers.declare import rights as rights
from anmin.kernel.flow.papers.declare import written as written
from anmin.kernel.flow.papers.declare import yuan as yuan
from anmin.kernel.flow.papers.told import reckoning_of as reckoning_of

RECEIVE = "receive"  # the first step of every case, by which clocks may start


class Phase(StrEnum):
    """What every service's states have in common; database constraints speak of phases, not of states."""

    DRAFT = "draft"
    RECEIVED = "received"
    RUNNING = "running"
    DECIDED = "decided"
    CLOSED = "closed"


class Duty(StrEnum):
    """What a move does to the separation of duties: who checked a case can never decide it."""

    NONE = "none"
    HANDLE = "handle"
    CHECK = "check"
    DECIDE = "decide"


@dataclass(frozen=True)
class Field:
    """One question of a form. Kinds: text, long, choice, many, bool, date, money (fen), number, account, file.

    `when` names another question and an answer to it: a required question is then required only with that answer.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    when: tuple[str, str] | None = None


@dataclass(frozen=True)
class Form:
    """A record that can be filled in on a case: a house visit, a check report. `signers` people must do it together."""

    name: str
    label: str
    fields: tuple[Field, ...]
    roles: tuple[str, ...]
    states: tuple[str, ...]
    signers: int = 1
    cite: str = ""


@dataclass(frozen=True)
class Standing:
    """What a need may look at: everything that is at hand in a case at this moment."""

    state: str
    channel: str
    near_kin: bool
    disputed: bool
    records: dict[str, list[dict]]
    consents_missing: tuple[str, ...]
    supplement_open: bool
    notice: str  # none | running | ended | disputed
    notice_closes_on: date | None
    eligible: bool | None
    amount_month: int | None
    reasons: tuple[str, ...]
    today: date
    disputes: int = 0
    results: dict[str, object] = field(default_factory=dict)  # of the reckoning, by the names of the rules


@dataclass(frozen=True)
class Need:
    """What must be at hand before a move. `missing` says in words what is not there yet, or gives an empty text.

    `met_by` names what brings it: a form ("record:visit") or the reckoning ("reckon"), so that pages can lead there
    and the work list knows whose turn it is; what only some cases need is not `always` waited for.
    """

    name: str
    label: str
    missing: Callable[[Standing], str]
    cite: str = ""
    met_by: str = ""
    always: bool = True


RECKON = "reckon"


@dataclass(frozen=True)
class ReceiptLine:
    """One line of the receipt that a resident checks with a pencil: a column of the law and its sign (+ − × = or "").

    `when` names a column and a value: the line is told only where it holds, such as `("route", "single")`. A line that
    is `optional` is left out where its value is nothing.
    """

    column: str
    sign: str = ""
    when: tuple[str, str] | None = None
    optional: bool = False


@dataclass(frozen=True)
class Clock:
    """A legal time limit: `length` such as "3 WD", "7 CD", "6 month"; runs from a move until one of `stops`.

    A filed form counts as a move too: "record:visit". `starts_also` are further moves by which it begins. `after` names
    the clock whose end begins this one where no move does. While the case is in one of `suspended_in` the clock stands
    still. `extended` is the longer length that lawful reasons allow. A `minimum` must pass before anyone may act: acting
    is due on the first working day after it. `number` names the service's dated number that gives the amount where an
    area sets its own, or a choice such as `wd7` that gives the kind of days as well; `length` then holds without it.
    """

    name: str
    label: str
    length: str
    starts: str
    stops: tuple[str, ...]
    cite: str
    after: str = ""
    suspended_in: tuple[str, ...] = ()
    total: bool = False
    extended: str = ""
    minimum: bool = False
    number: str = ""
    starts_also: tuple[str, ...] = ()

    @property
    def begun_by(self) -> set[str]:
        return {self.starts, *self.starts_also} - {""}


@dataclass(frozen=True)
class FactGroup:
    """Facts of the law that an application asks together, by name. `common` ones show at once, the others unfold."""

    label: str
    common: tuple[str, ...]
    others: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Move:
    """One line of the table: from which states to which ("": it stays), by whom, with what at hand.

    `asks` are answers that the move itself records; `paper` is made, `notice` opens or ends a public notice;
    `consequences` are named and run in the move's own transaction, so that nothing is decided and then lost;
    `extends` names a clock that gets its longer length, for the reason the move asks for.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    duty: Duty = Duty.HANDLE
    needs: tuple[str, ...] = ()
    asks: tuple[Field, ...] = ()
    outcome: str = ""
    paper: str = ""
    notice: str = ""
    consequences: tuple[str, ...] = ()
    extends: str = ""
    primary: bool = False
    cite: str = ""


@dataclass(frozen=True)
class PaperKind:
    """An official paper of a service: `make` turns a `Matter` into its content.

    Numbered papers get the next number under `prefix`; `by_county` says whose office signs.
    """

    label: str
    make: Callable
    numbered: bool = False
    prefix: str = ""
    by_county: bool = False


@dataclass(frozen=True)
class State:
    name: str
    label: str
    phase: Phase


@dataclass(frozen=True)
class Flow:
    """The whole life of a case from one day on. A running case keeps the version under which it was received."""

    since: date
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...]
    needs: tuple[Need, ...] = ()
    forms: tuple[Form, ...] = ()
    until: date | None = None
    cite: str = ""

    def state(self, name: str) -> State:
        return next(s for s in self.states if s.name == name)

    def move(self, name: str) -> Move:
        return next(m for m in self.moves if m.name == name)

    def form(self, name: str) -> Form:
        return next(f for f in self.forms if f.name == name)

    def need(self, name: str) -> Need:
        return next(n for n in self.needs if n.name == name)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(m for m in self.moves if state in m.sources)

    @property
    def first(self) -> State:
        return self.states[0]


def filed_in(case: Any, form: str) -> list[dict[str, Any]]:
    """What was written in each filling of a case's form, oldest first; `by_name` and `second_name` say who signed."""
    from anmin.kernel.flow.standing import opened_record

    return [
        {**opened_record(record), "by_name": record.by.name, "second_name": getattr(record.second_by, "name", "")}
        for record in case.records.filter(form=form).select_related("by", "second_by").order_by("id")
    ]


def running_of(service: str, household: int) -> list[Any]:
    """The cases of a household in a service that are not decided yet."""
    from anmin.kernel.flow.models import Case

    return list(Case.objects.filter(service=service, household=household, outcome="").order_by("id"))


def newest_of(service: str, household: int) -> Any:
    """The newest case of a household in a service that runs or was granted; None where there is none."""
    from anmin.kernel.flow.models import Case

    kept = Case.objects.filter(service=service, household=household, outcome__in=("", "granted"))
    return kept.order_by("-pk").first()


def faults(flow: Flow) -> list[str]:
    """What is wrong with a declared flow, in words; an empty list means it may be used."""
    states = {"", *(s.name for s in flow.states)}
    moves = {RECEIVE} | {m.name for m in flow.moves} | {f"record:{form.name}" for form in flow.forms}
    found = [
        f"动作“{m.label}”引用了没有声明的状态 {s}"
        for m in flow.moves
        for s in (*m.sources, m.target)
        if s not in states
    ]
    known = {n.name for n in flow.needs}
    found += [f"动作“{m.label}”需要没有声明的条件 {n}" for m in flow.moves for n in m.needs if n not in known]
    clocks = {c.name for c in flow.clocks}
    found += [f"时限“{c.label}”从没有声明的动作 {each} 开始" for c in flow.clocks for each in c.begun_by - moves]
    found += [
        f"时限“{c.label}”接在没有声明的时限 {c.after} 之后" for c in flow.clocks if c.after and c.after not in clocks
    ]
    met = {"", RECKON, *moves}
    found += [f"条件“{n.label}”由没有声明的 {n.met_by} 满足" for n in flow.needs if n.met_by not in met]
    found += [f"时限“{c.label}”止于没有声明的动作 {s}" for c in flow.clocks for s in c.stops if s not in moves]
    reached = {flow.first.name} | {m.target for m in flow.moves}
    found += [f"状态“{s.label}”没有动作能到达" for s in flow.states if s.name not in reached]
    left = {s for m in flow.moves for s in m.sources}
    found += [f"状态“{s.label}”没有出路" for s in flow.states if s.name not in left and s.phase is not Phase.CLOSED]
    return found
