"""Counting: every declared indicator for a month, by township, those that are alike in one statement."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import BigIntegerField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone

from anmin.kernel.access.api import Statement, statement
from anmin.kernel.insight.declare import MEANS, REVIEWS, Indicator, faults, of_cases, of_programme
from anmin.kernel.insight.models import Computed, Figure
from anmin.kernel.insight.sweeps import By, sweeps
from anmin.kernel.places.api import prefix_of, within
from anmin.kernel.service import register as services

TOWN = 9  # digits that a township's code begins with
OWN_COLUMNS = {"{due_on}": F("due_on"), "{stopped_on}": F("stopped_on")}


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators: of every paying programme, of every case flow, of checks, and what services declare themselves."""
    found: list[Indicator] = []
    for service in services().values():
        if service.pays:
            found += of_programme(service.name, service.label)
        if service.flows:
            found += of_cases(service.name, service.label)
        found += service.indicators
    found += MEANS + REVIEWS
    wrong = faults(tuple(found))
    if wrong:
        raise ValueError("指标声明有误，不能启动：\n" + "\n".join(wrong))
    return {indicator.name: indicator for indicator in found}


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def conditions(indicator: Indicator, month: date, until: date | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows that count and those that do not, as Django lookups for one month, or up to `until` where it is given."""
    end = until or next_month(month)
    today = timezone.localdate()
    words = OWN_COLUMNS | {
        "{month}": month, "{next}": end, "{last}": end - timedelta(days=1), "{cut}": min(end, today), "{today}": today,
    }  # fmt: skip
    given = [
        {k: words.get(v, v) if isinstance(v, str) else v for k, v in part}
        for part in (indicator.where, indicator.unless)
    ]
    return given[0], given[1]


def rows_of(indicator: Indicator, month: date, until: date | None = None) -> QuerySet:
    """The rows behind a figure of a month, or of the time up to `until`."""
    kept, dropped = conditions(indicator, month, until)
    rows = apps.get_model(indicator.source).objects.filter(**kept)
    return rows.exclude(**dropped) if dropped else rows


def compute(month: date) -> dict[str, int]:
    """Counts every indicator for `month` and stores what changed. The same records give the same fingerprint.

    Runs inside `audit.acting`; returns how many figures there are and how many differ from those stored.
    """
    found: dict[tuple[str, str, str], int] = {}
    for indicator, key, value in counted(indicators().values(), month, _by_town):
        found[indicator.name, *key] = value
    known = {(f.indicator, f.area, f.split): f for f in Figure.objects.filter(month=month)}
    fresh = [
        Figure(indicator=k[0], month=month, area=k[1], split=k[2], value=v) for k, v in found.items() if k not in known
    ]
    changed = [known[k] for k, v in found.items() if k in known and known[k].value != v]
    for figure in changed:
        figure.value = found[figure.indicator, figure.area, figure.split]
    gone = [figure.pk for key, figure in known.items() if key not in found]
    Figure.objects.bulk_create(fresh)
    Figure.objects.bulk_update(changed, ["value"])
    Figure.objects.filter(pk__in=gone).delete()
    text = json.dumps(sorted([*key, value] for key, value in found.items()), ensure_ascii=False)
    fingerprint = hashlib.new("sm3", text.encode()).hexdigest()
    if Computed.objects.filter(month=month).values_list("fingerprint", flat=True).first() != fingerprint:
        Computed.objects.update_or_create(month=month, defaults={"fingerprint": fingerprint})
    return {"figures": len(found), "changed": len(fresh) + len(changed) + len(gone)}


def counted(
    wanted: Iterable[Indicator], month: date, by: By, *, until: date | None = None, areas: Iterable[str] | None = None
) -> Iterator[tuple[Indicator, tuple, int]]:
    """Indicators of one month, or of the time up to `until`, inside `areas` (everywhere where there are none): each with
    the values of `by` and what it comes to there. Nothing is told where there is nothing to count.
    """  # fmt: skip
    places = None if areas is None else list(areas)
    for sweep in sweeps(wanted):
        near = Q() if places is None else within(places, sweep.like.area)
        yield from sweep.count(conditions(sweep.like, month, until), by, near)


def _by_town(indicator: Indicator) -> dict[str, Any]:
    return {"_town": town_of(indicator), "_split": F(indicator.split) if indicator.split else Value("")}


def town_of(indicator: Indicator) -> Concat:
    """The township of a row."""
    return Concat(Substr(indicator.area, 1, TOWN), Value("000"))


class Shown(NamedTuple):
    """A figure for a place: whole numbers, or a ratio with its parts so that it can be explained."""

    indicator: Indicator
    value: int | None
    of: int | None = None
    over: int | None = None


def figures(month: date, areas: Iterable[str], split: str = "") -> dict[str, Shown]:
    """Every indicator for a place (the townships inside `areas`), added up or divided anew. One query."""
    return {name: values[month] for name, values in series([month], areas, split).items()}


def series(months: list[date], areas: Iterable[str], split: str = "") -> dict[str, dict[date, Shown]]:
    """Every indicator for several months. `split` "" is all classes together."""
    sums: dict[date, dict[str, int]] = {month: defaultdict(int) for month in months}
    for name, month, value in _stored("month", tuple(months), tuple(areas), split).rows():
        sums[month][name] = value
    counted = set().union(*sums.values())
    return {i.name: _over(months, i, sums, counted) for i in indicators().values()}


def _over(months: list[date], indicator: Indicator, sums: dict[date, dict[str, int]], counted: set[str]) -> dict:
    """One indicator by month. Most of what a county could count it does not have: one answer does for every month."""
    if counted.isdisjoint((indicator.name, indicator.of, indicator.over)):
        return dict.fromkeys(months, shown(indicator, {}))
    return {month: shown(indicator, sums[month]) for month in months}


def by_town(month: date, areas: Iterable[str], split: str = "") -> dict[str, dict[str, Shown]]:
    """Township → indicator → value, for comparison. One query."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, area, value in _stored("area", (month,), tuple(areas), split).rows():
        sums[area][name] = value
    return {area: {i.name: shown(i, own) for i in indicators().values()} for area, own in sorted(sums.items())}


@lru_cache(maxsize=500)
def _stored(by: str, months: tuple[date, ...], areas: tuple[str, ...], split: str) -> Statement:
    """What every indicator comes to, added up `by` month or area."""
    rows = Figure.objects.filter(within([_town_code(a) for a in areas]), month__in=months)
    rows = rows.filter(split=split) if split else rows
    return statement(rows.values_list("indicator", by).annotate(all=Cast(Sum("value"), BigIntegerField())))


def computed(months: Iterable[date]) -> dict[date, Computed]:
    """When these months were computed; one that never was is not in it."""
    return {each.month: each for each in _computed(tuple(months)).things()}


@lru_cache(maxsize=100)
def _computed(months: tuple[date, ...]) -> Statement:
    return statement(Computed.objects.filter(month__in=months))


def _town_code(area: str) -> str:
    """A village's figures are its township's; anything wider stays as it is."""
    return area if len(prefix_of(area)) <= TOWN else f"{area[:TOWN]}000"


def shown(indicator: Indicator, sums: Mapping[str, int]) -> Shown:
    """A figure from the sums of one place and time by indicator; a ratio is divided anew."""
    if not indicator.over:
        return Shown(indicator, sums.get(indicator.name, 0))
    of, over = sums.get(indicator.of, 0), sums.get(indicator.over, 0)
    if not over:
        return Shown(indicator, None, of, over)
    return Shown(indicator, (2 * of * indicator.per + over) // (2 * over), of, over)
