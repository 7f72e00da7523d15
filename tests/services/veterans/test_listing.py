"""Who is paid under 优抚, by category: a list that follows who receives, and figures that open into it."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.flow import tasks
from anmin.kernel.funds.api import Ending, Grant, end, grant
from anmin.kernel.insight.api import compute, figures
from anmin.services.veterans.listing import tonight
from anmin.services.veterans.models import Recipient
from tests import county as places
from tests.county import COUNTY
from tests.month.county import household, person

pytestmark = pytest.mark.django_db
DAY, MONTH = date(2026, 11, 20), date(2026, 11, 1)


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    made = places.build()
    both = {"veteran_kind": "disabled", "veteran_other_kind": "combat", "wound_nature": "war", "wound_grade": 3}
    homes = [
        household(
            person("张卫国", 1, born="19610512", facts=both), person("李秀英", 2, born="19620308", relation="10")
        ),
        household(person("王大爷", 3, born="19450101", facts={"veteran_kind": "combat"})),
        household(person("周小军", 5, born="20050101", facts={"conscript_from_here": True})),
    ]
    household(person("未申请", 7, born="19450101", facts={"veteran_kind": "combat"}))
    with acting("测试"):
        grant([Grant(home.pk, "veterans", 100_000, 1, date(2026, 2, 1), "审核确认 测试") for home in homes])
    return made


def test_each_person_is_listed_once_under_the_category_that_is_paid(county: places.County) -> None:
    with acting("测试"):
        assert tonight(DAY) == 3
        before = set(Recipient.objects.values_list("pk", flat=True))
        assert tonight(DAY) == 3
    assert set(Recipient.objects.values_list("pk", flat=True)) == before
    rows = {r.person.name: r for r in Recipient.objects.select_related("person")}
    assert {name: (r.kind, r.grade) for name, r in rows.items()} == {
        "张卫国": ("disabled", 3), "王大爷": ("combat", 0), "周小军": ("conscript", 0),
    }  # fmt: skip
    fought = rows["王大爷"]
    assert fought.standard_year == 1_017_600 and fought.amount == fought.standard_year // 12  # the demo table of 2025


def test_figures_by_category_open_into_the_list(county: places.County) -> None:
    with acting("测试"):
        tonight(DAY)
        compute(MONTH)
    found = figures(MONTH, [COUNTY])
    assert [found[f"veterans.{n}"].value for n in ("recipients", "disabled", "combat", "conscript", "graded")] == [
        3,
        1,
        1,
        1,
        1,
    ]
    desk = Client()
    desk.force_login(county.user("R6").account, backend="anmin.kernel.access.signing_in.Backend")
    page = desk.get("/desk/veteran_recipients/", {"kind": "combat"}).content.decode()
    assert "王大爷" in page and "张卫国" not in page


@pytest.mark.django_db(transaction=True)
def test_the_list_follows_who_receives_and_is_left_alone_where_nothing_was_written(county: places.County) -> None:
    tasks._drawn.clear()
    assert tasks.lists_again(DAY)["veterans"] == 3
    assert tasks.lists_again(DAY) == {}
    home = Recipient.objects.get(person__name="王大爷").household_id
    with acting("测试"):
        end([Ending(home, "veterans", MONTH, "去世")])
    assert tasks.lists_again(DAY)["veterans"] == 2
    assert not Recipient.objects.filter(person__name="王大爷").exists()
    assert tasks.lists_again(DAY) == {}
    assert "veterans" in tasks.lists_again(date(2026, 12, 1))  # another day may be another month
