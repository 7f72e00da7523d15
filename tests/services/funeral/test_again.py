"""Who is entered into the house after the cremation is recognised in the night: nobody lives on under a dead person's name."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from anmin.kernel.flow.tasks import tonight
from anmin.services.funeral.models import Cremation
from tests import county as places
from tests.county import number
from tests.month.county import enrol, household, in_force, person
from tests.services.funeral.test_free import DIED, cremate

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def test_a_dead_person_enrolled_later_is_found_and_no_longer_paid_for(county):
    row = cremate("张卫国", number("34992619610512001"))
    assert row.match == "unknown"
    home = household(
        person("李秀英", 2, born="19620308"), person("张卫国", 1, born="19610512", relation="10"), on=date(2026, 9, 20)
    )
    enrol(home, date(2026, 10, 1))
    assert in_force(home).persons == 2
    assert tonight(timezone.localdate())["funeral"] == 1
    row.refresh_from_db()
    assert (row.match, row.person.died_on) == ("matched", DIED)
    assert in_force(home).persons == 1
    assert tonight(timezone.localdate())["funeral"] == 0


def test_the_same_number_under_another_name_waits_for_a_clerk(county):
    cremate("张卫国", number("34992619610512001"))
    household(person("张卫平", 1, born="19610512"))
    tonight(timezone.localdate())
    row = Cremation.objects.get()
    assert (row.match, row.person.died_on) == ("doubtful", None)
    assert "证件号属于张卫平" in row.match_note
