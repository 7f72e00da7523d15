"""Fictional services that exclude, lessen and need one another: 口粮 for households, 灯油 and 柴火 for persons, 顾恤 for orphans."""

import datetime as dt

from anmin.kernel.flow.declare import FactGroup
from anmin.kernel.law.api import LawBook, NumberDef, NumberTable, Row, ServiceLaw
from anmin.kernel.law.declare import PERSON, Cite, Fact, aggregate, money, rule, yes_no
from anmin.kernel.package.api import of_documents
from anmin.kernel.service import Service

ACT = Cite("云溪县济困办法", "云溪民发〔2031〕9号")
DAY, SINCE = dt.date(2032, 1, 1), "2031-11-01"
AREA = "349901"
AGE = Fact("age", "周岁年龄", "year", high=130)
WAGE = money("wage_month", "工资")


# ── 口粮: a household below the line gets the gap; 顾恤 of its persons counts for nothing, 灯油 counts as income
@rule(label="计入收入", unit="fen/month", cite=ACT["一"], since=SINCE, level=PERSON)
def counted(wage_month, oil_month):
    """Wages, and lamp oil."""
    return wage_month + oil_month


people = aggregate("people", "count", label="人数", unit="person", cite=ACT["一"], since=SINCE)
income = aggregate("income", "sum", "counted", label="家庭收入", unit="fen/month", cite=ACT["一"], since=SINCE)


@rule(
    label="低于口粮线",
    unit="bool",
    cite=ACT["二"],
    since=SINCE,
    refusal="家庭收入 {income} 不低于 {people} 人的口粮线。",
)
def poor(income, people, line, has_boat):
    """Below the line for each person, and without a boat."""
    return income < line * people and not has_boat


@rule(label="口粮", unit="fen/month", cite=ACT["三"], since=SINCE, result=True)
def grain_month(poor, line, people, income):
    """The gap."""
    return line * people - income if poor else 0


# ── 灯油 and 柴火: so much for each old or cold person
@rule(label="灯油", unit="fen/month", cite=ACT["四"], since=SINCE, level=PERSON, result=True)
def oil_of(age, old_age, oil_rate):
    """The old."""
    return oil_rate if age >= old_age else 0


oil_sum = aggregate(
    "oil_sum", "sum", "oil_of", label="灯油合计", unit="fen/month", cite=ACT["四"], since=SINCE, result=True
)


@rule(label="有灯油可领", unit="bool", cite=ACT["四"], since=SINCE, refusal="没有年满规定岁数的人。")
def oil_due(oil_sum):
    """Somebody is old."""
    return oil_sum > 0


@rule(label="柴火", unit="fen/month", cite=ACT["五"], since=SINCE, level=PERSON, result=True)
def wood_of(cold, receiving_grain, wood_rate):
    """The cold of a household that receives grain."""
    return wood_rate if cold and receiving_grain else 0


wood_sum = aggregate(
    "wood_sum", "sum", "wood_of", label="柴火合计", unit="fen/month", cite=ACT["五"], since=SINCE, result=True
)


@rule(label="有柴火可领", unit="bool", cite=ACT["五"], since=SINCE, refusal="不领口粮，或没有畏寒的人。")
def wood_due(wood_sum):
    """Somebody is cold."""
    return wood_sum > 0


# ── 顾恤: for each orphan
@rule(label="顾恤", unit="fen/month", cite=ACT["六"], since=SINCE, level=PERSON, result=True)
def care_of(orphan, care_rate):
    """Orphans."""
    return care_rate if orphan else 0


care_sum = aggregate(
    "care_sum", "sum", "care_of", label="顾恤合计", unit="fen/month", cite=ACT["六"], since=SINCE, result=True
)


@rule(label="有顾恤可领", unit="bool", cite=ACT["六"], since=SINCE, refusal="没有孤儿。")
def care_due(care_sum):
    """Some orphan."""
    return care_sum > 0


HAS_BOAT = yes_no("has_boat", "有船", level="household")
GRAIN_FACTS = (AGE, WAGE, money("oil_month", "灯油（每月）"), HAS_BOAT)
RULES = {
    "grain": ([counted, people, income, poor, grain_month], GRAIN_FACTS, "poor", "口粮", "grain_month", {"line": 50000}),
    "oil": ([oil_of, oil_sum, oil_due], (AGE,), "oil_due", "灯油", "oil_sum", {"old_age": 80, "oil_rate": 10000}),
    "wood": (
        [wood_of, wood_sum, wood_due], (yes_no("cold", "畏寒"), yes_no("receiving_grain", "已领口粮", level="household")),
        "wood_due", "柴火", "wood_sum", {"wood_rate": 8000},
    ),
    "care": ([care_of, care_sum, care_due], (yes_no("orphan", "孤儿"),), "care_due", "顾恤", "care_sum", {"care_rate": 60000}),
}  # fmt: skip
UNITS = {"line": "fen/month", "old_age": "year"}
ASKS = {"grain": ("wage_month", "has_boat"), "oil": ("age",), "wood": ("cold",), "care": ("orphan",)}
BENEFITS = {
    "grain": {"service": "grain", "label": "口粮", "held": ["receiving_grain"]},
    "oil": {"service": "oil", "label": "灯油", "person": "oil_of", "told_amount": ["oil_month"]},
    "wood": {"service": "wood", "label": "柴火", "person": "wood_of"},
    "care": {"service": "care", "label": "顾恤", "person": "care_of"},
}


def laws(**more: tuple) -> LawBook:
    made = []
    for name, (rules, facts, outcome, label, _, numbers) in {**RULES, **more}.items():
        law = ServiceLaw.build(name, rules, facts, label=label, outcome=outcome)
        for key in numbers:
            law.numbers[key] = NumberDef(f"{name}.{key}", key, UNITS.get(key, "fen/month"))
        made.append(law)
    return LawBook(made)


def table() -> NumberTable:
    return NumberTable(
        Row(f"{name}.{key}", "", "", "", value, UNITS.get(key, "fen/month"), "云溪民发〔2031〕9号", "附表", dt.date(2031, 1, 1))
        for name, each in RULES.items() for key, value in each[5].items()
    )  # fmt: skip


def services() -> list[Service]:
    return [
        Service(name, label, name.upper(), "济困", str(ACT), (), pays=pays, asks=(FactGroup("问", ASKS[name]),))
        for name, (_, _, _, label, pays, _) in RULES.items()
    ]


def cell(one: str, other: str, value: str, since: str = "2031-11-01", **more: object) -> dict:
    return {"pair": [one, other], "value": value, "doc": "云溪民发〔2031〕9号", "article": "七", "from": since, **more}


def compatible(*cells: dict, **local: list) -> object:
    """The compatibility data, with counties' own cells by code."""
    papers = {"cold": ["诊断证明"], "orphan": ["孤儿证明"]}
    counties = [{"county": code.removeprefix("c"), "cells": own} for code, own in local.items()]
    return of_documents([{"benefits": BENEFITS, "cells": list(cells), "papers": papers}, *counties])
