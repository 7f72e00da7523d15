"""The life of a request to be recognised as a low-income family: one request, looked at for each kind in turn."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import (
    OPENING,
    REASON,
    acceptance_clock,
    check_report,
    check_request,
    county_visit,
    difference_answer,
    endings,
    needs,
    opening_moves,
    visit,
    way_out_moves,
)

RIGID = "民发〔2024〕57号"
EDGE = "民发〔2021〕57号"
OPENS, RIGID_ON = date(2021, 7, 1), date(2025, 1, 1)
LONGER = (
    ("elsewhere", "人户分离"),
    ("hard", "家庭经济状况或刚性支出调查难度较大"),
)
BEFORE_DECISION = ("received", "supplementing", "investigating", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")

RECEIPTS = Form(
    "receipts", "刚性支出票据清单",
    (
        Field("medical", "医疗票据张数和自付金额", "long", hint="票据号逐张登记，与医疗救助、临时救助用过的核对去重"),
        Field("education", "教育收费凭证", "long", required=False),
        Field("rehab", "残疾康复凭证", "long", required=False),
        Field("other", "生活和其他必需支出", "long", required=False),
        Field("checked", "是否已去重", "choice", choices=(("yes", "已与其他救助核对，没有重复"), ("no", "有重复，已剔除"))),
    ),
    roles=("R4",), states=("investigating",), cite=f"{RIGID} 第七条",
)  # fmt: skip
MEETING = Form(
    "coordination", "县级协调机制一事一议",
    (Field("held_at", "时间和地点"), Field("members", "参加部门"), Field("conclusion", "议定意见", "long")),
    roles=("R6",), states=("county_review",), signers=2, cite=f"{RIGID} 第十六条",
)  # fmt: skip


def _receipts(s: Standing) -> str:
    if s.results.get("category") != "rigid" or "receipts" in s.records:
        return ""
    return "认定刚性支出困难家庭须有支出票据清单，还没有登记"


OWN_NEEDS = (Need("receipts", "支出票据", _receipts, f"{RIGID} 第七条", "record:receipts", always=False),)


def _moves(view: str, decision: str, total: str) -> tuple[Move, ...]:
    """What may be done, with the articles of the day."""
    return (
        *opening_moves(f"{EDGE} 第十条"),
        Move("preliminary_view", "签署初审意见，报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("visit", "check_report", "reconciled", "reckoned", "receipts"),
             asks=(Field("opinion", "初审意见", "long"),), primary=True, cite=view),
        Move("extend", "延长办理期限", ("investigating", "county_review"), "", ("R4", "R6"), Duty.NONE,
             asks=(Field("cause", "法定情形", "choice", choices=LONGER), REASON), extends="total", cite=total),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK,
             ("reckoned", "county_visit"), asks=(Field("opinion", "审核意见", "long"),), primary=True,
             cite=decision),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "认定", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "receipts", "county_visit"),
             outcome="granted", paper="decision", consequences=("name_officer",), primary=True, cite=decision),
        Move("refuse", "不予认定", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=decision),
        *way_out_moves(BEFORE_DECISION, ("investigating", "county_review"), decision),
    )  # fmt: skip


def _flow(since: date, until: date | None, act: str, *, view: str, decision: str, total: str) -> Flow:
    """The same course of a request, with the articles of its day."""
    return Flow(
        since=since,
        until=until,
        cite=act,
        states=(
            *OPENING,
            State("county_review", "县级审核", Phase.RUNNING),
            State("confirming", "待确认", Phase.RUNNING),
            *endings(),
        ),
        moves=_moves(view, decision, total),
        clocks=(
            acceptance_clock(),
            Clock("investigation_start", "启动调查", "3 WD", "accept", ("record:visit", "record:check_request", *ENDS),
                  f"{EDGE} 第十五条"),
            Clock("total", "全程", "30 WD", "accept", ENDS, total, total=True, extended="45 WD"),
            Clock("refusal_notice", "不予认定告知", "3 WD", "refuse", ("deliver",), f"{EDGE} 第二十一条", after="total"),
        ),
        needs=(
            *needs(
                consents="社会救助暂行办法 第五十八条", visit=f"{EDGE} 第十六条", check_report=f"{EDGE} 第十七条",
                reconciled=f"{EDGE} 第十八条", reckoned=f"{EDGE} 第八条", eligible=f"{EDGE} 第八条", ineligible=f"{EDGE} 第八条",
                county_visit=f"{EDGE} 第二十条",
            ),
            *OWN_NEEDS,
        ),
        forms=(
            visit(f"{EDGE} 第十六条"),
            check_request(f"{EDGE} 第十七条"),
            check_report(f"{EDGE} 第十七条"),
            difference_answer(f"{EDGE} 第十八条"),
            RECEIPTS,
            MEETING,
            county_visit(f"{EDGE} 第二十条"),
        ),
    )  # fmt: skip


FLOW_2021 = _flow(
    OPENS,
    RIGID_ON,
    f"{EDGE}；国办发〔2023〕39号",
    view=f"{EDGE} 第十九条",
    decision=f"{EDGE} 第二十条",
    total=f"{EDGE} 第二十二条",
)
FLOW_2025 = _flow(
    RIGID_ON, None, f"{EDGE}；国办发〔2023〕39号；{RIGID}", view=f"{RIGID} 第十三条", decision=f"{RIGID} 第十四条",
    total=f"{RIGID} 第十五条",
)  # fmt: skip
FLOWS = (FLOW_2021, FLOW_2025)
