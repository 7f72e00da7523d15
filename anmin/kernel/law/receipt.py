"""A reckoning told: as plain data for programs, and as a receipt that a resident can check with a pencil."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from anmin.kernel.law import units
from anmin.kernel.law.scalar import Reckoning, Step
from anmin.kernel.law.worked import worked

DECLARED = "申报或核对"


def as_data(done: Reckoning) -> dict[str, Any]:
    """The outcome as `anmin law explain --json` prints it: service, date, area, results, steps."""
    people = done.person_results
    results = {**done.results, "persons": people}
    results["reasons"] = [f"{r['text']}（{r['cite']}）" for r in done.reasons]
    results["notes"] = [f"{r['text']}（{r['cite']}）" for r in done.notes]
    return {
        "service": done.plan.service.name,
        "date": done.day.isoformat(),
        "area": done.area,
        "results": results,
        "steps": [*_number_steps(done), *map(_step, done.steps)],
    }


def _number_steps(done: Reckoning) -> list[dict[str, Any]]:
    """The dated numbers read, each with document, article and the day from which it is in force."""
    out = []
    for column, row in done.sources.items():
        node = done.plan.nodes[column]
        inputs = {
            "doc": row.doc,
            "article": row.article,
            "since": row.since.isoformat() if row.since.year > 1 else None,
        }
        inputs |= {"area": row.area, "urban_rural": row.urban_rural}
        step = {"name": column, "label": node.label, "value": row.value, "unit": node.unit, "cite": row.source}
        out.append({**step, "inputs": inputs})
    return out


def _step(step: Step) -> dict[str, Any]:
    node = step.node
    person = step.who is not None
    return {
        "name": f"persons[{step.who}].{node.column}" if person else node.column,
        "label": f"第{step.who + 1}人 · {node.label}" if person else node.label,  # type: ignore[operator]
        "value": step.value,
        "unit": node.unit,
        "cite": node.cite,
        "inputs": step.inputs,
    }


class _Sheet:
    """Lines of a receipt: sign, label, amount and remark, the amounts in one column."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, sign: str, label: str, amount: str = "", remark: str = "") -> None:
        left, right = " " * max(1, 24 - width(label)), " " * max(0, 18 - width(amount))
        self.lines.append(f" {sign or ' '} {label}{left}{right}{amount}   {remark}".rstrip())

    def text(self, text: str = "") -> None:
        self.lines.append(text)


