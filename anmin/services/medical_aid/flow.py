"""The life of a request for 二次报账: direct recipients go straight to the county, all others through a public notice."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual import declare as usual

CITE = "社会救助暂行办法 第三十条"
BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
MATERIALS = (
    ("application", "申请书（表）"),
    ("identity", "身份证明（能共享查询的不得要求提供）"),
    ("bills", "医疗费用结算单、发票"),
    ("illness", "诊断证明或病历"),
    ("class", "对象证明（系统能查到的不得要求提供）"),
    ("bank", "银行账户"),
    ("proxy", "委托书"),
)
BILLS = Form(
    "bills", "票据核对",
    (
        Field("count", "票据张数", "number"),
        Field("originals", "票据", "choice", choices=(("paper", "原件"), ("shared", "医保系统查得"))),
        Field("other_claims", "是否已在别处报销", "choice", choices=(("no", "没有"), ("yes", "有，已在票据中扣除"))),
        Field("note", "说明", "long", required=False),
    ),
    roles=("R3", "R4"), states=("investigating",), cite=CITE,
)  # fmt: skip


def _bills(s: Standing) -> str:
    return "" if "bills" in s.records else "还没有票据核对记录"


def _direct(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "" if s.results.get("direct") else "不是特困人员、低保对象，须审核公示后上报"


FLOW = Flow(
    since=date(2014, 5, 1),
    cite=CITE,
    states=(
        *usual.OPENING,
        State("noticed", "公示中", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待审批", Phase.RUNNING),
        *usual.endings("已审批", "不予救助"),
    ),
    moves=(
        *usual.opening_moves(CITE, MATERIALS, accept_needs=()),
        Move("forward", "直接救助对象，报县级审批", ("investigating",), "county_review", ("R4", "R5"), Duty.HANDLE,
             ("bills", "eligible", "direct"), primary=True, cite=CITE),
        Move("preliminary", "签署审核意见并公示", ("investigating",), "noticed", ("R5",), Duty.CHECK,
             ("bills", "eligible", "answered"), asks=(usual.PROOF,), notice="open 7 CD", paper="notice", primary=True,
             cite=CITE),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("bills", "ineligible"), asks=(usual.REASON,), primary=True, cite=CITE),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE, asks=usual.DISPUTE_FIELDS,
             notice="dispute", cite=CITE),
        Move("submit", "公示期满，报县级审批", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(usual.PROOF,), notice="end", primary=True, cite=CITE),
        *usual.county_moves(
            CITE, ("reckoned",), granting="审批同意", refusing="不予救助", consequences=("settle_bills", "start_payment")
        ),
        *usual.way_out_moves(BEFORE_DECISION, ("investigating", "noticed", "county_review"), CITE),
    ),
    clocks=(
        usual.acceptance_clock(),
        Clock("publicity", "公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), CITE, minimum=True),
        Clock("refusal_notice", "不予救助告知", "10 WD", "refuse", ("deliver",), "行政许可法 第四十四条（参照）"),
        Clock("total", "全程", "20 WD", "accept", ENDS, "行政许可法 第四十二条（参照）", total=True),
    ),
    needs=(
        *usual.needs(eligible=CITE, ineligible=CITE, reckoned=CITE, answered=CITE, notice_over=CITE),
        Need("bills", "票据核对", _bills, CITE, "record:bills"),
        Need("direct", "直接救助对象", _direct, CITE, "reckon"),
    ),
    forms=(BILLS, usual.dispute_answer(CITE)),
)  # fmt: skip
