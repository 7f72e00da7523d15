"""The order of payers: basic insurance, 大病保险, then the aid, then other supplementary insurance and charity."""

from anmin.kernel.declare import PERSON, rule

from .acts import DECREE, OPINION_2021, SINCE_2014, SINCE_2021, UNTIL_2014, both

ORDER = both("第二十九条（二）", "三（五）")


@rule(
    label="应由个人自付（政策范围内）",
    unit="fen",
    level=PERSON,
    cite=OPINION_2021["三（五）"],
    since=SINCE_2021,
    result=True,
)
def own_in_scope(medical_cost_in_scope, paid_basic, paid_serious, paid_by_third):
    """After basic insurance and 大病保险. Commercial and charity money comes after the aid and never lessens it."""
    return max(medical_cost_in_scope - paid_basic - paid_serious - paid_by_third, 0)


@rule(
    name="own_in_scope", label="应由个人自付（政策范围内）", unit="fen", level=PERSON, cite=DECREE["第二十九条（二）"],
    since=SINCE_2014, until=UNTIL_2014, result=True,
)  # fmt: skip
def own_in_scope_2014(medical_cost_in_scope, paid_basic, paid_serious, paid_supplementary, paid_by_third):
    """Before 国办发〔2021〕42号 other supplementary insurance went before the aid."""
    return max(medical_cost_in_scope - paid_basic - paid_serious - paid_supplementary - paid_by_third, 0)


@rule(label="已按次序先行结算", unit="bool", level=PERSON, cite=ORDER, since=SINCE_2014)
def in_order(settled_by_basic, medical_cost_in_scope, insurance):
    """Costs of the insured are settled by the insurer first; who is not insured has nothing to settle."""
    return settled_by_basic or medical_cost_in_scope == 0 or insurance == "none"


@rule(label="没有先行结算", unit="bool", level=PERSON, cite=ORDER, since=SINCE_2014)
def out_of_order(in_order):
    """As in_order, for the fold."""
    return not in_order


@rule(label="结算单数字不符", unit="bool", level=PERSON, cite=ORDER, since=SINCE_2014, result=True)
def bill_off(medical_cost_total, medical_cost_in_scope, paid_basic, paid_serious, paid_supplementary, paid_by_third):
    """More in scope than was spent, or more paid than was spent; a settlement without a total says nothing of it."""
    if medical_cost_total == 0:
        return False
    if medical_cost_in_scope > medical_cost_total:
        return True
    return paid_basic + paid_serious + paid_supplementary + paid_by_third > medical_cost_total
