"""The life of a 低保 case: under 民发〔2021〕57号 from 2021-07-01, under 民发〔2012〕220号 before."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import (
    DISPUTE_FIELDS,
    OPENING,
    PROOF,
    REASON,
    acceptance_clock,
    endings,
    needs,
    opening_moves,
)
from anmin.services.dibao.forms import FORMS_2012, FORMS_2021, LONGER, MATERIALS, NOT_ACCEPTED

BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "county_review", "confirming")


def opening(cite: str) -> tuple[Move, ...]:
    """From the counter to the beginning of the investigation: alike under both regimes."""
    return opening_moves(cite, MATERIALS, not_accepted=NOT_ACCEPTED)


def closing_moves(sources: tuple[str, ...], refusal: str, ending: str) -> tuple[Move, ...]:
    """Ways out that are alike under both regimes, each with the article of its own."""
    return (
        Move("refuse", "不予确认", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",),
             asks=(REASON,), outcome="refused", paper="refusal", primary=True, cite=refusal),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("deliver", "送达不予确认通知书", ("notifying",), "refused", ("R3", "R4"),
             asks=(Field("proof", "送达方式和签收人"),), primary=True, cite=refusal),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("withdraw", "申请人撤回", sources, "withdrawn", ("R3", "R4"), Duty.NONE, asks=(REASON,),
             outcome="withdrawn", cite="书面撤回，可随时再申请"),
        Move("terminate", "终止审核", ("investigating", "noticed", "county_review"), "terminated", ("R5", "R6"),
             asks=(REASON,), outcome="terminated", cite=ending),
    )  # fmt: skip


def _meeting(s: Standing) -> str:
    return "" if "review_meeting" in s.records else "还没有民主评议记录"


ENDS = ("confirm", "refuse", "withdraw", "terminate")

FLOW_2021 = Flow(
    since=date(2021, 7, 1),
    cite="民发〔2021〕57号",
    states=(
        *OPENING,
        State("noticed", "公示中", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待确认", Phase.RUNNING),
        *endings(),
    ),
    moves=(
        *opening("民发〔2021〕57号 第十条"),
        Move("preliminary", "签署初审意见并公示", ("investigating",), "noticed", ("R5",), Duty.CHECK,
             ("visit", "check_report", "reconciled", "eligible", "answered"), asks=(PROOF,), notice="open 7 CD",
             paper="notice", primary=True, cite="民发〔2021〕57号 第十九条"),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("visit", "check_report", "reconciled", "ineligible"), asks=(REASON,), primary=True,
             cite="民发〔2021〕57号 第十九条"),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE,
             asks=DISPUTE_FIELDS,
             notice="dispute", cite="民发〔2021〕57号 第十九条"),
        Move("submit", "公示期满，报县级审核", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(PROOF,), notice="end", primary=True, cite="民发〔2021〕57号 第二十条"),
        Move("extend", "延长办理期限", ("investigating", "noticed", "county_review"), "", ("R4", "R6"), Duty.NONE,
             asks=(Field("cause", "法定情形", "choice", choices=LONGER), REASON), extends="total",
             cite="民发〔2021〕57号 第二十二条；民发〔2022〕83号 四（一）"),
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK,
             ("reckoned", "county_visit"), asks=(Field("opinion", "审核意见", "long"),), primary=True,
             cite="民发〔2021〕57号 第二十条"),
        Move("confirm", "确认同意", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "county_visit"),
             outcome="granted", paper="decision", consequences=("start_payment",), primary=True,
             cite="民发〔2021〕57号 第二十一条"),
        *closing_moves(BEFORE_DECISION, "民发〔2021〕57号 第二十一条", "民发〔2021〕57号 第二十九条"),
    ),
    clocks=(
        acceptance_clock(),
        Clock("investigation_start", "启动调查", "3 WD", "accept", ("record:visit", "record:check_request", *ENDS),
              "民发〔2021〕57号 第十五条"),
        Clock("check_start", "信息核对", "3 WD", "record:check_request", ("record:check_report", *ENDS),
              "民发〔2021〕57号 第十七条", after="investigation_start"),
        Clock("publicity", "公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), "民发〔2021〕57号 第十九条",
              after="check_start", minimum=True, number="publicity"),
        Clock("county_review", "县级审核确认", "10 WD", "submit", ("return_to_town", *ENDS), "民发〔2021〕57号 第二十条",
              after="publicity", number="county_review_days", starts_also=("report_ineligible",)),
        Clock("refusal_notice", "不予确认告知", "3 WD", "refuse", ("deliver",), "民发〔2021〕57号 第二十一条",
              after="county_review"),
        Clock("total", "全程", "30 WD", "accept", ENDS, "民发〔2021〕57号 第二十二条", total=True, extended="45 WD",
              number="total_days"),
    ),
    needs=needs(
        consents="社会救助暂行办法 第五十八条", visit="民发〔2021〕57号 第十六条", check_report="民发〔2021〕57号 第十七条",
            reconciled="民发〔2021〕57号 第十八条",
        reckoned="民发〔2021〕57号 第二十三条", eligible="民发〔2021〕57号 第四条", ineligible="民发〔2021〕57号 第四条",
        answered="民发〔2021〕57号 第十九条", notice_over="民发〔2021〕57号 第十九条", county_visit="民发〔2021〕57号 第二十条",
    ),
    forms=FORMS_2021,
)  # fmt: skip

FLOW_2012 = Flow(
    since=date(2012, 12, 12),
    until=date(2021, 7, 1),
    cite="民发〔2012〕220号",
    states=(
        *OPENING,
        State("reviewing", "民主评议", Phase.RUNNING),
        State("noticed", "乡镇公示", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待公示审批", Phase.RUNNING),
        State("county_noticed", "县级公示", Phase.RUNNING),
        *endings(),
    ),
    moves=(
        *opening("民发〔2012〕220号 第十一条"),
        Move("finish_investigation", "调查结束，民主评议", ("investigating",), "reviewing", ("R4",),
             needs=("visit", "check_report", "reconciled", "reckoned"), primary=True, cite="民发〔2012〕220号 第十七条"),
        Move("preliminary", "签署审核意见并公示", ("reviewing",), "noticed", ("R5",), Duty.CHECK,
             ("meeting", "eligible", "answered"), asks=(PROOF,), notice="open 7 CD", paper="notice", primary=True,
             cite="民发〔2012〕220号 第二十条"),
        Move("report_ineligible", "不符合条件，上报县级", ("reviewing",), "county_review", ("R5",), Duty.CHECK,
             ("meeting", "ineligible"), asks=(REASON,), primary=True, cite="民发〔2012〕220号 第二十条"),
        Move("dispute", "公示有异议", ("noticed", "county_noticed"), "investigating", ("R3", "R4", "R6"), Duty.NONE,
             asks=DISPUTE_FIELDS,
             notice="dispute", cite="民发〔2012〕220号 第二十五条"),
        Move("submit", "公示期满，报县级审批", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(PROOF,), notice="end", primary=True, cite="民发〔2012〕220号 第二十一条"),
        Move("county_check", "提出审批建议", ("county_review",), "confirming", ("R6",), Duty.CHECK,
             ("reckoned", "county_visit"), asks=(Field("opinion", "审批建议", "long"),), primary=True,
             cite="民发〔2012〕220号 第二十二条"),
        Move("county_notice", "县级公示", ("confirming",), "county_noticed", ("R6",), needs=("eligible",),
             asks=(PROOF,), notice="open 7 CD", paper="notice", primary=True, cite="民发〔2012〕220号 第二十五条"),
        Move("confirm", "批准", ("county_noticed",), "granted", ("R7",), Duty.DECIDE, ("eligible", "notice_over"),
             asks=(PROOF,), notice="end", outcome="granted", paper="decision", consequences=("start_payment",),
             primary=True, cite="民发〔2012〕220号 第二十六条"),
        *closing_moves(
            (*BEFORE_DECISION, "reviewing", "county_noticed"), "民发〔2012〕220号 第二十六条", "民发〔2012〕220号 第十五条",
        ),
    ),
    clocks=(
        acceptance_clock(),
        Clock("investigation", "乡镇调查", "10 WD", "accept", ("finish_investigation", *ENDS), "民发〔2012〕220号 第十二条"),
        Clock("meeting", "民主评议", "5 WD", "finish_investigation", ("record:review_meeting", *ENDS),
              "民发〔2012〕220号 第十七条", after="investigation"),
        Clock("publicity", "乡镇公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), "民发〔2012〕220号 第二十条",
              after="meeting", minimum=True, number="publicity"),
        Clock("county_review", "县级审核", "5 WD", "submit", ("county_check", "return_to_town", *ENDS),
              "民发〔2012〕220号 第二十二条", after="publicity", starts_also=("report_ineligible",)),
        Clock("recheck", "异议复查", "20 WD", "dispute", ("preliminary", "report_ineligible", *ENDS),
              "民发〔2012〕220号 第二十五条", after="publicity"),
        Clock("county_publicity", "县级公示", "7 CD", "county_notice", ("dispute", *ENDS), "民发〔2012〕220号 第二十五条",
              after="county_review", minimum=True, number="publicity"),
        Clock("decision", "作出决定", "3 WD", "county_check", ("county_notice", *ENDS), "民发〔2012〕220号 第二十五条",
              after="county_publicity"),
        Clock("refusal_notice", "不予批准告知", "3 CD", "refuse", ("deliver",), "民发〔2012〕220号 第二十六条",
              after="decision"),
    ),
    needs=(
        *needs(
            consents="社会救助暂行办法 第五十八条", visit="民发〔2012〕220号 第十五条", check_report="民发〔2012〕220号 第十三条",
            reconciled="民发〔2012〕220号 第十三条",
            reckoned="民发〔2012〕220号 第二十七条", eligible="民发〔2012〕220号 第四条", ineligible="民发〔2012〕220号 第四条",
            answered="民发〔2012〕220号 第二十五条", notice_over="民发〔2012〕220号 第二十五条",
            county_visit="民发〔2012〕220号 第二十二条",
        ),
        Need("meeting", "民主评议", _meeting, "民发〔2012〕220号 第十八条", "record:review_meeting"),
    ),
    forms=FORMS_2012,
)  # fmt: skip

FLOWS = (FLOW_2012, FLOW_2021)
