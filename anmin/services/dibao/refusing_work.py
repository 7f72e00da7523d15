"""Refusing work three times running lessens the household's 低保 by that person's part, and nobody else's.

Whether the work offered fitted health and capacity, and whether there was a good reason, a person has decided before
the fact is recorded.
"""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, Rounding, aggregate, rule

from .acts import ACT_2012, ACT_2021, DECREE, SINCE_2012

REFUSAL = {  # no national rule before 国令649号
    SINCE_2012: ACT_2012["第三十三条"],
    "2014-05-01": DECREE["第四十五条"],
    "2021-07-01": ACT_2021["第三十四条"],
}


@rule(
    label="没有无故拒绝就业", unit="bool", level=PERSON, cite=REFUSAL, since=SINCE_2012,
    note="{who}连续三次无正当理由拒绝接受介绍的工作：只减发或停发其本人的部分，其他成员照常保障。",
)  # fmt: skip
def willing_to_work(counted, refused_work):
    """Told of members only."""
    return not (counted and refused_work)


@rule(label="无故拒绝就业", unit="bool", level=PERSON, cite=REFUSAL, since=SINCE_2012)
def refuser(counted, refused_work):
    """A member whose own part is lessened."""
    return counted and refused_work


refusers = aggregate(
    "refusers", "count", "refuser", label="无故拒绝就业的人数", unit="person", cite=REFUSAL, since=SINCE_2012
)


@rule(label="拒绝就业减发（年）", unit="fen/year", cite=REFUSAL, since=SINCE_2012)
def refusal_cut_year(route, refusers, base_amount_year, members_counted, refusal_cut_bp):
    """The refusers' equal parts of the household's amount, or the area's share of them. Whoever is paid alone has no
    household's amount to share; the taper keeps what was paid."""
    if route == "household":
        return base_amount_year * refusal_cut_bp // BP * refusers // max(members_counted, 1)
    return 0


@rule(
    label="拒绝就业减发（月）", unit="fen/month", cite=REFUSAL, since=SINCE_2012,
    rounding=Rounding("none", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def refusal_cut_month(refusal_cut_year):
    """For people to read, to the fen."""
    return refusal_cut_year
