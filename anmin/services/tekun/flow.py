"""The life of a 特困 request under 民发〔2021〕43号. How support ends is in the register of terminations."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import (
    DISPUTE_FIELDS,
    MATERIALS,
    OPENING,
    PROOF,
    REASON,
    acceptance_clock,
    check_report,
    check_request,
    county_visit,
    difference_answer,
    dispute_answer,
    endings,
    needs,
    opening_moves,
    visit,
    way_out_moves,
)
from anmin.services.tekun.facts import CARE_GRADES

ACT = "民发〔2021〕43号"
OWN_MATERIALS = (
    *MATERIALS,
    ("obligor_consent", "法定义务人的核对授权书"),
    ("obligor_proof", "义务人无履行能力的证明（残疾证、判决书、服刑证明等）"),
)
BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
YES_NO = (("yes", "能自主完成"), ("no", "不能自主完成"))
ITEMS = (
    ("can_eat", "吃饭"), ("can_dress", "穿衣"), ("can_get_up", "上下床"), ("can_toilet", "如厕"), ("can_walk", "室内行走"),
    ("can_bathe", "洗澡"),
)  # fmt: skip

SELF_CARE = Form(
    "self_care", "生活自理能力评估",
    (
        *(Field(name, label, "choice", choices=YES_NO) for name, label in ITEMS),
        Field("grade", "评估结论", "choice", choices=tuple(CARE_GRADES.items())[1:]),
        Field("assessor", "评估人（县级民政部门或委托机构）"),
        Field("note", "说明", "long", required=False),
    ),
    roles=("R4", "R6"), states=("investigating", "county_review"), signers=2, cite=f"{ACT} 第二十一条",
)  # fmt: skip
OBLIGORS = Form(
    "obligors", "法定义务人调查",
    (
        Field("named", "义务人姓名、关系和住址", "long", hint="没有义务人的写明查证经过"),
        Field("authorised", "义务人已授权核对", "choice", choices=(("yes", "已授权"), ("none", "没有义务人或无法授权"))),
        Field("findings", "履行能力查证情况", "long"),
    ),
    roles=("R4",), states=("investigating",), cite=f"{ACT} 第八条、第十条",
)  # fmt: skip


def _filed(form: str, said: str):
    return lambda s: "" if form in s.records else said


def _grade_agrees(s: Standing) -> str:
    filed = s.records.get("self_care", ())
    if not filed:
        return "还没有生活自理能力评估"
    last = filed[-1]
    failed = sum(last.get(name) == "no" for name, _ in ITEMS)
    due = "full" if failed >= 4 else "partial" if failed >= 1 else "self"
    if last.get("grade") == due:
        return _reckoned_so(s, due)
    return f"六项中有 {failed} 项不能自主完成，应评为“{CARE_GRADES[due]}”，请更正评估结论"


def _reckoned_so(s: Standing, grade: str) -> str:
    """The amount rests on the grade that was assessed; an assessment after the reckoning asks for another one."""
    partial, full = s.results.get("partial_care", 0), s.results.get("full_care", 0)
    if {"self": s.results.get("supported", 1) - partial - full, "partial": partial, "full": full}[grade] > 0:
        return ""
    return f"测算时不是按评估结论“{CARE_GRADES[grade]}”，请退回复核，由县局经办重新测算"


OWN_NEEDS = (
    Need("self_care", "自理能力评估", _grade_agrees, f"{ACT} 第二十二条", "record:self_care"),
    Need("obligors", "义务人调查", _filed("obligors", "还没有法定义务人调查记录"), f"{ACT} 第八条", "record:obligors"),
)
COUNTY = (
    State("noticed", "公示中", Phase.RUNNING),
    State("county_review", "县级审核", Phase.RUNNING),
    State("confirming", "待确认", Phase.RUNNING),
)

FLOW = Flow(
    since=date(2021, 7, 1),
    cite=ACT,
    states=(*OPENING, *COUNTY, *endings()),
    moves=(
        *opening_moves(f"{ACT} 第十一条", OWN_MATERIALS),
        Move("preliminary", "签署初审意见并公示", ("investigating",), "noticed", ("R5",), Duty.CHECK,
             ("visit", "check_report", "reconciled", "obligors", "eligible", "answered"), asks=(PROOF,),
             notice="open 7 CD", paper="notice", primary=True, cite=f"{ACT} 第十四条"),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("visit", "check_report", "reconciled", "ineligible"), asks=(REASON,), primary=True,
             cite=f"{ACT} 第十四条"),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE, asks=DISPUTE_FIELDS,
             notice="dispute", cite=f"{ACT} 第十四条"),
        Move("submit", "公示期满，报县级审核", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(PROOF,), notice="end", primary=True, cite=f"{ACT} 第十四条"),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK,
             ("reckoned", "county_visit"), asks=(Field("opinion", "审核意见（含是否随机抽查）", "long"),), primary=True,
             cite=f"{ACT} 第十五条"),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "确认同意", ("confirming",), "granted", ("R7",), Duty.DECIDE,
             ("eligible", "self_care", "county_visit"), outcome="granted", paper="decision",
             consequences=("start_payment",), primary=True, cite=f"{ACT} 第十六条"),
        Move("refuse", "不予确认", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=f"{ACT} 第十七条"),
        *way_out_moves(BEFORE_DECISION, ("investigating", "noticed", "county_review"), f"{ACT} 第十七条"),
    ),
    clocks=(
        acceptance_clock(),
        Clock("investigation", "乡镇调查初审", "15 WD", "accept", ("preliminary", "report_ineligible", *ENDS),
              f"{ACT} 第十三条"),
        Clock("publicity", "公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), f"{ACT} 第十四条",
              after="investigation", minimum=True),
        Clock("dispute", "异议重新调查并重新公示", "15 WD", "dispute", ("preliminary", "report_ineligible", *ENDS),
              f"{ACT} 第十四条", after="publicity"),
        Clock("county_review", "县级审核确认", "15 WD", "submit", ("return_to_town", *ENDS), f"{ACT} 第十五条",
              after="publicity", starts_also=("report_ineligible",)),
        Clock("refusal_notice", "不予确认告知", "3 WD", "refuse", ("deliver",), f"{ACT} 第十七条", after="county_review"),
    ),
    needs=(
        *needs(
            consents=f"{ACT} 第十条", visit=f"{ACT} 第十三条", check_report=f"{ACT} 第十三条",
            reconciled=f"{ACT} 第十三条", reckoned=f"{ACT} 第四条",
            eligible=f"{ACT} 第四条", ineligible=f"{ACT} 第四条", answered=f"{ACT} 第十四条", notice_over=f"{ACT} 第十四条",
            county_visit=f"{ACT} 第十五条",
        ),
        *OWN_NEEDS,
    ),
    forms=(
        visit(f"{ACT} 第十三条"),
        OBLIGORS,
        check_request(f"{ACT} 第十三条"),
        check_report(f"{ACT} 第十三条"),
        difference_answer(f"{ACT} 第十三条"),
        SELF_CARE,
        dispute_answer(f"{ACT} 第十四条"),
        county_visit(f"{ACT} 第十五条"),
    ),
)  # fmt: skip

FLOWS = (FLOW,)
