"""The fictional county with sites, households and entitlements in two townships, and signed-in browsers for its staff."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household
from anmin.kernel.places.api import Site
from tests import county as towns
from tests.web import county

MODEL = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def at_most_a_dozen() -> Callable:
    """Twelve questions to the database and no more. That for the account is left out: between pages it is kept, but a
    test's transaction reads it anew (`access.signing_in`)."""

    @contextmanager
    def watched() -> Iterator[None]:
        with CaptureQueriesContext(connection) as asked:
            yield
        told = [each["sql"] for each in asked if "FROM access_account a LEFT JOIN access_post" not in each["sql"]]
        assert len(told) <= 12, "\n\n".join(told)

    return watched


def entitlement(household: Household, fen: int, since: date, until: date | None = None) -> object:
    with acting("测试"):
        return apps.get_model("funds.Entitlement").objects.create(
            household=household, payee=household.head, programme="dibao", amount_month=fen, persons=1,
            area=household.area, urban_rural="rural", since=since, until=until,
        )  # fmt: skip


def site(name: str, area: str, **more: object) -> Site:
    with acting("测试"):
        values = {"pinyin": "", "kind": "care_home", "since": date(2020, 1, 1), **more}
        return Site.objects.create(name=name, area=area, **values)


@pytest.fixture
def land(db: None) -> dict[str, object]:
    """Two townships with one of everything each: `here` in 石牛镇 (松坪村), `there` in 板桥乡 (井坳村)."""
    county.lay_out()
    found: dict[str, object] = {"staff": county.staff()}
    found["here"] = county.household(
        county.person("李秀英", 2, phone="13812345678"),
        county.person("张小军", 11, relation="22", born="20080301"),
        address="松坪村三组 7 号", bank_name="农商银行", bank_account="6217000000000000011", payee_name="李秀英",
    )  # fmt: skip
    found["there"] = county.household(county.person("王大山", 3), area=county.WELL)
    entitlement(found["here"], 49000, date(2026, 2, 1))
    entitlement(found["there"], 52000, date(2026, 2, 1))
    found["home"] = site("松坪幸福院", county.PINE, pinyin="songpingxingfuyuan", beds=20)
    found["far"] = site("井坳敬老院", county.WELL, beds=60)
    return found


def sign_in(who: User) -> Client:
    client = Client()
    client.force_login(who.account, backend=MODEL)
    return client


@pytest.fixture
def as_role(land: dict[str, object]) -> object:
    """`as_role("R4")` is a browser in which the county's R4 has signed in."""
    return lambda role: sign_in(land["staff"][role])


@pytest.fixture
def town(as_role: object) -> Client:
    """The township officer of 石牛镇."""
    return as_role("R4")


@pytest.fixture
def officer(as_role: object) -> Client:
    """The county officer."""
    return as_role("R6")


@pytest.fixture
def quick_passwords(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are digested slowly on purpose; tests that sign in dozens of times need not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(towns, "_hashed", lambda: make_password(towns.PASSWORD))
