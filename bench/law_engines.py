"""The engines beside OpenFisca-Core on the same rules of 低保 and the same people, a nation from Parquet to Parquet, and
every service over a county. OpenFisca's rounds alternate with ours; a ratio is the median of the rounds' own ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from anmin.ops.bench import VAR
from bench.law import DAY, SIZE, population
from bench.people import coded, people_for, table_for

KEEP = ["eligible", "amount_month"]
ROUNDS = 5
NATION, COUNTY = 20, 60_000  # millions of households; households


def timed(run: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock and of this process's processors."""
    start, cpu = time.perf_counter(), time.process_time()
    run()
    return {"s": time.perf_counter() - start, "cpu": time.process_time() - cpu}


def _mid(rounds: list[dict[str, float]], name: str = "s") -> float:
    return statistics.median(r[name] for r in rounds)


def _plan() -> Any:
    from anmin.kernel.law import api

    return api.plan_of(api.book(), "dibao", DAY)


def _workers(homes: Any, persons: Any, keep: list[str], name: str) -> dict[str, Any]:
    """OpenFisca at work on these people, as an author would write it and pruned; {} where it cannot be had."""
    from anmin.kernel.law import api
    from bench import openfisca

    python, why = openfisca.environment()
    if python is None:
        click.echo(f"!!! OpenFisca 没有装上，没有对照：{why}", err=True)
        return {}
    out = {}
    for kind, pruned in (("", False), ("_pruned", True)):
        folder = openfisca.PLACE / f"{name}{kind}"
        openfisca.Country(_plan(), DAY, api.numbers(), homes, persons, keep, pruned).write(folder)
        out[f"openfisca{kind}"] = openfisca.Worker(python, folder)
    return out


def million() -> Iterator[dict]:
    """A million households in memory: Polars and the fused loop, each beside OpenFisca in the same rounds."""
    from anmin.kernel.law import api

    homes, persons = coded(_plan(), *population(SIZE))
    workers = _workers(homes, persons, KEEP, "1m")
    runs: dict[str, Callable[[], dict[str, float]]] = {
        engine: lambda e=engine: timed(lambda: api.reckon_frame("dibao", DAY, persons, homes, KEEP, engine=e))
        for engine in ("polars", "fused")
    }
    runs |= {name: lambda w=worker: w.ask("run") for name, worker in workers.items()}
    for run in runs.values():
        run()  # warm
    rounds = [{name: run() for name, run in runs.items()} for _ in range(ROUNDS)]
    said = _differing(workers, persons, homes)
    for engine in ("polars", "fused"):
        mine = [r[engine] for r in rounds]
        row = {"name": f"law.1m.{engine}.vs_openfisca", "value": round(_mid(mine), 3), "unit": "s"}
        size = f"{SIZE:,} households, {persons.height:,} persons; CPU {_mid(mine, 'cpu'):.2f} s"
        if not workers:
            yield {**row, "baseline": None, "ratio": None, "size": f"{size}; OpenFisca could not be installed"}
            continue
        theirs = [r["openfisca"] for r in rounds]
        ratio = statistics.median(r["openfisca"]["s"] / r[engine]["s"] for r in rounds)
        bare = statistics.median(r["openfisca_pruned"]["s"] / r[engine]["s"] for r in rounds)
        size += f" to {_mid(theirs, 'cpu'):.2f} s; {bare:.1f}× OpenFisca given only our pruned rules; {said}"
        yield {**row, "baseline": round(_mid(theirs), 3), "ratio": round(ratio, 1), "size": size}
    for worker in workers.values():
        worker.close()


def _differing(workers: dict[str, Any], persons: Any, homes: Any) -> str:
    """How many households OpenFisca pays otherwise than we (its amounts are 32-bit floats)."""
    if not workers:
        return ""
    import numpy as np

    from anmin.kernel.law import api

    file = VAR / "openfisca" / "result.npz"
    workers["openfisca"].ask(f"result {file}")
    theirs, ours = np.load(file), api.reckon_frame("dibao", DAY, persons, homes, KEEP, engine="fused")
    rights = int((theirs["eligible"] != ours["eligible"].to_numpy()).sum())
    amounts = int((theirs["amount_month"].astype(np.int64) != ours["amount_month"].to_numpy()).sum())
    return f"{rights} households differ in eligibility, {amounts} in fen (float32 there)"


def one() -> Iterator[dict]:
    """One household of three with every step, beside OpenFisca with its trace."""
    import polars as pl

    from anmin.kernel.law import api

    homes, persons = population(200)
    three = persons.group_by("household_id").len().filter(pl.col("len") == 3)["household_id"].min()
    homes, persons = homes.filter(homes["household_id"] == three), persons.filter(persons["household_id"] == three)
    facts, rows = homes.row(0, named=True), persons.drop("household_id").to_dicts()
    area, _ = facts.pop("area"), facts.pop("household_id")
    keep = [n.column for n in _plan().results if n.level == "household"]
    workers = _workers(*coded(_plan(), homes, persons), keep, "one")
    name = {"name": "law.one.vs_openfisca", "unit": "ms"}
    rounds = []
    for _ in range(60):
        many = timed(lambda: [api.reckon("dibao", DAY, area, "", facts, rows).steps for _ in range(20)])
        rounds.append({"mine": many["s"] / 20, **{n: w.ask("one")["s"] for n, w in workers.items()}})
    mine = statistics.median(r["mine"] for r in rounds[10:]) * 1000
    size = "1 household, 3 persons, checked facts and every step; OpenFisca builds, calculates all results and traces"
    if not workers:
        yield {**name, "value": round(mine, 4), "baseline": None, "ratio": None, "size": f"{size}: not installed"}
        return
    theirs, bare = (statistics.median(r[n] for r in rounds[10:]) * 1000 for n in workers)
    ratio = statistics.median(r["openfisca"] / r["mine"] for r in rounds[10:])
    size += f" ({bare:.1f} ms with only our pruned rules)"
    yield {**name, "value": round(mine, 4), "baseline": round(theirs, 2), "ratio": round(ratio, 1), "size": size}
    for worker in workers.values():
        worker.close()


