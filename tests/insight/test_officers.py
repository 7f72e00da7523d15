"""Whose work was in time: by officer and township, every figure opening exactly its rows; and figures of whole years."""

from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.urls import reverse
from openpyxl import load_workbook

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.insight.api import by_officer, by_year, indicators
from anmin.kernel.people.api import Person
from anmin.services.funeral.models import Cremation
from tests import toy
from tests.toy import BRIDGE, COUNTY, PINE, STONE, WELL, household, person

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
BACKEND = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def staff() -> dict[str, User]:
    toy.lay_out()
    return {
        "wang": toy.officer("R4", STONE, "王经办"), "zhao": toy.officer("R4", BRIDGE, "赵经办"),
        "head": toy.officer("R6", COUNTY, "县经办"), "leader": toy.officer("R5", STONE, "石牛领导"),
    }  # fmt: skip


def clock(officer: User, area: str, order: int, *, due: date, done: date | None) -> object:
    home = household(person(f"户{order}", order), area=area)
    with acting("测试"):
        case = apps.get_model("flow.Case").objects.create(
            number=f"DB{order}", service="dibao", household=home, applicant=home.head, area=area, channel="window",
            state="received", phase="waiting", flow_since=date(2021, 7, 1), law_day=date(2026, 9, 20),
            received_on=date(2026, 9, 20), officer=officer.account, due_on=None if done else due,
        )  # fmt: skip
        return apps.get_model("flow.CaseClock").objects.create(
            case=case, name="accept", label="受理", length="5 WD", starts_on=date(2026, 9, 20), target_on=due, due_on=due,
            stopped_on=done,
        )  # fmt: skip


@pytest.fixture
def work(staff: dict[str, User]) -> dict[str, User]:
    """王 did two in time and one late, 赵 one in time; 赵 has one case still open and overdue."""
    clock(staff["wang"], PINE, 1, due=date(2026, 10, 10), done=date(2026, 10, 10))
    clock(staff["wang"], PINE, 3, due=date(2026, 10, 12), done=date(2026, 10, 8))
    clock(staff["wang"], PINE, 5, due=date(2026, 10, 12), done=date(2026, 10, 13))
    clock(staff["zhao"], WELL, 7, due=date(2026, 10, 12), done=date(2026, 10, 12))
    clock(staff["zhao"], WELL, 9, due=date(2026, 10, 15), done=None)
    return staff


def browser(client, who: User):
    client.force_login(who.account, backend=BACKEND)
    return client


def test_each_officer_has_their_own_in_time_late_and_overdue(work):
    lines = {line.name: line.values for line in by_officer(OCTOBER, [COUNTY])}
    told = {
        name: [
            values[f"dibao.{part}"].value for part in ("clocks", "clocks_in_time", "clocks_late", "overdue", "in_time")
        ]
        for name, values in lines.items()
    }
    assert told == {"王经办": [3, 2, 1, 0, 67], "赵经办": [1, 1, 0, 1, 100]}


def test_a_case_that_waits_for_the_applicants_papers_is_nobodys_delay(work):
    with acting("测试"):
        apps.get_model("flow.Case").objects.filter(number="DB9").update(state="supplementing")
    lines = {line.name: line.values for line in by_officer(OCTOBER, [COUNTY])}
    assert lines["赵经办"]["dibao.overdue"].value == 0


def test_a_figure_opens_exactly_the_rows_of_its_officer(work, client):
    page = browser(client, work["head"]).get(reverse("county-officers"), {"month": "2026-10"}).content.decode()
    assert "王经办" in page and "赵经办" in page
    about = {"month": "2026-10", "officer": work["wang"].account.pk, "area": STONE}
    rows = client.get(reverse("county-rows", args=["dibao.clocks_late"]), about).content.decode()
    assert "户5" in rows
    assert not any(other in rows for other in ("户1<", "户3<", "户7<"))


def test_what_is_exported_behind_a_figure_is_what_is_shown(work, client):
    about = {"month": "2026-10", "officer": work["wang"].account.pk, "xlsx": "1"}
    answer = browser(client, work["head"]).get(reverse("county-rows", args=["dibao.clocks_late"]), about)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    said = [str(cell.value) for row in book.iter_rows() for cell in row if cell.value]
    assert "DB5" in said
    assert not {"DB1", "DB3", "DB7"} & set(said)


def test_the_workbook_by_officer_says_what_the_page_says(work, client):
    answer = browser(client, work["head"]).get(reverse("county-officers-export"), {"month": "2026-10"})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]
    heads = next(row for row in rows if "责任人" in row)
    wang = next(row for row in rows if "王经办" in row)
    assert wang[heads.index("最低生活保障超时完成的时限（个）")] == 1
    assert wang[heads.index("最低生活保障按时办结率（%）")] == 67


def test_a_township_leader_sees_the_officers_of_the_township_only(work, client):
    page = browser(client, work["leader"]).get(reverse("county-officers"), {"month": "2026-10"}).content.decode()
    assert "王经办" in page
    assert "赵经办" not in page


def test_what_is_not_due_yet_is_not_late(staff):
    from django.utils import timezone

    today = timezone.localdate()
    clock(staff["wang"], PINE, 11, due=today, done=None)
    lines = by_officer(today.replace(day=1), [COUNTY])
    assert all(line.values["dibao.overdue"].value == 0 for line in lines)


def died(name: str, order: int, area: str, on: date, *, burnt: bool) -> None:
    one = household(person(name, order), area=area).head
    with acting("测试"):
        Person.objects.filter(pk=one.pk).update(died_on=on, registered_area=area)
        if burnt:
            Cremation.objects.create(
                certificate=f"证{order}", name=name, area=area, died_on=on, cremated_on=on, facility="馆", person=one,
                match="matched",
            )  # fmt: skip


def test_the_cremation_rate_of_a_year_is_divided_anew_for_the_county_and_each_township(staff, client):
    died("甲", 21, PINE, date(2025, 12, 31), burnt=True)
    died("乙", 23, PINE, date(2026, 1, 1), burnt=True)
    died("丙", 25, PINE, date(2026, 6, 1), burnt=False)
    died("丁", 27, WELL, date(2026, 6, 1), burnt=True)
    found = by_year("funeral.rate", (2025, 2026), [COUNTY])
    assert {town: [shown.value for shown in years.values()] for town, years in found.items()} == {
        "": [100, 67], STONE: [100, 50], BRIDGE: [None, 100],
    }  # fmt: skip
    page = browser(client, staff["head"]).get(reverse("county-years")).content.decode()
    assert "火化率" in page
    assert "2 ÷ 3" in page
    rows = client.get(reverse("county-rows", args=["funeral.deaths"]), {"year": "2026", "area": STONE}).content.decode()
    assert "乙" in rows and "丙" in rows
    assert "甲</a>" not in rows and "丁</a>" not in rows


def test_only_what_happens_is_counted_by_the_year_never_what_is_in_force():
    assert not indicators()["dibao.households"].yearly
    with pytest.raises(KeyError):
        by_year("dibao.households", (2026,), [COUNTY])
