"""A county's month: every household reckoned, the roll, its approval, ledger, bank files and the bank's answer.

Households are synthetic and seeded: 2.2 persons each, spread over 300 villages of the fictional county.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import psycopg
from django.utils import timezone

from bench.by_rows import one_by_one
from bench.county import COUNTY, STAFF, households, sources, without_history

BEGAN = date(2020, 1, 1)


def settle(count: int, seed: int = 42) -> dict:
    """A county with its officers and `count` households on its roster; users by role. Once per database."""
    from anmin.kernel.access.api import Account, Post, open_account, user_of
    from anmin.kernel.audit.api import acting
    from anmin.kernel.places.api import Division

    with acting("测速"):
        if not Account.objects.filter(username=STAFF[0][0]).exists():
            Division.objects.create(code=COUNTY, name="安和县", full_name="安和县", level=3, since=BEGAN)
            for login, name, role in STAFF:
                account = open_account(username=login, name=name, password="anhe-2026-bench")
                Post.objects.create(account=account, role=role, area=COUNTY, since=BEGAN)
        users = {role: user_of(Account.objects.get(username=login)) for login, _, role in STAFF}
    batch: list = []
    for household in households(count, seed):
        batch.append(household)
        if len(batch) == 20_000:
            _take(batch)
            batch = []
    _take(batch)
    _sign()
    return users


def _sign() -> None:
    """Everyone has signed the authorisation for checks."""
    from django.db import connection

    from anmin.kernel.audit.api import acting

    with acting("测速"), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_consent (person_id, kind, signed_on, signer)
               SELECT id, 'means_check', '2026-08-01', '' FROM people_person p
               WHERE NOT EXISTS (SELECT 1 FROM people_consent c WHERE c.person_id = p.id)"""
        )
        cursor.execute("ANALYZE people_consent")


def others(rows: int, count: int) -> None:
    """The files of other departments with `rows` rows together."""
    with tempfile.TemporaryDirectory() as folder:
        sources(Path(folder), rows, count)


def _take(batch: list) -> None:
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import list_recipients
    from anmin.kernel.people.api import take_in

    if batch:
        with acting("测速"):
            taken = take_in(batch, on=date(2026, 9, 1), source="名册")
            list_recipients("dibao", [(pk, None) for pk in taken.household_ids], on=date(2026, 9, 1), source="名册")


def answer_to(batch, returned: int = 0) -> bytes:
    """The bank's answer to a batch as CSV: the last `returned` lines come back."""
    from anmin.kernel.funds.api import Remittance

    rows = ["批次号,序号,金额,状态,原因"]
    sent = Remittance.objects.filter(batch=batch).order_by("serial").values_list("serial", "amount")
    for serial, amount in sent.iterator(chunk_size=20_000):
        back = serial > batch.lines - returned
        rows.append(
            f"{batch.number},{serial},{amount // 100}.{amount % 100:02d},{'失败,账户已销户' if back else '成功,'}"
        )
    return ("\n".join(rows) + "\n").encode()


