"""Who a person is to 医疗救助: the class decides deductible, ratio and cap; and whether enrolment is sponsored."""

from anmin.kernel.declare import BP, PERSON, aggregate, rule

from .acts import DECREE, OPINION_2021, SINCE_2014, SINCE_2021, UNTIL_2014, both

WHO = both("第二十八条", "二（三）")
SPONSOR = both("第二十九条（一）", "三（四）")
CLASSES = {
    "tekun": "特困人员",
    "dibao": "低保对象",
    "edge": "低保边缘家庭成员",
    "watched": "易返贫致贫人口",
    "illness_poor": "因病致贫重病患者",
    "other": "其他特殊困难人员",
    "none": "不是救助对象",
}


@rule(label="比照特困人员", unit="bool", level=PERSON, cite=WHO, since=SINCE_2014)
def as_tekun(receiving_tekun, receiving_orphan, receiving_unsupported_child, orphans_as_tekun):
    """特困人员; orphans and children without support as well where the area says so."""
    return receiving_tekun or (orphans_as_tekun and (receiving_orphan or receiving_unsupported_child))


@rule(label="因病致贫认定有效", unit="bool", level=PERSON, cite=OPINION_2021["二（三）"], since=SINCE_2021)
def illness_poor_valid(illness_poor_recognised, months_since_illness_poor, illness_poor_valid_months):
    """Recognised, and within the months for which a recognition holds (the last one included)."""
    return illness_poor_recognised and months_since_illness_poor <= illness_poor_valid_months


@rule(label="救助对象类别", unit="choice", choices=CLASSES, level=PERSON, cite=WHO, since=SINCE_2021, result=True)
def aid_class(
    as_tekun, receiving_dibao, covered_by_dibao, receiving_edge, watched_for_poverty, illness_poor_valid,
    other_special_hardship,
):  # fmt: skip
    """One class a person, the most favourable that applies."""
    if as_tekun:
        return "tekun"
    if receiving_dibao and covered_by_dibao:
        return "dibao"
    if receiving_edge:
        return "edge"
    if watched_for_poverty:
        return "watched"
    if illness_poor_valid:
        return "illness_poor"
    return "other" if other_special_hardship else "none"


@rule(
    name="aid_class", label="救助对象类别", unit="choice", choices=CLASSES, level=PERSON, cite=DECREE["第二十八条"],
    since=SINCE_2014, until=UNTIL_2014, result=True,
)  # fmt: skip
def aid_class_2014(as_tekun, receiving_dibao, covered_by_dibao, other_special_hardship):
    """Before 国办发〔2021〕42号: members of 低保 households, 特困 persons, others named by the county."""
    if as_tekun:
        return "tekun"
    if receiving_dibao and covered_by_dibao:
        return "dibao"
    return "other" if other_special_hardship else "none"


@rule(
    label="达到因病致贫的费用条件",
    unit="bool",
    level=PERSON,
    cite=OPINION_2021["二（三）"],
    since=SINCE_2021,
    result=True,
)
def illness_poor_by_cost(own_medical_12_months, pcdi_year, illness_poor_line_bp):
    """Own cost of twelve months strictly above the share of income per head; whether it impoverishes people decide."""
    return own_medical_12_months * BP > pcdi_year * illness_poor_line_bp


@rule(label="资助参保（年）", unit="fen", level=PERSON, cite=SPONSOR, since=SINCE_2014, result=True)
def premium_aid_person(
    aid_class, insurance, premium_year, premium_aid_dibao, premium_aid_edge, premium_aid_watched,
    premium_aid_illness_poor, premium_aid_other,
):  # fmt: skip
    """In full for 特困人员, a fixed amount for others, never above the premium; only for the residents' scheme."""
    if insurance == "employee" or aid_class == "none":
        return 0
    if aid_class == "tekun":
        return premium_year
    if aid_class == "dibao":
        return min(premium_aid_dibao, premium_year)
    if aid_class == "edge":
        return min(premium_aid_edge, premium_year)
    if aid_class == "watched":
        return min(premium_aid_watched, premium_year)
    return min(premium_aid_illness_poor if aid_class == "illness_poor" else premium_aid_other, premium_year)


premium_aid_household = aggregate(
    "premium_aid_household", "sum", "premium_aid_person", label="全家资助参保（年）", unit="fen", cite=SPONSOR,
    since=SINCE_2014, result=True,
)  # fmt: skip


@rule(label="是救助对象", unit="bool", level=PERSON, cite=WHO, since=SINCE_2014)
def in_class(aid_class):
    """Of any class."""
    return aid_class != "none"


any_in_class = aggregate(
    "any_in_class", "any", "in_class", label="有成员是救助对象", unit="bool", cite=WHO, since=SINCE_2014
)
