"""How much a township's reserve may hold, and when it is filled up again."""

from anmin.kernel.declare import BP, rule

from .acts import AMOUNT, SINCE, URGENT


@rule(label="乡镇备用金上限", unit="fen", cite=AMOUNT, since=SINCE)
def reserve_cap(dibao__standard_month, reserve_months):
    """So many months of the standard for each township."""
    return dibao__standard_month * reserve_months


@rule(label="备用金补充线", unit="fen", cite=URGENT, since=SINCE)
def reserve_refill(reserve_cap, reserve_refill_bp):
    """Below it the reserve is filled up again."""
    return reserve_cap * reserve_refill_bp // BP
