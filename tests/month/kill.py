"""Breaks a month's close in every way and goes on: `python -m tests.month.kill --points 100 --households 20000`.

A county is made once and copied (CREATE DATABASE … TEMPLATE) for each round. In a round the close runs in a process of
its own, is killed with SIGKILL at random moments, started again, and at last let through; then everything is counted.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg

from anmin.ops.postgres import Cluster

ROOT = Path(__file__).parents[2]
MONTH = date(2026, 10, 1)
KILLS_A_ROUND = 8
TICK = os.sysconf("SC_CLK_TCK")
CHECKS = {
    "twice": "重复发放", "missed": "漏发", "lines": "银行文件笔数", "unbalanced": "不平凭证", "disagrees": "三方不符",
    "chain": "留痕链缺损",
}  # fmt: skip


@dataclass
class Round:
    """What was done to one close, how often it had to be started, and what was found wrong (all nought is good)."""

    what: str
    breaks: int = 0
    starts: int = 0
    seconds: float = 0
    last: float = 0  # seconds of work (CPU here and in the database) of the last close alone
    found: dict[str, int] = field(default_factory=dict)
    digest: str = ""

    @property
    def good(self) -> bool:
        return not any(self.found[name] for name in CHECKS if name != "lines") and self.found["lines"] > 0


class Field:
    """A server with a prepared county, and copies of it to break."""

    def __init__(self, address: str, folder: Path, households: int, seed: int) -> None:
        self.address, self.folder, self.random = address, folder, random.Random(seed)
        self.households, self.number, self.usual = households, 0, 0.0
        self.one_copy_at_a_time = threading.Lock()
        self.base = f"kill_{os.getpid()}"

    def url(self, name: str) -> str:
        head, _, query = self.address.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    def admin(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def environment(self, name: str, var: Path) -> dict[str, str]:
        return os.environ | {"DATABASE_URL": self.url(name), "ANMIN_VAR": str(var), "PYTHONPATH": str(ROOT)}

    def settle(self) -> None:
        """The county, made once."""
        self.admin(f'CREATE DATABASE "{self.base}"')
        var = self.folder / "base"
        subprocess.run(worker("settle", self.households), env=self.environment(self.base, var), check=True, cwd=ROOT)

    def fresh(self) -> tuple[str, Path]:
        """A copy of the county: its database and its folder."""
        with self.one_copy_at_a_time:
            self.number += 1
            name, var = f"{self.base}_{self.number}", self.folder / str(self.number)
            self.admin(f'CREATE DATABASE "{name}" TEMPLATE "{self.base}"')
        shutil.copytree(self.folder / "base" / "keys", var / "keys")
        return name, var

    def done_with(self, name: str, var: Path) -> None:
        self.admin(f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(var)

    def remove(self) -> None:
        self.admin(f'DROP DATABASE IF EXISTS "{self.base}" WITH (FORCE)')


def worker(*words: object) -> list[str]:
    return [sys.executable, "-m", "tests.month.kill", "--work", *map(str, words)]


class Running(subprocess.Popen):
    """A close in a process of its own, about to begin; moments are counted in work from there, whatever else the
    machine is doing."""

    def __init__(self, env: dict[str, str], *words: object) -> None:
        super().__init__(worker("close", *words), env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.backend = int(self.stdout.readline() or 0)
        self.begun, self.spent = self._used() or 0.0, 0.0

    def _used(self) -> float | None:
        """CPU seconds of the process and of the database process that serves it; None once either is gone."""
        used = 0
        for pid in (self.pid, self.backend):
            with suppress(OSError):
                state, *fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                if state != "Z":
                    used += int(fields[10]) + int(fields[11])
                    continue
            return None
        return used / TICK

    def works(self, until: float = 1e9) -> bool:
        """Looks on until so much work is done; False where it ended before."""
        while self.poll() is None and (used := self._used()) is not None:
            self.spent = used - self.begun
            if self.spent >= until:
                return True
            time.sleep(0.005)
        return False


def start(env: dict[str, str], *words: object) -> Running:
    return Running(env, *words)


def let_through(process: Running) -> bool:
    """Waits for the end; whether it came through."""
    process.works()
    _, said = process.communicate(timeout=600)
    if process.returncode and os.environ.get("ANMIN_KILL_SAYS"):
        print(said.decode()[-600:], file=sys.stderr)  # noqa: T201
    return process.returncode == 0


def tried(field: Field, what: str, breaking: Callable[[Round, dict[str, str], str], None]) -> Round:
    """One round: broken, then run until it comes through, then counted."""
    name, var = field.fresh()
    env, one, begin = field.environment(name, var), Round(what), time.monotonic()
    breaking(one, env, name)
    for _ in range(4):
        one.starts += 1
        process = start(env)
        if let_through(process):
            one.last = process.spent
            break
    one.seconds = time.monotonic() - begin
    said = subprocess.run(worker("count"), env=env, cwd=ROOT, capture_output=True)
    if said.returncode:
        raise RuntimeError(f"{what}: {said.stderr.decode()[-2000:]}")
    one.found = json.loads(said.stdout)
    one.digest = one.found.pop("digest")
    field.done_with(name, var)
    verdict = "✓" if one.good else f"✗ {one.found}"
    print(f"{what}: {one.breaks} / {one.starts}, {one.seconds:.0f} s {verdict}", file=sys.stderr, flush=True)  # noqa: T201
    return one


# How much of a close is still to be done when its roll stands so, roughly: where it may be struck next.
STILL_TO_DO = {"": 1.0, "made": 0.45, "reviewed": 0.44, "approved": 0.43, "exported": 0.25}


def still_to_do(field: Field, name: str) -> float:
    with psycopg.connect(field.url(name)) as connection:
        row = connection.execute("SELECT state FROM funds_roll").fetchone()
    return STILL_TO_DO[row[0] if row else ""] * field.usual


def killed(field: Field, times: int) -> Callable[[Round, dict[str, str], str], None]:
    def breaking(one: Round, env: dict[str, str], name: str) -> None:
        for _ in range(times):
            one.starts += 1
            # What is done stays done, so strikes come rather early, and every third anywhere up to the very end.
            until = field.random.uniform(0, still_to_do(field, name) * field.random.choice((0.5, 0.5, 1)))
            process = start(env)
            if not process.works(until):  # it came through before: nothing was broken
                process.communicate()
                return
            time.sleep(field.random.uniform(0, 0.03))  # work is counted in hundredths of a second, moments are not
            if process.poll() is not None:
                process.communicate()
                return
            process.send_signal(signal.SIGKILL)
            process.communicate()
            one.breaks += 1

    return breaking


def cut_off(field: Field, times: int) -> Callable[[Round, dict[str, str], str], None]:
    def breaking(one: Round, env: dict[str, str], name: str) -> None:
        for _ in range(times):
            one.starts += 1
            process = start(env)
            process.works(field.random.uniform(0, field.usual))
            field.admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            let_through(process)
            one.breaks += 1

    return breaking


def two_at_once(one: Round, env: dict[str, str], name: str) -> None:
    both = [start(env), start(env)]
    one.starts += 2
    for process in both:
        let_through(process)


def no_room(one: Round, env: dict[str, str], name: str) -> None:
    """Files may grow to 4 KB only, as if the disk were full while the bank file is written."""
    one.starts += 1
    one.breaks += 1
    assert not let_through(start(env, "--no-room")), "the bank file fitted into 4 KB"


def wrong_answers(one: Round, env: dict[str, str], name: str) -> None:
    """Return files torn, of another month, and the right one twice."""
    subprocess.run(worker("answers"), env=env, cwd=ROOT, check=True, capture_output=True)
    one.starts += 1
    one.breaks += 3


def run(points: int, households: int, seed: int, more: bool = True, lanes: int = 1) -> list[Round]:
    """All rounds; with `more` also lost connections, a full disk and wrong answers. Everything is removed afterwards.

    `lanes`: so many rounds are under way at the same time, each on its own copy.
    """
    with tempfile.TemporaryDirectory(prefix="anmin-kill-") as folder, _server() as address:
        field = Field(address, Path(folder), households, seed)
        try:
            field.settle()
            rounds = [tried(field, "不中断", lambda one, env, name: None)]
            field.usual = rounds[0].last
            while (left := points - sum(one.breaks for one in rounds)) > 0:
                times = [min(KILLS_A_ROUND, left - begun) for begun in range(0, left, KILLS_A_ROUND)]
                with ThreadPoolExecutor(lanes) as pool:
                    rounds += pool.map(lambda n: tried(field, "SIGKILL", killed(field, n)), times)
            rounds.append(tried(field, "两处同时结账", two_at_once))
            if more:
                rounds.append(tried(field, "连接被断 3 次", cut_off(field, 3)))
                rounds.append(tried(field, "磁盘写不下", no_room))
                rounds.append(tried(field, "回盘撕裂、错月、重复", wrong_answers))
        finally:
            field.remove()
    return rounds


class _server:  # noqa: N801
    """DATABASE_URL where it is set, else the tests' own server."""

    def __enter__(self) -> str:
        self.cluster = (
            None
            if "DATABASE_URL" in os.environ
            else Cluster(ROOT / "var" / "test" / "pg", lasting=False, wheel_only=True)
        )
        if self.cluster is None:
            return os.environ["DATABASE_URL"]
        self.use = self.cluster.in_use()
        self.use.__enter__()
        return self.cluster.url("postgres")

    def __exit__(self, *failure: object) -> None:
        if self.cluster:
            self.use.__exit__(*failure)


