"""No rule and no number rests on a document that is younger than the day on which it holds."""

import re
from datetime import date

import pytest

from anmin.kernel.law import api as law

YEAR = re.compile(r"〔(\d{4})〕")
DECREES = {  # in force since; a decree's number does not tell its year
    "国令456号": date(2006, 3, 1), "国令601号": date(2011, 8, 1), "国令649号": date(2014, 5, 1),
    "国令709号": date(2019, 3, 2), "国令788号": date(2024, 10, 1), "国令791号": date(2025, 1, 1),
}  # fmt: skip


def too_young(cite: str, day: date) -> list[str]:
    """Documents named in a citation that did not exist on the day: of several, at least one must have."""
    years = [int(year) for year in YEAR.findall(cite)]
    if years and min(years) > day.year:
        return [cite]
    return [name for name, since in DECREES.items() if name in cite and since > day]


@pytest.mark.parametrize("service", law.book().names())
def test_no_number_cites_a_document_younger_than_its_first_day(service):
    rows = [row for row in law.numbers().rows() if row.key.partition(".")[0] == service]
    wrong = [(row.key, row.category, row.since, row.source) for row in rows if too_young(row.doc, row.since)]
    assert wrong == []


@pytest.mark.parametrize("service", law.book().names())
def test_no_rule_cites_a_document_younger_than_the_day(service):
    first = law.book().law(service).since
    days = [day for day in law.days_of(service, law.numbers()) if day >= first]
    wrong = {
        (node.column, day, str(node.cite))
        for day in days
        for node in law.plan_of(law.book(), service, day).computed()
        if too_young(str(node.cite), day)
    }
    assert wrong == set()
