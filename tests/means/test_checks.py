"""Checks: only with authorisation, only differences, each with its effect on the amount."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection
from xlsxwriter import Workbook

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry
from anmin.kernel.means.api import (
    Check,
    CheckRefused,
    Finding,
    LoadRefused,
    SourceLoad,
    answer_finding,
    check_household,
    check_roll,
    load_source,
)
from anmin.kernel.means.loading import rows_of
from anmin.kernel.month.declare import reading
from anmin.kernel.people.api import Household, Person, blind_index, seal_bytes, sign_consent
from tests import toy as county
from tests.toy import COUNTY, STONE, household, number, person

pytestmark = pytest.mark.django_db
MONTH, DAY = date(2026, 10, 1), date(2026, 9, 20)
STANDARD = 80000


@pytest.fixture(autouse=True)
def _standard(tmp_path, settings):
    """The toy county's standard, and a folder of its own."""
    from anmin.kernel.law.models import Number

    settings.VAR_DIR = tmp_path
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area="349901", value=STANDARD, unit="fen/month/person", doc="云政〔2026〕1号",
            article="第一条", since=date(2020, 1, 1),
        )  # fmt: skip


def two_people(**facts: int) -> Household:
    wife = person("乙小秀", 2, relation="12", born="19650202")
    return household(person("甲大年", 1, facts=facts), wife, on=date(2026, 1, 5))


def sign_all() -> None:
    with acting("测试"):
        for someone in Person.objects.all():
            sign_consent(someone, on=date(2026, 1, 6))


def book(path, headings, *rows):
    with Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for r, row in enumerate([["某局提供数据"], headings, *rows]):
            sheet.write_row(r, 0, row)
    return path


def load(name, path, as_of=DAY):
    with acting("测试"):
        return load_source(name, path, as_of=as_of)


def roll(*homes: Household):
    with acting("测试"):
        return check_roll("dibao", [h.pk for h in homes], month=MONTH, area=COUNTY)


def test_a_wage_above_the_declared_one_is_found_with_its_effect_on_the_amount(tmp_path):
    home = two_people(wage_month=50000)
    sign_all()
    load(
        "wages",
        book(
            tmp_path / "w.xlsx",
            ["姓名", "证件号码", "单位名称", "月工资"],
            ["甲大年", number(order=1), "某厂", "900.50"],
        ),
    )
    assert roll(home).found == 1
    finding = Finding.objects.get()
    assert (finding.person.name, finding.fact, finding.declared, finding.found) == (
        "甲大年",
        "wage_month",
        50000,
        90050,
    )
    assert (finding.amount_before, finding.amount_after) == (2 * STANDARD - 50000, 70000)


def test_what_was_declared_truly_is_no_finding(tmp_path):
    home = two_people(wage_month=90000)
    sign_all()
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 950]))
    assert roll(home).found == 0


def test_the_one_home_that_everyone_has_is_no_finding_and_a_second_one_is(tmp_path):
    home = two_people()
    sign_all()
    register = [[number(order=1), "三里村7号"], [number("19650202", 2), "县城安和路1号"]]
    load("real_estate", book(tmp_path / "h.xlsx", ["身份证号", "坐落"], register[0]))
    assert roll(home).found == 0
    load("real_estate", book(tmp_path / "i.xlsx", ["身份证号", "坐落"], *register))
    assert roll(home).found == 1
    finding = Finding.objects.get()
    assert (finding.fact, finding.declared, finding.found) == ("houses", 1, 2)


def test_who_signs_or_joins_later_is_checked_with_the_same_files(tmp_path):
    one, other = two_people(), household(person("丙后来", 3), on=date(2026, 1, 5))
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 900], [number(order=3), 900]))
    assert (roll(one).persons, roll(one).pk) == (0, roll(one).pk)
    sign_all()
    assert (roll(one).persons, roll(one, other).persons) == (2, 3)
    assert Finding.objects.count() == 2


