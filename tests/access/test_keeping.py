"""A system keeper keeps the accounts of one county, never the own one, and never what reaches further."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from anmin.kernel.access import api as access
from anmin.kernel.access.api import Account, Denied, Post, Together, User, open_account, user_of
from anmin.kernel.access.declare import KEEPER, SEE_ACCOUNTS, SEE_PEOPLE
from anmin.kernel.audit.api import acting, history
from anmin.kernel.places.api import Division
from tests import toy as county
from tests.toy import BRIDGE, COUNTY, PINE, STONE

pytestmark = pytest.mark.django_db
ELSEWHERE = "349902000000"
TODAY = timezone.localdate


@pytest.fixture
def keeper() -> User:
    county.lay_out()
    with acting("测试"):
        account = open_account(username="guanli", name="管理员", password="x" * 12, keeper=True, area=COUNTY)
        Division.objects.create(
            code=ELSEWHERE, name="邻县", full_name="邻县", level=3, urban_rural="rural", since=date(2012, 1, 1)
        )
    return user_of(account)


def opened(who: User, username: str = "wangjian", area: str = COUNTY) -> Account:
    with acting(who.actor):
        return access.new_account(who, username=username, name="王建", area=area)


def appointed(who: User, account: Account, role: str, area: str, **more: object) -> Post:
    with acting(who.actor):
        return access.appoint(who, account, role, area, since=more.pop("since", TODAY()), **more)


def test_a_keeper_keeps_accounts_and_sees_no_business(keeper: User) -> None:
    assert keeper.may(KEEPER, STONE) and keeper.may(SEE_ACCOUNTS, COUNTY)
    assert not keeper.may(SEE_PEOPLE)
    assert not keeper.may(KEEPER, ELSEWHERE)


def test_a_new_account_is_appointed_inside_the_county_and_nowhere_else(keeper: User) -> None:
    account = opened(keeper)
    appointed(keeper, account, "R4", STONE)
    assert user_of(account).roles == {"R4"}
    with pytest.raises(Denied, match="辖区"):
        appointed(keeper, account, "R6", ELSEWHERE)
    with pytest.raises(Denied, match="辖区"):
        opened(keeper, "other", ELSEWHERE)


def test_nobody_appoints_themself_or_opens_the_own_account(keeper: User) -> None:
    with pytest.raises(Denied, match="不能给自己"):
        appointed(keeper, keeper.account, "R7", COUNTY)
    for act in (access.switch_off, access.give_first_password):
        with pytest.raises(Denied, match="自己的账号"), acting(keeper.actor):
            act(keeper, keeper.account)


def test_a_system_keeper_holds_no_post_of_business(keeper: User) -> None:
    with acting(keeper.actor):
        other = access.new_account(keeper, username="guanli2", name="另一人", area=COUNTY, keeper=True)
    with pytest.raises(ValueError, match="不兼业务岗位"):
        appointed(keeper, other, "R4", STONE)


def test_whoever_holds_more_than_the_keeper_keeps_is_out_of_reach(keeper: User) -> None:
    account = opened(keeper)
    with acting("测试"):
        Post.objects.create(account=account, role="R7", area="349900000000", since=date(2020, 1, 1))
    with pytest.raises(Denied, match="管理范围以外"), acting(keeper.actor):
        access.give_first_password(keeper, account)


def test_an_officer_without_the_right_changes_nothing(keeper: User) -> None:
    account, leader = opened(keeper), county.officer("R7", COUNTY)
    assert leader.may(SEE_ACCOUNTS) and account in access.kept(leader)
    with pytest.raises(Denied):
        appointed(leader, account, "R4", STONE)


@pytest.mark.parametrize(
    ("held", "added", "said"),
    [
        (("R6", COUNTY), ("R7", COUNTY), "审核和决定不能是同一个人"),
        (("R7", COUNTY), ("R4", STONE), "审核和决定不能是同一个人"),
        (("R4", STONE), ("R5", STONE), "调查和签批"),
        (("R9", COUNTY), ("R6", COUNTY), "生成名册"),
        (("R10", COUNTY), ("R8", COUNTY), "监督的人"),
    ],
)
def test_a_post_that_makes_one_person_both_warns_first(keeper: User, held: tuple, added: tuple, said: str) -> None:
    account = opened(keeper)
    appointed(keeper, account, *held)
    with pytest.raises(Together, match=said):
        appointed(keeper, account, *added)
    appointed(keeper, account, *added, sure=True)
    assert said in "".join(access.duties_together(list(user_of(account).posts)))


def test_duties_in_two_townships_do_not_meet(keeper: User) -> None:
    account = opened(keeper)
    appointed(keeper, account, "R4", STONE)
    appointed(keeper, account, "R5", BRIDGE)


def test_a_county_post_cannot_be_held_over_a_village(keeper: User) -> None:
    account = opened(keeper)
    with pytest.raises(ValueError, match="不能设在村"):
        appointed(keeper, account, "R6", PINE)
    with pytest.raises(ValueError, match="要设在县"):
        appointed(keeper, account, "R7", STONE)


def test_an_ended_post_stays_on_record_with_its_days(keeper: User) -> None:
    account = opened(keeper)
    post = appointed(keeper, account, "R4", STONE, since=date(2026, 1, 5))
    with acting(keeper.actor, reason="调离"):
        access.finish_post(keeper, post, until=TODAY())
    assert not user_of(account).roles
    assert user_of(account, TODAY() - timedelta(days=1)).roles == {"R4"}
    change = history("access_post", post.pk)[0]
    assert (change.actor_name, change.reason) == ("管理员", "调离")
    with pytest.raises(ValueError, match="已于"), acting(keeper.actor):
        access.finish_post(keeper, post, until=TODAY())


def test_whoever_left_holds_nothing_and_cannot_sign_in_until_taken_back(keeper: User) -> None:
    account = opened(keeper)
    appointed(keeper, account, "R4", STONE, since=date(2026, 1, 5))
    later = appointed(keeper, account, "R3", STONE, since=TODAY() + timedelta(days=30))
    with acting(keeper.actor):
        access.leave(keeper, account, on=TODAY())
    account.refresh_from_db()
    later.refresh_from_db()
    assert not account.is_active and account.left_on == TODAY() and later.until == later.since
    with pytest.raises(ValueError, match="已离任"), acting(keeper.actor):
        access.give_first_password(keeper, account)
    with acting(keeper.actor):
        access.switch_on(keeper, account)
    assert account.is_active and account.left_on is None and not user_of(account).roles


def test_a_first_password_is_new_each_time_and_never_in_the_history(keeper: User) -> None:
    account = opened(keeper)
    with acting(keeper.actor):
        first, second = (access.give_first_password(keeper, account) for _ in range(2))
    account.refresh_from_db()
    assert first != second and account.check_password(second) and account.must_change
    assert not [change for change in history("access_account", account.pk) if second in str(change.content)]


def test_the_last_keeper_cannot_be_switched_off(keeper: User) -> None:
    with acting("测试"):
        chief = user_of(open_account(username="chief", name="总管", password="y" * 12, keeper=True))
        access.switch_off(chief, keeper.account)
        with pytest.raises(ValueError, match="最后一个"):
            access.lock(chief.account)