def width(text: str) -> int:
    """Columns a text takes on paper: Chinese characters and punctuation are two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def as_text(done: Reckoning, lines: Iterable[Any] = (), all_steps: bool = False) -> str:
    """The receipt: who was counted with what income, the sum to check with a pencil, why not, the numbers used.

    `lines` are the service's receipt lines: column, sign, when (column, value) and optional.
    """
    sheet, plan = _Sheet(), done.plan
    residence = {"urban": "（城市）", "rural": "（农村）"}.get(done.urban_rural, "")
    sheet.text(f"{plan.service.label} 测算单    {done.area or '全国'}{residence}    按 {done.day} 施行的规定")
    sheet.text("─" * 88)
    for who in range(len(done.persons)):
        _person(sheet, done, who)
    lines = tuple(lines)
    sheet.text("家庭")
    _home_facts(sheet, done, {line.column for line in lines if _is_told(done, line)})
    summed = [line for line in lines if _is_told(done, line)]
    told_above = {line.column for line in lines if line in summed or line.optional}
    for line in summed:
        _summed(sheet, done, line.sign, line.column)
    sheet.text("结论")
    for node in plan.results:
        if node.level == "household" and node.column not in told_above:
            sheet.line("·", node.label, _shown(done, node.column), node.cite)
    for title, said in (("不予保障的理由", done.reasons), ("说明", done.notes)):
        if said:
            sheet.text(title)
            for item in said:
                sheet.text(f" ! {item['text']}（{item['cite']}）")
    of_here = [c for c, row in done.sources.items() if row.area or row.since.year == 1]
    told = list(done.sources) if all_steps else [c for c in of_here if c in _reached(done, lines)]
    if told:
        sheet.text("采用的全部数" if all_steps else "当地与本次采用的数")
    for column in told:
        sheet.line("·", plan.nodes[column].label, _shown(done, column), done.sources[column].source)
    if all_steps:
        _steps(sheet, done)
    return "\n".join(sheet.lines)


def _reached(done: Reckoning, lines: Iterable[Any]) -> set[str]:
    """The columns behind what the receipt tells: of every formula only the part that was taken."""
    steps = {(step.name, step.who): step for step in done.steps}
    people, reached = range(len(done.persons)), {line.column for line in lines}
    todo = [(line.column, None) for line in lines]
    todo += [(n.column, who) for n in done.plan.results for who in (people if n.level == "person" else (None,))]
    seen, results = set(), {node.column for node in done.plan.results}
    while todo:
        key = todo.pop()
        step = steps.get(key)
        if step is None or key in seen:
            continue
        seen.add(key)
        fold = step.node.what == "fold"
        names = step.inputs if fold else (*worked(step, done.plan).names, step.node.rounding_column or "")
        bare = not any(names) and key[0] in results  # a word chosen: tell by what
        reached.update(step.inputs if bare else names)
        todo += [(name, who) for name in names for who in ((*people, None) if fold else (step.who, None))]
    return reached


def _is_told(done: Reckoning, line: Any) -> bool:
    values = {**done.numbers, **done.household, **done.values}
    if line.column not in values or (line.when and values[line.when[0]] != line.when[1]):
        return False
    return bool(values[line.column]) or not line.optional


def _shown(done: Reckoning, column: str) -> str:
    node = done.plan.nodes[column]
    value = {**done.numbers, **done.household, **done.values}[column]
    return units.show(value, node.unit, node.choices)


def _summed(sheet: _Sheet, done: Reckoning, sign: str, name: str) -> None:
    """One line of the sum; a dated number tells its document, a fold of persons tells whose it is."""
    node = done.plan.nodes[name]
    remark = DECLARED if node.what == "fact" else done.sources[name].source if name in done.sources else node.cite
    if node.what == "fold" and node.version.how == "count" and node.args:
        counted = next(step for step in done.steps if step.name == name).read
        names = [_name(done, who) for who, yes in enumerate(counted) if yes]
        remark = f"{'、'.join(names)}    {remark}"
    sheet.line(sign, node.label, _shown(done, name), remark)
    if sign and done.values.get(name) and (parts := _made_of(done, name)):
        sheet.line(" ", f"    {parts}")


def _name(done: Reckoning, who: int) -> str:
    return done.persons[who].get("name") or f"第{who + 1}人"


def _person(sheet: _Sheet, done: Reckoning, who: int) -> None:
    person = done.persons[who]
    said = [
        f"{fact.label.partition('（')[0]} {units.show(person[name], fact.unit, fact.choices)}"
        for name, fact in done.plan.facts.items()
        if fact.level == "person" and (fact.required or person[name] != fact.default)
    ]
    results = done.person_results[who]
    if not said and not results:
        return
    sheet.text(f"{_name(done, who)}：{'；'.join(said)}")
    scored = any(value for column, value in results.items() if done.plan.nodes[column].unit == "count")
    for column, value in results.items():
        node = done.plan.nodes[column]
        if value or node.unit == "bool" or (scored and node.unit == "count"):  # a nought among scores is one of them
            sheet.line("·", node.label, units.show(value, node.unit, node.choices), node.cite)
            if value and (parts := _made_of(done, column, who)):
                sheet.line(" ", f"    {parts}")


def _made_of(done: Reckoning, column: str, who: int | None = None) -> str:
    """What an amount is made of, with its figures; a fold tells the persons' parts."""
    step = next((s for s in done.steps if s.name == column and s.who == who), None)
    if step is None or not step.node.unit.startswith("fen"):
        return ""
    if step.node.what == "fold":
        parts = [f"{_name(done, i)} {units.yuan(v)}" for i, v in enumerate(step.read) if v]
        return " + ".join(parts) if step.node.version.how == "sum" else ""
    told = worked(step, done.plan)
    inner = _made_of(done, told.names[0], who) if len(told.names) == 1 else ""
    if told.passes_on:
        return inner
    return f"{told.text}   ← {inner}" if inner else told.text


def _home_facts(sheet: _Sheet, done: Reckoning, told: set[str]) -> None:
    """What was declared of the household, without what is usual and without what the sum tells."""
    for name, fact in done.plan.facts.items():
        if fact.level == "household" and name not in told and done.household[name] != fact.default:
            sheet.line(
                " ",
                fact.label.partition("（")[0],
                units.show(done.household[name], fact.unit, fact.choices),
                DECLARED,
            )


def _steps(sheet: _Sheet, done: Reckoning) -> None:
    sheet.text("全部步骤")
    for step in done.steps:
        read = []
        for name, value in step.inputs.items():
            node = done.plan.nodes[name]
            values = value if isinstance(value, list) else [value]
            read.append(f"{node.label} {'、'.join(units.show(v, node.unit, node.choices) for v in values)}")
        who = f"{_name(done, step.who)} " if step.who is not None else ""
        value = units.show(step.value, step.node.unit, step.node.choices)
        sheet.text(f"   {who}{step.node.label} = {value}   ← {','.join(read)}   {step.node.cite}")
