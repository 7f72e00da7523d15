"""孤儿, 事实无人抚养儿童, 困境儿童: which class a child is of, and how much is due after what the child receives already.

Left to people: evidence, who is fit to be the payee, and everything of protection that is not money.
"""

from anmin.kernel.declare import PERSON, aggregate, rule

from . import adding_up, parents, tiers, wanting
from .acts import EITHER, EITHER_MONEY, MONEY_BY_DAY, ORPHAN_MONEY, SINCE_2010, TEKUN_OR

LABEL = "儿童基本生活保障"
OUTCOME = "eligible"
PARTS = (parents, tiers, wanting, adding_up)
CLASSES = {
    "none": "不属于保障对象",
    "orphan": "孤儿",
    "unsupported": "事实无人抚养儿童",
    "hardship": "困境儿童（分类补贴）",
    "guardianship": "监护缺失（登记走访）",
}


# ── 年龄、户籍、收养
@rule(label="认定年龄", unit="year", level=PERSON, cite=EITHER, since=SINCE_2010)
def child_age_counted(stop_rule, age, age_month_end, age_month_before):
    """At the end of the month before, where payment stops in the month after the birthday; else at this month's end."""
    if stop_rule == "turning_month" and age_month_end > 0:
        return age_month_end
    if stop_rule == "next_month" and age_month_before > 0:
        return age_month_before
    return age


@rule(label="未满年龄", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def minor(child_age_counted, child_age):
    """Below eighteen, as the month of stopping counts it (domain 38, trap 26)."""
    return child_age_counted < child_age


@rule(label="满龄在学的孤儿", unit="bool", level=PERSON, cite=ORPHAN_MONEY, since=SINCE_2010)
def orphan_in_school(minor, orphaned, orphan_study_on, study):
    """Where the area pays until they leave school."""
    return not minor and orphaned and orphan_study_on and study in ("school", "college")


@rule(
    label="没有被收养", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}已被依法收养，由养父母抚养，不再享受。", note="{who}已被依法收养，由养父母抚养，不再享受。",
)  # fmt: skip
def not_adopted(minor, adopted):
    """Adoption ends it."""
    return not (minor and adopted)


@rule(
    label="儿童户籍在本地", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}的户籍不在本地，由户籍所在地乡镇（街道）受理；可以请求协助提交。",
    note="{who}的户籍不在本地，由户籍所在地乡镇（街道）受理；可以请求协助提交。",
)  # fmt: skip
def registered(minor, own_hukou_here):
    """The child's own registration decides."""
    return own_hukou_here or not minor


@rule(label="在保障年龄内", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def in_care_age(minor, orphan_in_school, adopted, own_hukou_here):
    """A minor registered here and not adopted."""
    return (minor or orphan_in_school) and own_hukou_here and not adopted


# ── 类别
@rule(label="儿童类别", unit="choice", choices=CLASSES, level=PERSON, cite=EITHER, since=SINCE_2010, result=True)
def child_class(in_care_age, minor, orphaned, unsupported, tier, one_parent_only):
    """The first that fits."""
    if in_care_age and orphaned:
        return "orphan"
    if not in_care_age or not minor:
        return "none"
    if unsupported:
        return "unsupported"
    if tier != "none":
        return "hardship"
    return "guardianship" if one_parent_only else "none"


@rule(
    label="父母情形符合规定", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}：父亲{father_state}、母亲{mother_state}，不符合父母双方均不能履行抚养责任（或双方均已不在）的条件。",
)  # fmt: skip
def parents_fit(in_care_age, child_class, father_state, mother_state, wanting_is_told):
    """Said of minors of no paid class, with the state of both parents."""
    return not in_care_age or wanting_is_told or child_class in ("orphan", "unsupported", "hardship")


@rule(
    label="孤儿与特困择一", unit="bool", level=PERSON, cite=TEKUN_OR, since=SINCE_2010,
    refusal="{who}已是特困供养人员；孤儿基本生活费与特困供养只能择一，改领前须先终止特困供养。",
    note="{who}已是特困供养人员；孤儿基本生活费与特困供养只能择一，改领前须先终止特困供养。",
)  # fmt: skip
def not_both_with_tekun(child_class, receiving_tekun):
    """A minor entitled to either chooses one."""
    return child_class != "orphan" or not receiving_tekun


# ── 金额
@rule(label="社会散居孤儿标准", unit="fen/month", cite=ORPHAN_MONEY, since=SINCE_2010)
def home_standard_month(orphan_month_home, floor_month_home):
    """Never below the national floor."""
    return max(orphan_month_home, floor_month_home)


@rule(label="机构养育孤儿标准", unit="fen/month", cite=ORPHAN_MONEY, since=SINCE_2010)
def institution_standard_month(orphan_month_institution, floor_month_institution):
    """Never below the national floor."""
    return max(orphan_month_institution, floor_month_institution)


@rule(label="适用标准", unit="fen/month", level=PERSON, cite=EITHER_MONEY, since=SINCE_2010)
def own_standard_month(in_child_institution, home_standard_month, institution_standard_month):
    """By where the child is brought up."""
    return institution_standard_month if in_child_institution else home_standard_month


members = aggregate("members", "count", label="家庭人口", unit="person", cite=EITHER, since=SINCE_2010)


@rule(label="低保金每人份额", unit="fen/month", cite=MONEY_BY_DAY, since=SINCE_2010, result=True)
def dibao_share_month(receiving_dibao, dibao_amount_month, dibao_persons, members):
    """One person's share of the household's 低保, cut to the fen: the gap is reckoned on it, not on the household's sum."""
    return dibao_amount_month // max(dibao_persons if dibao_persons > 0 else members, 1) if receiving_dibao else 0


