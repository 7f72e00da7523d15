"""The published indices: entered by one officer, confirmed by another, told month by month, and who is due by group."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from anmin.kernel.audit.api import acting, history
from anmin.kernel.insight.api import compute, figures
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.api import follow
from anmin.services.price_link.models import Due, IndexMonth
from anmin.services.price_link.months import count, tonight
from tests import county as places
from tests.county import COUNTY
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
SOURCE = "国家统计局某调查队 2026年10月居民消费价格"
FORM = {"month": "2026-10-15", "cpi": "3.6", "food": "5.80", "scpi": "4.10", "source": SOURCE,
        "published_on": "2026-11-14", "note": ""}  # fmt: skip


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    made = places.build()
    couple = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10"),
    )
    enrol(couple)
    household(
        person("赵明", 5, born="19850101", facts={"receiving_unemployment_benefit": True}),
        person("赵小明", 7, born="20150101", relation="20"),
    )
    return made


def browser(county: places.County, role: str) -> Client:
    client = Client()
    client.force_login(county.user(role).account, backend="anmin.kernel.access.signing_in.Backend")
    return client


def send(client: Client, address: str, values: dict) -> object:
    """What a browser sends: the values, and the version of the row that was on the page."""
    page = client.get(address)
    seen = page.context.get("seen") if page.status_code == 200 else None
    return client.post(address, values | ({"seen": seen} if seen is not None else {}), follow=True)


def entered(county: places.County, **more: str) -> IndexMonth:
    with acting("测试"):
        tonight(date(2026, 11, 20))  # the demo's numbers came with the county, not through the form
    row = IndexMonth.objects.filter(month=OCTOBER).first()
    address = f"/desk/price_indices/{row.pk}/edit" if row else "/desk/price_indices/new"
    answer = send(browser(county, "R6"), address, {**FORM, **more})
    assert "form" not in (answer.context or {}), answer.context["form"].errors
    return IndexMonth.objects.get(month=OCTOBER)


def number(column: str) -> int:
    return stored_numbers().find(f"price_link.{column}", OCTOBER, COUNTY[:6]).value


def test_months_that_came_with_the_county_are_told_from_start_to_stop(county: places.County) -> None:
    with acting("测试"):
        tonight(date(2026, 11, 20))
    told = {f"{r.month:%m}": (r.course, r.since) for r in IndexMonth.objects.all()}
    june = date(2026, 6, 1)
    assert told == {
        "04": ("none", None), "05": ("none", None), "06": ("start", june), "07": ("go_on", june), "08": ("stop", None),
        "09": ("start", SEPTEMBER), "10": ("stop", None),
    }  # fmt: skip
    nine = IndexMonth.objects.get(month=SEPTEMBER)
    assert nine.why == "居民消费价格同比 3.60%，达到启动条件 3.50%；食品价格同比 5.90%，低于启动条件 6.00%。"
    assert (nine.urban, nine.rural) == (4400, 4400)


def test_a_correction_starts_payments_only_after_a_second_officer(county: places.County) -> None:
    row = entered(county)
    assert (row.state, row.cpi, number("cpi_bp")) == ("draft", "3.60", 330)
    assert follow("price_link", OCTOBER, NOVEMBER, COUNTY, who=county.user("R6"), try_only=True).households == 0
    page = send(browser(county, "R6"), f"/desk/price_indices_waiting/{row.pk}/edit", {"decision": "confirm"})
    assert page.status_code == 403
    done = send(
        browser(county, "R7"), f"/desk/price_indices_waiting/{row.pk}/edit", {"decision": "confirm", "note": ""}
    )
    row.refresh_from_db()
    assert done.status_code in (200, 302) and row.state == "confirmed", done.content.decode()
    assert (row.course, row.since, number("cpi_bp"), number("scpi_bp")) == ("go_on", SEPTEMBER, 360, 410)
    assert stored_numbers().find("price_link.cpi_bp", OCTOBER, COUNTY[:6]).doc == SOURCE
    paid = follow("price_link", OCTOBER, NOVEMBER, COUNTY, who=county.user("R6"))
    assert (paid.households, paid.persons, paid.written) == (2, 3, 2)
    before = [c.before["cpi"] for c in history("price_link_indexmonth", row.pk) if c.before]
    assert "3.30" in before  # what stood there stays in the history


def test_who_entered_cannot_confirm_and_what_cannot_be_is_refused(county: places.County) -> None:
    row = entered(county)
    who = county.user("R6")
    from anmin.services.price_link.months import decide

    with acting(who.actor), pytest.raises(ValueError, match="登记的人不能自己确认"):
        decide(row, {"decision": "confirm"})
    desk = browser(county, "R6")
    for wrong, words in (({"cpi": "三点六"}, "应写成百分数"), ({"published_on": "2026-10-01"}, "公布日期应在")):
        page = send(desk, f"/desk/price_indices/{row.pk}/edit", {**FORM, **wrong})
        assert words in page.content.decode()
    early = desk.post("/desk/price_indices/new", {**FORM, "month": "2031-01-01"})
    assert "还没有过完" in early.content.decode()


def test_figures_of_each_group_open_into_the_persons_behind_them(county: places.County) -> None:
    with acting("测试"):
        tonight(date(2026, 11, 20))
        assert count(SEPTEMBER) == 3
        compute(SEPTEMBER)
    kinds = sorted(Due.objects.values_list("kind", "amount"))
    assert kinds == [("dibao", 4400), ("dibao", 4400), ("unemployment_benefit", 4400)]
    found = figures(SEPTEMBER, [COUNTY])
    assert [found[f"price_link.{n}"].value for n in ("months", "of_month", "cost", "dibao")] == [1, 3, 13200, 2]
    page = browser(county, "R6").get("/desk/price_dues/", {"kind": "unemployment_benefit"}).content.decode()
    assert "赵明" in page and "张卫国" not in page
    book = browser(county, "R6").get("/desk/price_indices/export.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active.iter_rows(values_only=True))
    assert any("3.60" in map(str, row) for row in rows)
