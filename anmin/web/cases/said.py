"""What was said on an application, sorted: by which way it came, what is declared, what the person's record keeps."""

from collections.abc import Mapping

from django import forms

from anmin.kernel.people.api import Status

ILL = "重特大疾病"


def channels_for(roles: frozenset[str]) -> dict[str, str]:
    """The ways in that these roles serve: counter, village proxy, referral from the county."""
    found = {}
    if roles & {"R3", "R4"}:
        found |= {"desk": "窗口申请", "proxy": "村级代办", "referral": "县级转办"}
    if "R2" in roles:
        found["proxy"] = "村级代办"
    if "R6" in roles:
        found["referral"] = "县级转办"
    return found


def unusual(said: dict, form: forms.Form) -> dict:
    return {n: v for n, v in said.items() if v != form.fields[n].usual}


def split(said: dict, form: forms.Form, states: Mapping[str, Status]) -> tuple[dict, dict]:
    """Facts for the declaration, and the statuses that the person's own record keeps.

    What the record keeps is not declared a second time, so that it cannot grow stale; only where the household says
    that it no longer holds does the declaration say so.
    """
    facts, status = unusual(said, form), {}
    if "disability_kind" in said:
        kind, grade = facts.pop("disability_kind", "none"), facts.pop("disability_grade", 0)
        if kind != "none" and grade:
            status["disability"] = (kind, grade)
        elif "disability" in states:
            facts |= {"disability_kind": kind, "disability_grade": grade}
    if "serious_illness" in said:
        if facts.pop("serious_illness", False):
            status["illness"] = states["illness"].category if "illness" in states else ILL
        elif "illness" in states:
            facts["serious_illness"] = False
    if "study" in said:
        study = facts.pop("study", "none")
        if study != "none":
            status["student"] = study
        elif "student" in states:
            facts["study"] = "none"
    return facts, status
