"""The life of a request for a child: under 国办发〔2010〕54号 from 2010, under 民发〔2019〕62号 from 2020. Never on public notice."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import OPENING, REASON, acceptance_clock, endings, needs, opening_moves, way_out_moves

ORPHANS = "国办发〔2010〕54号"
UNSUPPORTED = "民发〔2019〕62号"
MATERIALS = (
    ("application", "申请表（监护人或受委托的近亲属填写）"),
    ("identity", "儿童户口簿、身份证（能共享查询的不得要求提供）"),
    ("parents", "父母情形的证明（能比对的不得要求提供）"),
    ("guardian", "监护或实际照料关系证明"),
    ("account", "儿童或监护人银行账户"),
)
BEFORE_DECISION = ("received", "supplementing", "investigating", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
YES_NO = (("yes", "是"), ("no", "否"))
MATCHED = (("matched", "部门比对属实"), ("papers", "凭书面证明属实"), ("visit", "入户查访属实"), ("no", "不属实"))


def _verification(cite: str) -> Form:
    return Form(
        "verification", "查验结论",
        (
            Field("father", "父亲情形", "choice", choices=MATCHED),
            Field("father_proof", "父亲情形依据", hint="如：刑事判决书文号、残疾人证号、公安失踪登记号、死亡注销日期"),
            Field("mother", "母亲情形", "choice", choices=MATCHED),
            Field("mother_proof", "母亲情形依据"),
            Field("lost", "失联的核实经过", "long", required=False, hint="公安机关查找、近邻访问、通信记录；满六个月"),
            Field("child_seen", "见到儿童本人", "choice", choices=YES_NO),
            Field("living", "儿童生活和照料情况", "long"),
        ),
        roles=("R4",), states=("investigating",), signers=2, cite=cite,
    )  # fmt: skip


def _pledge(cite: str) -> Form:
    return Form(
        "guardian_pledge", "监护（照料）责任书",
        (
            Field("carer", "监护人或实际照料人"),
            Field("relation", "与儿童的关系"),
            Field("able", "能够管理和使用补贴", "choice", choices=YES_NO),
            Field("receives", "补贴由谁领取", hint="监护人不能管理的，写实际照料人或机构，并说明责任"),
            Field("director", "儿童主任"),
        ),
        roles=("R4", "R3"), states=("investigating", "county_review"), cite=cite,
    )  # fmt: skip


def _verified(s: Standing) -> str:
    filed = s.records.get("verification")
    if not filed:
        return "还没有查验结论"
    wrong = [word for name, word in (("father", "父亲"), ("mother", "母亲")) if filed[-1].get(name) == "no"]
    if wrong and s.eligible:
        return f"查验结论为{'、'.join(wrong)}情形不属实，请更正申报后重新测算"
    return ""


def _pledged(s: Standing) -> str:
    return "" if "guardian_pledge" in s.records else "还没有签订监护（照料）责任书，不能确定由谁领取"


def _moves(accept: str, verify: str, confirm: str) -> tuple[Move, ...]:
    """From the counter to the decision, with the articles of either document."""
    return (
        *opening_moves(accept, MATERIALS, refusal_cite=accept, accept_needs=()),
        Move("report", "查验完毕，报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("verification", "reckoned"), asks=(Field("opinion", "查验意见", "long"),), primary=True, cite=verify),
        Move("return_to_town", "退回乡镇重新查验", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出确认意见", ("county_review",), "confirming", ("R6",), Duty.CHECK, ("reckoned",),
             asks=(Field("opinion", "确认意见", "long"),), primary=True, cite=confirm),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "确认", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "guardian_pledge"),
             outcome="granted", paper="decision", consequences=("start_payment",), primary=True, cite=confirm),
        Move("refuse", "不予确认", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",),
             asks=(REASON,), outcome="refused", paper="refusal", primary=True, cite=confirm),
        *way_out_moves(BEFORE_DECISION, ("investigating", "county_review"), confirm),
    )  # fmt: skip


def _flow(since: date, until: date | None, act: str, accept: str, verify: str, confirm: str, clocks: tuple[str, str, str],
          local: str) -> Flow:  # fmt: skip
    """The same course under either document; only articles and lengths differ."""
    return Flow(
        since=since,
        until=until,
        cite=act,
        states=(
            State(OPENING[0].name, OPENING[0].label, Phase.RECEIVED),
            OPENING[1],
            State("investigating", "查验", Phase.RUNNING),
            State("county_review", "县级审核", Phase.RUNNING),
            State("confirming", "待确认", Phase.RUNNING),
            *endings(),
        ),
        moves=_moves(accept, verify, confirm),
        clocks=(
            acceptance_clock(),
            Clock("verification", "乡镇查验", clocks[0], "accept", ("report", *ENDS), f"{verify}{local}"),
            Clock("county_review", "县级确认", clocks[1], "report", ("return_to_town", *ENDS), f"{confirm}{local}",
                  after="verification"),
            Clock("refusal_notice", "书面告知不予确认", "3 WD", "refuse", ("deliver",), f"{confirm}（参照低保）",
                  after="county_review"),
            Clock("total", "查验和确认合计", clocks[2], "accept", ENDS, f"{verify}、{confirm}{local}", total=True),
        ),
        needs=(
            *needs(reckoned=confirm, eligible=confirm, ineligible=confirm),
            Need("verification", "查验", _verified, verify, "record:verification"),
            Need("guardian_pledge", "监护责任书", _pledged, confirm, "record:guardian_pledge"),
        ),
        forms=(_verification(verify), _pledge(confirm)),
    )  # fmt: skip


FLOW_2010 = _flow(
    date(2010, 11, 16), date(2020, 1, 1), ORPHANS, f"{ORPHANS} 二（一）", f"{ORPHANS} 二（一）", f"{ORPHANS} 二（一）",
    ("10 WD", "10 WD", "20 WD"), "（期限为地方规定，如山东）",
)  # fmt: skip
FLOW_2020 = _flow(
    date(2020, 1, 1), None, f"{UNSUPPORTED}；{ORPHANS}", f"{UNSUPPORTED} 二（一）", f"{UNSUPPORTED} 二（二）",
    f"{UNSUPPORTED} 二（三）", ("15 WD", "15 WD", "30 WD"), "",
)  # fmt: skip
FLOWS = (FLOW_2010, FLOW_2020)
