"""A what-if over a county: both laws, every service that something changes for, sums by month, fund and township."""

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import click

HOUSEHOLDS, ROUNDS, FIRST = 60_000, 5, 3
AREA = "349926"
CHANGE = {"title": "提标", "changes": {"dibao.standard_month": {"add": 6_000}}}


def whatif() -> Iterator[dict]:
    """低保 up by 60 yuan for twelve months over generated people, as the page answers it once they are read."""
    from anmin.kernel.law import api as law
    from anmin.kernel.whatif import api
    from anmin.ops.law_package import manifests

    services = manifests()
    people = api.sample(HOUSEHOLDS, AREA, [s.name for s in services], law.book())
    here = api.Law(law.book(), law.numbers())
    took, told = [], []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        scenario = api.read(CHANGE, AREA, dt.date(2027, 1, 1), 12, here.book, here.table)
        told = api.simulate(scenario, people, services, here)["services"]
        took.append(time.perf_counter() - begin)
    size = f"{HOUSEHOLDS:,} households, {len(services)} services looked at, {len(told)} changed"
    yield {"name": "whatif.county.s", "value": round(statistics.median(took[1:]), 3), "unit": "s", "size": size}


def first() -> Iterator[dict]:
    """The first answer of a web process over a county in the database, the people kept by another process; beside it the
    first answer where nobody has read them.
    """
    from anmin.ops.bench import prepared

    prepared()
    from anmin.kernel.people.api import Household
    from anmin.kernel.whatif import photo
    from bench.month import settle

    if Household.objects.count() != HOUSEHOLDS:
        settle(HOUSEHOLDS)
    rounds = []
    for _ in range(FIRST):
        photo._file(AREA).unlink(missing_ok=True)
        rounds.append((_apart(), _apart()))
    alone, kept = ([pair[place] for pair in rounds] for place in (0, 1))
    value, baseline = (statistics.median(seconds for seconds, _ in side) for side in (kept, alone))
    cpu = statistics.median(cpu for _, cpu in kept)
    yield {
        "name": "whatif.first.s", "value": round(value, 2), "unit": "s", "baseline": round(baseline, 2),
        "ratio": round(baseline / value, 1),
        "size": f"{HOUSEHOLDS:,} households, the first in a fresh process, CPU {cpu:.2f} s; baseline: everybody read first",
    }  # fmt: skip


def _apart() -> tuple[float, float]:
    """Seconds and processor seconds of the first answer in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench.whatif import _alone; _alone()"],
        capture_output=True,
        text=True,
        env=os.environ,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, cpu = map(float, done.stdout.split()[-2:])
    return seconds, cpu


def _alone() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from anmin.kernel.law import api as law
    from anmin.kernel.whatif import api

    begin, cpu = time.perf_counter(), time.process_time()
    people, _ = api.population(AREA, timezone.localdate(), api.kinds())
    scenario = api.read(CHANGE, AREA, dt.date(2027, 1, 1), 12, law.book(), law.stored_numbers())
    told = api.over_county(scenario, people, api.kinds())
    assert told["services"] and len(people) == HOUSEHOLDS, told["not_reckoned"]
    click.echo(f"{time.perf_counter() - begin} {time.process_time() - cpu}")


BENCHES = {"whatif.county": whatif, "whatif.first": first}
