"""What a programme's rules must be told of the benefits that a household holds beside it, and who they leave out.

The rules of a service ask for other benefits by facts (`receiving_tekun`) that someone must declare. Where the data say
that two benefits exclude, lessen or leave out (`services/compatibility.yaml`), what is in payment here is told them
whatever was declared; who is kept out of a household's benefit by another one is not counted with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.law import api as law
from anmin.kernel.month.holdings import Holding, holdings, services_paying, standings
from anmin.kernel.package.api import Benefit, Cell, Compatibility, read_installed
from anmin.kernel.people.api import Known
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

EXCLUDING, RESTRICTING = ("N", "H"), ("N", "H", "G", "W")


@dataclass
class Beside:
    """Of one household: facts of it and of its persons that follow from what is held, and persons who do not count."""

    home: dict[str, Any] = field(default_factory=dict)
    persons: dict[int, dict[str, Any]] = field(default_factory=dict)
    without: dict[int, tuple[Cell, Holding]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.home or self.persons or self.without)


def restricting(rules: Compatibility, programme: str) -> set[str]:
    """The services that pay by the month and of which some benefit may not simply go along with one of these."""
    mine = {b.name for b in rules.benefits.values() if b.service == programme}
    found = {
        rules.benefits[name].service
        for pair, cells in rules.cells.items()
        if pair & mine and any(cell.value in RESTRICTING for cell in cells)
        for name in pair - mine
    }
    return services_paying(found - {programme})


def benefits_of(rules: Compatibility, programme: str) -> list[Benefit]:
    return [b for b in rules.benefits.values() if b.service == programme]


def held_by(
    programme: str, ids: Sequence[int], month: date, rules: Compatibility, *, later: bool = False
) -> dict[int, list[Holding]]:
    """What these households hold in a month that may not simply go along with a programme. One statement."""
    found: dict[int, list[Holding]] = {}
    for standing in standings(restricting(rules, programme), ids, month, later=later):
        found.setdefault(standing.household, []).extend(holdings(standing, rules))
    return found


def beside(
    programme: str, held: Iterable[Holding], on: date, rules: Compatibility, *, deciding: bool = False
) -> Beside:
    """What the rules of a programme are told of these holdings of one household.

    `deciding`: the programme would begin beside them, so that it also hears of what would become the lesser (补差).
    """
    told, asked = Beside(), law.facts_asked(law.book(), programme)
    for holding in held:
        if not holding.sure:
            continue
        for mine in benefits_of(rules, programme):
            cell = rules.cell(mine.name, holding.benefit.name, on, holding.standing.area)
            if cell is None or cell.value not in RESTRICTING:
                continue
            first = cell.first == mine.name
            if cell.value == "W":
                told.without |= dict.fromkeys(holding.persons, (cell, holding)) if first else {}
            elif cell.value != "G" or first:
                tell(told, holding, asked)
            elif deciding:
                tell(told, holding, asked, amounts=False)
    return told


def tell(told: Beside, holding: Holding, asked: Mapping[str, law.Fact], *, amounts: bool = True) -> None:
    """Puts a holding into the facts by which a service asks for it."""
    benefit, persons = holding.benefit, holding.persons
    said: list[tuple[str, Any, Mapping[int, Any]]] = [(n, True, dict.fromkeys(persons, True)) for n in benefit.held]
    if amounts:
        said += [(n, holding.amount, persons) for n in benefit.told_amount]
        said += [(n, holding.of_home.get(c, 0), _each(holding, c)) for n, c in benefit.tells]
    for name, of_home, of_persons in said:
        fact = asked.get(name)
        if fact is None:
            continue
        if fact.level == "household":
            told.home[name] = of_home
        else:
            for pk, value in of_persons.items():
                told.persons.setdefault(pk, {})[name] = bool(value) if fact.type == "bool" else value


def _each(holding: Holding, column: str) -> dict[int, Any]:
    """A column of everybody; a yes only of whom the benefit is for."""
    rows = {pk: row.get(column, 0) for pk, row in holding.of_person.items()}
    return {pk: value and pk in holding.persons if isinstance(value, bool) else value for pk, value in rows.items()}


def lessened(benefit: Benefit, people: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Who is paid only the gap of a benefit."""
    return {pk for pk, row in people.items() if benefit.lessened and row.get(benefit.lessened)}


