"""Counted and uncounted income. Everything is kept in fen per year, so that nothing is divided before the end."""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, Rounding, aggregate, rule

from .acts import SINCE_2012, both

INCOME = both("第七条", "第十三条")
WAGES, COSTS = both("第七条（一）", "第十三条（一）"), both("第七条", "第十三条")
TRANSFERS = both("第七条（四）", "第十三条（四）")


@rule(label="工资性收入（年）", unit="fen/year", level=PERSON, cite=WAGES, since=SINCE_2012)
def wage_all_year(wage_month, wage_year):
    """Wages of twelve months, monthly and yearly items together."""
    return wage_month * MONTHS_A_YEAR + wage_year


@rule(label="必要就业成本（年）", unit="fen/year", level=PERSON, cite=COSTS, since=SINCE_2012)
def employment_cost_year(wage_all_year, employment_cost_method, employment_cost_bp, standard_month, min_wage_month):
    """Work costs by the area's method, never more than the wage; none without a wage."""
    if employment_cost_method == "share_of_standard":
        return min(standard_month * MONTHS_A_YEAR * employment_cost_bp // BP, wage_all_year)
    if employment_cost_method == "share_of_min_wage":
        return min(min_wage_month * MONTHS_A_YEAR * employment_cost_bp // BP, wage_all_year)
    if employment_cost_method == "share_of_wage":
        return min(wage_all_year * employment_cost_bp // BP, wage_all_year)
    return 0


@rule(label="在新就业豁免期内", unit="bool", level=PERSON, cite=COSTS, since=SINCE_2012)
def in_new_job_period(
    months_since_new_job, disability_grade, employment_disregard_months_general, employment_disregard_months_disabled
):
    """The job began while receiving, not more than so many months ago (area's rule, longer for disabled persons)."""
    if disability_grade > 0:
        return months_since_new_job > 0 and months_since_new_job <= employment_disregard_months_disabled
    return months_since_new_job > 0 and months_since_new_job <= employment_disregard_months_general


@rule(label="新就业收入豁免（年）", unit="fen/year", level=PERSON, cite=COSTS, since=SINCE_2012)
def new_job_disregard_year(
    in_new_job_period, wage_all_year, employment_cost_year, standard_month, employment_disregard_bp
):
    """The wage of a new job is left out for the period, up to a multiple of the standard where one is set."""
    if not in_new_job_period:
        return 0
    if employment_disregard_bp == 0:
        return wage_all_year - employment_cost_year
    return min(wage_all_year - employment_cost_year, standard_month * MONTHS_A_YEAR * employment_disregard_bp // BP)


@rule(
    label="经营净收入（年）",
    unit="fen/year",
    level=PERSON,
    cite=both("第七条（二）", "第十三条（二）"),
    since=SINCE_2012,
)
def business_net_year(business_revenue_year, business_cost_year, business_net_month):
    """Takings less costs, depreciation and production taxes; a loss counts as nothing."""
    return max(business_revenue_year - business_cost_year, 0) + business_net_month * MONTHS_A_YEAR


@rule(label="推算劳动收入（年）", unit="fen/year", level=PERSON, cite=both("第七条", "第十三条"), since=SINCE_2012)
def imputed_labour_year(
    age, labour_capacity, study, work_unobtainable, waive_imputed_labour, wage_all_year, business_net_year,
    min_wage_month, imputed_labour_bp_full, imputed_labour_bp_partial, labour_age_from, labour_age_to,
):  # fmt: skip
    """Where the area uses labour coefficients: minimum wage × coefficient for able persons of working age without any
    earnings. Whether work is truly unobtainable (民发〔2022〕83号 一(一)) is judged by a person."""
    if age < labour_age_from or age >= labour_age_to or study != "none" or wage_all_year + business_net_year > 0:
        return 0
    if work_unobtainable and waive_imputed_labour:
        return 0
    if labour_capacity == "full":
        return min_wage_month * MONTHS_A_YEAR * imputed_labour_bp_full // BP
    if labour_capacity == "partial":
        return min_wage_month * MONTHS_A_YEAR * imputed_labour_bp_partial // BP
    return 0


@rule(
    label="财产净收入（年）",
    unit="fen/year",
    level=PERSON,
    cite=both("第七条（三）", "第十三条（三）"),
    since=SINCE_2012,
)
def property_year(property_income_month, property_income_year):
    """Rent, interest, dividends, land sub-lease and disposals, net of their costs."""
    return property_income_month * MONTHS_A_YEAR + property_income_year


@rule(label="成年无业重度残疾人", unit="bool", level=PERSON, cite=both("第十条", "第八条"), since=SINCE_2012)
def jobless_disabled_adult(is_minor, disability_grade, wage_all_year, business_net_year):
    """Of age, disability grade 1 or 2, without earnings."""
    return not is_minor and disability_grade in (1, 2) and wage_all_year + business_net_year == 0


@rule(label="计入的亲属供养费（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def kin_support_counted_month(kin_support_month, jobless_disabled_adult, exempt_kin_support):
    """Support by siblings or relatives of 60 and over to a jobless, severely disabled adult is left out from 2022-10-20."""
    return 0 if jobless_disabled_adult and exempt_kin_support else kin_support_month


@rule(label="计入的基础养老金（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def base_pension_counted_month(base_pension_month, exempt_base_pension):
    """The basic pension set by the centre is left out during 2021–2025, later only on a renewed basis."""
    return 0 if exempt_base_pension else base_pension_month


@rule(label="计入的高龄津贴（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def elder_allowance_counted_month(elder_allowance_month, exempt_elder_allowance):
    """Left out unless the area counts it."""
    return 0 if exempt_elder_allowance else elder_allowance_month


@rule(label="转移性收入（年）", unit="fen/year", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def transfers_year(
    pension_month, resident_pension_other_month, base_pension_counted_month, elder_allowance_counted_month,
    transfer_month, support_received_month, kin_support_counted_month, transfer_year,
):  # fmt: skip
    """Pensions, insurance benefits, support and gifts received."""
    return (
        pension_month
        + resident_pension_other_month
        + base_pension_counted_month
        + elder_allowance_counted_month
        + transfer_month
        + support_received_month
        + kin_support_counted_month
    ) * MONTHS_A_YEAR + transfer_year


@rule(label="可扣的税费社保与供养支出（年）", unit="fen/year", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def transfers_paid_year(tax_and_insurance_month, support_paid_month):
    """Taxes, own social insurance and support paid to others."""
    return (tax_and_insurance_month + support_paid_month) * MONTHS_A_YEAR


@rule(label="不计入的收入（年）", unit="fen/year", level=PERSON, cite=INCOME, since=SINCE_2012, result=True)
def uncounted_year(
    special_care_month, family_planning_award_month, scholarship_month, bravery_award_month, government_aid_month,
    disability_living_subsidy_month, disability_care_subsidy_month, unsupported_child_allowance_month,
    local_uncounted_month, base_pension_month, base_pension_counted_month, elder_allowance_month,
    elder_allowance_counted_month, kin_support_month, kin_support_counted_month,
):  # fmt: skip
    """Shown so that the resident sees what was left out; enters no sum. 两项补贴: 国发〔2015〕52号; 事实无人抚养: 民发〔2019〕62号."""
    return (
        special_care_month
        + family_planning_award_month
        + scholarship_month
        + bravery_award_month
        + government_aid_month
        + disability_living_subsidy_month
        + disability_care_subsidy_month
        + unsupported_child_allowance_month
        + local_uncounted_month
        + base_pension_month
        - base_pension_counted_month
        + elder_allowance_month
        - elder_allowance_counted_month
        + kin_support_month
        - kin_support_counted_month
    ) * MONTHS_A_YEAR


@rule(label="本人收入（年）", unit="fen/year", level=PERSON, cite=INCOME, since=SINCE_2012, result=True)
def own_income_year(
    wage_all_year, employment_cost_year, new_job_disregard_year, business_net_year, imputed_labour_year,
    property_year, transfers_year, transfers_paid_year,
):  # fmt: skip
    """All kinds together, net; never below nothing."""
    return max(
        wage_all_year
        - employment_cost_year
        - new_job_disregard_year
        + business_net_year
        + imputed_labour_year
        + property_year
        + transfers_year
        - transfers_paid_year,
        0,
    )


@rule(label="计入家庭的收入（年）", unit="fen/year", level=PERSON, cite=INCOME, since=SINCE_2012)
def counted_income_year(counted, own_income_year):
    """Only members' income counts."""
    return own_income_year if counted else 0


@rule(label="赡养人家庭超出标准的部分（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def supporter_surplus_month(
    supporter_household_income_month, supporter_household_size, supporter_standard_month, standard_month
):
    """What the household of someone who owes support has above the standard of its own area."""
    if supporter_standard_month > 0:
        return max(supporter_household_income_month - supporter_standard_month * supporter_household_size, 0)
    return max(supporter_household_income_month - standard_month * supporter_household_size, 0)


@rule(label="按公式推算的赡养费（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def support_formula_month(
    supporter_surplus_month, supporter_children, support_many_children, support_rate_bp_few, support_rate_bp_many,
    supported_persons, supported_persons_here,
):  # fmt: skip
    """Surplus × rate ÷ persons supported, for those who live here (common local formula; whole fen, rounded down)."""
    if supporter_children >= support_many_children:
        return (
            supporter_surplus_month * support_rate_bp_many * supported_persons_here // (BP * max(supported_persons, 1))
        )
    return supporter_surplus_month * support_rate_bp_few * supported_persons_here // (BP * max(supported_persons, 1))


@rule(label="户外赡养人应计赡养费（月）", unit="fen/month", level=PERSON, cite=TRANSFERS, since=SINCE_2012)
def support_due_month(counted, support_formula_month, supporter_paid_month, supporter_court_order_month):
    """The highest of formula, actual payment and court order; members of the household owe it nothing."""
    return 0 if counted else max(support_formula_month, supporter_paid_month, supporter_court_order_month)


@rule(label="可扣减的刚性支出（年）", unit="fen/year", level=PERSON, cite=both("第七条", "第十三条"), since=SINCE_2012)
def rigid_deduct_year(counted, disability_grade, serious_illness, rigid_cost_year, rigid_deduct_bp):
    """Extra cost of disability or serious illness, where the area lets it be deducted."""
    return rigid_cost_year * rigid_deduct_bp // BP if counted and (disability_grade > 0 or serious_illness) else 0


members_income_year = aggregate(
    "members_income_year",
    "sum",
    "counted_income_year",
    label="成员收入合计（年）",
    unit="fen/year",
    cite=INCOME,
    since=SINCE_2012,
)
support_due_total_month = aggregate(
    "support_due_total_month", "sum", "support_due_month", label="应计赡养费合计（月）", unit="fen/month", cite=TRANSFERS,
    since=SINCE_2012,
)  # fmt: skip
rigid_deduct_total_year = aggregate(
    "rigid_deduct_total_year", "sum", "rigid_deduct_year", label="刚性支出扣减合计（年）", unit="fen/year", cite=INCOME,
    since=SINCE_2012,
)  # fmt: skip


@rule(label="家庭收入（年）", unit="fen/year", cite=INCOME, since=SINCE_2012)
def household_income_year(members_income_year, support_due_total_month, rigid_deduct_total_year):
    """The household total of twelve months in whole fen; every comparison is made on it."""
    return max(members_income_year + support_due_total_month * MONTHS_A_YEAR - rigid_deduct_total_year, 0)


@rule(
    label="家庭月收入", unit="fen/month", cite=INCOME, since=SINCE_2012, result=True,
    rounding=Rounding("none", per=(MONTHS_A_YEAR,)),
)  # fmt: skip
def household_income_month(household_income_year):
    """For people to read, to the fen; comparisons and amounts use the yearly total."""
    return household_income_year


@rule(label="家庭月人均收入", unit="fen/month", cite=INCOME, since=SINCE_2012, result=True)
def income_per_head_month(household_income_year, members_counted):
    """For people to read, cut to the fen; no comparison uses it (rounding it first would change amounts)."""
    return household_income_year // (MONTHS_A_YEAR * max(members_counted, 1))
