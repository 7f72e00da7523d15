"""Limits that a county sets for itself: how long a notice hangs and which days count, how soon a case is decided."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.law import api as law
from tests import county as towns
from tests.services.walking import PROOF, Request

DAY = date(2026, 10, 9)


@pytest.fixture
def county(db):
    return towns.build()


@pytest.fixture
def sets():
    """The county writes a number of its own."""

    def write(key: str, unit: str, value: object) -> None:
        own = {"area": "349926", "urban_rural": "", "category": "", "since": date(2026, 1, 1), "until": None}
        said = {"doc": "安民〔2026〕3号", "article": "第二条", "mark": "S-loc"}
        with acting("测试"):
            law.enter_numbers([{"key": f"dibao.{key}", "unit": unit, "value": value, **own, **said}])

    yield write
    law.forget_numbers()


def published(county) -> Request:
    walk = Request("dibao", county, DAY).investigated(housing="plain")
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    return walk


def test_a_notice_hangs_seven_days_of_any_kind(county):
    walk = published(county)
    assert (walk.case.notices.get().closes_on, walk.clocks()["publicity"].length) == (date(2026, 10, 16), "7 CD")


def test_where_the_county_says_working_days_the_notice_hangs_longer(county, sets):
    sets("publicity", "choice", "wd7")
    walk = published(county)
    # 10 October is a working Saturday; 11, 17 and 18 October are days off
    assert (walk.case.notices.get().closes_on, walk.clocks()["publicity"].length) == (date(2026, 10, 19), "7 WD")


def test_where_townships_decide_twenty_working_days_must_do(county, sets):
    sets("total_days", "day", 20)
    walk = Request("dibao", county, DAY).investigated(housing="plain")
    assert walk.clocks()["total"].length == "20 WD"


def test_a_county_may_bind_itself_to_five_working_days(county, sets):
    sets("county_review_days", "day", 5)
    walk = published(county)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    assert walk.clocks()["county_review"].length == "5 WD"
