"""Facts that time changes: the record keeps a day, and what rules ask is counted for the day they are reckoned."""

import json
from datetime import date, timedelta

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.law import api as law
from anmin.kernel.law.counted import months_between
from anmin.kernel.people.api import declare, facts_on, known_of
from tests import county as places
from tests.toy import household, person

pytestmark = pytest.mark.django_db
DECLARED = date(2026, 1, 5)


def elder(**facts):
    return household(person("王奶奶", 2, born="19400101", facts=facts))


def seen(home, day):
    """What one household's reading and the reading of all give; they must be the same."""
    alone = facts_on(home, day)[1][0][1]
    assert json.loads(known_of([home.pk], day).persons["facts"][0]) == alone
    return alone


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 1, 5), 1), (date(2026, 2, 27), 2), (date(2026, 2, 28), 3), (date(2026, 3, 29), 3),
        (date(2026, 3, 30), 4), (date(2026, 11, 29), 11), (date(2026, 11, 30), 12), (date(2027, 6, 1), 18),
    ],
)  # fmt: skip
def test_an_assessment_grows_old_by_itself(day, months):
    home = elder(ability_assessed_by="gbt42195", months_since_assessment="2025-11-30")
    assert seen(home, day)["months_since_assessment"] == months


def test_months_that_were_told_as_a_number_grow_from_the_day_they_were_told():
    home = elder(ability_assessed_by="gbt42195", months_since_assessment=3)
    assert [seen(home, d)["months_since_assessment"] for d in (DECLARED, date(2026, 2, 5), date(2026, 10, 4))] == [
        3,
        4,
        11,
    ]


def test_an_assessment_without_any_day_counts_from_its_declaration():
    home = elder(ability_assessed_by="gbt42195")
    assert seen(home, date(2026, 7, 5))["months_since_assessment"] == 6
    other = household(person("李爷爷", 1, born="19400101"))
    assert "months_since_assessment" not in seen(other, date(2026, 7, 5))


def test_a_job_counts_its_first_month_as_one_and_no_job_never_counts():
    home = elder(months_since_new_job="2026-03-10")
    days = (date(2026, 3, 9), date(2026, 3, 10), date(2026, 4, 9), date(2026, 4, 10))
    assert [seen(home, d)["months_since_new_job"] for d in days] == [0, 1, 1, 2]
    assert seen(elder(months_since_new_job=0), date(2026, 9, 1))["months_since_new_job"] == 0


def test_a_card_lapses_on_the_day_after_its_last():
    home = elder(disability_card_invalid="2026-06-30")
    assert [seen(home, d)["disability_card_invalid"] for d in (date(2026, 6, 30), date(2026, 7, 1))] == [False, True]
    assert seen(elder(disability_card_invalid=True), date(2026, 7, 1))["disability_card_invalid"] is True


def test_both_readings_count_alike_on_every_day_of_two_years():
    home = elder(ability_assessed_by="gbt42195", months_since_assessment="2025-12-31", months_since_new_job=2)
    for n in range(0, 730, 13):
        day = DECLARED + timedelta(n)
        found = seen(home, day)
        assert found["months_since_assessment"] == months_between(date(2025, 12, 31), day)


def test_the_rules_find_the_assessment_lapsed_without_anyone_touching_it():
    facts = {"own_hukou_here": True, "ability_assessed_by": "gbt42195", "months_since_assessment": "2026-01-20"}
    home = elder(**facts, item_eating=0, item_bathing=0, item_toilet=0, item_walking=0, item_memory=0)
    with acting("测试"):
        told = {str(home.head_id): home.declarations.get().person_facts[str(home.head_id)]}
        declare(home, household_facts={"receiving_dibao": True}, person_facts=told, on=date(2026, 2, 1), source="测试")
    asked = {f.name for f in law.facts_of("elder_care")}

    def grade(day):
        own, people = facts_on(home, day)
        members = [{k: v for k, v in mine.items() if k in asked} for _, mine in people]
        own = {k: v for k, v in own.items() if k in asked}
        done = law.reckon("elder_care", day, places.VILLAGE, "rural", own, members)
        return done.results["worst_grade"]

    assert (grade(date(2027, 1, 19)), grade(date(2027, 1, 20))) == (1, 0)


def test_the_form_asks_for_the_day_and_keeps_it(monkeypatch):
    from anmin.web.cases.facts import answers, fact_form, out_of_range

    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: date(2026, 11, 21))
    home = elder(ability_assessed_by="gbt42195", months_since_assessment="2025-11-30")
    known = facts_on(home, date(2026, 11, 21), recorded=True)[1][0][1]
    form = fact_form("elder_care", "person", None, "p", known)
    drawn = str(form["months_since_assessment"])
    assert 'type="date"' in drawn and 'value="2025-11-30"' in drawn
    assert form["months_since_assessment"].label == "能力评估完成日期"
    form = fact_form("elder_care", "person", {"p-months_since_assessment": "2026-11-20"}, "p", known)
    assert form.is_valid() and answers(form, "elder_care", "person")["months_since_assessment"] == "2026-11-20"
    form = fact_form("elder_care", "person", {"p-months_since_assessment": "2026-11-22"}, "p", known)
    assert form.is_valid()
    out_of_range(form, "elder_care", "person")
    assert form.errors["months_since_assessment"] == ["不能晚于今天。"]
