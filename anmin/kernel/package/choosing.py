"""The best lawful combination, found by trying every one.

Benefits that exclude one another form groups; within a group every set without an excluded pair is tried, and what a
set grants is reckoned anew, because holding one benefit changes others (a status, an amount that counts, a person
who no longer counts). The largest sum a month wins; of equal sums the one that keeps what is received now, then the
one whose benefits come first in the order of the data (低保 before special allowances), then the smaller set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod

from anmin.kernel.package.compatibility import EXCLUDING, Cell
from anmin.kernel.package.grants import Claim, Grants, Office

MOST = 2_000  # combinations; beyond, group after group is settled with the others as they stand


@dataclass(frozen=True)
class Out:
    """A benefit that would be granted but is left out, because of what; `total` is the best sum with it, if any."""

    claim: Claim
    amount: int
    against: tuple[tuple[Claim, int, Cell], ...]
    total: int | None


@dataclass(frozen=True)
class Cut:
    """An amount lessened by the gap rule: what it is of itself, what the other already gives."""

    whole: int
    other: Claim
    share: int
    cell: Cell


@dataclass
class Choice:
    """A lawful combination: amounts after the gap rule (fen a month, once-off ones apart), what was left out and cut."""

    amounts: dict[Claim, int]
    grants: Grants
    total: int
    cuts: dict[Claim, Cut] = field(default_factory=dict)
    out: list[Out] = field(default_factory=list)
    tried: int = 0


def choose(office: Office, received: Iterable[Claim] = ()) -> Choice:
    """The best combination of all that could be granted."""
    universe = _universe(office)
    now = frozenset(received)
    while True:
        edges = _edges(office, universe)
        best: dict[frozenset[Claim], Choice] = {}
        for made in _tried(office, sorted(universe, key=_order(office)), edges, now):
            best.setdefault(frozenset(made.amounts), made)
        more = {c for made in best.values() for c in made.grants.amounts} - universe
        if not more:
            break
        universe |= more
    ranked = sorted(best.values(), key=lambda made: _rank(office, made, now))
    chosen = ranked[0]
    chosen.tried = len(best)
    chosen.out = [_left_out(claim, chosen, ranked, edges, office) for claim in sorted(universe, key=_order(office))
                  if claim not in chosen.amounts and _named(edges, claim) & chosen.amounts.keys()]  # fmt: skip
    return chosen


def _order(office: Office) -> object:
    place = {name: n for n, name in enumerate(office.benefits)}
    return lambda claim: (place[claim.benefit], -1 if claim.who is None else claim.who)


def _universe(office: Office) -> set[Claim]:
    """Everything granted when nothing is held, and when any one of it is held, and so on."""
    found = set(office.grants(()).amounts)
    fresh = set(found)
    while fresh:
        more = set().union(*(office.grants((claim,)).amounts for claim in fresh)) | office.grants(found).amounts.keys()
        fresh = more - found
        found |= more
    return found


def _edges(office: Office, universe: set[Claim]) -> dict[frozenset[Claim], Cell]:
    """The pairs that may not be held together."""
    found = {}
    claims = sorted(universe, key=_order(office))
    for n, one in enumerate(claims):
        for other in claims[n + 1 :]:
            if one.benefit == other.benefit or (None not in (one.who, other.who) and one.who != other.who):
                continue
            cell = office.rules.cell(one.benefit, other.benefit, office.on, office.area)
            if cell is not None and cell.value in EXCLUDING:
                found[frozenset((one, other))] = cell
    return found


def _named(edges: dict[frozenset[Claim], Cell], claim: Claim) -> set[Claim]:
    return {other for pair in edges if claim in pair for other in pair} - {claim}


def _tried(
    office: Office, claims: list[Claim], edges: dict[frozenset[Claim], Cell], now: frozenset[Claim]
) -> Iterator[Choice]:
    """Every combination; in a very large household, where groups are mostly of one person each, the best set of each
    group in turn until none can be bettered.
    """
    groups, free = _groups(claims, edges)
    sets = [list(_free_sets(group, edges)) for group in groups]
    if prod(len(each) for each in sets) <= MOST:
        for parts in product(*sets):
            yield _settled(office, frozenset(free).union(*parts), edges)
        return
    taken = [max(each, key=len) for each in sets]
    best = _settled(office, frozenset(free).union(*taken), edges)
    better = True
    while better:
        better = False
        for place, each in enumerate(sets):
            for one in each:
                parts = [*taken[:place], one, *taken[place + 1 :]]
                made = _settled(office, frozenset(free).union(*parts), edges)
                yield made
                if _rank(office, made, now) < _rank(office, best, now):
                    best, taken, better = made, parts, True


def _groups(claims: list[Claim], edges: dict[frozenset[Claim], Cell]) -> tuple[list[list[Claim]], list[Claim]]:
    """Claims bound to one another by exclusions, and those bound to none."""
    left, groups, free = list(claims), [], []
    while left:
        group, todo = [], [left[0]]
        while todo:
            claim = todo.pop()
            if claim in left:
                left.remove(claim)
                group.append(claim)
                todo += _named(edges, claim)
        if len(group) > 1:
            groups.append(group)
        else:
            free += group
    return groups, free


def _free_sets(group: list[Claim], edges: dict[frozenset[Claim], Cell]) -> Iterator[frozenset[Claim]]:
    """Every subset without an excluded pair."""
    if not group:
        yield frozenset()
        return
    head, rest = group[0], group[1:]
    barred = _named(edges, head)
    for without in _free_sets(rest, edges):
        yield without
        if not barred & without:
            yield without | {head}


def _settled(office: Office, held: frozenset[Claim], edges: dict[frozenset[Claim], Cell]) -> Choice:
    """What of a set is really granted while it is held; what holding it adds comes in if nothing excludes it."""
    for _ in range(len(office.benefits) + 2):
        grants = office.grants(held)
        kept = frozenset(claim for claim in held if claim in grants.amounts)
        if kept == held:
            break
        held = kept
    amounts = {claim: grants.amounts[claim] for claim in held if claim in grants.amounts}
    cuts = _gaps(office, grants, amounts)
    total = sum(a for c, a in amounts.items() if not office.benefits[c.benefit].once)
    return Choice(amounts, grants, total, cuts)


def _gaps(office: Office, grants: Grants, amounts: dict[Claim, int]) -> dict[Claim, Cut]:
    """Lessens what pays only the gap; where the service's own rules do so already, nothing is taken twice."""
    cuts = {}
    for claim in list(amounts):
        for other in list(amounts):
            cell = office.rules.cell(claim.benefit, other.benefit, office.on, office.area)
            if cell is None or cell.value != "G" or cell.first != claim.benefit or cell.by_rule:
                continue
            if claim.who is not None and other.who not in (None, claim.who):
                continue
            share = _share(office, grants, other, claim, amounts[other])
            cuts[claim] = Cut(amounts[claim], other, share, cell)
            amounts[claim] = max(0, amounts[claim] - share)
    return cuts