def table(rounds: list[Round], households: int) -> str:
    """Every round in a line, then the sum."""
    heads = ["怎样中断", "中断", "启动", "秒", *CHECKS.values(), "结论"]
    lines = [
        [one.what, str(one.breaks), str(one.starts), f"{one.seconds:.1f}", *(str(one.found[name]) for name in CHECKS),
         "✓" if one.good else "✗"] for one in rounds
    ]  # fmt: skip
    breaks = sum(one.breaks for one in rounds)
    same = len({one.digest for one in rounds}) == 1
    verdict = "全部相符" if same and all(one.good for one in rounds) else "有不符"
    told = f"{households:,} 户，中断 {breaks} 次：{verdict}；{len(rounds)} 轮名册摘要{'相同' if same else '不同'}。"
    return "\n".join(["\t".join(heads), *("\t".join(line) for line in lines), told])


# ── in the process that is broken
def work(words: list[str]) -> None:
    from anmin.ops.django import set_up

    set_up()
    {"settle": _settle, "close": _close, "count": _count, "answers": _answers}[words[0]](words[1:])


def _users() -> dict:
    from anmin.kernel.access.api import Account, user_of
    from bench.month import STAFF

    return {role: user_of(Account.objects.get(username=login)) for login, _, role in STAFF}


