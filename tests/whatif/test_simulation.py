"""What other numbers would cost, over a generated county: against every household reckoned alone by both laws."""

import datetime as dt
import json

import openpyxl
import pytest
from click.testing import CliRunner

from anmin.kernel.law import api as law
from anmin.kernel.law.api import LawError, NumberTable
from anmin.kernel.law.declare import choice
from anmin.kernel.service import Service
from anmin.kernel.whatif.api import Change, FundYear, Law, Population, Scenario, Switch, read, sample, simulate
from anmin.ops.commands.law import command
from tests.law import toy

DAY, AREA = dt.date(2032, 1, 1), "349901"
SERVICE = Service(
    "lamp_oil", "灯油补贴", "DY", "济困", "云溪民发〔2031〕7号", (), pays="amount_month", covers="people",
    earmarks={"urban": ("1", "城镇灯油"), "rural": ("2", "农村灯油")},
)  # fmt: skip


RESIDENCE = choice("urban_rural", "城乡", {"urban": "城镇", "rural": "农村"}, "urban", "household")


@pytest.fixture(scope="module")
def here() -> Law:
    return Law(toy.book(facts=(*toy.FACTS, RESIDENCE)), toy.table())


@pytest.fixture(scope="module")
def people(here: Law) -> Population:
    return sample(300, AREA, ["lamp_oil"], here.book)


def scenario(*changes: Change, months: int = 3, switches: tuple = (), month: dt.date = DAY) -> Scenario:
    return Scenario("试", AREA, month, months, changes, switches)


def run(plan: Scenario, people: Population, here: Law, **more: object) -> dict:
    return simulate(plan, people, [SERVICE], here, **more)


def alone(people: Population, here: Law, **numbers: int) -> dict[int, tuple]:
    """Every household by the scalar rules: eligible, amount, persons, town, class."""
    table = NumberTable([toy.number(key, value) for key, value in numbers.items()], here.table)
    members: dict[int, list] = {}
    for row in people.persons.iter_rows(named=True):
        members.setdefault(row.pop("household_id"), []).append(row)
    found = {}
    for row in people.households.iter_rows(named=True):
        home = {k: v for k, v in row.items() if k not in ("household_id", "area", "urban_rural")}
        own = members[row["household_id"]]
        done = law.reckon("lamp_oil", DAY, row["area"], row["urban_rural"], home, own, table, laws=here.book)
        amount = done.results["amount_month"] if done.results["eligible"] else 0
        found[row["household_id"]] = (
            amount > 0,
            amount,
            done.values["people"] if amount else 0,
            row["area"][:9],
            row["urban_rural"],
        )
    return found


def sums(found: dict[int, tuple]) -> dict[str, int]:
    return {n: sum(row[place] for row in found.values()) for place, n in enumerate(("households", "amount", "persons"))}


def test_sums_are_those_of_every_household_reckoned_alone(people: Population, here: Law) -> None:
    change = Change("lamp_oil.rate", DAY, 2000, area=AREA)
    (told,) = run(scenario(change), people, here)["services"]
    before = alone(people, here)
    after = alone(people, here, rate=2000)
    assert 0 < sums(before)["households"] < 300
    for month in told["months"]:
        assert (month["before"], month["after"]) == (sums(before), sums(after))
    assert told["total"] == {"before": 3 * sums(before)["amount"], "after": 3 * sums(after)["amount"]}
    for town in told["towns"]:
        mine = {k: v for k, v in after.items() if v[3] == town["area"]}
        assert town["after"] == sums(mine)
    assert sum(town["after"]["amount"] for town in told["towns"]) == sums(after)["amount"]
    assert told["moves"]["gaining"]["households"] == sums(before)["households"]


