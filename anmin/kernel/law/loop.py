"""The text of the fused loop: each rule written out where its columns are at hand, persons folded as they pass by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anmin.kernel.law import expressions
from anmin.kernel.law.code import Code
from anmin.kernel.law.columns import constant_fold
from anmin.kernel.law.plan import Node, Stage

if TYPE_CHECKING:
    from anmin.kernel.law.fused import Fused

START = {"sum": "0", "count": "0", "any": "False", "max": "-(2**63 - 1)", "min": "2**63 - 1"}
ADD = {
    "sum": "{0} += {1}",
    "count": "{0} += 1 if {1} else 0",
    "any": "{0} = {0} or {1}",
    "max": "{0} = max({0}, {1})",
    "min": "{0} = min({0}, {1})",
}


class Source:
    """The text of the loop."""

    def __init__(self, door: Fused) -> None:
        self.door, self.plan = door, door.plan
        self.home: list[str] = []
        self.person: list[str] = []
        self.gives: list[str] = []
        self.lines: list[str] = []

    def write(self, keep: list[str]) -> None:
        """All stages: persons and their folds in one pass, then the household."""
        for place, stage in enumerate(self.plan.stages):
            self._persons(place, stage)
            for node in stage.household:
                self._rule(node, "        ")
        self.gives = [c for c in keep if c not in self.door.known]

    def _persons(self, place: int, stage: Stage) -> None:
        door = self.door
        folds = [n for n in stage.folds if n.column in door.needed]
        before, self.lines = self.lines, []
        for earlier in self.plan.stages[: place + 1]:  # what earlier stages made is made again, not kept
            for node in earlier.persons:
                self._rule(node, "            ")
        inside, self.lines = self.lines, before
        starts, adds = [], []
        for node in folds:
            of = node.args[0] if node.args else ""
            if of in door.known:
                door.known |= constant_fold(node, door.known[of])
                if node.column not in door.known:
                    self.lines.append(f"        v_{node.column} = (p1 - p0) * {int(door.known[of])}")
            elif not of:
                self.lines.append(f"        v_{node.column} = p1 - p0")
            else:
                starts.append(f"        v_{node.column} = {START[node.version.how]}")
                adds.append("            " + ADD[node.version.how].format(f"v_{node.column}", self._name(of)))
        if adds:
            self.lines += [*starts, "        for p in range(p0, p1):", *_only_needed(inside, adds), *adds]

    def _rule(self, node: Node, indent: str) -> None:
        door = self.door
        if node.column not in door.needed:
            return
        args = [door.known[a] if a in door.known else Code(self._name(a)) for a in node.args]
        value = expressions.value_of(self.plan, node, args)
        if isinstance(value, Code):
            self.lines.append(f"{indent}v_{node.column} = {value.text}")
        else:
            door.known[node.column] = value

    def _name(self, column: str) -> str:
        """A column as the loop calls it; a number by its place in the table, a fact by its array."""
        node = self.plan.nodes[column]
        if node.what == "number":
            here = f"T[t, {self.door.varying.index(column)}]"
            return f"({here} != 0)" if node.kind.type == "bool" else here
        if node.what == "fact":
            listed, sign = (self.person, "P") if node.level == "person" else (self.home, "H")
            if column not in listed:
                listed.append(column)
            here = f"{sign}_{column}[{'p' if sign == 'P' else 'h'}]"
            return here if node.kind.type == "bool" else f"int64({here})"
        return f"v_{column}"

    def text(self) -> str:
        """A module with `loop(h0, h1, p0, hid, pid, place, T, arrays…, out_n, outs…)`."""
        arrays = [f"H_{c}" for c in self.home] + [f"P_{c}" for c in self.person]
        outs = [f"O_{c}" for c in self.gives]
        head = ", ".join(["h0, h1, p0, hid, pid, place, T", *arrays, "O_n", *outs])
        return "\n".join(
            [
                "from numba import int64, njit",
                "",
                '@njit(nogil=True, cache=True, error_model="numpy")',
                f"def loop({head}):",
                "    total = len(pid)",
                "    p1 = p0",
                "    for h in range(h0, h1):",
                "        key = hid[h]",
                "        if h > h0 and hid[h - 1] == key:",  # a household that is there twice
                "            p1 = p0",
                "        while p1 < total and pid[p1] < key:",
                "            p1 += 1",
                "        p0 = p1",
                "        while p1 < total and pid[p1] == key:",
                "            p1 += 1",
                "        O_n[h] = p1 - p0",
                "        t = place[h]",
                *self.lines,
                *[f"        O_{c}[h] = {self._name(c)}" for c in self.gives],
                "",
            ]
        )


def _only_needed(inside: list[str], adds: list[str]) -> list[str]:
    """The person lines that the folds rest on, in their order."""
    wanted = " ".join(adds)
    kept: list[str] = []
    for line in reversed(inside):
        name = line.strip().partition(" = ")[0]
        if name in _words(wanted):
            kept.append(line)
            wanted += " " + line
    return kept[::-1]


def _words(text: str) -> set[str]:
    return set(text.replace("(", " ").replace(")", " ").replace(",", " ").split())
