"""义务兵家庭优待金: paid by the county of enlistment, more for hard places, schooling and honours."""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, Rounding, aggregate, rule

from .acts import FAVOUR, SINCE


@rule(label="服役地区倍数", unit="bp", level=PERSON, cite=FAVOUR, since=SINCE)
def post_bp(conscript_post, conscript_post_bp_ordinary, conscript_post_bp_plateau, conscript_post_bp_tibet):
    """Hard places count more than once."""
    if conscript_post == "tibet":
        return conscript_post_bp_tibet
    return conscript_post_bp_plateau if conscript_post == "plateau" else conscript_post_bp_ordinary


@rule(label="立功增发比例", unit="bp", level=PERSON, cite=FAVOUR, since=SINCE)
def honour_share_bp(
    conscript_honour, conscript_honour_bp_excellent, conscript_honour_bp_third, conscript_honour_bp_second
):
    """The highest honour of the year alone."""
    if conscript_honour == "second":
        return conscript_honour_bp_second
    if conscript_honour == "third":
        return conscript_honour_bp_third
    return conscript_honour_bp_excellent if conscript_honour == "excellent" else 0


@rule(label="学历和奖励加发（年）", unit="fen/year", level=PERSON, cite=FAVOUR, since=SINCE)
def extras_year(
    conscript_education, conscript_education_year_college, conscript_education_year_bachelor, conscript_honour,
    conscript_honour_year_third, conscript_honour_year_second,
):  # fmt: skip
    """Fixed sums on top: for schooling, and for the honour."""
    return (
        conscript_education_year_bachelor
        if conscript_education == "bachelor"
        else (conscript_education_year_college if conscript_education == "college" else 0)
    ) + (
        conscript_honour_year_second
        if conscript_honour == "second"
        else (conscript_honour_year_third if conscript_honour == "third" else 0)
    )


@rule(label="优待金（年）", unit="fen/year", level=PERSON, cite=FAVOUR, since=SINCE, result=True)
def favour_year(conscript_from_here, conscript_family_year, post_bp, honour_share_bp, extras_year):
    """Standard × place, raised by the honour's share of the standard, with the fixed sums."""
    if not conscript_from_here:
        return 0
    return conscript_family_year * (post_bp + honour_share_bp) // BP + extras_year


conscript_family_due_year = aggregate(
    "conscript_family_due_year", "sum", "favour_year", label="全家优待金（年）", unit="fen/year", cite=FAVOUR, since=SINCE,
    result=True,
)  # fmt: skip


@rule(
    label="优待金（月）", unit="fen/month", cite=FAVOUR, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def conscript_family_month(conscript_family_due_year):
    """A twelfth of the year's sum."""
    return conscript_family_due_year