def nation() -> Iterator[dict]:
    """Twenty million households from Parquet to Parquet, each engine in a process of its own; the fastest counts."""
    homes, persons = _nation()
    done = {engine: _apart(engine, homes, persons) for engine in ("fused", "polars")}
    best, other = sorted(done, key=lambda e: done[e]["s"])
    size = f"{NATION} M households, {persons.stat().st_size / 1e6:.0f} MB of persons; {best}, CPU {{cpu:.1f}} s"
    mine, theirs = done[best], done[other]
    yield {
        "name": "law.20m.parquet.s", "value": round(mine["s"], 2), "unit": "s", "baseline": round(theirs["s"], 2),
        "ratio": round(theirs["s"] / mine["s"], 2), "size": size.format(**mine) + f"; baseline: {other}",
    }  # fmt: skip
    yield {
        "name": "law.20m.parquet.gb", "value": round(mine["gb"], 2), "unit": "GB", "baseline": round(theirs["gb"], 2),
        "ratio": round(theirs["gb"] / mine["gb"], 2), "size": size.format(**mine) + f"; baseline: {other}",
    }  # fmt: skip


def _nation() -> tuple[Path, Path]:
    """The nation's two files, laid down once: the million of `population`, so many times with numbers of their own."""
    import polars as pl

    files = VAR / f"nation{NATION}_homes.parquet", VAR / f"nation{NATION}_persons.parquet"
    if not all(f.exists() for f in files):
        VAR.mkdir(parents=True, exist_ok=True)
        for frame, file in zip(coded(_plan(), *population(SIZE)), files, strict=True):
            copies = [frame.lazy().with_columns(pl.col("household_id") + n * SIZE) for n in range(NATION)]
            pl.concat(copies).sink_parquet(file.with_suffix(".half"), engine="streaming", compression="lz4")
            file.with_suffix(".half").rename(file)
    return files


def _apart(engine: str, homes: Path, persons: Path) -> dict[str, float]:
    """Seconds, processor seconds and the most memory of a run in its own process, once warmed on a small file."""
    code = f"from bench.law_engines import _alone; _alone({engine!r}, {str(homes)!r}, {str(persons)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ)
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, cpu, gb = map(float, done.stdout.split()[-3:])
    return {"s": seconds, "cpu": cpu, "gb": gb}


def _alone(engine: str, homes: str, persons: str) -> None:
    import resource
    import tempfile

    from anmin.kernel.law import api

    with tempfile.TemporaryDirectory(dir=VAR) as folder:
        small, out = [Path(folder) / n for n in ("h", "p")], Path(folder) / "out.parquet"
        for frame, file in zip(coded(_plan(), *population(1_000)), small, strict=True):
            frame.write_parquet(file)
        api.reckon_parquet("dibao", DAY, *small, out, KEEP, engine=engine)
        took = timed(lambda: api.reckon_parquet("dibao", DAY, Path(homes), Path(persons), out, KEEP, engine=engine))
    click.echo(f"{took['s']} {took['cpu']} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}")


def county() -> Iterator[dict]:
    """Every service's rules over a county of sixty thousand households."""
    from anmin.kernel.law import api

    work, sizes = [], []
    for name in api.book().names():
        if api.book().law(name).since > DAY:
            continue
        plan = api.plan_of(api.book(), name, DAY)
        table = table_for(plan, DAY, api.numbers())
        homes, persons = people_for(plan, DAY, table, COUNTY)
        work.append((name, persons, homes, table))
        sizes.append(len(plan.computed()))

    def everything(engine: str = "polars") -> None:
        for name, persons, homes, table in work:
            api.reckon_frame(name, DAY, persons, homes, (), table, engine)

    everything()
    mine = [timed(everything) for _ in range(3)]
    fused = [timed(lambda: everything("fused")) for _ in range(4)][1:]
    yield {
        "name": "law.county.all.s", "value": round(_mid(mine), 3), "unit": "s", "baseline": round(_mid(fused), 3),
        "ratio": round(_mid(fused) / _mid(mine), 2),
        "size": f"{len(work)} services, {sum(sizes)} rules, {COUNTY:,} households each, every fact given; "
        f"Polars, CPU {_mid(mine, 'cpu'):.2f} s; baseline: fused",
    }  # fmt: skip


BENCHES = {"law.1m": million, "law.20m.parquet": nation, "law.one.vs_openfisca": one, "law.county.all.s": county}
