"""A small comparison of what was read with the labels of our own texts, for when the full scorer is not at hand.

Stricter on numbers than on words: value, unit and comparator must be equal; subject and metric must share half of their
character pairs or all of the label's service words.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anmin.kernel.plans import api
from anmin.kernel.plans.phrases import strong_pattern

SAME = {
    "名": "人",
    "位": "人",
    "所": "个",
    "家": "个",
    "处": "个",
    "座": "个",
    "元/月": "元/人/月",
    "元/年": "元/人/年",
}


@dataclass
class Tally:
    """Counts over a set of texts; rates are between 0 and 1."""

    labels: int = 0
    rows: int = 0
    numbers: int = 0  # value and unit right
    tuples: int = 0  # and comparator, subject and metric
    kinds: int = 0
    swaps: int = 0
    invented: int = 0

    @property
    def precision(self) -> float:
        return self.tuples / max(1, self.rows)

    @property
    def recall(self) -> float:
        return self.tuples / max(1, self.labels)


@dataclass
class Around:
    """Headings or references: labels that count, rows that count, and those that agree."""

    labels: int = 0
    rows: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.labels + self.rows)


def labels_of(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Labels by document, as in the gold format: one JSON object to a line."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[label["doc"]].append(label)
    return found


def unit(text: str | None) -> str:
    parts = (text or "").split("/")
    head = SAME.get(parts[0], parts[0])
    return SAME.get("/".join([head, *sorted(parts[1:])]), "/".join([head, *sorted(parts[1:])]))


def alike(label: str, read: str) -> bool:
    """Half of the character pairs, or every service word of the label."""
    left, right = (re.sub(r"\W", "", text) for text in (label, read))
    pairs = [Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (left, right)]
    size = sum(map(Counter.total, pairs))
    words = strong_pattern().findall(left)
    return (bool(size) and 2 * (pairs[0] & pairs[1]).total() / size >= 0.5) or (
        bool(words) and all(word in right for word in words)
    )


def compare(labels: list[dict[str, Any]], document: api.Document, tally: Tally) -> None:
    """Add one document to the tally."""
    rows = list(document.quantities)
    for label in sorted(labels, key=lambda item: item.get("opt", False)):
        if label["kind"] not in ("target", "figure"):
            continue
        end = label["col"] + len(label["surface"])
        row = next(
            (r for r in rows if r.line == label["line"] and r.col < end and label["col"] < r.col + len(r.surface)), None
        )
        if row is not None:
            rows.remove(row)
        if label.get("opt"):
            continue
        if label["value"] is None:
            tally.invented += row is not None and row.value is not None
            continue
        tally.labels += 1
        if row is None:
            continue
        tally.rows += 1
        tally.swaps += label["baseline"] is not None and row.value == label["baseline"] != label["value"]
        if row.value != label["value"] or unit(row.unit) != unit(label["unit"]):
            continue
        tally.numbers += 1
        if row.comparator == label["comparator"] and alike(
            label["subject"] + label["metric"], row.subject + row.metric
        ):
            tally.tuples += 1
            tally.kinds += row.kind == label["kind"]
    tally.rows += sum(row.value is not None for row in rows)


def score(folder: Path) -> Tally:
    """Read every text of a folder and compare it with the folder's labels."""
    tally = Tally()
    for name, labels in labels_of(folder).items():
        compare(labels, api.read_file(folder / f"{name}.txt"), tally)
    return tally


def score_around(folder: Path) -> dict[str, Around]:
    """Headings by line, level and the beginning of the title; references by 文号 or title. Only what was decided counts.

    A document without such labels is left out.
    """
    found = {"heading": Around(), "reference": Around()}
    for name, labels in labels_of(folder).items():
        document = api.read_file(folder / f"{name}.txt")
        for kind, read in (("heading", document.headings), ("reference", document.references)):
            of_kind = [label for label in labels if label["kind"] == kind]
            if any(not label.get("opt") for label in of_kind):
                _count(of_kind, list(read), found[kind])
    return found


def _count(labels: list[dict[str, Any]], rows: list[Any], tally: Around) -> None:
    for label in sorted(labels, key=lambda item: item.get("opt", False)):
        row = next((row for row in rows if _same(label, row)), None)
        if row is not None:
            rows.remove(row)
        if not label.get("opt"):
            tally.labels += 1
            tally.rows += row is not None
            tally.right += row is not None
    tally.rows += len(rows)


def _same(label: dict[str, Any], row: Any) -> bool:
    if label["kind"] == "heading":
        begins = re.sub(r"\W", "", label["subject"])[:4]
        return (row.line, row.level) == (label["line"], label["value"]) and re.sub(r"\W", "", row.title).startswith(
            begins
        )
    return (bool(label["metric"]) and row.number == label["metric"]) or (
        bool(row.title) and row.title == label["subject"]
    )
