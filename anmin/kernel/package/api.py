"""The door of the package room: everything one household could have, what excludes what, the best lawful combination."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from anmin.kernel.law import api as law
from anmin.kernel.package import household as facts_of_all
from anmin.kernel.package.asking import Ask, Partly, still_asked
from anmin.kernel.package.choosing import Choice, Cut, Out, choose
from anmin.kernel.package.compatibility import (
    Benefit,
    Cell,
    Compatibility,
    of_documents,
    read_compatibility,
    read_installed,
)
from anmin.kernel.package.grants import Claim, Office, Unknown
from anmin.kernel.package.household import Household, union
from anmin.kernel.package.paper import paper_of
from anmin.kernel.package.telling import (
    Row,
    as_data,
    as_text,
    doubts,
    out_in_words,
    papers_for,
    questions,
    refused,
    rows,
)
from anmin.kernel.service import Service

__all__ = [
    "Ask",
    "Benefit",
    "Cell",
    "Choice",
    "Claim",
    "Compatibility",
    "Cut",
    "Household",
    "Out",
    "Package",
    "Partly",
    "Row",
    "Unknown",
    "as_data",
    "as_text",
    "doubts",
    "in_order",
    "of_documents",
    "out_in_words",
    "paper_of",
    "papers_for",
    "questions",
    "read_compatibility",
    "read_installed",
    "reckon_package",
    "refused",
    "rows",
    "still_asked",
    "union",
]


@dataclass
class Package:
    """All benefits of one household on a day at a place: the best combination, what cannot be said yet, and why."""

    on: dt.date
    area: str
    household: Household
    office: Office
    choice: Choice

    @property
    def unknown(self) -> list[Unknown]:
        """Services that could not be reckoned for want of facts or numbers."""
        return list(self.office.unknown.values())


def reckon_package(
    on: dt.date,
    area: str,
    document: Any,
    services: Sequence[Service],
    rules: Compatibility,
    table: law.NumberTable | None = None,
    laws: law.LawBook | None = None,
) -> Package:
    """Reckon all services for one household from one document of facts (as `law.household_facts` takes them).

    Raises LawError where the facts are unknown or impossible, or where two services define a fact differently. A fact
    that is needed and not given makes its service unknown, no more.
    """
    laws, table = laws or law.book(), table or law.numbers()
    with_rules = [s for s in services if s.name in laws.names()]
    home = facts_of_all.read(document, union([s.name for s in with_rules], laws), area)
    office = Office(home, with_rules, rules, on, area, laws, table)
    return Package(on, area, home, office, choose(office, _received(home, office)))


def in_order(services: Iterable[Service], rules: Compatibility, laws: law.LawBook) -> list[Service]:
    """Those that grant something by rules, in the order in which the data name their benefits; others after them."""
    place = {benefit.service: n for n, benefit in reversed(list(enumerate(rules.benefits.values())))}
    with_rules = set(laws.names())
    granting = (s for s in services if s.name in with_rules and (s.pays or s.name in place))
    return sorted(granting, key=lambda s: place.get(s.name, len(place)))


def _received(home: Household, office: Office) -> list[Claim]:
    """What the facts say is received now."""
    found = []
    for benefit in office.benefits.values():
        for name in benefit.held:
            if home.home.get(name) is True:
                found.append(Claim(benefit.name, None))
            found += [Claim(benefit.name, who) for who, person in enumerate(home.persons) if person.get(name) is True]
    return found
