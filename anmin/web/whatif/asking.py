"""What a what-if may change, as a form: the numbers of a service with their values in force, the versions of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from anmin.kernel.law import api as law
from anmin.kernel.whatif import api as whatif

CLASSES = (("urban", "城镇"), ("rural", "农村"))
WHOLE = ("", "")
YES_NO = {"yes": "是", "no": "否"}


@dataclass(frozen=True)
class Box:
    """One value that may be changed: of a number, for town, country or both. `sent` is what was typed in."""

    name: str
    residence: str
    now: str
    sent: str
    fault: str = ""


@dataclass(frozen=True)
class Line:
    """A number with its boxes. `choices` where it is one of several."""

    key: str
    label: str
    unit: str
    source: str
    local: bool
    boxes: tuple[Box, ...]
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Versions:
    """A rule that has had several versions; another of them may be put in force."""

    name: str
    label: str
    versions: tuple[tuple[str, str], ...]
    sent: str


@dataclass
class Asked:
    """The form and what it amounts to."""

    lines: list[Line]
    rules: list[Versions]
    changes: list[whatif.Change]
    switches: list[whatif.Switch]
    faults: list[str]


def asked(service: str, area: str, since: date, sent: Mapping[str, str], table: law.NumberTable) -> Asked:
    """Reads what was typed in beside every number of a service; empty boxes change nothing."""
    out = Asked([], [], [], [], [])
    for column, (number, _, label) in law.book().law(service).columns().items():
        key = f"{service}.{column}"
        held = {residence: table.find(key, since, area, residence) for residence, _ in CLASSES}
        values = {residence: row.value if row else None for residence, row in held.items()}
        same = values["urban"] == values["rural"]
        boxes = tuple(
            _box(out, key, number, residence, word, values[residence or "urban"], area, since, sent)
            for residence, word in ((WHOLE,) if same else CLASSES)
        )
        row = held["urban"] or held["rural"]
        source, local = (row.source, bool(row.area)) if row else ("没有规定", False)
        choices = number.choices or ({"yes": "是", "no": "否"} if number.unit == "bool" else {})
        out.lines.append(Line(key, label, unit_of(number.unit), source, local, boxes, tuple(choices.items())))
    _rules(out, service, since, sent)
    return out


def _box(
    out: Asked, key: str, number: law.NumberDef, residence: str, word: str, now: Any, area: str, since: date,
    sent: Mapping[str, str],
) -> Box:  # fmt: skip
    name = f"n-{key}" + (f"-{residence}" if residence else "")
    text = sent.get(name, "").strip()
    fault = ""
    if text:
        try:
            change, value = _changed(text, number, now)
            number.check(value, "您填的数")
        except (law.NumberError, InvalidOperation, ValueError):
            fault = f"“{text}”不是这个数可以取的值"
            out.faults.append(f"{number.label}：{fault}")
        else:
            if value != now:
                out.changes.append(whatif.Change(key, since, **change, area=area, urban_rural=residence))
    shown = "" if now is None else YES_NO["yes" if now else "no"] if number.unit == "bool" else shown_value(now, number)
    return Box(name, word, shown, text, fault)


def _rules(out: Asked, service: str, since: date, sent: Mapping[str, str]) -> None:
    found: dict[str, list[dict]] = {}
    for version in law.versions_of(service):
        found.setdefault(version["name"], []).append(version)
    for name, versions in found.items():
        if len(versions) < 2:
            continue
        field = f"v-{name}"
        chosen = sent.get(field, "")
        told = tuple((v["since"], f"{v['since']} 起：{v['cite']}") for v in versions)
        out.rules.append(Versions(field, versions[0]["label"], told, chosen))
        if chosen in {value for value, _ in told}:
            out.switches.append(whatif.Switch(service, name, date.fromisoformat(chosen), since))


def _changed(text: str, number: law.NumberDef, now: Any) -> tuple[dict[str, Any], Any]:
    """What was typed as a change and the value that it gives: 860, or +60, -5 and +10% over what is in force."""
    measured = not number.choices and number.unit != "bool"
    if not (measured and text[0] in "+-"):
        value = read(text, number.unit)
        return {"value": value}, value
    if now is None:
        raise ValueError(text)
    if text.endswith("%") and number.unit != "bp":
        scale = read(text, "bp")
        return {"scale_bp": scale}, now + now * scale // 10_000
    more = read(text, number.unit)
    return {"add": more}, now + more


def read(text: str, unit: str) -> Any:
    """What was typed in, in the unit of the number: yuan and per cent as people write them."""
    if unit == "bool":
        return {"yes": True, "no": False}.get(text, text)
    if unit == "choice":
        return text
    plain = text.replace(",", "").replace("，", "").removesuffix("%" if unit == "bp" else "元")
    number = Decimal(plain) * (100 if unit.startswith("fen") or unit == "bp" else 1)
    if number != number.to_integral_value():
        raise ValueError(text)
    return int(number)


def shown_value(value: Any, number: law.NumberDef) -> str:
    """A value as it is typed in."""
    if number.choices:
        return number.choices.get(str(value), str(value))
    if number.unit.startswith("fen") or number.unit == "bp":
        return f"{Decimal(value) / 100:,.2f}".removesuffix(".00")
    return f"{value}"


def unit_of(unit: str) -> str:
    """元/月, %, 岁: what stands behind the box."""
    if unit.startswith("fen"):
        return "元" + "".join("/" + law.UNIT_WORDS.get(part, part) for part in unit.split("/")[1:])
    return {"bp": "%", "year": "年（岁）", "month": "个月", "day": "天", "person": "人"}.get(unit, "")
