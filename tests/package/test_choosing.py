"""What goes together, what excludes what, and which lawful combination is best."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anmin.kernel.law.api import LawError
from anmin.kernel.law.declare import yes_no
from anmin.kernel.package.api import Claim, Package, as_data, as_text, doubts, questions, reckon_package, rows
from tests.package import toy


def package(*persons: dict, rules: object = None, area: str = toy.AREA, **home: object) -> Package:
    people = [{"age": 40, **person} for person in persons]
    return reckon_package(
        toy.DAY, area, {"household": home, "persons": people}, toy.services(), rules or toy.compatible(),
        toy.table(), toy.laws(),
    )  # fmt: skip


def amounts(done: Package) -> dict[tuple[str, int | None], int]:
    return {(claim.benefit, claim.who): amount for claim, amount in done.choice.amounts.items()}


def test_what_nobody_excludes_goes_together_and_a_status_opens_another_benefit() -> None:
    done = package({"cold": True}, {"orphan": True})
    assert amounts(done) == {("grain", None): 100000, ("wood", 0): 8000, ("care", 1): 60000}
    assert done.choice.total == 168000
    assert not done.choice.out


def test_an_amount_that_counts_as_income_lessens_another() -> None:
    done = package({"age": 85})
    assert amounts(done) == {("grain", None): 40000, ("oil", 0): 10000}


def test_an_exclusion_binds_one_person_and_the_larger_sum_wins() -> None:
    rules = toy.compatible(toy.cell("oil", "care", "H"))
    done = package({"age": 85, "orphan": True}, {"orphan": True}, rules=rules, has_boat=True)
    assert amounts(done) == {("care", 0): 60000, ("care", 1): 60000}
    (out,) = done.choice.out
    assert (out.claim, out.amount, out.total) == (Claim("oil", 0), 10000, 70000)
    text = as_text(done)
    assert (
        "第1人的灯油未选：与第1人的顾恤（每月 600.00 元）只能择高享受（依据 云溪民发〔2031〕9号 七）；本项每月 100.00 元"
        in text
    )
    assert "选它全户每月合计 700.00 元，少 500.00 元" in text


def test_giving_up_the_larger_benefit_can_be_better_for_the_household() -> None:
    """顾恤 is larger than 柴火, but it excludes 口粮, and with it 柴火 falls too."""
    rules = toy.compatible(toy.cell("grain", "care", "N"))
    done = package({"orphan": True, "cold": True}, {}, rules=rules)
    assert amounts(done) == {("grain", None): 100000, ("wood", 0): 8000}
    assert done.choice.out[0].total == 60000


def test_whoever_holds_what_keeps_them_out_is_not_counted() -> None:
    rules = toy.compatible(toy.cell("grain", "care", "W"))
    done = package({"wage_month": 30000}, {"orphan": True}, rules=rules)
    assert amounts(done) == {("grain", None): 20000, ("care", 1): 60000}
    assert done.choice.grants.counted["grain"] == (0,)
    assert done.choice.total == 80000


def test_nobody_is_left_to_reckon_where_all_are_kept_out() -> None:
    done = package({"orphan": True}, rules=toy.compatible(toy.cell("grain", "care", "W")))
    assert amounts(done) == {("care", 0): 60000}


def test_the_gap_rule_takes_away_the_own_share_only() -> None:
    rules = toy.compatible(toy.cell("care", "grain", "G"))
    done = package({"wage_month": 20000}, {"orphan": True}, rules=rules)
    assert amounts(done) == {("grain", None): 80000, ("care", 1): 20000}
    (row,) = [row for row in rows(done) if row.claim.benefit == "care"]
    assert row.why == "按差额补足：600.00 元 − 口粮本人份额 400.00 元（云溪民发〔2031〕9号 七）"


def test_a_gap_that_is_filled_pays_nothing_less_than_nothing() -> None:
    rules = toy.compatible(toy.cell("oil", "grain", "G"))
    assert amounts(package({"age": 85}, rules=rules))["oil", 0] == 0


def test_of_equal_sums_what_comes_first_in_the_data_is_kept() -> None:
    rules = toy.compatible(toy.cell("grain", "care", "N"))
    done = package({"orphan": True, "wage_month": 40000}, {}, rules=rules)
    assert (done.choice.total, done.choice.out[0].total) == (60000, 60000)
    assert amounts(done) == {("grain", None): 60000}
    assert "按次序取前一项" in as_text(done)


def test_cells_are_dated_and_the_countys_own_go_first() -> None:
    since = toy.cell("oil", "care", "N", since="2032-01-02")
    later, early = (
        toy.compatible(since),
        toy.compatible(toy.cell("oil", "care", "N"), c349902=[toy.cell("oil", "care", "Y")]),
    )
    person = {"age": 85, "orphan": True}
    assert len(amounts(package(person, rules=later, has_boat=True))) == 2
    assert len(amounts(package(person, rules=early, has_boat=True))) == 1
    assert len(amounts(package(person, rules=early, area="349902100", has_boat=True))) == 2


def test_the_search_finds_what_trying_every_subset_finds() -> None:
    """Against every subset of persons' benefits, all pairs of a person excluding one another."""
    names = ("grain", "oil", "wood", "care")
    rules = toy.compatible(*(toy.cell(*pair, "N") for pair in combinations(names, 2)))
    everything = {"age": 85, "orphan": True, "cold": True}
    done = package(everything, everything, {"wage_month": 100000}, rules=rules)
    assert amounts(done) == {("care", 0): 60000, ("care", 1): 60000}
    alone = package({**everything, "orphan": False}, rules=rules)
    assert amounts(alone) == {("grain", None): 50000}


