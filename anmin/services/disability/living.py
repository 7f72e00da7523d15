"""困难残疾人生活补贴: the disabled of poor households. Not with 孤儿, full 事实无人抚养, 特困, 工伤生活护理费; the higher of a kind."""

from anmin.kernel.declare import BP, PERSON, Rounding, rule

from .acts import APPLY, HOW_MUCH, LOCAL, OTHERS, SINCE, WHO


@rule(label="持有效残疾证", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def has_card(disability_kind, disability_grade):
    """A card with a kind and a grade."""
    return disability_kind != "none" and disability_grade > 0


@rule(
    label="残疾证在有效期内", unit="bool", level=PERSON, cite=WHO, since=SINCE,
    refusal="{who}的残疾证已过期、注销或冻结，换发后可以申请。",
    note="{who}的残疾证已过期、注销或冻结，换发后可以申请。",
)  # fmt: skip
def card_valid(has_card, disability_card_invalid):
    """A lapsed card stops both subsidies."""
    return not (has_card and disability_card_invalid)


@rule(
    label="残疾人户籍在本地", unit="bool", level=PERSON, cite=APPLY, since=SINCE,
    refusal="{who}的户籍不在本地。申请可以在此受理（跨省通办），由户籍地审核发放。",
    note="{who}的户籍不在本地。申请可以在此受理（跨省通办），由户籍地审核发放。",
)  # fmt: skip
def registered(has_card, own_hukou_here):
    """Any town takes the request; the place of registration decides and pays."""
    return own_hukou_here or not has_card


@rule(label="一级、二级残疾", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def severe(disability_grade):
    """The two heaviest grades, of whatever kind."""
    return disability_grade in (1, 2)


@rule(label="智力或精神残疾", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def of_mind(disability_kind, multiple_with_mental):
    """Also among several kinds."""
    return disability_kind in ("intellectual", "mental") or (disability_kind == "multiple" and multiple_with_mental)


@rule(
    label="没有服刑或强制隔离戒毒", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}{away_status}，期间停发；期满后可以申请恢复。",
    note="{who}{away_status}，期间停发；期满后可以申请恢复。",
)  # fmt: skip
def at_liberty(has_card, away_status, suspend_in_custody):
    """Suspended while kept by the state."""
    return not (has_card and suspend_in_custody and away_status in ("prison", "drug_rehab", "labour_reeducation"))


@rule(
    label="不是特困供养人员", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    refusal="{who}是特困供养人员，不享受残疾人两项补贴。",
    note="{who}是特困供养人员，不享受残疾人两项补贴。",
)  # fmt: skip
def not_tekun(has_card, receiving_tekun):
    """特困 covers living and care."""
    return not (has_card and receiving_tekun)


@rule(
    label="没有领取工伤生活护理费", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    refusal="{who}享受工伤生活护理费，不享受残疾人两项补贴。",
    note="{who}享受工伤生活护理费，不享受残疾人两项补贴。",
)  # fmt: skip
def no_injury_care(has_card, receiving_injury_care):
    """Insurance pays already."""
    return not (has_card and receiving_injury_care)


@rule(label="符合两项补贴共同条件", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def may_hold(has_card, card_valid, registered, at_liberty, not_tekun, no_injury_care):
    """What both subsidies ask."""
    return has_card and card_valid and registered and at_liberty and not_tekun and no_injury_care


@rule(
    label="没有孤儿或全额事无补贴", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    refusal="{who}已享受孤儿或事实无人抚养儿童基本生活保障，不享受困难残疾人生活补贴；护理补贴不受影响。",
    note="{who}已享受孤儿或事实无人抚养儿童基本生活保障，不享受困难残疾人生活补贴；护理补贴不受影响。",
)  # fmt: skip
def not_kept_as_child(may_hold, receiving_orphan, receiving_unsupported_child, unsupported_child_gap_only):
    """A child paid only the gap below that standard keeps the living subsidy."""
    return not (may_hold and (receiving_orphan or (receiving_unsupported_child and not unsupported_child_gap_only)))


@rule(label="生活补贴定额", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE)
def living_fixed_month(
    severe, receiving_dibao, receiving_edge, no_fixed_income, living_month_dibao_severe, living_month_dibao_other,
    living_month_edge_severe, living_month_edge_other, living_month_no_income,
):  # fmt: skip
    """By the household's class and the grade."""
    if receiving_dibao:
        return living_month_dibao_severe if severe else living_month_dibao_other
    if receiving_edge:
        return living_month_edge_severe if severe else living_month_edge_other
    return living_month_no_income if no_fixed_income else 0


@rule(label="生活补贴比例", unit="bp", level=PERSON, cite=HOW_MUCH, since=SINCE)
def living_rate_bp(
    severe, receiving_dibao, receiving_edge, no_fixed_income, living_share_bp_dibao_severe,
    living_share_bp_dibao_other, living_share_bp_edge_severe, living_share_bp_edge_other, living_share_bp_no_income,
):  # fmt: skip
    """By the household's class and the grade, where the standard follows a base."""
    if receiving_dibao:
        return living_share_bp_dibao_severe if severe else living_share_bp_dibao_other
    if receiving_edge:
        return living_share_bp_edge_severe if severe else living_share_bp_edge_other
    return living_share_bp_no_income if no_fixed_income else 0


@rule(
    label="生活补贴按比例的数", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def living_share_month(share_base_month, living_rate_bp):
    """A share of the base; only this is rounded."""
    return share_base_month * living_rate_bp


@rule(label="生活补贴标准", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE)
def living_standard_month(rate_method, living_fixed_month, living_share_month):
    """A fixed sum as it was set, or a share of a base."""
    return living_share_month if rate_method == "share" else living_fixed_month


@rule(
    label="属于困难残疾人", unit="bool", level=PERSON, cite=WHO, since=SINCE,
    refusal="{who}所在家庭不是低保家庭，也不在当地扩大的范围（低保边缘、无固定收入等）内，不享受困难残疾人生活补贴。",
    note="{who}所在家庭不是低保家庭，也不在当地扩大的范围（低保边缘、无固定收入等）内，不享受困难残疾人生活补贴。",
)  # fmt: skip
def is_poor(may_hold, living_standard_month):
    """A class for which the area has no sum is not covered."""
    return living_standard_month > 0 or not may_hold


@rule(label="同类生活补贴", unit="fen/month", level=PERSON, cite=OTHERS, since=SINCE)
def same_kind_living_month(
    other_living_allowance_month, elder_service_subsidy_month, elder_allowance_month, elder_allowance_is_living
):
    """The highest allowance of the same kind that is paid already."""
    return max(
        other_living_allowance_month,
        elder_service_subsidy_month,
        elder_allowance_month if elder_allowance_is_living else 0,
    )


@rule(
    label="生活类补贴择高", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    refusal="{who}已领取同类补贴 {same_kind_living_month}，不低于困难残疾人生活补贴 {living_standard_month}；同类择高，不能兼领。",
    note="{who}已领取同类补贴 {same_kind_living_month}，不低于困难残疾人生活补贴 {living_standard_month}；同类择高，不能兼领。",
)  # fmt: skip
def living_is_higher(may_hold, is_poor, same_kind_living_month, living_standard_month):
    """Of two of a kind the higher one is chosen; at equal amounts the one that is paid stays."""
    if not (may_hold and is_poor) or same_kind_living_month <= 0:
        return True
    return living_standard_month > same_kind_living_month


@rule(label="困难残疾人生活补贴", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE, result=True)
def living_subsidy_month(may_hold, not_kept_as_child, living_is_higher, living_standard_month):
    """What is due by itself; the care subsidy may be held beside it."""
    return living_standard_month if may_hold and not_kept_as_child and living_is_higher else 0


@rule(
    label="没有要停的同类生活补贴", unit="bool", level=PERSON, cite=OTHERS, since=SINCE,
    note="{who}改领较高的困难残疾人生活补贴 {living_subsidy_month}，已领的同类补贴 {same_kind_living_month}"
    "应从本补贴起发的月份停发；同类择高，不能兼领。",
)  # fmt: skip
def no_living_kind_to_stop(living_subsidy_month, same_kind_living_month):
    """Told to whoever decides, because the lower one has to end."""
    return living_subsidy_month <= 0 or same_kind_living_month <= 0
