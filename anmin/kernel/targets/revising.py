"""Corrections of what was read around the rows: the outline and the documents named. What was read stays beside them."""

import json
import zlib
from collections.abc import Iterable, Mapping

from anmin.kernel.targets.deciding import Refused, place_of
from anmin.kernel.targets.keeping import actor_id
from anmin.kernel.targets.models import Act, Plan

PARTS = {"outline": ("level", "marker", "title"), "references": ("title", "number", "issuer")}
LEVELS = {0: "标题", 1: "一、", 2: "（一）", 3: "1、", 4: "(1)", 5: "一是…", 6: "再下一级"}


def version_of(plan: Plan, part: str) -> str:
    """Tells one state of a part from another: what a form has seen."""
    return f"{zlib.crc32(json.dumps(plan.now(part), sort_keys=True).encode()):08x}"


def revise(pk: int, part: str, rows: Iterable[Mapping[str, str]], *, seen: str = "") -> Plan:
    """Puts rows in place of those that were read: `part` is outline or references, each row a line and its fields.

    A row keeps its place where the reader had one; a new row is looked up in its line. Rows sent unchanged say that
    what was read is right. `seen` is the `version_of` the part when the clerk saw it. Raises `Refused`.
    """
    plan = _taken(pk, part, seen)
    known = {_key(row): row for row in (*getattr(plan.source, part), *plan.now(part))}
    kept = [found for row in rows if (found := _row(plan, part, row, known))]
    kept.sort(key=lambda row: (row["line"], row["start"]))
    return _write(plan, part, kept)


def as_read(pk: int, part: str, *, seen: str = "") -> Plan:
    """Back to what the reader had, for nobody to have decided upon."""
    return _write(_taken(pk, part, seen), part, None)


def _taken(pk: int, part: str, seen: str) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=pk)
    if seen and seen != version_of(plan, part):
        raise Refused("您打开之后，别人改过这一部分。请重新打开，看过现在的内容再改。")
    return plan


def _write(plan: Plan, part: str, rows: list[dict] | None) -> Plan:
    """Keeps the part with how it was before; nothing is noted where nothing changes."""
    was = plan.revised.get(part)
    if rows == was:
        return plan
    Act.objects.create(plan=plan, kind=part, by_id=actor_id(), before={"revised": was})
    others = {name: kept for name, kept in plan.revised.items() if name != part}
    plan.revised = others if rows is None else others | {part: rows}
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
        raise Refused("请写明行号，原文左边有。")
    if part == "outline":
        level = values["level"] or ""
        if level not in {str(each) for each in LEVELS}:
            raise Refused(f"级别“{level}”不认识，请从{'、'.join(LEVELS.values())}里选。")
        values["level"] = int(level)
    if was := known.get(given.get("was", "")):
        return was | values
    start, end = place_of(plan, int(line), values["title"] or values["number"], 0)
    return {"line": int(line), "start": start, "end": end} | values
