"""Cases in JSON beyond their row: steps, clocks, what they wait for, and the reckoning with every step and article.

Programs read cases and may reckon; they move none (see `User.role_at`).
"""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from pydantic import Field

from anmin.kernel.access.api import Denied
from anmin.kernel.access.declare import SEE_NUMBERS, Permission
from anmin.kernel.flow.api import Case, Dossier, bars, flow_of, recompute
from anmin.kernel.law.api import FactError, LawError, as_data, reckon, stored_numbers
from anmin.kernel.service import register
from anmin.web.cases.looks import waiting_for
from anmin.web.cases.page import one

PERMISSIONS: dict[str, Permission] = {"reckonings": SEE_NUMBERS}
REASON = "您是该家庭成员的近亲属，应当回避本案，不能查看。"


class StepOut(Schema):
    """One thing that was done."""

    move: str
    label: str
    on: date
    by: str
    role: str
    state: str
    reason: str


class ClockOut(Schema):
    """A legal time limit and how it stands today."""

    name: str
    label: str
    starts_on: date
    due_on: date
    stopped_on: date | None
    used: int = Field(..., description="已用天数")
    limit: int = Field(..., description="期限天数")
    unit: str = Field(..., description="WD 工作日，CD 自然日")
    state: str = Field(..., description="running、due_soon、overdue、suspended、done、done_late")
    provisional: bool = Field(..., description="跨过尚未公布节假日安排的年份")
    cite: str


class FileOut(Schema):
    """How a case stands."""

    id: int
    number: str
    service: str
    state: str
    state_label: str
    outcome: str
    near_kin: bool
    disputed: bool
    amount_month: int | None = Field(None, description="月保障金（分）")
    waiting_for: str = Field(..., description="现在等谁办什么")
    steps: list[StepOut]
    clocks: list[ClockOut]


class ReckoningOut(Schema):
    """A reckoning with every step; amounts in fen."""

    service: str
    date: date
    area: str
    results: dict[str, Any]
    steps: list[dict[str, Any]]


class FactsIn(Schema):
    """A household to reckon without keeping anything. `numbers` puts other dated numbers in place for this call."""

    on: date = Field(..., alias="date", description="按这一天的规定")
    area: str = Field(..., pattern=r"^\d{2,12}$", description="区划代码")
    household: dict[str, Any] = Field({}, description="家庭的事实，金额为分")
    persons: list[dict[str, Any]] = Field(..., min_length=1, max_length=50, description="各成员的事实")
    numbers: dict[str, Any] = Field({}, description="本次测算改用的数")


class Wrong(Schema):
    """What is wrong, in words."""

    detail: str


class Unfit(Schema):
    """Why nothing was reckoned: in words, or for a body of another shape each fault with its place."""

    detail: str | list[dict]


def add_to(api: NinjaAPI, refusals: dict[int, type[Schema]]) -> None:
    """Adds the endpoints of cases to the interface."""
    found = refusals | {404: Wrong}
    api.get("/cases/{int:pk}/file", response=found | {200: FileOut}, tags=["案件"], summary="案件办理情况")(file)
    api.get(
        "/cases/{int:pk}/reckoning",
        response=found | {200: ReckoningOut},
        tags=["案件"],
        summary="案件的测算，每一步及其依据",
    )(reckoning)
    api.post(
        "/reckonings/{slug:service}", response=found | {200: ReckoningOut, 422: Unfit}, tags=["测算"],
        summary="测算一户，不保存",
    )(reckon_facts)  # fmt: skip


def file(request: HttpRequest, pk: int) -> dict:
    """Steps and clocks of a case, and what it waits for."""
    case, at_hand, today = _opened(request, pk)
    flow = flow_of(case)
    return {
        "id": case.pk,
        "number": case.number,
        "service": case.service,
        "state": case.state,
        "state_label": flow.state(case.state).label,
        "outcome": case.outcome,
        "near_kin": case.near_kin,
        "disputed": case.disputed,
        "amount_month": case.amount_month,
        "waiting_for": waiting_for(case, flow, at_hand),
        "steps": [
            {
                "move": s.move, "label": s.label, "on": s.on, "by": s.actor.name, "role": s.role, "state": s.target,
                "reason": s.reason,
            }
            for s in at_hand.steps
        ],
        "clocks": [_clock(row, bar) for row, bar in bars(case, today)],
    }  # fmt: skip


def reckoning(request: HttpRequest, pk: int) -> Any:
    """The reckoning that is frozen with the case."""
    case, _, _ = _opened(request, pk)
    if not case.facts:
        raise HttpError(404, "本案还没有测算。")
    return as_data(recompute(case))


def reckon_facts(request: HttpRequest, service: str, facts: FactsIn) -> Any:
    """Reckons one household; nothing is kept."""
    if service not in register() or not register()[service].flows:
        raise HttpError(404, f"没有名为 {service} 的业务。")
    try:
        done = reckon(
            service, facts.on, facts.area, household=facts.household, persons=facts.persons, table=stored_numbers(),
            given=facts.numbers,
        )  # fmt: skip
    except (FactError, LawError) as error:
        raise HttpError(422, str(error)) from error
    return as_data(done)


def _opened(request: HttpRequest, pk: int) -> tuple[Case, Dossier, date]:
    today = timezone.localdate()
    case = one(request.who, pk)
    at_hand = Dossier.load(case, request.who, today)
    if at_hand.is_kin:
        raise Denied(REASON)
    return case, at_hand, today


def _clock(row: Any, bar: Any) -> dict:
    return {
        "name": row.name, "label": row.label, "starts_on": row.starts_on, "due_on": row.due_on,
        "stopped_on": row.stopped_on, "used": max(bar.used, 0), "limit": bar.limit, "unit": bar.unit,
        "state": bar.state, "provisional": row.provisional, "cite": row.cite,
    }  # fmt: skip
