"""One household and whole frames under the fictional lamp-oil law."""

import datetime as dt

import polars as pl
import pytest

from anmin.kernel.law import api
from anmin.kernel.law.book import ServiceLaw
from anmin.kernel.law.declare import money, rule
from anmin.kernel.law.plan import plan
from anmin.kernel.law.receipt import as_data, as_text
from tests.law import toy

HOME = {"lamp": "oil"}
PEOPLE = [{"name": "阿明", "age": 40, "wage_month": 30_000}, {"age": 8}]


def reckon(area="", on=toy.DAY, people=PEOPLE, home=HOME, table=None, laws=None):
    return api.reckon(
        "lamp_oil", on, area, household=home, persons=people, table=table or toy.table(), laws=laws or toy.book()
    )


def test_the_amount_is_rounded_once_in_the_way_of_the_area():
    assert reckon().results["amount_month"] == 2_300  # 2 × 11.55 = 23.10
    assert reckon("999901").results["amount_month"] == 2_400
    assert reckon("999902").results["amount_month"] == 770  # 23.10 × 33.33 % = 7.69923


def test_the_law_is_chosen_by_the_day():
    assert reckon(on=dt.date(2032, 12, 31)).results["amount_month"] == 2_300
    assert reckon(on=dt.date(2033, 1, 1)).results["amount_month"] == 1_300
    with pytest.raises(api.LawError, match="最早自 2031-11-01"):
        reckon(on=dt.date(2031, 10, 31))


def test_every_step_keeps_what_it_read_and_its_article():
    done = reckon()
    step = next(s for s in done.steps if s.name == "poor")
    assert step.inputs == {"income": 30_000, "line": 50_000, "people": 2} and step.value is True
    assert step.node.cite == "云溪民发〔2031〕7号 第五条"
    assert [s.value for s in done.steps if s.name == "adult"] == [True, False]
    assert next(s for s in done.steps if s.name == "income").inputs == {"counted_wage": [30_000, 0]}


def test_a_refusal_is_said_in_words_with_its_article():
    done = reckon(people=[{"age": 40, "wage_month": 60_000}])
    assert done.reasons == [
        {
            "name": "poor",
            "who": None,
            "text": "家庭收入 600.00 元/月 超过 500.00 元/月/人。",
            "cite": "云溪民发〔2031〕7号 第五条",
        }
    ]
    assert reckon().reasons == []
    assert [n["text"] for n in reckon().notes] == ["第2人未成年。"]


def test_persons_may_read_the_household_back():
    done = reckon()
    assert [p["share_month"] for p in done.person_results] == [1_150, 0]
    assert done.results["adult_shares"] == 1_150


def test_the_told_reckoning_has_exactly_the_promised_shape():
    told = as_data(reckon())
    assert list(told) == ["service", "date", "area", "results", "steps"]
    assert all(set(step) == {"name", "label", "value", "unit", "cite", "inputs"} for step in told["steps"])
    rate = next(step for step in told["steps"] if step["name"] == "rate")
    assert rate["inputs"]["doc"] == "云溪民发〔2031〕7号" and rate["inputs"]["since"] == "2031-11-01"
    assert "阿明" in as_text(reckon()) and "23.00 元/月" in as_text(reckon())


def a_frame():
    homes = [{"household_id": n, "area": area, "lamp": lamp} for n, (area, lamp) in enumerate(
        [("9999", "oil"), ("999901", "oil"), ("999902", "oil"), ("9999", "electric")] * 3)]  # fmt: skip
    persons = [
        {"household_id": n, "age": 10 + 9 * k, "wage_month": 20_000 * ((n + k) % 4), "absent": (n + k) % 5 == 0}
        for n in range(12) for k in range(1 + n % 4)
    ]  # fmt: skip
    return homes, persons


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("on", [toy.DAY, dt.date(2033, 6, 1)])
def test_frames_agree_with_the_functions_across_two_stages(engine, on):
    homes, persons = a_frame()
    out = api.reckon_frame(
        "lamp_oil", on, pl.DataFrame(persons), pl.DataFrame(homes), table=toy.table(), engine=engine, laws=toy.book()
    )
    for row, home in zip(out.sort("household_id").to_dicts(), homes, strict=True):
        people = [
            {k: v for k, v in p.items() if k != "household_id"}
            for p in persons
            if p["household_id"] == home["household_id"]
        ]
        done = reckon(home["area"], on, people, {"lamp": home["lamp"]})
        assert row == {"household_id": home["household_id"], **done.results}


def test_area_codes_may_be_integers_and_only_what_is_asked_is_reckoned():
    homes, persons = a_frame()
    coded = pl.DataFrame(homes).with_columns(pl.col("area").cast(pl.Int64))
    out = api.reckon_frame(
        "lamp_oil", toy.DAY, pl.DataFrame(persons), coded, ["eligible"], toy.table(), laws=toy.book()
    )
    assert out.columns == ["household_id", "eligible"]
    with pytest.raises(api.LawError, match="没有叫 nonsense 的家庭列"):
        api.reckon_frame("lamp_oil", toy.DAY, pl.DataFrame(persons), coded, ["nonsense"], toy.table(), laws=toy.book())


def test_lazy_frames_are_reckoned_without_being_read_before():
    homes, persons = a_frame()
    lazy = api.reckon_frame(
        "lamp_oil", toy.DAY, pl.LazyFrame(persons), pl.LazyFrame(homes), table=toy.table(), laws=toy.book()
    )
    assert lazy.height == 12


def test_another_service_is_read_by_name_and_keeps_its_own_numbers():
    @rule(label="余款", unit="fen/month", cite=toy.A, since="2032-01-01", result=True)
    def left_month(lamp_oil__amount_month, need_month):
        """What lamp oil does not cover."""
        return max(need_month - lamp_oil__amount_month, 0)

    wicks = ServiceLaw.build("wicks", [left_month], [money("need_month", "所需", level="household")])
    laws = toy.book(wicks)
    done = api.reckon(
        "wicks",
        toy.DAY,
        "",
        household={"need_month": 3_000, "lamp": "oil"},
        persons=PEOPLE,
        table=toy.table(),
        laws=laws,
    )
    assert done.results == {"left_month": 700}
    after = plan(laws, "wicks", dt.date(2033, 1, 1))
    assert "lamp_oil__share_bp" not in after.nodes  # the version of 2033 reads no share


def test_the_fingerprint_changes_with_the_rules_and_only_with_them():
    laws = toy.book()
    then, later = plan(laws, "lamp_oil", toy.DAY), plan(laws, "lamp_oil", dt.date(2032, 6, 1))
    assert then.fingerprint() == later.fingerprint() == plan(toy.book(), "lamp_oil", toy.DAY).fingerprint()
    assert then.fingerprint() != plan(laws, "lamp_oil", dt.date(2033, 1, 1)).fingerprint()
