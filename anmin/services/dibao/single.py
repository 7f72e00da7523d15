"""Applying alone (单人保): who may, and the amount by the area's method."""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, PERSON, aggregate, rule

from .acts import ACT_2012, ACT_2021, NOTICE_2022, SINCE_2012, SINCE_2021, SINCE_2022, UNTIL_2012, UNTIL_2021, both

ALONE = both("第十条", "第八条")


@rule(
    label="重残：一二级，或三级智力、精神",
    unit="bool",
    level=PERSON,
    cite=both("第十条", "第八条第一款（一）"),
    since=SINCE_2012,
)
def severe_for_single(disability_kind, disability_grade):
    """Grade 1 or 2 of any kind; grade 3 only intellectual or mental (limb, sight, hearing, speech do not open this door)."""
    return disability_grade in (1, 2) or (disability_grade in (3,) and disability_kind in ("intellectual", "mental"))


@rule(
    label="有边缘家庭中单独申请的理由",
    unit="bool",
    level=PERSON,
    cite=ACT_2021["第八条第一款（一）（二）"],
    since=SINCE_2021,
)
def edge_ground(severe_for_single, serious_illness):
    """Severe disability, or a locally listed serious illness, in an edge household."""
    return severe_for_single or serious_illness


@rule(
    name="edge_ground", label="有边缘家庭中单独申请的理由", unit="bool", level=PERSON, cite=ACT_2012["第十条"],
    since=SINCE_2012, until=UNTIL_2012,
)  # fmt: skip
def edge_ground_2012():
    """Edge households were no ground before 2021-07-01."""
    return False


@rule(label="不论家庭可单独申请", unit="bool", level=PERSON, cite=NOTICE_2022["一（一）"], since=SINCE_2022)
def own_ground(jobless_disabled_adult, clergy_away_3_years):
    """From 2022-10-20 jobless, severely disabled adults whatever their family; clergy away for three years (57号 第八条(三))."""
    return jobless_disabled_adult or clergy_away_3_years


@rule(
    name="own_ground", label="不论家庭可单独申请", unit="bool", level=PERSON, cite=ACT_2021["第八条第一款（三）"],
    since=SINCE_2021, until=UNTIL_2021,
)  # fmt: skip
def own_ground_2021(clergy_away_3_years):
    """Clergy who have lived in a religious place for three years or more and are in need."""
    return clergy_away_3_years


@rule(
    name="own_ground", label="不论家庭可单独申请", unit="bool", level=PERSON, cite=ACT_2012["第十条"],
    since=SINCE_2012, until=UNTIL_2012,
)  # fmt: skip
def own_ground_2012(is_minor, disability_grade, own_hukou_household, labour_capacity, clergy_away_3_years):
    """Adults of grade 1 or 2 without capacity to work who are their own registered household, in a family in hardship
    (judged by a person); clergy as later."""
    if clergy_away_3_years:
        return True
    return not is_minor and disability_grade in (1, 2) and own_hukou_household and labour_capacity == "none"


