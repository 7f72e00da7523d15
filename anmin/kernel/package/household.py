"""One household's facts for all services at once: the union by name, what was not said, what each service gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from anmin.kernel.law.api import Fact, LawBook, LawError, facts_asked, read_household, urban_rural_of

URBAN_RURAL = "urban_rural"
SAME = ("type", "unit", "level", "default", "choices")


@dataclass
class Household:
    """Facts as given and completed with defaults. A fact without default that nobody gave is None and listed as missing.

    `said` names what was given: None for the household's own facts, a person's place for theirs.
    """

    home: dict[str, Any]
    persons: list[dict[str, Any]]
    facts: dict[str, Fact]
    said: dict[int | None, set[str]] = field(default_factory=dict)

    def name(self, who: int | None) -> str:
        """张三，第2人，or 全家."""
        return "全家" if who is None else self.persons[who].get("name") or f"第{who + 1}人"


def union(services: Iterable[str], laws: LawBook) -> dict[str, Fact]:
    """All facts the services ask for, by name. Raises LawError where two services mean different things by one name."""
    found: dict[str, Fact] = {}
    by: dict[str, str] = {}
    wrong = []
    for service in services:
        for name, fact in facts_asked(laws, service).items():
            first = found.setdefault(name, fact)
            by.setdefault(name, service)
            differs = [word for word in SAME if getattr(first, word) != getattr(fact, word)]
            if differs:
                said = "、".join(f"{w}：{getattr(first, w)!r} 与 {getattr(fact, w)!r}" for w in differs)
                wrong.append(f"{name} 在 {by[name]} 与 {service} 里不一样（{said}）")
    if wrong:
        raise LawError("同名的事实只能有一个意思：\n" + "\n".join(f"  · {each}" for each in wrong))
    return found


def read(document: Any, facts: Mapping[str, Fact], area: str = "") -> Household:
    """A facts file for all services. Unknown and impossible facts are refused; a needed one may be left out."""
    lenient = {name: replace(fact, default=None) if fact.required else fact for name, fact in facts.items()}
    home, persons = read_household(document, lenient)
    household = Household(home, persons, dict(facts))
    household.said = _said(document, facts, len(persons))
    if URBAN_RURAL in home and URBAN_RURAL not in household.said[None]:
        home[URBAN_RURAL] = urban_rural_of(area) or home[URBAN_RURAL]
    return household


def _said(document: Mapping, facts: Mapping[str, Fact], persons: int) -> dict[int | None, set[str]]:
    """Which facts the document really names; an empty value says nothing."""
    said: dict[int | None, set[str]] = {None: set(), **{who: set() for who in range(persons)}}

    def walk(value: Any, who: int | None) -> None:
        if isinstance(value, list):
            for place, each in enumerate(value):
                walk(each, place)
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                if key not in facts:
                    walk(inner, who)
                elif inner is not None:
                    said[0 if who is None and facts[key].level == "person" else who].add(key)

    walk(document, None)
    return said


def missing(household: Household, asked: Mapping[str, Fact]) -> list[tuple[int | None, Fact]]:
    """The facts without which a service cannot be reckoned, and of whom."""
    out: list[tuple[int | None, Fact]] = []
    for name, fact in asked.items():
        if fact.level == "household" and household.home.get(name) is None:
            out.append((None, fact))
        elif fact.level == "person":
            out += [(who, fact) for who, person in enumerate(household.persons) if person.get(name) is None]
    return out
