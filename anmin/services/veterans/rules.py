"""优抚: what disabled soldiers, survivors, other categories and conscripts' families are paid by the month.

Standards are yearly tables; a month is a twelfth. Pay rhythm is the county's. Left to people: grading of disabilities,
recognition of a category, and that a survivor has no means.
"""

from anmin.kernel.declare import MONTHS_A_YEAR, PERSON, Rounding, aggregate, rule

from . import conscript, disabled, kinds, lumps
from .acts import SINCE, WHO, YEARLY

LABEL = "优抚对象抚恤补助"
OUTCOME = "eligible"
PARTS = (disabled, kinds, conscript, lumps)
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}
YEARLY_CHECK = {"yearly": "每年确认"}


@rule(
    label="本人抚恤补助(月)", unit="fen/month", level=PERSON, cite=WHO, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def own_pension_month(pension_year):
    """A twelfth of the year, rounded once, here, by the area's way."""
    return pension_year


@rule(label="本人每月合计", unit="fen/month", level=PERSON, cite=WHO, since=SINCE, result=True)
def own_month(own_pension_month, nursing_month):
    """With the care money."""
    return own_pension_month + nursing_month


@rule(label="属于优抚对象", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def of_a_kind(veteran_kind, conscript_from_here):
    """Of a category, or a conscript."""
    return veteran_kind != "none" or conscript_from_here


@rule(label="本人有应发", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def is_paid(own_month, favour_year):
    """Something is paid for the person."""
    return own_month > 0 or favour_year > 0


any_kind = aggregate("any_kind", "any", "of_a_kind", label="有成员是优抚对象", unit="bool", cite=WHO, since=SINCE)
persons_paid = aggregate(
    "persons_paid", "count", "is_paid", label="发放人数", unit="person", cite=WHO, since=SINCE, result=True
)
pensions_month = aggregate(
    "pensions_month", "sum", "own_month", label="抚恤补助合计(月)", unit="fen/month", cite=WHO, since=SINCE, result=True
)


@rule(
    label="有优抚对象", unit="bool", cite=WHO, since=SINCE,
    refusal="没有成员属于优抚对象,也没有由本县入伍的现役义务兵;优待金由入伍地县发放。",
)  # fmt: skip
def anyone(any_kind):
    """A category or a conscript enlisted here."""
    return any_kind


@rule(
    label="符合发放条件且标准已登记", unit="bool", cite=WHO, since=SINCE,
    refusal="所属类别的条件不满足(年龄、无生活来源、无工作单位、等级等,见测算各步),或当地还没有登记该类别的标准。",
)  # fmt: skip
def something_due(persons_paid, any_kind):
    """Said only where there is a category."""
    return persons_paid > 0 or not any_kind


@rule(
    label="户籍在本地", unit="bool", cite=WHO, since=SINCE,
    refusal="户籍不在本地;抚恤补助由户籍地发放,迁入的先办理抚恤关系转移(当年由迁出地发放)。",
)  # fmt: skip
def registered_here(hukou_here):
    """Paid where the person is registered."""
    return hukou_here


@rule(label="可以发放", unit="bool", cite=WHO, since=SINCE, result=True)
def eligible(anyone, something_due, registered_here, persons_paid):
    """Somebody of a category is due something here."""
    return anyone and something_due and registered_here and persons_paid > 0


@rule(label="每月金额", unit="fen/month", cite=WHO, since=SINCE, result=True)
def amount_month(eligible, pensions_month, conscript_family_month):
    """Pensions, care money and the family's favour together."""
    return pensions_month + conscript_family_month if eligible else 0


@rule(label="起发月", unit="choice", choices=STARTS, cite=YEARLY, since=SINCE, result=True)
def starts(start_month):
    """From the month of confirmation, unless the area says otherwise."""
    return start_month


@rule(label="确认类别", unit="choice", choices=YEARLY_CHECK, cite=YEARLY, since=SINCE)
def check_class():
    """Everybody is confirmed each year."""
    return "yearly"


@rule(label="确认周期", unit="month", cite=YEARLY, since=SINCE)
def check_every_months(check_months_yearly):
    """Once a year."""
    return check_months_yearly
