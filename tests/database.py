"""A pytest plugin, loaded before pytest-django reads the settings: gives the run a PostgreSQL of its own.

DATABASE_URL wins where it is set. Else the embedded server below `var/test` serves every run on this machine,
each under its own database name, so that runs (and `make start`) do not meet. Tables are laid out once in a run, in a
template that the database of each worker is a copy of.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from anmin.ops.postgres import Cluster

ROOT = Path(__file__).parents[1]
CLUSTER = Cluster(ROOT / "var" / "test" / "pg", lasting=False, wheel_only=True)
TEMPLATE = "ANMIN_TEST_TEMPLATE"  # its name, told to the workers of a run
_stack = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    os.environ.setdefault("ANMIN_VAR", str(ROOT / "var" / "test"))
    if "DATABASE_URL" not in os.environ:
        _stack.enter_context(CLUSTER.in_use())
        _drop_databases_of_killed_runs()
        os.environ["DATABASE_URL"] = CLUSTER.url(f"anmin_{os.getpid()}")
    if TEMPLATE not in os.environ:
        os.environ[TEMPLATE] = f"test_anmin_{os.getpid()}_template"
        _stack.callback(_drop_template)
    return (yield)


def pytest_unconfigure() -> None:
    _stack.close()


def address(name: str) -> str:
    """Another database of the server that the tests use."""
    asked, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{asked.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def template() -> str:
    """The name of a database laid out as `anmin start` does it; the first worker that asks makes it."""
    name, var = os.environ[TEMPLATE], Path(os.environ["ANMIN_VAR"])
    var.mkdir(parents=True, exist_ok=True)
    with (var / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(address("postgres"), autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(f'CREATE DATABASE "{name}"')
                _lay_out(name, var)
    return name


def _lay_out(name: str, var: Path) -> None:
    environment = os.environ | {"DATABASE_URL": address(name), "DJANGO_SETTINGS_MODULE": "anmin.conf.settings"}
    command = [sys.executable, "-m", "anmin.ops.prepare", str(var / "template.txt")]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the tables of the tests could not be laid out:\n{done.stdout}\n{done.stderr}")


def _drop_template() -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{os.environ.pop(TEMPLATE)}" WITH (FORCE)')


def _drop_databases_of_killed_runs() -> None:
    """Databases are called test_anmin_PID…; those of a process that lives no more are left-overs."""
    with psycopg.connect(CLUSTER.url("postgres"), autocommit=True) as connection:
        names = [
            row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_anmin_%'")
        ]
        for name in names:
            if not Path("/proc", name.split("_")[2]).exists():
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