def _people() -> object:
    from anmin.kernel.month.api import People

    users = _users()
    return People(users["R6"], users["R9"], users["R7"])


def _settle(words: list[str]) -> None:
    from django.core.management import call_command

    from anmin.ops import layout
    from bench.month import settle

    layout.lay_out()
    call_command("migrate", verbosity=0, interactive=False)
    settle(int(words[0]))


def _close(words: list[str]) -> None:
    """The whole month: to the bank file, then the bank's answer with one in a hundred returned, then the lock."""
    import resource

    from django.db import connection

    from anmin.kernel.funds.api import Batch
    from anmin.kernel.month.api import close_month
    from bench.month import COUNTY, answer_to

    people = _people()
    if "--no-room" in words:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    connection.ensure_connection()
    print(connection.connection.info.backend_pid, flush=True)  # noqa: T201
    close_month("dibao", MONTH, COUNTY, people=people, on=MONTH)
    batch = Batch.objects.get(place=1)
    done = close_month("dibao", MONTH, COUNTY, people=people, answer=answer_to(batch, batch.lines // 100), on=MONTH)
    assert not done.next, done.next


def _answers(words: list[str]) -> None:
    """Refused answers leave no trace; the right one counts once."""
    from anmin.kernel.funds.api import Batch, MoneyRefused, Remittance
    from anmin.kernel.month.api import close_month
    from bench.month import COUNTY, answer_to

    people = _people()
    close_month("dibao", MONTH, COUNTY, people=people, on=MONTH)
    batch = Batch.objects.get(place=1)
    right = answer_to(batch, batch.lines // 100)
    torn = right[: len(right) // 2]
    foreign = right.replace(b"-202610-", b"-202609-")
    for wrong in (torn, foreign):
        try:
            close_month("dibao", MONTH, COUNTY, people=people, answer=wrong, on=MONTH)
        except MoneyRefused:
            assert not Remittance.objects.exclude(state="sent").exists()
        else:
            raise AssertionError("a wrong answer was taken")
    for _ in range(2):
        close_month("dibao", MONTH, COUNTY, people=people, answer=right, on=MONTH)


COUNTS = {
    "twice": """SELECT count(*) FROM (
        SELECT p.household_id FROM funds_payment p JOIN funds_entitlement e ON e.id = p.entitlement_id
        LEFT JOIN funds_remittance m ON m.payment_id = p.id AND m.state <> 'returned'
        GROUP BY p.household_id, p.month HAVING sum(p.amount) > max(e.amount_month) OR count(*) > 1) t""",
    "missed": """SELECT (SELECT count(*) FROM funds_entitlement e WHERE e.since <= '2026-10-01'
        AND (e.until IS NULL OR e.until > '2026-10-01') AND NOT EXISTS (
            SELECT 1 FROM funds_payment p WHERE p.entitlement_id = e.id AND p.month = '2026-10-01' AND p.amount = e.amount_month))
        + (SELECT count(*) FROM funds_payment p WHERE NOT EXISTS (SELECT 1 FROM funds_remittance m WHERE m.payment_id = p.id))
        + (SELECT count(*) FROM funds_remittance WHERE state = 'sent')
        + (SELECT count(*) FROM funds_listed l WHERE NOT EXISTS (
            SELECT 1 FROM funds_entitlement e WHERE e.household_id = l.household_id)
            AND NOT EXISTS (SELECT 1 FROM month_finding f WHERE f.household_id = l.household_id))""",
    "unbalanced": """SELECT count(*) FROM (SELECT entry_id FROM funds_posting GROUP BY 1 HAVING sum(amount) <> 0) t""",
}  # fmt: skip


def _count(words: list[str]) -> None:
    """Counts what must be nought, reading files and books anew."""
    from django.db import connection

    from anmin.kernel.audit.api import seal, verify
    from anmin.kernel.funds.api import Batch, Roll, altered_lines, files_of, write_files
    from anmin.kernel.month.api import reconcile

    roll, batch = Roll.objects.get(), Batch.objects.select_related("roll").get()
    found: dict[str, object] = {"digest": f"{roll.digest} {batch.digest}"}
    with connection.cursor() as cursor:
        for name, query in COUNTS.items():
            cursor.execute(query)
            found[name] = cursor.fetchone()[0]
    write_files(batch)  # refuses files that are not the batch
    found["lines"] = len(files_of(batch)["csv"].read_text("utf-8-sig").splitlines()) - 1
    stray = [path for path in files_of(batch)["csv"].parent.iterdir() if path not in files_of(batch).values()]
    found["disagrees"] = (
        len(reconcile(roll)["differences"]) + len(altered_lines(roll)) + (found["lines"] != batch.lines)
    )
    found["disagrees"] += len(stray)
    seal()
    found["chain"] = len(verify()[0])
    print(json.dumps(found))  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    if "--work" in sys.argv:
        work(sys.argv[sys.argv.index("--work") + 1 :])
        return
    given = parser.parse_args()
    rounds = run(given.points, given.households, given.seed, lanes=given.lanes)
    print(table(rounds, given.households), f"种子 {given.seed}")  # noqa: T201
    sys.exit(0 if all(one.good for one in rounds) else 1)


if __name__ == "__main__":
    main()
