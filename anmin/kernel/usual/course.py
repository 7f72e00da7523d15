"""The counter at the beginning, the ways out at the end, and what must be at hand in between."""

from collections.abc import Callable

from anmin.kernel.flow.declare import Clock, Duty, Field, Move, Need, Phase, Standing, State

REASON = Field("reason", "理由", "long")
PROOF = Field("proof", "证明", hint="照片编号、张贴地点和见证人")
DISPUTE_FIELDS = (
    Field("from_whom", "异议人", required=False),
    Field("channel", "渠道"),
    Field("content", "异议内容", "long"),
)
MATERIALS = (
    ("application", "申请书（表）"),
    ("identity", "身份证明（能共享查询的不得要求提供）"),
    ("declaration", "书面声明和承诺书"),
    ("consent", "核对授权书"),
    ("disability", "残疾证"),
    ("illness", "诊断证明或病历"),
    ("receipts", "支出票据"),
    ("proxy", "委托书"),
)
NOT_ACCEPTED = (
    ("not_here", "不属于本地受理范围，已告知应向何处申请"),
    ("other_service", "申请事项不属于本项救助，已告知应申请何种救助"),
    ("in_progress", "同一事项已在其他地方申请或享受"),
    ("not_supplemented", "一次性告知后逾期未补正"),
)
OPENING = (
    State("received", "已接件", Phase.RECEIVED),
    State("supplementing", "补正中", Phase.RECEIVED),
    State("investigating", "调查核对", Phase.RUNNING),
)


def endings(granted: str = "已确认", refused: str = "不予确认") -> tuple[State, ...]:
    """Decided and delivered, or ended otherwise."""
    return (
        State("granted", granted, Phase.CLOSED),
        State("notifying", "待送达", Phase.DECIDED),
        State("refused", refused, Phase.CLOSED),
        State("not_accepted", "不予受理", Phase.CLOSED),
        State("withdrawn", "已撤回", Phase.CLOSED),
        State("terminated", "已终止", Phase.CLOSED),
    )


def opening_moves(
    cite: str,
    materials: tuple[tuple[str, str], ...] = MATERIALS,
    *,
    not_accepted: tuple[tuple[str, str], ...] = NOT_ACCEPTED,
    refusal_cite: str = "社会救助暂行办法 第六十条",
    accept_needs: tuple[str, ...] = ("consents",),
) -> tuple[Move, ...]:
    """Accepted, told once what is missing, or not accepted on a lawful ground."""
    return (
        Move("accept", "受理", ("received", "supplementing"), "investigating", ("R3", "R4"), needs=accept_needs,
             paper="receipt", primary=True, cite=cite),
        Move("ask_supplement", "一次性告知补正", ("received",), "supplementing", ("R3", "R4"),
             asks=(Field("items", "需补材料", "many", choices=materials), Field("due_on", "补正期限", "date")),
             paper="supplement", primary=True, cite=cite),
        Move("refuse_acceptance", "不予受理", ("received", "supplementing"), "not_accepted", ("R3", "R4"),
             asks=(Field("ground", "法定理由", "choice", choices=not_accepted), REASON), outcome="not_accepted",
             paper="not_accepted", cite=refusal_cite),
    )  # fmt: skip


def county_moves(
    cite: str,
    looked_at: tuple[str, ...],
    *,
    granting: str = "确认同意",
    refusing: str = "不予确认",
    consequences: tuple[str, ...] = ("start_payment",),
) -> tuple[Move, ...]:
    """The county's part: one officer's opinion on what was `looked_at`, another's decision, and the ways back."""
    return (
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK, looked_at,
             asks=(Field("opinion", "审核意见", "long"),), primary=True, cite=cite),
        Move("confirm", granting, ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible",), outcome="granted",
             paper="decision", consequences=consequences, primary=True, cite=cite),
        Move("refuse", refusing, ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=cite),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
    )  # fmt: skip


