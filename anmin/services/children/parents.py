"""The matrix of both parents: who has none, whose cannot bring them up, and whose one parent cannot.

重残 here is grade 1 or 2 of any kind, or grade 3 or 4 of mind (domain 38, trap 4: wider than in 单人保).
A rule is read from its text, so father and mother have each their own. Left to people: the evidence for each state, and
whether a parent's illness is on the local list.
"""

from anmin.kernel.declare import PERSON, rule

from .acts import EITHER, ORPHAN, SINCE_2010, WHO_BY_DAY


@rule(label="父亲死亡、失踪或查找不到", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def father_gone(father_state):
    """Dead or declared dead, declared missing, or not to be found."""
    return father_state in ("dead", "missing", "not_found")


@rule(label="母亲死亡、失踪或查找不到", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def mother_gone(mother_state):
    """Dead or declared dead, declared missing, or not to be found."""
    return mother_state in ("dead", "missing", "not_found")


@rule(label="父亲重残", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def father_disabled(father_state, father_disability_kind, father_disability_grade):
    """Grade 1 or 2 of any kind; 3 or 4 of mind."""
    if father_state != "disability" or father_disability_grade <= 0:
        return False
    return father_disability_grade <= 2 or father_disability_kind in ("intellectual", "mental")


@rule(label="母亲重残", unit="bool", level=PERSON, cite=EITHER, since=SINCE_2010)
def mother_disabled(mother_state, mother_disability_kind, mother_disability_grade):
    """Grade 1 or 2 of any kind; 3 or 4 of mind."""
    if mother_state != "disability" or mother_disability_grade <= 0:
        return False
    return mother_disability_grade <= 2 or mother_disability_kind in ("intellectual", "mental")


@rule(label="父亲不能履行抚养责任", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010)
def father_unable(
    father_state, father_disabled, father_state_months, father_lost_verified, limited_months, further_states
):
    """Severely disabled, seriously ill, kept by the state or out of contact for long; from 2021 also two further states."""
    if father_state == "lost_contact":
        return father_lost_verified and father_state_months >= limited_months
    if father_state in ("prison", "drug_rehab", "restricted"):
        return father_state_months >= limited_months
    if father_state in ("revoked", "deported"):
        return further_states
    return father_disabled or father_state == "serious_illness"


@rule(label="母亲不能履行抚养责任", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010)
def mother_unable(
    mother_state, mother_disabled, mother_state_months, mother_lost_verified, limited_months, further_states
):
    """Severely disabled, seriously ill, kept by the state or out of contact for long; from 2021 also two further states."""
    if mother_state == "lost_contact":
        return mother_lost_verified and mother_state_months >= limited_months
    if mother_state in ("prison", "drug_rehab", "restricted"):
        return mother_state_months >= limited_months
    if mother_state in ("revoked", "deported"):
        return further_states
    return mother_disabled or mother_state == "serious_illness"


@rule(label="父母双方均已不在", unit="bool", level=PERSON, cite=ORPHAN, since=SINCE_2010)
def both_gone(father_gone, mother_gone):
    """Neither parent is there."""
    return father_gone and mother_gone


@rule(label="按孤儿认定", unit="bool", level=PERSON, cite=ORPHAN, since=SINCE_2010)
def orphaned(both_gone, father_state, mother_state, both_missing_as_orphan):
    """Both dead or not to be found; one declared missing only where the area takes it so."""
    if father_state == "missing" or mother_state == "missing":
        return both_gone and both_missing_as_orphan
    return both_gone


@rule(label="按事实无人抚养认定", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010)
def unsupported(unsupported_on, orphaned, father_gone, mother_gone, father_unable, mother_unable):
    """Neither parent can: both unable, or one gone and the other unable. One able parent is enough to say no."""
    if orphaned or not unsupported_on:
        return False
    return (father_gone or father_unable) and (mother_gone or mother_unable)


@rule(label="父母一方不能履行抚养责任", unit="bool", level=PERSON, cite=WHO_BY_DAY, since=SINCE_2010)
def one_parent_only(orphaned, unsupported, father_gone, mother_gone, father_unable, mother_unable):
    """A child to be registered and visited as 监护缺失, though nothing is paid for that alone."""
    if orphaned or unsupported:
        return False
    return father_gone or mother_gone or father_unable or mother_unable
