"""Corrections of what was read around the rows: the outline and the documents named. What was read stays beside them."""

from collections.abc import Iterable, Mapping

from anmin.kernel.targets.deciding import Refused, place_of
from anmin.kernel.targets.models import Plan

PARTS = {"outline": ("level", "marker", "title"), "references": ("title", "number", "issuer")}
LEVELS = {0: "标题", 1: "一、", 2: "(一)", 3: "1、", 4: "(1)", 5: "一是…", 6: "再下一级"}


def revise(pk: int, part: str, rows: Iterable[Mapping[str, str]]) -> Plan:
    """Puts rows in place of those that were read: `part` is outline or references, each row a line and its fields.

    A row keeps its place where the reader had one; a new row is looked up in its line. Raises `Refused`.
    """
    plan = Plan.objects.select_for_update().get(pk=pk)
    known = {_key(row): row for row in (*getattr(plan.source, part), *plan.now(part))}
    kept = [found for row in rows if (found := _row(plan, part, row, known))]
    kept.sort(key=lambda row: (row["line"], row["start"]))
    plan.revised = plan.revised | {part: kept}
    plan.save(update_fields=["revised"])
    return plan


def as_read(pk: int, part: str) -> Plan:
    """Back to what the reader had."""
    plan = Plan.objects.select_for_update().get(pk=pk)
    plan.revised = {name: rows for name, rows in plan.revised.items() if name != part}
    plan.save(update_fields=["revised"])
    return plan


def _key(row: Mapping[str, object]) -> str:
    return f"{row['line']}:{row['start']}"


def _row(plan: Plan, part: str, given: Mapping[str, str], known: Mapping[str, dict]) -> dict | None:
    values = {name: given.get(name, "").strip() or None for name in PARTS[part]}
    if given.get("drop") or not (values["title"] or values.get("number")):
        return None
    line = given.get("line", "").strip()
    if not (line.isascii() and line.isdigit() and len(line) < 8):
        raise Refused("请写明行号, 原文左边有。")
    if part == "outline":
        level = values["level"] or ""
        if level not in {str(each) for each in LEVELS}:
            raise Refused(f"级别“{level}”不认识, 请从{'、'.join(LEVELS.values())}里选。")
        values["level"] = int(level)
    if was := known.get(given.get("was", "")):
        return was | values
    start, end = place_of(plan, int(line), values["title"] or values["number"], 0)
    return {"line": int(line), "start": start, "end": end} | values
