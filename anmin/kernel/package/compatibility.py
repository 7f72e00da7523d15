"""Which benefits go together: dated, area-scoped data by the names of benefits, read from `compatibility.yaml`.

A cell says of two benefits: Y both; N not both; H not both, the higher one; G both, the first pays only what the
second leaves open (补差); W both, but the first counts the persons who hold the second as not of the household.
What is not said goes together. Where both are persons' benefits a cell binds one and the same person.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import jsonschema

from anmin.kernel.law.api import LawError, area_prefixes, counties_folder, read_yaml

SCHEMA = Path(__file__).with_name("compatibility.schema.json")
NAME = "compatibility.yaml"
EXCLUDING = ("N", "H")


@dataclass(frozen=True)
class Benefit:
    """Something that can be granted to a household or, with `person` (a column of persons), to each person.

    `amount` and `person` are columns in fen a month; `granted` the condition where it is not an amount above nothing;
    `when` keeps those of whom a choice says a certain thing: column and value.
    `held` are the facts by which other services ask whether it is held, `told_amount` those that ask how much,
    `tells` further facts and the columns of its reckoning that answer them. `counts` is the column of persons that says
    who belongs to a household's benefit, `lessened` what was taken off each one's (补差); `alone` names a column, its
    value and the column of persons that says who it is for then.
    A `status` is recognised, not paid; a benefit paid `once` is not of every month.
    """

    name: str
    service: str
    label: str
    amount: str = ""
    person: str = ""
    granted: str = ""
    when: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    told_amount: tuple[str, ...] = ()
    tells: tuple[tuple[str, str], ...] = ()
    counts: str = ""
    alone: tuple[str, ...] = ()
    lessened: str = ""
    status: bool = False
    once: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact by which other services ask about it."""
        return (*self.held, *self.told_amount, *(name for name, _ in self.tells))


@dataclass(frozen=True)
class Cell:
    """What holds between `first` and `second`, with its source. `by_rule`: the first's own rules reckon the gap.

    `full`: it binds only who is paid the first in full, not who is paid the gap.
    """

    first: str
    second: str
    value: str
    doc: str
    since: dt.date
    article: str = ""
    until: dt.date | None = None
    area: str = ""
    mark: str = ""
    by_rule: bool = False
    full: bool = False
    note: str = ""

    @property
    def cite(self) -> str:
        return f"{self.doc} {self.article}".strip()


@dataclass
class Compatibility:
    """All benefits, cells and papers by fact; and what residents are asked: `ticks` (fact and how it is put to them), of
    which an unticked one is as usual, and `details` (fact and its tick) that are asked of whom it was ticked.
    """

    benefits: dict[str, Benefit] = field(default_factory=dict)
    cells: dict[frozenset[str], list[Cell]] = field(default_factory=dict)
    papers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)

    def add(self, document: Mapping, where: str) -> None:
        """Takes in one document; refuses what does not follow the schema or names an unknown benefit."""
        validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
        for error in validator.iter_errors(document):
            place = " → ".join(map(str, error.absolute_path)) or "（文件顶层）"
            raise LawError(f"{where}：{place} 不合格式：{error.message}（格式见 {SCHEMA.name}）。")
        for name, item in document.get("benefits", {}).items():
            lists = {key: tuple(item.get(key, ())) for key in ("when", "held", "told_amount", "alone")}
            self.benefits[name] = Benefit(name, **{**item, **lists, "tells": tuple(item.get("tells", {}).items())})
        self.papers |= {name: tuple(said) for name, said in document.get("papers", {}).items()}
        self.ticks |= document.get("residents", {}).get("ticks", {})
        asked = document.get("residents", {}).get("details", {})
        self.details |= {name: tick for tick, names in asked.items() for name in names}
        for item in document.get("cells", ()):
            self._add_cell(item, document.get("county", ""), where)

    def _add_cell(self, item: Mapping, area: str, where: str) -> None:
        unknown = [name for name in item["pair"] if name not in self.benefits]
        if unknown:
            raise LawError(f"{where}：没有叫「{'、'.join(unknown)}」的待遇；现有：{'、'.join(self.benefits)}。")
        until = dt.date.fromisoformat(item["to"]) if "to" in item else None
        first, second = item["pair"]
        cell = Cell(
            first, second, item["value"], item["doc"], dt.date.fromisoformat(item["from"]), item.get("article", ""),
            until, item.get("area", area), item.get("mark", ""), item.get("by_rule", False), item.get("full", False),
            item.get("note", ""),
        )  # fmt: skip
        same = self.cells.setdefault(frozenset(item["pair"]), [])
        if any(cell.area == other.area and cell.since == other.since for other in same):
            raise LawError(
                f"{where}：{cell.first} 与 {cell.second} 在 {cell.area or '全国'} {cell.since} 有两格，请只留一格。"
            )
        same.append(cell)

    def cell(self, one: str, other: str, on: dt.date, area: str = "") -> Cell | None:
        """The cell of two benefits in force on the day: of the nearest place, there the newest. None: they go together."""
        found = self.cells.get(frozenset((one, other)), ())
        held = [c for c in found if c.since <= on and (c.until is None or on <= c.until)]
        for place in area_prefixes(area):
            here = [c for c in held if c.area == place]
            if here:
                return max(here, key=lambda c: c.since)
        return None


@lru_cache(maxsize=4)
def read_compatibility(folder: Path) -> Compatibility:
    """`compatibility.yaml` of the services' folder, then those of the counties on top."""
    made = Compatibility()
    made.add(read_yaml(folder / NAME), str(folder / NAME))
    for path in sorted(counties_folder().glob(f"**/{NAME}")):
        made.add(read_yaml(path), str(path))
    return made


def read_installed() -> Compatibility:
    """That of this installation: the data beside its services, and its counties'."""
    return read_compatibility(Path(find_spec("anmin.services").submodule_search_locations[0]))


def of_documents(documents: Iterable[Mapping]) -> Compatibility:
    """From documents already read, for tests and trials."""
    made = Compatibility()
    for number, document in enumerate(documents, start=1):
        made.add(document, f"第 {number} 份")
    return made
