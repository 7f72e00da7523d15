"""What was told about a household and does not fit together: nothing is refused, somebody is asked to look again."""

from anmin.kernel.declare import PERSON, aggregate, rule

from .acts import SINCE_2012, both
from .members import MEMBERS

TOLD = both("第四条", "第四条")


@rule(
    label="残疾类别和等级都已填写", unit="bool", level=PERSON, cite=TOLD, since=SINCE_2012,
    note="{who}的残疾类别（{disability_kind}）和等级（{disability_grade}）对不上，请照残疾证核对。",
)  # fmt: skip
def disability_told(disability_kind, disability_grade):
    """Both or neither."""
    return (disability_kind == "none") == (disability_grade == 0)


@rule(label="是申请人本人", unit="bool", level=PERSON, cite=MEMBERS, since=SINCE_2012)
def is_self(relation):
    """For the fold."""
    return relation == "self"


@rule(label="是配偶", unit="bool", level=PERSON, cite=MEMBERS, since=SINCE_2012)
def is_spouse(relation):
    """For the fold."""
    return relation == "spouse"


selves = aggregate(
    "selves", "count", "is_self", label="填为申请人本人的人数", unit="person", cite=MEMBERS, since=SINCE_2012
)
spouses = aggregate(
    "spouses", "count", "is_spouse", label="填为配偶的人数", unit="person", cite=MEMBERS, since=SINCE_2012
)


@rule(
    label="与申请人的关系清楚", unit="bool", cite=MEMBERS, since=SINCE_2012,
    note="名单中填为“申请人本人”的 {selves}，填为“配偶”的 {spouses}：各不应超过 1 人，请逐人核对与申请人的关系。",
)  # fmt: skip
def relations_clear(selves, spouses):
    """One applicant, one spouse at most; a relation left out counts as the applicant."""
    return selves <= 1 and spouses <= 1


@rule(
    label="渐退期原金额已知", unit="bool", cite=TOLD, since=SINCE_2012,
    note="在渐退期内，按原来每月的低保金发放；没有填写原来每月的低保金，请补填后再测算。",
)  # fmt: skip
def former_amount_known(in_taper, last_amount_month):
    """The taper pays what was paid before."""
    return not in_taper or last_amount_month > 0
