"""The life of a request for 优抚: township receives and looks into it, the county checks and confirms."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual import declare as usual

ENDS = ("confirm", "refuse", "withdraw", "terminate")
BEFORE_DECISION = ("received", "supplementing", "investigating", "noticed", "county_review", "confirming")
MATERIALS = (
    ("application", "申请书（表）"),
    ("identity", "身份证明、户口簿（能共享查询的不得要求提供）"),
    ("certificate", "残疾军人证、烈士证明书、退伍证、立功受奖证书等"),
    ("assessment", "残疾等级医学鉴定、伤情档案"),
    ("enlistment", "入伍通知书（优待金）"),
    ("bank", "银行账户"),
    ("proxy", "委托书"),
)


def _archive(s: Standing) -> str:
    return "" if "archive" in s.records else "还没有档案、证件核对记录"


def _archive_form(act: str) -> Form:
    return Form(
        "archive", "档案和证件核对",
        (
            Field("sources", "查阅的档案", hint="退役军人数据库、伤情档案、人事档案、烈士名录等"),
            Field("certificate", "证件号码", required=False),
            Field("matches", "与申报是否一致", "choice", choices=(("yes", "一致"), ("no", "不一致"))),
            Field("note", "说明", "long", required=False),
        ),
        roles=("R4", "R6"), states=("investigating", "county_review"), cite=act,
    )  # fmt: skip


def _moves(act: str) -> tuple[Move, ...]:
    """The township's part, with the public notice."""
    return (
        *usual.opening_moves(act, MATERIALS, refusal_cite=act, accept_needs=()),
        Move("preliminary", "签署初审意见并公示", ("investigating",), "noticed", ("R5",), Duty.CHECK,
             ("archive", "eligible", "answered"), asks=(usual.PROOF,), notice="open 7 CD", paper="notice",
             primary=True, cite=act),
        Move("report_ineligible", "不符合条件，上报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("archive", "ineligible"), asks=(usual.REASON,), primary=True, cite=act),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4"), Duty.NONE,
             asks=usual.DISPUTE_FIELDS, notice="dispute", cite=act),
        Move("submit", "公示期满，报县级审核", ("noticed",), "county_review", ("R4", "R5"), needs=("notice_over",),
             asks=(usual.PROOF,), notice="end", primary=True, cite=act),
    )  # fmt: skip


def _decisions(act: str) -> tuple[Move, ...]:
    """The county's part."""
    return (
        *usual.county_moves(act, ("reckoned", "archive")),
        *usual.way_out_moves(BEFORE_DECISION, ("investigating", "noticed", "county_review"), act),
    )


def _clocks(act: str) -> tuple[Clock, ...]:
    return (
        usual.acceptance_clock(),
        Clock("township", "乡镇初审", "20 WD", "accept", ("preliminary", "report_ineligible", *ENDS), act),
        Clock("publicity", "公示", "7 CD", "preliminary", ("submit", "dispute", *ENDS), act, minimum=True),
        Clock("county_review", "县级审核确认", "20 WD", "submit", ("return_to_town", *ENDS), act, after="publicity",
              starts_also=("report_ineligible",)),
        Clock("refusal_notice", "不予确认告知", "10 WD", "refuse", ("deliver",), "行政许可法 第四十四条（参照）"),
        Clock("total", "全程", "60 WD", "accept", ENDS, act, total=True),
    )  # fmt: skip


def flow(since: date, until: date | None, act: str) -> Flow:
    """The same course under either version of 军人抚恤优待条例."""
    return Flow(
        since=since,
        until=until,
        cite=act,
        states=(
            *usual.OPENING,
            State("noticed", "公示中", Phase.RUNNING),
            State("county_review", "县级审核", Phase.RUNNING),
            State("confirming", "待确认", Phase.RUNNING),
            *usual.endings(),
        ),
        moves=(*_moves(act), *_decisions(act)),
        clocks=_clocks(act),
        needs=(
            *usual.needs(eligible=act, ineligible=act, reckoned=act, answered=act, notice_over=act),
            Need("archive", "档案核对", _archive, act, "record:archive"),
        ),
        forms=(_archive_form(act), usual.dispute_answer(act)),
    )


FLOWS = (
    flow(date(2012, 1, 1), date(2024, 10, 1), "军人抚恤优待条例（国令413号）"),
    flow(date(2024, 10, 1), None, "军人抚恤优待条例（国令788号）"),
)
