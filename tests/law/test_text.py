"""What a rule may say: everything outside the subset, and every misfit of units, is refused with file and line."""

import datetime as dt
import random

import polars as pl
import pytest

from anmin.kernel.law import api
from anmin.kernel.law.declare import BP, MONTHS_A_YEAR, PERSON, Cite, Rounding, aggregate, rule
from anmin.kernel.law.plan import plan
from anmin.kernel.law.text import read
from tests.law import toy

SALT = 7


def division(a, b):
    """x"""
    return a / b


def loop(a):
    """x"""
    for _ in range(3):
        return a
    return a


def local(a):
    """x"""
    b = a
    return b  # noqa: RET504


def attribute(a):
    """x"""
    return a.real


def rounds(a):
    """x"""
    return round(a)


def outside(a):
    """x"""
    return a * SALT


def by_a_column(a, b):
    """x"""
    return a // b


def falls_through(a):  # noqa: RET503
    """x"""
    if a:
        return a


def fraction(a):
    """x"""
    return a * 0.3


def chained(a):
    """x"""
    return 0 < a < 2


def modulo(a):
    """x"""
    return a % 2


def defaulted(a=1):
    """x"""
    return a


def silent(a):
    return a


def comprehension(a):
    """x"""
    return max([x + a for x in (a, a)])


def loose_tuple(a):
    """x"""
    return a == (1, 2)


@pytest.mark.parametrize(("function", "said"), [
    (division, "整数分"), (loop, "if/elif/else"), (local, "另立一条规则"), (attribute, "Attribute"), (rounds, "round"),
    (outside, "params.yaml"), (by_a_column, "除数可能为零"), (falls_through, "每个分支都要 return"), (fraction, "0.3"),
    (chained, "拆成 and"), (modulo, "%"), (defaulted, "默认值"), (silent, "docstring"), (comprehension, "max"),
    (loose_tuple, "元组"),
])  # fmt: skip
def test_what_lies_outside_the_subset_is_refused_with_file_and_line(function, said):
    with pytest.raises(api.RuleRefused) as refused:
        read(function)
    assert said in str(refused.value)
    place, first = f"{__file__}:", function.__code__.co_firstlineno
    assert str(refused.value).startswith(place)
    assert first <= int(str(refused.value).removeprefix(place).split(" ")[0]) <= first + 5


def made(function, unit="fen/month", **more):
    more = {"label": "试", "cite": toy.A, "since": "2031-11-01", **more}
    return rule(unit=unit, **more)(function)


def build(*rules, **changes):
    laws = toy.book(rules=(*toy.RULES, *rules), **changes)
    return plan(laws, "lamp_oil", toy.DAY)


def adds_month_and_bp(income, share_bp):
    """x"""
    return income + share_bp


def compares_money_with_people(income, people):
    """x"""
    return income > people


def year_called_month(income):
    """x"""
    return income * MONTHS_A_YEAR


def hidden_number(income):
    """x"""
    return income + 100


def bool_in_a_sum(income, poor):
    """x"""
    return income + poor


def number_as_condition(income, people):
    """x"""
    return income if people else 0


def unknown_choice(lamp):
    """x"""
    return lamp == "candle"


def ordered_choice(lamp):
    """x"""
    return lamp > "oil"


def branches_differ(poor, income, people):
    """x"""
    return income if poor else people


def reads_a_person(counted_wage):
    """x"""
    return counted_wage


def reads_nothing_known(counted_wagee):
    """x"""
    return counted_wagee


@pytest.mark.parametrize(("function", "unit", "said"), [
    (adds_month_and_bp, "fen/month", "单位不合"),
    (compares_money_with_people, "bool", "单位不合"),
    (year_called_month, "fen/month", "声明的单位"),
    (hidden_number, "fen/month", "规则里不写数字 100"),
    (bool_in_a_sum, "fen/month", "纯数"),
    (number_as_condition, "fen/month", "是否"),
    (unknown_choice, "bool", "选项里没有 'candle'"),
    (ordered_choice, "bool", "==、!="),
    (branches_differ, "fen/month", "单位不合"),
    (reads_a_person, "fen/month", "aggregate"),
    (reads_nothing_known, "fen/month", "counted_wagee，但它不是规则、事实或数"),
    (year_called_month, "euro", "不认识的单位"),
])  # fmt: skip
def test_units_levels_and_names_must_fit(function, unit, said):
    with pytest.raises(api.LawError, match=said):
        build(made(function, unit))


def squared(income, line):
    """x"""
    return income * line


def test_a_product_that_could_leave_64_bits_is_refused_with_its_line():
    with pytest.raises(api.RuleRefused, match=r"test_text.py:\d+ .*income \* line.*超出 64 位整数"):
        build(made(squared, "fen*fen/month/month"))
    big = toy.number("line", 100_000_001)
    rich = api.NumberTable([*toy.ROWS[:1], big, *toy.ROWS[3:]])
    with pytest.raises(api.NumberError, match="的值 100000001 不对"):
        api.reckon("lamp_oil", toy.DAY, "", persons=[{"age": 3}], table=rich, laws=toy.book())


def first(second):
    """x"""
    return second


