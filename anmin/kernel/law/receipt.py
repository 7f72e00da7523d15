"""A reckoning told: as plain data for programs, and as a receipt that a resident can check with a pencil."""

from __future__ import annotations

from typing import Any

from anmin.kernel.law import units
from anmin.kernel.law.scalar import Reckoning, Step


def as_data(done: Reckoning) -> dict[str, Any]:
    """The outcome as `anmin law explain --json` prints it: service, date, area, results, steps."""
    people = done.person_results
    results = {**done.results, "persons": people}
    results["reasons"] = [f"{r['text']}({r['cite']})" for r in done.reasons]
    results["notes"] = [f"{r['text']}({r['cite']})" for r in done.notes]
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
    """Lines of a receipt: label, amount, remark, the amounts in one column."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, sign: str, label: str, amount: str = "", remark: str = "") -> None:
        pad = " " * max(1, 22 - _width(label))
        self.lines.append(f" {sign or ' '} {label}{pad}{amount:>12}   {remark}".rstrip())

    def text(self, text: str = "") -> None:
        self.lines.append(text)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def as_text(done: Reckoning, all_steps: bool = False) -> str:
    """The receipt: who was counted, what each brought, the results with article, why not, and the dated numbers used."""
    sheet, plan = _Sheet(), done.plan
    place = f"{done.area or '全国'}{'(' + {'urban': '城市', 'rural': '农村'}.get(done.urban_rural, '') + ')' if done.urban_rural else ''}"
    sheet.text(f"{plan.service.label} 测算单    {place}    按 {done.day} 施行的规定")
    sheet.text("─" * 72)
    for who in range(len(done.persons)):
        _person(sheet, done, who)
    sheet.text("家庭")
    values = {step.name: step for step in done.steps if step.who is None}
    for node in plan.results:
        if node.level == "household":
            step = values[node.column]
            sheet.line("=", node.label, _amount(step.value, node), node.cite)
            for name in _worth_telling(step, done):
                sheet.line(" ", f"  ← {plan.nodes[name].label}", _amount(step.inputs[name], plan.nodes[name]))
    _sentences(sheet, done)
    sheet.text("所用标准与参数")
    for column, row in done.sources.items():
        if _matters(done, column):
            node = plan.nodes[column]
            sheet.line("·", node.label, _amount(row.value, node), row.source)
    if all_steps:
        sheet.text("全部步骤")
        for step in done.steps:
            read = ",".join(f"{plan.nodes[n].label} {_plain(v, plan.nodes[n])}" for n, v in step.inputs.items())
            who = f"第{step.who + 1}人 " if step.who is not None else ""
            sheet.text(f"   {who}{step.node.label} = {_plain(step.value, step.node)}   ← {read}   {step.node.cite}")
    return "\n".join(sheet.lines)


def _person(sheet: _Sheet, done: Reckoning, who: int) -> None:
    person = done.persons[who]
    said = [
        f"{fact.label.partition('(')[0]} {_plain(person[name], done.plan.nodes[name])}"
        for name, fact in done.plan.facts.items()
        if fact.level == "person" and (fact.required or person[name] != fact.default)
    ]
    sheet.text(f"{person.get('name') or f'第{who + 1}人'}:{';'.join(said)}")
    for node in done.plan.results:
        if node.level == "person":
            value = done.person_results[who][node.column]
            if value or node.unit == "bool":
                sheet.line(" ", node.label, _amount(value, node), node.cite)


def _sentences(sheet: _Sheet, done: Reckoning) -> None:
    for title, said in (("不予保障的理由", done.reasons), ("说明", done.notes)):
        if said:
            sheet.text(title)
            for item in said:
                sheet.text(f" ! {item['text']}({item['cite']})")


def _worth_telling(step: Step, done: Reckoning) -> list[str]:
    """Inputs that are amounts or counts and not nothing."""
    if step.node.unit in ("bool", "choice") or len(step.inputs) > 8:
        return []
    return [
        name for name, value in step.inputs.items()
        if value and not isinstance(value, bool | str | list) and done.plan.nodes[name].unit not in ("bool", "choice")
    ]  # fmt: skip


def _matters(done: Reckoning, column: str) -> bool:
    """A number that is zero or off for this area need not be told."""
    value = done.numbers[column]
    return bool(value) and value != "none"


def _plain(value: Any, node: Any) -> str:
    if isinstance(value, list):
        return "、".join(_plain(v, node) for v in value)
    return units.show(value, node.unit, node.choices)


def _amount(value: Any, node: Any) -> str:
    return _plain(value, node)
