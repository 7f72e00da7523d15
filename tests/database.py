"""A pytest plugin, loaded before pytest-django reads the settings: gives the run a PostgreSQL of its own.

DATABASE_URL wins where it is set. Else the embedded server below `var/test` serves every run on this machine,
each under its own database name, so that runs (and `make start`) do not meet.
"""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from anmin.ops.postgres import Cluster

ROOT = Path(__file__).parents[1]
CLUSTER = Cluster(ROOT / "var" / "test" / "pg", lasting=False, wheel_only=True)
_stack = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    os.environ.setdefault("ANMIN_VAR", str(ROOT / "var" / "test"))
    if "DATABASE_URL" not in os.environ:
        _stack.enter_context(CLUSTER.in_use())
        _drop_databases_of_killed_runs()
        os.environ["DATABASE_URL"] = CLUSTER.url(f"anmin_{os.getpid()}")
    return (yield)


def pytest_unconfigure() -> None:
    _stack.close()


def _drop_databases_of_killed_runs() -> None:
    """Databases are called test_anmin_PID…; those of a process that lives no more are left-overs."""
    with psycopg.connect(CLUSTER.url("postgres"), autocommit=True) as connection:
        names = [
            row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_anmin_%'")
        ]
        for name in names:
            if not Path("/proc", name.split("_")[2]).exists():
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
