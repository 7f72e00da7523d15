"""残疾人两项补贴: who is paid and how much in all. The subsidies themselves are in the modules beside this one.

Left to people: whether long care is needed, and the yearly look at guardians.
"""

from anmin.kernel.declare import PERSON, Cite, aggregate, rule

from . import care, guardian, living
from .acts import GUARD, HOW_MUCH, REVIEW, SINCE, WHEN, WHO

LABEL = "残疾人两项补贴"
OUTCOME = "eligible"
PARTS = (living, care, guardian)
STARTS = {"application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月"}


@rule(label="本人每月补贴", unit="fen/month", level=PERSON, cite=HOW_MUCH, since=SINCE, result=True)
def subsidies_own_month(living_subsidy_month, care_subsidy_month, guardian_subsidy_month):
    """Living and care may be held together; the guardian's beside them."""
    return living_subsidy_month + care_subsidy_month + guardian_subsidy_month


@rule(label="享受补贴", unit="bool", level=PERSON, cite=WHO, since=SINCE, result=True)
def counted(subsidies_own_month):
    """Someone is paid for."""
    return subsidies_own_month > 0


@rule(label="享受生活补贴", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def holds_living(living_subsidy_month):
    """Counted for the month's report."""
    return living_subsidy_month > 0


@rule(label="享受护理补贴", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def holds_care(care_subsidy_month):
    """Counted for the month's report."""
    return care_subsidy_month > 0


@rule(label="两项都享受", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def holds_both(holds_living, holds_care):
    """Counted for the month's report."""
    return holds_living and holds_care


@rule(label="可能的对象", unit="bool", level=PERSON, cite=WHO, since=SINCE)
def concerned(has_card, psychosis_registered):
    """A card holder or a registered patient."""
    return has_card or psychosis_registered


def _fold(name: str, how: str, of: str, label: str, unit: str, cite: Cite = HOW_MUCH):
    return aggregate(name, how, of, label=label, unit=unit, cite=cite, since=SINCE, result=how != "any")


any_concerned = _fold("any_concerned", "any", "concerned", "有残疾人或在册患者", "bool")
persons_paid = _fold("persons_paid", "count", "counted", "享受人数", "person")
living_persons = _fold("living_persons", "count", "holds_living", "享受生活补贴人数", "person")
care_persons = _fold("care_persons", "count", "holds_care", "享受护理补贴人数", "person")
both_persons = _fold("both_persons", "count", "holds_both", "两项都享受人数", "person")
living_total_month = _fold("living_total_month", "sum", "living_subsidy_month", "困难残疾人生活补贴合计", "fen/month")
care_total_month = _fold("care_total_month", "sum", "care_subsidy_month", "重度残疾人护理补贴合计", "fen/month")
guardian_total_month = _fold(
    "guardian_total_month", "sum", "guardian_subsidy_month", "严重精神障碍患者监护补贴合计", "fen/month", GUARD
)


@rule(label="每月补贴合计", unit="fen/month", cite=HOW_MUCH, since=SINCE, result=True)
def amount_month(living_total_month, care_total_month, guardian_total_month):
    """All persons' subsidies; each was rounded once."""
    return living_total_month + care_total_month + guardian_total_month


@rule(
    label="有持证残疾人", unit="bool", cite=WHO, since=SINCE,
    refusal="家庭成员中没有持残疾人证的人，也没有在册的严重精神障碍患者。",
)  # fmt: skip
def someone_concerned(any_concerned):
    """Said once for the household."""
    return any_concerned


@rule(label="可以享受残疾人补贴", unit="bool", cite=WHO, since=SINCE, result=True)
def eligible(someone_concerned, amount_month):
    """At least one subsidy is due."""
    return someone_concerned and amount_month > 0


@rule(label="起发月", unit="choice", choices=STARTS, cite=WHEN, since=SINCE, result=True)
def starts_from(eligible):
    """From the month in which the request was handed in, not from the next one (domain 38, trap 5)."""
    return "application"


@rule(label="复核类别", unit="choice", choices={"regular": "定期复核"}, cite=REVIEW, since=SINCE)
def review_class(eligible):
    """One class for all."""
    return "regular"


@rule(label="复核周期", unit="month", cite=REVIEW, since=SINCE)
def review_every(review_class, review_months_regular):
    """The area's cycle."""
    return review_months_regular
