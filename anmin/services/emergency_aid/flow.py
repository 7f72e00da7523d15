"""The life of a request for 临时救助: urgent first with papers within the limit; the township decides up to its cap."""

from dataclasses import replace
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
    dispute_answer,
    endings,
    needs,
    opening_moves,
    visit,
    way_out_moves,
)

ACT = "民发〔2018〕23号"
STATE = "国发〔2014〕47号"
BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "approving", "confirming")
ENDS = ("approve", "confirm", "refuse_in_town", "refuse", "refer", "withdraw", "terminate")

FIRST_AID = Form(
    "first_aid", "先行救助登记",
    (
        Field("cause", "急难情形", "long"),
        Field("form", "救助方式", "choice", choices=(("cash", "现金"), ("goods", "实物"), ("service", "转介服务"))),
        Field("amount", "先行救助金额（实物折款）", "money", required=False,
              hint="乡镇设有备用金的，批准先行救助时自动记入备用金支出；审批时从救助金中扣除"),
        Field("received_by", "领取人和签收情况"),
    ),
    roles=("R4", "R5"), states=("received", "investigating"), signers=2, cite=f"{STATE} 二（二）",
)  # fmt: skip
AFTERWARDS = Form(
    "afterwards", "补办手续",
    (
        Field("application", "申请审批表补签情况"),
        Field("proofs", "补齐的证明材料", "long"),
        Field("used", "先行救助款物使用情况", "long", required=False),
    ),
    roles=("R4",), states=("papers_owed",), cite=f"{STATE} 二（二）",
)  # fmt: skip
MEETING = Form(
    "coordination", "县级协调机制一事一议",
    (Field("held_at", "时间和地点"), Field("members", "参加部门"), Field("conclusion", "议定意见和金额", "long")),
    roles=("R6",), states=("approving",), signers=2, cite=f"{ACT} 二（三）",
)  # fmt: skip
LOCAL = "各地规定，如喀什不超过15个工作日"
ACCEPTANCE = replace(acceptance_clock(), stops=(*acceptance_clock().stops, "help_first"))  # helped at once is accepted
VISITED = (Field("same_cause", "本年度同一原因是否已救助", "choice", choices=(("no", "没有"), ("yes", "有"))),)


