"""养老服务补贴 for the poor elderly, 养老护理补贴 by ability, and the 电子消费券 of 2026.

Left to people: the scores themselves (two assessors see the elder), and which services a bill may hold.
"""

from anmin.kernel.declare import BP, PERSON, Rounding, aggregate, rule

from . import assessment
from .acts import CONSUME, HIGHER, NURSING, POOR, REGULAR, SINCE, TEKUN_2016

LABEL = "养老服务补贴"
OUTCOME = "eligible"
PARTS = (assessment,)
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}
TEKUN = TEKUN_2016["二(三)"]


@rule(label="老年人", unit="bool", level=PERSON, cite=POOR, since=SINCE)
def elderly(age, service_age, nursing_age, voucher_age):
    """Old enough for one of the three at least."""
    return age >= min(service_age, nursing_age, voucher_age)


# ── 评估
@rule(
    label="评估按现行标准作出", unit="bool", level=PERSON, cite=REGULAR, since=SINCE,
    refusal="{who}的评估按旧标准 MZ/T 039-2013 作出。新旧等级不能换算,请按 GB/T 42195-2022 重新评估。",
    note="{who}的评估按旧标准 MZ/T 039-2013 作出。新旧等级不能换算,请按 GB/T 42195-2022 重新评估。",
)  # fmt: skip
def by_present_standard(elderly, ability_assessed_by):
    """Grades of the old standard are never mapped."""
    return not elderly or ability_assessed_by != "mzt039"


@rule(
    label="评估在有效期内", unit="bool", level=PERSON, cite=REGULAR, since=SINCE,
    refusal="{who}的能力评估已过 {months_since_assessment},有效期 {assessment_valid_months},须先复评。",
    note="{who}的能力评估已过 {months_since_assessment},有效期 {assessment_valid_months},须先复评。",
)  # fmt: skip
def still_valid(elderly, ability_assessed_by, months_since_assessment, assessment_valid_months):
    """A year, then a regular re-assessment."""
    if not elderly or ability_assessed_by != "gbt42195":
        return True
    return months_since_assessment < assessment_valid_months


# ── 共同条件
@rule(
    label="老人户籍在本地", unit="bool", level=PERSON, cite=POOR, since=SINCE,
    refusal="{who}的户籍不在本地,由户籍地受理。", note="{who}的户籍不在本地,由户籍地受理。",
)  # fmt: skip
def registered(elderly, own_hukou_here):
    """The place of registration pays."""
    return own_hukou_here or not elderly


@rule(
    label="不是特困供养人员", unit="bool", level=PERSON, cite=TEKUN, since=SINCE,
    refusal="{who}是特困供养人员,照料护理由特困供养保障,不重复享受养老服务补贴和护理补贴。",
    note="{who}是特困供养人员,照料护理由特困供养保障,不重复享受养老服务补贴和护理补贴。",
)  # fmt: skip
def not_tekun(elderly, receiving_tekun):
    """特困 has its own care money."""
    return not (elderly and receiving_tekun)


# ── 养老服务补贴
@rule(label="养老服务补贴标准", unit="fen/month", cite=POOR, since=SINCE)
def service_standard_month(
    receiving_dibao, receiving_edge, receiving_rigid, service_month_dibao, service_month_edge, service_month_rigid
):
    """By the household's class; nothing where the area does not pay the class."""
    if receiving_dibao:
        return service_month_dibao
    if receiving_edge:
        return service_month_edge
    return service_month_rigid if receiving_rigid else 0


@rule(label="达到服务补贴要求的等级", unit="bool", level=PERSON, cite=POOR, since=SINCE)
def service_grade_ok(service_grade_least, assessment_valid, grade_final):
    """Where the area asks for a grade of disability too."""
    return service_grade_least <= 0 or (assessment_valid and grade_final >= service_grade_least)


@rule(label="可领养老服务补贴", unit="bool", level=PERSON, cite=POOR, since=SINCE)
def service_open(age, service_age, registered, not_tekun, service_grade_ok, service_standard_month):
    """Before the higher one is chosen."""
    return age >= service_age and registered and not_tekun and service_grade_ok and service_standard_month > 0


@rule(
    label="服务补贴高于残疾人生活补贴", unit="bool", level=PERSON, cite=HIGHER, since=SINCE,
    refusal="{who}已领困难残疾人生活补贴 {disability_living_subsidy_month},不低于养老服务补贴 {service_standard_month};同类择高,不能兼领。",
    note="{who}已领困难残疾人生活补贴 {disability_living_subsidy_month},不低于养老服务补贴 {service_standard_month};同类择高,不能兼领。",
)  # fmt: skip
def service_is_higher(service_open, disability_living_subsidy_month, service_standard_month):
    """At equal amounts the one that is paid stays."""
    if not service_open or disability_living_subsidy_month <= 0:
        return True
    return service_standard_month > disability_living_subsidy_month


