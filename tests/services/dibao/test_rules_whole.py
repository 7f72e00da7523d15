"""The law of 低保 as a whole: complete on every boundary day, every version exercised, every question clear."""

import datetime as dt
from pathlib import Path

from anmin.kernel.law import api

EXAMPLES = Path(api.__file__).parents[2] / "services/dibao/examples"


def test_the_rules_and_numbers_are_whole_on_every_boundary_day():
    days = api.check("dibao")
    assert {dt.date(2012, 12, 12), dt.date(2021, 7, 1), dt.date(2022, 10, 20), dt.date(2026, 1, 1)} <= set(days)


def test_every_dated_version_has_a_worked_household():
    days = [dt.date.fromisoformat(folder.name) for folder in EXAMPLES.iterdir()]
    for versions in api.book().law("dibao").versions.values():
        for v in versions:
            assert any(v.since <= day and (v.until is None or day <= v.until) for day in days), v.name


def test_both_sides_of_every_change_of_the_regime_are_worked():
    days = {folder.name for folder in EXAMPLES.iterdir()}
    assert {"2021-06-30", "2021-07-01", "2022-10-19", "2022-10-20", "2025-12-31", "2026-01-01"} <= days


def test_every_question_says_its_unit_and_no_two_read_alike():
    facts = api.facts_of("dibao")
    assert len({f.label for f in facts}) == len(facts)
    assert all(
        f.unit.startswith("fen") == f.name.endswith(("_month", "_year", "_assets", "_price", "_capital")) for f in facts
    )
    assert [f.name for f in facts if f.required] == ["age"]


def test_two_parameter_tables_never_share_their_answers():
    people = [{"age": 40}]
    one = api.given_numbers("dibao", {"standard_month": 50_000})
    other = api.given_numbers("dibao", {"standard_month": 60_000})
    day = dt.date(2024, 1, 1)
    assert api.reckon("dibao", day, "99", persons=people, table=one).results["amount_month"] == 50_000
    assert api.reckon("dibao", day, "99", persons=people, table=other).results["amount_month"] == 60_000
    assert (
        api.reckon("dibao", day, "99", persons=people, given={"standard_month": 70_000}).results["amount_month"]
        == 70_000
    )


def test_rows_as_a_database_holds_them_make_the_same_table():
    rows = [
        {"key": r.key, "area": r.area, "urban_rural": r.urban_rural, "category": r.category, "value": r.value,
         "unit": r.unit, "doc": r.doc, "article": r.article, "since": r.since, "until": r.until}
        for r in api.numbers().rows()
    ]  # fmt: skip
    table = api.NumberTable.from_rows(rows)
    people = [{"age": 71}, {"age": 10, "relation": "grandchild", "legal_duty": "owed"}]
    day = dt.date(2026, 10, 1)
    stored = api.reckon("dibao", day, "349926", persons=people, table=table)
    assert stored.results == api.reckon("dibao", day, "349926", persons=people).results
    assert stored.sources["standard_month"].doc == "安政〔2026〕29号"


def test_no_step_cites_a_document_that_was_not_yet_written():
    home, people = {"application": "single"}, [{"age": 40, "applies_alone": True}]
    for day, later in (
        (dt.date(2013, 5, 1), ("2014", "649", "2021", "2022")),
        (dt.date(2022, 10, 19), ("〔2022〕83",)),
    ):
        done = api.reckon("dibao", day, "99", household=home, persons=people, given={"standard_month": 50_000})
        cited = {step.node.cite for step in done.steps} | {row.doc + row.article for row in done.sources.values()}
        assert not [cite for cite in cited if any(mark in cite for mark in later)]
