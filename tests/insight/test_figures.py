"""Figures: counted from the records, added up over townships, divided anew, opened into their rows."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Grant, end, grant
from anmin.kernel.insight.api import Figure, by_town, compute, figures, indicators, rows_of, series
from anmin.services.funeral.models import Cremation
from tests import toy
from tests.toy import BRIDGE, COUNTY, PINE, STONE, WELL, household, person

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def enrolled(order: int, area: str, amount: int, persons: int = 1, since: date = OCTOBER):
    home = household(person(f"户{order}", order), area=area)
    with acting("测试"):
        grant([Grant(home.pk, "dibao", amount, persons, since, "测试")])
    return home


def count(month: date = OCTOBER) -> dict[str, int]:
    with acting("测试"):
        return compute(month)


def test_stocks_are_those_in_force_in_the_month():
    leaves = enrolled(1, PINE, 50000, 2)
    enrolled(3, PINE, 30000)
    enrolled(5, WELL, 20000, since=NOVEMBER)
    with acting("测试"):
        end([Ending(leaves.pk, "dibao", NOVEMBER, "死亡")])
    count(OCTOBER)
    count(NOVEMBER)
    october, november = (figures(m, [COUNTY]) for m in (OCTOBER, NOVEMBER))
    assert (october["dibao.households"].value, october["dibao.persons"].value) == (2, 3)
    assert november["dibao.households"].value == 2


def test_a_township_sees_its_own_and_the_county_the_sum():
    enrolled(1, PINE, 50000)
    enrolled(3, WELL, 30000)
    enrolled(5, WELL, 30000)
    count()
    values = [figures(OCTOBER, [area])["dibao.households"].value for area in (STONE, BRIDGE, COUNTY)]
    assert values == [1, 2, 3]
    assert {a: v["dibao.households"].value for a, v in by_town(OCTOBER, [COUNTY]).items()} == {STONE: 1, BRIDGE: 2}


def test_a_place_without_posts_shows_nothing_rather_than_everything():
    enrolled(1, PINE, 50000)
    count()
    assert figures(OCTOBER, [])["dibao.households"].value == 0


def test_counting_again_changes_nothing_and_follows_the_records_when_they_change():
    enrolled(1, PINE, 50000)
    assert count()["changed"] > 0
    assert count()["changed"] == 0
    enrolled(3, PINE, 50000)
    assert count()["changed"] == 2  # households and persons
    with acting("测试"):
        end(
            [
                Ending(h, "dibao", OCTOBER, "测试")
                for h in rows_of(indicators()["dibao.households"], OCTOBER).values_list("household_id", flat=True)
            ]
        )
    count()
    assert not Figure.objects.filter(indicator="dibao.households", value__gt=0).exists()


def test_a_ratio_is_divided_anew_for_each_place_and_never_added_up():
    with acting("测试"):
        for n, (area, value) in enumerate(((PINE, 1), (WELL, 3))):
            Figure.objects.create(indicator="dibao.clocks", month=OCTOBER, area=area[:9] + "000", value=4 * (n + 1))
            Figure.objects.create(indicator="dibao.clocks_in_time", month=OCTOBER, area=area[:9] + "000", value=value)
    shown = figures(OCTOBER, [COUNTY])["dibao.in_time"]
    assert (shown.of, shown.over, shown.value) == (4, 12, 33)
    assert figures(OCTOBER, [STONE])["dibao.in_time"].value == 25


def test_a_ratio_over_nothing_is_unknown_and_not_zero():
    assert figures(OCTOBER, [COUNTY])["dibao.average"].value is None


def test_twelve_months_of_every_figure_cost_one_query():
    enrolled(1, PINE, 50000)
    count()
    with CaptureQueriesContext(connection) as queries:
        series([date(2026, m, 1) for m in range(1, 13)], [COUNTY])
    assert len(queries) == 1


def test_cremations_are_counted_by_the_service_that_registers_them():
    with acting("测试"):
        Cremation.objects.create(
            certificate="1", name="某", area=PINE, died_on=date(2026, 10, 2), cremated_on=date(2026, 10, 4), facility="馆",
            eco_burial=True,
        )  # fmt: skip
    count()
    shown = figures(OCTOBER, [COUNTY])
    assert (shown["funeral.cremations"].value, shown["funeral.eco"].value) == (1, 1)


def signed_in(client, role: str, area: str):
    client.force_login(toy.officer(role, area).account, backend="anmin.kernel.access.signing_in.Backend")
    return client


def test_the_county_page_shows_figures_opens_their_rows_and_exports_them(client):
    toy.lay_out()
    enrolled(1, PINE, 50000)
    enrolled(3, WELL, 30000)
    signed_in(client, "R6", COUNTY)
    client.post(reverse("county-compute"), {"month": "2026-10"})
    page = client.get(reverse("county"), {"month": "2026-10", "figure": "dibao.households"}).content.decode()
    assert "石牛镇" in page
    assert "最低生活保障在保户数" in page
    rows = client.get(reverse("county-rows", args=["dibao.households"]), {"month": "2026-10"}).content.decode()
    assert "户1" in rows
    assert "户3" in rows
    sheet = load_workbook(BytesIO(client.get(reverse("county-export"), {"month": "2026-10"}).content)).active
    assert any("石牛镇" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_month_never_computed_is_a_gap_and_not_nought(client):
    toy.lay_out()
    enrolled(1, PINE, 50000)
    signed_in(client, "R6", COUNTY)
    client.post(reverse("county-compute"), {"month": "2026-10"})
    chart = client.get(reverse("county"), {"month": "2026-10", "figure": "dibao.households"}).context["chart"]
    assert chart["trend"] == [None] * 11 + [1]
    assert "还没有到" in client.post(reverse("county-compute"), {"month": "2099-01"}, follow=True).content.decode()


def test_a_ratio_opens_the_rows_that_it_is_divided_from(client):
    toy.lay_out()
    signed_in(client, "R6", COUNTY)
    page = client.get(reverse("county"), {"month": "2026-10", "figure": "dibao.average"}).content.decode()
    for part in ("dibao.regular", "dibao.covered"):
        assert reverse("county-rows", args=[part]) in page
    assert client.get(reverse("county-rows", args=["dibao.average"]), {"month": "2026-10"}).status_code == 200


def test_a_township_leader_sees_only_the_township_on_every_way(client):
    toy.lay_out()
    enrolled(1, PINE, 50000)
    enrolled(3, WELL, 30000)
    count()
    signed_in(client, "R5", STONE)
    page = client.get(reverse("county"), {"month": "2026-10", "figure": "dibao.households"}).content.decode()
    assert "板桥乡" not in page
    rows = client.get(reverse("county-rows", args=["dibao.households"]), {"month": "2026-10"}).content.decode()
    assert "户3" not in rows
    assert client.post(reverse("county-compute"), {"month": "2026-10"}).status_code == 403


def test_what_is_entered_late_reaches_the_month_it_belongs_to():
    from django.utils import timezone

    from anmin.kernel.insight.tasks import compute_year, months_back

    long_ago = months_back(timezone.localdate(), 5)[-1]
    with acting("测试"):
        Cremation.objects.create(
            certificate="晚", name="某", area=PINE, died_on=long_ago, cremated_on=long_ago, facility="馆"
        )  # fmt: skip
    compute_year(0)
    assert figures(long_ago, [COUNTY])["funeral.cremations"].value == 1


def test_findings_are_answered_in_time_late_or_not_and_only_those_due_count_in_the_rate(tmp_path, settings):
    from datetime import timedelta

    from django.utils import timezone

    from anmin.kernel.means.api import Check, Finding, SourceLoad

    today, week = timezone.localdate(), timedelta(days=7)
    month = today.replace(day=1)
    town = toy.officer("R4", STONE).account
    stands = (  # due, answered
        (today - week, today - week), (today - week, today - 2 * week), (today - week, today), (today - week, None), (today + week, None),
    )  # fmt: skip
    with acting("测试"):
        check = Check.objects.create(service="dibao", month=month, area=COUNTY)
        load = SourceLoad.objects.create(source="wages", as_of=month, file_name="x", digest="1", rows=9)
        for order, (due_on, answered_on) in enumerate(stands, start=1):
            home = household(person(f"户{order}", order), area=PINE)
            said = {"answer": "false", "answered_by": town, "answered_on": answered_on} if answered_on else {}
            Finding.objects.create(
                made_by=check,
                household=home,
                person=home.head,
                area=PINE,
                source="wages",
                load=load,
                due_on=due_on,
                **said,
            )
    count(month)
    shown = {name: figure.value for name, figure in figures(month, [COUNTY]).items() if name.startswith("means.")}
    assert shown["means.findings"] == 5
    assert (shown["means.in_time_answers"], shown["means.late_answers"], shown["means.unanswered"]) == (2, 1, 2)
    assert (shown["means.due_answers"], shown["means.in_time"]) == (4, 50), (
        "what still has its time is not counted against it"
    )
    assert shown["means.late"] == 1
    for name in ("findings", "in_time_answers", "late_answers", "unanswered", "due_answers", "late"):
        assert rows_of(indicators()[f"means.{name}"], month).count() == shown[f"means.{name}"]


def test_indicators_counted_together_come_to_what_their_own_rows_come_to():
    for order, (area, programme) in enumerate(((PINE, "dibao"), (WELL, "dibao"), (PINE, "tekun"), (WELL, "children"))):
        home = household(person(f"户{order}", 2 * order + 1), area=area)
        with acting("测试"):
            grant([Grant(home.pk, programme, 30000 + order, order + 1, OCTOBER, "测试")])
    with CaptureQueriesContext(connection) as statements:
        count()
    counted = {name: one.value for name, one in figures(OCTOBER, [COUNTY]).items()}
    assert {name: counted[f"{name}.persons"] for name in ("dibao", "tekun", "children", "disability")} == {
        "dibao": 3, "tekun": 3, "children": 4, "disability": 0,
    }  # fmt: skip
    for name, indicator in indicators().items():
        if indicator.source and indicator.measure == "rows":
            assert counted[name] == rows_of(indicator, OCTOBER).count(), name
    assert len(statements) < len(indicators()) // 3
