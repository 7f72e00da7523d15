"""Writing the reserves and the record of every help; what the record knows goes into the next reckoning."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from anmin.kernel.declare import filed_in, judge, today
from anmin.kernel.flow.declare import running_of
from anmin.kernel.people.declare import declared_of
from anmin.kernel.places.declare import towns
from anmin.services.emergency_aid.models import Aid, Reserve, ReserveEntry
from anmin.services.emergency_aid.screens import BOOK

LEAVES = (ReserveEntry.Kind.OUT, ReserveEntry.Kind.BACK)


def save_reserve(row: Reserve, values: dict[str, Any]) -> Reserve:
    """A township's reserve. Its cap is so many months of the standard, by the area's number."""
    for name, value in values.items():
        setattr(row, name, value)
    if len(row.area) != 12 or row.area[6:9] == "000" or row.area[9:] != "000":
        raise ValueError("备用金按乡镇（街道）设立，请选择乡镇一级的区划。")
    found = judge("emergency_aid", on=today(), area=row.area, facts={"persons": [{"age": 40}]})
    row.cap, row.refill_at = found.values["reserve_cap"], found.values["reserve_refill"]
    row.reckoned = "；".join(found.told(["reserve_cap"]))
    row.full_clean()
    row.save(update_fields=["keeper", "cap", "refill_at", "reckoned"] if row.pk else None)
    return row


def save_entry(row: ReserveEntry, values: dict[str, Any]) -> ReserveEntry:
    """A line of a reserve. The database moves the balance and refuses what would leave nothing or pass the cap."""
    if row.pk is not None:
        raise ValueError("备用金流水登记后不能修改；登记错的，另记一笔支出退回或缴回冲正，并写明原因。")
    reserve = values.pop("reserve_id", None)
    for name, value in values.items():
        setattr(row, name, value)
    row.reserve = Reserve.objects.select_for_update().get(pk=int(reserve)) if reserve else row.reserve
    row.area = row.reserve.area
    if row.on > today():
        raise ValueError("日期不能晚于今天。")
    row.full_clean()
    after = row.reserve.balance + (-row.amount if row.kind in LEAVES else row.amount)
    if after < 0:
        raise ValueError(f"余额只有 {row.reserve.balance / 100:.2f} 元，不够支出 {row.amount / 100:.2f} 元。")
    if after > row.reserve.cap:
        raise ValueError(
            f"拨入后余额 {after / 100:.2f} 元超过上限 {row.reserve.cap / 100:.2f} 元（{row.reserve.reckoned}）。"
        )
    row.save()
    row.refresh_from_db()
    return row


def reserves(who: Any) -> dict[str, str]:
    """The reserves by id of the townships for which `who` may book."""
    names = towns()
    return {
        str(row.pk): names.get(row.area, row.area) for row in Reserve.objects.filter(who.scope(BOOK)).order_by("area")
    }


def record_aid(case: Any, move: Any, who: Any, on: date) -> None:
    """Notes a decided help. Refuses a second one for the same cause in the year, unless the area or a meeting allows."""
    facts, results = case.facts["household"], case.reckoning["results"]
    cause = facts.get("aid_cause", "other")
    before = Aid.objects.filter(household=case.household_id, cause=cause, year=on.year).aggregate(most=Max("place"))
    place = (before["most"] or 0) + 1
    allowed = case.reckoning["numbers"]["times_same_cause"]
    if place > allowed and not results["by_meeting"]:
        raise ValueError(
            f"该家庭 {on.year} 年已因同一原因救助 {place - 1} 次，每年限 {allowed} 次；确需再救助的，一事一议。"
        )
    first, papers = _first_aid(case)
    aid = Aid(
        household_id=case.household_id, case_id=case.pk, area=case.area, head=case.applicant.name,
        kind=facts.get("aid_kind", "spending"), cause=cause, year=on.year, place=place, by_meeting=results["by_meeting"],
        helped_first=first is not None, first_on=first, papers_on=papers, papers_late=_late(case),
        persons=results["persons_aided"], resident=facts.get("hukou_here", True), amount=results["amount"],
        decided_by="township" if move.name == "approve" else "county", decided_on=on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            aid.save()
    except IntegrityError as clash:
        raise ValueError("同一家庭的另一件同因救助刚刚批准，请刷新后核对。") from clash


def _first_aid(case: Any) -> tuple[date | None, date | None]:
    """When help came first, and when its papers were complete."""
    days = dict(case.steps.filter(move__in=("help_first", "complete_papers")).order_by("id").values_list("move", "on"))
    return days.get("help_first"), days.get("complete_papers")


def _late(case: Any) -> bool:
    clock = case.clocks.filter(name="late_papers").order_by("-id").first()
    return bool(clock and clock.stopped_on and clock.stopped_on > clock.due_on)


def give_from_reserve(case: Any, _move: Any, _who: Any, on: date) -> None:
    """Books what is given first to the township's reserve, with the two who signed; where there is no reserve, only the
    form tells of it."""
    if declared_of(case.household_id, on=on).get("aid_kind", "spending") != "urgent":
        raise ValueError("先行救助只用于急难型；申请登记的是支出型，请先在家庭情况中更正临时救助类型。")
    given = filed_in(case, "first_aid")[-1]
    reserve = Reserve.objects.filter(area=f"{case.area[:9]}000").first()
    if reserve is None or not given.get("amount"):
        return
    booked = {
        "reserve_id": str(reserve.pk), "kind": "out", "amount": given["amount"], "on": on, "case_number": case.number,
        "receiver": given["received_by"], "paid_by": given["by_name"], "seen_by": given["second_name"],
        "note": "先行救助",
    }  # fmt: skip
    save_entry(ReserveEntry(), booked)


def _given_first(household: int) -> int:
    """Fen handed over before the decision of the household's running request: as booked, else as the form says."""
    total = 0
    for case in running_of("emergency_aid", household):
        lines = ReserveEntry.objects.filter(case_number=case.number, kind__in=("out", "refund"))
        booked = sum(line.amount if line.kind == "out" else -line.amount for line in lines)
        total += booked if lines else sum(form.get("amount") or 0 for form in filed_in(case, "first_aid")[-1:])
    return total


def known_aids(household: int, on: date) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """How often the household was helped this year, how often for the cause it now declares, what it got first."""
    mine = Aid.objects.filter(household=household, year=on.year)
    cause = declared_of(household, on=on).get("aid_cause", "other")
    known = {"aids_this_year": mine.count(), "same_cause_this_year": mine.filter(cause=cause).count()}
    given = _given_first(household)
    return known | ({"given_first": given} if given else {}), {}
