"""重度残疾人护理补贴: grades 1 and 2 in need of long care. 孤儿 and 事实无人抚养 children may hold it (domain 38, trap 22)."""

from anmin.kernel.declare import BP, PERSON, Rounding, rule

from .acts import HOW_MUCH, OTHERS, SINCE, WHO


@rule(label="护理补贴定额", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE)
def care_fixed_month(
    disability_grade, severe, of_mind, care_month_one, care_month_two, care_month_three_mental, care_month_four_mental
):
    """Grade 1 and 2 of any kind; 3 and 4 of mind only where the area has a sum for them."""
    if severe:
        return care_month_one if disability_grade in (1,) else care_month_two
    if not of_mind:
        return 0
    return care_month_three_mental if disability_grade in (3,) else care_month_four_mental


@rule(label="护理补贴比例", unit="bp", level=PERSON, cite=HOW_MUCH, since=SINCE)
def care_rate_bp(
    disability_grade, severe, of_mind, care_share_bp_one, care_share_bp_two, care_share_bp_three_mental,
    care_share_bp_four_mental,
):  # fmt: skip
    """By grade, where the standard follows a base."""
    if severe:
        return care_share_bp_one if disability_grade in (1,) else care_share_bp_two
    if not of_mind:
        return 0
    return care_share_bp_three_mental if disability_grade in (3,) else care_share_bp_four_mental


@rule(
    label="护理补贴按比例的数", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def care_share_month(share_base_month, care_rate_bp):
    """A share of the base; only this is rounded."""
    return share_base_month * care_rate_bp


@rule(label="非困难家庭的护理补贴定额", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE)
def care_plain_month(
    severe, disability_grade, receiving_dibao, receiving_edge, care_not_poor_month_one, care_not_poor_month_two
):  # fmt: skip
    """Some provinces pay a lower flat sum outside 低保 and its margin; nought where everyone of a grade gets the same."""
    if not severe or receiving_dibao or receiving_edge:
        return 0
    return care_not_poor_month_one if disability_grade in (1,) else care_not_poor_month_two


@rule(label="护理补贴标准", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE)
def care_standard_month(rate_method, care_fixed_month, care_share_month, care_plain_month):
    """A fixed sum as it was set, or a share of a base."""
    if care_plain_month > 0:
        return care_plain_month
    return care_share_month if rate_method == "share" else care_fixed_month


@rule(
    label="属于护理补贴的残疾等级", unit="bool", level=PERSON, cite=WHO, since=SINCE,
    refusal="{who}的残疾等级不在护理补贴范围：全国为一级、二级；三级、四级智力和精神残疾须当地已扩面。",
    note="{who}的残疾等级不在护理补贴范围：全国为一级、二级；三级、四级智力和精神残疾须当地已扩面。",
)  # fmt: skip
def grade_covered(may_hold, care_standard_month):
    """A grade for which the area has no sum is not covered."""
    return care_standard_month > 0 or not may_hold


@rule(
    label="需要长期照护", unit="bool", level=PERSON, cite=WHO, since=SINCE,
    refusal="{who}不需要长期照护，不享受重度残疾人护理补贴。",
    note="{who}不需要长期照护，不享受重度残疾人护理补贴。",
)  # fmt: skip
def needs_care(may_hold, grade_covered, needs_long_term_care):
    """Six months on end or more."""
    return needs_long_term_care or not (may_hold and grade_covered)


@rule(label="同类护理补贴", unit="fen/month", level=PERSON, cite=OTHERS, since=SINCE)
def same_kind_care_month(other_care_allowance_month, elder_nursing_subsidy_month):
    """The highest allowance of the same kind that is paid already."""
    return max(other_care_allowance_month, elder_nursing_subsidy_month)


@rule(
    label="护理类补贴择高", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    refusal="{who}已领取同类护理补贴 {same_kind_care_month}，不低于重度残疾人护理补贴 {care_standard_month}；同类择高，不能兼领。",
    note="{who}已领取同类护理补贴 {same_kind_care_month}，不低于重度残疾人护理补贴 {care_standard_month}；同类择高，不能兼领。",
)  # fmt: skip
def care_is_higher(may_hold, grade_covered, same_kind_care_month, care_standard_month):
    """Of two of a kind the higher one is chosen; at equal amounts the one that is paid stays."""
    if not (may_hold and grade_covered) or same_kind_care_month <= 0:
        return True
    return care_standard_month > same_kind_care_month


@rule(label="重度残疾人护理补贴", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE, result=True)
def care_subsidy_month(may_hold, grade_covered, needs_care, care_is_higher, care_standard_month):
    """What is due by itself."""
    return care_standard_month if may_hold and grade_covered and needs_care and care_is_higher else 0


@rule(
    label="没有要停的同类护理补贴", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    note="{who}改领较高的重度残疾人护理补贴 {care_subsidy_month}，已领的同类护理补贴 {same_kind_care_month}"
    "应从本补贴起发的月份停发；同类择高，不能兼领。",
)  # fmt: skip
def no_care_kind_to_stop(care_subsidy_month, same_kind_care_month):
    """Told to whoever decides, because the lower one has to end."""
    return care_subsidy_month <= 0 or same_kind_care_month <= 0