def test_as_many_others_in_the_place_of_some_are_checked_too(tmp_path):
    one, other = (household(person(name, order), on=date(2026, 1, 5)) for name, order in (("丁一", 1), ("丙后来", 3)))
    sign_all()
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 900], [number(order=3), 900]))
    assert (roll(one).found, roll(other).found, roll(other).found) == (1, 2, 2)
    assert set(Finding.objects.values_list("household", flat=True)) == {one.pk, other.pk}


def test_nobody_is_looked_up_without_an_authorisation_and_the_attempt_is_kept(tmp_path):
    home = two_people()
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 9000]))
    check = roll(home)
    assert (check.persons, check.unsigned, check.found) == (0, 2, 0)
    officer = county.officer("R8", COUNTY)
    with pytest.raises(CheckRefused, match="授权"), acting(officer.actor):
        check_household(home, "dibao", who=officer, on=MONTH)


def test_an_authorisation_that_ran_out_no_longer_counts(tmp_path):
    home = two_people()
    with acting("测试"):
        for someone in Person.objects.all():
            sign_consent(someone, on=date(2026, 1, 6), until=date(2026, 9, 30))
    assert roll(home).persons == 0


def test_vehicles_homes_and_deposits_are_added_up_for_the_household(tmp_path):
    home = two_people()
    sign_all()
    load(
        "vehicles",
        book(tmp_path / "v.xlsx", ["身份证号", "车牌号"], [number(order=1), "皖A1"], [number("19650202", 2), "皖A2"]),
    )
    pl.DataFrame({"身份证号": [number(order=1), number("19650202", 2)], "balance": [3_000_000_00, 1_00]}).write_parquet(
        tmp_path / "d.parquet"
    )
    load("deposits", tmp_path / "d.parquet")
    assert roll(home).found == 2
    by_fact = {f.fact: f for f in Finding.objects.all()}
    assert by_fact["vehicles"].found == 2
    assert by_fact["financial_assets"].found == 3_000_001_00
    assert by_fact["financial_assets"].amount_after == 0


@pytest.mark.parametrize(
    ("name", "columns", "said"),
    [
        ("wages", {"月工资": [3200.5, 4100.0]}, "“月工资”一列应为整数分"),
        ("wages", {"amount": ["3200.50", "4100"]}, "改用 xlsx、csv"),
        ("deaths", {"died_on": [20261101, 20261102]}, "“死亡日期”一列应为日期"),
        ("wages", {"amount": [None, None]}, "2 行月工资没有填或读不懂"),
    ],
)
def test_a_parquet_file_whose_columns_are_of_another_kind_is_refused_and_not_read_as_money(
    tmp_path, name, columns, said
):
    rows = {"identity": [number(order=1), number("19650202", 2)]} | columns
    pl.DataFrame(rows).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(LoadRefused, match=said):
        load(name, tmp_path / "x.parquet")


def test_whole_numbers_days_with_hours_and_gaps_of_a_parquet_file_are_understood(tmp_path):
    both = [number(order=1), number("19650202", 2)]
    pl.DataFrame({"identity": both, "amount": [320000.0, None]}).write_parquet(tmp_path / "w.parquet")
    taken, told = load("wages", tmp_path / "w.parquet")
    assert (taken.rows, taken.skipped, told) == (1, 1, ["1 行月工资没有填或读不懂，没有采用。"])
    assert rows_of(taken)["amount"].to_list() == [320000]
    days = {"text": ["2026.9.3", "不详"], "hours": pl.Series([date(2026, 9, 3), None]).cast(pl.Datetime)}
    for each, cells in days.items():
        pl.DataFrame({"identity": both, "死亡日期": cells}).write_parquet(tmp_path / f"{each}.parquet")
        assert rows_of(load("deaths", tmp_path / f"{each}.parquet")[0])["died_on"].to_list() == [date(2026, 9, 3)]


