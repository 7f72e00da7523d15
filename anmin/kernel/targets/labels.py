"""Decided rows as labelled data, in the form by which the reader is scored: one JSON object to a line, beside the texts.

A row that nobody has decided upon is optional (`opt`): it never counts for or against the reader. A dropped row has no
label, so that the reader is asked not to find it. Headings and references count where a clerk has gone through them.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Q

from anmin.kernel.targets.models import Item, Plan
from anmin.kernel.targets.revising import PARTS

AROUND = 12  # characters by which a label is found again


def write_labels(folder: Path) -> tuple[int, int]:
    """Writes `gold.jsonl` and one text for each plan with something decided.

    Returns how many plans and decided rows; headings and references are not counted among these.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plans = Plan.objects.filter(Q(settled__gt=0) | ~Q(revised={})).select_related("source").order_by("pk")
    lines, counted, rows = [], 0, 0
    for plan in plans:
        name, text = f"plan_{plan.digest[:16]}", plan.source.text
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        labels = [label(item, name, text) for item in of_plan(plan)]
        counted, rows = counted + 1, rows + sum("opt" not in each for each in labels)
        labels += [around(plan, part, row, name, text) for part in PARTS for row in plan.now(part)]
        lines += [json.dumps(each, ensure_ascii=False) for each in labels]
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


def around(plan: Plan, part: str, row: dict[str, Any], document: str, text: str) -> dict[str, Any]:
    """A heading or a reference as a label: title as subject, marker or 文号 as metric, level as value."""
    heading = part == "outline"
    found = {
        "doc": document,
        "line": row["line"],
        "col": row["start"] - (text.rfind("\n", 0, row["start"]) + 1),
        "kind": "heading" if heading else "reference",
        "subject": row["title"],
        "metric": row["marker" if heading else "number"],
        "value": row["level"] if heading else None,
        "unit": "level" if heading else None,
        "place": None if heading else row["issuer"],
        "note": None,
        "surface": text[row["start"] : row["end"]],
        "quote_start": text[row["start"] : row["start"] + AROUND].split("\n")[0],
    }
    return found if part in plan.revised else found | {"opt": True}


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
