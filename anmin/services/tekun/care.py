"""Care: six things of daily life, three grades, and the standard of each; and the base standard of living."""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, Rounding, rule

from .acts import OPINION, SINCE_2016, both
from .facts import CARE_GRADES

CARE = both("第十九条", "第二十二条")
BASE, PAY = OPINION["三（四）"], OPINION["三（四）"]


@rule(label="不能自主完成的项数", unit="count", level=PERSON, cite=both("第十八条", "第二十一条"), since=SINCE_2016)
def items_failed(can_eat, can_dress, can_get_up, can_toilet, can_walk, can_bathe):
    """Eating, dressing, getting up, using the toilet, walking indoors, bathing."""
    return (
        (0 if can_eat else 1)
        + (0 if can_dress else 1)
        + (0 if can_get_up else 1)
        + (0 if can_toilet else 1)
        + (0 if can_walk else 1)
        + (0 if can_bathe else 1)
    )


@rule(
    label="生活自理能力等级", unit="choice", level=PERSON, cite=CARE, since=SINCE_2016, choices=CARE_GRADES, result=True
)
def care_need(care_grade, items_failed, partial_items, full_items):
    """A conclusion that is on file, else by the number of items failed; a reported change is assessed anew."""
    if care_grade != "none":
        return care_grade
    if items_failed >= full_items:
        return "full"
    return "partial" if items_failed >= partial_items else "self"


@rule(label="供养且部分丧失自理能力", unit="bool", level=PERSON, cite=CARE, since=SINCE_2016)
def needs_partial_care(qualifies, care_need):
    """For the fold."""
    return qualifies and care_need == "partial"


@rule(label="供养且完全丧失自理能力", unit="bool", level=PERSON, cite=CARE, since=SINCE_2016)
def needs_full_care(qualifies, care_need):
    """For the fold."""
    return qualifies and care_need == "full"


@rule(label="基本生活标准（年）", unit="fen/year", level=PERSON, cite=BASE, since=SINCE_2016)
def base_year(
    support_form, base_standard_year_centre, base_standard_year_home, base_ratio_bp_centre, base_ratio_bp_home,
    dibao__standard_month,
):  # fmt: skip
    """As published for the form of support, else so much of the standard of 低保 (1.3 times in principle)."""
    if support_form == "centre":
        return (
            base_standard_year_centre
            if base_standard_year_centre > 0
            else dibao__standard_month * MONTHS_A_YEAR * base_ratio_bp_centre // BP
        )
    return (
        base_standard_year_home
        if base_standard_year_home > 0
        else dibao__standard_month * MONTHS_A_YEAR * base_ratio_bp_home // BP
    )


@rule(label="照料护理标准占最低工资的比例", unit="bp", level=PERSON, cite=PAY, since=SINCE_2016)
def care_share_bp(
    care_need, support_form, care_bp_full_centre, care_bp_partial_centre, care_bp_self_centre, care_bp_full_home,
    care_bp_partial_home, care_bp_self_home,
):  # fmt: skip
    """By grade and form; a share of the minimum wage, not of the standard of 低保."""
    if care_need == "full":
        return care_bp_full_centre if support_form == "centre" else care_bp_full_home
    if care_need == "partial":
        return care_bp_partial_centre if support_form == "centre" else care_bp_partial_home
    return care_bp_self_centre if support_form == "centre" else care_bp_self_home


@rule(label="公布的照料护理标准（年）", unit="fen/year", level=PERSON, cite=PAY, since=SINCE_2016)
def care_published_year(
    care_need, support_form, care_year_full_centre, care_year_partial_centre, care_year_self_centre,
    care_year_full_home, care_year_partial_home, care_year_self_home,
):  # fmt: skip
    """Where the area publishes amounts of its own; nothing where it goes by the share."""
    if care_need == "full":
        return care_year_full_centre if support_form == "centre" else care_year_full_home
    if care_need == "partial":
        return care_year_partial_centre if support_form == "centre" else care_year_partial_home
    return care_year_self_centre if support_form == "centre" else care_year_self_home


@rule(label="照料护理标准（年）", unit="fen/year", level=PERSON, cite=PAY, since=SINCE_2016)
def care_due_year(care_published_year, care_share_bp, dibao__min_wage_month):
    """As published, else the share of the minimum wage."""
    if care_published_year > 0:
        return care_published_year
    return dibao__min_wage_month * MONTHS_A_YEAR * care_share_bp // BP


@rule(label="应享照料护理标准（年）", unit="fen/year", level=PERSON, cite=PAY, since=SINCE_2016)
def care_amount_year(care_due_year, care_need, self_care_limit_month):
    """Who cares for themselves gets no more than the subsidy for severe disability, where the area says so."""
    if care_need == "self" and self_care_limit_month > 0:
        return min(care_due_year, self_care_limit_month * MONTHS_A_YEAR)
    return care_due_year


@rule(
    label="本人基本生活标准（月）", unit="fen/month", level=PERSON, cite=BASE, since=SINCE_2016, result=True,
    rounding=Rounding("none", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def base_person_month(qualifies, base_year):
    """For people to read; the amount is rounded once, with the care standard."""
    return base_year if qualifies else 0


@rule(
    label="本人照料护理标准（月）", unit="fen/month", level=PERSON, cite=PAY, since=SINCE_2016, result=True,
    rounding=Rounding("none", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def care_person_month(qualifies, care_amount_year):
    """For people to read."""
    return care_amount_year if qualifies else 0


@rule(
    label="本人供养金（月）", unit="fen/month", level=PERSON, cite=PAY, since=SINCE_2016, result=True,
    rounding=Rounding("amount_rounding", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def amount_person_month(qualifies, base_year, care_amount_year):
    """Base and care together, rounded once, here, by the area's way."""
    return base_year + care_amount_year if qualifies else 0


@rule(label="丧葬费", unit="fen", level=PERSON, cite=OPINION["三（三）"], since=SINCE_2016, result=True)
def funeral_amount(funeral_due, qualifies, receiving_tekun, base_year, funeral_months):
    """So many months of the base standard, once, for who was supported; the form of support decides the standard."""
    return base_year * funeral_months // MONTHS_A_YEAR if funeral_due and (qualifies or receiving_tekun) else 0
