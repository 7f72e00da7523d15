"""Figures by the officer whose work it is, in each township: counted from the records when asked for, never stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Expression, F

from anmin.kernel.insight.declare import Indicator
from anmin.kernel.insight.figures import Shown, counted, indicators, shown, town_of


@dataclass(frozen=True)
class Line:
    """One officer in one township (12-digit code) with a figure for each indicator; officer 0 is nobody yet."""

    officer: int
    name: str
    town: str
    values: dict[str, Shown]


def officer_indicators() -> list[Indicator]:
    """Indicators that can be told by officer."""
    return [indicator for indicator in indicators().values() if indicator.officer]


def by_officer(month: date, areas: Iterable[str]) -> list[Line]:
    """Every officer with something to count in `month` inside `areas`, by township."""
    wanted = officer_indicators()
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for indicator, (town, who), value in counted(wanted, month, _by_officer, areas=areas):
        sums[who or 0, town][indicator.name] = value
    names = dict(
        apps.get_model("access.Account").objects.filter(pk__in=[who for who, _ in sums]).values_list("pk", "name")
    )
    lines = [
        Line(who, names.get(who, ""), town, {i.name: shown(i, own) for i in wanted})
        for (who, town), own in sums.items()
    ]
    return sorted(lines, key=lambda line: (line.town, line.name, line.officer))


def _by_officer(indicator: Indicator) -> dict[str, Expression]:
    return {"_town": town_of(indicator), "_who": F(f"{indicator.officer}_id")}
