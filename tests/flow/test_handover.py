"""The work of an officer who leaves goes to a successor, as far as that one may take it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anmin.kernel.access.api import Account, User, open_account, user_of
from anmin.kernel.audit.api import acting, history
from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import declare_kin
from anmin.services.low_income.models import Worker
from tests import county as towns
from tests.county import COUNTY, OTHER_TOWN, County
from tests.flow.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return towns.build()


@pytest.fixture
def keeper(county: County) -> User:
    with acting("测试"):
        return user_of(open_account(username="guanli", name="管理员", password="x" * 12, keeper=True, area=COUNTY))


def handed(keeper: User, old: Account, new: Account) -> flow.Handed:
    with acting(keeper.actor):
        return flow.hand_over(old, new, who=keeper, on=timezone.localdate())


def test_open_cases_go_to_the_successor_and_the_history_says_why(county: County, keeper: User) -> None:
    case = Walk(county, timezone.localdate()).case
    old, new = case.officer, county.second
    assert [(held.label, held.count) for held in flow.open_work(old)] == [("在办案件", 1)]
    assert handed(keeper, old, new).count == 1
    assert flow.open_work(old) == [] and flow.cases_held([new.pk]) == {new.pk: 1}
    change = history("flow_case", case.pk)[0]
    assert (change.actor_name, change.reason) == ("管理员", f"{old.name}的工作移交{new.name}")


def test_a_near_relative_takes_no_case_of_the_family(county: County, keeper: User) -> None:
    case = Walk(county, timezone.localdate()).case
    with acting("测试"):
        declare_kin(county.second.pk, case.applicant, "兄弟姐妹", on=timezone.localdate())
    done = handed(keeper, case.officer, county.second)
    assert done.count == 0 and "近亲属" in done.left[0]
    assert flow.Case.objects.get(pk=case.pk).officer == case.officer


def test_a_successor_elsewhere_cannot_take_over(county: County, keeper: User) -> None:
    case = Walk(county, timezone.localdate()).case
    with acting("测试"):
        far = towns.officer("yuntai", "云台人", "R4", OTHER_TOWN)
    done = handed(keeper, case.officer, far)
    assert done.count == 0 and "不在云台人的辖区" in done.left[0]


def test_a_successor_without_the_office_is_refused(county: County, keeper: User) -> None:
    case = Walk(county, timezone.localdate()).case
    with pytest.raises(ValueError, match="没有您管理范围内的乡镇经办岗位"):
        handed(keeper, case.officer, county.staff["R9"])


def test_a_household_that_is_followed_up_begins_anew_under_the_successor(county: County, keeper: User) -> None:
    today = timezone.localdate()
    old, new = county.staff["R4"], county.second
    home = towns.household(today)
    with acting("测试"):
        row = Worker.objects.create(
            household=home, area=home.area, head=home.head.name, worker=old, since=today - timedelta(days=30)
        )
    assert handed(keeper, old, new).count == 1
    row.refresh_from_db()
    fresh = Worker.objects.get(household=home, until=None)
    assert (row.until, row.worker) == (today, old) and (fresh.since, fresh.worker) == (today, new)


def test_only_the_work_inside_an_ended_post_is_meant(county: County, keeper: User) -> None:
    Walk(county, timezone.localdate())
    old = county.staff["R4"]
    assert flow.open_work(old, OTHER_TOWN) == [] and flow.open_work(old, COUNTY)
