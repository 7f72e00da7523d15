"""The whole plan as one compiled loop over households, for populations and for sweeps of many what-ifs (optional extra
`fused`: Numba). The rules' own text is written out, what is known beforehand worked out on the way, so that every
engine runs the same law; a household's persons are folded while they are in the cache.

Numbers that are switches or nothing are written into the loop; the others are read from a table, so that other amounts
need no new compiling.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law.door import AREA, COUNT, ID, URBAN_RURAL, Door
from anmin.kernel.law.errors import LawError
from anmin.kernel.law.loop import Source

BLOCK = 65_536
CACHE = Path(os.environ.get("ANMIN_VAR") or Path(__file__).parents[3] / "var") / "cache" / "fused"
DISTINCT = '''from numba import njit


@njit(nogil=True, cache=True)
def distinct(codes, slots, found, place):
    """Each code's place among the different ones; their number, or -1 where the slots are too few."""
    mask, count = len(slots) - 1, 0
    for row in range(len(codes)):
        code = codes[row]
        slot = (code ^ (code >> 15) * 2654435761) & mask
        while slots[slot] >= 0 and found[slots[slot]] != code:
            slot = (slot + 1) & mask
        if slots[slot] < 0:
            if count == len(found):
                return -1
            slots[slot] = count
            found[count] = code
            count += 1
        place[row] = slots[slot]
    return count
