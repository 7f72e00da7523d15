"""医疗救助: what is aided of one settlement, after basic insurance and 大病保险, and the second aid on top.

Not modelled, left to people: which items lie in the policy's scope (the insurer's settlement says so), whether costs
have impoverished a family, and everything of procedure.
"""

from anmin.kernel.declare import BP, PERSON, Rounding, aggregate, rule

from . import order, people, terms
from .acts import DECREE, OPINION_2021, SINCE_2014, SINCE_2021, UNTIL_2014, both
from .order import ORDER

LABEL = "医疗救助"
OUTCOME = "eligible"
PARTS = (people, terms, order)

AMOUNT = both("第三十条", "四（八）")
SECOND = OPINION_2021["四（十）"]
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}
OWNERS = {"civil_affairs": "民政部门", "health_security": "医疗保障部门"}


# ── 本次救助
@rule(label="超过起付线的自付", unit="fen", level=PERSON, cite=AMOUNT, since=SINCE_2014, result=True)
def above_deductible(own_cost_before, own_in_scope, deductible_year):
    """The deductible is used up once a year: what this settlement adds above it."""
    return max(own_cost_before + own_in_scope - deductible_year, 0) - max(own_cost_before - deductible_year, 0)


@rule(
    label="按比例应救助", unit="fen", level=PERSON, cite=AMOUNT, since=SINCE_2014, result=True,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def aid_by_ratio(above_deductible, ratio_share_bp):
    """Rounded once, here, by the area's way."""
    return above_deductible * ratio_share_bp


@rule(label="年度限额余额", unit="fen", level=PERSON, cite=AMOUNT, since=SINCE_2014, result=True)
def cap_left(cap_of_year, aid_before):
    """What the year's cap leaves."""
    return max(cap_of_year - aid_before, 0)


@rule(label="本次医疗救助", unit="fen", level=PERSON, cite=AMOUNT, since=SINCE_2014, result=True)
def aid_person(in_class, in_order, bill_off, aid_by_ratio, cap_left, own_in_scope, paid_by_emergency_aid):
    """Within the cap, and never more than the person still bears: the same cost is not aided twice."""
    if bill_off or not (in_class and in_order):
        return 0
    return min(min(aid_by_ratio, cap_left), max(own_in_scope - paid_by_emergency_aid, 0))


# ── 倾斜救助
@rule(label="三重保障后年度个人负担", unit="fen", level=PERSON, cite=SECOND, since=SINCE_2021, result=True)
def burden_after_aid(own_cost_before, own_in_scope, aid_before, aid_person, paid_by_emergency_aid):
    """In-scope own cost of the year less the aid."""
    return max(own_cost_before + own_in_scope - aid_before - aid_person - paid_by_emergency_aid, 0)


@rule(
    label="全年应倾斜救助", unit="fen", level=PERSON, cite=SECOND, since=SINCE_2021,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def second_aid_due(burden_after_aid, second_aid_line, second_aid_bp):
    """A share of the burden above the line, over the year."""
    return max(burden_after_aid - second_aid_line, 0) * second_aid_bp


@rule(label="本次倾斜救助", unit="fen", level=PERSON, cite=SECOND, since=SINCE_2021, result=True)
def second_aid_person(
    in_class, in_order, bill_off, proper_referral, second_aid_due, second_aid_cap, second_aid_before, burden_after_aid
):
    """Only after regular referral and treatment inside the province; what the year still lacks, within its own cap."""
    if bill_off or not (in_class and in_order and proper_referral):
        return 0
    return max(min(min(second_aid_due, second_aid_cap) - second_aid_before, burden_after_aid), 0)


@rule(label="本人救助合计", unit="fen", level=PERSON, cite=OPINION_2021["四（八）"], since=SINCE_2021, result=True)
def total_aid_person(aid_person, second_aid_person):
    """Aid and second aid of this settlement."""
    return aid_person + second_aid_person


@rule(
    name="total_aid_person", label="本人救助合计", unit="fen", level=PERSON, cite=DECREE["第三十条"], since=SINCE_2014,
    until=UNTIL_2014, result=True,
)  # fmt: skip
def total_aid_person_2014(aid_person):
    """There was no second aid."""
    return aid_person


@rule(label="得到救助", unit="bool", level=PERSON, cite=AMOUNT, since=SINCE_2014)
def is_aided(total_aid_person):
    """Whether anything is paid for the person."""
    return total_aid_person > 0


@rule(label="有应救助的费用", unit="bool", level=PERSON, cite=AMOUNT, since=SINCE_2014)
def has_own_cost(own_in_scope):
    """Something in scope is left to the person."""
    return own_in_scope > 0


@rule(label="自付超过起付线", unit="bool", level=PERSON, cite=AMOUNT, since=SINCE_2014)
def is_above(in_class, above_deductible):
    """Of a person in a class, something lies above the deductible."""
    return in_class and above_deductible > 0


@rule(label="限额有余", unit="bool", level=PERSON, cite=AMOUNT, since=SINCE_2014)
def has_cap_left(in_class, above_deductible, cap_left):
    """Of a person in a class with costs to aid, the cap is not used up."""
    return in_class and above_deductible > 0 and cap_left > 0


aid_amount = aggregate(
    "aid_amount",
    "sum",
    "total_aid_person",
    label="本次救助金额",
    unit="fen",
    cite=AMOUNT,
    since=SINCE_2014,
    result=True,
)
persons_aided = aggregate(
    "persons_aided", "count", "is_aided", label="救助人数", unit="person", cite=AMOUNT, since=SINCE_2014, result=True
)
any_own_cost = aggregate(
    "any_own_cost", "any", "has_own_cost", label="有应救助的费用", unit="bool", cite=AMOUNT, since=SINCE_2014
)
any_out_of_order = aggregate(
    "any_out_of_order", "any", "out_of_order", label="有费用没有先行结算", unit="bool", cite=ORDER, since=SINCE_2014
)
any_bill_off = aggregate(
    "any_bill_off", "any", "bill_off", label="有结算单数字不符", unit="bool", cite=ORDER, since=SINCE_2014
)
any_above = aggregate(
    "any_above", "any", "is_above", label="有自付超过起付线", unit="bool", cite=AMOUNT, since=SINCE_2014
)
any_cap_left = aggregate(
    "any_cap_left", "any", "has_cap_left", label="年度限额有余", unit="bool", cite=AMOUNT, since=SINCE_2014
)
most_deductible = aggregate(
    "most_deductible", "max", "deductible_year", label="起付标准", unit="fen", cite=AMOUNT, since=SINCE_2014
)


# ── 结论和不予救助的理由
@rule(
    label="属于救助对象", unit="bool", cite=people.WHO, since=SINCE_2021,
    refusal="没有成员属于医疗救助对象（特困人员、低保对象、低保边缘家庭成员、易返贫致贫人口、有效期内的因病致贫重病患者）。"
    "可先申请低保、低保边缘或因病致贫认定。",
)  # fmt: skip
def of_a_class(any_in_class):
    """Somebody in the household is of a class."""
    return any_in_class


@rule(
    name="of_a_class", label="属于救助对象", unit="bool", cite=DECREE["第二十八条"], since=SINCE_2014, until=UNTIL_2014,
    refusal="没有成员属于医疗救助对象（最低生活保障家庭成员、特困供养人员、县级以上人民政府规定的其他特殊困难人员）。"
    "可先申请最低生活保障。",
)  # fmt: skip
def of_a_class_2014(any_in_class):
    """The classes before 国办发〔2021〕42号."""
    return any_in_class


@rule(
    label="结算单数字相符", unit="bool", cite=ORDER, since=SINCE_2014,
    refusal="结算单数字对不上：政策范围内费用或各项支付之和大于总费用。请照结算单更正后再测算。",
)  # fmt: skip
def bills_add_up(any_bill_off):
    """Nothing is paid on figures that contradict each other."""
    return not any_bill_off


@rule(
    label="先行结算", unit="bool", cite=ORDER, since=SINCE_2014,
    refusal="有费用没有先经基本医疗保险、大病保险结算。次序是基本医保、大病保险、医疗救助，不能颠倒；结算后再申请。",
)  # fmt: skip
def insurer_first(any_out_of_order):
    """No cost may jump the order."""
    return not any_out_of_order


@rule(
    label="有政策范围内自付费用", unit="bool", cite=AMOUNT, since=SINCE_2014,
    refusal="医保支付后没有政策范围内的个人自付费用，本次没有可以救助的金额。",
)  # fmt: skip
def something_to_aid(any_own_cost):
    """Something in scope is left."""
    return any_own_cost


@rule(
    label="超过起付标准", unit="bool", cite=AMOUNT, since=SINCE_2014,
    refusal="本年度政策范围内自付累计没有超过起付标准 {most_deductible}；今后的费用累计超过后可再申请。",
)  # fmt: skip
def over_the_deductible(any_above, something_to_aid, of_a_class):
    """Told only where there is a cost and a class."""
    return any_above or not something_to_aid or not of_a_class


@rule(
    label="年度限额未用完", unit="bool", cite=AMOUNT, since=SINCE_2014,
    refusal="本年度救助限额已经用完；负担仍重的可申请临时救助或慈善帮扶。",
)  # fmt: skip
def within_the_cap(any_cap_left, over_the_deductible, any_above, aid_amount):
    """The cap is not used up, or the second aid still pays."""
    return any_cap_left or aid_amount > 0 or not any_above or not over_the_deductible


@rule(label="可以救助", unit="bool", cite=AMOUNT, since=SINCE_2014, result=True)
def eligible(
    of_a_class, insurer_first, bills_add_up, something_to_aid, over_the_deductible, within_the_cap, aid_amount
):
    """Every condition, and something is paid."""
    return (
        of_a_class
        and insurer_first
        and bills_add_up
        and something_to_aid
        and over_the_deductible
        and within_the_cap
        and aid_amount > 0
    )


@rule(label="办理部门", unit="choice", choices=OWNERS, cite=AMOUNT, since=SINCE_2014, result=True)
def decided_by(owner):
    """Civil affairs until the reform of 2018, then 医疗保障; a dated number, for places switched on different days."""
    return owner


@rule(label="发放金额", unit="fen", cite=AMOUNT, since=SINCE_2014, result=True)
def amount_due(eligible, aid_amount):
    """Paid once, to the household."""
    return aid_amount if eligible else 0


@rule(label="直接救助以外的对象", unit="bool", level=PERSON, cite=DECREE["第三十条"], since=SINCE_2014)
def aided_otherwise(is_aided, aid_class):
    """Aided, and neither 特困 nor 低保: goes through the township's notice."""
    return is_aided and aid_class != "tekun" and aid_class != "dibao"


any_aided_otherwise = aggregate(
    "any_aided_otherwise", "any", "aided_otherwise", label="有直接救助以外的对象", unit="bool", cite=DECREE["第三十条"],
    since=SINCE_2014,
)  # fmt: skip


@rule(label="由县级直接办理", unit="bool", cite=DECREE["第三十条"], since=SINCE_2014, result=True)
def direct(eligible, any_aided_otherwise):
    """特困 and 低保 need neither notice nor the township's check."""
    return eligible and not any_aided_otherwise


@rule(label="发放月", unit="choice", choices=STARTS, cite=DECREE["第三十条"], since=SINCE_2014, result=True)
def starts(start_month):
    """A single payment, in the month of the decision."""
    return start_month