def test_a_file_that_was_taken_in_with_whole_fingerprints_is_still_understood(tmp_path):
    two_people()
    (tmp_path / "d.csv").write_text(f"姓名,身份证号,死亡日期\n甲大年,{number(order=1)},2026年9月3日\n", "gb18030")
    taken, _ = load("deaths", tmp_path / "d.csv")
    now = rows_of(taken)
    older = now.with_columns(id_index=pl.lit(blind_index(number(order=1), "id"))).drop("id_mark")
    older.write_parquet(tmp_path / "older.parquet")
    (tmp_path / "means" / f"{taken.digest}.sealed").write_bytes(seal_bytes((tmp_path / "older.parquet").read_bytes()))
    assert rows_of(taken).select(now.columns).equals(now)


def test_a_death_is_found_with_its_day_and_the_amount_of_those_who_remain(tmp_path):
    home = two_people()
    sign_all()
    (tmp_path / "d.csv").write_text(f"姓名,身份证号,死亡日期\n甲大年,{number(order=1)},2026年9月3日\n", "gb18030")
    load("deaths", tmp_path / "d.csv")
    roll(home)
    finding = Finding.objects.get()
    assert (finding.source, finding.found_on) == ("deaths", date(2026, 9, 3))
    assert (finding.amount_before, finding.amount_after) == (2 * STANDARD, STANDARD)


def test_the_same_file_and_the_same_check_again_add_nothing(tmp_path):
    home = two_people()
    sign_all()
    path = book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 900])
    first, _ = load("wages", path)
    again, told = load("wages", path)
    assert first == again
    assert "没有重复导入" in told[0]
    roll(home)
    roll(home)
    assert Finding.objects.count() == 1


def test_an_empty_choice_of_households_checks_nobody(tmp_path):
    two_people()
    sign_all()
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 9000]))
    assert roll().persons == 0


def test_identity_numbers_of_a_source_never_lie_open_on_the_disk(tmp_path):
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 900]))
    kept = list((tmp_path / "means").iterdir())
    assert len(kept) == 1
    assert number(order=1).encode() not in kept[0].read_bytes()
    assert kept[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("wages.xlsx", b"not a workbook", "."), ("wages.parquet", b"torn", "不是完好的"), ("nothing.csv", "身份证号,月工资\n".encode(), ".")],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused_in_words(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LoadRefused, match=said):
        load("wages", tmp_path / name)
    assert not SourceLoad.objects.exists()


def test_a_finding_is_answered_once_with_what_was_looked_into(tmp_path):
    home = two_people()
    sign_all()
    load("vehicles", book(tmp_path / "v.xlsx", ["身份证号", "车牌号"], [number(order=1), "皖A1"]))
    roll(home)
    finding, clerk = Finding.objects.get(), county.officer("R4", STONE)
    assert finding.due_on == date(2026, 10, 20)  # ten working days, past the holiday
    with acting(clerk.actor):
        with pytest.raises(CheckRefused, match="写明"):
            answer_finding(finding, "true", note=" ", who=clerk, on=DAY)
        answer_finding(finding, "false", note="车已于八月转让，有过户单", who=clerk, on=DAY)
        with pytest.raises(CheckRefused, match="已由"):
            answer_finding(finding, "true", note="再答", who=clerk, on=DAY)
    assert Entry.objects.filter(subject="means_finding", kind="update").count() == 1


def test_what_was_found_before_breakfast_was_found_that_day_and_not_the_day_before(tmp_path):
    home = two_people()
    sign_all()
    load("wages", book(tmp_path / "w.xlsx", ["身份证号", "月工资"], [number(order=1), 900]))
    with acting("测试"):
        Check.objects.filter(pk=roll(home).pk).update(made_at=datetime(2026, 10, 8, 17, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute(reading("means.unanswered"))
        assert cursor.fetchone()[3] == date(2026, 10, 9)
