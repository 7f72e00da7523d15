"""The life of a request for 优抚一次性待遇: township receives and looks into the papers, the county checks and confirms."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual import declare as usual

ENDS = ("confirm", "refuse", "withdraw", "terminate")
BEFORE_DECISION = ("received", "supplementing", "investigating", "county_review", "confirming")
MATERIALS = (
    ("application", "申请书（表）"),
    ("identity", "身份证明、户口簿（能共享查询的不得要求提供）"),
    ("certificate", "烈士证明书、因公牺牲或者病故证明书"),
    ("death", "死亡证明（丧葬补助）"),
    ("honour", "立功受奖证书"),
    ("agreement", "遗属之间的领取协议"),
    ("bank", "银行账户"),
    ("proxy", "委托书"),
)


def _papers(s: Standing) -> str:
    return "" if "papers" in s.records else "还没有证明书、领取人核对记录"


def _form(act: str) -> Form:
    return Form(
        "papers", "证明书和领取人核对",
        (
            Field("certificate", "证明书种类和号码"),
            Field("receivers", "领取人与分配", hint="有多名遗属的，写明协商结果或者法定顺序"),
            Field("paid_before", "是否已领取过", "choice", choices=(("no", "没有"), ("yes", "已领取"))),
            Field("note", "说明", "long", required=False),
        ),
        roles=("R4", "R6"), states=("investigating", "county_review"), cite=act,
    )  # fmt: skip


def _moves(act: str) -> tuple[Move, ...]:
    return (
        *usual.opening_moves(act, MATERIALS, refusal_cite=act, accept_needs=()),
        Move("preliminary", "签署初审意见，报县级审核", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("papers", "eligible", "answered"), primary=True, cite=act),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("papers", "ineligible"), asks=(usual.REASON,), primary=True, cite=act),
        *usual.county_moves(act, ("reckoned", "papers")),
        *usual.way_out_moves(BEFORE_DECISION, ("investigating", "county_review"), act),
    )  # fmt: skip


def flow(since: date, until: date | None, act: str) -> Flow:
    """The same course under either version of 军人抚恤优待条例. Nobody's death is put up for public notice."""
    return Flow(
        since=since,
        until=until,
        cite=act,
        states=(
            *usual.OPENING,
            State("county_review", "县级审核", Phase.RUNNING),
            State("confirming", "待确认", Phase.RUNNING),
            *usual.endings(),
        ),
        moves=_moves(act),
        clocks=(
            usual.acceptance_clock(),
            Clock("township", "乡镇初审", "10 WD", "accept", ("preliminary", "report_ineligible", *ENDS), act),
            Clock("refusal_notice", "不予确认告知", "10 WD", "refuse", ("deliver",), "行政许可法 第四十四条（参照）"),
            Clock("total", "全程", "30 WD", "accept", ENDS, act, total=True),
        ),
        needs=(
            *usual.needs(eligible=act, ineligible=act, reckoned=act, answered=act),
            Need("papers", "证明书和领取人核对", _papers, act, "record:papers"),
        ),
        forms=(_form(act), usual.dispute_answer(act)),
    )


FLOWS = (
    flow(date(2012, 1, 1), date(2024, 10, 1), "军人抚恤优待条例（国令413号）"),
    flow(date(2024, 10, 1), None, "军人抚恤优待条例（国令788号）"),
)
