"""What happened in whole years by township: counted from the records when asked for, so that late entries count."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from anmin.kernel.insight.declare import Indicator
from anmin.kernel.insight.figures import Shown, indicators, measured, rows_of, shown, town_of
from anmin.kernel.places.api import within


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
        for part in parts:
            rows = rows_of(part, first, after).filter(within(places, part.area)).annotate(_town=town_of(part))
            for found in rows.values("_town").annotate(_value=measured(part)).order_by():
                for town in ("", found["_town"]):
                    sums[town, year][part.name] += found["_value"] or 0
    towns = sorted({town for town, _ in sums} | {""})
    return {town: {year: shown(indicator, sums[town, year]) for year in spans} for town in towns}