@rule(label="养老服务补贴", unit="fen/month", level=PERSON, cite=POOR, since=SINCE, result=True)
def service_subsidy_month(service_open, service_is_higher, service_standard_month):
    """What is due by itself."""
    return service_standard_month if service_open and service_is_higher else 0


# ── 养老护理补贴
@rule(label="失能等级对应的护理补贴", unit="fen/month", level=PERSON, cite=NURSING, since=SINCE)
def nursing_grade_month(
    ability_grade, nursing_month_mild, nursing_month_moderate, nursing_month_severe, nursing_month_total
):
    """By the final grade."""
    if ability_grade == "total":
        return nursing_month_total
    if ability_grade == "severe":
        return nursing_month_severe
    if ability_grade == "moderate":
        return nursing_month_moderate
    return nursing_month_mild if ability_grade == "mild" else 0


@rule(label="家庭类别比例", unit="bp", cite=NURSING, since=SINCE)
def nursing_share_bp(
    receiving_dibao, receiving_edge, receiving_rigid, nursing_class_bp_dibao, nursing_class_bp_edge,
    nursing_class_bp_rigid, nursing_class_bp_other,
):  # fmt: skip
    """By the household's class."""
    if receiving_dibao:
        return nursing_class_bp_dibao
    if receiving_edge:
        return nursing_class_bp_edge
    return nursing_class_bp_rigid if receiving_rigid else nursing_class_bp_other


@rule(label="养老方式比例", unit="bp", level=PERSON, cite=NURSING, since=SINCE)
def nursing_way_bp(care_mode, nursing_mode_bp_home, nursing_mode_bp_institution):
    """At home, or in an institution."""
    return nursing_mode_bp_institution if care_mode == "institution" else nursing_mode_bp_home


@rule(
    label="养老护理补贴标准", unit="fen/month", level=PERSON, cite=NURSING, since=SINCE,
    rounding=Rounding("amount_rounding", per=(BP, BP)),
)  # fmt: skip
def nursing_standard_month(nursing_grade_month, nursing_share_bp, nursing_way_bp):
    """Grade × class × way of living, rounded once."""
    return nursing_grade_month * nursing_share_bp * nursing_way_bp


@rule(
    label="没有重复的护理待遇", unit="bool", level=PERSON, cite=NURSING, since=SINCE,
    refusal="{who}已享受工伤生活护理费或长期护理保险待遇,不重复享受养老护理补贴。",
    note="{who}已享受工伤生活护理费或长期护理保险待遇,不重复享受养老护理补贴。",
)  # fmt: skip
def no_other_care(elderly, receiving_injury_care, long_term_care_insurance, with_care_insurance):
    """Insurance pays for care already."""
    if not elderly:
        return True
    return not receiving_injury_care and (with_care_insurance or not long_term_care_insurance)


@rule(label="可领养老护理补贴", unit="bool", level=PERSON, cite=NURSING, since=SINCE)
def nursing_open(age, nursing_age, registered, not_tekun, no_other_care, nursing_standard_month):
    """Before the higher one is chosen."""
    return age >= nursing_age and registered and not_tekun and no_other_care and nursing_standard_month > 0


@rule(
    label="护理补贴高于重残护理补贴", unit="bool", level=PERSON, cite=HIGHER, since=SINCE,
    refusal="{who}已领重度残疾人护理补贴 {disability_care_subsidy_month},不低于养老护理补贴 {nursing_standard_month};同类择高,不能兼领。",
    note="{who}已领重度残疾人护理补贴 {disability_care_subsidy_month},不低于养老护理补贴 {nursing_standard_month};同类择高,不能兼领。",
)  # fmt: skip
def nursing_is_higher(nursing_open, disability_care_subsidy_month, nursing_standard_month):
    """At equal amounts the one that is paid stays."""
    if not nursing_open or disability_care_subsidy_month <= 0:
        return True
    return nursing_standard_month > disability_care_subsidy_month


@rule(label="养老护理补贴", unit="fen/month", level=PERSON, cite=NURSING, since=SINCE, result=True)
def nursing_subsidy_month(nursing_open, nursing_is_higher, nursing_standard_month):
    """What is due by itself."""
    return nursing_standard_month if nursing_open and nursing_is_higher else 0


# ── 养老服务消费补贴(电子券)
@rule(label="可领消费补贴电子券", unit="bool", level=PERSON, cite=CONSUME, since=SINCE, result=True)
def voucher_open(voucher_on, age, voucher_age, assessment_valid, grade_final, voucher_grade_least):
    """Whatever the income: old enough and moderately disabled at least."""
    return voucher_on and age >= voucher_age and assessment_valid and grade_final >= voucher_grade_least


