"""What is refused, seen from the command line on a broken toy: where it is (file and line) and what to do."""

import textwrap

import pytest
from click.testing import CliRunner

from anmin.kernel.law import api
from anmin.kernel.law.book import LawBook
from anmin.ops.cli import main

RULES = '''
from anmin.kernel.law.declare import MONTHS_A_YEAR, Cite, aggregate, rule

ACT = Cite("云溪县灯油补贴办法", "云溪民发〔2031〕7号")
A, SINCE = ACT["第五条"], "2031-11-01"
people = aggregate("people", "count", label="人数", unit="person", cite=A, since=SINCE)
income = aggregate("income", "sum", "wage_month", label="家庭收入", unit="fen/month", cite=A, since=SINCE)


@rule(label="每月补贴", unit="fen/month", cite=A, since=SINCE, result=True)
def amount_month(people, income, rate):
    """So much for each person."""
    return rate * people if income < rate else 0
'''
FACTS = """
from anmin.kernel.law.declare import Fact, money

FACTS = (Fact("age", "周岁年龄", "year", high=130), money("wage_month", "工资"))
"""
PARAMS = """
service: lamp
numbers:
  - {key: rate, label: 补贴标准, unit: fen/month/person,
     values: [{from: 2031-11-01, value: 1155, doc: 云溪民发〔2031〕7号, article: 附表, mark: S}]}
"""
LINE = "rules.py:18 "  # of the body of a rule that was added
GOOD = "wage_month: 100\nage: 40\n"
MORE = '''

@rule(label="{0}", unit="{1}", cite=A, since=SINCE, result=True)
def extra({2}):
    """A rule that is refused."""
    {3}
'''


@pytest.fixture
def lamp(tmp_path, monkeypatch):
    """A service folder of its own; `lamp(rules=…)` writes it and calls `anmin law explain` on it."""
    folder = tmp_path / "lampshop" / "lamp"

    def call(rules=RULES, facts=FACTS, params=PARAMS, said=GOOD, command=("explain", "--date", "2032-01-01")):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("__init__.py", ""), ("rules.py", rules), ("facts.py", facts), ("params.yaml", params)):
            (folder / name).write_text(text.lstrip("\n"), "utf-8")
        (folder.parent / "__init__.py").write_text("")
        (tmp_path / "facts.yaml").write_text(said, "utf-8")
        book = LawBook(package="lampshop")
        book.table = lambda counties=None: LawBook.table(book, tmp_path)  # no real county knows this service
        monkeypatch.syspath_prepend(tmp_path)
        for name in [n for n in __import__("sys").modules if n.startswith("lampshop")]:
            monkeypatch.delitem(__import__("sys").modules, name)
        monkeypatch.setattr(api, "book", lambda: book)
        monkeypatch.setattr(api, "numbers", book.table)
        monkeypatch.setattr("anmin.ops.commands.law.receipt_lines", lambda service: ())
        words = ["law", command[0], "lamp", *command[1:]]
        if command[0] == "explain":
            words += ["--area", "999901", "--facts", str(tmp_path / "facts.yaml")]
        result = CliRunner().invoke(main, words)
        assert "Traceback" not in result.output and (result.exit_code == 0 or isinstance(result.exception, SystemExit))
        return result.exit_code, result.stdout + result.stderr

    return call


def refused(lamp, *said, **broken):
    code, out = lamp(**broken)
    assert code == 2, out
    for words in said:
        assert words in out, out


def rule(label, unit, args, body):
    return RULES + MORE.format(label, unit, args, textwrap.indent(body, "    ").strip())


def test_the_toy_itself_is_taken(lamp):
    code, out = lamp()
    assert code == 0 and "11.55 元/月" in out
    assert lamp(command=("check",))[0] == 0


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("return income / people", "请用「//」并把除法留到最后"),
        ("return round(income)", "只可用 min、max"),
        ("for x in (1, 2):\n    return income", "只能写 if/elif/else 与 return"),
        ("if people > 1:\n    return income", "每个分支都要 return"),
        ("return income // people", "请写成 max(除数, 1)"),
        ("return income * 365", "请写进 params.yaml"),
        ("return income if 0 < people < 5 else 0", "请拆成 and"),
    ],
)
def test_a_rule_outside_the_subset_is_refused_with_file_line_and_what_to_do(lamp, body, hint):
    refused(lamp, LINE, hint, rules=rule("多出的一条", "fen/month", "income, people", body))