def way_out_moves(
    withdrawn_from: tuple[str, ...], terminated_from: tuple[str, ...], cite: str, roles: tuple[str, ...] = ("R5", "R6")
) -> tuple[Move, ...]:
    """The refusal delivered; withdrawn by the applicant; ended because nobody cooperates."""
    return (
        Move("deliver", "送达不予同意的通知", ("notifying",), "refused", ("R3", "R4"),
             asks=(Field("proof", "送达方式和签收人"),), primary=True, cite=cite),
        Move("withdraw", "申请人撤回", withdrawn_from, "withdrawn", ("R3", "R4"), Duty.NONE, asks=(REASON,),
             outcome="withdrawn", cite="书面撤回，可随时再申请"),
        Move("terminate", "终止审核", terminated_from, "terminated", roles, asks=(REASON,), outcome="terminated",
             cite=cite),
    )  # fmt: skip


def acceptance_clock() -> Clock:
    """Five working days at the counter; it stands still while papers are being brought."""
    return Clock("acceptance", "审查材料", "5 WD", "receive", ("accept", "refuse_acceptance", "withdraw"),
                 "行政许可法 第三十二条", suspended_in=("supplementing",))  # fmt: skip


def _consents(s: Standing) -> str:
    return f"缺 {'、'.join(s.consents_missing)} 的核对授权书" if s.consents_missing else ""


def _record(form: str, said: str) -> Callable[[Standing], str]:
    return lambda s: "" if form in s.records else said


def _reckoned(s: Standing) -> str:
    return "" if s.eligible is not None else "还没有测算"


def _eligible(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "" if s.eligible else f"测算结果不符合条件：{'；'.join(s.reasons) or '见测算'}"


def _ineligible(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "测算结果符合条件，不能以不符合条件办理" if s.eligible else ""


def _answered(s: Standing) -> str:
    answered = len(s.records.get("dispute_answer", ()))
    return "有异议，须重新调查或民主评议后再提出初审意见" if s.disputed and answered < s.disputes else ""


def _reconciled(s: Standing) -> str:
    """The newest report and the newest visit agree with what was declared, or what differs was looked into since."""
    newest = [s.records[form][-1] for form in ("check_report", "visit") if form in s.records]
    differing = [each["nth"] for each in newest if each.get("result") == "differs" or each.get("matches") == "no"]
    answered = max((each["nth"] for each in s.records.get("difference_answer", ())), default=0)
    if not differing or answered > max(differing):
        return ""
    return "核对或入户与申报不一致，须告知申请人并登记核实处理"


def _notice_over(s: Standing) -> str:
    if s.notice != "running" or s.notice_closes_on is None:
        return "没有正在进行的公示"
    return "" if s.today > s.notice_closes_on else f"公示到 {s.notice_closes_on} 期满，次日起才能办理"


def _county_visit(s: Standing) -> str:
    if not (s.near_kin or s.disputed) or "county_visit" in s.records:
        return ""
    return "近亲属备案或有举报异议的，县级须百分之百入户调查，还没有记录"


_NEEDS = {
    "consents": ("核对授权", _consents, "", True),
    "visit": ("两人入户", _record("visit", "还没有两人入户调查记录"), "record:visit", True),
    "check_report": ("信息核对", _record("check_report", "还没有信息核对报告"), "record:check_report", True),
    "reconciled": ("不一致已核实", _reconciled, "record:difference_answer", False),
    "reckoned": ("测算", _reckoned, "reckon", True),
    "eligible": ("符合条件", _eligible, "reckon", True),
    "ineligible": ("不符合条件", _ineligible, "reckon", True),
    "answered": ("异议已处理", _answered, "record:dispute_answer", False),
    "notice_over": ("公示期满", _notice_over, "", True),
    "county_visit": ("县级入户", _county_visit, "record:county_visit", False),
}


def needs(**cites: str) -> tuple[Need, ...]:
    """The named needs, each with the article of the service's own law: `needs(visit="… 第十四条")`."""
    made = []
    for name, cite in cites.items():
        label, missing, met_by, always = _NEEDS[name]
        made.append(Need(name, label, missing, cite, met_by, always))
    return tuple(made)
