"""Work on a case that is not a move: forms filed, and the reckoning."""

from datetime import date

from anmin.kernel.access.api import Account, Denied, User, user_of
from anmin.kernel.flow import timing
from anmin.kernel.flow.answers import faults_in
from anmin.kernel.flow.cases import (
    TO_KEEP_AWAY,
    MoveRefused,
    case_to_change,
    flow_of,
    is_kin,
    log_step,
    require_later,
)
from anmin.kernel.flow.declare import RECKON, Duty, Form, Phase
from anmin.kernel.flow.models import Case, Record
from anmin.kernel.flow.reckon import reckon_case
from anmin.kernel.flow.standing import Dossier, store_record
from anmin.kernel.flow.turns import RECKONERS, settle
from anmin.kernel.places.api import prefix_of


def forms_for(case: Case, who: User, today: date, dossier: Dossier | None = None) -> list[Form]:
    """The forms this user may fill in on the case now."""
    if dossier.is_kin if dossier else is_kin(case, who, today):
        return []
    return [f for f in flow_of(case).forms if case.state in f.states and who.role_at(case.area, f.roles)]


def file_record(
    case_id: int, name: str, answers: dict, *, who: User, on: date, second_by: Account | None = None
) -> Record:
    """Files one form, checked against its declaration. Raises MoveRefused with what is missing, or Denied."""
    case = case_to_change(case_id)
    flow = flow_of(case)
    form = next((f for f in flow.forms if f.name == name), None)
    if form is None:
        raise MoveRefused(f"这一业务没有“{name}”这张表。")
    at_hand = Dossier.load(case, who, on)
    if form not in forms_for(case, who, on, at_hand):
        raise Denied(f"现在不能填写“{form.label}”：案件状态、您的岗位或回避规定不允许。")
    require_later(case, at_hand, on)
    missing = faults_in(form.fields, answers, on) + _second(case, form, who, second_by, on)
    if missing:
        raise MoveRefused(f"“{form.label}”没有填完：{'；'.join(missing)}。", missing)
    known = {f.name for f in form.fields}
    kept = {k: v for k, v in answers.items() if k in known}
    record = store_record(case, name, kept, by=who.account, second_by=second_by, on=on)
    role = who.role_at(case.area, form.roles)
    log_step(case, f"record:{name}", form.label, case.state, role, Duty.HANDLE, who, on, "", {})
    running = timing.apply_move(case, flow, f"record:{name}", case.state, on)
    at_hand.receives(record)
    settle(case, at_hand.forms, running, at_hand.standing)
    case.save(update_fields=("due_on", "awaits"))
    return record


def _second(case: Case, form: Form, who: User, second: Account | None, on: date) -> tuple[str, ...]:
    """What is wrong with the second signer: someone else, on duty in the area, and no relative."""
    if form.signers < 2:
        return ()
    if second is None:
        return (f"“{form.label}”须两人共同办理（{form.cite}），请选择第二名调查人员",)
    if second.pk == who.account.pk:
        return ("第二名调查人员不能是本人",)
    other = user_of(second, on)
    if not any(case.area.startswith(prefix_of(area)) for area in other.areas()):
        return (f"{second.name}在本辖区没有岗位，不能作第二名调查人员",)
    if is_kin(case, other, on):
        return (f"{second.name}是该家庭成员的近亲属，应当回避，请另选一人",)
    return ()


def may_reckon(case: Case, who: User) -> str:
    """Why this user cannot reckon the case now, in words; "" where they may.

    What the public was told and what waits for a decision stays as it is.
    """
    if who.role_at(case.area, RECKONERS) is None:
        return "测算由乡镇经办或县局经办进行。"
    if case.phase not in (Phase.RECEIVED, Phase.RUNNING):
        return "案件已经决定，不再测算。"
    moves = flow_of(case).moves_from(case.state)
    if any(move.notice.startswith(("end", "dispute")) for move in moves):
        return "公示期间不能重新测算；公示有异议的，先登记异议。"
    if any(move.duty is Duty.DECIDE for move in moves):
        return "案件正等待决定；需要重新测算的，由决定人退回复核。"
    return ""


def reckon(case_id: int, *, who: User, on: date) -> Case:
    """Reckons the case with the facts of `on` and freezes them. May be done again until the public is told."""
    case = case_to_change(case_id)
    if why_not := may_reckon(case, who):
        raise Denied(why_not)
    at_hand = Dossier.load(case, who, on)
    if at_hand.is_kin:
        raise Denied(TO_KEEP_AWAY)
    require_later(case, at_hand, on)
    reckon_case(case, on)
    role = who.role_at(case.area, RECKONERS)
    told = {"amount_month": case.amount_month}
    log_step(case, RECKON, "测算", case.state, role, Duty.HANDLE, who, on, "", told)
    settle(case, at_hand.forms, timing.running_of(case), at_hand.standing)
    case.save(update_fields=("facts", "reckoning", "amount_month", "awaits"))
    return case
