"""The door of the law room.

>>> from anmin.kernel.law import api
>>> table = api.numbers()                                             # doctest: +SKIP
>>> api.reckon("dibao", date, "349926", household=…, persons=[…])      # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from anmin.kernel.law import checks, files, intake, scalar
from anmin.kernel.law.book import LawBook, ServiceLaw
from anmin.kernel.law.counted import counted, counting, months_before
from anmin.kernel.law.declare import Fact
from anmin.kernel.law.errors import FactError, LawError, NumberError, RuleRefused
from anmin.kernel.law.files import read_yaml
from anmin.kernel.law.intake import household_facts as read_household
from anmin.kernel.law.intake import one as read_fact
from anmin.kernel.law.intake import written as read_amount
from anmin.kernel.law.kept import (
    compare_basis,
    enter_numbers,
    forget_numbers,
    remember,
    rules_changed,
    stored_numbers,
    tried_numbers,
)
from anmin.kernel.law.numbers import NumberDef, NumberTable, Row
from anmin.kernel.law.numbers import prefixes as area_prefixes
from anmin.kernel.law.plan import Node, Plan, facts_asked
from anmin.kernel.law.plan import plan as plan_of
from anmin.kernel.law.plan import services_read as read_by
from anmin.kernel.law.populations import reckon_frame, reckon_parquet, reckon_persons
from anmin.kernel.law.receipt import as_data, as_text
from anmin.kernel.law.replay import Difference, other_values
from anmin.kernel.law.same import differing_facts
from anmin.kernel.law.scalar import Reckoning, Step, rounded
from anmin.kernel.law.units import WORDS as UNIT_WORDS
from anmin.kernel.law.units import show as show_value
from anmin.kernel.law.units import yuan
from anmin.kernel.law.worked import Worked, plain_label, rounding_words, short, worked

__all__ = [
    "UNIT_WORDS",
    "Difference",
    "Fact",
    "FactError",
    "LawBook",
    "LawError",
    "Node",
    "NumberDef",
    "NumberError",
    "NumberTable",
    "Plan",
    "Reckoning",
    "Row",
    "RuleRefused",
    "ServiceLaw",
    "Step",
    "Worked",
    "area_prefixes",
    "as_data",
    "as_text",
    "book",
    "check",
    "compare_basis",
    "counted",
    "counted_facts",
    "counties_folder",
    "days_of",
    "differing_facts",
    "enter_numbers",
    "facts_asked",
    "facts_of",
    "forget_numbers",
    "given_numbers",
    "household_facts",
    "judge",
    "months_before",
    "numbers",
    "numbers_at",
    "numbers_hash",
    "other_values",
    "plain_label",
    "plan_of",
    "read_amount",
    "read_fact",
    "read_household",
    "read_yaml",
    "reckon",
    "reckon_checked",
    "reckon_frame",
    "reckon_parquet",
    "reckon_persons",
    "remember",
    "rounded",
    "rounding_words",
    "rule_set_hash",
    "rules_changed",
    "services_read",
    "short",
    "show_value",
    "stored_numbers",
    "tried_numbers",
    "urban_rural_of",
    "versions_of",
    "worked",
    "yuan",
]

URBAN_RURAL = "urban_rural"


@lru_cache(maxsize=1)
def book() -> LawBook:
    """The law of all services, loaded when asked for."""
    return LawBook(package="anmin.services")


@lru_cache(maxsize=1)
def numbers() -> NumberTable:
    """The dated numbers in the YAML files: national, and of every county folder."""
    return book().table()


def counties_folder() -> Path:
    """Where the counties' dated data lie."""
    return files.COUNTIES


def facts_of(service: str) -> list[Fact]:
    """What a service asks for, in the order declared; then what the services ask for whose names it reads."""
    return list(facts_asked(book(), service).values())


def counted_facts() -> list[Fact]:
    """The facts of all services that count time (see `counted.py`), each once."""
    if "counted" not in book().plans:
        asked = (fact for name in book().names() for fact in book().law(name).facts.values())
        book().plans["counted"] = list({fact.name: fact for fact in counting(asked)}.values())
    return book().plans["counted"]


def services_read(service: str) -> set[str]:
    """A service and those whose rules, facts and numbers it reads by name."""
    return read_by(book(), service)


def days_of(service: str, table: NumberTable | None = None) -> list[dt.date]:
    """Every day on which a rule or number that the service reads, its own or another service's, begins to hold."""
    names, held = services_read(service), table or numbers()
    return sorted({day for name in names for day in book().law(name).days() | held.days(name)})


def rule_set_hash(service: str, on: dt.date) -> str:
    """Identifies the rules in force for a service on a day (names, units, rounding, text)."""
    return plan_of(book(), service, on).fingerprint()


