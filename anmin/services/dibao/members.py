"""Who counts as a member of the household (共同生活的家庭成员). A minor whose custody lies elsewhere is not listed at all."""

from anmin.kernel.declare import PERSON, aggregate, rule

from .acts import ACT_2012, ACT_2021, SINCE_2012, SINCE_2021, UNTIL_2012, both

MEMBERS = both("第六条", "第七条")


@rule(label="未成年", unit="bool", level=PERSON, cite=MEMBERS, since=SINCE_2012)
def is_minor(age, adult_age):
    """Younger than the age of majority (years, 民法典 第十七条) on the day."""
    return age < adult_age


@rule(label="有法定赡养、扶养、抚养义务关系", unit="bool", level=PERSON, cite=MEMBERS, since=SINCE_2012)
def has_legal_duty(relation, legal_duty):
    """Spouses, parents and children owe each other support; for grandparents and siblings (民法典 1074, 1075) a person
    must say so."""
    if legal_duty == "by_relation":
        return relation in ("self", "spouse", "child", "parent")
    return legal_duty == "owed"


@rule(
    label="已成年但不能独立生活的子女", unit="bool", level=PERSON, cite=ACT_2021["第七条第一款（三）"], since=SINCE_2021
)
def dependent_adult_child(relation, is_minor, study, cannot_live_independently):
    """An adult child in full-time study up to a first degree, or unable to live independently (judged by a person)."""
    return relation == "child" and not is_minor and (study in ("school", "college") or cannot_live_independently)


@rule(
    name="dependent_adult_child", label="已成年但不能独立生活的子女", unit="bool", level=PERSON,
    cite=ACT_2012["第六条第一款（三）"], since=SINCE_2012, until=UNTIL_2012,
)  # fmt: skip
def dependent_adult_child_2012(relation, is_minor, study, cannot_live_independently):
    """The 2012 text asks for study up to a first degree, not for full-time study."""
    if relation != "child" or is_minor:
        return False
    return study in ("school", "college", "part_time") or cannot_live_independently


@rule(
    label="有法定义务并长期共同居住",
    unit="bool",
    level=PERSON,
    cite=both("第六条第一款（四）", "第七条第一款（四）"),
    since=SINCE_2012,
)
def co_resident_kin(relation, study, has_legal_duty, lives_together):
    """Legal duty and long shared living; a child in graduate school belongs to no household but their own."""
    return has_legal_duty and lives_together and not (relation == "child" and study == "postgraduate")


@rule(
    label="属于共同生活家庭成员的范围", unit="bool", level=PERSON, cite=ACT_2021["第七条第一款"], since=SINCE_2021,
    note="{who}（关系：{relation}；在学：{study}）不计入：不是配偶、未成年或不能独立生活的子女，也不是有法定义务并长期共同居住的人。",
)  # fmt: skip
def member_by_kinship(relation, is_minor, dependent_adult_child, co_resident_kin):
    """2021: parents count only through legal duty and long shared living."""
    if relation in ("self", "spouse"):
        return True
    return (relation == "child" and is_minor) or dependent_adult_child or co_resident_kin


@rule(
    name="member_by_kinship", label="属于共同生活家庭成员的范围", unit="bool", level=PERSON, cite=ACT_2012["第六条第一款"],
    since=SINCE_2012, until=UNTIL_2012,
    note="{who}（关系：{relation}；在学：{study}）不计入：不是配偶、父母、未成年或不能独立生活的子女，也不是有法定义务并长期共同居住的人。",
)  # fmt: skip
def member_by_kinship_2012(relation, is_minor, dependent_adult_child, co_resident_kin):
    """2012: parents count by kinship alone."""
    if relation in ("self", "spouse", "parent"):
        return True
    return (relation == "child" and is_minor) or dependent_adult_child or co_resident_kin


@rule(
    label="不是脱离家庭三年以上的宗教教职人员", unit="bool", level=PERSON, cite=both("第六条第二款（一）", "第七条第二款（一）"),
    since=SINCE_2012, note="{who}不计入：连续三年以上脱离家庭独立生活的宗教教职人员。",
)  # fmt: skip
def not_clergy_apart(clergy_away_3_years):
    """Clergy who have lived apart for three years or more are not members."""
    return not clergy_away_3_years


@rule(
    label="不在服刑、强制戒毒或失踪", unit="bool", level=PERSON, cite=ACT_2021["第七条第二款（二）"], since=SINCE_2021,
    note="{who}不计入：{away_status}。",
)  # fmt: skip
def not_detained_or_missing(away_status):
    """In prison, in compulsory drug rehabilitation or declared missing: not a member."""
    return away_status not in ("prison", "drug_rehab", "missing")


@rule(
    name="not_detained_or_missing", label="不在服刑或劳动教养", unit="bool", level=PERSON,
    cite=ACT_2012["第六条第二款（二）"], since=SINCE_2012, until=UNTIL_2012, note="{who}不计入：{away_status}。",
)  # fmt: skip
def not_detained_2012(away_status):
    """In prison or in re-education through labour: not a member."""
    return away_status not in ("prison", "labour_reeducation")


@rule(
    label="不属省级规定不计入的人员", unit="bool", level=PERSON, cite=both("第六条第二款（三）", "第七条第二款（三）"),
    since=SINCE_2012, note="{who}不计入：{away_status}（省级规定）。",
)  # fmt: skip
def not_excluded_by_province(away_status, exclude_conscript, exclude_lost_contact):
    """Others whom the province leaves out."""
    if away_status == "conscript":
        return not exclude_conscript
    return not (away_status == "lost_contact" and exclude_lost_contact)


@rule(label="计入共同生活家庭成员", unit="bool", level=PERSON, cite=MEMBERS, since=SINCE_2012, result=True)
def counted(member_by_kinship, not_clergy_apart, not_detained_or_missing, not_excluded_by_province):
    """Within the circle of kinship and not left out."""
    return member_by_kinship and not_clergy_apart and not_detained_or_missing and not_excluded_by_province


members_counted = aggregate(
    "members_counted",
    "count",
    "counted",
    label="共同生活家庭成员数",
    unit="person",
    cite=MEMBERS,
    since=SINCE_2012,
    result=True,
)
