"""What one service decides changes what another pays; and a standard may be supposed for the side compared with."""

import datetime as dt

import polars as pl

from anmin.kernel.whatif.api import Change, Law, Population, Scenario, read, simulate
from tests.package import toy

WAGES = (20_000, 55_000, 90_000)
LAW = Law(toy.laws(), toy.table())


def people() -> Population:
    """Three who live alone and are cold, with less and more wage."""
    ids = list(range(1, len(WAGES) + 1))
    homes = pl.DataFrame({"household_id": ids, "area": ["349901100201"] * 3, "urban_rural": ["rural"] * 3})
    persons = pl.DataFrame({"household_id": ids, "age": [40] * 3, "wage_month": WAGES, "cold": [True] * 3})
    return Population(homes, persons, "三户")


def run(scenario: Scenario) -> dict[str, dict]:
    result = simulate(scenario, people(), toy.services(), LAW, rules=toy.compatible())
    return {each["name"]: each for each in result["services"]} | {"untouched": result["untouched"]}


def test_who_enters_one_programme_enters_what_hangs_on_it() -> None:
    change = Change("grain.line", toy.DAY, 60_000, area=toy.AREA)
    found = run(Scenario("试", toy.AREA, toy.DAY, 1, (change,)))
    grain, wood = found["grain"]["months"][0], found["wood"]["months"][0]
    assert (grain["before"], grain["after"]) == (
        {"households": 1, "persons": 1, "amount": 30_000},
        {"households": 2, "persons": 2, "amount": 45_000},
    )
    assert (wood["before"]["amount"], wood["after"]["amount"]) == (8_000, 16_000)
    assert found["wood"]["moves"]["entering"]["households"] == 1
    assert found["untouched"] == ["灯油", "顾恤"]


def test_a_change_of_the_later_one_leaves_the_earlier_one_alone() -> None:
    change = Change("wood.wood_rate", toy.DAY, 9_000, area=toy.AREA)
    found = run(Scenario("试", toy.AREA, toy.DAY, 1, (change,)))
    assert set(found) == {"wood", "untouched"}
    assert found["wood"]["months"][0]["after"]["amount"] == 9_000


def test_two_supposed_standards_are_compared_whatever_is_in_force() -> None:
    document = {
        "before": {"grain.line": 30_000},
        "changes": {"grain.line": [{"value": 60_000, "from": dt.date(2032, 2, 1)}]},
    }
    scenario = read(document, toy.AREA, toy.DAY, 2, LAW.book, LAW.table)
    result = simulate(scenario, people(), toy.services(), LAW, rules=toy.compatible())
    grain = next(each for each in result["services"] if each["name"] == "grain")
    assert [(m["before"]["amount"], m["after"]["amount"]) for m in grain["months"]] == [
        (10_000, 10_000),
        (10_000, 45_000),
    ]
    assert result["changes"] == ["口粮 · line：300.00 元/月 → 600.00 元/月，2032-02-01 起"]
    assert read(result["scenario"], toy.AREA, toy.DAY, 2, LAW.book, LAW.table).before == scenario.before
