"""Cremations: told once, recognised by number and name together, doubts left to a clerk."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry
from anmin.kernel.people.api import Household, Person, members_on
from anmin.services.funeral.models import Cremation
from anmin.services.funeral.register import save
from tests.toy import PINE, household, number, person

pytestmark = pytest.mark.django_db
DIED = date(2026, 9, 3)


@pytest.fixture
def home() -> Household:
    wife = person("乙小秀", 2, relation="12", born="19650202")
    return household(person("甲大年", 1), wife, bank_account="6228480000000000011")


def cremate(
    name: str, identity: str, certificate: str = "安殡2026-001", row: Cremation | None = None, **more: object
) -> Cremation:
    values = {
        "certificate": certificate, "name": name, "identity": identity, "area": PINE, "died_on": DIED,
        "cremated_on": date(2026, 9, 5), "facility": "云溪县殡仪馆",
    }  # fmt: skip
    with acting("殡仪馆"):
        return save(row or Cremation(), values | more)


def test_number_and_name_together_record_the_death_and_the_household_goes_on_under_a_new_head(home):
    row = cremate("甲大年", number(order=1))
    assert row.match == "matched"
    dead = Person.objects.get(name="甲大年")
    assert dead.died_on == DIED
    home.refresh_from_db()
    assert home.head.name == "乙小秀"
    assert [m.person.name for m in members_on(home, date(2026, 10, 1))] == ["乙小秀"]
    assert home.bank_account == b""
    assert any("户主变更为乙小秀" in line for line in row.brought)


def test_the_survivor_does_not_inherit_the_conditions_of_the_dead(home):
    from anmin.kernel.people.api import Status, facts_on

    with acting("测试"):
        Status.objects.create(person=home.head, kind="illness", category="尿毒症", since=date(2026, 1, 5))
    cremate("甲大年", number(order=1))
    home.refresh_from_db()
    own = facts_on(home, date(2026, 10, 1))[1]
    assert len(own) == 1
    assert "serious_illness" not in own[0][1]


def test_an_old_number_of_fifteen_digits_is_the_same_person(home):
    whole = number(order=1)
    row = cremate("甲大年", whole[:6] + whole[8:17])
    assert row.match == "matched" and Person.objects.get(name="甲大年").died_on == DIED


def test_a_number_of_another_name_and_a_name_without_number_wait_for_a_clerk(home):
    other = cremate("丙不同", number(order=1))
    bare = cremate("乙小秀", "", certificate="安殡2026-002")
    assert (other.match, bare.match) == ("doubtful", "doubtful")
    assert "证件号属于甲大年" in other.match_note
    assert not Person.objects.filter(died_on__isnull=False).exists()


def test_a_clerk_who_has_looked_into_it_settles_a_doubt_either_way(home):
    row = cremate("甲大念", number(order=1))
    with pytest.raises(ValueError, match="怎样核实"):
        cremate("甲大念", "", row=row, settled_as="same")
    with pytest.raises(ValueError, match="怎样核实"):
        cremate("甲大念", "", row=row, settled_as="same", match_note=Cremation.objects.get().match_note)
    row = Cremation.objects.get()
    row = cremate("甲大念", "", row=row, settled_as="same", match_note="户口簿核对，证明上写了错字")
    assert row.match == "settled"
    assert Person.objects.get(name="甲大年").died_on == DIED


def test_someone_who_is_not_in_the_register_is_only_recorded():
    row = cremate("丁外人", number("19500505", 9))
    assert (row.match, row.person_id, row.brought) == ("unknown", None, [])


def test_the_same_certificate_is_not_recorded_twice(home):
    cremate("甲大年", number(order=1))
    with pytest.raises(ValidationError, match="火化证明编号"):
        cremate("甲大年", number(order=1))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"identity": number(order=1)[:-1] + "Z"}, "身份证号"),
        ({"died_on": date(2099, 1, 1), "cremated_on": date(2099, 1, 2)}, "不能晚于今天"),
        ({"cremated_on": date(2026, 9, 1)}, "不能早于死亡日期"),
    ],
)
def test_what_cannot_be_is_refused_in_words(home, more, said):
    values = {"identity": number(order=1)} | more
    with pytest.raises((ValueError, ValidationError), match=said):
        cremate("甲大年", **values)
    assert not Cremation.objects.exists()


def test_the_death_can_be_previewed_and_leaves_no_trace(home):
    from anmin.kernel.people.events import preview

    with acting("测试"):
        lines = preview(home.head, "died", on=DIED)
    assert any("户主变更" in line for line in lines)
    home.refresh_from_db()
    assert home.head.name == "甲大年"
    assert Person.objects.get(name="甲大年").died_on is None
    assert not Entry.objects.filter(subject="people_lifeevent").exists()


def test_today_is_taken_in_the_countys_time_zone():
    from anmin.kernel.declare import today

    assert today() == timezone.localdate()