'''


class Fused(Door):
    """One run of a plan over two frames in one compiled loop."""

    widened = False

    def run(self, persons: Any, households: Any, keep: list[str]) -> Any:
        """A Polars frame of household_id and the wanted columns, one row a household in the order given."""
        import polars as pl

        keep = self.wanted(keep)
        given = nw.from_native(persons).lazy()
        homes = self.collect(self.entered(nw.from_native(households).lazy(), "household"))
        people = self.collect(self.entered(given, "person"))
        self.sound(nw.from_native(people).lazy(), "person")
        self.sound(nw.from_native(homes).lazy(), "household")
        place = self._placed(homes)
        hid, pid, people = _together(homes, people)
        loop = Loop.of(self, keep)
        made = loop.run(homes, people, [hid, pid, place, self.amounts])
        out = homes.select(ID).with_columns(
            [pl.Series(column, values) for column, values in zip([COUNT, *loop.gives], made, strict=True)]
        )
        out = out.with_columns(pl.when(pl.col(COUNT) > 0).then(COUNT).alias(COUNT))
        self.attached(out, given)
        return self.shown(out, keep)

    def _placed(self, homes: Any) -> Any:
        """Each household's row in `amounts`; switches and nothings that are equal everywhere become known."""
        import numpy as np

        place, wide = self._coded(homes) or self._joined(homes)
        self.varying: list[str] = []
        for column in sorted(self.needed & set(self.plan.numbers)):
            values = {row[column] for row in wide}
            kind = self.plan.nodes[column].kind.type
            if len(values) == 1 and (kind != "number" or values == {0}):
                self.known[column] = values.pop()
            else:
                self.varying.append(column)
        amounts = np.array([[int(row[c]) for c in self.varying] for row in wide], dtype=np.int64)
        self.amounts = amounts.reshape(len(wide), len(self.varying))
        return place

    def _coded(self, homes: Any) -> tuple[Any, list[dict[str, Any]]] | None:
        """Place of each household and the numbers of each place, where areas are codes of digits."""
        import numpy as np
        import polars as pl

        area = homes[AREA].cast(pl.Int64, strict=False)
        if area.null_count() or not len(area) or area.min() < 1:
            return None
        kinds = len(self.facts[URBAN_RURAL].choices) if URBAN_RURAL in homes.columns else 1
        codes = area * kinds + homes[URBAN_RURAL].cast(pl.Int64) if kinds > 1 else area
        distinct, size, count = _module(DISTINCT).distinct, 1 << 10, -1
        place = np.empty(len(codes), np.int32)
        while count < 0:
            size <<= 2
            slots, found = np.full(size, -1, np.int32), np.empty(size // 2, np.int64)
            count = distinct(codes.to_numpy(), slots, found, place)
        places = [divmod(int(code), kinds) for code in found[:count]]
        keys = (AREA, URBAN_RURAL) if kinds > 1 else (AREA,)
        return place, [self._at(dict(zip(keys, pair, strict=False))) for pair in places]

    def _joined(self, homes: Any) -> tuple[Any, list[dict[str, Any]]]:
        """The same for areas of any text."""
        import polars as pl

        keyed, places, wide = self.places(nw.from_native(homes).lazy())
        rows = pl.DataFrame([{**p, "_place": n} for n, p in enumerate(places)], infer_schema_length=None)
        rows = rows.with_columns(*[pl.col(c).cast(homes.schema[c]) for c in keyed], pl.col("_place").cast(pl.Int32))
        return homes.select(keyed).join(rows, on=keyed, how="left", maintain_order="left")["_place"].to_numpy(), wide


def _together(homes: Any, people: Any) -> tuple[Any, Any, Any]:
    """Integer keys of both frames by which they are sorted alike, and the persons in that order."""
    import polars as pl

    if homes.schema[ID].is_integer() and homes[ID].is_sorted() and people.schema[ID] == homes.schema[ID]:
        hid, pid = homes[ID], people[ID]
    else:
        keyed = homes.select(ID).with_row_index("_key").with_columns(pl.col("_key").cast(pl.Int64))
        first = keyed.unique(ID, keep="first")  # the same household twice is refused afterwards
        pid = people.select(ID).join(first, on=ID, how="left", maintain_order="left")["_key"].fill_null(2**62)
        hid = keyed["_key"]
    if not pid.is_sorted():
        order = pid.arg_sort()
        people, pid = people[order], pid[order]
    return hid.to_numpy(), pid.to_numpy(), people


@dataclass
class Loop:
    """A compiled plan: what it reads of households and persons, which columns it gives."""

    reads_home: list[str]
    reads_person: list[str]
    gives: list[str]
    kinds: list[str]
    function: Callable[..., Any] = field(repr=False)

    @classmethod
    def of(cls, door: Fused, keep: list[str]) -> Loop:
        """The loop for these columns and known values, compiled once for each different text."""
        source = Source(door)
        source.write(keep)
        text = source.text()
        kinds = ["bool" if door.plan.nodes[c].kind.type == "bool" else "int64" for c in source.gives]
        return cls(source.home, source.person, source.gives, kinds, _module(text).loop)

    def run(self, homes: Any, people: Any, fixed: list[Any]) -> list[Any]:
        """One array for the number of persons, and one for each column given; blocks run on threads."""
        import numpy as np

        hid, pid = fixed[:2]
        read = [homes[c].to_numpy() for c in self.reads_home] + [people[c].to_numpy() for c in self.reads_person]
        out = [np.zeros(len(hid), np.int64), *[np.zeros(len(hid), kind) for kind in self.kinds]]
        edges = [*range(0, len(hid), BLOCK), len(hid)]
        starts = np.searchsorted(pid, hid[edges[:-1]]) if len(hid) else []
        tasks = list(zip(edges, edges[1:], starts, strict=False))
        if len(tasks) <= 1:
            for task in tasks:
                self.function(*task, *fixed, *read, *out)
        else:
            self.function(*tasks[0], *fixed, *read, *out)  # compiled once, before the threads begin
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(lambda task: self.function(*task, *fixed, *read, *out), tasks[1:]))
        return out


def _module(text: str) -> ModuleType:
    """The module of a text, compiled; kept on disk beside its machine code for the next process."""
    if importlib.util.find_spec("numba") is None:
        raise LawError('引擎 fused 需要 Numba；请运行 pip install "anmin[fused]"，或改用 --engine polars。')
    name = f"anmin_fused_{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    if name not in sys.modules:
        file = CACHE / f"{name}.py"
        module = ModuleType(name)
        try:
            if not file.exists() or file.read_text("utf-8") != text:
                file.parent.mkdir(parents=True, exist_ok=True)
                half = file.with_suffix(f".{os.getpid()}")
                half.write_text(text, "utf-8")
                half.replace(file)
            module.__file__ = str(file)
        except OSError:  # nothing can be kept here: compiled again by each process
            text = text.replace("cache=True", "cache=False")
        exec(compile(text, str(file), "exec"), vars(module))
        sys.modules[name] = module
    return sys.modules[name]
