"""Run everything in the foreground: database, migrations, demo county, job worker, web server; stop all of it again."""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TextIO

import click

from anmin.ops import processes
from anmin.ops.database import OWN, ROOT, VAR, running_database
from anmin.ops.progress import step
from anmin.ops.trouble import Trouble, disk_full, is_disk_full
from anmin.web.hosts import EVERYWHERE, addresses

ANSWERS_WITHIN = 180  # seconds from the start of the web server to its first healthy answer
WEB_THREADS = 2  # of each of the web server's processes
WORKER = [
    *("nice", "-n", "5"),  # jobs yield to pages
    *(sys.executable, "-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout=10"),
]
PARTS = {"web": "网页服务", "worker": "后台任务"}
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "anmin.conf.settings", "PYTHONUNBUFFERED": "1"}


def web_server(host: str, port: int) -> list[str]:
    """The command that serves the pages. More threads would make each page wait for the others' Python."""
    command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--host={host}", f"--port={port}", "--no-ws"]
    command += [f"--workers={min(os.cpu_count() or 1, 4)}", f"--blocking-threads={WEB_THREADS}"]
    return [*command, "--respawn-failed-workers", "--workers-kill-timeout=5", "anmin.conf.wsgi:application"]


@dataclass
class Runner:
    """One run of the installation below `VAR`; at most one at a time."""

    host: str
    port: int
    demo: bool
    children: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://{'127.0.0.1' if self.host in ('0.0.0.0', '::') else self.host}:{self.port}/"

    @property
    def welcome(self) -> Path:
        """What the newcomer should read last, left by the preparation."""
        return VAR / "welcome.txt"

    @property
    def mark(self) -> str:
        return str(VAR)

    def run(self) -> None:
        """Start, announce, watch; returns when asked to stop, raises Trouble when a part fails."""
        with _stopped_by_signals(), self._alone():
            if count := processes.end_left_overs(self.mark):
                click.echo(f"  ✓ 上次运行没有正常结束，已清理遗留的 {count} 个进程")
            self._check_port()
            with contextlib.ExitStack() as database:
                with step("数据库"):
                    database.enter_context(running_database())
                try:
                    self._start()
                    self._announce()
                    self._watch()
                except Trouble:
                    self._stop(patience=2)  # a part is gone already; the others may wait for it in vain
                    raise
                finally:
                    self._stop(patience=15)

    # -- one at a time -------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        VAR.mkdir(parents=True, exist_ok=True)
        with (VAR / "run.lock").open("a+") as lock:
            if not _try_lock(lock):
                lock.seek(0)
                raise Trouble(f"安民已在运行：{lock.read().strip()}。要重新启动，请先到原来的窗口按 Ctrl-C。")
            lock.truncate(0)
            lock.write(f"{self.address}（进程 {os.getpid()}）")
            lock.flush()
            try:
                yield
            finally:
                (VAR / "stopping").unlink(missing_ok=True)

    def _check_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
                probe.listen(1)
            except (OSError, OverflowError) as error:
                raise self._port_trouble(error) from error

    def _port_trouble(self, error: Exception) -> Trouble:
        code = getattr(error, "errno", None)
        if code == errno.EADDRINUSE:
            return Trouble(f"端口 {self.port} 已被别的程序占用。请换一个端口：PORT={self.port + 1} make start。")
        if code == errno.EACCES:
            return Trouble(f"当前用户不能使用端口 {self.port}。请用 1024 以上的端口：PORT=8000 make start。")
        return Trouble(f"不能监听 {self.host}:{self.port}：{error}。请检查 ANMIN_HOST 和 PORT。")

    # -- parts ---------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        command = [sys.executable, "-m", "anmin.ops.prepare", str(self.welcome), *(["--demo"] if self.demo else [])]
        self._run(command, VAR / "log" / "prepare.log")
        with step("后台任务和网页服务"):
            self._spawn("web", web_server(self.host, self.port), {"ANMIN_HOST": self.host})
            self._wait_until_healthy()
            self._spawn("worker", WORKER)  # last, so that loading it takes nothing from the pages

    def _run(self, command: list[str], log: Path) -> None:
        """Run a step to its end: it shows its own progress, what else it says goes to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        environment = os.environ | ENVIRONMENT | {processes.MARK: self.mark}
        with log.open("w") as words:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stderr=words,
                env=environment,
                cwd=ROOT,
                preexec_fn=processes.follow_parent,
            )
        if done.returncode:
            raise _fallen("准备数据", log, done.returncode)

    def _spawn(self, name: str, command: list[str], more: dict[str, str] | None = None) -> None:
        log, environment = VAR / "log" / f"{name}.log", ENVIRONMENT | (more or {})
        self.children[name] = processes.spawn(command, log, self.mark, environment)

    def _wait_until_healthy(self) -> None:
        end = time.monotonic() + ANSWERS_WITHIN
        said = "没有回答"
        while time.monotonic() < end:
            self._check_children()
            try:
                with urllib.request.urlopen(f"{self.address}healthz", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                told = error.read(200).decode(errors="replace").strip()
                said = told if told and "\n" not in told else f"代码 {error.code}"
            except OSError as error:
                said = str(error)
            time.sleep(0.1)
        raise Trouble(f"网页服务 {ANSWERS_WITHIN} 秒内没有就绪（{said}）。请看 {VAR / 'log' / 'web.log'}。")

    def _check_children(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise _fallen(PARTS[name], VAR / "log" / f"{name}.log", child.returncode)

    def _watch(self) -> None:
        own = os.environ["DATABASE_URL"] == OWN.url()
        while True:
            self._check_children()
            if own and OWN.postmaster() is None:
                raise _fallen("数据库", OWN.log)
            time.sleep(1)

    def _announce(self) -> None:
        click.echo(f"\n安民已启动：{click.style(self.address, bold=True)}")
        if others := self._elsewhere():
            click.echo(f"别的电脑上打开：{'  '.join(others)}")
        click.echo(self.welcome.read_text())
        click.echo("按 Ctrl-C 停止全部服务。")

    def _elsewhere(self) -> list[str]:
        """Addresses for other computers, where it listens for them: those that the pages answer to."""
        if self.host not in EVERYWHERE:
            return []
        named = os.environ.get("ANMIN_HOSTS", "").replace(" ", "").split(",")
        own = [name for name in named if name] or [each for each in addresses() if not ip_address(each).is_loopback]
        return [f"http://{f'[{each}]' if ':' in each else each}:{self.port}/" for each in own if "*" not in each]

    def _stop(self, patience: float) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # stopping is bounded in time; let it finish
        (VAR / "stopping").touch()
        for name in ("web", "worker"):
            if name in self.children:
                processes.stop(self.children.pop(name), patience)


def _fallen(what: str, log: Path, code: int = 1) -> Trouble:
    """The message for a part that ended: by its last words, or by the signal that ended it."""
    said, database = (path.read_text(errors="replace") if path.exists() else "" for path in (log, OWN.log))
    if is_disk_full(said) or is_disk_full(database):  # a database that met it takes the others down with it
        return disk_full(VAR)
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "没有留下说明")
    why = f"被信号 {-code} 终止" if code < 0 else last[:200].rstrip("。")
    return Trouble(f"{what}停了：{why}。详情见 {log}；再次 make start 会接着运行。")


def _try_lock(lock: TextIO) -> bool:
    """Take the lock; a run that is just stopping gets the time to do so."""
    end = time.monotonic() + 12
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not (VAR / "stopping").exists() or time.monotonic() > end:
                return False
            time.sleep(0.1)
        else:
            return True


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all end the block quietly."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    if "MAKELEVEL" in os.environ:  # started by make: end with it, even if it is killed
        processes.follow_parent()
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\n已全部停止。")
