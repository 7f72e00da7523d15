"""养老服务补贴 for the poor elderly, 养老护理补贴 by ability, and the 电子消费券 of 2026.

Left to people: the scores themselves (two assessors see the elder), and which services a bill may hold.
"""

from anmin.kernel.declare import PERSON, aggregate, rule

from . import amounts, assessment
from .acts import CONSUME, LOCAL, NURSING, POOR, REGULAR, SINCE, TEKUN_2016

LABEL = "养老服务补贴"
OUTCOME = "eligible"
PARTS = (assessment, amounts)
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}
TEKUN = TEKUN_2016["二（三）"]


@rule(label="老年人", unit="bool", level=PERSON, cite=POOR, since=SINCE)
def elderly(age, service_age, nursing_age, voucher_age):
    """Old enough for one of the three at least."""
    return age >= min(service_age, nursing_age, voucher_age)


# ── 评估
@rule(
    label="评估按现行标准作出", unit="bool", level=PERSON, cite=REGULAR, since=SINCE,
    refusal="{who}的评估按旧标准 MZ/T 039-2013 作出。新旧等级不能换算，请按 GB/T 42195-2022 重新评估。",
    note="{who}的评估按旧标准 MZ/T 039-2013 作出。新旧等级不能换算，请按 GB/T 42195-2022 重新评估。",
)  # fmt: skip
def by_present_standard(elderly, ability_assessed_by):
    """Grades of the old standard are never mapped."""
    return not elderly or ability_assessed_by != "mzt039"


@rule(
    label="评估在有效期内", unit="bool", level=PERSON, cite=REGULAR, since=SINCE,
    refusal="{who}的能力评估已过 {months_since_assessment}，有效期 {assessment_valid_months}，须先复评。",
    note="{who}的能力评估已过 {months_since_assessment}，有效期 {assessment_valid_months}，须先复评。",
)  # fmt: skip
def still_valid(elderly, ability_assessed_by, months_since_assessment, assessment_valid_months):
    """A year, then a regular re-assessment."""
    if not elderly or ability_assessed_by != "gbt42195":
        return True
    return months_since_assessment < assessment_valid_months


# ── 共同条件
@rule(
    label="老人户籍在本地", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}的户籍不在本地，由户籍地受理。", note="{who}的户籍不在本地，由户籍地受理。",
)  # fmt: skip
def registered(elderly, own_hukou_here):
    """The place of registration pays."""
    return own_hukou_here or not elderly


@rule(
    label="不是特困供养人员", unit="bool", level=PERSON, cite=TEKUN, since=SINCE,
    refusal="{who}是特困供养人员，照料护理由特困供养保障，不重复享受养老服务补贴和护理补贴。",
    note="{who}是特困供养人员，照料护理由特困供养保障，不重复享受养老服务补贴和护理补贴。",
)  # fmt: skip
def not_tekun(elderly, receiving_tekun):
    """特困 has its own care money."""
    return not (elderly and receiving_tekun)


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
    "voucher_total_month", "sum", "voucher_month", label="本月电子券可抵合计（不发现金）", unit="fen/month", cite=CONSUME, since=SINCE,
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


nursing_total_month = aggregate(
    "nursing_total_month", "sum", "nursing_subsidy_month", label="养老护理补贴合计", unit="fen/month", cite=NURSING,
    since=SINCE, result=True,
)  # fmt: skip
service_total_month = aggregate(
    "service_total_month", "sum", "service_subsidy_month", label="养老服务补贴合计", unit="fen/month", cite=POOR,
    since=SINCE, result=True,
)  # fmt: skip
lowest_total = aggregate(
    "lowest_total", "min", "total_known", label="最低总分", unit="count", cite=REGULAR, since=SINCE, result=True
)
worst_grade = aggregate(
    "worst_grade",
    "max",
    "grade_known",
    label="最重等级（0 完好至 4 完全失能）",
    unit="count",
    cite=REGULAR,
    since=SINCE,
    result=True,
)


@rule(label="已评估的总分", unit="count", level=PERSON, cite=REGULAR, since=SINCE)
def total_known(assessed, score_total, grade_least_intact):
    """Whoever was not assessed does not lower the household's lowest."""
    return score_total if assessed else grade_least_intact


@rule(label="有效评估的等级", unit="count", level=PERSON, cite=REGULAR, since=SINCE)
def grade_known(assessment_valid, grade_final):
    """Nothing known is not a grade of disability."""
    return grade_final if assessment_valid else 0


@rule(label="以评估为条件", unit="bool", cite=REGULAR, since=SINCE, result=True)
def needs_assessment(any_voucher, nursing_total_month, service_grade_least):
    """Whether what is due rests on a grade."""
    return any_voucher or nursing_total_month > 0 or service_grade_least > 0


@rule(
    label="有达到年龄的老人", unit="bool", cite=POOR, since=SINCE,
    refusal="家庭成员中没有年满 {voucher_age}的老年人。",
)  # fmt: skip
def someone_elderly(any_elderly, voucher_age):
    """Said once for the household."""
    return any_elderly


@rule(
    label="有可领的补贴", unit="bool", cite=POOR, since=SINCE,
    refusal="没有可领的补贴：服务补贴和护理补贴只发给当地列入的低保、低保边缘等困难家庭的老年人，护理补贴另须达到当地规定的失能等级；"
    "电子券不看收入，须经评估为中度以上失能。",
)  # fmt: skip
def something_due(any_elderly, any_voucher, amount_month):
    """Said where there are elders, beside what is said of each."""
    return not any_elderly or any_voucher or amount_month > 0


@rule(
    label="老人已评估", unit="bool", cite=REGULAR, since=SINCE,
    refusal="有老人没有做过能力评估；护理补贴和电子券须先由两名评估员按 GB/T 42195-2022 评估。",
)  # fmt: skip
def all_assessed(any_unassessed):
    """Told because it is what to do next."""
    return not any_unassessed


@rule(label="可以享受养老服务补贴", unit="bool", cite=POOR, since=SINCE, result=True)
def eligible(any_elderly, any_voucher, amount_month):
    """Money or a voucher is due."""
    return any_elderly and (any_voucher or amount_month > 0)


@rule(label="起发月", unit="choice", choices=STARTS, cite=LOCAL, since=SINCE, result=True)
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