def _share(office: Office, grants: Grants, other: Claim, claim: Claim, amount: int) -> int:
    """The person's own part of what a household gets: its amount by the persons it is paid for."""
    if other.who is not None or claim.who is None:
        return amount
    service = office.services[office.benefits[other.benefit].service]
    done = grants.reckonings[service.name]
    covered = int(done.values.get(service.covers) or 0) if service.covers else len(done.persons)
    return amount // max(covered, 1)


def _rank(office: Office, made: Choice, now: frozenset[Claim]) -> tuple:
    once = sum(a for c, a in made.amounts.items() if office.benefits[c.benefit].once)
    order = _order(office)
    status = sum(office.benefits[c.benefit].status for c in made.amounts)
    return (
        -made.total, -once, -len(now & made.amounts.keys()), -status,
        sorted(order(c) for c in made.amounts if made.amounts[c]), len(made.amounts),
    )  # fmt: skip


def _left_out(claim: Claim, chosen: Choice, ranked: list[Choice], edges: dict, office: Office) -> Out:
    against = tuple(
        (other, chosen.amounts[other], edges[frozenset((claim, other))])
        for other in sorted(_named(edges, claim) & chosen.amounts.keys(), key=_order(office))
    )
    with_it = [made for made in ranked if claim in made.amounts]
    amount = with_it[0].amounts[claim] if with_it else office.grants((claim,)).amounts.get(claim, 0)
    return Out(claim, amount, against, with_it[0].total if with_it else None)
