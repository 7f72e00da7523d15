"""Existing recipients of benefits of persons come in by a roster too: by row, into the households they live in."""

import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from anmin.kernel.funds.api import Entitlement, to_enrol
from anmin.kernel.month.api import People, close_month
from anmin.kernel.people.api import Household, Membership, facts_on
from anmin.kernel.service import register
from tests import county as places
from tests.county import COUNTY
from tests.month.county import household, number, person

DAY = date(2026, 11, 21)
HEADS = ("姓名", "身份证号", "乡镇", "村（社区）", "月发放金额", "银行账号")


@pytest.fixture
def county(db, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: DAY)
    return places.build()


@pytest.fixture
def anmin(county):
    from click.testing import CliRunner

    from anmin.ops.cli import main

    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def file_of(tmp_path, heads, *rows):
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    book.save(tmp_path / "名册.xlsx")
    return tmp_path / "名册.xlsx"


def told(anmin, service, path, *more):
    result = anmin("import", "roster", path, "--service", service, "--on", str(DAY), "--json", *more)
    return json.loads(result.stdout)


def identity(born, order):
    return number(f"349926{born}{order:03d}")


def test_who_lives_in_a_household_stays_there_and_who_is_new_becomes_one(anmin, tmp_path):
    home = household(person("李大爷", 1, born="19400101"), person("李小明", 3, born="20100101", relation="20"))
    rows = (
        ("李大爷", identity("19400101", 1), "孔溪乡", "三盘村", 60, ""),
        ("王奶奶", identity("19380202", 2), "孔溪乡", "三盘", 60, "6222000000001234563"),
    )
    path = file_of(tmp_path, HEADS, *rows)
    done = told(anmin, "elder_allowance", path)
    assert (done["households"], done["bad_rows"], done["imported"]["listed"]) == (2, 0, 2), done["errors"]
    assert Household.objects.count() == 2 and Membership.objects.filter(household=home, until=None).count() == 2
    assert sorted(to_enrol("elder_allowance", "349926", date(2026, 11, 1)).values()) == [6000, 6000]
    again = told(anmin, "elder_allowance", path)
    assert again["unchanged"] is True and Household.objects.count() == 2


def test_wrong_rows_are_named_and_the_error_sheet_comes_in_again_when_mended(anmin, tmp_path):
    good, wrong = identity("19400101", 1), identity("19380202", 2)
    rows = (
        ("李大爷", good, "孔溪乡", "三盘村", 60, ""),
        ("李大爷", good, "孔溪乡", "三盘村", 60, ""),
        ("王奶奶", wrong[:17] + "0", "孔溪乡", "三盘村", 60, ""),
        ("赵爷爷", identity("19380303", 5), "孔溪乡", "无此村", 60, ""),
    )
    errors = tmp_path / "错.xlsx"
    done = told(anmin, "elder_allowance", file_of(tmp_path, HEADS, *rows), "--errors", errors)
    said = {(e["row"], e["header"]): e["what"] for e in done["errors"]}
    assert (
        "第 2 行是同一人" in said[3, "身份证号"]
        and "没有名为“无此村”" in said[5, "村（社区）"]
        and (4, "身份证号") in said
    )
    assert done["households"] == 1 and load_workbook(errors).active.max_row >= 4


def test_an_imported_recipient_is_reckoned_and_paid_by_the_next_close(anmin, tmp_path, county):
    heads = (*HEADS, "供养形式", "能自主行走", "能自主室内行走")
    row = ("孙老汉", identity("19500101", 7), "孔溪乡", "三盘村", 1391, "6222000000001234571", "分散供养", "", "是")
    done = told(anmin, "tekun", file_of(tmp_path, heads, row))
    assert done["imported"]["listed"] == 1, done
    november = date(2026, 11, 1)
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("tekun", november, COUNTY, people=people, on=DAY)
    paid = Entitlement.objects.get(programme="tekun")
    assert paid.amount_month > 100_000 and paid.persons == 1


def test_a_township_cannot_reach_into_a_household_elsewhere(county, tmp_path):
    from anmin.kernel.people.api import check_roster

    household(person("李大爷", 1, born="19400101"), area=places.OTHER_VILLAGE)
    row = ("李大爷", identity("19400101", 1), "孔溪乡", "三盘村", 60, "")
    path = file_of(tmp_path, HEADS, row)
    roster = register()["elder_allowance"].roster
    checked = check_roster(path, roster, on=DAY, areas=[places.TOWN])
    assert checked.households == 0 and "不在您的辖区" in checked.errors[0].what
    assert check_roster(path, roster, on=DAY, areas=[places.COUNTY]).households == 1


def test_days_and_choices_come_in_as_the_facts_of_the_service(anmin, tmp_path):
    heads = ("姓名", "身份证号", "村（社区）", "残疾类别", "残疾等级", "残疾证有效期至", "已是低保家庭")
    row = ("周强", identity("19800101", 9), "三盘村", "肢体", "二级", "2026-12-31", "是")
    done = told(anmin, "disability", file_of(tmp_path, heads, row))
    assert done["imported"]["new_persons"] == 1, done["errors"]
    home = Household.objects.get()
    own, [(_, mine)] = facts_on(home, date(2027, 1, 1))
    assert own["receiving_dibao"] is True and mine["disability_card_invalid"] is True
    assert (mine["disability_kind"], mine["disability_grade"]) == ("limb", 2)
    assert facts_on(home, DAY)[1][0][1]["disability_card_invalid"] is False


def test_a_veteran_on_the_list_is_reckoned_by_category_and_years_of_service(anmin, tmp_path, county):
    heads = (*HEADS, "优抚对象类别", "服义务兵役整年数")
    row = (
        "郑守国",
        identity("19550505", 3),
        "孔溪乡",
        "三盘村",
        355,
        "6222000000001234589",
        "60周岁以上农村籍退役士兵",
        5,
    )
    done = told(anmin, "veterans", file_of(tmp_path, heads, row))
    assert done["imported"]["listed"] == 1, done
    _, [(_, his)] = facts_on(Household.objects.get(), DAY)
    assert (his["veteran_kind"], his["service_years"]) == ("rural60", 5)
    close_month(
        "veterans",
        date(2026, 11, 1),
        COUNTY,
        people=People(county.user("R6"), county.user("R9"), county.user("R7")),
        on=DAY,
    )
    assert Entitlement.objects.get(programme="veterans").persons == 1


def test_every_roster_has_a_template_whose_columns_are_facts_of_the_service(anmin, tmp_path):
    names = [name for name, kind in register().items() if kind.roster]
    assert {"dibao", "tekun", "elder_allowance", "elder_care", "disability", "children", "veterans"} <= set(names)
    for name in names:
        out = tmp_path / f"{name}.xlsx"
        assert anmin("import", "template", "--service", name, "-o", out).exit_code == 0
        head = [cell.value for cell in load_workbook(out).worksheets[0][1]]
        assert "身份证号" in " ".join(head)
    result = anmin("import", "template", "--service", "price_link")
    assert result.exit_code == 1 and "没有花名册" in str(result.stderr)
