"""高龄津贴 from the counter to the first month, and what birthdays and deaths do to it (老年人权益保障法 第三十三条)."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law import api as law
from anmin.kernel.people.api import PersonIn
from tests import county as towns
from tests.services.walking import PROOF, Request

DAY = date(2026, 10, 9)
SEEN = {"seen": "in_person", "alive": "yes", "age_agrees": "yes", "here": "yes"}


def elders(born: date = date(1944, 3, 2), **facts: object) -> tuple[PersonIn, ...]:
    first = f"349926{born:%Y%m%d}001"
    return (
        PersonIn("张老太", towns.number(first), 2, born, "02", facts=facts),
        PersonIn("张小国", towns.number("34992619800512009"), 1, date(1980, 5, 12), "20"),
    )


@pytest.fixture
def county(db):
    return towns.build()


def decided(walk: Request) -> Request:
    walk.moves("R3", "accept")
    walk.files("R4", "identity_check", SEEN)
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    return walk


def test_an_elder_is_paid_from_the_month_of_the_decision_without_a_means_check(county):
    walk = decided(Request("elder_allowance", county, DAY, elders(), consents=False))
    paid = Entitlement.objects.get(programme="elder_allowance")
    assert (paid.amount_month, paid.persons, paid.since) == (6000, 1, date(2026, 10, 1))
    said = walk.paper("decision")
    assert "2026年10月起" in said and "60.00" in said
    assert "月发放一次" not in said  # month by month: the rhythm is not told


@pytest.fixture
def from_the_birthday():
    """The county pays from the month of the birthday."""

    def write(**more: tuple[str, object]) -> None:
        own = {"area": towns.COUNTY[:6], "urban_rural": "", "category": "", "since": date(2026, 1, 1), "until": None}
        said = {"doc": "安政〔2026〕9号", "article": "第五条", "mark": "S-loc"}
        with acting("测试"):
            for key, (unit, value) in {"start_rule": ("choice", "turning"), **more}.items():
                law.enter_numbers([{"key": f"elder_allowance.{key}", "unit": unit, "value": value, **own, **said}])

    yield write
    law.forget_numbers()


@pytest.mark.parametrize(
    ("born", "more", "since"),
    [
        (date(1946, 7, 31), {}, date(2026, 7, 1)),  # eighty on the last day of July
        (date(1946, 8, 1), {}, date(2026, 8, 1)),
        (date(1936, 9, 15), {}, date(2026, 9, 1)),  # ninety: the second band began then
        (date(1946, 7, 31), {"age_rule": ("choice", "next_month")}, date(2026, 8, 1)),
        (date(1944, 2, 29), {}, date(2025, 10, 1)),  # long ago: a year at most
        (date(1944, 3, 2), {"back_pay_months": ("month", 0)}, date(2026, 10, 1)),
        (date(1946, 10, 31), {}, date(2026, 10, 1)),
    ],
)
def test_where_the_area_pays_back_the_months_since_the_birthday_are_owed(county, from_the_birthday, born, more, since):
    from_the_birthday(**more)
    walk = decided(Request("elder_allowance", county, DAY, elders(born), consents=False))
    assert Entitlement.objects.get(programme="elder_allowance").since == since
    assert f"{since.year}年{since.month}月起" in walk.paper("decision")


def test_whoever_turns_eighty_later_this_month_counts_already(county):
    walk = Request("elder_allowance", county, DAY, elders(date(1946, 10, 31)))
    walk.moves("R3", "accept")
    assert walk.reckons().reckoning["results"]["amount_month"] == 6000


def test_whoever_turns_eighty_next_month_is_refused_in_words_and_told_on_paper(county):
    walk = Request("elder_allowance", county, DAY, elders(date(1946, 11, 1)))
    walk.moves("R3", "accept")
    walk.reckons()
    with pytest.raises(MoveRefused, match=r"还没有年龄和生存核实记录.*没有人达到 80 岁"):
        walk.moves("R5", "preliminary", **PROOF)
    walk.moves("R5", "report_ineligible", reason="未满八十周岁")
    walk.moves("R6", "county_check", opinion="不符合")
    walk.moves("R7", "refuse", reason="未满八十周岁")
    assert "没有人达到80岁" in walk.paper("refusal").replace(" ", "")
    assert not Entitlement.objects.exists()


def test_an_elder_whom_nobody_could_see_is_not_proposed(county):
    walk = Request("elder_allowance", county, DAY, elders())
    walk.moves("R3", "accept")
    walk.files("R4", "identity_check", SEEN | {"alive": "no"})
    walk.reckons()
    with pytest.raises(MoveRefused, match="本人健在"):
        walk.moves("R5", "preliminary", **PROOF)
