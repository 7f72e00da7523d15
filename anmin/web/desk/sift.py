"""What stands above a list: search, filters, and which columns are shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from anmin.kernel.access.api import User, Viewer
from anmin.kernel.places.api import codes, divisions_on, prefix_of
from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Filter, ForWhom, Register
from anmin.web.kept import for_a_minute
from anmin.web.rows.wanted import SIZES, Wanted, options_of


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

    viewer: Viewer
    look: tuple
    keeps: tuple[tuple[str, str], ...]
    wanted: Wanted = field(compare=False)
    who: User = field(compare=False)


def drawn_sift(wanted: Wanted, who: User, keeps: Iterable[tuple[str, str]] = ()) -> SafeString:
    """The sift of a list as HTML; `keeps` is what the address goes on saying when a filter changes."""
    register, columns = wanted.register, (column.name for column in wanted.columns)
    look = (register.name, wanted.size, *columns, *wanted.looks, *wanted.narrowing)
    sift = Sift(who.viewer, look, tuple(keeps), wanted, who)
    alike = not wanted.narrowed and registers().get(register.name) is register and not _offers_rows(register)
    return _kept(sift) if alike else _drawn(sift)


def _drawn(sift: Sift) -> SafeString:
    register = sift.wanted.register
    told = {"wanted": sift.wanted, "register": register, "sizes": SIZES, "keeps": sift.keeps}
    sieves = [sieve(each, sift.wanted, sift.who) for each in register.filters]
    return render_to_string("parts/sift.html", told | {"sieves": sieves})


_kept = for_a_minute(_drawn)  # most lists are opened unfiltered, and then look alike for many


def _offers_rows(register: Register) -> bool:
    """Whether a filter's choices are rows of a table, which must be offered as soon as they are there."""
    return any(isinstance(each.choices, ForWhom) for each in register.filters)


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
    names = _around(at, tuple(above), timezone.localdate())
    options = {"": "全部"} | {code: names.get(code, code) for code in above if len(own) > 1 or code != own[0]}
    indent = "\u3000" if chosen else ""
    return options | {code: indent + name for code, name in names.items() if code not in above}


@for_a_minute
def _around(at: str, above: tuple[str, ...], today: date) -> dict[str, str]:
    """Names of the divisions directly inside a place and of those above it. They seldom change and every list asks."""
    below = Q(code__startswith=prefix_of(at), level=_level_below(at))
    rows = divisions_on(today).filter(below | Q(code__in=above)).order_by("code")
    return dict(rows.values_list("code", "name"))


def _level_below(code: str) -> int:
    """The level of the divisions directly inside: a city's counties, a county's townships."""
    return min(codes.LEVELS.index(codes.level(code)) + 1, 5)
