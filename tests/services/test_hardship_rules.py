"""What must hold of 特困, low-income recognition and 临时救助 whatever the household."""

import datetime as dt
import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anmin.kernel.law import api as law

DAY = dt.date(2026, 11, 20)
GIVEN = {"dibao.standard_month": 107000, "dibao.min_wage_month": 206000, "low_income.pcdi_year": 3790000}
ITEMS = ("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk", "can_bathe")
OBLIGORS = ("able", "none", "tekun", "dibao", "incapable", "missing", "prison", "province")
KINDS = ("none", "visual", "hearing", "limb", "intellectual", "mental")

person = st.fixed_dictionaries(
    {
        "age": st.integers(0, 100),
        "disability_kind": st.sampled_from(KINDS),
        "disability_grade": st.integers(0, 4),
        "wage_month": st.sampled_from((0, 50000, 106999, 107000, 300000, 700000)),
        "medical_bills_year": st.sampled_from((0, 500000, 4320000, 9000000)),
        "obligor": st.sampled_from(OBLIGORS),
        "obligor_age": st.integers(16, 95),
        "obligor_income_year": st.sampled_from((0, 3789999, 3790000)),
        "obligor_property_ok": st.booleans(),
    }
)
items = st.lists(st.booleans(), min_size=6, max_size=6)
home = st.fixed_dictionaries(
    {
        "financial_assets": st.sampled_from((0, 2568000, 2568001, 9000000)),
        "houses": st.integers(0, 3),
        "receiving_dibao": st.booleans(),
    }
)
aid = st.fixed_dictionaries(
    {
        "aid_kind": st.sampled_from(("urgent", "spending")),
        "aid_level": st.sampled_from(("light", "medium", "heavy")),
        "same_cause_this_year": st.integers(0, 2),
        "decided_together": st.booleans(),
        "aid_decided_together": st.sampled_from((0, 500000, 99000000)),
        "happened_here": st.booleans(),
    }
)
persons = st.lists(person, min_size=1, max_size=4)


def reckon(service: str, household: dict, people: list[dict]) -> law.Reckoning:
    facts = {fact.name: fact for fact in law.facts_of(service)}
    own = [{k: v for k, v in one.items() if k in facts} for one in people]
    said = {k: v for k, v in household.items() if k in facts}
    return law.reckon(service, DAY, "990000", household=said, persons=own, given=GIVEN)


@settings(max_examples=80, deadline=None)
@given(persons, home, items)
def test_support_goes_to_whom_the_three_conditions_all_fit_and_grows_with_the_need_of_care(people, household, able):
    done = reckon("tekun", household, [one | dict(zip(ITEMS, able, strict=True)) for one in people])
    own = done.person_results
    for one in own:
        assert one["qualifies"] == (one["no_capacity"] and one["no_source"] and one["no_obligor"])
        assert (one["amount_person_month"] > 0) == one["qualifies"]
    assert done.values["amount_month"] == sum(one["amount_person_month"] for one in own)
    assert done.values["supported"] == sum(one["qualifies"] for one in own)
    assert done.values["eligible"] or done.reasons
    helpless = reckon("tekun", household, [one | dict.fromkeys(ITEMS, False) for one in people])
    assert helpless.values["amount_month"] >= done.values["amount_month"]


@settings(max_examples=80, deadline=None)
@given(persons, home)
def test_a_family_is_of_one_kind_at_most_and_never_of_one_while_dibao_is_open_to_it(people, household):
    values = (done := reckon("low_income", household, people)).values
    assert (
        values["is_edge"] + values["is_rigid"] + values["is_other"]
        == (values["category"] != "none")
        == values["eligible"]
    )
    if household["receiving_dibao"] or values["dibao__household_qualifies"]:
        assert not values["eligible"]
    assert values["eligible"] or done.reasons
    assert (values["valid_for_months"] > 0) == values["eligible"]


@settings(max_examples=80, deadline=None)
@given(persons, home, aid)
def test_aid_stays_within_its_cap_and_is_nothing_where_refused(people, household, hardship):
    done = reckon("emergency_aid", household | hardship, people)
    values = done.values
    assert 0 <= values["amount"] <= values["amount_cap"]
    assert (values["amount"] > 0) == values["eligible"] or values["amount_due"] == 0
    assert values["eligible"] or done.reasons
    if hardship["same_cause_this_year"] and not hardship["decided_together"]:
        assert not values["eligible"]
    if values["decided_by"] == "township":
        assert values["amount"] <= 200000


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(persons, home, aid, items), min_size=20, max_size=20))
def test_a_frame_of_households_comes_out_as_each_of_them_alone(drawn):
    for service in ("tekun", "low_income", "emergency_aid"):
        facts = {fact.name: fact for fact in law.facts_of(service)}
        people, homes, expected = [], [], []
        for number, (those, household, hardship, able) in enumerate(drawn):
            own = [one | dict(zip(ITEMS, able, strict=True)) for one in those]
            done = reckon(service, household | hardship, own)
            expected.append({n.column: done.values[n.column] for n in done.plan.results if n.level == "household"})
            people += [{"household_id": number, **{k: v for k, v in one.items() if k in facts}} for one in own]
            said = {k: v for k, v in (household | hardship).items() if k in facts}
            homes.append({"household_id": number, "area": "990000", **said})
        table = law.given_numbers(service, GIVEN)
        out = law.reckon_frame(service, DAY, pl.DataFrame(people), pl.DataFrame(homes), list(expected[0]), table)
        rows = out.sort("household_id").drop("household_id").to_dicts()
        assert [{k: row[k] for k in expected[0]} for row in rows] == expected


@pytest.mark.parametrize("name", ["dibao", "emergency_aid", "low_income", "medical_aid", "tekun"])
def test_nothing_cites_a_document_that_was_not_yet_written(name):
    rules = [version for versions in law.book().law(name).versions.values() for version in versions]
    cited = [
        (max(day, v.since.isoformat()), str(cite))
        for v in rules
        for day, cite in (v.cite.items() if isinstance(v.cite, dict) else [(v.since.isoformat(), v.cite)])
    ]
    rows = [row for row in law.numbers().rows() if row.key.startswith(f"{name}.") and row.since.year > 2000]
    cited += [(row.since.isoformat(), f"{row.doc}{row.article}") for row in rows]
    early = [(day, said) for day, said in cited for year in re.findall(r"〔(\d{4})〕", said) if year > day[:4]]
    assert not early
