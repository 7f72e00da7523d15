"""How much: the gap on household totals, applying alone, the taper, top-ups by category; rounded once, at the end."""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, Rounding, aggregate, rule

from .acts import ACT_2021, DECREE, OPINION_2012, REVIEW, SINCE_2012, both

AMOUNT = both("第二十七条", "第二十三条")
ALONE = both("第十条", "第八条")
TOPUP = {SINCE_2012: OPINION_2012["二"], "2014-05-01": DECREE["第十二条"], "2021-07-01": ACT_2021["第二十七条"]}


# ── 金额
@rule(label="差额（年）", unit="fen/year", cite=AMOUNT, since=SINCE_2012)
def gap_year(household_standard_year, household_income_year):
    """Household standard less household income on yearly totals; nothing is rounded here."""
    return max(household_standard_year - household_income_year, 0)


@rule(
    label="差额（月）", unit="fen/month", cite=AMOUNT, since=SINCE_2012, result=True,
    rounding=Rounding("none", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def gap_month(gap_year):
    """The gap for people to read, to the fen."""
    return gap_year


@rule(label="最低补差（年）", unit="fen/year", cite=AMOUNT, since=SINCE_2012)
def floor_gap_year(standard_month, members_counted, min_gap_bp, min_gap_basis):
    """Where the area pays at least a share of the standard, per household or per member."""
    if min_gap_basis == "person":
        return standard_month * members_counted * MONTHS_A_YEAR * min_gap_bp // BP
    return standard_month * MONTHS_A_YEAR * min_gap_bp // BP


@rule(label="所在档次比例", unit="bp", cite=AMOUNT, since=SINCE_2012)
def band_share_bp(hardship_band, band_bp_one, band_bp_two, band_bp_three, band_bp_four):
    """The share of the standard in the household's band (1 hardest; none while it is not assessed)."""
    if hardship_band == 0:
        return 0
    if hardship_band == 1:
        return band_bp_one
    if hardship_band == 2:
        return band_bp_two
    return band_bp_three if hardship_band in (3,) else band_bp_four


@rule(label="整户保障金（年）", unit="fen/year", cite=AMOUNT, since=SINCE_2012)
def household_amount_year(amount_method, gap_year, floor_gap_year, household_standard_year, band_share_bp):
    """The gap, not below the area's floor nor above the full standard; or the share of the household's band."""
    if amount_method == "bands":
        return household_standard_year * band_share_bp // BP
    return min(max(gap_year, floor_gap_year), household_standard_year)


@rule(label="单独申请比例", unit="bp", cite=ALONE, since=SINCE_2012)
def single_share_bp(single_severe, single_ill, single_bp_severe_disability, single_bp_serious_illness, single_bp_other):
    """The highest share among the applicant's categories."""
    if single_severe or single_ill:
        return max(
            single_bp_severe_disability if single_severe else 0,
            single_bp_serious_illness if single_ill else 0,
        )
    return single_bp_other


@rule(label="单独申请计发额（年）", unit="fen/year", cite=ALONE, since=SINCE_2012)
def single_method_year(single_method, single_share_bp, standard_month, single_income_year):
    """Standard less own income, a share of the standard, or the full standard: the area's choice."""
    if single_method == "share":
        return standard_month * MONTHS_A_YEAR * single_share_bp // BP
    if single_method == "full":
        return standard_month * MONTHS_A_YEAR
    return max(standard_month * MONTHS_A_YEAR - single_income_year, 0)


@rule(label="单人保障金（年）", unit="fen/year", cite=ALONE, since=SINCE_2012)
def single_amount_year(
    single_method_year, single_severe, single_with_subsidy_bp, standard_month, single_living_subsidy_month
):
    """Raised, where the area says so, until it and the disability living subsidy reach a share of the standard."""
    if not single_severe or single_with_subsidy_bp == 0:
        return single_method_year
    return max(
        single_method_year,
        standard_month * MONTHS_A_YEAR * single_with_subsidy_bp // BP - single_living_subsidy_month * MONTHS_A_YEAR,
    )


@rule(label="渐退期保障金（年）", unit="fen/year", cite=REVIEW, since=SINCE_2012)
def taper_amount_year(last_amount_month, taper_bp):
    """The former amount, or a share of it."""
    return last_amount_month * MONTHS_A_YEAR * taper_bp // BP


# ── 分类施保
@rule(label="老年增发比例", unit="bp", level=PERSON, cite=TOPUP, since=SINCE_2012)
def elder_bp(age, topup_age_elder, topup_age_elder_high, topup_bp_elder, topup_bp_elder_high):
    """By age on the day; the high age takes the higher of both."""
    if age >= topup_age_elder_high:
        return max(topup_bp_elder, topup_bp_elder_high)
    return topup_bp_elder if age >= topup_age_elder else 0


@rule(label="属分类施保的重度残疾", unit="bool", level=PERSON, cite=TOPUP, since=SINCE_2012)
def severe_for_topup(disability_grade, disability_kind, topup_grade_three):
    """Grade 1 or 2; grade 3 intellectual or mental where the area includes it."""
    if disability_grade in (1, 2):
        return True
    return topup_grade_three and disability_grade in (3,) and disability_kind in ("intellectual", "mental")


@rule(label="增发比例", unit="bp", level=PERSON, cite=TOPUP, since=SINCE_2012)
def stacked_bp(
    topup_stack, elder_bp, is_minor, severe_for_topup, serious_illness, other_topup, topup_bp_minor,
    topup_bp_severe_disability, topup_bp_serious_illness, topup_bp_other,
):  # fmt: skip
    """The person's categories, the highest alone or all together."""
    if topup_stack == "sum":
        return (
            elder_bp
            + (topup_bp_minor if is_minor else 0)
            + (topup_bp_severe_disability if severe_for_topup else 0)
            + (topup_bp_serious_illness if serious_illness else 0)
            + (topup_bp_other if other_topup else 0)
        )
    return max(
        elder_bp,
        topup_bp_minor if is_minor else 0,
        topup_bp_severe_disability if severe_for_topup else 0,
        topup_bp_serious_illness if serious_illness else 0,
        topup_bp_other if other_topup else 0,
    )


@rule(
    label="按类别应增发（月）", unit="fen/month", level=PERSON, cite=TOPUP, since=SINCE_2012,
    rounding=Rounding("none", per=(BP,)),
)  # fmt: skip
def topup_due_month(stacked_bp, topup_cap_bp, standard_month):
    """A share of the standard, not above the cap where one is set."""
    return standard_month * (min(stacked_bp, topup_cap_bp) if topup_cap_bp > 0 else stacked_bp)


@rule(label="整户保障时增发（月）", unit="fen/month", level=PERSON, cite=TOPUP, since=SINCE_2012)
def member_topup_month(counted, refuser, topup_due_month):
    """Of a counted member whose part is not stopped."""
    return topup_due_month if counted and not refuser else 0


@rule(label="单独保障时增发（月）", unit="fen/month", level=PERSON, cite=TOPUP, since=SINCE_2012)
def applicant_topup_month(applies_alone, topup_due_month):
    """Of the one who applies alone."""
    return topup_due_month if applies_alone else 0


members_topup_month = aggregate(
    "members_topup_month",
    "sum",
    "member_topup_month",
    label="成员增发合计（月）",
    unit="fen/month",
    cite=TOPUP,
    since=SINCE_2012,
)
single_topup_month = aggregate(
    "single_topup_month",
    "sum",
    "applicant_topup_month",
    label="申请人增发（月）",
    unit="fen/month",
    cite=TOPUP,
    since=SINCE_2012,
)


@rule(label="分类施保增发（月）", unit="fen/month", cite=TOPUP, since=SINCE_2012, result=True)
def topup_month(route, members_topup_month, single_topup_month):
    """Only for those granted; in the taper the former amount holds it already."""
    if route == "household":
        return members_topup_month
    return single_topup_month if route == "single" else 0


@rule(label="本人增发（月）", unit="fen/month", level=PERSON, cite=TOPUP, since=SINCE_2012, result=True)
def topup_person_month(route, member_topup_month, applicant_topup_month):
    """The person's part of the household's top-up."""
    if route == "household":
        return member_topup_month
    return applicant_topup_month if route == "single" else 0


@rule(label="增发前保障金（年）", unit="fen/year", cite=AMOUNT, since=SINCE_2012)
def base_amount_year(route, household_amount_year, single_amount_year, taper_amount_year):
    """By the door that is open."""
    if route == "household":
        return household_amount_year
    if route == "single":
        return single_amount_year
    return taper_amount_year if route == "taper" else 0


@rule(
    label="每月保障金", unit="fen/month", cite=AMOUNT, since=SINCE_2012, result=True,
    rounding=Rounding("amount_rounding", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def amount_month(base_amount_year, refusal_cut_year, topup_month):
    """Base, less the part of who refused work, and top-up together, rounded once, here, by the area's way."""
    return base_amount_year - refusal_cut_year + topup_month * MONTHS_A_YEAR


@rule(label="每月人均保障金", unit="fen/month", cite=AMOUNT, since=SINCE_2012)
def amount_person_month(amount_month, route, members_counted):
    """A member's share of the household's amount, cut to the fen; other services read it."""
    return amount_month if route == "single" else amount_month // max(members_counted, 1)