def second(first):
    """x"""
    return first


def test_a_circle_is_named():
    with pytest.raises(api.LawError, match="循环引用：first → second → first"):
        build(made(first), made(second))


def test_two_versions_on_one_day_are_refused_with_both_places():
    with pytest.raises(api.LawError, match=r"poor 在 2032-01-01 有两个版本.*test_text.py:\d+"):
        build(made(year_called_month, "fen/year", name="poor", since="2031-12-01"))


def test_a_version_that_ended_is_not_found_again():
    ended = made(year_called_month, "fen/year", name="yearly", until="2031-12-31")
    with pytest.raises(api.LawError, match="yearly，但它只在 2031-11-01 至 2031-12-31 有效"):
        build(ended, made(lambda_like_reader, "fen/year"))


def lambda_like_reader(yearly):
    """x"""
    return yearly


def test_a_rule_needs_an_article_and_one_for_each_day():
    with pytest.raises(api.LawError, match="文号与条款"):
        build(made(year_called_month, "fen/year", cite=Cite("无条文")))
    with pytest.raises(api.LawError, match="2031-11-01 起的 cite"):
        build(made(year_called_month, "fen/year", cite={"2032-01-01": toy.A}))


def test_a_rounding_must_be_one_that_is_known():
    with pytest.raises(api.LawError, match="取整方式"):
        build(made(year_called_month, "fen/month", rounding=Rounding("lamp", per=(MONTHS_A_YEAR,))))
    with pytest.raises(api.RuleRefused, match="声明的单位"):
        build(made(year_called_month, "fen/month", rounding=Rounding("none", per=(BP,))))


@pytest.mark.parametrize(("how", "of", "unit", "said"), [
    ("mean", "counted_wage", "fen/month", "方式"),
    ("sum", "counted_wage", "fen/year", "单位"),
    ("any", "counted_wage", "bool", "应读是否列"),
    ("sum", "poor", "bool", "不是个人列"),
])  # fmt: skip
def test_a_fold_must_fit_what_it_folds(how, of, unit, said):
    with pytest.raises(api.LawError, match=said):
        build(aggregate("folded", how, of, label="试", unit=unit, cite=toy.A, since="2031-11-01"))


def test_a_name_is_only_one_thing():
    with pytest.raises(api.LawError, match="既是事实与规则"):
        toy.book(rules=(*toy.RULES, made(year_called_month, "fen/year", name="altitude")))


def test_the_lamp_oil_law_is_whole_on_every_boundary_day():
    days = api.check("lamp_oil", toy.book(), toy.table())
    assert days == [dt.date(2031, 11, 1), dt.date(2033, 1, 1)]


def test_a_national_number_that_is_not_there_is_missed_at_start():
    rows = [row for row in toy.ROWS if row.key != "lamp_oil.rate" or row.since.year > 2031]
    with pytest.raises(api.NumberError, match=r"lamp_oil.rate.*2031-11-01 没有全国值"):
        api.check("lamp_oil", toy.book(), api.NumberTable(rows))


def every_word(age, adult_age, wage_month, absent, line, lamp):
    """Every word of the subset at once."""
    if absent or not age >= adult_age:
        return -wage_month
    if age not in (18, 60) and lamp != "electric":
        return min(wage_month, max(wage_month - line, 0), line) if age == adult_age or age > adult_age else 0
    return (wage_month * 2 + line - wage_month) // 2 // max(1, 2)


def test_the_whole_subset_means_the_same_on_every_engine():
    words = made(every_word, level=PERSON)
    total = aggregate(
        "total", "sum", "every_word", label="合计", unit="fen/month", cite=toy.A, since="2031-11-01", result=True
    )
    lowest = aggregate(
        "lowest", "min", "every_word", label="最低", unit="fen/month", cite=toy.A, since="2031-11-01", result=True
    )
    laws = toy.book(rules=(*toy.RULES, words, total, lowest))
    rng = random.Random(5)
    homes = [
        {"household_id": n, "area": rng.choice(["9999", "999901"]), "lamp": rng.choice(["oil", "electric"])}
        for n in range(60)
    ]
    wages = [0, 1, 49_999, 120_001]
    persons = [
        {"household_id": n, "age": rng.choice([17, 18, 60]), "wage_month": rng.choice(wages), "absent": rng.random() < 0.4}
        for n in range(60) for _ in range(1 + n % 3)
    ]  # fmt: skip
    expected = []
    for home in homes:
        mine = [p for p in persons if p["household_id"] == home["household_id"]]
        people = [{k: v for k, v in p.items() if k != "household_id"} for p in mine]
        done = api.reckon("lamp_oil", toy.DAY, home["area"], "", {"lamp": home["lamp"]}, people, toy.table(), laws=laws)
        expected.append(
            {"household_id": home["household_id"], "total": done.results["total"], "lowest": done.results["lowest"]}
        )
    for engine in ("polars", "duckdb"):
        out = api.reckon_frame(
            "lamp_oil",
            toy.DAY,
            pl.DataFrame(persons),
            pl.DataFrame(homes),
            ["total", "lowest"],
            toy.table(),
            engine,
            laws,
        )
        assert out.sort("household_id").to_dicts() == expected
