"""What of one cremation is free by rule, against what the funeral home says it remitted."""

from typing import Any

from anmin.kernel.declare import judge, received_by
from anmin.services.funeral.facts import CLASSES

FEES = (
    "transport_fee", "storage_price_day", "storage_days", "cremation_fee", "keeping_price_month", "keeping_months",
    "farewell_fee", "niche_fee", "eco_fee", "urn_fee", "other_fee",
)  # fmt: skip
ITEMS = (
    "transport_free", "storage_free", "cremation_free", "keeping_free", "farewell_free", "niche_free",
    "eco_free", "urn_free",
)  # fmt: skip
AGREES, OVER, UNDER, DOUBT, OPEN, NO_RULE = "agrees", "over", "under", "doubt", "open", "no_rule"
CHECKS = (
    (AGREES, "与规定一致"),
    (OVER, "多免"),
    (UNDER, "少免"),
    (DOUBT, "类别待核"),
    (OPEN, "没有逐项费用"),
    (NO_RULE, "没有规定"),
)


def reckon_free(row: Any) -> None:
    """Sets what is due free by rule, the reward, how that compares and why, in words. The row is not saved.

    Who was due money of a programme on the day of death is of that class, whatever was entered.
    """
    row.free_due, row.eco_due = None, 0
    known = row.person_id and row.match != "doubtful"
    proven = received_by(row.person_id, on=row.died_on) if known else {}
    klass, why, doubtful = _class(row.class_of_person, proven)
    try:
        found = judge("funeral", on=row.cremated_on, area=row.area, facts=_facts(row, klass))
    except ValueError as error:
        row.free_check, row.free_reason = NO_RULE, str(error)
        return
    row.class_of_person = klass
    due, itemised = found.values["free_amount"], any(getattr(row, name) for name in FEES)
    row.eco_due = found.values["eco_reward"]
    row.free_due = due if itemised or not found.values["entitled"] else None
    if row.match == "doubtful" and "已有火化登记" in row.match_note:
        why, doubtful = [*why, row.match_note], True
    row.free_check = DOUBT if doubtful else _compared(row.free_amount, row.free_due)
    row.free_reason = "\n".join([*why, *_told(found, due, itemised), *found.reasons, *found.notes])


def _class(stated: str, proven: dict[str, str]) -> tuple[str, list[str], bool]:
    """The class to reckon with, why in words, and whether a clerk must look: what is proven goes before what is said."""
    for name in ("tekun", "dibao"):
        if name in proven:
            return name, [f"死亡当月有生效的{proven[name]}待遇，属于{CLASSES[name]}。"], False
    if stated in ("dibao", "tekun"):
        return stated, [f"登记为{CLASSES[stated]}，但死亡当月在本系统没有生效的相应待遇，请核实。"], True
    if stated:
        return stated, [f"按登记的类别：{CLASSES.get(stated, stated)}。"], False
    return "resident", ["没有登记类别，按其他户籍居民。"], False


def _facts(row: Any, klass: str) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in FEES}
    claimed = row.claimed_on or row.cremated_on
    months = (claimed.year - row.cremated_on.year) * 12 + claimed.month - row.cremated_on.month
    if claimed.day > row.cremated_on.day:  # the day on which a month is full still belongs to it
        months += 1
    return facts | {
        "class_of_person": klass, "compensated": row.compensated, "cremated_here": not row.elsewhere,
        "months_to_claim": max(months, 0), "eco_kind": row.eco_kind or "none",
    }  # fmt: skip


def _compared(reported: int | None, due: int | None) -> str:
    """What was not reported was remitted at the counter as the rules give it."""
    if due is None:
        return OPEN
    if reported is None:
        return AGREES
    return AGREES if reported == due else OVER if reported > due else UNDER


def _told(found: Any, due: int, itemised: bool) -> list[str]:
    lines = found.told(ITEMS)
    if found.values["items_free"] > due:
        lines += found.told(["free_amount"])
    if found.values["entitled"] and not itemised:
        lines.append("属于免费对象；没有逐项登记费用，只核对了对象，没有核对金额。")
    if itemised:
        lines += found.told(["self_paid"])
    return lines + found.told(["eco_reward"])
