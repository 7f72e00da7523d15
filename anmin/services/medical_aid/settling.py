"""Settling: a hospital's settlement is reckoned and aided at once; a counter's bills wait for their case.

A person's settlements go one after another: the year's sums are locked while one is reckoned.
"""

from datetime import date
from typing import Any

from anmin.kernel.declare import judge, known_person, received_by, recognised_as, seal_identity, today
from anmin.kernel.flow.declare import yuan
from anmin.services.medical_aid.models import COSTS, Settlement, YearTotal

SERVICE = "medical_aid"
TOLD = (
    "own_in_scope",
    "deductible_year",
    "above_deductible",
    "ratio_share_bp",
    "cap_left",
    "aid_person",
    "second_aid_person",
)
PROGRAMMES = {"dibao": "receiving_dibao"}  # of the whole household
ALONE = {"tekun": "receiving_tekun", "children": "receiving_orphan"}  # of a person, where it can only be this one


def save(row: Settlement, values: dict[str, Any]) -> Settlement:
    """A new settlement, or the reversal of one. Raises ValueError in words.

    The same number with the same content never comes here twice (the interface finds it settled).
    """
    if row.pk:
        return _reverse(row, values)
    number = values.pop("identity") or ""
    for name in ("reversed_on", "reversal_reason"):
        if values.pop(name, None):
            raise ValueError("冲正日期：还没有这张结算单，不能冲正。")
    for name, value in values.items():
        setattr(row, name, value or 0 if name in COSTS else value)
    if row.settled_on > today():
        raise ValueError("结算日期不能晚于今天。")
    row.id_number, row.id_index = seal_identity(number, on=today())
    # an old bill of somebody who was registered later belongs to the household of today
    known = known_person(number, name=row.name, on=row.settled_on) or known_person(number, name=row.name, on=today())
    if known is None:
        raise ValueError("身份证号：本县没有登记这个人，不能作医疗救助结算；请核对，或由患者到户籍地乡镇申请。")
    row.person_id, row.household_id, row.area, row.year = (
        known.person_id, known.household_id, known.area, row.settled_on.year,
    )  # fmt: skip
    if row.channel == Settlement.Channel.COUNTER:
        row.state, row.reason = Settlement.State.WAITING, "票据已登记，在办案件测算时自动计入；审批后结算。"
    else:
        _aid(row, known)
    row.full_clean(exclude=["id_number", "id_index", "person", "household"])
    row.save()
    return row


def _aid(row: Settlement, known: Any) -> None:
    """Reckons one hospital settlement by the rules of its day, on the year's sums; the row is not saved."""
    total = lock_year(row.id_index, row.year)
    home, own = standing_facts(known, row.settled_on)
    claim = {
        "medical_cost_total": row.cost_total, "medical_cost_in_scope": row.cost_in_scope, "paid_basic": row.paid_basic,
        "paid_serious": row.paid_serious, "paid_supplementary": row.paid_supplementary,
        "paid_by_third": row.paid_by_third, "proper_referral": not row.improper_referral, "settled_by_basic": True,
        "own_cost_before": total.own, "aid_before": total.aid, "second_aid_before": total.second_aid,
    }  # fmt: skip
    found = judge(SERVICE, on=row.settled_on, area=row.area, facts={"household": home, "persons": [own | claim]})
    mine = found.done.person_results[0]
    if mine["bill_off"]:  # kept, it would hold the number of the right one
        raise ValueError(
            "政策范围内费用：结算单数字对不上：政策范围内费用或者各项支付之和大于总费用。没有结算，请照结算单更正后用原单号再送。"
        )
    row.klass, row.own, row.aid = mine["aid_class"], mine["own_in_scope"], mine["aid_person"]
    row.second_aid = mine.get("second_aid_person", 0)
    row.reason = told(mine, found.done.plan, found.reasons)
    widen(total, mine.get("cap_of_year", 0), total.second_aid + row.second_aid)


