"""The life of a request for the subsidies of the disabled: town, 残联, county. Any town takes it; the hukou place decides."""

from datetime import date

from anmin.kernel.declare import Clock, Duty, Field, Flow, Form, Move, Need, Phase, Standing, State
from anmin.kernel.usual.declare import OPENING, REASON, acceptance_clock, endings, needs, opening_moves, way_out_moves

ACT = "国发〔2015〕52号"
ACROSS = "残疾人两项补贴资格认定申请跨省通办（国务院办公厅跨省通办清单）"
LOCAL = "各地残疾人两项补贴办法（通行时限）"
MATERIALS = (
    ("application", "申请表（两项补贴合用）"),
    ("identity", "身份证、户口簿（能共享查询的不得要求提供）"),
    ("card", "残疾人证"),
    ("account", "本人或监护人银行账户"),
    ("proxy", "委托书或监护证明"),
    ("guardian", "看护管理责任书（申请监护补贴的）"),
)
BEFORE_DECISION = ("received", "supplementing", "investigating", "with_federation", "county_review", "confirming")
ENDS = ("confirm", "refuse", "withdraw", "terminate")
YES_NO = (("yes", "一致"), ("no", "不一致"))

CARD_CHECK = Form(
    "card_check", "残疾证和享受情况核对",
    (
        Field("card", "残疾证信息比对", "choice", choices=YES_NO, hint="证号、类别、等级、有效期与全国残疾人人口库比对"),
        Field("income_class", "低保、边缘身份比对", "choice", choices=YES_NO),
        Field("other", "工伤护理费、特困、孤儿、养老护理等同类待遇比对", "choice", choices=YES_NO),
        Field("note", "说明", "long", required=False),
    ),
    roles=("R4", "R3"), states=("investigating",), cite=f"{ACT} 三（二）",
)  # fmt: skip


def _card(s: Standing) -> str:
    filed = s.records.get("card_check")
    if not filed:
        return "还没有残疾证和享受情况核对记录"
    named = (("card", "残疾证信息"), ("income_class", "低保、边缘身份"), ("other", "同类待遇"))
    wrong = [label for name, label in named if filed[-1].get(name) == "no"]
    return f"{'、'.join(wrong)}与申报不一致，请更正申报后重新核对和测算" if wrong else ""


FLOW = Flow(
    since=date(2016, 1, 1),
    cite=f"{ACT} 三",
    states=(
        *OPENING,
        State("with_federation", "残联审核", Phase.RUNNING),
        State("county_review", "县级审核", Phase.RUNNING),
        State("confirming", "待审定", Phase.RUNNING),
        State("forwarded", "已转户籍地", Phase.CLOSED),
        *endings("已审定", "不予审定"),
    ),
    moves=(
        *opening_moves(f"{ACT} 三（一）", MATERIALS, refusal_cite=f"{ACT} 三（一）", accept_needs=()),
        Move("forward", "转户籍地办理（跨省通办）", ("received", "supplementing"), "forwarded", ("R3", "R4"),
             asks=(Field("to_place", "户籍地（省、市、县、乡镇）"),
                   Field("to_office", "户籍地受理机关和联系电话"),
                   Field("handed", "移交方式和收件回执", hint="全国信息系统流转编号，或邮寄单号"), REASON),
             outcome="forwarded", paper="forwarded", cite=ACROSS),
        Move("preliminary_view", "签署初审意见，送残联", ("investigating",), "with_federation", ("R5",), Duty.CHECK,
             ("card_check", "reckoned"), asks=(Field("opinion", "初审意见", "long"),), primary=True,
             cite=f"{ACT} 三（二）"),
        Move("federation_view", "登记残联审核意见", ("with_federation",), "county_review", ("R6",),
             asks=(Field("view", "县级残联意见", "choice", choices=(("agree", "残疾情况属实"), ("doubt", "有疑问"))),
                   Field("handled_by", "残联经办人"), Field("opinion", "意见", "long", required=False)),
             primary=True, cite=f"{ACT} 三（二）"),
        Move("return_to_town", "退回乡镇", ("with_federation", "county_review"), "investigating", ("R6",), asks=(REASON,)),
        Move("county_check", "提出审定意见", ("county_review",), "confirming", ("R6",), Duty.CHECK, ("reckoned",),
             asks=(Field("opinion", "审定意见", "long"),), primary=True, cite=f"{ACT} 三（二）"),
        Move("send_back", "退回复核", ("confirming",), "county_review", ("R7",), Duty.NONE, asks=(REASON,)),
        Move("confirm", "审定同意", ("confirming",), "granted", ("R7",), Duty.DECIDE, ("eligible",), outcome="granted",
             paper="decision", consequences=("start_payment",), primary=True, cite=f"{ACT} 三（二）"),
        Move("refuse", "不予审定", ("confirming",), "notifying", ("R7",), Duty.DECIDE, ("ineligible",), asks=(REASON,),
             outcome="refused", paper="refusal", primary=True, cite=f"{ACT} 三（二）"),
        *way_out_moves(BEFORE_DECISION, ("investigating", "county_review"), f"{ACT} 三（二）"),
    ),
    clocks=(
        acceptance_clock(),
        Clock("preliminary", "乡镇初审", "7 WD", "accept", ("preliminary_view", *ENDS), LOCAL),
        Clock("federation", "残联审核", "10 WD", "preliminary_view", ("federation_view", "return_to_town", *ENDS), LOCAL,
              after="preliminary"),
        Clock("county_review", "县级审定", "5 WD", "federation_view", ("return_to_town", *ENDS), LOCAL, after="federation"),
        Clock("refusal_notice", "不予审定告知", "3 WD", "refuse", ("deliver",), LOCAL, after="county_review"),
        Clock("total", "全程", "22 WD", "accept", ENDS, f"{LOCAL}：三个环节合计", total=True),
    ),
    needs=(
        *needs(reckoned=f"{ACT} 二", eligible=f"{ACT} 二（一）", ineligible=f"{ACT} 二（一）"),
        Need("card_check", "残疾证和享受情况核对", _card, f"{ACT} 三（二）", "record:card_check"),
    ),
    forms=(CARD_CHECK,),
)  # fmt: skip

FLOWS = (FLOW,)
