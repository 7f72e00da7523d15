"""Other numbers and other versions of rules from a day on, laid over the law in force; nothing is copied or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from anmin.kernel.law.api import LawBook, LawError, NumberDef, NumberTable, Row, read_amount, show_value
from anmin.kernel.law.declare import BP

CLASSES = ("urban", "rural")


@dataclass(frozen=True)
class Change:
    """One number another from `since` on: `value`, or the value then in force plus `add`, or that times `scale_bp`."""

    key: str  # service.column
    since: dt.date
    value: int | bool | str | None = None
    add: int = 0
    scale_bp: int = 0
    area: str = ""
    urban_rural: str = ""
    doc: str = "推演"

    @property
    def service(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Switch:
    """The version of a rule that began on `version` holds from `since` on, in place of that then in force."""

    service: str
    rule: str
    version: dt.date
    since: dt.date


@dataclass(frozen=True)
class Scenario:
    """What is tried, for which months. `before` are numbers supposed on the side that is compared with."""

    title: str
    area: str
    month: dt.date
    months: int = 12
    changes: tuple[Change, ...] = ()
    switches: tuple[Switch, ...] = ()
    source: str = ""
    before: tuple[Change, ...] = ()

    @property
    def span(self) -> list[dt.date]:
        """The first day of each month."""
        first = self.month.year * 12 + self.month.month - 1
        return [dt.date(n // 12, n % 12 + 1, 1) for n in range(first, first + self.months)]


@dataclass
class Law:
    """A law book and a table of numbers that belong together."""

    book: LawBook
    table: NumberTable

    def days(self, services: set[str]) -> list[dt.date]:
        """Every day on which a rule or a number of these services begins or ends."""
        found: set[dt.date] = set()
        for name in services:
            found |= self.book.law(name).days() | self.table.days(name)
        return sorted(found)


def supposed(scenario: Scenario, law: Law) -> Law:
    """The law that is compared with: as it is, but for the numbers supposed."""
    return changed(replace(scenario, changes=scenario.before, switches=()), law)


def changed(scenario: Scenario, law: Law) -> Law:
    """The law as it would be. Raises LawError (NumberError) for what there is not or what does not fit."""
    rows = [row for change in scenario.changes for row in _rows(change, law)]
    table = NumberTable(rows, law.table) if rows else law.table
    return Law(_switched(scenario.switches, law.book) if scenario.switches else law.book, table)


def definition_of(key: str, book: LawBook) -> tuple[NumberDef, str, str]:
    """The number behind `service.column`: definition, category, label."""
    service, _, column = key.partition(".")
    if service not in book.names():
        raise LawError(f"没有叫「{service}」的服务；现有：{'、'.join(book.names())}。")
    found = book.law(service).columns().get(column)
    if found is None:
        raise LawError(f"{book.law(service).label}没有叫「{column}」的数；可用的名称见 `anmin law params {service}`。")
    return found


def _rows(change: Change, law: Law) -> list[Row]:
    definition, category, _ = definition_of(change.key, law.book)
    made = []
    for residence in (change.urban_rural,) if change.urban_rural or change.value is not None else CLASSES:
        value = change.value
        if value is None:
            held = law.table.find(change.key, change.since, change.area, residence)
            if held is None:
                raise LawError(
                    f"{definition.label}在 {change.area or '全国'} {change.since} 没有数，不能在它上面增减。"
                )
            value = held.value + change.add + held.value * change.scale_bp // BP
        definition.check(value, "推演")
        made.append(
            Row(definition.key, change.area, residence, category, value, definition.unit, change.doc, "", change.since)
        )
    return made


def _switched(switches: tuple[Switch, ...], book: LawBook) -> LawBook:
    laws = {name: book.law(name) for name in book.names()}
    for switch in switches:
        law = laws[switch.service] if switch.service in laws else book.law(switch.service)
        versions = law.versions.get(switch.rule, [])
        wanted = next((v for v in versions if v.since == switch.version), None)
        if wanted is None:
            known = "、".join(str(v.since) for v in versions) or "没有这条规则"
            raise LawError(f"{law.label}的规则 {switch.rule} 没有 {switch.version} 起的版本；有：{known}。")
        day_before = switch.since - dt.timedelta(days=1)
        kept = [replace(v, until=min(v.until or day_before, day_before)) for v in versions if v.since < switch.since]
        moved = replace(wanted, since=switch.since, until=None, cite=_cited(wanted.cite, switch.since))
        laws[switch.service] = replace(law, versions={**law.versions, switch.rule: [*kept, moved]})
    return LawBook(laws.values())


def _cited(cite: Any, since: dt.date) -> Any:
    """Articles by day, the first of them reaching back to the day of the switch."""
    if isinstance(cite, dict) and min(cite) > since.isoformat():
        return {since.isoformat(): cite[min(cite)], **cite}
    return cite


def in_words(scenario: Scenario, law: Law) -> list[str]:
    """Each change as a sentence: what it was, what it would be, from when."""
    after = changed(scenario, law)
    said = []
    for change in scenario.changes:
        definition, _, label = definition_of(change.key, law.book)
        for residence in (change.urban_rural,) if change.urban_rural else CLASSES:
            was, now = (_shown(t, change, change.since, residence, definition) for t in (law.table, after.table))
            note = ""
            if was == now:  # the law itself changes later on; this one would not
                was, note = _shown(law.table, change, scenario.span[-1], residence, definition), "（期末）"
            said.append(
                f"{law.book.law(change.service).label} · {label}"
                f"{'（城镇）' if residence == 'urban' else '（农村）'}：{was}{note} → {now}，{change.since} 起"
            )
    for switch in scenario.switches:
        rules = law.book.law(switch.service)
        label = rules.versions[switch.rule][0].label
        said.append(f"{rules.label} · 规则“{label}”：改用 {switch.version} 的版本，{switch.since} 起")
    return _merged(said)


def _shown(table: NumberTable, change: Change, on: dt.date, residence: str, definition: NumberDef) -> str:
    row = table.find(change.key, on, change.area, residence)
    return show_value(row.value, definition.unit, definition.choices) if row else "没有"


def _merged(said: list[str]) -> list[str]:
    """The same sentence for town and country is said once."""
    plain = [line.replace("（城镇）", "").replace("（农村）", "") for line in said]
    return list(dict.fromkeys(one if plain.count(one) > 1 else line for one, line in zip(plain, said, strict=True)))


def read(
    document: Mapping[str, Any], area: str, month: dt.date, months: int, book: LawBook, table: NumberTable
) -> Scenario:
    """A pack (YAML or JSON): title, source, `changes` {service.key: value or [{value, from, urban_rural, …}]}, `versions`;
    `before`, like changes, are numbers supposed on the side that is compared with.

    Changes without `from` hold from `month`, without `area` in the whole of `area`.
    """
    sound(document)
    sides = [
        tuple(
            _change(str(key), item, area, month, book, table)
            for key, given in dict(document.get(side) or {}).items()
            for item in (given if isinstance(given, list) else [given])
        )
        for side in ("before", "changes")
    ]
    switches = tuple(
        Switch(v["service"], v["rule"], _day(v["version"]), _day(v.get("from") or month.isoformat()))
        for v in document.get("versions") or ()
    )
    source = str(document.get("source", ""))
    title = str(document.get("title", "推演"))
    return Scenario(title, area, month, months, sides[1], switches, source, sides[0])


def sound(document: Any) -> Mapping[str, Any]:
    """The pack itself, where it has the shape that `read` understands. Raises LawError with what is wrong and how it goes."""
    if not isinstance(document, Mapping):
        raise LawError("推演方案应是“名称: 值”的形式，例如 changes: {dibao.standard_month: 860元}。")
    unknown = {str(name) for name in document} - {"title", "source", "before", "changes", "versions", "note"}
    if unknown:
        raise LawError(
            f"推演方案不认识 {'、'.join(sorted(unknown))}；可用：title、source、before、changes、versions、note。"
        )
    for side in ("before", "changes"):
        if not isinstance(document.get(side) or {}, Mapping):
            raise LawError(f"推演方案的 {side} 应写成“服务.名称: 值”，例如 dibao.standard_month: 860元。")
    versions = document.get("versions") or ()
    if not isinstance(versions, list | tuple):
        raise LawError("推演方案的 versions 应是列表，每条写 service、rule、version，可写 from。")
    for place, each in enumerate(versions, start=1):
        said = set(each) if isinstance(each, Mapping) else set()
        if not {"service", "rule", "version"} <= said <= {"service", "rule", "version", "from"}:
            raise LawError(f"versions 第 {place} 条应写 service、rule、version，可写 from；现为 {each!r}。")
    return document


def _whole(key: str, name: str, value: Any) -> int:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value or 0
    raise LawError(f"{key} 的 {name} 应是整数（{'分' if name == 'add' else '万分之一'}），现为「{value}」。")


def _change(key: str, item: Any, area: str, month: dt.date, book: LawBook, table: NumberTable) -> Change:
    said = dict(item) if isinstance(item, Mapping) else {"value": item}
    unknown = set(said) - {
        "value",
        "add",
        "scale_bp",
        "from",
        "area",
        "urban_rural",
        "doc",
        "article",
        "mark",
        "category",
    }
    if unknown:
        raise LawError(
            f"{key}：不认识 {'、'.join(sorted(unknown))}；可用：value、add、scale_bp、from、area、urban_rural、category、doc。"
        )
    if said.get("category"):
        key = f"{key}_{said['category']}"
    definition, _, _ = definition_of(key, book)
    since = _day(said.get("from") or month.isoformat())
    value = said.get("value")
    if value is not None:  # amounts may be written 860元, shares 30%, choices by their label
        codes = {label: code for code, label in definition.choices.items()}
        value = definition.check(read_amount(codes.get(value, value), definition.unit), key)
    source = " ".join(filter(None, (said.get("doc", ""), said.get("article", "")))) or "推演"
    residence = said.get("urban_rural") or ""
    if residence not in ("", *CLASSES):
        raise LawError(f"{key} 的 urban_rural 应是 urban 或 rural，现为「{residence}」。")
    add, scale = (_whole(key, name, said.get(name)) for name in ("add", "scale_bp"))
    return Change(key, since, value, add, scale, str(said.get("area") or area), residence, source)


def _day(text: Any) -> dt.date:
    try:
        return text if isinstance(text, dt.date) else dt.date.fromisoformat(str(text))
    except ValueError:
        raise LawError(f"日期「{text}」应写成 2027-01-01 的样子。") from None


def as_document(scenario: Scenario) -> dict[str, Any]:
    """The scenario as JSON, to be kept and read again."""
    sides: dict[str, dict[str, list]] = {"before": {}, "changes": {}}
    for side, changes in (("before", scenario.before), ("changes", scenario.changes)):
        for c in changes:
            kept = {"from": c.since.isoformat(), "area": c.area, "urban_rural": c.urban_rural, "doc": c.doc}
            said = {"value": c.value} if c.value is not None else {"add": c.add, "scale_bp": c.scale_bp}
            sides[side].setdefault(c.key, []).append({**said, **{k: v for k, v in kept.items() if v}})
    versions = [
        {"service": s.service, "rule": s.rule, "version": s.version.isoformat(), "from": s.since.isoformat()}
        for s in scenario.switches
    ]
    return {"title": scenario.title, "source": scenario.source, **sides, "versions": versions}
