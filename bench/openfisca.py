"""OpenFisca-Core beside our engines: in an environment of its own under `var/bench`, never a dependency (it is AGPL).

The country package it runs is ours and written here from the same rule texts, one Variable for each rule, as an author
of a country would: facts nobody gave have default values, numbers that differ between places are in a NumPy table by
hand (its parameter tree is some ten times slower), the others are plain. `pruned` leaves out beforehand whatever our
own engines work out beforehand. A worker in that environment answers over pipes, so that rounds can alternate.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law import expressions
from anmin.kernel.law.code import Code, source
from anmin.kernel.law.columns import constant_fold
from anmin.kernel.law.door import ID, Door
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import Node, Plan
from anmin.ops.bench import VAR

PLACE = VAR / "openfisca"
WORKER = Path(__file__).with_name("openfisca_worker.py")
PACKAGE = "openfisca-core>=44,<47"
FOLDS = {"sum": "sum", "count": "sum", "any": "any", "max": "max", "min": "min"}


def environment() -> tuple[Path | None, str]:
    """The Python of the environment, made where it is not there; or None and why."""
    python = PLACE / "env" / "bin" / "python"
    ready = PLACE / "env" / "ready"
    if ready.exists():
        return python, ""
    PLACE.mkdir(parents=True, exist_ok=True)
    steps = [[sys.executable, "-m", "venv", str(PLACE / "env")], [str(python), "-m", "pip", "install", "-q", PACKAGE]]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["没有说明"])[-1]
    ready.touch()
    return python, ""


class Arrays(Code):
    """A value as NumPy source over whole arrays."""

    def _with(self, op: str, other: Any) -> Code:
        return super()._with({"and": "&", "or": "|"}.get(op, op), other)

    def __invert__(self) -> Code:
        return Arrays(f"np.logical_not({self.text})")

    def is_in(self, values: list[int]) -> Code:
        return Arrays("(" + " | ".join(f"({self.text} == {value})" for value in values) + ")")

    def choose(self, yes: Any, no: Any) -> Code:
        return Arrays(f"np.where({self.text}, {source(yes)}, {source(no)})")

    def extreme(self, name: str, others: list[Any]) -> Code:
        text = self.text
        for other in others:
            text = f"np.{name}imum({text}, {source(other)})"
        return Arrays(text)


class Country(Door):
    """The rules of one plan as the text of an OpenFisca country, and the arrays it is fed."""

    def __init__(
        self,
        plan: Plan,
        on: dt.date,
        table: NumberTable,
        homes: Any,
        persons: Any,
        keep: list[str],
        pruned: bool = False,
    ) -> None:
        super().__init__(plan, on, table)
        self.pruned, self.defaults, self.plain = pruned, {}, {}
        self.keep = self.wanted(keep)
        self.homes = self.collect(self.entered(nw.from_native(homes).lazy(), "household"))
        self.persons = self.collect(self.entered(nw.from_native(persons).lazy(), "person"))
        keyed, places, wide = self.places(nw.from_native(self.homes).lazy())
        self.amounts: dict[str, list[int]] = {}
        for column in sorted(self.needed & set(plan.numbers)):
            values = [row[column] for row in wide]
            if len(set(values)) > 1:
                self.amounts[column] = values
            elif pruned:
                self.known[column] = values[0]
            else:
                self.plain[column] = values[0]
        if not pruned:
            self.defaults, self.known = self.known, {}
        import polars as pl

        rows = pl.DataFrame([{**p, "place": n} for n, p in enumerate(places)], infer_schema_length=None)
        rows = rows.with_columns(*[pl.col(c).cast(self.homes.schema[c]) for c in keyed])
        self.homes = self.homes.join(rows, on=keyed, how="left", maintain_order="left")

    def text(self) -> str:
        """The country package: facts, then a Variable for each rule and fold that is not known beforehand."""
        parts = [HEAD]
        for name, fact in self.facts.items():
            if name in self.plan.nodes and name in {*self.homes.columns, *self.persons.columns, *self.defaults}:
                parts.append(_variable(name, fact.level, _type(self.plan, name), None, self.defaults.get(name)))
        parts.append(_variable("place", "household", "int", None))
        made = [(node, self._body(node)) for node in self.plan.computed() if node.column in self.needed]
        parts += [
            _variable(node.column, node.level, _type(self.plan, node.column), body) for node, body in made if body
        ]
        return "".join([*parts, TAIL])

    def _body(self, node: Node) -> list[str]:
        if node.what == "fold":
            return self._fold(node)
        if node.args and all(a in self.plain or a in self.known for a in node.args):  # the same for everybody
            self.known |= {a: self.plain[a] for a in node.args if a in self.plain}
        args = [self.known[a] if a in self.known else Arrays(a) for a in node.args]
        value = expressions.value_of(self.plan, node, args)
        if not isinstance(value, Code):
            self.known[node.column] = value
            return []
        here = "person" if node.level == "person" else "household"
        lines = []
        for arg in dict.fromkeys(node.args):
            if arg not in self.known:
                read = self.plan.nodes[arg]
                entity = "person.household" if here == "person" and read.level == "household" else here
                got = f'{entity}("{arg}", period)'
                if arg in self.plain:
                    got = repr(self.plain[arg])
                elif arg in self.amounts:
                    got = f'T["{arg}"][{entity}("place", period)]'
                lines.append(f"{arg} = {got}")
        return [*lines, f"return {value.text}"]

    def _fold(self, node: Node) -> list[str]:
        of = node.args[0] if node.args else ""
        if not of:
            return ["return household.nb_persons()"]
        if of in self.known:
            self.known |= constant_fold(node, self.known[of])
            return [] if node.column in self.known else [f"return household.nb_persons() * {int(self.known[of])}"]
        return [f'return household.{FOLDS[node.version.how]}(household.members("{of}", period))']

    def write(self, folder: Path) -> None:
        """The package and what it is fed: arrays as .npy files, one folder a call."""
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*"):
            old.unlink()
        (folder / "country.py").write_text(self.text(), "utf-8")
        first = {key: n for n, key in enumerate(self.homes[ID].to_list())}
        np.save(folder / "of.npy", np.array([first[key] for key in self.persons[ID].to_list()]))
        for frame, level in ((self.persons, "person"), (self.homes, "household")):
            for name in frame.columns:
                if name in self.plan.nodes or name == "place":
                    np.save(folder / f"{level}.{name}.npy", frame[name].to_numpy())
        (folder / "feed.json").write_text(
            json.dumps({"amounts": self.amounts, "keep": [c for c in self.keep if c not in self.known],
                        "households": self.homes.height})
        )  # fmt: skip


def _type(plan: Plan, column: str) -> str:
    node = plan.nodes[column]
    if node.kind.type == "bool":
        return "bool"
    return "float" if node.unit.startswith("fen") else "int"


def _variable(name: str, level: str, kind: str, body: list[str] | None, default: Any = None) -> str:
    entity = "Person" if level == "person" else "Household"
    lines = [f"class {name}(Variable):", f"    value_type = {kind}", f"    entity = {entity}"]
    lines += ["    definition_period = MONTH", f'    label = "{name}"']
    if default:
        lines.append(f"    default_value = {default!r}")
    if body:
        lines += [f"    def formula({entity.lower()}, period, parameters):", *[f"        {line}" for line in body]]
    return "\n".join(lines) + "\n\n"


HEAD = '''"""Written from the rules by bench/openfisca.py."""
import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="person", is_person=True)
Household = build_entity(key="household", plural="households", label="household",
                         roles=[{"key": "member", "plural": "members", "label": "member"}])
T = {}


'''
TAIL = """VARIABLES = [v for v in list(globals().values()) if isinstance(v, type) and v is not Variable
             and issubclass(v, Variable)]
"""


class Worker:
    """OpenFisca at the other end of two pipes."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.process = subprocess.Popen(
            [str(python), str(WORKER), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ask("hello")

    def ask(self, what: str) -> dict[str, Any]:
        """One command and its answer."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("OpenFisca 的进程中途退出，原因见上。")
        return json.loads(answer)

    def close(self) -> None:
        """Let it end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