def test_a_needed_fact_that_was_not_said_makes_only_its_service_unknown() -> None:
    done = reckon_package(
        toy.DAY, toy.AREA, {"persons": [{"orphan": True}]}, toy.services(), toy.compatible(), toy.table(), toy.laws()
    )
    assert amounts(done) == {("care", 0): 60000}
    (question,) = questions(done)
    assert (question.name, question.whose, question.services) == ("age", "第1人", ("口粮", "灯油"))


def test_a_service_without_numbers_at_the_place_is_told_and_does_not_stop_the_others() -> None:
    table = toy.table()
    table.index.pop("care.care_rate")
    document = {"persons": [{"age": 85, "orphan": True}]}
    done = reckon_package(toy.DAY, toy.AREA, document, toy.services(), toy.compatible(), table, toy.laws())
    assert amounts(done) == {("grain", None): 40000, ("oil", 0): 10000}
    assert "缺少 1 个数" in as_data(done)["not_reckoned"][0]["why"]


def test_two_meanings_of_one_fact_are_refused() -> None:
    rules, _, *rest = toy.RULES["care"]
    other = toy.laws(care=(rules, (yes_no("orphan", "孤儿", True),), *rest))
    other.law("oil").facts["orphan"] = yes_no("orphan", "孤儿")
    with pytest.raises(LawError, match="同名的事实只能有一个意思"):
        reckon_package(toy.DAY, toy.AREA, {"age": 40}, toy.services(), toy.compatible(), toy.table(), other)


def test_an_unknown_fact_is_refused_with_what_was_perhaps_meant() -> None:
    with pytest.raises(LawError, match="orphan"):
        package({"orphann": True})


def test_data_that_name_an_unknown_benefit_or_cell_are_refused() -> None:
    with pytest.raises(LawError, match="没有叫「salt」的待遇"):
        toy.compatible(toy.cell("grain", "salt", "N"))
    with pytest.raises(LawError, match="不合格式"):
        toy.compatible(toy.cell("grain", "care", "X"))
    with pytest.raises(LawError, match="有两格"):
        toy.compatible(toy.cell("grain", "care", "N"), toy.cell("care", "grain", "Y"))


def test_every_amount_comes_with_its_reckoning_and_papers() -> None:
    data = as_data(package({"orphan": True}))
    care = next(item for item in data["chosen"] if item["benefit"] == "care")
    assert "孤儿证明" in care["papers"] and care["cite"] == "云溪民发〔2031〕9号 六"
    steps = {step["name"]: step["value"] for step in data["traces"]["care"]["steps"]}
    assert steps["care_sum"] == 60000
    reasons = {item["service"]: item["reasons"] for item in data["refused"]}
    assert reasons["oil"] == ["没有年满规定岁数的人。（云溪民发〔2031〕9号 四）"]


FACTS = {"age": (40, 85), "wage_month": (0, 30000), "cold": (False, True), "orphan": (False, True)}
PAIRS = list(combinations(toy.BENEFITS, 2))


@settings(max_examples=60, deadline=None)
@given(
    persons=st.lists(st.fixed_dictionaries({n: st.sampled_from(v) for n, v in FACTS.items()}), min_size=1, max_size=2),
    cells=st.dictionaries(st.sampled_from(PAIRS), st.sampled_from(["N", "H", "Y"]), max_size=4),
)
def test_no_lawful_set_whatever_pays_more_than_the_one_chosen(persons: list[dict], cells: dict) -> None:
    """Against every subset of all claims: it is lawful if nothing in it excludes another and all of it is granted."""
    rules = toy.compatible(*(toy.cell(*pair, value) for pair, value in cells.items()))
    done = package(*persons, rules=rules)
    claims = [Claim(name, who) for name in toy.BENEFITS for who in (None, *range(len(persons)))]
    claims = [c for c in claims if (c.who is None) == (c.benefit == "grain")]
    best = 0
    for size in range(len(claims) + 1):
        for held in combinations(claims, size):
            granted = done.office.grants(held).amounts
            if all(c in granted for c in held) and not any(excluded(rules, a, b) for a, b in combinations(held, 2)):
                best = max(best, sum(granted[c] for c in held))
    assert done.choice.total == best


def excluded(rules: object, one: Claim, other: Claim) -> bool:
    if None not in (one.who, other.who) and one.who != other.who:
        return False
    cell = rules.cell(one.benefit, other.benefit, toy.DAY, toy.AREA)
    return cell is not None and cell.value in ("N", "H")


def test_a_household_of_thirty_is_settled_person_by_person_to_the_same_sum() -> None:
    rules = toy.compatible(toy.cell("oil", "care", "H"), toy.cell("oil", "wood", "N"))
    persons = [{"age": 85, "orphan": place % 2 == 0, "cold": True} for place in range(30)]
    done = package(*persons, rules=rules)
    assert done.choice.tried < 1_000
    grain, care, wood = 30 * 50_000, 60_000, 8_000
    assert done.choice.total == grain + 15 * (care + wood) + 15 * wood


def test_what_goes_together_only_where_the_area_says_so_is_told_as_to_be_asked() -> None:
    """Nothing forbids it, so it is chosen; but the data marks that no document was seen, and the resident is told."""
    doubtful = toy.cell("oil", "wood", "Y", mark="?")
    done = package({"age": 85, "cold": True}, rules=toy.compatible(doubtful))
    assert {claim.benefit for claim in done.choice.amounts} >= {"oil", "wood"}
    (said,) = doubts(done)
    assert "第1人的灯油与第1人的柴火能否同享以当地规定为准" in said
    assert "要向经办机构确认的" in as_text(done) and as_data(done)["doubts"] == [said]
    apart = package({"age": 85}, {"cold": True}, rules=toy.compatible(doubtful))
    assert doubts(apart) == []
