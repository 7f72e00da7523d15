"""What every test may ask for."""

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import database, needs
from tests.site import Site, running_site

LONGEST = ("test_breaks.py", "test_case.py", "test_layout.py", "test_start.py", "test_setup_script.py")
LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(what): what the test needs beyond Python and PostgreSQL")
    config.pluginmanager.register(needs.NotRun())
    # A busy machine is no fault of the property under test.
    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails with the address it wanted."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"a test wants the network: {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _light_hashes() -> Iterator[None]:
    """Passwords are hashed as ever, but not a million times over."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of each worker is a copy of one that was laid out once."""
    from django.conf import settings

    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = database.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """At the end the database is dropped: connections that threads of a live server left behind must be gone."""
    from django.db import connection

    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps for a minute does not pass from test to test."""
    from django.core.cache import cache

    from anmin.web.kept import forget

    cache.clear()
    forget()


SEEDED = (
    "access_standing",
    "law_number",
    "law_remembered",  # a process knows which texts it has committed
    "flow_calendarday",
    "flow_calendaryear",
    "django_content_type",
    "django_migrations",
)


@pytest.fixture(autouse=True, scope="session")
def _clear_tables_as_their_owner() -> Iterator[None]:
    """After a test that really commits, tables are emptied past the triggers that forbid it; what migrations seed stays."""
    from django.db import connection
    from django.test import TransactionTestCase

    def clear(_case: object) -> None:
        with connection.cursor() as cursor:
            tables = {*connection.introspection.table_names(cursor)} - {*SEEDED, "audit_entry"}
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {', '.join(sorted(tables))}")
            # The rows that stay keep their history.
            cursor.execute("DELETE FROM audit_entry WHERE subject <> ALL(%s)", [list(SEEDED)])
            cursor.execute("RESET session_replication_role")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clear)
        yield


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests of the whole site, and those that share a demo county, run in one worker, which makes it once."""
    if "site" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.xdist_group("site"))
    elif "county" in item.path.parts:
        item.add_marker(pytest.mark.xdist_group("county"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker waits for another at the end (groups go before all else)."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product as a newcomer has it after `make start`: demo county, web server and worker, on a database of its own.

    Shared by all tests that ask for it: leave what you did not make as you found it.
    """
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def _browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    # playwright's event loop makes Django believe that it is called from async code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        flags += ["--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=flags)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(_browser: object) -> Iterator[object]:
    """A page of a real Chromium (playwright). Fails the test on a script error or a request beyond this machine."""
    context = _browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("request", lambda request: _note_outside(request.url, faults))
    yield page
    context.close()
    assert not faults, faults


def _note_outside(url: str, faults: list[str]) -> None:
    if url.startswith("http") and not url.startswith(("http://127.0.0.1", "http://localhost")):
        faults.append(f"request beyond this machine: {url}")
