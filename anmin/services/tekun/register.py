"""Writing the registers of 特困: the person recognised and in support, terms reckoned, an ending carried to the money."""

from datetime import date
from typing import Any

from anmin.kernel.declare import filed_in, judge, received_by, seal_identity, today
from anmin.kernel.flow.declare import chinese_month, newest_of
from anmin.kernel.funds.declare import stop_benefit
from anmin.kernel.people.declare import known_person
from anmin.kernel.usual.declare import due_on, issue_paper, month_after
from anmin.services.tekun.models import (
    NOTICE,
    Agreement,
    Assessment,
    Funeral,
    HospitalClaim,
    OfPerson,
    Termination,
    Visit,
)

PROGRAMME = "tekun"
ITEMS = ("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk", "can_bathe")


def save_agreement(row: Agreement, values: dict[str, Any]) -> Agreement:
    """An agreement signed, or ended. Refuses a person who is not in support, or a second of its kind."""
    _write(row, values, on=values.get("signed_on") or row.signed_on)
    if row.kind == Agreement.Kind.GUARDIAN and row.carer.strip() == row.name.strip():
        raise ValueError("监护人不能是本人。")
    return _keep(row)


def save_visit(row: Visit, values: dict[str, Any]) -> Visit:
    """A visit made."""
    _write(row, values, on=values["visited_on"])
    _not_later(row.visited_on, "走访日期")
    return _keep(row)


def save_assessment(row: Assessment, values: dict[str, Any]) -> Assessment:
    """A change reported, and then the assessment; the grade follows the six items."""
    _write(row, values, on=values.get("reported_on") or row.reported_on)
    row.due_on = due_on("10 WD", row.reported_on)
    row.failed = sum(not getattr(row, item) for item in ITEMS)
    if row.assessed_on:
        _not_later(row.assessed_on, "评估日期")
        row.grade = _grade(row)
    else:
        row.grade = ""
    return _keep(row)


def assessed(household: int, on: date) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Self-care as the county had it assessed: the newest assessment goes before what was declared."""
    case, found = newest_of(PROGRAMME, household), {}
    if case is not None and (filed := filed_in(case, "self_care")):
        last = filed[-1]
        found[case.applicant_id] = {item: last[item] == "yes" for item in ITEMS} | {"care_grade": last["grade"]}
    newer = Assessment.objects.filter(household=household, assessed_on__lte=on).order_by("assessed_on", "pk")
    for row in newer:
        found[row.person_id] = {item: getattr(row, item) for item in ITEMS} | {"care_grade": row.grade}
    return {}, found


def _grade(row: Assessment) -> str:
    own = {item: getattr(row, item) for item in ITEMS}
    found = judge(PROGRAMME, on=row.assessed_on, area=row.area, facts={"persons": [{"age": 60, **own}]})
    return found.done.person_results[0]["care_need"]


def save_claim(row: HospitalClaim, values: dict[str, Any]) -> HospitalClaim:
    """A stay in hospital, from the report to the insurer's payment."""
    _write(row, values, on=values.get("admitted_on") or row.admitted_on)
    for name, label in (("days", "护理天数"), ("asked", "申请金额"), ("paid", "理赔金额")):
        if getattr(row, name) is None:
            setattr(row, name, 0)
        if getattr(row, name) < 0:
            raise ValueError(f"{label}不能小于零。")
    if row.discharged_on and row.days > (row.discharged_on - row.admitted_on).days + 1:
        raise ValueError("护理天数不能超过住院天数。")
    return _keep(row)


def save_funeral(row: Funeral, values: dict[str, Any]) -> Funeral:
    """The burial costs, reckoned by the rules of the day of death; only for who was supported then."""
    died = values.get("died_on") or row.died_on
    _write(row, values, on=died, support_on=died)
    _not_later(row.died_on, "死亡日期")
    person = {"age": 60, "receiving_tekun": True, "funeral_due": True, "support_form": row.support_form}
    found = judge(PROGRAMME, on=row.died_on, area=row.area, facts={"persons": [person]})
    row.amount = found.values["funeral_total"]
    row.months = found.done.numbers["funeral_months"]
    row.reckoned = f"{row.get_support_form_display()}基本生活标准 × {row.months} 个月"
    return _keep(row)