def numbers_at(
    service: str,
    on: dt.date,
    area: str,
    urban_rural: str = "",
    table: NumberTable | None = None,
    laws: LawBook | None = None,
) -> dict[str, Any]:
    """The numbers that a service's rules read on a day at a place, by column."""
    return scalar.resolve(plan_of(laws or book(), service, on), table or numbers(), on, area, urban_rural)[0]


def numbers_hash(values: Mapping[str, Any]) -> str:
    """Identifies the numbers that were read, so that one entered or corrected afterwards is noticed."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode()).hexdigest()[:16]


def household_facts(service: str, document: Any, area: str = "") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A household's facts checked and completed, ready for `reckon_checked`.

    Where urban or rural is not said, the class of a 12-digit village code is taken before the default.
    """
    home, people = intake.household_facts(document, facts_asked(book(), service))
    said = URBAN_RURAL in document or URBAN_RURAL in (document.get("household") or document.get("家庭") or {})
    if URBAN_RURAL in home and not said:
        home[URBAN_RURAL] = urban_rural_of(area) or home[URBAN_RURAL]
    return home, people


def versions_of(service: str) -> list[dict[str, Any]]:
    """Every dated version of a service's rules: name, label, unit, level, since, until, cite."""
    found = [v for versions in book().law(service).versions.values() for v in sorted(versions, key=lambda v: v.since)]
    return [
        {
            "name": v.name,
            "label": v.label,
            "unit": v.unit,
            "level": getattr(v, "level", "household"),
            "since": str(v.since),
            "until": str(v.until) if v.until else None,
            "cite": _cites(v),
        }
        for v in found
    ]


def _cites(version: Any) -> str:
    """The article of a version, and from when another one took its place while the rule stayed the same."""
    if not isinstance(version.cite, dict):
        return str(version.cite)
    last = (version.until or dt.date.max).isoformat()
    (_, first), *later = sorted((day, cite) for day, cite in version.cite.items() if day <= last)
    return "；".join([str(first), *(f"{day} 起 {cite}" for day, cite in later)])


def check(service: str, laws: LawBook | None = None, table: NumberTable | None = None) -> list[dt.date]:
    """Build the service's plan on every boundary day and look for each national number; raise on the first fault."""
    return checks.check(laws or book(), service, table or numbers())


def given_numbers(service: str, document: Any, over: NumberTable | None = None) -> NumberTable:
    """The table with the numbers of `document` on top (see `--params`)."""
    definitions = {d.key: d for name in book().names() for d in book().law(name).numbers.values()}
    return intake.given_numbers(document, definitions, service, over or numbers())


def reckon(
    service: str,
    on: dt.date,
    area: str,
    urban_rural: str = "",
    household: Mapping[str, Any] | None = None,
    persons: Iterable[Mapping[str, Any]] = (),
    table: NumberTable | None = None,
    given: Any = None,
    laws: LawBook | None = None,
) -> Reckoning:
    """Reckon one household by the rules and numbers in force on the day at the place, with every step.

    `table` holds the dated numbers (default: the YAML files), `given` overrides some for this call. Facts not
    said take their defaults; unknown, missing or impossible ones raise FactError.
    """
    laws = laws or book()
    document = {"household": dict(household or {}), "persons": list(persons)}
    home, people = intake.household_facts(document, facts_asked(laws, service))
    if given:
        table = given_numbers(service, given, table)
    return reckon_checked(service, on, area, urban_rural, home, people, table, laws)


def reckon_checked(
    service: str,
    on: dt.date,
    area: str,
    urban_rural: str,
    household: dict[str, Any],
    persons: list[dict[str, Any]],
    table: NumberTable | None = None,
    laws: LawBook | None = None,
) -> Reckoning:
    """As `reckon`, for facts that have been through `household_facts`."""
    laws = laws or book()
    residence = urban_rural or household.get(URBAN_RURAL, "")
    if urban_rural and URBAN_RURAL in household:
        household = {**household, URBAN_RURAL: urban_rural}
    return scalar.reckon(plan_of(laws, service, on), table or numbers(), on, area, residence, household, persons)


def urban_rural_of(area: str) -> str:
    """The class a 12-digit village code implies (001–199 居委会, 200–399 村委会), or "".

    >>> urban_rural_of("349926100201"), urban_rural_of("349926")
    ('rural', '')
    """
    if len(area) < 12 or area.endswith("000"):
        return ""
    return "rural" if 200 <= int(area[9:12]) < 400 or 500 <= int(area[9:12]) < 600 else "urban"


def judge(service: str, on: dt.date, area: str, facts: Mapping[str, Any]) -> Any:
    """One entry of a register judged by its service's rules; see `entries.judge`."""
    from anmin.kernel.law.entries import judge as really

    return really(service, on, area, facts)
