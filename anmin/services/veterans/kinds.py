"""定期抚恤金 of survivors and 生活补助 of the other categories; a person of two categories."""

from anmin.kernel.declare import MONTHS_A_YEAR, PERSON, rule

from .acts import DEATH, OLD_CHILDREN, RURAL, SINCE, WHO


@rule(label="符合定期抚恤条件", unit="bool", level=PERSON, cite=DEATH, since=SINCE)
def survivor_in_need(fallen_kin, without_means, raised_by_fallen, age, minor_age):
    """Parents and spouse without means; children under age or without means; siblings so, and once kept by the fallen."""
    if fallen_kin == "none":
        return False
    if fallen_kin == "sibling":
        return raised_by_fallen and (age < minor_age or without_means)
    return without_means or (fallen_kin == "child" and age < minor_age)


@rule(label="定期抚恤金（年）", unit="fen/year", level=PERSON, cite=DEATH, since=SINCE, result=True)
def survivor_pension_year(
    veteran_kind, veteran_other_kind, survivor_in_need, kind_year_martyr_family, kind_year_duty_family,
    kind_year_illness_family,
):  # fmt: skip
    """Of the highest of the three families that the person belongs to."""
    if not survivor_in_need:
        return 0
    if veteran_kind == "martyr_family" or veteran_other_kind == "martyr_family":
        return kind_year_martyr_family
    if veteran_kind == "duty_family" or veteran_other_kind == "duty_family":
        return kind_year_duty_family
    return kind_year_illness_family if veteran_kind == "illness_family" or veteran_other_kind == "illness_family" else 0


@rule(label="在乡复员、带病回乡、参战参试补助（年）", unit="fen/year", level=PERSON, cite=WHO, since=SINCE, result=True)
def living_allowance_year(
    veteran_kind, veteran_other_kind, no_work_unit, kind_year_demobilised, kind_year_ill_returned, kind_year_combat,
    kind_year_nuclear,
):  # fmt: skip
    """Of the first of the categories in this order; those who returned ill, fought or tested only without a work unit."""
    if veteran_kind == "demobilised" or veteran_other_kind == "demobilised":
        return kind_year_demobilised
    if not no_work_unit:
        return 0
    if veteran_kind == "combat" or veteran_other_kind == "combat":
        return kind_year_combat
    if veteran_kind == "nuclear" or veteran_other_kind == "nuclear":
        return kind_year_nuclear
    return kind_year_ill_returned if veteran_kind == "ill_returned" or veteran_other_kind == "ill_returned" else 0


@rule(label="计算补助的服役年数", unit="year", level=PERSON, cite=RURAL["计发办法"], since=SINCE, result=True)
def years_counted(service_years, service_extra_months, service_part_year, part_year_from, one_year):
    """Whole years; the rest as the area says."""
    if service_part_year == "any_counts":
        return service_years + (one_year if service_extra_months > 0 else 0)
    if service_part_year == "half_counts":
        return service_years + (one_year if service_extra_months >= part_year_from else 0)
    return service_years


@rule(label="老年生活补助（年）", unit="fen/year", level=PERSON, cite=RURAL["发放对象"], since=SINCE, result=True)
def old_soldier_year(veteran_kind, veteran_other_kind, age, old_age_rural60, employee_pension, rural_rate_month):
    """From sixty on, rural, without an employee's pension; so much a month for each year served."""
    if not (veteran_kind == "rural60" or veteran_other_kind == "rural60"):
        return 0
    return rural_rate_month * MONTHS_A_YEAR if age >= old_age_rural60 and not employee_pension else 0


@rule(label="老年生活补助（月）", unit="fen/month", level=PERSON, cite=RURAL["计发办法"], since=SINCE)
def rural_rate_month(years_counted, service_year_month):
    """Years × the rate."""
    return years_counted * service_year_month


@rule(
    label="烈士子女补助（年）", unit="fen/year", level=PERSON, cite=OLD_CHILDREN["发放对象"], since=SINCE, result=True
)
def martyr_child_year(
    veteran_kind, veteran_other_kind, age, old_age_martyr_child, survivor_pension_year, kind_year_martyr_child
):
    """From sixty on, where no 定期抚恤金 is paid."""
    if not (veteran_kind == "martyr_child" or veteran_other_kind == "martyr_child"):
        return 0
    return kind_year_martyr_child if age >= old_age_martyr_child and survivor_pension_year == 0 else 0


@rule(label="抚恤补助（年）", unit="fen/year", level=PERSON, cite=WHO, since=SINCE, result=True)
def pension_year(
    both_kinds,
    disability_pension_year,
    survivor_pension_year,
    living_allowance_year,
    old_soldier_year,
    martyr_child_year,
):
    """Of a person of two categories the higher, or both, as the area says."""
    if both_kinds == "sum":
        return (
            disability_pension_year
            + survivor_pension_year
            + living_allowance_year
            + old_soldier_year
            + martyr_child_year
        )
    return max(
        disability_pension_year, survivor_pension_year, living_allowance_year, old_soldier_year, martyr_child_year
    )
