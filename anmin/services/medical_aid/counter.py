"""二次报账: bills that wait at the counter are what a case reckons with, and are settled with its decision."""

from datetime import date
from typing import Any

from anmin.kernel.declare import received_by, recognised_as
from anmin.services.medical_aid.models import Settlement, YearTotal
from anmin.services.medical_aid.settling import PROGRAMMES, lock_year, widen

SUMS = {
    "medical_cost_total": "cost_total", "medical_cost_in_scope": "cost_in_scope", "paid_basic": "paid_basic",
    "paid_serious": "paid_serious", "paid_supplementary": "paid_supplementary", "paid_by_third": "paid_by_third",
}  # fmt: skip


def knows(household: int, day: date) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Of each person with waiting bills of the latest year among them: the costs together, and the year so far."""
    edge = recognised_as(household, "low_income", "category", on=day) == "edge"
    home: dict[str, Any] = {"receiving_edge": True} if edge else {}
    found: dict[int, dict[str, Any]] = {}
    for person, bills in _waiting(household).items():
        paid = received_by(person, on=day)
        home |= {fact: True for programme, fact in PROGRAMMES.items() if programme in paid}
        total = YearTotal.objects.filter(id_index=bills[0].id_index, year=bills[0].year).first() or YearTotal()
        found[person] = {fact: sum(getattr(b, name) for b in bills) for fact, name in SUMS.items()} | {
            "settled_by_basic": True,
            "proper_referral": not any(b.improper_referral for b in bills),
            "own_cost_before": total.own,
            "aid_before": total.aid,
            "second_aid_before": total.second_aid,
        }
    return home, found


def _waiting(household: int) -> dict[int, list[Settlement]]:
    """Bills by person; those of another year than the person's oldest wait for the next case."""
    rows = Settlement.objects.filter(household_id=household, state=Settlement.State.WAITING).order_by("year", "pk")
    found: dict[int, list[Settlement]] = {}
    for row in rows:
        bills = found.setdefault(row.person_id, [])
        if not bills or bills[0].year == row.year:
            bills.append(row)
    return found


def settle_bills(case: Any, _move: Any, _who: Any, _on: date) -> None:
    """The decision of a case settles its bills. Refused where the year went on since the reckoning."""
    people = [person for person, _ in case.facts["who"]]
    waiting = _waiting(case.household_id)
    for person, facts, mine in zip(people, case.facts["persons"], case.reckoning["persons"], strict=True):
        bills = waiting.get(person, [])
        if not bills:
            if mine.get("total_aid_person"):
                raise ValueError("救助金额没有对应的票据：请先在“医疗救助结算”登记票据，再退回重新测算。")
            continue
        total = lock_year(bills[0].id_index, bills[0].year)
        seen = tuple(facts.get(name, 0) for name in ("own_cost_before", "aid_before", "second_aid_before"))
        if seen != (total.own, total.aid, total.second_aid) or _changed(bills, facts):
            raise ValueError(f"{bills[0].name}测算之后又有结算或票据登记，请退回复核重新测算。")
        widen(total, mine.get("cap_of_year", 0), total.second_aid + mine.get("second_aid_person", 0))
        _spread(bills, mine, case.number)


def _changed(bills: list[Settlement], facts: dict[str, Any]) -> bool:
    return any(facts.get(fact, 0) != sum(getattr(b, name) for b in bills) for fact, name in SUMS.items())


def _spread(bills: list[Settlement], mine: dict[str, Any], case_number: str) -> None:
    """The person's aid over the bills by what each left to bear; the last one takes what the fen leave over."""
    own, aid, second = mine["own_in_scope"], mine["aid_person"], mine.get("second_aid_person", 0)
    for place, bill in enumerate(bills):
        bears = bill.cost_in_scope - bill.paid_basic - bill.paid_serious - bill.paid_by_third
        bill.own = own if place == len(bills) - 1 else min(max(bears, 0), own)
        bill.aid = aid * bill.own // max(own, 1)
        bill.second_aid = second * bill.own // max(own, 1)
        own, aid, second = own - bill.own, aid - bill.aid, second - bill.second_aid
        bill.klass, bill.state, bill.case_number = mine["aid_class"], Settlement.State.SETTLED, case_number
        bill.reason = f"按 {case_number} 审批结算。"
        bill.save()
