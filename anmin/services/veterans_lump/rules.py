"""优抚一次性待遇: what a family is given once for somebody fallen or dead, paid on the roll in the month of confirmation.

How 烈士褒扬金 and 一次性抚恤金 are reckoned is the law of 优抚 itself; here they are paid. Left to people: the nature of
the death, and among several survivors who receives.
"""

from anmin.kernel.declare import PERSON, aggregate, rule

from .acts import FUNERAL, LUMP, ONCE, SINCE

LABEL = "优抚一次性待遇"
OUTCOME = "eligible"
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}


@rule(label="丧葬补助月数", unit="month", level=PERSON, cite=FUNERAL, since=SINCE)
def months_after_death(
    deceased_was, veterans__funeral_months_disabled, veterans__funeral_months_survivor, veterans__funeral_months_combat,
    veterans__funeral_months_other,
):  # fmt: skip
    """By what was paid to the person who died."""
    if deceased_was == "disabled":
        return veterans__funeral_months_disabled
    if deceased_was == "survivor":
        return veterans__funeral_months_survivor
    return veterans__funeral_months_combat if deceased_was == "combat" else veterans__funeral_months_other


@rule(label="丧葬补助", unit="fen", level=PERSON, cite=FUNERAL, since=SINCE, result=True)
def funeral_lump(deceased_was, deceased_pension_month, months_after_death):
    """So many months of what was paid last."""
    return deceased_pension_month * months_after_death if deceased_was != "none" else 0


@rule(label="计发基数已登记", unit="bool", level=PERSON, cite=LUMP, since=SINCE)
def income_entered(veterans__death_kind, veterans__national_urban_pcdi, veterans__base_pay_month):
    """Without the nation's income of the year before, or the base pay, it would be a part of the lump sum only."""
    return veterans__death_kind == "none" or (veterans__national_urban_pcdi > 0 and veterans__base_pay_month > 0)


@rule(label="本人一次性待遇", unit="fen", level=PERSON, cite=LUMP, since=SINCE, result=True)
def own_lump(income_entered, veterans__martyr_award, veterans__lump_pension, funeral_lump):
    """Award, pension and funeral money are beside one another."""
    return (veterans__martyr_award + veterans__lump_pension if income_entered else 0) + funeral_lump


@rule(label="有应发的一次性待遇", unit="bool", level=PERSON, cite=LUMP, since=SINCE)
def is_given(own_lump):
    """Something is due to the person."""
    return own_lump > 0


lump_total = aggregate(
    "lump_total", "sum", "own_lump", label="一次性待遇合计", unit="fen", cite=LUMP, since=SINCE, result=True
)
persons_given = aggregate(
    "persons_given", "count", "is_given", label="领取人数", unit="person", cite=LUMP, since=SINCE, result=True
)


@rule(
    label="有应发的一次性待遇且标准已登记", unit="bool", cite=LUMP, since=SINCE,
    refusal="没有填牺牲、病故性质或去世的优抚对象类别，或者计发基数（上一年度全国城镇居民人均可支配收入、基本工资、生前月抚恤补助）"
    "还没有登记。",
)  # fmt: skip
def something_due(lump_total):
    """Nothing is guessed where a base is not known."""
    return lump_total > 0


@rule(
    label="没有重复领取", unit="bool", cite=ONCE, since=SINCE,
    refusal="同一逝者的一次性待遇已由本户或其他遗属领取，不重复发放。",
)  # fmt: skip
def not_yet_paid(lump_already_paid):
    """Once for each death."""
    return not lump_already_paid


@rule(
    label="领取人户籍在本地", unit="bool", cite=ONCE, since=SINCE,
    refusal="领取人户籍不在本地；一次性待遇由证明书持有人户籍所在地的县级退役军人事务部门发放。",
)  # fmt: skip
def registered_here(veterans__hukou_here):
    """Paid where whoever holds the certificate is registered, as the pensions are."""
    return veterans__hukou_here


@rule(label="可以发放", unit="bool", cite=LUMP, since=SINCE, result=True)
def eligible(something_due, not_yet_paid, registered_here):
    """Something is due here and was not yet given."""
    return something_due and not_yet_paid and registered_here


@rule(label="一次性发放金额", unit="fen", cite=LUMP, since=SINCE, result=True)
def amount_due(eligible, lump_total):
    """All of it, once."""
    return lump_total if eligible else 0


@rule(label="发放月", unit="choice", choices=STARTS, cite=ONCE, since=SINCE, result=True)
def starts(start_month):
    """A single payment, in the month of the confirmation unless the area says otherwise."""
    return start_month
