"""残疾抚恤金 and 护理费 of disabled soldiers: by nature and grade, a table that grows every year."""

from anmin.kernel.declare import BP, PERSON, Rounding, rule

from .acts import DISABILITY, SINCE


@rule(label="是残疾军人", unit="bool", level=PERSON, cite=DISABILITY, since=SINCE)
def is_disabled_soldier(veteran_kind, veteran_other_kind, wound_grade, wound_nature):
    """By certificate: a category, a grade and a nature."""
    return (
        (veteran_kind == "disabled" or veteran_other_kind == "disabled") and wound_grade > 0 and wound_nature != "none"
    )


@rule(label="因战标准（年）", unit="fen/year", level=PERSON, cite=DISABILITY, since=SINCE)
def war_standard_year(
    wound_grade, disability_year_war1, disability_year_war2, disability_year_war3, disability_year_war4,
    disability_year_war5, disability_year_war6, disability_year_war7, disability_year_war8,
    disability_year_war9, disability_year_war10,
):  # fmt: skip
    """Of the grade, where the wound is of war."""
    if wound_grade in (1,):
        return disability_year_war1
    if wound_grade in (2,):
        return disability_year_war2
    if wound_grade in (3,):
        return disability_year_war3
    if wound_grade in (4,):
        return disability_year_war4
    if wound_grade in (5,):
        return disability_year_war5
    if wound_grade in (6,):
        return disability_year_war6
    if wound_grade in (7,):
        return disability_year_war7
    if wound_grade in (8,):
        return disability_year_war8
    if wound_grade in (9,):
        return disability_year_war9
    return disability_year_war10


@rule(label="因公标准（年）", unit="fen/year", level=PERSON, cite=DISABILITY, since=SINCE)
def duty_standard_year(
    wound_grade, disability_year_duty1, disability_year_duty2, disability_year_duty3, disability_year_duty4,
    disability_year_duty5, disability_year_duty6, disability_year_duty7, disability_year_duty8,
    disability_year_duty9, disability_year_duty10,
):  # fmt: skip
    """Of the grade, where it is of duty."""
    if wound_grade in (1,):
        return disability_year_duty1
    if wound_grade in (2,):
        return disability_year_duty2
    if wound_grade in (3,):
        return disability_year_duty3
    if wound_grade in (4,):
        return disability_year_duty4
    if wound_grade in (5,):
        return disability_year_duty5
    if wound_grade in (6,):
        return disability_year_duty6
    if wound_grade in (7,):
        return disability_year_duty7
    if wound_grade in (8,):
        return disability_year_duty8
    if wound_grade in (9,):
        return disability_year_duty9
    return disability_year_duty10


@rule(label="因病标准（年）", unit="fen/year", level=PERSON, cite=DISABILITY, since=SINCE)
def illness_standard_year(
    wound_grade, disability_year_illness1, disability_year_illness2, disability_year_illness3,
    disability_year_illness4, disability_year_illness5, disability_year_illness6,
):  # fmt: skip
    """Of the grade; illness has six grades only, none below."""
    if wound_grade in (1,):
        return disability_year_illness1
    if wound_grade in (2,):
        return disability_year_illness2
    if wound_grade in (3,):
        return disability_year_illness3
    if wound_grade in (4,):
        return disability_year_illness4
    if wound_grade in (5,):
        return disability_year_illness5
    return disability_year_illness6 if wound_grade in (6,) else 0


@rule(label="残疾抚恤金（年）", unit="fen/year", level=PERSON, cite=DISABILITY, since=SINCE, result=True)
def disability_pension_year(
    is_disabled_soldier, wound_nature, war_standard_year, duty_standard_year, illness_standard_year
):
    """The standard of nature and grade."""
    if not is_disabled_soldier:
        return 0
    if wound_nature == "war":
        return war_standard_year
    return duty_standard_year if wound_nature == "duty" else illness_standard_year


@rule(label="护理费比例", unit="bp", level=PERSON, cite=DISABILITY, since=SINCE)
def care_share_bp(
    is_disabled_soldier, state_kept, wound_grade, wound_nature, wound_of_mind, care_bp_wound12, care_bp_wound34,
    care_bp_illness14, care_bp_mind56,
):  # fmt: skip
    """Of grades 1 to 4, and of 5 and 6 by illness of the mind; not where the state keeps the person."""
    if not is_disabled_soldier or state_kept:
        return 0
    if wound_grade in (5, 6):
        return care_bp_mind56 if wound_of_mind else 0
    if wound_grade not in (1, 2, 3, 4):
        return 0
    if wound_nature == "illness":
        return care_bp_illness14
    return care_bp_wound12 if wound_grade in (1, 2) else care_bp_wound34


@rule(
    label="护理费（月）", unit="fen/month", level=PERSON, cite=DISABILITY, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def nursing_month(care_share_bp, average_wage_month):
    """A share of the average wage of the place, not of the 低保 standard."""
    return average_wage_month * care_share_bp
