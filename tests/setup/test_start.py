"""`anmin start` as it is seen from outside: it comes up, is alone, goes down, and comes up again after any death."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from anmin.ops.processes import left_over

ANMIN = str(Path(sys.executable).with_name("anmin"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """An installation in a folder of its own, started as a user would."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        taken = ("DATABASE_URL", "MAKELEVEL", "PORT")
        self.environment = {name: value for name, value in os.environ.items() if name not in taken}
        self.environment |= {"ANMIN_VAR": str(var)}

    def command(self, *more: str) -> list[str]:
        return [ANMIN, "start", "--no-demo", f"--port={self.port}", *more]

    def start(self) -> subprocess.Popen:
        log = (self.var / "start.txt").open("wb")
        with log:
            runner = subprocess.Popen(self.command(), env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + 240
        while b"Ctrl-C" not in (self.var / "start.txt").read_bytes():
            assert runner.poll() is None and time.monotonic() < end, (self.var / "start.txt").read_text()
            time.sleep(0.1)
        return runner

    def healthy(self) -> bool:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200
        return False

    def processes(self) -> list[int]:
        """Web, worker and database of this installation."""
        found = left_over(str(self.var))
        with contextlib.suppress(OSError, ValueError):
            found.append(int((self.var / "pg" / "data" / "postmaster.pid").read_text().split("\n")[0]))
        return [pid for pid in found if Path(f"/proc/{pid}/exe").exists()]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    for pid in made.processes():
        end(pid)


def end(pid: int) -> None:
    """Some parts go by themselves as soon as another is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def refused(command: list[str], environment: dict[str, str]) -> str:
    """What a command that cannot work says; it must be one line, and no traceback."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_run_comes_up_stays_alone_and_leaves_nothing_behind(installation: Installation) -> None:
    runner = installation.start()
    assert installation.healthy()
    said = (installation.var / "start.txt").read_text()
    assert re.search(r"数据库.*数据表.*后台任务和网页服务.*已启动：http://127.0.0.1", said, re.DOTALL), said
    assert "已在运行" in refused(installation.command(), installation.environment)
    runner.terminate()
    assert runner.wait(120) == 0
    assert installation.processes() == []


def test_a_run_killed_with_all_its_parts_starts_again_without_repair(installation: Installation) -> None:
    runner = installation.start()
    for pid in [runner.pid, *installation.processes()]:
        end(pid)
    runner.wait()
    again = installation.start()
    assert installation.healthy()
    os.kill(again.pid, signal.SIGKILL)  # now the runner alone: its children must not keep the port
    again.wait()
    third = installation.start()
    assert installation.healthy()
    web = [pid for pid in installation.processes() if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(min(web), signal.SIGKILL)  # last the web server alone: the run ends and says why
    assert third.wait(120) == 1
    assert "✗ 网页服务停了：被信号 9 终止" in (installation.var / "start.txt").read_text()
    assert installation.processes() == []


def test_a_taken_port_is_named_with_a_way_out(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        said = refused(installation.command(), installation.environment)
    assert f"端口 {installation.port} 已被别的程序占用" in said
    assert "PORT=" in said


def test_a_port_that_is_none_is_refused(installation: Installation) -> None:
    environment = installation.environment | {"PORT": "八千"}
    assert "端口应是 1 到 65535 的数字" in refused([ANMIN, "start"], environment)
