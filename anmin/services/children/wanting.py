"""What is still wanting of each parent's state, said to whoever is refused: months, grade of the card, a verification.

Said only where the other parent cannot either: with one able parent, nothing of this would help.
"""

from anmin.kernel.declare import PERSON, rule

from .acts import EITHER, SINCE_2010, WHO_BY_DAY


@rule(
    label="父亲期限已满", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}的父亲{father_state} {father_state_months}，服刑、强制隔离戒毒、被限制人身自由或失联须满 {limited_months}。",
)  # fmt: skip
def father_long_enough(in_care_age, unsupported_on, father_state, father_state_months, mother_state, limited_months):
    """Six months; said where it is the point, that is where the other parent cannot either."""
    if not (in_care_age and unsupported_on) or mother_state == "normal":
        return True
    return (
        father_state not in ("prison", "drug_rehab", "restricted", "lost_contact")
        or father_state_months >= limited_months
    )


@rule(
    label="父亲达到重残", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}的父亲为{father_disability_kind}残疾、等级 {father_disability_grade}；"
    "重残指一级、二级残疾，或者三级、四级智力、精神残疾。",
)  # fmt: skip
def father_grave_enough(
    in_care_age, unsupported_on, father_state, father_disabled, father_disability_kind, father_disability_grade, mother_state
):  # fmt: skip
    """Said with kind and grade where the disability is too light, or was not filled in."""
    if not (in_care_age and unsupported_on) or mother_state == "normal":
        return True
    return father_state != "disability" or father_disabled


@rule(
    label="父亲失联已核实", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010,
    refusal="{who}的父亲失联，还没有经公安机关或乡镇（街道）查验核实。",
)  # fmt: skip
def father_is_verified(in_care_age, unsupported_on, father_state, father_lost_verified, mother_state):
    """The word of relatives alone is not enough."""
    if not (in_care_age and unsupported_on) or mother_state == "normal":
        return True
    return father_state != "lost_contact" or father_lost_verified


@rule(
    label="母亲期限已满", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}的母亲{mother_state} {mother_state_months}，服刑、强制隔离戒毒、被限制人身自由或失联须满 {limited_months}。",
)  # fmt: skip
def mother_long_enough(in_care_age, unsupported_on, mother_state, mother_state_months, father_state, limited_months):
    """Six months; said where it is the point, that is where the other parent cannot either."""
    if not (in_care_age and unsupported_on) or father_state == "normal":
        return True
    return (
        mother_state not in ("prison", "drug_rehab", "restricted", "lost_contact")
        or mother_state_months >= limited_months
    )


@rule(
    label="母亲达到重残", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010,
    refusal="{who}的母亲为{mother_disability_kind}残疾、等级 {mother_disability_grade}；"
    "重残指一级、二级残疾，或者三级、四级智力、精神残疾。",
)  # fmt: skip
def mother_grave_enough(
    in_care_age, unsupported_on, mother_state, mother_disabled, mother_disability_kind, mother_disability_grade, father_state
):  # fmt: skip
    """Said with kind and grade where the disability is too light, or was not filled in."""
    if not (in_care_age and unsupported_on) or father_state == "normal":
        return True
    return mother_state != "disability" or mother_disabled


@rule(
    label="母亲失联已核实", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010,
    refusal="{who}的母亲失联，还没有经公安机关或乡镇（街道）查验核实。",
)  # fmt: skip
def mother_is_verified(in_care_age, unsupported_on, mother_state, mother_lost_verified, father_state):
    """The word of relatives alone is not enough."""
    if not (in_care_age and unsupported_on) or father_state == "normal":
        return True
    return mother_state != "lost_contact" or mother_lost_verified


@rule(label="还缺的已逐项写明", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def wanting_is_told(
    father_long_enough, father_grave_enough, father_is_verified, mother_long_enough, mother_grave_enough,
    mother_is_verified,
):  # fmt: skip
    """One of the sentences above says what is wanting, so that the general one need not be said beside it."""
    if not (father_long_enough and father_grave_enough and father_is_verified):
        return True
    return not (mother_long_enough and mother_grave_enough and mother_is_verified)