def _urgent(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "" if s.results.get("urgent") else "支出型须经公示，不能直接报批"


def _spending(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "公示只对支出型；急难型直接报批" if s.results.get("urgent") else ""


def _checked(s: Standing) -> str:
    if not s.results.get("check_needed") or "check_report" in s.records:
        return ""
    return "支出型须核对家庭经济状况（低保、特困除外），还没有信息核对报告"


def _in_town(s: Standing) -> str:
    if s.results.get("decided_by") == "township":
        return ""
    return "还没有测算" if s.eligible is None else "金额超过乡镇审批权限或已一事一议，报县级民政部门审批"


def _for_county(s: Standing) -> str:
    return "金额在乡镇审批权限内，由乡镇审批" if s.results.get("decided_by") == "township" else ""


def _met(s: Standing) -> str:
    if not s.results.get("by_meeting") or "coordination" in s.records:
        return ""
    return "按一事一议办理的，须有县级协调机制的记录"


OWN_NEEDS = (
    Need("first_aid", "先行救助登记", lambda s: "" if "first_aid" in s.records else "还没有先行救助登记（两人签字）",
         f"{STATE} 二（二）", "record:first_aid", always=False),
    Need("afterwards", "补办手续", lambda s: "" if "afterwards" in s.records else "还没有补办申请审批手续",
         f"{STATE} 二（二）", "record:afterwards"),
    Need("urgent", "急难型", _urgent, f"{ACT} 二（一）1", "reckon"),
    Need("spending", "支出型", _spending, f"{ACT} 二（一）2", "reckon"),
    Need("checked", "信息核对", _checked, f"{ACT} 二（二）", "record:check_report", always=False),
    Need("in_town", "乡镇权限内", _in_town, f"{ACT} 二（二）", "reckon"),
    Need("for_county", "县级权限", _for_county, f"{ACT} 二（二）", "reckon"),
    Need("met", "一事一议", _met, f"{ACT} 二（三）", "record:coordination", always=False),
)  # fmt: skip

FLOW = Flow(
    since=date(2021, 7, 1),
    cite=f"{STATE}；{ACT}",
    states=(
        *OPENING,
        State("papers_owed", "已先行救助，待补手续", Phase.RUNNING),
        State("noticed", "公示中", Phase.RUNNING),
        State("approving", "待审批", Phase.RUNNING),
        State("confirming", "待确认", Phase.RUNNING),
        State("referred", "已转介", Phase.CLOSED),
        *endings(),
    ),
    moves=(
        *opening_moves(f"{STATE} 二（二）", MATERIALS, refusal_cite=f"{STATE} 二（二）", accept_needs=()),
        Move("help_first", "先行救助", ("received", "investigating"), "papers_owed", ("R5",), Duty.NONE, ("first_aid",),
             asks=(Field("reason", "不先行救助的后果", "long"),), consequences=("give_from_reserve",), cite=f"{STATE} 二（二）"),
        Move("complete_papers", "补齐手续", ("papers_owed",), "investigating", ("R4",), needs=("afterwards",), primary=True,
             cite=f"{STATE} 二（二）"),
        Move("propose", "核实后报批（急难型）", ("investigating",), "approving", ("R4",), Duty.CHECK,
             ("visit", "urgent", "eligible"), asks=(Field("opinion", "核实意见", "long"),), primary=True,
             cite=f"{ACT} 二（二）"),
        Move("preliminary", "提出意见并公示（支出型）", ("investigating",), "noticed", ("R4",), Duty.CHECK,
             ("consents", "visit", "spending", "checked", "eligible", "answered"), asks=(PROOF,), notice="open 7 CD",
             paper="notice", primary=True, cite=f"{ACT} 二（二）"),
        Move("report_ineligible", "不符合条件，报批", ("investigating",), "approving", ("R4",), Duty.CHECK,
             ("visit", "ineligible"), asks=(REASON,), primary=True, cite=f"{ACT} 二（二）"),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE, asks=DISPUTE_FIELDS,
             notice="dispute", cite=f"{ACT} 二（二）"),
        Move("submit", "公示期满，报批", ("noticed",), "approving", ("R4",), needs=("notice_over",), asks=(PROOF,),
             notice="end", primary=True, cite=f"{ACT} 二（二）"),
        Move("return_to_town", "退回核实", ("approving",), "investigating", ("R5", "R6"), Duty.NONE, asks=(REASON,)),
        Move("approve", "乡镇审批同意", ("approving",), "granted", ("R5",), Duty.DECIDE, ("eligible", "in_town"),
             outcome="granted", paper="town_decision", consequences=("record_aid", "start_payment"), primary=True,
             cite=f"{ACT} 二（二）"),
        Move("refuse_in_town", "乡镇不予批准", ("approving",), "notifying", ("R5",), Duty.DECIDE, ("ineligible",),
             asks=(REASON,), outcome="refused", paper="town_refusal", cite=f"{STATE} 二（二）"),
        Move("county_check", "县级审核", ("approving",), "confirming", ("R6",), Duty.CHECK, ("reckoned", "for_county", "met"),
             asks=(Field("opinion", "审核意见", "long"),), primary=True, cite=f"{ACT} 二（二）"),
        Move("send_back", "退回复核", ("confirming",), "approving", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "县级审批同意", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "for_county", "met"),
             outcome="granted", paper="decision", consequences=("record_aid", "start_payment"), primary=True, cite=f"{ACT} 二（二）"),
        Move("refuse", "县级不予批准", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",),
             asks=(REASON,), outcome="refused", paper="refusal", primary=True, cite=f"{STATE} 二（二）"),
        Move("refer", "转介其他救助", ("investigating", "approving"), "referred", ("R4", "R5"), Duty.NONE,
             asks=(Field("to", "转介至"), REASON), outcome="terminated", cite=f"{STATE} 二（四）3"),
        *way_out_moves(BEFORE_DECISION, ("investigating", "noticed", "approving"), f"{STATE} 二（二）"),
    ),
    clocks=(
        ACCEPTANCE,
        Clock("late_papers", "先行救助后补办手续", "10 WD", "help_first", ("complete_papers", *ENDS), f"{STATE} 二（二）",
              number="late_papers_days"),
        Clock("after_papers", "补齐手续后核实和审批", "15 WD", "complete_papers", ENDS, LOCAL, after="late_papers"),
        Clock("publicity", "公示（支出型）", "7 CD", "preliminary", ("submit", "dispute", *ENDS), f"{ACT} 二（二）",
              after="acceptance", minimum=True),
        Clock("total", "调查、审核和审批", "15 WD", "accept", ENDS, LOCAL, total=True),
        Clock("refusal_notice", "不予批准告知", "3 WD", "refuse", ("deliver",), f"{STATE} 二（二）", after="total"),
    ),
    needs=(
        *needs(
            consents="社会救助暂行办法 第五十八条", visit=f"{ACT} 二（二）", reckoned=f"{ACT} 二（三）", eligible=f"{ACT} 二（一）",
            ineligible=f"{ACT} 二（一）", answered=f"{ACT} 二（二）", notice_over=f"{ACT} 二（二）",
        ),
        *OWN_NEEDS,
    ),
    forms=(
        FIRST_AID,
        AFTERWARDS,
        visit(f"{ACT} 二（二）", *VISITED),
        check_request(f"{ACT} 二（二）"),
        check_report(f"{ACT} 二（二）"),
        dispute_answer(f"{ACT} 二（二）"),
        MEETING,
    ),
)  # fmt: skip

FLOWS = (FLOW,)
