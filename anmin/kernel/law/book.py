"""The law of services as loaded: what each declares, which version holds on a day, and who reads whom."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import inspect
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType

from anmin.kernel.law import files
from anmin.kernel.law.declare import Aggregate, Fact, Rule
from anmin.kernel.law.errors import LawError
from anmin.kernel.law.numbers import ONE_DAY, NumberDef, NumberTable, Row
from anmin.kernel.law.text import where

Version = Rule | Aggregate


@dataclass
class ServiceLaw:
    """What one service declares: facts asked for, dated rules and folds, numbers and their national values."""

    name: str
    label: str
    facts: dict[str, Fact]
    versions: dict[str, list[Version]]
    numbers: dict[str, NumberDef]
    rows: list[Row] = field(default_factory=list)
    outcome: str = ""

    @classmethod
    def build(
        cls, name: str, rules: ModuleType | Iterable, facts: Iterable[Fact], params: Path | None = None,
        label: str = "", outcome: str = "",
    ) -> ServiceLaw:  # fmt: skip
        """From a rules module (or a list of rule functions and aggregates), facts and a params.yaml.

        The module may name its label (LABEL), the rule that grants (OUTCOME), further modules with rules (PARTS), and that
        nothing is paid by them (PAYS = False).
        """
        if isinstance(rules, ModuleType):
            label = label or getattr(rules, "LABEL", name)
            outcome = outcome or getattr(rules, "OUTCOME", "")
            items = [item for part in (*getattr(rules, "PARTS", ()), rules) for item in vars(part).values()]
        else:
            items = list(rules)
        versions: dict[str, list[Version]] = {}
        for item in items:
            version = item if isinstance(item, Aggregate) else getattr(item, "rule", None)
            if isinstance(version, Aggregate | Rule) and version not in versions.get(version.name, ()):
                versions.setdefault(version.name, []).append(version)
        named: dict[str, Fact] = {}
        for fact in facts:
            if fact.name in named:
                raise LawError(f"{name}：事实 {fact.name} 声明了两次。")
            named[fact.name] = fact
        definitions, rows = files.read_service(params, name) if params else ([], [])
        law = cls(name, label or name, named, versions, {d.name: d for d in definitions}, rows, outcome)
        law._names_are_unique()
        return law

    def take(self, numbers: Iterable[NumberDef], rows: Iterable[Row]) -> None:
        """Further numbers, such as those that every service has."""
        self.numbers |= {number.name: number for number in numbers}
        self.rows += rows
        self._names_are_unique()

    def _names_are_unique(self) -> None:
        number_columns = set(self.columns())
        for one, other, words in (
            (set(self.facts), set(self.versions), "事实与规则"),
            (set(self.facts), number_columns, "事实与数"),
            (set(self.versions), number_columns, "规则与数"),
        ):
            if one & other:
                raise LawError(f"{self.name}：{'、'.join(sorted(one & other))} 既是{words}，请改名。")

    def columns(self) -> dict[str, tuple[NumberDef, str, str]]:
        """Number column → (definition, category, label)."""
        return {c: (d, *rest) for d in self.numbers.values() for c, rest in d.columns().items()}

    def version(self, name: str, on: dt.date) -> Version | None:
        """The version of a rule or fold that holds on the day; two at once are refused."""
        held = [v for v in self.versions.get(name, ()) if v.since <= on and (v.until is None or on <= v.until)]
        if len(held) > 1:
            places = "；".join(place(v) for v in held)
            raise LawError(f"{self.name}.{name} 在 {on} 有两个版本：{places}。请给前一个写 until。")
        return held[0] if held else None

    def days(self) -> set[dt.date]:
        """Every day on which a version begins, or the day after one ends."""
        held = [v for versions in self.versions.values() for v in versions]
        cited = {dt.date.fromisoformat(on) for v in held if isinstance(v.cite, dict) for on in v.cite}
        return {v.since for v in held} | {v.until + ONE_DAY for v in held if v.until} | cited

    @property
    def since(self) -> dt.date:
        return min(v.since for versions in self.versions.values() for v in versions)


def place(version: Version) -> str:
    """file:line of a rule; an aggregate has only its name."""
    return where(version.function) if isinstance(version, Rule) else f"汇总 {version.name}"


class LawBook:
    """The services' law by name; a service is loaded from `package.NAME` when it is first asked for."""

    def __init__(self, laws: Iterable[ServiceLaw] = (), package: str = "") -> None:
        self.laws = {law.name: law for law in laws}
        self.package = package
        self.plans: dict = {}

    def law(self, service: str) -> ServiceLaw:
        if service not in self.laws:
            self.laws[service] = self._load(service)
        return self.laws[service]

    def _load(self, service: str) -> ServiceLaw:
        module = f"{self.package}.{service}.rules"
        found = self.package and service.isidentifier() and importlib.util.find_spec(f"{self.package}.{service}")
        if not found or importlib.util.find_spec(module) is None:
            raise LawError(f"没有叫「{service}」的服务规则；现有：{'、'.join(self.names()) or '无'}。")
        rules, facts = importlib.import_module(module), importlib.import_module(f"{self.package}.{service}.facts")
        params = Path(inspect.getfile(rules)).with_name("params.yaml")
        law = ServiceLaw.build(service, rules, facts.FACTS, params if params.exists() else None)
        if law.numbers and getattr(rules, "PAYS", True):
            law.take(*files.read_service(files.EVERY, service))
        return law

    def names(self) -> list[str]:
        """Services with rules, loaded or lying in the package."""
        return sorted(self._lying | set(self.laws))

    @cached_property
    def _lying(self) -> frozenset[str]:
        folders = importlib.import_module(self.package).__path__ if self.package else ()
        return frozenset(path.parent.name for folder in folders for path in Path(folder).glob("*/rules.py"))

    def table(self, counties: Path | None = None) -> NumberTable:
        """National values of all services and those of every county's folder."""
        laws = [self.law(name) for name in self.names()]
        definitions = {d.key: d for law in laws for d in law.numbers.values()}
        rows = [row for law in laws for row in law.rows]
        for path in files.county_files(counties) if counties else files.county_files():
            rows += files.read_county(path, definitions)
        return NumberTable(rows)