@rule(label="申请人有边缘家庭理由", unit="bool", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_edge_ground(applies_alone, edge_ground):
    """The ground of the one who applies."""
    return applies_alone and edge_ground


@rule(label="申请人有自身理由", unit="bool", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_own_ground(applies_alone, own_ground):
    """The ground of the one who applies."""
    return applies_alone and own_ground


@rule(label="申请人属重残", unit="bool", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_severe(applies_alone, severe_for_single):
    """For the amount's category."""
    return applies_alone and severe_for_single


@rule(label="申请人属重病", unit="bool", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_ill(applies_alone, serious_illness):
    """For the amount's category."""
    return applies_alone and serious_illness


@rule(label="申请人本人收入（年）", unit="fen/year", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_income_year(applies_alone, own_income_year):
    """Only the applicant's own income counts for the applicant."""
    return own_income_year if applies_alone else 0


@rule(label="申请人本人金融资产", unit="fen", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_assets(applies_alone, own_financial_assets):
    """For those who apply whatever their family."""
    return own_financial_assets if applies_alone else 0


@rule(label="申请人的困难残疾人生活补贴（月）", unit="fen/month", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_living_subsidy_month(applies_alone, disability_living_subsidy_month):
    """Where the area guarantees both together a share of the standard."""
    return disability_living_subsidy_month if applies_alone else 0


@rule(label="单独申请人属于本家庭", unit="bool", level=PERSON, cite=ALONE, since=SINCE_2012)
def applicant_counted(applies_alone, counted):
    """Clergy who have left the family are no members of it."""
    return applies_alone and counted


def _fold(name: str, how: str, of: str, label: str, unit: str):
    return aggregate(name, how, of, label=label, unit=unit, cite=ALONE, since=SINCE_2012)


applicants = _fold("applicants", "count", "applies_alone", "单独申请的人数", "person")
single_edge_ground = _fold("single_edge_ground", "any", "applicant_edge_ground", "申请人有边缘家庭理由", "bool")
single_own_ground = _fold("single_own_ground", "any", "applicant_own_ground", "申请人有自身理由", "bool")
applicant_is_member = _fold("applicant_is_member", "any", "applicant_counted", "单独申请人属于本家庭", "bool")
single_severe = _fold("single_severe", "any", "applicant_severe", "申请人属重残", "bool")
single_ill = _fold("single_ill", "any", "applicant_ill", "申请人属重病", "bool")
single_income_year = _fold("single_income_year", "sum", "applicant_income_year", "申请人本人收入（年）", "fen/year")
single_assets = _fold("single_assets", "sum", "applicant_assets", "申请人本人金融资产", "fen")
single_living_subsidy_month = _fold(
    "single_living_subsidy_month",
    "sum",
    "applicant_living_subsidy_month",
    "申请人的困难残疾人生活补贴（月）",
    "fen/month",
)
any_edge_ground = _fold("any_edge_ground", "any", "edge_ground", "有成员可在边缘家庭中单独申请", "bool")
any_own_ground = _fold("any_own_ground", "any", "own_ground", "有成员可不论家庭单独申请", "bool")


ONLY = "不属于可以单独申请的情形：限"
EDGE_ONLY = ONLY + "低保边缘家庭中的一、二级残疾人和三级智力、精神残疾人、重病患者，"
CLERGY = "在宗教场所居住、脱离家庭三年以上的宗教教职人员"
NOT_THESE = "。三级肢体、视力、听力、言语残疾不在其列。"


@rule(
    label="单独申请的理由", unit="bool", cite={SINCE_2022: NOTICE_2022["一（一）"]}, since=SINCE_2022,
    refusal=f"{EDGE_ONLY}{CLERGY}，以及成年无业的一、二级残疾人{NOT_THESE}",
)  # fmt: skip
def single_ground(application, edge_measures, single_edge_ground, single_own_ground):
    """In an edge household by disability or illness, or on grounds of one's own."""
    return application != "single" or single_own_ground or (edge_measures and single_edge_ground)


@rule(
    name="single_ground", label="单独申请的理由", unit="bool", cite=ACT_2021["第八条"], since=SINCE_2021, until=UNTIL_2021,
    refusal=f"{EDGE_ONLY}以及{CLERGY}{NOT_THESE}",
)  # fmt: skip
def single_ground_2021(application, edge_measures, single_edge_ground, single_own_ground):
    """As later; the jobless, severely disabled had no ground of their own yet."""
    return application != "single" or single_own_ground or (edge_measures and single_edge_ground)


@rule(
    name="single_ground", label="单独申请的理由", unit="bool", cite=ACT_2012["第十条"], since=SINCE_2012, until=UNTIL_2012,
    refusal=f"{ONLY}困难家庭中丧失劳动能力且单独立户的成年一、二级残疾人，以及{CLERGY}。",
)  # fmt: skip
def single_ground_2012(application, single_own_ground):
    """Edge households were no ground."""
    return application != "single" or single_own_ground


@rule(label="收入和财产在低保边缘范围", unit="bool", cite=ACT_2021["第八条第二款"], since=SINCE_2021)
def edge_measures(
    edge_recognised, household_qualifies, household_income_year, standard_month, members_counted, edge_multiple_bp,
    edge_property_ok,
):  # fmt: skip
    """Not qualifying for 低保, income per head strictly below 1.5 × the standard, property within the edge limits.
    Income below the standard does not shut it out: a household refused for property may still be one."""
    if edge_recognised:
        return True
    if household_qualifies or not edge_property_ok:
        return False
    return household_income_year * BP < standard_month * members_counted * MONTHS_A_YEAR * edge_multiple_bp


@rule(label="低保边缘家庭", unit="bool", cite=ACT_2021["第八条第二款"], since=SINCE_2021, result=True)
def edge_household(edge_measures, hukou_ok, cooperates):
    """Recognised by the place of residence, after the same investigation as 低保."""
    return edge_measures and hukou_ok and cooperates


@rule(
    name="edge_household", label="低保边缘家庭", unit="bool", cite=ACT_2012["第四条"], since=SINCE_2012, until=UNTIL_2012,
    result=True,
)  # fmt: skip
def edge_household_2012(edge_recognised):
    """Before 2021-07-01 there was no national test; only what the area itself had recognised."""
    return edge_recognised
