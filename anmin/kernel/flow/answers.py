"""Answers to declared fields: what is wrong with them, and how they read."""

from collections.abc import Iterable
from datetime import date

from anmin.kernel.flow.declare import Field
from anmin.kernel.law.api import yuan

EMPTY = (None, "", [], ())


def faults_in(fields: Iterable[Field], answers: dict, on: date) -> tuple[str, ...]:
    """What is missing or impossible, each in words. Term days ("期限") must lie after `on`."""
    return tuple(filter(None, (_fault(field, answers, on) for field in fields)))


def _fault(field: Field, answers: dict, on: date) -> str:
    value = answers.get(field.name)
    if isinstance(value, str):
        value = value.strip()
    if value in EMPTY:
        asked = field.when is None or answers.get(field.when[0]) == field.when[1]
        return f"请填写“{field.label}”" if field.required and asked else ""
    if field.kind in ("choice", "many"):
        known = {code for code, _ in field.choices}
        given = value if isinstance(value, list | tuple) else [value]
        wrong = [str(each) for each in given if each not in known]
        return f"“{field.label}”没有选项 {'、'.join(wrong)}" if wrong else ""
    if field.kind == "date":
        return _wrong_day(field, str(value), on)
    return ""


def _wrong_day(field: Field, text: str, on: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"“{field.label}”应写成 2026-10-09 的样子"
    if "期限" in field.label and day <= on:
        return f"“{field.label}”应晚于今天（{on}）"
    return ""


def in_words(fields: Iterable[Field], answers: dict) -> dict[str, str]:
    """Answers as people read them, by name, without the empty ones."""
    return {f.name: _words(f, answers[f.name]) for f in fields if answers.get(f.name) not in EMPTY}


def _words(field: Field, value: object) -> str:
    labels = dict(field.choices)
    if isinstance(value, list | tuple):
        return "、".join(labels.get(each, str(each)) for each in value)
    if field.kind == "bool":
        return "是" if value else "否"
    if field.kind == "money" and isinstance(value, int):
        return f"{yuan(value)} 元"
    return labels.get(value, str(value))