def test_a_unit_that_does_not_fit_is_refused(lamp):
    refused(
        lamp, LINE, "单位不合", "fen·month^-1",
        rules=rule("多出的一条", "fen/month", "income, years", "return income + years"),
        facts=FACTS.replace("FACTS = (", 'FACTS = (Fact("years", "年数", "year", level="household", default=0), '),
    )  # fmt: skip
    refused(
        lamp,
        "声明的单位是 year",
        rules=rule("多出的一条", "year", "income", "return income"),
    )


def test_a_sum_that_may_leave_64_bits_is_refused(lamp):
    refused(
        lamp, LINE, "超出 64 位整数", "请收紧事实或数的上限",
        rules=rule("多出的一条", "fen*fen/month", "income, stock", "return income * stock"),
        facts=FACTS.replace("FACTS = (", 'FACTS = (money("stock", "存款", "", level="household"), '),
    )  # fmt: skip


def test_a_circle_is_refused_with_its_way(lamp):
    circle = RULES.replace("def amount_month(people, income, rate):", "def amount_month(people, income, rate, extra):")
    refused(
        lamp, "rules.py:", "规则循环引用：amount_month → extra → amount_month", "请拆开其中一条",
        rules=circle + MORE.format("多出的一条", "fen/month", "amount_month", "return amount_month"),
    )  # fmt: skip


def test_two_versions_on_one_day_are_refused_with_both_places(lamp):
    twice = RULES + RULES[RULES.index("@rule") :].replace("def amount_month", "def amount_2032").replace(
        "@rule(", '@rule(name="amount_month", '
    )
    refused(lamp, "在 2032-01-01 有两个版本", "rules.py:9", "rules.py:13", "请给前一个写 until", rules=twice)


def test_two_numbers_on_one_day_are_refused(lamp):
    other = PARAMS.replace(
        "values: [", "values: [{from: 2031-11-01, value: 1300, doc: 云溪民发〔2031〕8号, article: 一}, "
    )
    refused(lamp, "在 2031-11-01 有两个数", "云溪民发〔2031〕8号", "请给前一个写 to", params=other)


def test_a_name_that_is_nothing_is_refused(lamp):
    refused(lamp, "rules.py:15", "要读 lamp.moon", "请补一个版本，或更正参数名",
            rules=rule("多出的一条", "fen/month", "moon", "return moon"))  # fmt: skip


def test_a_missing_a_null_and_an_unknown_fact_are_refused(lamp):
    refused(lamp, "缺少 age（周岁年龄）", said="wage_month: 100\n")
    refused(lamp, "缺少 age（周岁年龄）", said="wage_month: 100\nage: null\n")
    refused(lamp, "没有叫「wages」的事实", "是不是", said=GOOD + "wages: 3\n")
    refused(lamp, "wage_month（工资）应在 0.00 元/月 至", "现为 -0.05 元/月", said="wage_month: -5\nage: 40\n")
    refused(lamp, "wage_month（工资）应写“860元/月”的样子", "现为 100.5", said="wage_month: 100.5\nage: 40\n")


def test_a_missing_number_is_named_with_where_to_write_it(lamp):
    unset = PARAMS.replace(PARAMS[PARAMS.index(",\n     values") : PARAMS.rindex("}")], ", set_by: county")
    refused(lamp, "缺少 1 个数：补贴标准〔rate〕", "请登记当地的数，写明文号和起日", params=unset)
    national = PARAMS.replace(PARAMS[PARAMS.index(",\n     values") : PARAMS.rindex("}")], "")
    refused(lamp, "没有全国值", "请在该服务的 params.yaml 补上", params=national, command=("check",))


def test_a_file_of_numbers_that_does_not_follow_the_schema_is_refused_with_its_place(lamp):
    refused(lamp, "params.yaml", "numbers → 0", "不合格式", params=PARAMS.replace("label:", "lable:"))
    refused(lamp, "的值 -5 不对", params=PARAMS.replace("1155", "-5"))
