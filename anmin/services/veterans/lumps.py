"""Paid once: 烈士褒扬金, 一次性抚恤金 with the highest honour's increase, and the months added at a recipient's death."""

from anmin.kernel.declare import BP, PERSON, rule

from .acts import DEATH, HONOUR, LUMP, MARTYR_AWARD, SINCE


@rule(label="烈士褒扬金", unit="fen", level=PERSON, cite=MARTYR_AWARD, since=SINCE, result=True)
def martyr_award(death_kind, national_urban_pcdi, martyr_award_times):
    """So many times last year's national urban income per head; to the family of a martyr."""
    return national_urban_pcdi * martyr_award_times if death_kind == "martyr" else 0


@rule(label="一次性抚恤金（增发前）", unit="fen", level=PERSON, cite=LUMP, since=SINCE)
def lump_before_honour(
    death_kind, national_urban_pcdi, lump_times_fallen, lump_times_illness, base_pay_month, lump_pay_months
):
    """A multiple of that income and so many months' base pay."""
    if death_kind == "none":
        return 0
    if death_kind == "illness":
        return national_urban_pcdi * lump_times_illness + base_pay_month * lump_pay_months
    return national_urban_pcdi * lump_times_fallen + base_pay_month * lump_pay_months


@rule(label="荣誉增发比例", unit="bp", level=PERSON, cite=HONOUR, since=SINCE)
def honour_increase_bp(
    death_honour, honour_bp_order, honour_bp_title, honour_bp_first, honour_bp_second, honour_bp_third,
    honour_bp_excellent,
):  # fmt: skip
    """The highest honour alone."""
    if death_honour == "order":
        return honour_bp_order
    if death_honour == "title":
        return honour_bp_title
    if death_honour == "first":
        return honour_bp_first
    if death_honour == "second":
        return honour_bp_second
    if death_honour == "third":
        return honour_bp_third
    return honour_bp_excellent if death_honour == "excellent" else 0


@rule(label="一次性抚恤金", unit="fen", level=PERSON, cite=HONOUR, since=SINCE, result=True)
def lump_pension(lump_before_honour, honour_increase_bp):
    """With the increase, to the fen."""
    return lump_before_honour + lump_before_honour * honour_increase_bp // BP


@rule(label="丧葬补助月数", unit="month", level=PERSON, cite=DEATH, since=SINCE)
def funeral_months_due(
    is_disabled_soldier, disability_pension_year, survivor_pension_year, living_allowance_year, pension_year,
    funeral_months_disabled, funeral_months_survivor, funeral_months_combat, funeral_months_other,
):  # fmt: skip
    """By what was paid: disabled soldiers twelve, survivors and those who fought six."""
    if is_disabled_soldier and disability_pension_year == pension_year:
        return funeral_months_disabled
    if survivor_pension_year > 0:
        return funeral_months_survivor
    return funeral_months_combat if living_allowance_year > 0 else funeral_months_other


@rule(label="丧葬补助", unit="fen", level=PERSON, cite=DEATH, since=SINCE, result=True)
def funeral_grant(recipient_died, own_pension_month, funeral_months_due):
    """So many months of what the person was paid."""
    return own_pension_month * funeral_months_due if recipient_died else 0
