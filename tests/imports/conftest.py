"""The demo county's places and staff, and a messy roster of its villages."""

import importlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.ops.demo.county import Staff, load_county
from anmin.ops.demo.roster import write_roster

DAY = date(2026, 10, 9)
KONGXI = "349926200200"
MODEL = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def staff(db: None) -> Staff:
    with acting("测试"):
        return load_county(DAY)


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """`roster(households, errors)` is a file as counties keep them."""

    def make(households: int = 40, errors: int = 9, seed: int = 3) -> Path:
        path = tmp_path / f"花名册{households}-{errors}-{seed}.xlsx"
        if not path.exists():
            write_roster(path, households, errors, seed, DAY)
        return path

    return make


@pytest.fixture
def anmin(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`anmin("import", "roster", …)` calls the command line on the test's database."""
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)

    def call(command: str, *args: object) -> Result:
        module = importlib.import_module(f"anmin.ops.commands.{command}")
        return CliRunner().invoke(module.command, [str(arg) for arg in args])

    return call


@pytest.fixture
def desk(staff: Staff) -> Callable[..., Client]:
    """`desk("R4")` is a browser in which that role of 孔溪乡 has signed in."""

    def open_desk(role: str, area: str = KONGXI) -> Client:
        client = Client()
        client.force_login(staff.at(role, area).account, backend=MODEL)
        return client

    return open_desk
