"""The life of a request for 高龄津贴. Means are not looked into; that the elder lives, is old enough and lives here is."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import (
    DISPUTE_FIELDS,
    OPENING,
    PROOF,
    REASON,
    acceptance_clock,
    dispute_answer,
    endings,
    needs,
    opening_moves,
    way_out_moves,
)

ACT = "老年人权益保障法 第三十三条"
LOCAL = "各地高龄津贴办法（通行做法）"
MATERIALS = (
    ("application", "申请表"),
    ("identity", "身份证、户口簿（能共享查询的不得要求提供）"),
    ("account", "本人银行账户或社会保障卡"),
    ("proxy", "委托书和代办人身份证"),
)
BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
SEEN = (("in_person", "当面"), ("video", "视频"), ("family", "家属陪同入户"))
YES_NO = (("yes", "是"), ("no", "否"))

IDENTITY_CHECK = Form(
    "identity_check", "年龄和生存核实",
    (
        Field("seen", "怎样见到本人", "choice", choices=SEEN),
        Field("alive", "本人健在", "choice", choices=YES_NO),
        Field("age_agrees", "身份证、户口簿上的出生日期一致", "choice", choices=YES_NO),
        Field("here", "户籍在本地且没有在别处领取", "choice", choices=YES_NO),
        Field("note", "说明", "long", required=False),
    ),
    roles=("R4", "R3"), states=("investigating",), cite=LOCAL,
)  # fmt: skip


def _identity(s: Standing) -> str:
    filed = s.records.get("identity_check")
    if not filed:
        return "还没有年龄和生存核实记录"
    wrong = [
        label
        for name, label in (("alive", "本人健在"), ("age_agrees", "出生日期一致"), ("here", "户籍在本地且未在别处领取"))
        if filed[-1].get(name) == "no"
    ]
    return f"核实结论为否：{'、'.join(wrong)}；请更正申报后重新测算，或按不符合条件办理" if wrong else ""


FLOW = Flow(
    since=date(2013, 7, 1),
    cite=ACT,
    states=(
        *OPENING,
        State("noticed", "公示中", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待审批", Phase.RUNNING),
        *endings("已批准", "不予批准"),
    ),
    moves=(
        *opening_moves(ACT, MATERIALS, refusal_cite=LOCAL, accept_needs=()),
        Move("preliminary", "签署初审意见并公示", ("investigating",), "noticed", ("R5",), Duty.CHECK,
             ("identity_check", "eligible", "answered"), asks=(PROOF,), notice="open 7 CD", paper="notice", primary=True,
             cite=LOCAL),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("ineligible",), asks=(REASON,), primary=True, cite=LOCAL),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE, asks=DISPUTE_FIELDS,
             notice="dispute", cite=LOCAL),
        Move("submit", "公示期满，报县级审核", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(PROOF,), notice="end", primary=True, cite=LOCAL),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK, ("reckoned",),
             asks=(Field("opinion", "审核意见", "long"),), primary=True, cite=LOCAL),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "批准", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible",), outcome="granted",
             paper="decision", consequences=("start_payment",), primary=True, cite=ACT),
        Move("refuse", "不予批准", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=ACT),
        *way_out_moves(BEFORE_DECISION, ("investigating", "noticed", "county_review"), LOCAL),
    ),
    clocks=(
        acceptance_clock(),
        Clock("investigation", "乡镇核实初审", "10 WD", "accept", ("preliminary", "report_ineligible", *ENDS), LOCAL),
        Clock("publicity", "公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), LOCAL, after="investigation",
              minimum=True),
        Clock("county_review", "县级审批", "10 WD", "submit", ("return_to_town", *ENDS), LOCAL, after="publicity",
              starts_also=("report_ineligible",)),
        Clock("refusal_notice", "不予批准告知", "3 WD", "refuse", ("deliver",), LOCAL, after="county_review"),
        Clock("total", "全程", "30 WD", "accept", ENDS, LOCAL, total=True),
    ),
    needs=(
        *needs(reckoned=ACT, eligible=ACT, ineligible=ACT, answered=LOCAL, notice_over=LOCAL),
        Need("identity_check", "年龄和生存核实", _identity, LOCAL, "record:identity_check"),
    ),
    forms=(IDENTITY_CHECK, dispute_answer(LOCAL)),
)  # fmt: skip

FLOWS = (FLOW,)
