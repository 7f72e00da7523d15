"""Deductible, ratio and yearly cap by class of person; national limits go before what an area has set."""

from anmin.kernel.declare import BP, PERSON, rule

from .acts import SINCE_2014, both

TERMS = both("第三十条", "四（八）")


@rule(label="起付比例", unit="bp", level=PERSON, cite=TERMS, since=SINCE_2014)
def deductible_share_bp(
    aid_class, deductible_bp_tekun, deductible_bp_dibao, deductible_bp_edge, deductible_bp_watched,
    deductible_bp_illness_poor, deductible_bp_other, direct_deductible_ceiling_bp,
):  # fmt: skip
    """Share of income per head; for 特困 and 低保 never above the national ceiling."""
    if aid_class == "tekun":
        return min(deductible_bp_tekun, direct_deductible_ceiling_bp)
    if aid_class == "dibao":
        return min(deductible_bp_dibao, direct_deductible_ceiling_bp)
    if aid_class == "edge":
        return deductible_bp_edge
    if aid_class == "watched":
        return deductible_bp_watched
    return deductible_bp_illness_poor if aid_class == "illness_poor" else deductible_bp_other


@rule(label="年度起付标准", unit="fen", level=PERSON, cite=TERMS, since=SINCE_2014, result=True)
def deductible_year(pcdi_year, deductible_share_bp):
    """Counted once a year over all settlements, to the fen."""
    return pcdi_year * deductible_share_bp // BP


@rule(label="救助比例", unit="bp", level=PERSON, cite=TERMS, since=SINCE_2014, result=True)
def ratio_share_bp(
    aid_class, ratio_bp_tekun, ratio_bp_dibao, ratio_bp_edge, ratio_bp_watched, ratio_bp_illness_poor, ratio_bp_other,
    direct_ratio_floor_bp,
):  # fmt: skip
    """By class; for 特困 and 低保 never below the national floor."""
    if aid_class == "tekun":
        return max(ratio_bp_tekun, direct_ratio_floor_bp)
    if aid_class == "dibao":
        return max(ratio_bp_dibao, direct_ratio_floor_bp)
    if aid_class == "edge":
        return ratio_bp_edge
    if aid_class == "watched":
        return ratio_bp_watched
    return ratio_bp_illness_poor if aid_class == "illness_poor" else ratio_bp_other


@rule(label="年度限额（定额）", unit="fen", level=PERSON, cite=TERMS, since=SINCE_2014)
def fixed_cap(
    aid_class, cap_year_tekun, cap_year_dibao, cap_year_edge, cap_year_watched, cap_year_illness_poor, cap_year_other
):
    """As the area has set it for the class."""
    if aid_class == "tekun":
        return cap_year_tekun
    if aid_class == "dibao":
        return cap_year_dibao
    if aid_class == "edge":
        return cap_year_edge
    if aid_class == "watched":
        return cap_year_watched
    return cap_year_illness_poor if aid_class == "illness_poor" else cap_year_other


@rule(label="年度限额", unit="fen", level=PERSON, cite=TERMS, since=SINCE_2014, result=True)
def cap_of_year(cap_method, fixed_cap, basic_cap_year, cap_share_bp):
    """A fixed sum, a share of what the basic scheme pays at most, or the higher of both; for all settlements of a year."""
    if cap_method == "fixed":
        return fixed_cap
    if cap_method == "share":
        return basic_cap_year * cap_share_bp // BP
    return max(fixed_cap, basic_cap_year * cap_share_bp // BP)