def close(month: date, users: dict, parts: dict[str, float]) -> float:
    """Seconds for one month from check to lock, with 1 % returned; `parts` receives the seconds of each part."""
    from anmin.kernel.funds.api import Batch
    from anmin.kernel.month.api import People, close_month

    people = People(users["R6"], users["R9"], users["R7"])
    marks: list[tuple[str, float]] = []
    begin = time.perf_counter()
    close_month("dibao", month, COUNTY, people=people, say=lambda step: marks.append((step, time.perf_counter())))
    half = time.perf_counter()
    batch = Batch.objects.get(roll__month=month, place=1)
    data = answer_to(batch, batch.lines // 100)
    again = time.perf_counter()
    done = close_month("dibao", month, COUNTY, people=people, answer=data)
    end = time.perf_counter()
    marks.append(("", half))
    parts.update({step: round(until - at, 2) for (step, at), (_, until) in pairwise(marks)})
    parts["回盘到锁定"] = round(end - again, 2)
    assert not done.next, done.next
    return half - begin + end - again


@contextmanager
def _a_month_ago() -> Iterator[None]:
    """What is closed within lies weeks before what follows, not minutes: the roll looks back only to the one before."""
    now = timezone.now
    with patch.object(timezone, "now", lambda: now() + timedelta(days=3)):
        yield


def _a_night_passes() -> None:
    """Weeks lie between two months: by then the database has long tidied up after the last one and written it out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def measure(count: int, rows: int, sample: int) -> dict:
    """In a process and database of its own: the first months of a county of `count` households, the last with the files
    of other departments where there are `rows`. Seconds, CPU seconds (here and in the database), MB at the most.
    """
    from anmin.ops.bench import prepared

    prepared()
    with without_history():
        users = settle(count)
    told: dict = {"first_parts": {}, "plain_parts": {}, "parts": {}}
    with _a_month_ago():
        told["first"] = close(date(2026, 9, 1), users, told["first_parts"])
        before = _cpu()
        told["plain"] = close(date(2026, 10, 1), users, told["plain_parts"])
        told["plain_cpu"] = round(_cpu() - before, 2)
    if rows:
        others(rows, count)
        _a_night_passes()
        before = _cpu()
        told["seconds"] = close(date(2026, 11, 1), users, told["parts"])
        told["cpu"] = round(_cpu() - before, 2)
    told["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told["database_mb"] = _database_mb()
    told["per_second"] = one_by_one(sample) if sample else 0
    return told


def _backend() -> Path:
    """What the system tells of the database process that serves this one."""
    from django.db import connection

    connection.ensure_connection()
    return Path("/proc", str(connection.connection.info.backend_pid))


def _cpu() -> float:
    """CPU seconds used so far, here and in the database: unlike the clock they do not grow when others use the cores."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    fields = (_backend() / "stat").read_text().rsplit(")", 1)[1].split()
    return mine.ru_utime + mine.ru_stime + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _database_mb() -> int:
    status = dict(line.split(":", 1) for line in (_backend() / "status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) // 1024


def apart(count: int, rows: int = 0, sample: int = 0) -> dict:
    """`measure` in a process of its own, on an empty database that is removed afterwards."""
    address = os.environ["DATABASE_URL"]
    name = address.split("?")[0].rsplit("/", 1)[1]
    mine = f"{name}_{count}"
    environment = os.environ | {"DATABASE_URL": address.replace(f"/{name}?", f"/{mine}?")}
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "told.json"
        environment["ANMIN_VAR"] = folder
        words = [sys.executable, "-m", "bench.month", str(count), str(rows), str(sample), str(result)]
        try:
            subprocess.run(words, env=environment, check=True)
            return json.loads(result.read_text())
        finally:
            with psycopg.connect(address.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{mine}" WITH (FORCE)')


SIZES = "6000,60000"  # ANMIN_BENCH_HOUSEHOLDS=600,6000 for a quick run, =6000,60000,600000 for all that is promised
SOURCE_ROWS, SAMPLE = 2_000_000, 300


def bench_month() -> Iterator[dict]:
    """The month of a large county beside the same done row by row; and what a payee costs in a small and a large one."""
    sizes = [int(size) for size in os.environ.get("ANMIN_BENCH_HOUSEHOLDS", SIZES).split(",")]
    county = 60_000 if 60_000 in sizes else sizes[-1]
    rows = min(SOURCE_ROWS, SOURCE_ROWS * county // 60_000)
    told = {size: apart(size, *((rows, min(SAMPLE, size)) if size == county else ())) for size in sizes}
    large, named = told[county], f"{county / 1000:g}k"
    by_hand = county / large["per_second"]
    for size, one in told.items():
        print(f"  {size:,} 户各步秒数：{one['parts'] or one['plain_parts']}", file=sys.stderr)  # noqa: T201
    yield {
        "name": f"month.{named}.s", "value": round(large["seconds"], 2), "unit": "s", "baseline": round(by_hand, 1),
        "ratio": round(by_hand / large["seconds"], 1),
        "size": f"{county:,} households, {rows:,} source rows, {large['cpu']} s CPU, {large['memory_mb']} + "
        f"{large['database_mb']} MB; baseline: ORM row by row, {large['per_second']:.0f} payees/s on {SAMPLE}",
    }  # fmt: skip
    yield {
        "name": f"month.first.{named}.s", "value": round(large["first"], 2), "unit": "s", "baseline": None, "ratio": None,
        "size": f"{county:,} households of a new roster enrolled and paid",
    }  # fmt: skip
    small, most = min(sizes), max(sizes)
    each = {size: round(told[size]["plain_cpu"] / size * 1e6, 1) for size in (small, most)}
    yield {
        "name": "month.flat", "value": each[most], "unit": "µs CPU/payee", "baseline": each[small],
        "ratio": round(each[most] / each[small], 2),
        "size": f"an ordinary month without files of others: {most:,} ÷ {small:,} households; 1 is flat, less is cheaper",
    }  # fmt: skip


BENCHES = {"month": bench_month}

if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:4]]
    Path(sys.argv[4]).write_text(json.dumps(measure(*given)))
