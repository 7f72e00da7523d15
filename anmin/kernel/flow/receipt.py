"""测算 as a receipt that a resident can check with a pencil.

The top lines are declared by the service (`Service.receipt`); everything under them is unfolded from the steps of the
reckoning: who brought what, by which formula and article, and by which dated numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from anmin.kernel.flow.declare import ReceiptLine
from anmin.kernel.flow.models import Case
from anmin.kernel.flow.reckon import recompute
from anmin.kernel.law import api as law
from anmin.kernel.law.api import FactError, LawError, Node, Reckoning, Step, Worked, plain_label, short, worked
from anmin.kernel.service import service

DEEP = 8


@dataclass(frozen=True)
class Line:
    """One line: sign, label and amount as told; `formula` with figures, `source` article or document, lines below."""

    label: str
    text: str
    unit: str = ""
    sign: str = ""
    formula: str = ""
    source: str = ""
    remark: str = ""
    value: Any = None
    lines: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Said:
    """A sentence with its article: why not, or why someone is not counted."""

    text: str
    cite: str


@dataclass(frozen=True)
class WhatIf:
    """The same household under another number."""

    label: str
    value: int
    text: str
    outcome: str
    change: str


@dataclass(frozen=True)
class Receipt:
    """Everything the 测算 page and paper tell."""

    granted: bool
    lines: tuple[Line, ...]
    counted: tuple[str, ...]
    uncounted: tuple[Said, ...]
    reasons: tuple[Said, ...]
    numbers: tuple[Line, ...]
    persons: tuple[Line, ...]
    conclusions: tuple[Line, ...]
    on: date
    law_day: date
    what_if: tuple[WhatIf, ...] = field(default=())


def receipt_of(case: Case, given: dict[str, int] | None = None) -> Receipt:
    """The receipt of a case that has been reckoned; `given` adds what the amount would be under other numbers."""
    done, kind = recompute(case), service(case.service)
    made = build(done, kind.receipt, date.fromisoformat(case.reckoning["on"]), kind.covers)
    return replace(made, what_if=tuple(_what_if(case, done, given or {})))


def build(done: Reckoning, declared: tuple[ReceiptLine, ...], on: date, covers: str = "") -> Receipt:
    """A receipt from any reckoning whose persons bear names. `covers` names the fold that counts the persons paid for."""
    telling = _Telling(done)
    lines, conclusions = tuple(telling.top(declared)), tuple(telling.conclusions())
    named = [p.get("name", f"第{i + 1}人") for i, p in enumerate(done.persons)]
    out = _left_out(done, covers)
    return Receipt(
        granted=bool(done.values.get(done.plan.service.outcome)),
        lines=lines,
        counted=tuple(name for i, name in enumerate(named) if i not in out),
        uncounted=tuple(Said(n["text"], n["cite"]) for n in done.notes),
        reasons=tuple(Said(r["text"], r["cite"]) for r in done.reasons),
        numbers=tuple(telling.numbers()),
        persons=tuple(telling.declared_by(i) for i in range(len(named))),
        conclusions=conclusions,
        on=on,
        law_day=done.day,
    )


def _left_out(done: Reckoning, covers: str) -> set[int]:
    """Who is not paid for: by the fold that counts them, else whoever a note speaks of."""
    fold = next((step for step in done.steps if step.name == covers and step.node.what == "fold"), None)
    if fold is not None and fold.read and fold.node.version.how == "count":
        return {who for who, yes in enumerate(fold.read) if not yes}
    return {note["who"] for note in done.notes if note["who"] is not None}


class _Telling:
    def __init__(self, done: Reckoning) -> None:
        self.done, self.nodes = done, done.plan.nodes
        self.steps: dict[tuple[int | None, str], Step] = {(s.who, s.name): s for s in done.steps}
        self.told: set[str] = set()  # columns named in what was told so far

    def top(self, declared: tuple[ReceiptLine, ...]) -> Iterator[Line]:
        """The declared lines, worked through with their signs; a sum that a rule bends says so."""
        running: int | None = None
        seen: set[tuple[int | None, str]] = set()  # what was unfolded once is not unfolded again
        for each in declared:
            if not self._holds(each):
                continue
            value = self._value(each.column)
            if each.optional and not value:
                continue
            line = self.line(each.column, None, DEEP, seen, sign=each.sign)
            if each.sign == "=" and running is not None and running != value:
                line = replace(line, remark=self._why_not(each.column, running, value))
            running = _worked_through(running, each.sign, value)
            yield line

    def _holds(self, each: ReceiptLine) -> bool:
        if each.column not in self.nodes:
            return False
        return each.when is None or self._value(each.when[0]) == each.when[1]

    def _value(self, column: str, who: int | None = None) -> Any:
        if (step := self.steps.get((who, column))) is not None:
            return step.value
        if column in self.done.numbers:
            return self.done.numbers[column]
        return self.done.household.get(column)

    def _why_not(self, column: str, running: int, value: int) -> str:
        if value == 0 and running < 0:
            return "收入高于标准，没有差额"
        if value == 0 and self.done.reasons:
            return "不符合条件，不发放"
        step = self.steps.get((None, column))
        if step and step.node.what == "fold":  # a sum of persons' amounts is rounded where each of them is
            step = next((each for (_, name), each in self.steps.items() if name == next(iter(step.inputs))), step)
        if step and abs(running - value) < 100 and (said := law.rounding_words(step)):
            return said
        return "按当地计发办法确定"

    def line(self, column: str, who: int | None, depth: int, seen: set, sign: str = "") -> Line:
        """A column with all that led to it."""
        node = self.nodes[column]
        value = self._value(column, who)
        label = f"{self._name(who)} · {node.label}" if who is not None else node.label
        made = Line(label, _text(value, node), _unit(node), sign, value=value, source=self._source(column))
        step = self.steps.get((who, column))
        seen.add((who, column))
        self.told.add(column)
        if step is None or depth == 0:
            return made
        step, told = self._essence(step)
        formula = self._fold(step) if step.node.what == "fold" else told.text
        return replace(made, formula=formula, lines=tuple(self._below(step, told, depth - 1, seen)))

    def _essence(self, step: Step) -> tuple[Step, Worked]:
        """The step that really reckons: those that only pass a value on are passed over."""
        told = worked(step, self.done.plan)
        while told.passes_on:
            level = self.nodes[told.passes_on].level
            deeper = self.steps.get((step.who if level == "person" else None, told.passes_on))
            if deeper is None:
                break
            step, told = deeper, worked(deeper, self.done.plan)
        self.told |= set(told.names)
        return step, told

    def _below(self, step: Step, told: Worked, depth: int, seen: set) -> Iterator[Line]:
        fold = step.node.what == "fold"
        for name in step.node.args if fold else told.names:
            if name not in self.nodes or self.nodes[name].unit in ("bool", "choice"):
                continue
            for who in range(len(self.done.persons)) if fold else [step.who]:
                at = who if self.nodes[name].level == "person" else None
                if (at, name) not in seen and (at, name) in self.steps and self._value(name, at):
                    yield self.line(name, at, depth, seen)

    def _fold(self, step: Step) -> str:
        """张** 31,200.00 + 李** 9,000.00"""
        arg = step.node.args[0] if step.node.args else ""
        if not arg:
            return ""
        node = self.nodes[arg]
        kept = [(self._name(i), v) for i, v in enumerate(step.read) if v]
        if node.unit == "bool":
            return "、".join(name for name, _ in kept)
        sign = " + " if step.node.version.how == "sum" else "；"
        return sign.join(f"{name} {short(value, node)}" for name, value in kept)

    def _name(self, who: int | None) -> str:
        return self.done.persons[who].get("name") or f"第{who + 1}人" if who is not None else ""

    def _source(self, column: str) -> str:
        if column in self.done.sources:
            return self.done.sources[column].source
        return self.nodes[column].cite

    def numbers(self) -> Iterator[Line]:
        """The dated numbers told above, each with its document and the day from which it holds."""
        for column, row in self.done.sources.items():
            node = self.nodes[column]
            if column in self.told:
                yield Line(node.label, _text(row.value, node), _unit(node), source=row.source, value=row.value)

    def declared_by(self, who: int) -> Line:
        """What was declared of one person, without what is usual."""
        person = self.done.persons[who]
        said = []
        for name, fact in self.done.plan.facts.items():
            if fact.level != "person" or name not in person or (not fact.required and person[name] == fact.default):
                continue
            node = self.nodes[name]
            said.append(Line(plain_label(node), _text(person[name], node), _unit(node), value=person[name]))
        return Line(self._name(who), "", lines=tuple(said))

    def conclusions(self) -> Iterator[Line]:
        """The yes-or-no conditions of the household with their articles: the checklist behind the outcome."""
        for (who, _), step in self.steps.items():
            node = step.node
            if who is not None or not getattr(node.version, "refusal", ""):
                continue
            _, told = self._essence(step)
            if told.names and all(self.nodes[n].unit == "choice" for n in told.names):
                continue  # a condition of another way of applying
            said = "符合" if step.value else "不符合"
            yield Line(node.label, said, source=node.cite, value=step.value, formula=self._in_figures(told))

    def _in_figures(self, told: Worked) -> str:
        """Where a condition only names other conditions, what those compared."""
        below = [self.steps.get((None, name)) for name in told.names]
        if not below or any(step is None or step.node.unit != "bool" for step in below):
            return told.text
        parts = []
        for step in below:
            said = worked(step, self.done.plan)
            self.told |= set(said.names)
            plain = {self.nodes[n].unit for n in said.names} & {"bool", "choice"}
            parts.append(f"{step.node.label} {short(step.value, step.node)}" if plain or not said.names else said.text)
        return "；".join(parts)


def _text(value: Any, node: Node) -> str:
    """The bare figure; its unit stands beside it."""
    return f"{value:,}" if node.unit == "person" else short(value, node)


def _unit(node: Node) -> str:
    """元/月, 人; nothing where the figure tells its own unit."""
    if node.unit == "person":
        return "人"
    return law.show_value(0, node.unit).removeprefix("0.00 ").strip() if node.unit.startswith("fen") else ""


def _worked_through(running: int | None, sign: str, value: int) -> int | None:
    match sign:
        case "×":
            return running * value if running is not None else None
        case "+":
            return running + value if running is not None else None
        case "−":
            return running - value if running is not None else None
    return value


def _what_if(case: Case, done: Reckoning, given: dict[str, int]) -> Iterator[WhatIf]:
    """What the household would get if one number were another."""
    pays = service(case.service).pays
    for column, value in given.items():
        node = done.plan.nodes.get(column)
        if node is None or not pays:
            continue
        try:
            other = recompute(case, given={column: value})
        except (FactError, LawError) as error:
            yield WhatIf(node.label, value, short(value, node), str(error), "")
            continue
        amount, before = other.results.get(pays) or 0, done.results.get(pays) or 0
        granted = bool(other.values.get(done.plan.service.outcome))
        outcome = f"{law.yuan(amount)} 元/月" if granted else "不符合条件"
        turn = "增加" if amount > before else "减少"
        change = f"{turn} {law.yuan(abs(amount - before))} 元" if amount != before else ""
        yield WhatIf(node.label, value, short(value, node), outcome, change)
