"""What a clerk does with a row: confirm, correct, split, merge, drop, add, and undo. Runs inside `audit.acting`.

Every act keeps how its rows were before. What was read, its sentence and its place never change.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone

from anmin.kernel.targets.declare import ACTS, COMPARATORS, KINDS, OPEN, READINGS, SETTLED, TEXTS
from anmin.kernel.targets.keeping import actor_id, sentence_of
from anmin.kernel.targets.models import Act, Item, Plan, Source
from anmin.kernel.targets.numbers import read_value

KEPT = (*READINGS, "state", "settled_by_id", "settled_at", "merged_into_id", "changes")


class Refused(ValueError):
    """Something that cannot be done with a row; the text is for the clerk."""


def confirm(pk: int, *, seen: int | None = None) -> Item:
    """The row is right as it stands."""
    plan, item = _taken(pk, seen)
    if item.state == "dropped":
        raise Refused("这一条已删去。要恢复，请先按 u 撤销，或点“恢复”。")
    if not item.is_settled:
        _do(plan, "confirm", [item], lambda: _settle(item, "confirmed"))
    return item


def confirm_same(plan: Plan) -> int:
    """Confirms all open rows that stood alike in the earlier version and were decided there, as one act; how many."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    items = list(plan.items.filter(carried_from__isnull=False, state__in=OPEN).order_by("start", "pk"))

    def all_of_them() -> None:
        for item in items:
            _settle(item, "confirmed")

    if items:
        _do(plan, "confirm", items, all_of_them)
    return len(items)


def correct(pk: int, values: Mapping[str, object], *, seen: int | None = None) -> Item:
    """Puts other readings in place of those that stand: texts, `kind`, `comparator`, `amount` (1070, 1-2), `was`.

    Only what differs counts; where nothing does, an open row is confirmed.
    """
    plan, item = _taken(pk, seen)
    wanted = _readings(item, values)
    if all(getattr(item, name) == value for name, value in wanted.items()):
        return item if item.is_settled else confirm(pk)

    def change() -> None:
        for name, value in wanted.items():
            setattr(item, name, value)
        _settle(item, "corrected")

    _do(plan, "correct", [item], change)
    return item


def drop(pk: int, *, seen: int | None = None) -> Item:
    """The row is no target and no figure. It stays in the record and leaves the lists."""
    plan, item = _taken(pk, seen)
    if item.state != "dropped":
        _do(plan, "drop", [item], lambda: _settle(item, "dropped"))
    return item


def restore(pk: int, *, seen: int | None = None) -> Item:
    """Takes a dropped row back, to be decided upon anew."""
    plan, item = _taken(pk, seen)

    def back() -> None:
        item.state, item.settled_by_id, item.settled_at, item.merged_into_id = "read", None, None, None

    if item.state == "dropped":
        _do(plan, "restore", [item], back)
    return item


def split(pk: int, surface: str = "") -> Item:
    """A second row of the same sentence, to be corrected; `surface` is its number as written, by default the same."""
    plan, item = _taken(pk)
    start, end = place_of(plan, item.line, surface.strip(), item.end) if surface.strip() else (item.start, item.end)
    return _make(plan, "split", item, start, end)


def add(plan: Plan, line: int, surface: str) -> Item:
    """A row that the reader missed: `surface` as it stands in the line."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    start, end = place_of(plan, line, surface.strip(), 0)
    near = plan.items.filter(line=line).exclude(state="dropped").order_by("start").first()
    return _make(plan, "add", near, start, end)


def merge(pk: int) -> Item:
    """The row belongs to the one before it, which stays; returns that one."""
    plan, item = _taken(pk)
    before = plan.items.exclude(state="dropped").filter(start__lte=item.start).exclude(pk=pk).order_by("start", "pk")
    into = [row for row in before if (row.start, row.pk) < (item.start, item.pk)]
    if item.state == "dropped" or not into:
        raise Refused("前面没有可以并入的条目。请选第二条或以后的条目再合并。")

    def join() -> None:
        item.merged_into = into[-1]
        _settle(item, "dropped")

    _do(plan, "merge", [item], join)
    return into[-1]


def undo(plan: Plan) -> tuple[Item | None, str]:
    """Takes back one's own last act on a plan that is not undone yet; returns a row it concerned and what it was.

    Of the outline and the references there is no row.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    act = plan.acts.filter(undone=False, by_id=actor_id()).order_by("-id").first()
    if act is None:
        raise Refused("没有可以撤销的操作。")
    if "revised" in act.before:
        _put_part_back(plan, act)
        return None, ACTS[act.kind]
    items = list(plan.items.filter(pk__in=act.before).order_by("start", "pk"))
    for item in items:
        was = act.before[str(item.pk)]
        if item.changes != (was["changes"] + 1 if was else 0):
            raise Refused("这一条之后又被改过，不能撤销更早的操作。请直接改正。")
    for item in items:
        if was := act.before[str(item.pk)]:
            _put_back(item, was)
        else:
            _settle(item, "dropped")  # a row once made is never deleted
            item.changes += 1
            item.save()
    act.undone = True
    act.save(update_fields=["undone"])
    _count(plan)
    return items[0], ACTS[act.kind] if len(items) == 1 else f"{ACTS[act.kind]} {len(items)} 条"


