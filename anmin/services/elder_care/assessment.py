"""能力评估 GB/T 42195-2022: four scores of 26 items, the total of 90, the grade by cut-offs, and the lawful changes.

The grade is a number (0 能力完好 … 4 完全失能) so that it can be moved; results of MZ/T 039-2013 are never mapped to it.
"""

from anmin.kernel.declare import PERSON, rule

from .acts import CHANGES, FINAL, INITIAL, ITEMS, REGULAR, SINCE

GRADES = {
    "none": "没有有效评估",
    "intact": "能力完好",
    "mild": "轻度失能",
    "moderate": "中度失能",
    "severe": "重度失能",
    "total": "完全失能",
}


@rule(label="已按现行标准评估", unit="bool", level=PERSON, cite=REGULAR, since=SINCE)
def assessed(ability_assessed_by):
    """Only then do the items say anything; of whoever was not assessed there is no score."""
    return ability_assessed_by == "gbt42195"


@rule(label="自理能力得分", unit="count", level=PERSON, cite=ITEMS, since=SINCE, result=True)
def score_self_care(
    assessed, item_eating, item_grooming, item_bathing, item_upper_dress, item_lower_dress, item_urine, item_bowels,
    item_toilet,
):  # fmt: skip
    """Eight items, at most 32."""
    if not assessed:
        return 0
    return (
        item_eating
        + item_grooming
        + item_bathing
        + item_upper_dress
        + item_lower_dress
        + item_urine
        + item_bowels
        + item_toilet
    )


@rule(label="基础运动能力得分", unit="count", level=PERSON, cite=ITEMS, since=SINCE, result=True)
def score_movement(assessed, item_bed_moving, item_bed_chair, item_walking, item_stairs):
    """Four items, at most 15: stairs only 3."""
    return item_bed_moving + item_bed_chair + item_walking + item_stairs if assessed else 0


@rule(label="精神状态得分", unit="count", level=PERSON, cite=ITEMS, since=SINCE, result=True)
def score_mind(
    assessed, item_time, item_place, item_person, item_memory, item_understanding, item_expression, item_aggression,
    item_depression, item_consciousness,
):  # fmt: skip
    """Nine items, at most 28: aggression and depression 1 each, consciousness 2."""
    if not assessed:
        return 0
    return (
        item_time
        + item_place
        + item_person
        + item_memory
        + item_understanding
        + item_expression
        + item_aggression
        + item_depression
        + item_consciousness
    )


@rule(label="感知觉与社会参与得分", unit="count", level=PERSON, cite=ITEMS, since=SINCE, result=True)
def score_senses(assessed, item_sight, item_hearing, item_daily_affairs, item_transport, item_social):
    """Five items, at most 15: sight and hearing 2 each, transport 3."""
    return item_sight + item_hearing + item_daily_affairs + item_transport + item_social if assessed else 0


@rule(label="能力评估总分", unit="count", level=PERSON, cite=INITIAL, since=SINCE, result=True)
def score_total(score_self_care, score_movement, score_mind, score_senses):
    """At most 90, not 100 (domain 38, trap 18)."""
    return score_self_care + score_movement + score_mind + score_senses


@rule(label="初步等级（0 完好至 4 完全失能）", unit="count", level=PERSON, cite=INITIAL, since=SINCE, result=True)
def grade_initial(
    assessed, score_total, grade_least_intact, grade_least_mild, grade_least_moderate, grade_least_severe
):  # fmt: skip
    """0 only at the full score; 1 from 66, 2 from 46, 3 from 30, else 4."""
    if not assessed or score_total >= grade_least_intact:
        return 0
    if score_total >= grade_least_mild:
        return 1
    if score_total >= grade_least_moderate:
        return 2
    return 2 + 1 if score_total >= grade_least_severe else 2 + 2


@rule(label="照护风险事件达到次数", unit="bool", level=PERSON, cite=CHANGES, since=SINCE)
def risky(care_risk_events, risk_events_least):
    """Falls, choking, suicide, self-harm, going astray within thirty days."""
    return care_risk_events >= risk_events_least


@rule(label="下调级数", unit="count", level=PERSON, cite=CHANGES, since=SINCE)
def grade_steps(dementia_or_mental, risky, both_reasons_two_steps):
    """One for a diagnosed disorder, one for risks; both together count one unless the area says two."""
    if dementia_or_mental and risky and both_reasons_two_steps:
        return 2
    return 1 if dementia_or_mental or risky else 0


@rule(label="最终等级（0 完好至 4 完全失能）", unit="count", level=PERSON, cite=FINAL, since=SINCE, result=True)
def grade_final(assessed, grade_initial, grade_steps, in_coma):
    """A coma is grade 4 at once; nothing is worse than 4."""
    if not assessed:
        return 0
    return 2 + 2 if in_coma else min(grade_initial + grade_steps, 2 + 2)


@rule(label="评估有效", unit="bool", level=PERSON, cite=REGULAR, since=SINCE, result=True)
def assessment_valid(ability_assessed_by, months_since_assessment, assessment_valid_months):
    """Made by the present standard and not older than a year."""
    return ability_assessed_by == "gbt42195" and months_since_assessment < assessment_valid_months


@rule(label="能力等级", unit="choice", choices=GRADES, level=PERSON, cite=FINAL, since=SINCE, result=True)
def ability_grade(assessment_valid, grade_final):
    """In words; none without a valid assessment."""
    if not assessment_valid:
        return "none"
    if grade_final <= 0:
        return "intact"
    if grade_final <= 1:
        return "mild"
    if grade_final <= 2:
        return "moderate"
    return "severe" if grade_final <= 2 + 1 else "total"