@rule(
    label="儿童本人已领的基本生活保障", unit="fen/month", level=PERSON, cite=MONEY_BY_DAY, since=SINCE_2010, result=True
)
def received_own_month(
    child_here, dibao_share_month, counted_in_dibao, receiving_tekun, tekun_amount_month,
    disability_living_subsidy_month,
):  # fmt: skip
    """A child's 低保 share, 特困 money and 困难残疾人生活补贴; the care subsidy does not count."""
    if not child_here:
        return 0
    return (
        (dibao_share_month if counted_in_dibao else 0)
        + (tekun_amount_month if receiving_tekun else 0)
        + disability_living_subsidy_month
    )


@rule(label="补差", unit="fen/month", level=PERSON, cite=MONEY_BY_DAY, since=SINCE_2010)
def gap_own_month(own_standard_month, received_own_month):
    """The standard less what the child receives."""
    return max(own_standard_month - received_own_month, 0)


@rule(label="孤儿基本生活费", unit="fen/month", level=PERSON, cite=ORPHAN_MONEY, since=SINCE_2010, result=True)
def orphan_amount_month(child_class, not_both_with_tekun, orphan_with_dibao, own_standard_month, gap_own_month):
    """The standard, or the gap where the area says so; nothing beside 特困."""
    if child_class != "orphan" or not not_both_with_tekun:
        return 0
    return gap_own_month if orphan_with_dibao == "gap" else own_standard_month


@rule(
    label="事实无人抚养儿童基本生活补贴",
    unit="fen/month",
    level=PERSON,
    cite=EITHER_MONEY,
    since=SINCE_2010,
    result=True,
)
def unsupported_amount_month(child_class, gap_own_month):
    """The gap to the orphans' standard; the whole of it where nothing is received."""
    return gap_own_month if child_class == "unsupported" else 0


@rule(label="本人每月金额", unit="fen/month", level=PERSON, cite=EITHER_MONEY, since=SINCE_2010, result=True)
def child_amount_month(child_class, orphan_amount_month, unsupported_amount_month, tier_month):
    """By class."""
    if child_class == "hardship":
        return tier_month
    return orphan_amount_month if child_class == "orphan" else unsupported_amount_month


@rule(
    label="还有差额", unit="bool", level=PERSON, cite=MONEY_BY_DAY, since=SINCE_2010,
    refusal="{who}已领的低保份额、特困供养金和困难残疾人生活补贴每月共 {received_own_month}，不低于标准 {own_standard_month}，没有差额。",
    note="{who}已领的低保份额、特困供养金和困难残疾人生活补贴每月共 {received_own_month}，不低于标准 {own_standard_month}，没有差额。",
)  # fmt: skip
def something_left(child_class, not_both_with_tekun, child_amount_month, received_own_month, own_standard_month):
    """A recognised child for whom nothing is left to pay."""
    return child_class not in ("orphan", "unsupported") or not not_both_with_tekun or child_amount_month > 0


@rule(label="享受保障", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010, result=True)
def counted(child_amount_month):
    """Someone is paid for."""
    return child_amount_month > 0


@rule(label="在年龄内的儿童", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def child_here(minor, orphan_in_school):
    """Someone of whom to decide."""
    return minor or orphan_in_school


any_child = aggregate(
    "any_child", "any", "child_here", label="有未满年龄的儿童", unit="bool", cite=EITHER, since=SINCE_2010
)
persons_paid = aggregate(
    "persons_paid", "count", "counted", label="享受人数", unit="person", cite=EITHER, since=SINCE_2010, result=True
)


@rule(label="享受的孤儿", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def is_orphan_paid(counted, child_class):
    """For the month's report."""
    return counted and child_class == "orphan"


@rule(label="享受的事实无人抚养儿童", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def is_unsupported_paid(counted, child_class):
    """For the month's report."""
    return counted and child_class == "unsupported"


@rule(label="享受的困境儿童", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def is_hardship_paid(counted, child_class):
    """For the month's report."""
    return counted and child_class == "hardship"


orphans = aggregate(
    "orphans", "count", "is_orphan_paid", label="孤儿人数", unit="person", cite=EITHER, since=SINCE_2010, result=True
)
unsupported_children = aggregate(
    "unsupported_children", "count", "is_unsupported_paid", label="事实无人抚养儿童人数", unit="person", cite=EITHER,
    since=SINCE_2010, result=True,
)  # fmt: skip
hardship_children = aggregate(
    "hardship_children", "count", "is_hardship_paid", label="困境儿童人数", unit="person", cite=EITHER, since=SINCE_2010,
    result=True,
)  # fmt: skip
amount_month = aggregate(
    "amount_month", "sum", "child_amount_month", label="每月合计", unit="fen/month", cite=EITHER_MONEY, since=SINCE_2010,
    result=True,
)  # fmt: skip


@rule(
    label="有未满龄儿童", unit="bool", cite=EITHER, since=SINCE_2010,
    refusal="没有未满 {child_age}的儿童。",
)  # fmt: skip
def someone_minor(any_child, child_age):
    """Said once for the household."""
    return any_child


@rule(label="可以享受儿童基本生活保障", unit="bool", cite=EITHER, since=SINCE_2010, result=True)
def eligible(someone_minor, amount_month):
    """At least one child is paid for."""
    return someone_minor and amount_month > 0


@rule(label="走访类别", unit="choice", choices={"visit": "监护走访"}, cite=EITHER, since=SINCE_2010)
def review_class(eligible):
    """One class for all."""
    return "visit"


@rule(label="走访周期", unit="month", cite=EITHER, since=SINCE_2010)
def review_every(review_class, review_months_visit):
    """Quarterly unless the area says otherwise."""
    return review_months_visit
