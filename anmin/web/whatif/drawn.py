"""A result as a page draws it: names for codes, changes beside sums, widths for bars."""

from __future__ import annotations

from typing import Any

from anmin.kernel.people.api import Household
from anmin.kernel.places.api import area_names

MOVES = (("entering", "新进入"), ("leaving", "退出"), ("gaining", "增发"), ("losing", "减发"), ("same", "不变"))
CLASSES = {"urban": "城镇", "rural": "农村", "": ""}


def drawn(result: dict[str, Any]) -> dict[str, Any]:
    """The result with all that a page needs besides."""
    towns = {town["area"] for each in result["services"] for town in each["towns"]}
    names = {code[:9]: name for code, name in area_names({town.ljust(12, "0") for town in towns}).items()}
    pages = _pages(result)
    return {**result, "services": [_service(each, names, pages) for each in result["services"]],
            "change": result["total"]["after"] - result["total"]["before"]}  # fmt: skip


def _pages(result: dict[str, Any]) -> set[int]:
    """Households among the examples that have a page of their own."""
    if not result["population"]["real"]:
        return set()
    found = {e["household"] for s in result["services"] for kind in s["examples"].values() for e in kind}
    return set(Household.objects.filter(pk__in=found).values_list("pk", flat=True))


def _service(each: dict[str, Any], names: dict[str, str], pages: set[int]) -> dict[str, Any]:
    first, last = each["months"][0], each["months"][-1]
    most = max((max(m["before"]["amount"], m["after"]["amount"]) for m in each["months"]), default=0) or 1
    widest = max((abs(_change(t)) for t in each["towns"]), default=0) or 1
    households = max((b["households"] for b in each["by_change"]), default=0) or 1
    return {
        **each,
        "first": first,
        "last": last,
        "change": each["total"]["after"] - each["total"]["before"],
        "months": [
            {
                **m,
                "change": _change(m),
                "was": _share(m["before"]["amount"], most),
                "now": _share(m["after"]["amount"], most),
            }
            for m in each["months"]
        ],
        "funds": [{**f, "change": f["after"] - f["before"], "class": CLASSES[f["urban_rural"]]} for f in each["funds"]],
        "towns": [
            {
                **t,
                "name": names.get(t["area"], t["area"]),
                "change": _change(t),
                "width": _share(abs(_change(t)), widest),
            }
            for t in each["towns"]
        ],
        "moves": [{"kind": kind, "label": label, **each["moves"][kind]} for kind, label in MOVES],
        "examples": [
            {"label": label, "rows": [_example(e, names, pages) for e in each["examples"].get(kind, ())]}
            for kind, label in MOVES
            if each["examples"].get(kind)
        ],
        "by_change": [
            {**b, "label": _range(b), "width": _share(b["households"], households)} for b in each["by_change"]
        ],
    }


def _change(row: dict[str, Any]) -> int:
    return row["after"]["amount"] - row["before"]["amount"]


def _share(value: int, of: int) -> int:
    return round(100 * value / of)


def _example(one: dict[str, Any], names: dict[str, str], pages: set[int]) -> dict[str, Any]:
    town = names.get(one["area"][:9], one["area"][:9])
    return {**one, "town": town, "class": CLASSES[one["urban_rural"]], "change": one["after"] - one["before"],
            "page": one["household"] in pages}  # fmt: skip


def _range(step: dict[str, Any]) -> str:
    low, high = step["from"], step["to"]
    if low == high == 0:
        return "不变"
    if low is None:
        return f"少 {-high // 100} 元以上"
    if high is None:
        return f"多 {low // 100} 元以上"
    if high <= 0:
        return f"少 {-high // 100}—{-low // 100} 元" if high else f"少 {-low // 100} 元以内"
    return f"多 {low // 100}—{high // 100} 元" if low else f"多 {high // 100} 元以内"


def comparison(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """For each service of either result, lines with what both say; where they rest on the same law, 'before' is one."""
    out = []
    a, b = ({s["name"]: s for s in r["services"]} for r in (one, other))
    for name in dict.fromkeys([*a, *b]):
        left, right = a.get(name), b.get(name)
        label = (left or right)["label"]  # type: ignore[index]
        out.append({"label": label, "lines": [_line(told, left, right) for told in _LINES]})
    return out


_LINES = (
    ("期内合计（原）", True, lambda s: s["total"]["before"]),
    ("期内合计（新）", True, lambda s: s["total"]["after"]),
    ("期内增减", True, lambda s: s["total"]["after"] - s["total"]["before"]),
    ("期末月金额（新）", True, lambda s: s["months"][-1]["after"]["amount"]),
    ("期末户数（新）", False, lambda s: s["months"][-1]["after"]["households"]),
    ("期末人数（新）", False, lambda s: s["months"][-1]["after"]["persons"]),
    *(
        (f"{label}户数", False, lambda s, kind=kind: s["moves"][kind]["households"])
        for kind, label in MOVES
        if kind != "same"
    ),
)


def _line(told: tuple, left: dict | None, right: dict | None) -> dict[str, Any]:
    label, money, value = told
    sides = [value(side) if side else None for side in (left, right)]
    both = None if None in sides else sides[1] - sides[0]
    return {"label": label, "money": money, "a": sides[0], "b": sides[1], "change": both}
