"""What stands above a list: search, filters, and which columns are shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.core.cache import cache
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from anmin.kernel.access.api import User
from anmin.kernel.places.api import codes, divisions_on, prefix_of
from anmin.kernel.screens.declare import Filter, Register
from anmin.web.rows.wanted import SIZES, Wanted, options_of

SECONDS_KEPT = 60


@dataclass(frozen=True)
class Sieve:
    """A filter as it is drawn."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...]
    value: object


@dataclass(frozen=True)
class Sift:
    """Everything above one list. Two that are equal look alike: `look` holds what their `wanted` says of it."""

    register: str
    sieves: tuple[Sieve, ...]
    keeps: tuple[tuple[str, str], ...]
    look: tuple
    wanted: Wanted = field(compare=False)


def drawn_sift(wanted: Wanted, who: User, keeps: Iterable[tuple[str, str]] = ()) -> SafeString:
    """The sift of a list as HTML; `keeps` is what the address goes on saying when a filter changes."""
    sieves = tuple(sieve(each, wanted, who) for each in wanted.register.filters)
    columns = (column.name for column in wanted.columns)
    look = (wanted.size, *columns, *wanted.looks, *wanted.narrowing)
    sift = Sift(wanted.register.name, sieves, tuple(keeps), look, wanted)
    return _drawn(sift) if wanted.narrowed else _kept(sift)


def _drawn(sift: Sift) -> SafeString:
    told = {"wanted": sift.wanted, "register": sift.wanted.register, "sizes": SIZES}
    return render_to_string("parts/sift.html", told | {"sieves": sift.sieves, "keeps": sift.keeps})


_kept = lru_cache(maxsize=500)(_drawn)  # most lists are opened unfiltered, and then look alike for many


def sieve(each: Filter, wanted: Wanted, who: User) -> Sieve:
    """A filter with its options and what is chosen now."""
    value = wanted.filters.get(each.name, "")
    if each.kind == "area":
        options = area_options(str(value), who, wanted.register)
    elif each.kind in ("choice", "flag", "validity", "mine", "late"):
        options = options_of(wanted.register, each, who)
    else:
        options = {}
    return Sieve(each.name, each.label, each.kind, tuple(options.items()), value)


def area_options(chosen: str, who: User, register: Register) -> dict[str, str]:
    """From a chosen place one may go up within one's own area or down by one level."""
    own = [p.area for p in who.posts if p.role in register.permission.roles]
    inside = chosen and any(codes.covers(area, chosen) for area in own)
    at = chosen if inside else min(own, key=lambda area: len(prefix_of(area)), default="")
    if not at:
        return {"": "全部"}
    above = [code for code in reversed(codes.chain(at)) if any(codes.covers(area, code) for area in own)]
    today = timezone.localdate()
    names = cache.get_or_set(f"around:{at}:{len(above)}:{today}", lambda: _around(at, above, today), SECONDS_KEPT)
    options = {"": "全部"} | {code: names.get(code, code) for code in above if len(own) > 1 or code != own[0]}
    indent = "\u3000" if chosen else ""
    return options | {code: indent + name for code, name in names.items() if code not in above}


def _around(at: str, above: list[str], today: date) -> dict[str, str]:
    """Names of the divisions directly inside a place and of those above it. They seldom change and every list asks."""
    below = Q(code__startswith=prefix_of(at), level=_level_below(at))
    rows = divisions_on(today).filter(below | Q(code__in=above)).order_by("code")
    return dict(rows.values_list("code", "name"))


def _level_below(code: str) -> int:
    """The level of the divisions directly inside: a city's counties, a county's townships."""
    return min(codes.LEVELS.index(codes.level(code)) + 1, 5)