@rule(
    label="本月电子券可抵", unit="fen/month", level=PERSON, cite=CONSUME, since=SINCE, result=True,
    rounding=Rounding("none", per=(BP,)),
)  # fmt: skip
def voucher_month(voucher_open, care_bill_month, voucher_bp, voucher_cap_month):
    """A share of the eligible bill up to the cap, to the fen; valid in the month only, never paid in cash."""
    return min(care_bill_month * voucher_bp, voucher_cap_month * BP) if voucher_open else 0


# ── 合计和结论
@rule(label="本人每月补贴", unit="fen/month", level=PERSON, cite=POOR, since=SINCE, result=True)
def subsidies_own_month(service_subsidy_month, nursing_subsidy_month):
    """Money paid out; the voucher is not among it."""
    return service_subsidy_month + nursing_subsidy_month


@rule(label="享受补贴", unit="bool", level=PERSON, cite=POOR, since=SINCE, result=True)
def counted(subsidies_own_month):
    """Someone is paid for."""
    return subsidies_own_month > 0


@rule(label="需要评估的老人", unit="bool", level=PERSON, cite=REGULAR, since=SINCE)
def unassessed(elderly, ability_assessed_by):
    """Nobody has seen to it yet."""
    return elderly and ability_assessed_by == "none"


any_elderly = aggregate("any_elderly", "any", "elderly", label="有老年人", unit="bool", cite=POOR, since=SINCE)
any_unassessed = aggregate(
    "any_unassessed", "any", "unassessed", label="有老人没有评估", unit="bool", cite=REGULAR, since=SINCE
)
any_voucher = aggregate(
    "any_voucher", "any", "voucher_open", label="有人可领电子券", unit="bool", cite=CONSUME, since=SINCE, result=True
)
voucher_total_month = aggregate(
    "voucher_total_month", "sum", "voucher_month", label="本月电子券合计", unit="fen/month", cite=CONSUME, since=SINCE,
    result=True,
)  # fmt: skip
persons_paid = aggregate(
    "persons_paid", "count", "counted", label="享受补贴人数", unit="person", cite=POOR, since=SINCE, result=True
)
voucher_persons = aggregate(
    "voucher_persons", "count", "voucher_open", label="可领电子券人数", unit="person", cite=CONSUME, since=SINCE,
    result=True,
)  # fmt: skip
amount_month = aggregate(
    "amount_month", "sum", "subsidies_own_month", label="每月补贴合计", unit="fen/month", cite=POOR, since=SINCE,
    result=True,
)  # fmt: skip


@rule(
    label="有达到年龄的老人", unit="bool", cite=POOR, since=SINCE,
    refusal="家庭成员中没有年满 {voucher_age}的老年人。",
)  # fmt: skip
def someone_elderly(any_elderly, voucher_age):
    """Said once for the household."""
    return any_elderly


@rule(
    label="有可领的补贴", unit="bool", cite=POOR, since=SINCE,
    refusal="没有可领的补贴:养老服务补贴和护理补贴发给当地规定的经济困难老年人,护理补贴另须失能;电子券须中度以上失能。",
)  # fmt: skip
def something_due(any_elderly, any_voucher, amount_month):
    """Said where there are elders, beside what is said of each."""
    return not any_elderly or any_voucher or amount_month > 0


@rule(
    label="老人已评估", unit="bool", cite=REGULAR, since=SINCE,
    refusal="有老人没有做过能力评估;护理补贴和电子券须先由两名评估员按 GB/T 42195-2022 评估。",
)  # fmt: skip
def all_assessed(any_unassessed):
    """Told because it is what to do next."""
    return not any_unassessed


@rule(label="可以享受养老服务补贴", unit="bool", cite=POOR, since=SINCE, result=True)
def eligible(any_elderly, any_voucher, amount_month):
    """Money or a voucher is due."""
    return any_elderly and (any_voucher or amount_month > 0)


@rule(label="起发月", unit="choice", choices=STARTS, cite=POOR, since=SINCE, result=True)
def starts_from(start_rule):
    """From the month of the request, of the decision, or the next."""
    return start_rule


@rule(label="复评类别", unit="choice", choices={"regular": "常规评估"}, cite=REGULAR, since=SINCE)
def review_class(eligible):
    """One class for all; a change of state is assessed at once."""
    return "regular"


@rule(label="复评周期", unit="month", cite=REGULAR, since=SINCE)
def review_every(review_class, review_months_regular):
    """Yearly."""
    return review_months_regular
