"""A month of the supplement: it follows those whom other programmes pay, once a person, and can be run again."""

from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Entitlement, Grant, Roll, end, grant
from anmin.kernel.month.api import follow
from tests import county as places
from tests.county import COUNTY
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


@pytest.fixture
def homes(county: places.County) -> dict[str, object]:
    couple = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10"),
    )
    enrol(couple)
    old = household(person("王大爷", 3, born="19450101"))
    jobless = household(
        person("赵明", 5, born="19850101", facts={"receiving_unemployment_benefit": True}),
        person("赵小明", 7, born="20150101", relation="20"),
    )
    household(person("钱多", 9, born="19800101"))
    with acting("测试"):
        grant([Grant(old.pk, "tekun", 150000, 1, date(2026, 2, 1), "审核确认 测试")])
        grant([Grant(couple.pk, "veterans", 90000, 1, date(2026, 2, 1), "审核确认 测试")])
    return {"couple": couple, "old": old, "jobless": jobless}


def paid() -> dict[int, tuple]:
    rows = Entitlement.objects.filter(programme="price_link").exclude(until=SEPTEMBER)
    return {
        e.household_id: (e.amount_month, e.persons, e.since, e.until)
        for e in rows
        if e.until is None or e.until > e.since
    }


def test_everyone_of_a_group_is_due_one_supplement_in_the_month_of_publication(
    county: places.County, homes: dict
) -> None:
    """September 2026: CPI 3.6 % starts it, SCPI 4.1 % of 1,070: 43.87, so 44 yuan a person."""
    done = follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    assert (done.households, done.persons, done.amount) == (3, 4, 17600)
    assert done.groups == {"低保对象": (2, 8800), "特困人员": (1, 4400), "领取失业保险金人员": (1, 4400)}
    assert paid() == {
        homes["couple"].pk: (8800, 2, OCTOBER, NOVEMBER),  # 低保 and 优抚: still once a person
        homes["old"].pk: (4400, 1, OCTOBER, NOVEMBER),
        homes["jobless"].pk: (4400, 1, OCTOBER, NOVEMBER),
    }


def test_running_it_again_writes_nothing(county: places.County, homes: dict) -> None:
    follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    before = paid()
    again = follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    assert (again.written, again.revoked, again.persons) == (0, 0, 4)
    assert paid() == before


def test_trying_writes_nothing(county: places.County, homes: dict) -> None:
    done = follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"), try_only=True)
    assert done.persons == 4
    assert not paid()


def test_who_is_found_not_due_after_all_is_taken_back(county: places.County, homes: dict) -> None:
    follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    with acting("测试"):
        end([Ending(homes["old"].pk, "tekun", date(2026, 2, 1), "认定有误")])
    again = follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    assert (again.written, again.revoked) == (0, 1)
    assert homes["old"].pk not in paid()


def test_a_month_below_both_triggers_says_so(county: places.County, homes: dict) -> None:
    done = follow("price_link", date(2026, 8, 1), SEPTEMBER, COUNTY, who=county.user("R6"))
    assert (done.households, done.written) == (0, 0)
    assert "居民消费价格同比 2.80%" in done.reason and "没有启动" in done.reason


def test_the_supplement_goes_on_one_roll_and_is_not_reckoned_again(county: places.County, homes: dict) -> None:
    from anmin.kernel.month.api import People, close_month

    follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("price_link", OCTOBER, COUNTY, people=people, on=date(2026, 10, 20))
    roll = Roll.objects.get(programme="price_link", month=OCTOBER)
    assert (roll.households, roll.persons, roll.amount, roll.state) == (3, 4, 17600, Roll.State.EXPORTED)