def test_households_enter_and_leave_with_examples(people: Population, here: Law) -> None:
    up, down = (Change("lamp_oil.line", DAY, value, area=AREA) for value in (90_000, 20_000))
    for change, kind, other in ((up, "entering", "leaving"), (down, "leaving", "entering")):
        (told,) = run(scenario(change), people, here)["services"]
        before = alone(people, here)
        after = alone(people, here, line=change.value)
        moved = {h for h in before if before[h][0] != after[h][0]}
        assert told["moves"][kind]["households"] == len(moved) > 0
        assert told["moves"][other]["households"] == 0
        examples = {e["household"]: (e["before"], e["after"]) for e in told["examples"][kind]}
        assert len(examples) == 5 and examples == {h: (before[h][1], after[h][1]) for h in examples}
        steps = {(b["from"], b["to"]): b["households"] for b in told["by_change"]}
        assert sum(steps.values()) == len([h for h in before if before[h][0] or after[h][0]])


def test_months_before_the_change_and_after_a_new_law_are_reckoned_by_their_own_law(
    people: Population, here: Law
) -> None:
    change = Change("lamp_oil.rate", dt.date(2032, 12, 1), 2000, area=AREA)
    (told,) = run(scenario(change, month=dt.date(2032, 11, 1), months=4), people, here)["services"]
    months = {m["month"]: (m["before"]["amount"], m["after"]["amount"]) for m in told["months"]}
    eleven, twelve = months["2032-11-01"], months["2032-12-01"]
    assert eleven[0] == eleven[1] == twelve[0] < twelve[1]
    count = told["months"][-1]["before"]["households"]
    assert months["2033-01-01"] == (count * 1300, count * 2000) == months["2033-02-01"]


def test_another_version_of_a_rule_can_be_put_in_force(people: Population, here: Law) -> None:
    switch = Switch("lamp_oil", "amount_month", dt.date(2033, 1, 1), dt.date(2032, 2, 1))
    result = run(scenario(switches=(switch,)), people, here)
    months = result["services"][0]["months"]
    assert months[0]["before"] == months[0]["after"]
    assert months[1]["after"]["amount"] == months[1]["after"]["households"] * 1155
    assert months[1]["before"]["amount"] > months[1]["after"]["amount"]
    assert result["changes"] == ["灯油补贴 · 规则“每月补贴”：改用 2033-01-01 的版本，2032-02-01 起"]
    assert here.book.law("lamp_oil").version("amount_month", dt.date(2032, 2, 1)).until == dt.date(2032, 12, 31)


def test_amounts_can_be_raised_by_so_much_or_by_a_share_for_town_or_country(people: Population, here: Law) -> None:
    document = {"title": "加", "changes": {"lamp_oil.rate": [{"add": 845, "urban_rural": "rural"}]}}
    plan = read(document, AREA, DAY, 1, here.book, here.table)
    result = run(plan, people, here)
    assert result["changes"] == ["灯油补贴 · 补贴标准（农村）：11.55 元/月/人 → 20.00 元/月/人，2032-01-01 起"]
    funds = {f["urban_rural"]: (f["name"], f["before"], f["after"]) for f in result["services"][0]["funds"]}
    assert funds["urban"][1] == funds["urban"][2] > 0
    assert funds["rural"][1] < funds["rural"][2]
    doubled = read({"changes": {"lamp_oil.rate": {"scale_bp": 10_000}}}, AREA, DAY, 1, here.book, here.table)
    assert run(doubled, people, here)["changes"] == [
        "灯油补贴 · 补贴标准：11.55 元/月/人 → 23.10 元/月/人，2032-01-01 起"
    ]


def test_cost_stands_against_the_budget_of_its_fund_and_year(people: Population, here: Law) -> None:
    change = Change("lamp_oil.rate", DAY, 2000, area=AREA)
    budgets = {("lamp_oil", "rural", 2032): FundYear(1_000_000, 300_000)}
    result = run(scenario(change), people, here, budgets=lambda s, r, y, first: budgets.get((s, r, y)))
    funds = {f["urban_rural"]: f for f in result["services"][0]["funds"]}
    assert funds["urban"]["budget"] is None
    rural = funds["rural"]
    assert rural["left_after"] == 700_000 - rural["after"]
    assert rural["left_before"] - rural["left_after"] == rural["after"] - rural["before"] > 0