def with_others(known: Known, programme: str, month: date) -> Known:
    """The same facts with what is held beside told to them, for a whole month; who is left out is not there.

    A household of which nobody would be left stays as it is: that it may not be paid is told by `overlaps`.
    """
    import polars as pl

    ids = known.households["household_id"].to_list()
    rules = read_installed()
    held = held_by(programme, ids, month, rules)
    told = {home: each for home, rows in held.items() if (each := beside(programme, rows, month, rules))}
    if not told:
        return known
    mine = pl.col("household_id").is_in(pl.Series(list(told), dtype=pl.Int64).implode())
    homes = [
        (home, _more(text, told[home].home))
        for home, text in known.households.filter(mine).select("household_id", "facts").iter_rows()
    ]
    rows = list(known.persons.filter(mine).select("household_id", "person_id", "facts").iter_rows())
    counted = {home for home, person, _ in rows if person not in told[home].without}
    persons = [(home, person, _more(text, told[home].persons.get(person, {}))) for home, person, text in rows]
    out = [(home, person) for home, person, _ in rows if home in counted and person in told[home].without]
    keys = {"household_id": pl.Int64, "person_id": pl.Int64}
    gone = pl.DataFrame(out, schema=keys, orient="row")
    return Known(
        _replaced(known.households, homes, ["household_id"]),
        _replaced(known.persons.join(gone, on=list(keys), how="anti", maintain_order="left"), persons, list(keys)),
    )


def _replaced(frame: pl.DataFrame, rows: list[tuple], keys: list[str]) -> pl.DataFrame:
    """The same frame with other facts in some of its rows."""
    import polars as pl

    schema = dict.fromkeys(keys, pl.Int64) | {"_told": pl.String}
    told = pl.DataFrame(rows, schema=schema, orient="row")
    joined = frame.join(told, on=keys, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("_told", "facts").alias("facts")).drop("_told")


def _more(text: str, facts: Mapping[str, Any]) -> str:
    return json.dumps(json.loads(text) | dict(facts), ensure_ascii=False) if facts else text


def in_words(cell: Cell, holding: Holding, mine: Benefit, *, who: Iterable[int] | None = None) -> str:
    """张三已享受特困人员供养金（每月 1,070.00 元，自 2026-02 起），与残疾人生活补贴不得同时享受（article）."""
    return sentences([(holding, cell, mine, who)])[0]


def sentences(met: Iterable[tuple[Holding, Cell, Benefit, Iterable[int] | None]]) -> list[str]:
    """What cells say between holdings and benefits, in the given persons or all who hold; alike ones in one sentence."""
    groups: dict[tuple, tuple[Holding, Cell, list[Benefit]]] = {}
    for holding, cell, mine, who in met:
        persons = frozenset(holding.persons if who is None else who)
        key = (holding.standing.pk, holding.benefit.name, cell.value, cell.cite, cell.first == mine.name, persons)
        mines = groups.setdefault(key, (holding, cell, []))[2]
        mines += [mine] if mine not in mines else []
    return [_sentence(key[-1], *group) for key, group in groups.items()]


def _sentence(who: frozenset[int], holding: Holding, cell: Cell, mines: list[Benefit]) -> str:
    standing, other = holding.standing, holding.benefit
    names = "、".join(standing.names[pk] for pk in standing.names if pk in who)
    whose = names if other.person and holding.sure else "本户"
    head = f"{whose}已享受{other.label}（每月 {law.yuan(holding.amount)} 元，自{chinese_month(standing.since)}起）"
    labels = "、".join(mine.label for mine in mines)
    return f"{head}，{relation(cell, labels, other.label, cell.first == mines[0].name)}（{cell.cite}）"


def relation(cell: Cell, mine: str, other: str, first: bool) -> str:
    """What a cell says between what is looked at and another that is held, as the rest of a sentence."""
    if cell.full:
        return f"全额享受{mine if first else other}的，不得同时享受{other if first else mine}"
    return {
        "N": f"与{mine}不得同时享受",
        "H": f"与{mine}只能择高享受一项",
        "G": f"{mine}只补足差额" if first else f"{other}只补足差额",
        "W": f"本人不计入{mine}的保障人口" if first else f"享受{mine}的人不再计入{other}",
    }[cell.value]


def label_of(programme: str) -> str:
    return service(programme).label


def cells_between(rules: Compatibility, programme: str, holding: Holding, on: date) -> Iterator[tuple[Cell, Benefit]]:
    """Every restricting cell between the programme's benefits and one that is held."""
    for mine in benefits_of(rules, programme):
        cell = rules.cell(mine.name, holding.benefit.name, on, holding.standing.area)
        if cell is not None and cell.value in RESTRICTING:
            yield cell, mine


def bound(
    cell: Cell, mine: Benefit, persons: Iterable[int], people: Mapping[int, Mapping[str, Any]], holding: Holding
) -> set[int]:
    """The persons in whom a cell binds a benefit of these persons and a holding."""
    both = set(persons) & set(holding.persons)
    if not (mine.person or holding.benefit.person):
        both = set(persons) | set(holding.persons)
    if cell.full:
        both -= lessened(mine, people) if cell.first == mine.name else lessened(holding.benefit, holding.of_person)
    return both
