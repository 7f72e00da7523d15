"""A whole installation for tests that look at the product from outside: `anmin start` with the demo county."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

ANMIN = str(Path(sys.executable).with_name("anmin"))
STARTS_WITHIN = 240  # seconds: the demo county, and two cores that others use too


@dataclass(frozen=True)
class Site:
    """`url` of the pages without a slash at its end, `database_url`, and `var`, the folder it writes to."""

    url: str
    database_url: str
    var: Path

    def sql(self, query: str, *values: object) -> list[tuple]:
        """Ask (or change) the site's database as psql would, behind the application's back."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def anmin(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the command line on this installation."""
        return subprocess.run([ANMIN, *arguments], env=environment(self), capture_output=True, text=True, timeout=120)


def environment(site: Site) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PORT", "MAKELEVEL")}
    return kept | {"DATABASE_URL": site.database_url, "ANMIN_VAR": str(site.var)}


@contextlib.contextmanager
def running_site(var: Path) -> Iterator[Site]:
    """Start an installation in `var` with a database of its own on the test server; stop and drop both at the end."""
    server, name = os.environ["DATABASE_URL"], f"test_anmin_{os.getpid()}_site"
    asked, _, query = server.partition("?")
    address = f"{asked.rsplit('/', 1)[0]}/{{}}" + (f"?{query}" if query else "")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", address.format(name), var)
    with psycopg.connect(address.format("postgres"), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            with _started(site, port):
                yield site
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def _started(site: Site, port: int) -> Iterator[None]:
    said = site.var / "start.txt"
    with said.open("wb") as words:
        command = [ANMIN, "start", f"--port={port}"]
        runner = subprocess.Popen(command, env=environment(site), stdout=words, stderr=words)
    try:
        end = time.monotonic() + STARTS_WITHIN
        while "Ctrl-C" not in (so_far := said.read_text("utf8", "replace")):  # perhaps in the midst of a character
            assert runner.poll() is None and time.monotonic() < end, so_far
            time.sleep(0.2)
        yield
    finally:
        runner.send_signal(signal.SIGTERM)
        runner.wait(120)
