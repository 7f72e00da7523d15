"""A what-if over a county: both laws, every service that something changes for, sums by month, fund and township."""

import datetime as dt
import statistics
import time
from collections.abc import Iterator

HOUSEHOLDS, ROUNDS = 60_000, 5


def whatif() -> Iterator[dict]:
    """低保 up by 60 yuan for twelve months over generated people, as the page answers it once they are read."""
    from anmin.kernel.law import api as law
    from anmin.kernel.whatif import api
    from anmin.ops.law_package import manifests

    services = manifests()
    people = api.sample(HOUSEHOLDS, "349926", [s.name for s in services], law.book())
    here = api.Law(law.book(), law.numbers())
    document = {"title": "提标", "changes": {"dibao.standard_month": {"add": 6_000}}}
    took, told = [], []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        scenario = api.read(document, "349926", dt.date(2027, 1, 1), 12, here.book, here.table)
        told = api.simulate(scenario, people, services, here)["services"]
        took.append(time.perf_counter() - begin)
    size = f"{HOUSEHOLDS:,} households, {len(services)} services looked at, {len(told)} changed"
    yield {"name": "whatif.county.s", "value": round(statistics.median(took[1:]), 3), "unit": "s", "size": size}
    yield {"name": "whatif.first.s", "value": round(took[0], 3), "unit": "s", "size": "the first in a process"}


BENCHES = {"whatif": whatif}
