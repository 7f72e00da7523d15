"""What someone may do ends at their posts and their area."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anmin.kernel.access.api import Account, Denied, Post, holders, user_of
from anmin.kernel.access.declare import APPROVE_ROLL, OPEN_CASES, SEE_PEOPLE
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household
from tests import toy as county
from tests.toy import BRIDGE, COUNTY, PINE, STONE, WELL

pytestmark = pytest.mark.django_db


def test_a_township_officer_acts_in_the_township_and_nowhere_else():
    clerk = county.officer("R4", STONE)
    assert clerk.may(OPEN_CASES, PINE)
    assert not clerk.may(OPEN_CASES, WELL)
    assert not clerk.may(APPROVE_ROLL)
    with pytest.raises(Denied, match=r"登记申请.*不在您的辖区"):
        clerk.require(OPEN_CASES, WELL)


def test_rows_outside_the_area_are_neither_listed_nor_counted():
    county.household(county.person("甲", 1), area=PINE)
    county.household(county.person("乙", 3), area=WELL)
    seen = {
        role_area: Household.objects.filter(county.officer(*role_area).scope(SEE_PEOPLE)).count()
        for role_area in (("R4", STONE), ("R4", BRIDGE), ("R6", COUNTY), ("R9", COUNTY))
    }
    assert list(seen.values()) == [1, 1, 2, 0]


def test_an_account_without_a_post_sees_nothing():
    with acting("测试"):
        account = Account.objects.create(username="新", name="新人")
    county.household(county.person("甲", 1))
    assert not Household.objects.filter(user_of(account).scope(SEE_PEOPLE)).exists()


def test_a_post_counts_only_on_its_days():
    clerk = county.officer("R4", STONE)
    with acting("测试"):
        Post.objects.filter(account=clerk.account).update(until=date(2026, 6, 1))
    assert user_of(clerk.account, date(2026, 5, 31)).may(OPEN_CASES, PINE)
    assert not user_of(clerk.account, date(2026, 6, 1)).may(OPEN_CASES, PINE)


def test_the_same_post_cannot_be_held_twice_at_once():
    clerk = county.officer("R4", STONE)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("测试"):
        Post.objects.create(account=clerk.account, role="R4", area=STONE, since=date(2020, 1, 1))


def test_the_nearest_holder_of_a_role_comes_first():
    far, near = county.officer("R4", COUNTY, "县里"), county.officer("R4", STONE, "镇里")
    assert holders("R4", PINE) == [near.account, far.account]
    assert holders("R4", WELL) == [far.account]


def test_a_password_never_reaches_the_history():
    from anmin.kernel.access.api import open_account
    from anmin.kernel.audit.models import Entry

    with acting("测试"):
        account = open_account(username="u", name="某", password="correct horse battery")
    entry = Entry.objects.get(subject="access_account", key=str(account.pk))
    assert "password" not in entry.content