def save_termination(row: Termination, values: dict[str, Any]) -> Termination:
    """An ending from its ground to the decision; what is decided stops the money from the next month.

    A death needs no notice. After an objection there is a new notice.
    """
    if Termination.objects.filter(pk=row.pk, state=Termination.State.DECIDED).exists():
        raise ValueError("已经决定终止，不能再改；恢复供养的请重新申请。")
    _write(row, values, on=values.get("noticed_on") or row.noticed_on or values.get("decided_on") or today())
    row.notice_until = row.noticed_on + NOTICE if row.noticed_on else None
    if row.state == Termination.State.DISPUTED:
        row.disputed_on = row.disputed_on or today()
        row.dispute_due_on = due_on("15 WD", row.disputed_on)
    if (
        row.state == Termination.State.NOTICED
        and row.disputed_on
        and row.noticed_on
        and row.noticed_on < row.disputed_on
    ):
        raise ValueError("有异议的须重新调查后重新公示，请填写新的公示日期。")
    if row.state == Termination.State.DECIDED:
        _decide(row)
    posted = row.state == Termination.State.NOTICED and row.noticed_on and _notice_is_new(row)
    _keep(row)
    if posted:
        _issue(row, "stop_notice", row.noticed_on, {"until": row.notice_until.isoformat()})
    return row


def _notice_is_new(row: Termination) -> bool:
    return not Termination.objects.filter(pk=row.pk, noticed_on=row.noticed_on).exists()


def _issue(row: Termination, kind: str, on: date, answers: dict[str, Any]) -> str:
    """A paper in the file of the case by which the person came into support."""
    told = {"name": row.name, "ground": row.get_ground_display(), "facts": row.facts, **answers}
    return issue_paper(row.household_id, PROGRAMME, kind, on=on, reason=row.facts, answers=told)


def _decide(row: Termination) -> None:
    if row.ground != Termination.Ground.DIED and row.noticed_on is None:
        raise ValueError("终止供养须先公示7日（民发〔2021〕43号第二十五条）。")
    row.decided_on = row.decided_on or today()
    _not_later(row.decided_on, "决定日期")
    row.stops_from = month_after(row.decided_on)
    row.full_clean(exclude=["id_number"])
    stop_benefit(row.household_id, PROGRAMME, since=row.stops_from, reason=f"终止供养：{row.get_ground_display()}")
    row.paper = _issue(
        row, "stop", row.decided_on, {"from_on": row.stops_from.isoformat(), "screened": row.get_screened_display()}
    )


def _write(row: OfPerson, values: dict[str, Any], *, on: date | None, support_on: date | None = None) -> None:
    """Sets what was answered; a new entry recognises its person, who must be in support on the day."""
    on, number = on or today(), values.pop("identity", "") or ""
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk is not None:
        return
    if not number:
        raise ValueError("请填写身份证号。")
    row.id_number, row.id_index = seal_identity(number, on=today())
    seen = known_person(number, name=row.name, on=on)
    if seen is None:
        raise ValueError(f"{row.name}在 {on} 不是登记的家庭成员，请先登记人员和家庭。")
    row.person_id, row.household_id, row.area = seen.person_id, seen.household_id, seen.area
    month = support_on or on
    if PROGRAMME not in received_by(seen.person_id, on=month) and PROGRAMME not in received_by(
        seen.person_id, on=_next(month)
    ):
        raise ValueError(f"{row.name}在{chinese_month(month)}没有生效的特困供养，不能登记；请核对人员和日期。")


def _next(day: date) -> date:
    """Papers are signed in the month of the decision, before the first payment."""
    return month_after(day)


def _not_later(day: date, label: str) -> None:
    if day > today():
        raise ValueError(f"{label}不能晚于今天。")


def _keep(row: OfPerson) -> Any:
    row.full_clean(exclude=["id_number"])
    row.save()
    return row
