"""Necessary spending of the last twelve months, kind by kind, net of what others bore (民发〔2024〕57号)."""

from anmin.kernel.declare import MONTHS_A_YEAR, PERSON, aggregate, rule

from .acts import RIGID_SPENDING as CITE
from .acts import SINCE_2021 as SINCE


@rule(label="医疗自付支出（年）", unit="fen/year", level=PERSON, cite=CITE, since=SINCE)
def medical_own_year(medical_bills_year, medical_reimbursed_year):
    """What remains after insurance, aid and commercial cover; never below nothing."""
    return max(medical_bills_year - medical_reimbursed_year, 0)


@rule(label="教育支出（年）", unit="fen/year", level=PERSON, cite=CITE, since=SINCE)
def education_year(study, tuition_year, public_tuition_year):
    """Kindergarten to first degree; at a private school no more than a public one of the kind takes."""
    if study in ("postgraduate", "part_time"):
        return 0
    return min(tuition_year, public_tuition_year) if public_tuition_year > 0 else tuition_year


@rule(label="残疾康复支出（年）", unit="fen/year", level=PERSON, cite=CITE, since=SINCE)
def rehab_own_year(rehab_paid_year, rehab_subsidy_year):
    """Training and aids net of subsidies."""
    return max(rehab_paid_year - rehab_subsidy_year, 0)


@rule(label="其他必需支出（年）", unit="fen/year", level=PERSON, cite=CITE, since=SINCE)
def other_own_year(other_rigid_year, other_rigid_counted):
    """Only where the county has said which."""
    return other_rigid_year if other_rigid_counted else 0


@rule(label="本人刚性支出（年）", unit="fen/year", level=PERSON, cite=CITE, since=SINCE, result=True)
def own_spending_year(dibao__counted, medical_own_year, education_year, rehab_own_year, other_own_year):
    """Of members of the household only."""
    return medical_own_year + education_year + rehab_own_year + other_own_year if dibao__counted else 0


medical_total_year = aggregate(
    "medical_total_year",
    "sum",
    "medical_own_year",
    label="家庭医疗自付合计（年）",
    unit="fen/year",
    cite=CITE,
    since=SINCE,
)
members_spending_year = aggregate(
    "members_spending_year", "sum", "own_spending_year", label="医疗、教育、康复等支出合计（年）", unit="fen/year", cite=CITE,
    since=SINCE, result=True,
)  # fmt: skip


@rule(label="基本生活支出（年）", unit="fen/year", cite=CITE, since=SINCE)
def living_counted_year(living_cost_method, living_cost_year, dibao__standard_month, dibao__members_counted):
    """As found, or the standard of 低保 for each member, or not at all: the area's choice."""
    if living_cost_method == "standard":
        return dibao__standard_month * dibao__members_counted * MONTHS_A_YEAR
    return living_cost_year if living_cost_method == "declared" else 0


@rule(label="刚性支出合计（年）", unit="fen/year", cite=CITE, since=SINCE, result=True)
def rigid_spending_year(members_spending_year, living_counted_year):
    """All five kinds."""
    return members_spending_year + living_counted_year
