"""Our own PostgreSQL: found, made, started and stopped below one folder, reachable by unix socket only.

A folder made by one major version is always opened by the same one; see docs/decisions/0002.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import psycopg
from psycopg import pq

from anmin.ops.programs import NOBODY, programs_for, way_past_root
from anmin.ops.trouble import Trouble, disk_full, is_disk_full

NAME = "anmin"  # superuser and first database of the cluster
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_FOLDER = 90  # a unix socket's whole path ends at 107 bytes
STARTS_WITHIN = 60  # seconds, recovery after a killed run included

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "effective_cache_size": "1GB",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "logging_collector": "off",
}
_children: list[subprocess.Popen] = []  # servers this process started; kept so that they are reaped when they end
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL instance below `home`. `lasting=False` trades safety against power cuts for speed (tests)."""

    home: Path
    lasting: bool = True
    wheel_only: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The socket's folder: below `home`, or a short one of our own when that path is too long for a socket."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"anmin-{os.getuid()}-{name}"

    def url(self, name: str = NAME) -> str:
        """`postgresql://anmin@/NAME?host=FOLDER`, as psycopg and libpq read it."""
        return f"postgresql://{NAME}@/{name}?host={quote(str(self.sockets), safe='')}"

    @contextlib.contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Started on entry if need be; stopped by whichever process is the last to leave, however the others ended."""
        self._prepare_folders()
        with (self.home / "users.lock").open("w") as users:
            try:
                with self._one_at_a_time():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    if not self.answers():
                        self._start()
                    self._write_url()
                yield self
            finally:
                with self._one_at_a_time():
                    if self._is_last(users):
                        self.stop()

    def answers(self) -> bool:
        """Whether a server takes connections at our socket, be it that all of them are in use."""
        return pq.PGconn.ping(self.url("postgres").encode()) == pq.Ping.OK

    def stop(self) -> None:
        """Stop the server, ending open connections; does nothing where none runs."""
        pid = self.postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # fast shutdown
        if not _wait(lambda: self.postmaster() is None, 20):
            os.kill(pid, signal.SIGQUIT)
            _wait(lambda: self.postmaster() is None, 5)
        _children[:] = [child for child in _children if child.poll() is None]

    def postmaster(self) -> int | None:
        """The process id of the server that works in our data folder, or None. Trusts /proc, not the pid file alone."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            at = Path(f"/proc/{pid}/cwd").readlink()
        except (OSError, ValueError):
            return None
        return pid if at == self.data.resolve() else None

    def binary(self, name: str) -> Path:
        """A program (`pg_dump`, `psql` …) of the version that made the data folder."""
        return programs_for(self.home, self.wheel_only) / name

    # -- folders and locks ---------------------------------------------------------------------------------------

    def _prepare_folders(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.sockets.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise disk_full(self.home) if is_disk_full(error) else _cannot_write(self.home, error) from error
        found = self.sockets.lstat()
        ours = (os.getuid(), int(NOBODY)) if os.getuid() == 0 else (os.getuid(),)
        if found.st_uid not in ours or not stat.S_ISDIR(found.st_mode):
            raise Trouble(f"{self.sockets} 属于别的用户，数据库不能用它。请删除该目录，或把项目放到较短的路径下。")

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _is_last(users: TextIO) -> bool:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _write_url(self) -> None:
        """Leave the address for processes that did not start the server (settings read it)."""
        new = self.home / "url.new"
        new.write_text(self.url() + "\n")
        new.replace(self.home / "url")

    # -- making and starting -------------------------------------------------------------------------------------

    def _start(self) -> None:
        programs = programs_for(self.home, self.wheel_only)
        as_whom = way_past_root(self.home, programs)
        try:
            self._take_ownership(as_whom)
            if not (self.data / "PG_VERSION").exists():
                self._make(programs, as_whom)
            self._remove_traces_of_a_killed_run()
            self._launch(programs, as_whom)
        except OSError as error:
            if is_disk_full(error):
                raise disk_full(self.home) from error
            raise

    def _make(self, programs: Path, as_whom: list[str]) -> None:
        """initdb beside the final place, then rename: a killed initdb leaves nothing that looks finished."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        command = [*as_whom, str(programs / "initdb"), "-D", str(new), "-U", NAME, "-A", "trust", "-E", "UTF8"]
        command += [
            "--locale=C.UTF-8",
            "--lc-collate=C",
            "--no-instructions",
            *(["--no-sync"] if not self.lasting else []),
        ]
        done = subprocess.run(command, capture_output=True, text=True, env=_plain_environment(), cwd=self.home)
        if done.returncode:
            shutil.rmtree(new, ignore_errors=True)
            raise self._failed(done.stderr or done.stdout)
        new.rename(self.data)

    def _launch(self, programs: Path, as_whom: list[str]) -> None:
        command = [*as_whom, str(programs / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        settings = SETTINGS if self.lasting else SETTINGS | UNSAFE_BUT_FAST
        command += [f"--{name}={value}" for name, value in settings.items()]
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            with self.log.open("wb") as log:  # a new log per start: what went wrong last is what it holds
                server = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=_plain_environment(),
                    cwd=self.home,
                    start_new_session=True,  # Ctrl-C is for the runner, which stops the database last
                )
            _children.append(server)
            _wait(lambda: server.poll() is not None or self.answers(), end - time.monotonic())  # noqa: B023
            if server.poll() is None and self.answers():
                self._make_database()
                return
            said = self.log.read_text(errors="replace")
            # Backends of a killed server need a moment to notice that it is gone.
            if "shared memory block" not in said and "is being used by" not in said:
                raise self._failed(said)
            time.sleep(0.5)
        raise self._failed(self.log.read_text(errors="replace"))

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _remove_traces_of_a_killed_run(self) -> None:
        """A pid file whose number now belongs to some other program would keep PostgreSQL from starting."""
        if self.postmaster() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
        else:  # alive, yet it did not answer: stopping, recovering, or stuck
            if not _wait(lambda: self.postmaster() is None or self.answers(), 15):
                self.stop()

    def _take_ownership(self, as_whom: list[str]) -> None:
        """As root, let the files belong to the user who will run the server; else they must be ours already."""
        if os.getuid():
            if self.data.exists() and self.data.stat().st_uid != os.getuid():
                raise Trouble(
                    f"{self.data} 属于别的用户。请用原来的用户运行，或请管理员执行 chown -R $USER {self.home}。"
                )
            return
        owner = int(NOBODY) if as_whom and as_whom[0] == "setpriv" else 0
        for folder in (self.data, self.sockets):
            if folder.exists() and folder.stat().st_uid != owner:
                subprocess.run(["chown", "-R", str(owner), str(folder)], check=True)
        if owner:
            os.chown(self.home, owner, -1)

    def _failed(self, said: str) -> Trouble:
        if is_disk_full(said):
            return disk_full(self.home)
        lines = [line for line in said.splitlines() if re.search("FATAL|error|could not", line)] or said.splitlines()
        return Trouble(f"数据库没有启动：{(lines or ['没有留下说明'])[-1].strip()}。详情见 {self.log}。")


def _cannot_write(folder: Path, error: OSError) -> Trouble:
    return Trouble(f"不能写入 {folder}：{error.strerror}。请用有写权限的用户运行，或把项目放到自己的目录下。")


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _plain_environment() -> dict[str, str]:
    """No PG* variable of the caller may lead our own server elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8"}
