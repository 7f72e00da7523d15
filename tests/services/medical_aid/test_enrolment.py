"""资助参保: one list a year of all whose premium is borne, drawn up from those whom other programmes pay."""

from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Grant, end, grant
from anmin.kernel.people.api import Declaration
from anmin.services.medical_aid.enrolment import draw_up
from anmin.services.medical_aid.models import Enrolment
from tests import county as places
from tests.county import COUNTY
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def test_each_person_stands_once_with_what_is_borne_and_a_second_run_changes_only_what_differs(
    county: places.County,
) -> None:
    couple = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10", facts={"insurance": "employee"}),
    )
    enrol(couple)
    old = household(person("王大爷", 3, born="19450101"))
    edge = household(person("赵明", 5, born="19850101"), receiving_edge=True)
    household(person("钱多", 9, born="19800101"))
    with acting("测试"):
        grant([Grant(old.pk, "tekun", 150000, 1, date(2026, 2, 1), "审核确认 测试")])
        done = draw_up(2027, COUNTY, on=DAY)
    assert (done.persons, done.amount, done.new) == (3, 28000 + 40000 + 20000, 3)  # 低保 280, 特困 in full, 边缘 200
    rows = {row.household_id: (row.klass, row.amount) for row in Enrolment.objects.all()}
    assert rows == {couple.pk: ("dibao", 28000), old.pk: ("tekun", 40000), edge.pk: ("edge", 20000)}
    with acting("测试"):
        end([Ending(old.pk, "tekun", date(2026, 10, 1), "去世")])
        again = draw_up(2027, COUNTY, on=DAY)
    assert (again.new, again.changed, again.gone, again.persons) == (0, 0, 1, 2)


def test_a_household_that_cannot_be_reckoned_is_named_and_stays_on_the_list(county: places.County) -> None:
    edge = household(person("赵明", 5, born="19850101"), receiving_edge=True)
    with acting("测试"):
        assert draw_up(2027, COUNTY, on=DAY).persons == 1
        Declaration.objects.filter(household=edge).update(person_facts={str(edge.head_id): {"insurance": "也许"}})
        again = draw_up(2027, COUNTY, on=DAY)
    assert edge.pk in again.wrong and again.gone == 0
    assert Enrolment.objects.filter(household=edge).exists()
