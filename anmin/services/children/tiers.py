"""困境儿童 by class, where the area pays them: a share of the gap between the orphan's standard and 低保."""

from anmin.kernel.declare import BP, PERSON, Rounding, rule

from .acts import HARD, SINCE_2010


@rule(label="重残或重病儿童", unit="bool", level=PERSON, cite=HARD, since=SINCE_2010)
def gravely_ill(disability_kind, disability_grade, serious_illness):
    """Grade 1 or 2 of any kind, 3 or 4 of mind, or an illness on the local list."""
    if serious_illness or disability_grade in (1, 2):
        return True
    return disability_grade > 0 and disability_kind in ("intellectual", "mental")


@rule(
    label="困境儿童类别", unit="choice", level=PERSON, cite=HARD, since=SINCE_2010,
    choices={"none": "—", "dibao_child": "本人在低保", "household_child": "低保、边缘家庭其他儿童", "ill_child": "重病重残儿童"},
)  # fmt: skip
def tier(hardship_on, in_care_age, receiving_tekun, receiving_dibao, counted_in_dibao, receiving_edge, gravely_ill):
    """The first that fits; 特困 children are kept there."""
    if not (hardship_on and in_care_age) or receiving_tekun:
        return "none"
    if receiving_dibao and counted_in_dibao:
        return "dibao_child"
    if receiving_dibao or receiving_edge:
        return "household_child"
    return "ill_child" if gravely_ill else "none"


@rule(label="分类补贴的基数", unit="fen/month", level=PERSON, cite=HARD, since=SINCE_2010)
def tier_base_month(tier, home_standard_month, dibao_standard_month):
    """The gap to 低保, or for the gravely ill outside the margin the whole standard. No gap without a 低保 standard."""
    if tier == "ill_child":
        return home_standard_month
    return max(home_standard_month - dibao_standard_month, 0) if dibao_standard_month > 0 else 0


@rule(
    label="已填当地低保标准", unit="bool", level=PERSON, cite=HARD, since=SINCE_2010,
    refusal="当地发放困境儿童分类补贴，但没有填写“计算困境儿童补贴所用的低保标准”，{who}的差额无从计算；请先在本县标准中补填。",
    note="当地发放困境儿童分类补贴，但没有填写“计算困境儿童补贴所用的低保标准”，{who}的差额无从计算；请先在本县标准中补填。",
)  # fmt: skip
def gap_can_be_reckoned(tier, dibao_standard_month):
    """Told instead of paying the whole standard by mistake."""
    return tier not in ("dibao_child", "household_child") or dibao_standard_month > 0


@rule(label="分类补贴比例", unit="bp", level=PERSON, cite=HARD, since=SINCE_2010)
def tier_bp(tier, hardship_bp_dibao_child, hardship_bp_household_child, hardship_bp_ill_child):
    """By class."""
    if tier == "dibao_child":
        return hardship_bp_dibao_child
    if tier == "household_child":
        return hardship_bp_household_child
    return hardship_bp_ill_child if tier == "ill_child" else 0


@rule(
    label="困境儿童分类补贴", unit="fen/month", level=PERSON, cite=HARD, since=SINCE_2010,
    rounding=Rounding("hardship_rounding", per=(BP,)),
)  # fmt: skip
def tier_month(tier_base_month, tier_bp):
    """Rounded once, here."""
    return tier_base_month * tier_bp