def told(mine: dict[str, Any], plan: Any, reasons: tuple[str, ...]) -> str:
    """The steps of a settlement in lines, the amount first."""
    sum_of = mine.get("total_aid_person", mine["aid_person"])
    lines = [f"医疗救助支付 {yuan(sum_of)} 元"]
    for name in TOLD if mine["aid_class"] != "none" else TOLD[:1]:  # terms of a class only to who is of one
        node = plan.nodes.get(name)
        if node is not None and mine.get(name):
            shown = f"{yuan(mine[name])} 元" if node.unit == "fen" else f"{yuan(mine[name])}%"
            lines.append(f"{node.label} {shown}（{node.cite}）")
    return "\n".join([*lines, *(reasons if not sum_of else ())])


def lock_year(id_index: str, year: int) -> YearTotal:
    """The year's sums of a person, locked until the transaction ends."""
    YearTotal.objects.get_or_create(id_index=id_index, year=year)
    return YearTotal.objects.select_for_update().get(id_index=id_index, year=year)


def widen(total: YearTotal, cap: int, second: int) -> None:
    """Puts the cap of the person's class on the year; never below what was paid under another class."""
    total.cap, total.second_cap = max(cap, total.aid), max(second, total.second_cap)
    total.save(update_fields=["cap", "second_cap"])


def standing_facts(known: Any, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts of household and person by which the class is found: as declared, and as other programmes pay."""
    wanted = ("receiving_dibao", "receiving_edge", "watched_for_poverty", "urban_rural")
    own_wanted = (
        "receiving_tekun", "covered_by_dibao", "receiving_orphan", "receiving_unsupported_child",
        "illness_poor_recognised", "months_since_illness_poor", "other_special_hardship", "insurance",
    )  # fmt: skip
    home = {name: known.home[name] for name in wanted if name in known.home}
    own = {name: known.own[name] for name in own_wanted if name in known.own}
    paid = received_by(known.person_id, on=on)
    home |= {fact: True for programme, fact in PROGRAMMES.items() if programme in paid}
    if recognised_as(known.household_id, "low_income", "category", on=on) == "edge":
        home["receiving_edge"] = True
    if len(known.members) == 1:
        own |= {fact: True for programme, fact in ALONE.items() if programme in paid}
    return home, own


def _reverse(row: Settlement, values: dict[str, Any]) -> Settlement:
    """Takes a settlement back, the latest of the person's year first, so that the deductible stays right."""
    when = values.get("reversed_on")
    if row.state == Settlement.State.REVERSED:
        if when and when != row.reversed_on:
            raise ValueError(f"冲正日期：这张结算单已于 {row.reversed_on} 冲正，不能再改。")
        return row
    if not when:
        raise ValueError("冲正日期：已登记的结算单只能冲正；请写明冲正日期和原因。")
    if when > today():
        raise ValueError("冲正日期不能晚于今天。")
    if row.state == Settlement.State.SETTLED and row.channel == Settlement.Channel.COUNTER:
        raise ValueError(f"冲正日期：二次报账已按 {row.case_number} 发放，多发的走追回，不能冲正。")
    lock_year(row.id_index, row.year)
    later = Settlement.objects.filter(
        id_index=row.id_index, year=row.year, state=Settlement.State.SETTLED, pk__gt=row.pk
    )
    if row.state == Settlement.State.SETTLED and (last := later.order_by("-pk").first()):
        raise ValueError(f"冲正日期：此后还有结算单 {last.number}，起付线和限额按先后累计，请先冲正后面的。")
    row.state, row.reversed_on = Settlement.State.REVERSED, when
    row.reversal_reason = values.get("reversal_reason") or "医疗机构冲正"
    row.reason = f"已于 {when} 冲正，撤销医疗救助支付 {yuan(row.aid + row.second_aid)} 元。\n{row.reason}"
    row.save()
    return row