def _put_part_back(plan: Plan, act: Act) -> None:
    """The outline or the references as they stood before; what someone else wrote since stays."""
    if plan.acts.filter(undone=False, kind=act.kind, pk__gt=act.pk).exists():
        raise Refused(f"“{ACTS[act.kind]}”之后别人又改过，不能撤销更早的操作。请直接改正。")
    others = {part: rows for part, rows in plan.revised.items() if part != act.kind}
    was = act.before["revised"]
    plan.revised = others if was is None else others | {act.kind: was}
    plan.save(update_fields=["revised"])
    act.undone = True
    act.save(update_fields=["undone"])


def place_of(plan: Plan, line: int, surface: str, after: int) -> tuple[int, int]:
    """Offsets of `surface` in a line: behind `after` if it stands there, else from the line's beginning."""
    text = Source.objects.only("text").get(plan=plan).text
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        raise Refused(f"原文没有第 {line} 行。")
    first = sum(len(each) + 1 for each in lines[: line - 1])
    last = first + len(lines[line - 1])
    found = text.find(surface, max(first, after), last) if surface else -1
    if found < 0 and surface:
        found = text.find(surface, first, last)
    if found < 0:
        raise Refused(f"第 {line} 行里没有“{surface}”。请照原文写出这个数，例如“8个”。")
    return found, found + len(surface)


def _taken(pk: int, seen: int | None = None) -> tuple[Plan, Item]:
    """The row and its plan, locked. `seen` is the row's `changes` when the clerk saw it."""
    plan = Plan.objects.select_for_update().filter(items=pk).first()
    if plan is None:
        raise Refused(f"没有编号为 {pk} 的条目。")
    item = Item.objects.get(pk=pk)
    if seen is not None and seen != item.changes:
        raise Refused("您打开之后，别人改过这一条。请看过现在的内容再处理。")
    return plan, item


def _do(plan: Plan, kind: str, items: list[Item], change: Callable[[], None]) -> None:
    before = {str(item.pk): _as_it_was(item) for item in items}
    change()
    for item in items:
        item.changes += 1
        item.save()
    Act.objects.create(plan=plan, kind=kind, by_id=actor_id(), before=before)
    _count(plan)


def _make(plan: Plan, kind: str, like: Item | None, start: int, end: int) -> Item:
    """A row made by hand, filled from the one it resembles."""
    text = plan.source.text
    line = text.count("\n", 0, start) + 1
    begins = text.rfind("\n", 0, start) + 1
    values = {name: getattr(like, name) for name in READINGS} if like else {"kind": _usual_kind(plan)}
    if like is None or (start, end) != (like.start, like.end):
        values |= {"low": None, "high": None}
    item = Item.objects.create(
        plan=plan, **values, line=line, col=start - begins, surface=text[start:end], start=start, end=end,
        sentence=like.sentence if like and text[start:end] in like.sentence else sentence_of(text, start, end),
        confidence=0, doubts=["人工补的条目，请填写并确认"], state="doubtful",
        split_from=like if kind == "split" else None,
    )  # fmt: skip
    Act.objects.create(plan=plan, kind=kind, by_id=actor_id(), before={str(item.pk): None})
    _count(plan)
    return item


def _usual_kind(plan: Plan) -> str:
    kinds = list(plan.items.values_list("kind", flat=True))
    return max(sorted(KINDS, reverse=True), key=kinds.count)


def _readings(item: Item, values: Mapping[str, object]) -> dict[str, object]:
    wanted: dict[str, object] = {name: str(values[name] or "").strip() for name in TEXTS if name in values}
    for name, known in (("kind", KINDS), ("comparator", COMPARATORS)):
        if name in values:
            if values[name] not in known:
                raise Refused(f"“{values[name]}”不认识，请从{'、'.join(known.values())}里选。")
            wanted[name] = values[name]
    if "amount" in values:
        wanted["low"], wanted["high"] = read_value(str(values["amount"] or ""))
    if "was" in values:
        wanted["base"], above = read_value(str(values["was"] or ""))
        if above is not None:
            raise Refused("基数只能是一个数，不能是区间。")
    if not (wanted.get("subject", item.subject) or wanted.get("metric", item.metric)):
        raise Refused("“对象”和“指标”至少写一个，否则不知道说的是什么。")
    if wanted.get("high", item.high) is not None:
        wanted["comparator"] = "range"
    elif wanted.get("comparator", item.comparator) == "range":
        raise Refused("选了“区间”，请把数值写成 1-2 的样子。")
    return wanted


def _settle(item: Item, state: str) -> None:
    item.state, item.settled_by_id, item.settled_at = state, actor_id(), timezone.now()


def _as_it_was(item: Item) -> dict[str, object]:
    found = {name: getattr(item, name) for name in KEPT}
    numbers = {name: None if found[name] is None else f"{found[name]:f}" for name in ("low", "high", "base")}
    return found | numbers | {"settled_at": item.settled_at and item.settled_at.isoformat()}


def _put_back(item: Item, was: Mapping[str, object]) -> None:
    for name in KEPT:
        setattr(item, name, was[name])
    for name in ("low", "high", "base"):
        setattr(item, name, read_value(str(was[name] or ""))[0])
    item.settled_at = datetime.fromisoformat(str(was["settled_at"])) if was["settled_at"] else None
    item.save()


def _count(plan: Plan) -> None:
    states = list(plan.items.exclude(state="dropped").values_list("state", flat=True))
    plan.found, plan.settled = len(states), sum(state in SETTLED for state in states)
    plan.save(update_fields=["found", "settled"])
