"""One entry of a register judged by its service's own rules, told so that a clerk can read it on the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anmin.kernel.law import api, units
from anmin.kernel.law.scalar import Reckoning
from anmin.kernel.law.stored import stored_numbers


@dataclass(frozen=True)
class Judged:
    """What the rules give: every column's value, what speaks against it, what should be told in any case."""

    values: Mapping[str, Any]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    done: Reckoning

    def told(self, columns: Iterable[str]) -> list[str]:
        """A line for each column that is not nought, with the local number and document that bounds it, or its article."""
        lines = []
        for column in columns:
            if not self.values.get(column):
                continue
            node = self.done.plan.nodes[column]
            read = [name for arg in node.args for name in (arg, *self.done.plan.nodes[arg].args)]
            own = [self.done.sources[n] for n in read if n in self.done.sources]
            local = list(dict.fromkeys(row.source for row in own if row.area and row.value not in (0, False, True)))
            shown = units.show(self.values[column], node.unit, node.choices)
            lines.append(f"{node.label} {shown}（{'；'.join(local) or node.cite}）")
        return lines


def judge(service: str, on: dt.date, area: str, facts: Mapping[str, Any]) -> Judged:
    """Judges one entry by the rules and the stored numbers of a day and place. Raises LawError in words."""
    home, people = api.household_facts(service, facts, area)
    done = api.reckon_checked(service, on, area, "", home, people, stored_numbers())
    said = [
        tuple(f"{one['text'].rstrip('。')}（{one['cite']}）。" for one in part) for part in (done.reasons, done.notes)
    ]
    return Judged(done.values, said[0], said[1], done)
