"""Persons and households: taken in once, sealed, found again."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from anmin.kernel.audit.api import Actor, acting
from anmin.kernel.audit.models import Entry
from anmin.kernel.people.api import (
    Declaration,
    Household,
    HouseholdIn,
    Membership,
    Person,
    Status,
    Unreadable,
    declare,
    facts_on,
    find_persons,
    known_of,
    masked_id,
    masked_phone,
    members_on,
    seal,
    take_in,
    unmask,
    unseal,
)
from tests.toy import PINE, REED, household, number, person

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)


AGES = ("age", "age_month_end", "age_month_before")


def batch() -> list[HouseholdIn]:
    head = person("单小明", 1, phone="13900001234", disability=("limb", 2), facts={"wage_month": 100_00})
    wife = person("王芳", 2, relation="10", born="19650202", illness="尿毒症")
    return [
        HouseholdIn(PINE, "rural", (head, wife), address="某组1号", bank_name="农商银行", bank_account="6228480000000000011",
                    payee_name="单小明", facts={"financial_assets": 500_00}),
        HouseholdIn(REED, "rural", (person("李四", 5),)),
    ]  # fmt: skip


def take(rows: list[HouseholdIn], on: date = DAY):
    with acting("测试"):
        return take_in(rows, on=on, source="名册")


def test_a_roster_taken_in_twice_changes_nothing_the_second_time():
    first = take(batch())
    assert (first.new_persons, first.new_households, first.new_declarations) == (3, 2, 2)
    entries = Entry.objects.count()
    assert take(batch()).nothing_new
    assert Entry.objects.count() == entries


def test_only_what_differs_is_written():
    take(batch())
    rows = batch()
    rows[0] = replace(rows[0], bank_account="6228480000000000029")
    rows[1] = replace(rows[1], persons=(replace(rows[1].persons[0], facts={"wage_month": 1}),))
    again = take(rows, date(2026, 11, 1))
    assert (again.changed_households, again.new_declarations, again.new_persons, again.changed_members) == (1, 1, 0, 0)
    declarations = Declaration.objects.filter(household__area=REED).order_by("since")
    assert [d.until for d in declarations] == [date(2026, 11, 1), None]


def test_an_account_that_stays_the_same_stays_sealed_as_it_was():
    take(batch())
    before = bytes(Household.objects.get(area=PINE).bank_account)
    rows = batch()
    rows[0] = replace(rows[0], address="某组2号")
    assert take(rows, date(2026, 11, 1)).changed_households == 1
    home = Household.objects.get(area=PINE)
    assert (bytes(home.bank_account), unseal(home.address)) == (before, "某组2号")


def test_a_roster_that_says_nothing_of_accounts_or_of_a_member_leaves_what_is_known():
    take(batch())
    before = Household.objects.get(head__name="单小明")
    declared = before.declarations.get()
    told = {**declared.person_facts, str(before.memberships.get(relation="10").person_id): {"pension_month": 90_00}}
    with acting("测试"):
        declare(before, household_facts=declared.household_facts, person_facts=told, on=DAY, source="申报")
    head = replace(batch()[0].persons[0], facts={"wage_month": 200_00})
    short = HouseholdIn(PINE, "rural", (head,), facts={"financial_assets": 500_00})
    for day, changed in ((date(2026, 11, 1), 1), (date(2026, 11, 2), 0)):
        assert take([short], on=day).changed_households == changed
    after = Household.objects.get(pk=before.pk)
    assert unseal(after.bank_account) == "6228480000000000011"
    assert (after.bank_tail, after.bank_name, after.payee_name) == ("0011", "农商银行", "单小明")
    assert unseal(after.address) == "某组1号"
    assert after.declarations.get(until=None).person_facts == told | {str(before.head_id): {"wage_month": 200_00}}


def test_a_person_who_moves_to_another_household_leaves_the_first():
    take(batch())
    rows = batch()
    moved = rows[0].persons[1]
    rows[1] = replace(rows[1], persons=(*rows[1].persons, replace(moved, relation="99")))
    rows[0] = replace(rows[0], persons=rows[0].persons[:1])
    take(rows, date(2026, 11, 1))
    kept = Membership.objects.filter(person__name="王芳").order_by("since")
    assert [(m.household.area, m.until) for m in kept] == [(PINE, date(2026, 11, 1)), (REED, None)]


def test_the_database_refuses_a_person_in_two_households_at_once():
    take(batch())
    one, other = Household.objects.order_by("id")
    with pytest.raises(IntegrityError), transaction.atomic(), acting("测试"):
        Membership.objects.create(household=other, person=one.head, relation="99", since=date(2026, 12, 1))


def test_taking_in_costs_the_same_number_of_queries_for_two_and_for_two_hundred_households():
    def queries(count: int, start: int) -> int:
        rows = [HouseholdIn(PINE, "rural", (person("某", start + n),)) for n in range(count)]
        with CaptureQueriesContext(connection) as seen:
            take(rows)
        return len(seen)

    assert queries(2, 1) == queries(200, 10)


def test_identity_numbers_phones_and_accounts_never_lie_open_in_the_database():
    take(batch())
    whole = {number(order=1), "13900001234", "6228480000000000011", "某组1号"}
    with connection.cursor() as cursor:
        for table in ("people_person", "people_household", "audit_entry"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0]
            assert not [secret for secret in whole if secret in text or secret.encode().hex() in text]


@pytest.mark.parametrize(
    "text", ["单小明", "shanxiaoming", "sxm", "单小", number(order=1), number(order=1)[-4:], number(order=1)[-6:]]
)
def test_a_person_is_found_by_name_pinyin_initials_and_number(text):
    take(batch())
    assert [p.name for p in find_persons(text, Q())] == ["单小明"]


def test_nothing_is_found_for_an_empty_search():
    take(batch())
    assert find_persons("  ", Q()) == []


def test_what_is_sealed_is_shown_masked_and_whole_only_with_a_reason():
    take(batch())
    head = Person.objects.get(name="单小明")
    assert masked_id(head) == f"3499**********{number(order=1)[-4:]}"
    assert masked_phone(head) == "139****1234"
    with pytest.raises(ValueError, match="理由"):
        unmask(head, "id_number", actor=Actor(1, "王某"), reason=" ")
    assert unmask(head, "id_number", actor=Actor(1, "王某"), reason="核对户口簿") == number(order=1)
    look = Entry.objects.get(kind="unmask")
    assert (look.actor_name, look.reason, look.content) == ("王某", "核对户口簿", {"field": "id_number"})


def test_a_sealed_value_that_was_changed_cannot_be_opened():
    sealed = bytearray(seal("秘密"))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable, match="改动"):
        unseal(bytes(sealed))
    assert seal("秘密") != seal("秘密")


def test_the_facts_of_a_household_join_records_and_declaration():
    home = household(
        person("甲", 1, disability=("intellectual", 3), facts={"wage_month": 1000_00}),
        person("乙", 2, relation="20", born="20100301", student="school"),
        on=date(2026, 1, 5),
        facts={"financial_assets": 9},
    )
    own, people = facts_on(home, date(2026, 3, 1))
    assert own == {"urban_rural": "rural", "financial_assets": 9}
    assert people[0][1] == {
        "age": 66, "age_month_end": 66, "age_month_before": 66, "relation": "self", "disability_kind": "intellectual",
        "disability_grade": 3, "wage_month": 1000_00,
    }  # fmt: skip
    ages = {"age": 16, "age_month_end": 16, "age_month_before": 15}
    assert people[1][1] == {**ages, "relation": "child", "study": "school"}
    assert facts_on(home, date(2026, 2, 28))[1][1][1]["age"] == 15


def test_ages_at_the_ends_of_months_are_the_same_for_one_household_and_for_many():
    home = household(
        person("甲", 1, born="19460331"),
        person("乙", 2, relation="10", born="19460401"),
        person("丙", 3, relation="20", born="20240229"),
    )
    for day in (date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 31), date(2026, 4, 1), date(2026, 2, 28)):
        alone = [facts for _, facts in facts_on(home, day)[1]]
        among_many = [json.loads(text) for text in known_of([home.pk], day).persons["facts"]]
        assert [{k: f[k] for k in AGES} for f in alone] == [{k: f[k] for k in AGES} for f in among_many]
    turning = facts_on(home, date(2026, 3, 15))[1][0][1]
    assert [turning[k] for k in AGES] == [79, 80, 79]


def test_facts_of_a_past_day_are_those_known_then():
    home = household(person("甲", 1), on=date(2026, 1, 5), facts={"houses": 1})
    with acting("测试"):
        declare(home, household_facts={"houses": 2}, person_facts={}, on=date(2026, 5, 1), source="变更")
    assert facts_on(home, date(2026, 4, 30))[0]["houses"] == 1
    assert facts_on(home, date(2026, 5, 1))[0]["houses"] == 2
    assert len(members_on(home, date(2026, 1, 4))) == 0


def test_a_status_that_changes_keeps_its_past():
    take(batch())
    rows = batch()
    head = replace(rows[0].persons[0], disability=("limb", 1))
    take([replace(rows[0], persons=(head, rows[0].persons[1]))], date(2026, 11, 1))
    grades = Status.objects.filter(kind="disability").order_by("since").values_list("grade", "until")
    assert list(grades) == [(2, date(2026, 11, 1)), (1, None)]
