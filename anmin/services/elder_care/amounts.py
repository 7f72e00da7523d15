"""The three benefits by themselves: 养老服务补贴 by class, 养老护理补贴 by grade, class and way of living, the voucher of 2026."""

from anmin.kernel.declare import BP, PERSON, Rounding, rule

from .acts import CONSUME, HIGHER, LOCAL, NURSING, POOR, SINCE


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
    refusal="{who}已领困难残疾人生活补贴 {disability_living_subsidy_month}，不低于养老服务补贴 {service_standard_month}；"
    "同类择高，不能兼领。",
    note="{who}已领困难残疾人生活补贴 {disability_living_subsidy_month}，不低于养老服务补贴 {service_standard_month}；"
    "同类择高，不能兼领。",
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


@rule(
    label="没有要停的残疾人生活补贴", unit="bool", level=PERSON, cite=HIGHER, since=SINCE,
    note="{who}改领较高的养老服务补贴 {service_subsidy_month}，已领的困难残疾人生活补贴 {disability_living_subsidy_month}"
    "从养老服务补贴起发的月份停发；同类择高，不能兼领。",
)  # fmt: skip
def no_living_to_stop(service_subsidy_month, disability_living_subsidy_month):
    """Told to whoever decides, because the lower one has to end."""
    return service_subsidy_month <= 0 or disability_living_subsidy_month <= 0


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
    label="没有重复的护理待遇", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}已享受工伤生活护理费或长期护理保险待遇，不重复享受养老护理补贴。",
    note="{who}已享受工伤生活护理费或长期护理保险待遇，不重复享受养老护理补贴。",
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
    refusal="{who}已领重度残疾人护理补贴 {disability_care_subsidy_month}，不低于养老护理补贴 {nursing_standard_month}；"
    "同类择高，不能兼领。",
    note="{who}已领重度残疾人护理补贴 {disability_care_subsidy_month}，不低于养老护理补贴 {nursing_standard_month}；"
    "同类择高，不能兼领。",
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


@rule(
    label="没有要停的重残护理补贴", unit="bool", level=PERSON, cite=HIGHER, since=SINCE,
    note="{who}改领较高的养老护理补贴 {nursing_subsidy_month}，已领的重度残疾人护理补贴 {disability_care_subsidy_month}"
    "从养老护理补贴起发的月份停发；同类择高，不能兼领。",
)  # fmt: skip
def no_care_to_stop(nursing_subsidy_month, disability_care_subsidy_month):
    """Told to whoever decides, because the lower one has to end."""
    return nursing_subsidy_month <= 0 or disability_care_subsidy_month <= 0


# ── 养老服务消费补贴(电子券)
@rule(label="可领消费补贴电子券", unit="bool", level=PERSON, cite=CONSUME, since=SINCE, result=True)
def voucher_open(
    voucher_on, age, voucher_age, assessment_valid, grade_final, voucher_grade_least, receiving_tekun,
    voucher_with_tekun, long_term_care_insurance, voucher_with_care_insurance,
):  # fmt: skip
    """Whatever the income: old enough and moderately disabled at least; beside other care where the area says so."""
    if (receiving_tekun and not voucher_with_tekun) or (long_term_care_insurance and not voucher_with_care_insurance):
        return False
    return voucher_on and age >= voucher_age and assessment_valid and grade_final >= voucher_grade_least


@rule(
    label="本月电子券可抵", unit="fen/month", level=PERSON, cite=CONSUME, since=SINCE, result=True,
    rounding=Rounding("none", per=(BP,)),
)  # fmt: skip
def voucher_month(voucher_open, care_bill_month, voucher_bp, voucher_cap_month):
    """A share of the eligible bill up to the cap, to the fen; valid in the month only, never paid in cash."""
    return min(care_bill_month * voucher_bp, voucher_cap_month * BP) if voucher_open else 0
