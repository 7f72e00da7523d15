"""Only what may still change something is asked."""

import itertools

import pytest

from anmin.kernel.law.api import reckon
from anmin.kernel.package.api import Partly, still_asked
from tests.package import toy

ALL = frozenset({"age", "wage_month", "has_boat", "cold", "orphan"})


def asked(home: dict, *persons: dict) -> list[tuple[str, int | None]]:
    known = Partly(home, persons, ALL)
    found = still_asked(known, toy.services(), toy.compatible(), toy.DAY, toy.AREA, toy.laws(), toy.table())
    return [(ask.fact.name, ask.who) for ask in found]


def test_at_first_everything_is_open_and_then_nothing_is() -> None:
    assert set(asked({}, {})) == {("wage_month", 0), ("has_boat", None), ("age", 0), ("cold", 0), ("orphan", 0)}
    told = {"wage_month": 20000, "age": 40, "cold": True, "orphan": False}
    assert asked({"has_boat": False}, told) == []


def test_a_boat_ends_the_questions_about_wages() -> None:
    assert ("wage_month", 0) not in asked({"has_boat": True}, {"age": 40})


def test_an_income_beyond_the_line_ends_the_question_about_the_boat() -> None:
    persons = ({"age": 40, "wage_month": 60000}, {"age": 40, "wage_month": 60000})
    assert ("has_boat", None) not in asked({}, *persons)
    assert ("has_boat", None) in asked({}, persons[0], {"age": 40})


def test_what_others_decide_is_never_asked() -> None:
    assert not {"receiving_grain", "oil_month"} & {name for name, _ in asked({}, {})}


@pytest.mark.parametrize("name", ["grain", "oil", "wood", "care"])
def test_no_question_is_left_out_that_could_change_the_amount(name: str) -> None:
    """Every household of a grid: where nothing is asked any more, whatever else is said changes nothing."""
    laws, table, service = toy.laws(), toy.table(), next(s for s in toy.services() if s.name == name)
    grid = {"age": (30, 85), "wage_month": (0, 60000), "cold": (False, True), "orphan": (False, True)}
    facts = laws.law(name).facts
    mine = [n for n in grid if n in facts]
    boats = (False, True) if "has_boat" in facts else (None,)
    for values in itertools.product(*(grid[n] for n in mine)):
        told = dict(zip(mine, values, strict=True))
        for known in itertools.chain.from_iterable(itertools.combinations(mine, k) for k in range(len(mine) + 1)):
            partly = Partly({}, [{n: told[n] for n in known}], ALL)
            found = still_asked(partly, [service], toy.compatible(), toy.DAY, toy.AREA, laws, table)
            open_names = {ask.fact.name for ask in found}
            amounts = set()
            for rest in itertools.product(*(grid[n] for n in mine if n not in known and n not in open_names)):
                left = [n for n in mine if n not in known and n not in open_names]
                for boat in boats if "has_boat" not in open_names else boats[:1]:
                    person = {"age": 30, **{n: told[n] for n in mine}, **dict(zip(left, rest, strict=True))}
                    home = {} if boat is None else {"has_boat": boat}
                    if "receiving_grain" in facts:
                        home["receiving_grain"] = True
                    person = {k: v for k, v in person.items() if k in facts}
                    amounts.add(
                        reckon(
                            name, toy.DAY, toy.AREA, household=home, persons=[person], table=table, laws=laws
                        ).results[service.pays]
                    )
            assert len(amounts) == 1, (known, told, open_names, amounts)
