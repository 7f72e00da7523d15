"""The life of a request to the fund: looked into by the township, voted on by the committee, published, signed.

Each member of the committee votes under their own account; near relatives of the household are kept away by the house.
Whoever voted does not sign the decision.
"""

from collections import Counter
from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual import declare as usual

CITE = "基金章程 评审程序"
LAW = "慈善法 第六章"
BEFORE_DECISION = ("received", "supplementing", "investigating", "committee", "noticed", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
VOTE = Form(
    "vote", "委员会表决",
    (
        Field("vote", "意见", "choice", choices=(("for", "同意"), ("against", "不同意"), ("abstain", "弃权"))),
        Field("recused", "回避的委员", required=False, hint="与申请家庭有亲属、利害关系的委员姓名；近亲属由系统拦下"),
        Field("opinion", "意见说明", "long", required=False),
    ),
    roles=("R5", "R6", "R7"), states=("committee",), cite=CITE,
)  # fmt: skip


def _votes(s: Standing) -> Counter[str]:
    """The last vote of each member."""
    last = {record["by"]: record["vote"] for record in s.records.get("vote", ())}
    return Counter(last.values())


def _carried(s: Standing) -> str:
    votes, quorum = _votes(s), s.results.get("committee_quorum")
    if quorum is None:
        return "还没有测算"
    if votes.total() < quorum:
        return f"委员会须有 {quorum} 名以上委员分别表决，现有 {votes.total()} 名"
    if votes["for"] * 2 <= votes.total():
        return f"同意 {votes['for']} 票，没有超过表决委员 {votes.total()} 名的半数"
    return ""


def _rejected(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    if not s.eligible:
        return ""
    votes, quorum = _votes(s), s.results.get("committee_quorum", 0)
    if votes.total() < quorum:
        return f"符合章程条件的，须经 {quorum} 名以上委员表决后才能不予救助，现有 {votes.total()} 名"
    return "委员会已表决同意，不能不予救助" if votes["for"] * 2 > votes.total() else ""


FLOW = Flow(
    since=date(2016, 9, 1),
    cite="慈善法；基金章程",
    states=(
        *usual.OPENING,
        State("committee", "委员会评审", Phase.RUNNING),
        State("noticed", "公示中", Phase.RUNNING),
        State("confirming", "待签发", Phase.RUNNING),
        *usual.endings("已救助", "不予救助"),
    ),
    moves=(
        *usual.opening_moves(CITE, refusal_cite="基金章程 救助对象", accept_needs=()),
        Move("to_committee", "提交委员会评审", ("investigating",), "committee", ("R4", "R5"), Duty.CHECK,
             ("visit", "reckoned"), asks=(Field("opinion", "调查意见", "long"),), primary=True, cite=CITE),
        Move("back_to_town", "委员会要求补充调查", ("committee",), "investigating", ("R6",), Duty.NONE,
             asks=(usual.REASON,), cite=CITE),
        Move("publish", "表决通过，公示", ("committee",), "noticed", ("R6",), Duty.CHECK, ("eligible", "carried", "answered"),
             asks=(usual.PROOF,), notice="open 5 CD", paper="notice", primary=True, cite=LAW),
        Move("close_vote", "不予救助，报签发", ("committee",), "confirming", ("R6",), Duty.CHECK, ("rejected",),
             asks=(usual.REASON,), cite=CITE),
        Move("dispute", "公示有异议", ("noticed",), "investigating", ("R3", "R4", "R6"), Duty.NONE,
             asks=usual.DISPUTE_FIELDS, notice="dispute", cite=LAW),
        Move("submit", "公示期满，报签发", ("noticed",), "confirming", ("R6",), needs=("notice_over",),
             asks=(usual.PROOF,), notice="end", primary=True, cite=CITE),
        Move("confirm", "签发同意", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "carried"),
             outcome="granted", paper="decision", consequences=("reserve", "start_payment"), primary=True, cite=CITE),
        Move("refuse", "签发不予救助", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("rejected",),
             asks=(usual.REASON,), outcome="refused", paper="refusal", primary=True, cite=CITE),
        Move("send_back", "退回委员会", ("confirming",), "committee", ("R7",), Duty.NONE, asks=(usual.REASON,)),
        *usual.way_out_moves(BEFORE_DECISION, ("investigating", "committee", "noticed"), CITE),
    ),
    clocks=(
        usual.acceptance_clock(),
        Clock("committee", "委员会评审", "10 WD", "to_committee", ("publish", "close_vote", "back_to_town", *ENDS), CITE),
        Clock("publicity", "公示", "5 CD", "publish", ("submit", "dispute", *ENDS), LAW, minimum=True),
        Clock("total", "全程", "30 WD", "accept", ENDS, CITE, total=True),
    ),
    needs=(
        *usual.needs(visit=CITE, reckoned=CITE, eligible=CITE, answered=CITE, notice_over=LAW),
        Need("carried", "委员会表决通过", _carried, CITE, "record:vote"),
        Need("rejected", "不符合章程或表决未通过", _rejected, CITE, "record:vote"),
    ),
    forms=(usual.visit(CITE), VOTE, usual.dispute_answer(CITE)),
)  # fmt: skip
