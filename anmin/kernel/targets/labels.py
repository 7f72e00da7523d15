"""Decided rows as labelled data, in the form by which the reader is scored: one JSON object to a line, beside the texts.

A row that nobody has decided upon is optional (`opt`): it never counts for or against the reader. A dropped row has no
label, so that the reader is asked not to find it.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from anmin.kernel.targets.models import Item, Plan

AROUND = 12  # characters by which a label is found again


def write_labels(folder: Path) -> tuple[int, int]:
    """Writes `gold.jsonl` and one text for each plan with decided rows; returns how many plans and decided rows."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = Plan.objects.filter(settled__gt=0).select_related("source").order_by("pk")
    lines, counted, rows = [], 0, 0
    for plan in plans:
        name = f"plan_{plan.digest[:16]}"
        (folder / f"{name}.txt").write_text(plan.source.text, encoding="utf-8", newline="")
        labels = [label(item, name, plan.source.text) for item in of_plan(plan)]
        lines += [json.dumps(each, ensure_ascii=False) for each in labels]
        counted, rows = counted + 1, rows + sum("opt" not in each for each in labels)
    (folder / "gold.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return counted, rows


def of_plan(plan: Plan) -> list[Item]:
    """The rows of a plan in the order of the text, without those that were dropped."""
    return list(plan.items.exclude(state="dropped").order_by("start", "pk"))


def label(item: Item, document: str, text: str) -> dict[str, Any]:
    """One row as a label; the value is a number, [low, high] for a range, null where the source has none."""
    low, high = _plain(item.low), _plain(item.high)
    found = {
        "doc": document,
        "line": item.line,
        "col": item.col,
        "kind": item.kind,
        "subject": item.subject,
        "metric": item.metric,
        "comparator": item.comparator,
        "value": low if high is None else [low, high],
        "unit": item.unit or None,
        "baseline": _plain(item.base),
        "deadline": item.deadline or None,
        "place": item.place or None,
        "note": None,
        "surface": item.surface,
        "quote_start": text[item.start : item.start + AROUND].split("\n")[0],
    }
    return found if item.is_settled else found | {"opt": True}


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
