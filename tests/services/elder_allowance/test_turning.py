"""Who reaches 80, 90 or 100 soon is listed, told and looked at again; who dies or moves is no longer paid for."""

from datetime import date

import pytest
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.month.api import Review, decide, propose
from anmin.kernel.people.api import Person, PersonIn
from anmin.kernel.people.declare import tell_of
from anmin.services.elder_allowance.models import Turning
from anmin.services.elder_allowance.turning import draw_up, save
from tests import county as towns
from tests.services.elder_allowance.test_flow import decided, elders
from tests.services.walking import Request

DAY = date(2026, 10, 9)
COUNTY = "349926"


@pytest.fixture
def county(db):
    return towns.build()


def elder(name: str, born: date, order: int, relation: str = "02") -> PersonIn:
    return PersonIn(name, towns.number(f"349926{born:%Y%m%d}{order:03d}"), 2, born, relation)


def listed() -> dict[str, tuple]:
    rows = Turning.objects.select_related("person").order_by("turns_on", "person__name")
    return {row.person.name: (row.years, row.turns_on, row.receiving, row.state) for row in rows}


def test_everyone_who_reaches_a_band_by_the_end_of_december_is_listed_once(county):
    towns.household(
        DAY,
        members=(
            elder("甲", date(1946, 10, 1), 1),
            elder("乙", date(1946, 12, 31), 2, "10"),
            elder("丙", date(1936, 11, 15), 3, "51"),
            elder("丁", date(1947, 1, 1), 4, "52"),
            elder("戊", date(1946, 9, 30), 5, "97"),
        ),
    )
    with acting("测试"):
        assert (draw_up(COUNTY, on=DAY), draw_up(COUNTY, on=DAY)) == (3, 0)
    assert listed() == {
        "甲": (80, date(2026, 10, 1), False, "open"),
        "丙": (90, date(2026, 11, 15), False, "open"),
        "乙": (80, date(2026, 12, 31), False, "open"),
    }


def test_one_born_on_the_29th_of_february_turns_on_the_last_day_of_that_month(county):
    towns.household(DAY, members=(elder("闰", date(1936, 2, 29), 1), elder("整", date(1946, 2, 28), 2, "10")))
    with acting("测试"):
        draw_up(COUNTY, on=date(2026, 2, 10))
    assert {name: row[1] for name, row in listed().items()} == {"闰": date(2026, 2, 28), "整": date(2026, 2, 28)}


def test_a_recipient_who_turns_ninety_next_month_is_looked_at_again_and_rises_with_that_month(county):
    home = towns.household(DAY, members=(elder("丙", date(1936, 11, 15), 3),))
    with acting("测试"):
        grant([Grant(home.pk, "elder_allowance", 6000, 1, date(2026, 1, 1), "批准")])
        draw_up(COUNTY, on=DAY)
    assert listed()["丙"] == (90, date(2026, 11, 15), True, "review")
    review = Review.objects.get()
    assert "丙 2026-11-15 满90周岁" in review.why
    with acting("测试"):
        propose(review.pk, who=county.user("R4"), on=DAY, found="入户看望，本人健在")
        decide(review.pk, who=county.user("R7"), on=DAY)
    raised = Entitlement.objects.get(until__isnull=True)
    assert (raised.amount_month, raised.since) == (12000, date(2026, 11, 1))


def test_a_recipient_who_turns_in_two_months_waits_on_the_list(county):
    home = towns.household(DAY, members=(elder("丙", date(1936, 12, 15), 3),))
    with acting("测试"):
        grant([Grant(home.pk, "elder_allowance", 6000, 1, date(2026, 1, 1), "批准")])
        draw_up(COUNTY, on=DAY)
    assert listed()["丙"][2:] == (True, "open")
    assert not Review.objects.exists()
    with acting("测试"):
        draw_up(COUNTY, on=date(2026, 11, 2))
    assert listed()["丙"][3] == "review"


def test_whoever_was_told_and_then_granted_is_marked_as_paid(county):
    walk = Request("elder_allowance", county, DAY, elders(date(1946, 10, 9)))
    with acting("测试"):
        draw_up(COUNTY, on=DAY)
        row = Turning.objects.get()
        save(row, {"state": "told", "note": "10月9日电话告知其子"})
        with pytest.raises(ValueError, match="系统登记"):
            save(row, {"state": "paid"})
    decided(walk)
    with acting("测试"):
        draw_up(COUNTY, on=walk.day)
    assert listed()["张老太"][2:] == (True, "paid")


def test_of_two_elders_one_dies_and_the_other_goes_on_from_the_next_month(county):
    two = (elder("甲", date(1940, 1, 1), 1), elder("乙", date(1930, 1, 1), 2, "10"))
    walk = decided(Request("elder_allowance", county, DAY, two))
    assert Entitlement.objects.get().amount_month == 6000 + 12000
    with acting("测试"):
        lines = tell_of(Person.objects.get(name="乙"), "died", on=walk.day, source="死亡名单")
    left = Entitlement.objects.get(until__isnull=True)
    assert (left.amount_month, left.persons, left.since) == (6000, 1, date(2026, 11, 1))
    assert any("每月由 180.00 元变为 60.00 元" in line for line in lines)


def test_the_last_elder_moves_away_and_nothing_is_paid_from_the_next_month(county):
    walk = decided(Request("elder_allowance", county, DAY, (elder("甲", date(1940, 1, 1), 1),)))
    with acting("测试"):
        tell_of(Person.objects.get(name="甲"), "left", on=walk.day, source="户籍迁出")
    assert Entitlement.objects.get().until == date(2026, 11, 1)


def test_the_township_finds_the_list_in_its_work_and_writes_down_whom_it_told(county):
    towns.household(DAY, members=(elder("甲", date(1946, 12, 1), 1),))
    with acting("测试"):
        draw_up(COUNTY, on=DAY)
    client = Client()
    client.force_login(county.staff["R4"], backend="anmin.kernel.access.signing_in.Backend")
    assert "老人即将满龄待通知" in client.get("/desk/").content.decode()
    listed_page = client.get("/desk/elder_turnings/?state=open&receiving=0").content.decode()
    assert "甲" in listed_page and "2026-12-01" in listed_page
    row = Turning.objects.get()
    answer = client.post(f"/desk/elder_turnings/{row.pk}/edit", {"state": "told", "note": "10月9日当面告知"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row.refresh_from_db()
    assert (row.state, row.note) == ("told", "10月9日当面告知")
    assert client.get(f"/desk/elder_turnings/{row.pk}/").status_code == 200
