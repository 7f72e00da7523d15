"""Counting many indicators with few statements: those that differ in one plain value, or only in what they measure, together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import Count, Expression, Field, Q, Sum

from anmin.kernel.insight.declare import Indicator

Given = tuple[dict[str, Any], dict[str, Any]]
By = Callable[[Indicator], dict[str, Expression]]


@dataclass(frozen=True)
class Sweep:
    """Indicators that one statement counts. `like` is what their rows have in common, `members` lie by the value of `pivot`."""

    like: Indicator
    pivot: str
    members: Mapping[object, tuple[Indicator, ...]]

    def count(self, given: Given, by: By, near: Q) -> Iterator[tuple[Indicator, tuple, int]]:
        """Each indicator with the values of `by` and its figure there; `given` are the conditions of `like`."""
        kept, dropped = given
        if self.pivot:
            kept = kept | {f"{self.pivot}__in": list(self.members)}
        rows = apps.get_model(self.like.source).objects.filter(near, **kept)
        rows = rows.exclude(**dropped) if dropped else rows
        keys, measures = by(self.like), {}
        for each in (indicator for some in self.members.values() for indicator in some):
            measures[f"_{each.measure}_{each.field}"] = measured(each)
        named = [*keys, *([self.pivot] if self.pivot else [])]
        for row in rows.annotate(**keys).values(*named).annotate(**measures).order_by():
            for each in self.members.get(row[self.pivot] if self.pivot else "", ()):
                yield each, tuple(row[name] for name in keys), row[f"_{each.measure}_{each.field}"] or 0


def measured(indicator: Indicator) -> Count | Sum:
    """What is counted, as one aggregate."""
    return {
        "rows": Count("pk"),
        "sum": Sum(indicator.field),
        "distinct": Count(indicator.field, distinct=True),
    }[indicator.measure]


def sweeps(wanted: Iterable[Indicator]) -> list[Sweep]:
    """Every counted indicator in exactly one sweep, the widest first; ratios are not counted."""
    alike: dict[tuple[Indicator, str], list[Indicator]] = defaultdict(list)
    for indicator in wanted:
        for pivot in _pivots(indicator) if indicator.source else ():
            alike[_like(indicator, pivot), pivot].append(indicator)
    found, done = [], set()
    for (like, pivot), some in sorted(alike.items(), key=lambda item: -len(item[1])):
        members: dict[object, tuple[Indicator, ...]] = defaultdict(tuple)
        for indicator in some:
            if indicator.name not in done:
                value = dict(indicator.where).get(pivot, "")
                members[value] = (*members[value], indicator)
        done |= {indicator.name for indicator in some}
        found += [Sweep(like, pivot, dict(members))] if members else []
    return found


def _pivots(indicator: Indicator) -> list[str]:
    """Conditions that name one plain value of a column: programme, service, kind. None is a choice too."""
    plain = [k for k, v in indicator.where if isinstance(v, str) and not v.startswith("{")]
    return ["", *(key for key in plain if Field.get_lookups().get(key.rpartition("__")[2]) is None)]


def _like(indicator: Indicator, pivot: str) -> Indicator:
    """What is left of an indicator without its names, its measure and the condition `pivot`."""
    rest = tuple(sorted((each for each in indicator.where if each[0] != pivot), key=lambda each: each[0]))
    return replace(
        indicator, where=rest, name="", label="", unit="", group="", measure="rows", field="id", register="", money=False,
        cite="", better="", yearly=False,
    )  # fmt: skip
