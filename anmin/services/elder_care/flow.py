"""The life of a request: taken in, assessed by two, told and disputed, looked at by the county, decided."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import OPENING, REASON, acceptance_clock, endings, needs, opening_moves, way_out_moves

ACT = "老年人权益保障法"
STANDARD = "GB/T 42195-2022"
VOUCHER = "养老服务消费补贴2026年实施方案"
LOCAL = "各地养老服务补贴办法（通行做法）"
MATERIALS = (
    ("application", "申请表"),
    ("identity", "身份证、户口簿（能共享查询的不得要求提供）"),
    ("diagnosis", "认知障碍、精神障碍诊断证明（有的提供）"),
    ("account", "本人银行账户或社会保障卡"),
    ("proxy", "委托书"),
)
REASONS = (
    ("first", "首次评估"),
    ("regular", "常规评估"),
    ("at_once", "即时评估（身体状况有变化）"),
    ("again", "复评（对结果有异议）"),
    ("other", "其他"),
)
GRADES = (("0", "能力完好"), ("1", "轻度失能"), ("2", "中度失能"), ("3", "重度失能"), ("4", "完全失能"))
BEFORE_DECISION = ("received", "supplementing", "investigating", "result_told", "county_review", "confirming")
ENDS = ("confirm", "confirm_with_voucher", "confirm_voucher", "refuse", "withdraw", "terminate")

ASSESSMENT = Form(
    "assessment", "老年人能力评估",
    (
        Field("elder", "被评估老人"),
        Field("reason", "评估原因", "choice", choices=REASONS),
        Field("place", "评估地点"),
        Field("informant", "信息提供者姓名和与老人的关系"),
        Field("living_with", "信息提供者是否与老人同住", "choice", choices=(("yes", "同住"), ("no", "不同住"))),
        Field("total", "总分（满分 90）", "number", hint="26 项得分先在“更正申报的情况”里逐项填写，与测算的总分一致"),
        Field("grade", "最终等级", "choice", choices=GRADES),
        Field("changes", "等级变更依据", "long", required=False, hint="昏迷、经诊断的认知或精神障碍、近三十天照护风险事件"),
        Field("signed", "信息提供者已签字", "choice", choices=(("yes", "已签字"), ("no", "未签字"))),
    ),
    roles=("R4",), states=("investigating",), signers=2, cite=f"{STANDARD} 5",
)  # fmt: skip


def _assessed(s: Standing) -> str:
    """The 26 items are declared facts; the record must say what they give. The worst of several elders is compared."""
    filed = s.records.get("assessment")
    if not filed:
        return "还没有两名评估员的能力评估记录"
    last = {each.get("elder", ""): each for each in filed}.values()
    if any(each.get("signed") == "no" for each in last):
        return "信息提供者还没有在评估记录上签字"
    lowest, worst = s.results.get("lowest_total"), s.results.get("worst_grade")
    if lowest is None:
        return "还没有按 26 项得分测算"
    told = min(int(each.get("total") or 0) for each in last)
    if told != lowest:
        return f"评估记录总分 {told} 与按 26 项测算的 {lowest} 不一致，请核对各项得分"
    grade = max(int(each.get("grade") or 0) for each in last)
    label = dict(GRADES)
    return (
        ""
        if grade == worst
        else f"评估记录等级“{label[str(grade)]}”与测算的“{label[str(worst)]}”不一致，请核对变更依据"
    )


def _paid(s: Standing) -> str:
    return "" if s.amount_month else "没有可以发放的现金补贴；只符合电子券条件的请办理“只发电子券”"


def _voucher(s: Standing) -> str:
    if s.amount_month:
        return "有可以发放的现金补贴，请办理“批准，并发电子券”"
    return _beside_voucher(s)


def _beside_voucher(s: Standing) -> str:
    return "" if s.results.get("any_voucher") else "不符合电子券条件"


def _no_voucher(s: Standing) -> str:
    return "另符合电子券条件，请办理“批准，并发电子券”" if s.results.get("any_voucher") else ""


FLOW = Flow(
    since=date(2022, 12, 30),
    cite=f"{ACT} 第三十条、第三十七条；{STANDARD}",
    states=(
        OPENING[0],
        OPENING[1],
        State("investigating", "能力评估", Phase.RUNNING),
        State("result_told", "评估结果已告知", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待审批", Phase.RUNNING),
        State("voucher_due", "待发首张电子券", Phase.DECIDED),
        *endings("已批准", "不予批准"),
    ),
    moves=(
        *opening_moves(f"{ACT} 第三十七条", MATERIALS, refusal_cite=LOCAL, accept_needs=()),
        Move("tell_result", "告知评估结果", ("investigating",), "result_told", ("R4",), needs=("reckoned", "assessment"),
             asks=(Field("told", "告知方式和签收人"),), paper="result", primary=True, cite=f"{STANDARD} 5"),
        Move("reassess", "对结果有异议，复评", ("result_told",), "investigating", ("R3", "R4"), Duty.NONE,
             asks=(Field("from_whom", "异议人"), REASON), cite=f"{STANDARD} 5"),
        Move("preliminary_view", "签署初审意见，报县级", ("result_told",), "county_review", ("R5",), Duty.CHECK,
             ("assessment", "reckoned"), asks=(Field("opinion", "初审意见", "long"),), primary=True, cite=LOCAL),
        Move("skip_assessment", "不需评估，报县级", ("investigating",), "county_review", ("R5",), Duty.CHECK,
             ("reckoned", "no_assessment"), asks=(Field("opinion", "初审意见", "long"),), cite=LOCAL),
        Move("return_to_town", "退回乡镇", ("county_review",), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出审核意见", ("county_review",), "confirming", ("R6",), Duty.CHECK, ("reckoned",),
             asks=(Field("opinion", "审核意见", "long"),), primary=True, cite=LOCAL),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "批准", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible", "paid", "no_voucher"),
             outcome="granted", paper="decision", consequences=("start_payment",), primary=True,
             cite=f"{ACT} 第三十条、第三十七条"),
        Move("confirm_with_voucher", "批准，并发电子券", ("confirming",), "voucher_due", ("R7",), Duty.DECIDE,
             ("eligible", "paid", "beside_voucher"), outcome="granted", paper="decision", consequences=("start_payment",),
             primary=True, cite=f"{ACT} 第三十条、第三十七条；{VOUCHER}"),
        Move("confirm_voucher", "批准，只发电子券", ("confirming",), "voucher_due", ("R7",), Duty.DECIDE,
             ("eligible", "voucher"), outcome="granted", paper="voucher", cite=VOUCHER),
        Move("issue_voucher", "登记首张电子券", ("voucher_due",), "granted", ("R6", "R4"),
             asks=(Field("voucher", "电子券编号"), Field("month", "使用月份", hint="如 2026年10月；当月有效，次月起每月1日发放")),
             primary=True, cite=VOUCHER),
        Move("refuse", "不予批准", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=LOCAL),
        *way_out_moves(BEFORE_DECISION, ("investigating", "result_told", "county_review"), LOCAL),
    ),
    clocks=(
        acceptance_clock(),
        Clock("assessment", "能力评估", "15 WD", "accept", ("tell_result", "skip_assessment", *ENDS), LOCAL),
        Clock("county_review", "县级审批", "10 WD", "preliminary_view", ("return_to_town", *ENDS), LOCAL,
              after="assessment"),
        Clock("first_voucher", "发放首张电子券", "5 WD", "confirm_voucher", ("issue_voucher",), VOUCHER, after="county_review"),
        Clock("first_voucher_beside", "发放首张电子券", "5 WD", "confirm_with_voucher", ("issue_voucher",), VOUCHER,
              after="county_review"),
        Clock("refusal_notice", "不予批准告知", "3 WD", "refuse", ("deliver",), LOCAL, after="county_review"),
        Clock("total", "全程", "25 WD", "accept", ENDS, f"{LOCAL}：评估和审批合计", total=True),
    ),
    needs=(
        *needs(reckoned=f"{ACT} 第三十七条", eligible=f"{ACT} 第三十七条", ineligible=f"{ACT} 第三十七条"),
        Need("assessment", "能力评估", _assessed, f"{STANDARD} 5", "record:assessment"),
        Need("no_assessment", "所申请的补贴不要求评估", lambda s: "" if not s.results.get("needs_assessment") else
             "所领补贴以能力等级为条件，须先评估", LOCAL),
        Need("paid", "有现金补贴", _paid, f"{ACT} 第三十七条", "reckon"),
        Need("voucher", "只符合电子券条件", _voucher, VOUCHER, "reckon"),
        Need("beside_voucher", "另符合电子券条件", _beside_voucher, VOUCHER, "reckon"),
        Need("no_voucher", "不另发电子券", _no_voucher, VOUCHER, "reckon"),
    ),
    forms=(ASSESSMENT,),
)  # fmt: skip

FLOWS = (FLOW,)
