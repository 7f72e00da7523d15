"""What excludes what, when a county's rosters come in: the row and column are named, the other rows come in (domain 31, B)."""

from datetime import date

import pytest

from anmin.kernel.funds.api import Entitlement, to_enrol
from anmin.kernel.month.api import Finding
from anmin.kernel.people.api import PersonIn, check_roster
from anmin.kernel.service import register
from tests import county as places
from tests.county import number
from tests.imports.test_recipients import HEADS, file_of, told
from tests.imports.test_recipients import anmin as anmin
from tests.imports.test_recipients import county as county
from tests.package.holders import held
from tests.package.test_paying import CHILD, ORPHAN, household, old_man, paid

AUGUST, NOVEMBER = date(2026, 8, 1), date(2026, 11, 1)
OTHER = number("34992619520101003")
CARD = (*HEADS[:4], "残疾类别", "残疾等级", "已是低保家庭")


def test_who_is_supported_as_tekun_is_refused_by_row_and_column_and_the_others_come_in(anmin, tmp_path):
    """国发〔2015〕52号: neither subsidy of the disabled beside 特困."""
    home = household(old_man())
    held(home, "tekun", AUGUST)
    rows = (
        ("钱老根", number("34992619480505001"), "孔溪乡", "三盘村", "肢体", "一级", "是"),
        ("周大强", OTHER, "孔溪乡", "三盘村", "肢体", "一级", "是"),
    )
    done = told(anmin, "disability", file_of(tmp_path, CARD, *rows))
    [error] = done["errors"]
    assert (error["row"], error["header"]) == (2, "身份证号")
    assert "钱老根已享受特困人员供养金" in error["what"] and "国发〔2015〕52号" in error["what"]
    assert (done["households"], done["bad_rows"], done["imported"]["listed"]) == (1, 1, 1)


def test_an_orphan_on_the_list_of_a_dibao_household_is_warned_of_and_not_counted(county, tmp_path):
    granny = PersonIn("张老太", number("34992619580302001"), 2, date(1958, 3, 2), "02")
    child = PersonIn(
        "张小雨", CHILD, 2, date(2014, 9, 1), "42", student="school",
        facts={**ORPHAN, "legal_duty": "owed", "lives_together": True},
    )  # fmt: skip
    home = household(granny, child)
    held(home, "children", AUGUST)
    heads = ("户主姓名", "姓名", "与户主关系", "身份证号", "乡镇", "村(社区)", "户籍性质")
    rows = (
        ("张老太", "张老太", "户主", granny.id_number, "孔溪乡", "三盘村", "农村"),
        ("张老太", "张小雨", "孙女", child.id_number, "孔溪乡", "三盘村", "农村"),
    )
    checked = check_roster(file_of(tmp_path, heads, *rows), register()["dibao"].roster, on=date(2026, 11, 21))
    assert checked.households == 1, checked.errors
    [warning] = [w for w in checked.warnings if "孤儿" in w.what]
    assert warning.row == 3 and "本人不计入最低生活保障金的保障人口" in warning.what


def test_what_slips_through_is_not_enrolled_by_the_close_but_told(county, tmp_path):
    """Listed first, supported afterwards: the close reckons with what is held now."""
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import list_recipients

    home = household(old_man(), receiving_dibao=True)
    with acting("测试"):
        list_recipients("disability", [(home.pk, 20000)], on=NOVEMBER, source="名册")
    held(home, "tekun", AUGUST)
    assert to_enrol("disability", "349926", NOVEMBER)
    assert paid(county, "disability", NOVEMBER) == {}
    assert not Entitlement.objects.filter(programme="disability").exclude(until=NOVEMBER).exists()
    told_of = Finding.objects.get(close__programme="disability", kind="ineligible")
    assert "特困" in told_of.text


@pytest.fixture(autouse=True)
def _village(county):
    assert places.VILLAGE