def test_what_nothing_reads_or_does_not_fit_is_said(people: Population, here: Law) -> None:
    for change, words in (
        (Change("lamp_oil.rates", DAY, 1), "没有叫「rates」的数"),
        (Change("salt.rate", DAY, 1), "没有叫「salt」的服务"),
        (Change("lamp_oil.rate", DAY, -5), "不对"),
    ):
        with pytest.raises(LawError, match=words):
            run(scenario(change), people, here)
    wrong = Switch("lamp_oil", "amount_month", dt.date(1999, 1, 1), DAY)
    with pytest.raises(LawError, match="没有 1999-01-01 起的版本"):
        run(scenario(switches=(wrong,)), people, here)
    short = Population(people.households, people.persons, "无", short={"lamp_oil": "须逐户填写：灯型"})
    told = run(scenario(Change("lamp_oil.rate", DAY, 2000)), short, here)
    assert told["services"] == [] and told["not_reckoned"] == {"灯油补贴": "须逐户填写：灯型"}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"changes": [1]}, "应写成“服务.名称: 值”"),
        ({"changes": {"lamp_oil.rate": {"add": "60元"}}}, "应是整数"),
        ({"changes": {"lamp_oil.rate": {"value": 1, "urban_rural": "town"}}}, "urban 或 rural"),
        ({"versions": [{"servic": "lamp_oil"}]}, "第 1 条应写 service、rule、version"),
        ({"versions": "2032"}, "应是列表"),
        ({"change": {}}, "不认识 change"),
        ([1], "“名称: 值”的形式"),
    ],
)  # fmt: skip
def test_a_pack_of_the_wrong_shape_is_refused_in_words(here: Law, document: object, words: str) -> None:
    with pytest.raises(LawError, match=words):
        read(document, AREA, DAY, 1, here.book, here.table)


def test_the_same_seed_makes_the_same_people(people: Population, here: Law) -> None:
    again = sample(300, AREA, ["lamp_oil"], here.book)
    assert people.persons.equals(again.persons) and people.households.equals(again.households)
    assert not people.persons.equals(sample(300, AREA, ["lamp_oil"], here.book, seed=43).persons)


def test_the_command_simulates_a_sample_without_a_database_and_writes_a_workbook(tmp_path: object) -> None:
    """800 to 860: the county's example pack, over a generated county."""
    pack, book = tmp_path / "pack.yaml", tmp_path / "out.xlsx"
    pack.write_text(
        "title: 低保 800 → 860\nsource: 工作要点\nchanges:\n  dibao.standard_month:\n"
        "    - {value: 800元, from: 2026-01-01}\n    - {value: 860元, from: 2026-12-01}\n"
    )
    options = ["simulate", str(pack), "--area", "349926", "--from", "2026-11", "--months", "2", "--sample", "200"]
    done = CliRunner().invoke(command, [*options, "--json", "--xlsx", str(book)])
    assert done.exit_code == 0, done.output
    result = json.loads(done.output)
    told = next(s for s in result["services"] if s["name"] == "dibao")
    first, second = (m["after"]["amount"] for m in told["months"])
    assert first < second
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["汇总", "分月", "分资金", "分乡镇", "户的变化", "例户", "方案"]
    rows = list(sheets["分月"].iter_rows(values_only=True))
    mine = [row for row in rows if row[1] == "最低生活保障"]
    assert [row[2] for row in mine] == ["2026-11", "2026-12"] and mine[1][8] == second / 100
    wrong = CliRunner().invoke(command, [*options[:1], *options[2:], "--set", "dibao.standard=1元"])
    assert wrong.exit_code == 2 and "没有叫「standard」的数" in wrong.output
