"""What happened in whole years by township: counted from the records when asked for, so that late entries count."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Expression

from anmin.kernel.insight.declare import Indicator
from anmin.kernel.insight.figures import Shown, counted, indicators, shown, town_of


def yearly_indicators() -> dict[str, Indicator]:
    """Indicators of which a whole year may be counted together."""
    return {name: indicator for name, indicator in indicators().items() if indicator.yearly}


def by_year(name: str, years: Iterable[int], areas: Iterable[str]) -> dict[str, dict[int, Shown]]:
    """Township → year → figure inside `areas`; under "" all of them together, a ratio divided anew. KeyError if unknown."""
    indicator, places = yearly_indicators()[name], list(areas)
    parts = [indicators()[part] for part in (indicator.of, indicator.over)] if indicator.over else [indicator]
    sums: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    spans = {year: (date(year, 1, 1), date(year + 1, 1, 1)) for year in years}
    for year, (first, after) in spans.items():
        for part, (area,), value in counted(parts, first, _by_town, until=after, areas=places):
            for town in ("", area):
                sums[town, year][part.name] += value
    towns = sorted({town for town, _ in sums} | {""})
    return {town: {year: shown(indicator, sums[town, year]) for year in spans} for town in towns}


def _by_town(indicator: Indicator) -> dict[str, Expression]:
    return {"_town": town_of(indicator)}
