"""What was decided upon one version of a plan goes along to the next, where the sentence is the same."""

from collections import defaultdict

from anmin.kernel.targets.declare import READINGS
from anmin.kernel.targets.models import Item, Plan


def carry(earlier: Plan, plan: Plan, items: list[Item], text: str) -> list[Item]:
    """Fills the new version's unsaved rows from the earlier ones; returns them with those that were made by hand.

    They stay open until a clerk confirms them: the same sentence may mean another thing in another place.
    """
    before: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for old in earlier.items.order_by("start", "pk"):
        before[old.sentence, old.surface].append(old)
    for item in items:
        same = before.get((item.sentence, item.surface))
        old = same.pop(0) if same else None
        if old is None:
            continue
        if _decided(old):
            _fill(item, old)
        elif old.state == "dropped":
            item.state, item.doubts = "doubtful", [*item.doubts, "上一版删去了这一条"]
    left = [old for rows in before.values() for old in rows if old.read is None and _decided(old)]
    return items + [made for old in left if (made := _made_by_hand(old, earlier, plan, text))]


def _decided(old: Item) -> bool:
    return old.is_settled or (old.is_open and old.carried_from_id is not None)


def _fill(item: Item, old: Item) -> None:
    for name in READINGS:
        setattr(item, name, getattr(old, name))
    item.carried_from, item.state, item.doubts = old, "read", []


def _made_by_hand(old: Item, earlier: Plan, plan: Plan, text: str) -> Item | None:
    """The row that a clerk once added, where its sentence stands in the new text; nothing where it does not."""
    was = earlier.source.text
    within = old.start - was.rfind(old.sentence, 0, old.start + len(old.sentence))
    begins = text.find(old.sentence)
    start = begins + within
    if begins < 0 or text[start : start + len(old.surface)] != old.surface:
        return None
    item = Item(
        plan=plan, line=text.count("\n", 0, start) + 1, col=start - (text.rfind("\n", 0, start) + 1),
        surface=old.surface, start=start, end=start + len(old.surface), sentence=old.sentence, confidence=0,
    )  # fmt: skip
    _fill(item, old)
    return item
