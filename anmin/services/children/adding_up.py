"""The sum that a resident works through: what the children's classes give, less what they receive already."""

from anmin.kernel.declare import PERSON, aggregate, rule

from .acts import EITHER_MONEY, MONEY_BY_DAY, SINCE_2010


@rule(label="应享标准", unit="fen/month", level=PERSON, cite=EITHER_MONEY, since=SINCE_2010)
def told_standard_month(child_class, not_both_with_tekun, own_standard_month, tier_month):
    """What the child's class gives before anything is taken off: the first line of the receipt."""
    if child_class == "hardship":
        return tier_month
    if child_class == "orphan" and not not_both_with_tekun:
        return 0
    return own_standard_month if child_class in ("orphan", "unsupported") else 0


@rule(label="扣减已领的基本生活保障", unit="fen/month", level=PERSON, cite=MONEY_BY_DAY, since=SINCE_2010)
def told_less_month(child_class, orphan_with_dibao, told_standard_month, received_own_month):
    """At most the standard, where the gap is paid; nothing of an orphan who is paid in full."""
    if child_class == "unsupported" or (child_class == "orphan" and orphan_with_dibao == "gap"):
        return min(told_standard_month, received_own_month)
    return 0


standard_total_month = aggregate(
    "standard_total_month", "sum", "told_standard_month", label="应享标准合计", unit="fen/month", cite=EITHER_MONEY,
    since=SINCE_2010, result=True,
)  # fmt: skip
less_total_month = aggregate(
    "less_total_month", "sum", "told_less_month", label="儿童本人已领的低保份额、特困供养金、生活补贴", unit="fen/month",
    cite=MONEY_BY_DAY, since=SINCE_2010, result=True,
)  # fmt: skip
