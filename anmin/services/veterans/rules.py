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
PAID_AS = {
    "none": "没有应发", "disabled": "残疾军人", "martyr_family": "烈士遗属", "duty_family": "因公牺牲军人遗属",
    "illness_family": "病故军人遗属", "demobilised": "在乡复员军人", "ill_returned": "带病回乡退役军人", "combat": "参战退役军人",
    "nuclear": "参试退役军人", "rural60": "农村籍退役士兵", "martyr_child": "烈士子女", "conscript": "现役义务兵",
}  # fmt: skip
YEARLY_CHECK = {"yearly": "每年确认"}


@rule(
    label="本人抚恤补助（月）", unit="fen/month", level=PERSON, cite=WHO, since=SINCE, result=True,
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


@rule(label="发放的类别", unit="choice", choices=PAID_AS, level=PERSON, cite=WHO, since=SINCE, result=True)
def paid_as(
    own_month, favour_year, veteran_kind, veteran_other_kind, pension_year, disability_pension_year, survivor_pension_year,
    living_allowance_year, old_soldier_year, martyr_child_year,
):  # fmt: skip
    """Under which category the person is counted: the one whose standard is paid; a conscript's favour stands alone."""
    if own_month == 0:
        return "conscript" if favour_year > 0 else "none"
    if disability_pension_year > 0 and disability_pension_year == pension_year:
        return "disabled"
    if martyr_child_year > 0 and martyr_child_year == pension_year:
        return "martyr_child"
    if old_soldier_year > 0 and old_soldier_year == pension_year:
        return "rural60"
    if survivor_pension_year > 0:
        if veteran_kind == "martyr_family" or veteran_other_kind == "martyr_family":
            return "martyr_family"
        return (
            "duty_family" if veteran_kind == "duty_family" or veteran_other_kind == "duty_family" else "illness_family"
        )
    if living_allowance_year > 0:
        if veteran_kind == "demobilised" or veteran_other_kind == "demobilised":
            return "demobilised"
        if veteran_kind == "combat" or veteran_other_kind == "combat":
            return "combat"
        return "nuclear" if veteran_kind == "nuclear" or veteran_other_kind == "nuclear" else "ill_returned"
    return "disabled" if disability_pension_year > 0 else "rural60"


@rule(label="发放的伤残等级", unit="count", level=PERSON, cite=WHO, since=SINCE, result=True)
def paid_grade(paid_as, wound_grade):
    """Of disabled soldiers only."""
    return wound_grade if paid_as == "disabled" else 0


@rule(
    label="本人优待金（月）", unit="fen/month", level=PERSON, cite=WHO, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def favour_month(favour_year):
    """A twelfth of the person's own part, for the lists; the family's is rounded once, for all."""
    return favour_year


any_kind = aggregate("any_kind", "any", "of_a_kind", label="有成员是优抚对象", unit="bool", cite=WHO, since=SINCE)
persons_paid = aggregate(
    "persons_paid", "count", "is_paid", label="发放人数", unit="person", cite=WHO, since=SINCE, result=True
)
pensions_month = aggregate(
    "pensions_month",
    "sum",
    "own_month",
    label="抚恤补助合计（月）",
    unit="fen/month",
    cite=WHO,
    since=SINCE,
    result=True,
)


@rule(
    label="有优抚对象", unit="bool", cite=WHO, since=SINCE,
    refusal="没有成员属于优抚对象，也没有由本县入伍的现役义务兵；优待金由入伍地县发放。",
)  # fmt: skip
def anyone(any_kind):
    """A category or a conscript enlisted here."""
    return any_kind


@rule(
    label="符合发放条件且标准已登记", unit="bool", cite=WHO, since=SINCE,
    refusal="所属类别的条件不满足（年龄、无生活来源、无工作单位、等级等，见测算各步），或当地还没有登记该类别的标准。",
)  # fmt: skip
def something_due(persons_paid, any_kind):
    """Said only where there is a category."""
    return persons_paid > 0 or not any_kind


@rule(
    label="户籍在本地", unit="bool", cite=WHO, since=SINCE,
    refusal="户籍不在本地；抚恤补助由户籍地发放，迁入的先办理抚恤关系转移（当年由迁出地发放）。",
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
