"""爱心救助专项基金: who may be helped and how much at most, by the fund's own rule. Given once for a cause.

The committee decides by vote whether the fund helps; the amount follows from the rule, so that like cases get alike.
Left to people: that life is in serious hardship, and the vote.
"""

from anmin.kernel.declare import BP, Rounding, aggregate, rule

from .acts import PURPOSE, RULE, SINCE

LABEL = "爱心救助专项基金"
OUTCOME = "eligible"
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}
WHO, ILLNESS, SUDDEN, HOW_MUCH = RULE["救助对象"], RULE["大病救助"], RULE["突发事件救助"], RULE["救助标准"]
VOTE = RULE["评审程序"]

own_cost = aggregate(
    "own_cost",
    "sum",
    "own_medical_after_aid",
    label="仍自付的医疗费用",
    unit="fen",
    cite=ILLNESS,
    since=SINCE,
    result=True,
)
any_tekun = aggregate("any_tekun", "any", "receiving_tekun", label="有特困供养人员", unit="bool", cite=WHO, since=SINCE)


# ── 对象和次序
@rule(
    label="属于救助对象", unit="bool", cite=WHO, since=SINCE,
    refusal="不是低保、特困、低保边缘、刚性支出困难家庭，也没有经调查确认的严重困难；可先申请低保或临时救助。",
)  # fmt: skip
def of_the_poor(receiving_dibao, receiving_edge, receiving_rigid, any_tekun, hardship_confirmed, open_to_others):
    """Known to be poor, or confirmed in hardship where the rule is open to others."""
    return receiving_dibao or receiving_edge or receiving_rigid or any_tekun or (hardship_confirmed and open_to_others)


@rule(
    label="已先申请应享待遇", unit="bool", cite=PURPOSE, since=SINCE,
    refusal="基金在医保、医疗救助、临时救助之后作进一步救助；请先办理这些应享待遇。",
)  # fmt: skip
def others_first(other_help_sought):
    """Donated money comes last and replaces nothing that the state owes."""
    return other_help_sought


@rule(
    label="同一事由只救助一次",
    unit="bool",
    cite=HOW_MUCH,
    since=SINCE,
    refusal="本年度同一事由已获本基金救助，不重复救助。",
)
def first_for_the_cause(same_cause_aided):
    """Once a year for a cause."""
    return not same_cause_aided


@rule(
    label="自负达到起点",
    unit="bool",
    cite=ILLNESS,
    since=SINCE,
    refusal="仍自付的医疗费用为 {own_cost}，没有超过起点 {illness_line}。",
)
def ill_enough(fund_cause, own_cost, illness_line):
    """Strictly above the line; asked of illness only."""
    return fund_cause != "illness" or own_cost > illness_line


@rule(
    label="有仍需承担的损失",
    unit="bool",
    cite=SUDDEN,
    since=SINCE,
    refusal="突发事件损失已由保险、赔偿或政府救助承担。",
)
def loss_left(fund_cause, sudden_loss_left):
    """Something is left to bear; asked of sudden events only."""
    return fund_cause != "sudden" or sudden_loss_left > 0


@rule(
    label="年度限额有余", unit="bool", cite=HOW_MUCH, since=SINCE,
    refusal="本年度已获本基金救助 {fund_aid_before}，达到一户一年限额 {year_cap}。",
)  # fmt: skip
def year_not_used_up(fund_aid_before, year_cap):
    """The yearly cap of the household leaves something."""
    return fund_aid_before < year_cap


# ── 金额
@rule(
    label="按比例计算的救助", unit="fen", cite=HOW_MUCH, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def by_share(fund_cause, own_cost, illness_line, illness_bp, sudden_loss_left, sudden_bp):
    """The share of what lies above the line, or of the loss left; rounded once, here, by the fund's way."""
    if fund_cause == "illness":
        return max(own_cost - illness_line, 0) * illness_bp
    return sudden_loss_left * sudden_bp


@rule(label="按事由的限额内", unit="fen", cite=HOW_MUCH, since=SINCE)
def within_cause(fund_cause, by_share, illness_cap, sudden_minimum, sudden_cap, sudden_loss_left):
    """Illness up to its cap; a sudden event not below the minimum (nor above the loss), up to its cap."""
    if fund_cause == "illness":
        return min(by_share, illness_cap)
    return min(max(by_share, min(sudden_minimum, sudden_loss_left)), sudden_cap)


@rule(label="可以救助", unit="bool", cite=WHO, since=SINCE, result=True)
def eligible(of_the_poor, others_first, first_for_the_cause, ill_enough, loss_left, year_not_used_up, within_cause):
    """All conditions of the rule, and something to give; whether the fund gives it the committee decides."""
    if not (of_the_poor and others_first and first_for_the_cause):
        return False
    return ill_enough and loss_left and year_not_used_up and within_cause > 0


@rule(label="救助金额", unit="fen", cite=HOW_MUCH, since=SINCE, result=True)
def amount_due(eligible, within_cause, year_cap, fund_aid_before):
    """Within what the year's cap leaves; given once."""
    return min(within_cause, max(year_cap - fund_aid_before, 0)) if eligible else 0


@rule(label="委员会最少表决人数", unit="person", cite=VOTE, since=SINCE, result=True)
def committee_quorum(committee_quorum_least):
    """So many members vote, abstentions among them, before anything is granted or refused."""
    return committee_quorum_least


@rule(label="发放月", unit="choice", choices=STARTS, cite=HOW_MUCH, since=SINCE, result=True)
def starts(start_month):
    """A single payment, in the month of the decision."""
    return start_month
