"""A fictional service, 灯油补贴 (lamp oil), whose rules use every word of the law room."""

import datetime as dt

from anmin.kernel.law.book import LawBook, ServiceLaw
from anmin.kernel.law.declare import BP, PERSON, Cite, Fact, Rounding, aggregate, choice, money, rule, yes_no
from anmin.kernel.law.numbers import NumberDef, NumberTable, Row

ACT = Cite("云溪县灯油补贴办法", "云溪民发〔2031〕7号")
A = ACT["第五条"]
DAY = dt.date(2032, 1, 1)
FACTS = (
    Fact("age", "周岁年龄", "year", high=130),
    money("wage_month", "工资"),
    yes_no("absent", "长期在外"),
    choice("lamp", "灯具", {"oil": "油灯", "electric": "电灯"}, "oil", level="household"),
    Fact("altitude", "住处高度", "count", level="household", default=0),
)


@rule(label="成年", unit="bool", cite=A, since="2031-11-01", level=PERSON, note="{who}未成年。")
def adult(age, adult_age):
    """Of age."""
    return age >= adult_age


@rule(label="计入收入", unit="fen/month", cite=A, since="2031-11-01", level=PERSON)
def counted_wage(wage_month, absent):
    """Wages of those present."""
    return 0 if absent else wage_month


people = aggregate("people", "count", label="人数", unit="person", cite=A, since="2031-11-01")
adults = aggregate("adults", "count", "adult", label="成年人数", unit="person", cite=A, since="2031-11-01")
income = aggregate("income", "sum", "counted_wage", label="家庭收入", unit="fen/month", cite=A, since="2031-11-01")


@rule(label="收入不超限", unit="bool", cite=A, since="2031-11-01", refusal="家庭收入 {income} 超过 {line}。")
def poor(income, line, people):
    """Income at most the line for each person."""
    return income <= line * people


@rule(label="可领", unit="bool", cite=A, since="2031-11-01", result=True)
def eligible(poor, lamp):
    """Poor and lit by oil."""
    return poor and lamp == "oil"


@rule(
    label="每月补贴", unit="fen/month", cite=A, since="2031-11-01", until="2032-12-31", result=True,
    rounding=Rounding("round_to", per=(BP,)),
)  # fmt: skip
def amount_month(eligible, people, rate, share_bp):
    """A share of the rate for each person."""
    return rate * people * share_bp if eligible else 0


@rule(name="amount_month", label="每月补贴", unit="fen/month", cite=A, since="2033-01-01", result=True)
def amount_month_2033(eligible, rate):
    """From 2033 one rate for each household."""
    return rate if eligible else 0


@rule(label="本人份额", unit="fen/month", cite=A, since="2031-11-01", level=PERSON, result=True)
def share_month(amount_month, people, adult):
    """An adult's part of the household's amount: persons read the household back."""
    return amount_month // max(people, 1) if adult else 0


adult_shares = aggregate(
    "adult_shares",
    "sum",
    "share_month",
    label="成年人份额合计",
    unit="fen/month",
    cite=A,
    since="2031-11-01",
    result=True,
)
RULES = (
    adult,
    counted_wage,
    people,
    adults,
    income,
    poor,
    eligible,
    amount_month,
    amount_month_2033,
    share_month,
    adult_shares,
)
NUMBERS = (
    NumberDef("lamp_oil.adult_age", "成年年龄", "year"),
    NumberDef("lamp_oil.line", "收入线", "fen/month/person"),
    NumberDef("lamp_oil.rate", "补贴标准", "fen/month/person"),
    NumberDef("lamp_oil.share_bp", "发放比例", "bp"),
    NumberDef(
        "lamp_oil.round_to", "取整", "choice", {"half_up_yuan": "四舍五入到元", "up_yuan": "见角进元", "none": "不取整"}
    ),
)


def number(key, value, area="", since="2031-11-01", until=None, urban_rural=""):
    return Row.of(
        {"key": f"lamp_oil.{key}", "area": area, "urban_rural": urban_rural, "value": value, "since": since,
         "until": until, "doc": "云溪民发〔2031〕7号", "article": "附表"}
    )  # fmt: skip


ROWS = (
    number("adult_age", 18), number("line", 50_000), number("line", 60_000, "999901"), number("rate", 1_155),
    number("rate", 1_300, since="2033-01-01"), number("share_bp", 10_000), number("share_bp", 3_333, "999902"),
    number("round_to", "half_up_yuan"), number("round_to", "up_yuan", "999901"), number("round_to", "none", "999902"),
)  # fmt: skip


def law(rules=RULES, facts=FACTS, numbers=NUMBERS, name="lamp_oil"):
    made = ServiceLaw.build(name, rules, facts, label="灯油补贴", outcome="eligible")
    made.numbers = {d.key: d for d in numbers}
    return made


def book(*more, **changes):
    return LawBook([law(**changes), *more])


def table(*more):
    return NumberTable([*ROWS, *more])
