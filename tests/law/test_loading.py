"""Numbers of the files reach the database with each update: corrected, moved and taken back; the desk's own stay."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.law import api as law
from anmin.kernel.law.models import Number
from anmin.kernel.law.stored import load_numbers

pytestmark = pytest.mark.django_db
KEY = "dibao.amount_rounding"


@pytest.fixture(autouse=True)
def read_again():
    yield
    law.forget_numbers()


def test_a_row_whose_first_day_was_corrected_takes_the_place_of_the_old_one():
    with acting("测试"):
        assert Number.objects.filter(key=KEY, area="").update(since=date(1999, 1, 1)) == 1  # an older release
    assert load_numbers() == 2  # one new, one gone
    row = Number.objects.get(key=KEY, area="")
    assert row.since == date(2000, 1, 1)
    assert law.stored_numbers().find(KEY, date(2026, 10, 1)).value == row.value
    assert load_numbers() == 0


def test_what_was_entered_or_corrected_in_the_desk_is_never_taken_back():
    own = {"key": KEY, "area": "349926", "urban_rural": "", "category": "", "since": date(2026, 1, 1), "until": None}
    said = {"unit": "choice", "value": "up_yuan", "doc": "安政〔2026〕9号", "article": "第五条", "mark": "S"}
    with acting("测试"):
        law.enter_numbers([own | said])
    assert load_numbers() == 0
    assert law.stored_numbers().find(KEY, date(2026, 10, 1), "349926").value == "up_yuan"


def test_what_was_entered_and_taken_back_is_not_mistaken_for_what_is_entered_next():
    row = next(r for r in law.stored_numbers().rows() if r.key == KEY)
    own = {f: getattr(row, f) for f in row.__dataclass_fields__} | {"value": "up_jiao"}
    with acting("测试"), suppress(RuntimeError), transaction.atomic():
        law.enter_numbers([own])
        raise RuntimeError
    assert law.stored_numbers().find(KEY, row.since).value == row.value
    with acting("测试"):
        law.enter_numbers([own | {"value": "up_yuan"}])
    assert law.stored_numbers().find(KEY, row.since).value == "up_yuan"
