"""A second factor at sign-in: taken into use by a code, asked after the password, each code once, required by a day."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from anmin.kernel.access.api import Account, SecondFactor, open_account
from anmin.kernel.audit.api import acting, history
from anmin.kernel.people.api import unseal
from tests import county as towns
from tests.county import COUNTY, PASSWORD, TOWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def county() -> towns.County:
    return towns.build()


@pytest.fixture
def clerk(county: towns.County) -> Account:
    return county.staff["R4"]


@pytest.fixture
def keeper(county: towns.County) -> Client:
    with acting("测试"):
        open_account(username="guanli", name="蔡管理", password=PASSWORD, keeper=True, area=COUNTY)
    return by_password("guanli")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> object:
    """Lets time pass."""
    now = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def move(seconds: int) -> None:
        now[0] += timedelta(seconds=seconds)

    return move


def by_password(username: str) -> Client:
    client = Client()
    client.login_answer = client.post("/login/", {"username": username, "password": PASSWORD})
    return client


def code(account: Account) -> str:
    secret = unseal(SecondFactor.objects.get(account=account).secret)
    return pyotp.TOTP(secret).at(timezone.now())


def wrong(account: Account) -> str:
    """Six digits that are no code just now, nor were nor will be in half a minute."""
    totp = pyotp.TOTP(unseal(SecondFactor.objects.get(account=account).secret))
    right = {totp.at(timezone.now() + timedelta(seconds=30 * step)) for step in (-2, -1, 0, 1, 2)}
    return next(digits for digits in (f"{n:06d}" for n in range(6)) if digits not in right)


def taken_into_use(client: Client, account: Account) -> list[str]:
    """The codes to recover by."""
    client.post("/desk/account/second", {"do": "begin"})
    assert "<svg" in client.get("/desk/account/second").content.decode()
    page = client.post("/desk/account/second", {"do": "confirm", "code": code(account)}).content.decode()
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page)


def test_after_the_password_the_code_is_asked_and_opens(clerk: Account, later: object) -> None:
    assert len(taken_into_use(by_password(clerk.username), clerk)) == 8
    later(60)
    client = by_password(clerk.username)
    assert client.login_answer.headers["Location"] == "/login/second/"
    assert client.get("/desk/").status_code == 302
    assert client.post("/login/second/", {"code": wrong(clerk)}).status_code == 422
    assert client.post("/login/second/", {"code": code(clerk)}).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_code_opens_once_and_a_code_to_recover_by_too(clerk: Account, later: object) -> None:
    codes = taken_into_use(by_password(clerk.username), clerk)
    used = code(clerk)
    assert by_password(clerk.username).post("/login/second/", {"code": used}).status_code == 422
    for status in (302, 422):
        answer = by_password(clerk.username).post("/login/second/", {"code": codes[0].upper()})
        assert answer.status_code == status
    assert len(SecondFactor.objects.get(account=clerk).recovery) == 7


def test_the_password_waits_five_minutes_for_its_code(clerk: Account, later: object) -> None:
    taken_into_use(by_password(clerk.username), clerk)
    client = by_password(clerk.username)
    later(301)
    assert client.post("/login/second/", {"code": code(clerk)}).headers["Location"] == "/login/"


def test_wrong_codes_lock_like_wrong_passwords(clerk: Account, later: object) -> None:
    taken_into_use(by_password(clerk.username), clerk)
    client = by_password(clerk.username)
    answers = [
        client.post("/login/second/", {"code": wrong(clerk)}).status_code for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers == [422] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    later(60)
    assert client.post("/login/second/", {"code": code(clerk)}).status_code == 429


def test_the_secret_and_the_codes_reach_neither_database_nor_history_in_plain(clerk: Account) -> None:
    codes = taken_into_use(by_password(clerk.username), clerk)
    factor = SecondFactor.objects.get(account=clerk)
    plain = unseal(factor.secret)
    assert plain.encode() not in bytes(factor.secret) and not set(codes) & set(factor.recovery)
    told = str([change.content for change in history("access_secondfactor", factor.pk)])
    assert "secret" not in told and "recovery" not in told


def test_a_first_code_that_is_wrong_takes_nothing_into_use(clerk: Account) -> None:
    client = by_password(clerk.username)
    client.post("/desk/account/second", {"do": "begin"})
    client.post("/desk/account/second", {"do": "confirm", "code": "123"})
    assert SecondFactor.objects.get(account=clerk).since is None
    assert by_password(clerk.username).login_answer.headers["Location"] == "/desk/"


def test_ending_it_needs_a_code(clerk: Account, later: object) -> None:
    client = by_password(clerk.username)
    taken_into_use(client, clerk)
    later(60)
    client.post("/desk/account/second", {"do": "end", "code": wrong(clerk)})
    assert SecondFactor.objects.filter(account=clerk).exists()
    client.post("/desk/account/second", {"do": "end", "code": code(clerk)})
    assert not SecondFactor.objects.filter(account=clerk).exists()


def test_a_post_that_asks_for_it_opens_nothing_until_it_is_in_use(
    keeper: Client, clerk: Account, county: towns.County, later: object
) -> None:
    today = str(timezone.localdate())
    assert keeper.post("/desk/accounts/second", {"role": "R4", "area": TOWN, "since": today}).status_code == 302
    client = by_password(clerk.username)
    assert client.get("/desk/").headers["Location"] == "/desk/account/second"
    taken_into_use(client, clerk)
    assert client.get("/desk/").status_code == 200
    later(60)
    client.post("/desk/account/second", {"do": "end", "code": code(clerk)})
    assert SecondFactor.objects.filter(account=clerk).exists()
    assert by_password(county.staff["R3"].username).get("/desk/").status_code == 200


def test_it_is_asked_from_its_day_on_and_no_longer_when_ended(keeper: Client, clerk: Account, later: object) -> None:
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    keeper.post("/desk/accounts/second", {"role": "R4", "area": COUNTY, "since": tomorrow})
    assert by_password(clerk.username).get("/desk/").status_code == 200
    later(86_400)
    assert by_password(clerk.username).get("/desk/").status_code == 302
    again = by_password("guanli")
    found = re.search(r"/desk/accounts/second/\d+/end", again.get("/desk/accounts/second").content.decode())
    again.post(found.group())
    assert by_password(clerk.username).get("/desk/").status_code == 200


def test_the_keeper_clears_it_for_somebody_whose_device_is_lost(keeper: Client, clerk: Account) -> None:
    taken_into_use(by_password(clerk.username), clerk)
    assert "清除两步验证" in keeper.get(f"/desk/accounts/{clerk.pk}/").content.decode()
    keeper.post(f"/desk/accounts/{clerk.pk}/second/clear")
    assert by_password(clerk.username).get("/desk/").status_code == 200
    told = history("access_account", clerk.pk)
    assert ("second_off", "蔡管理") in {(change.kind, change.actor_name) for change in told}


def test_nobody_but_a_keeper_asks_for_it_or_clears_it(clerk: Account, county: towns.County) -> None:
    leader = by_password(county.staff["R7"].username)
    assert leader.get("/desk/accounts/second").status_code == 403
    assert leader.post(f"/desk/accounts/{clerk.pk}/second/clear").status_code == 403
