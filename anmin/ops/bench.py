"""Speed, measured beside a baseline in the same run: collects what `bench/*.py` declares and writes `var/bench.json`.

Each file there holds `BENCHES`, a dict of name → function without arguments that yields rows
`{name, value, unit, baseline, ratio, size}`: `value` and `baseline` in `unit`, `ratio` = baseline ÷ value unless the
bench says otherwise, `size` in words ("60,000 rows"). A bench runs in a process and a database of its own
(`prepared()` migrates it); it makes the data it needs and may keep them there for the next run.
"""

import importlib
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from anmin.ops.database import ROOT
from anmin.ops.postgres import Cluster
from anmin.ops.trouble import Trouble

COLUMNS = ("name", "value", "unit", "baseline", "ratio", "size")
PLACE = ROOT / "bench"
VAR = ROOT / "var" / "bench"
RESULTS = ROOT / "var" / "bench.json"

Bench = Callable[[], Iterator[dict]]


def collect() -> dict[str, tuple[str, Bench]]:
    """Every declared bench by name, with the name of its file. Raises Trouble where two share a name."""
    found: dict[str, tuple[str, Bench]] = {}
    for file in sorted(PLACE.glob("*.py")):
        if file.stem == "__init__":
            continue
        for name, bench in getattr(importlib.import_module(f"bench.{file.stem}"), "BENCHES", {}).items():
            if name in found:
                raise Trouble(f"测速项 {name} 在 {found[name][0]} 和 {file.stem} 里各有一个；请改名。")
            found[name] = (file.stem, bench)
    return found


def chosen(benches: dict[str, tuple[str, Bench]], names: tuple[str, ...]) -> list[str]:
    """The benches that may yield a row of the given names (`law` and `law.one.ms` both call the bench `law`)."""
    unknown = [name for name in names if not any(_touch(name, bench) for bench in benches)]
    if unknown:
        raise Trouble(f"没有名为 {'、'.join(unknown)} 的测速项；现有：{'、'.join(benches) or '无'}。")
    return [bench for bench in benches if not names or any(_touch(name, bench) for name in names)]


def run(names: tuple[str, ...]) -> list[dict]:
    """Run the chosen benches one after another; returns the rows asked for and writes them to `var/bench.json`."""
    benches = collect()
    rows: list[dict] = []
    with Cluster(VAR / "pg").in_use() as cluster:
        for name in chosen(benches, names):
            click.echo(f"… {name}", err=True)
            address = cluster.url(f"bench_{benches[name][0]}")
            rows += [row for row in _run_apart(name, address) if _wanted(row["name"], names)]
            RESULTS.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    return rows


def _run_apart(name: str, address: str) -> list[dict]:
    """One bench in a process of its own, so that none profits from what another loaded."""
    environment = os.environ | {"DATABASE_URL": address, "ANMIN_VAR": str(VAR)}
    environment["DJANGO_SETTINGS_MODULE"] = "anmin.conf.settings"
    result = VAR / "rows.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "anmin.ops.bench", name, str(result)]
    if subprocess.run(command, env=environment, cwd=ROOT).returncode or not result.exists():
        raise Trouble(f"测速项 {name} 没有跑完，原因见上。")
    return json.loads(result.read_text())


def prepared() -> None:
    """For benches that need the database: create this file's own if it is not there, migrate it, set up Django."""
    import django
    import psycopg
    from django.core.management import call_command

    from anmin.ops import layout
    from anmin.ops.django import collect_seldom

    address = os.environ["DATABASE_URL"]
    name = address.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(address.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    django.setup()
    if layout.is_empty():
        layout.lay_out()
    call_command("migrate", verbosity=0, interactive=False)
    collect_seldom()


def table(rows: list[dict]) -> str:
    """The rows as aligned text."""
    cells = [[_show(row.get(column)) for column in COLUMNS] for row in rows]
    lines = [list(COLUMNS), *cells]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(COLUMNS))]
    return "\n".join("  ".join(_pad(cell, widths[n], n) for n, cell in enumerate(line)).rstrip() for line in lines)


def _touch(name: str, bench: str) -> bool:
    return name == bench or name.startswith(f"{bench}.") or bench.startswith(f"{name}.")


def _wanted(row: str, names: tuple[str, ...]) -> bool:
    return not names or any(row == name or row.startswith(f"{name}.") for name in names)


def _show(value: object) -> str:
    if value is None:
        return "—"
    return (
        f"{value:,.4g}"
        if isinstance(value, float) and value < 1000
        else f"{value:,}"
        if not isinstance(value, str)
        else value
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, column: int) -> str:
    space = " " * (width - _width(text))
    return space + text if COLUMNS[column] in ("value", "baseline", "ratio") else text + space


def _checked(row: dict) -> dict:
    """A row with exactly the agreed columns."""
    if set(row) - set(COLUMNS) or "name" not in row or "value" not in row:
        raise ValueError(f"a bench row has the columns {COLUMNS}, not {tuple(row)}")
    return {column: row.get(column) for column in COLUMNS}


def main(name: str, result: str) -> None:
    """Run one bench here and leave its rows in `result`."""
    rows = [_checked(row) for row in collect()[name][1]()]
    Path(result).write_text(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
