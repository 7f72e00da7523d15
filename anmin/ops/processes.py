"""Child processes that never outlive their purpose: they follow their parent, and left-overs are found again."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

MARK = "ANMIN_RUN"  # an environment variable that tells our processes from all others
PR_SET_PDEATHSIG = 1


def follow_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent ends, however that ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))


def spawn(command: list[str], log: Path, mark: str, environment: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a process in a session of its own (Ctrl-C is the runner's business), its words going to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".old.log"))
    with log.open("wb") as words:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env=os.environ | (environment or {}) | {MARK: mark},
            start_new_session=True,
            preexec_fn=follow_parent,
        )


def stop(process: subprocess.Popen, patience: float) -> None:
    """Ask it to end, wait up to `patience` seconds, then end it and what it started."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def left_over(mark: str) -> list[int]:
    """Processes that carry our mark, of whatever run."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):  # gone meanwhile, or another user's
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def end_left_overs(mark: str, patience: float = 3) -> int:
    """End what a killed run left behind; returns how many there were."""
    found = left_over(mark)
    _signal(found, signal.SIGTERM)
    end = time.monotonic() + patience
    while (still := left_over(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    _signal(still, signal.SIGKILL)
    while still and left_over(mark) and time.monotonic() < end + patience:
        time.sleep(0.05)
    return len(found)


def _signal(processes: Iterable[int], number: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)
