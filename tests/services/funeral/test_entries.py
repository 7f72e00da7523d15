"""A crematorium's own system reports cremations as JSON: once by its number, refused in words, felt by the benefit."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from anmin.kernel.access.api import open_token
from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Recovery
from anmin.kernel.people.api import Person
from anmin.services.funeral.models import Cremation
from tests import county as places
from tests.county import VILLAGE, number
from tests.month.county import enrol, household, in_force, paid_month, person

pytestmark = pytest.mark.django_db
NEXT = date(2026, 10, 1)


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


@pytest.fixture
def send(county: places.County) -> object:
    """Sends one entry with a token that may only register and see cremations; gives status and answer."""
    with acting("测试"):
        scopes = ["funeral.edit", "funeral.see"]
        secret = open_token(county.user("R6").account, name="殡仪馆", scopes=scopes, until=date(2099, 1, 1))

    def post(token: str = secret, **more: object) -> tuple[int, dict]:
        entry = {
            "certificate": "安殡2026-0101", "name": "张卫国", "identity": number("34992619610512001"), "area": VILLAGE,
            "died_on": "2026-09-12", "cremated_on": "2026-09-14", "facility": "安和县殡仪馆",
        } | more  # fmt: skip
        entry = {name: value for name, value in entry.items() if value is not ...}
        answer = Client().post(
            "/api/cremations/entries",
            json.dumps(entry),
            "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json()

    return post


@pytest.fixture
def family(county: places.County) -> object:
    home = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10"),
    )
    enrol(home)
    return home


def test_a_death_reported_by_the_crematorium_stops_the_benefit_and_leads_to_recovery(county, family, send):
    for month in (date(2026, 9, 1), NEXT):
        paid_month(county, month)
    before = in_force(family)
    status, said = send(transport_fee=30_000, cremation_fee=38_000)
    assert (status, said["done"]) == (201, "new")
    assert any("保障人数由 2 人变为 1 人" in line for line in said["told"])
    assert any("列入追缴线索" in line for line in said["told"])
    after = in_force(family)
    assert (after.since, after.payee.name) == (NEXT, "李秀英")
    paid_month(county, date(2026, 11, 1))
    assert Recovery.objects.get(household=family).amount == before.amount_month - after.amount_month
    assert Cremation.objects.get(pk=said["id"]).free_due == 68_000


def test_the_same_number_sent_again_changes_nothing_and_says_so(family, send):
    first = send(cremation_fee=38_000)[1]
    before = in_force(family).pk
    status, again = send(cremation_fee=38_000)
    assert (status, again["done"], again["id"]) == (200, "same", first["id"])
    assert (Cremation.objects.count(), in_force(family).pk) == (1, before)


def test_what_may_change_is_changed_and_what_may_not_is_refused(family, send):
    send()
    status, said = send(cremation_fee=38_000)
    assert (status, said["done"]) == (200, "changed")
    assert Cremation.objects.get().free_due == 38_000
    status, said = send(name="张伟国", died_on="2026-09-13")
    assert status == 409
    assert {e["field"] for e in said["errors"]} == {"name", "died_on"}
    assert all("登记后不能改" in e["message"] for e in said["errors"])


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"name": ...}, "name", "请填写“逝者姓名”"),
        ({"died_on": "2026年9月"}, "died_on", "2026-10-09"),
        ({"cremation_fee": "380元"}, "cremation_fee", "单位是分"),
        ({"identity": "34992619610512001Z"}, "identity", "身份证号"),
        ({"cremated_on": "2026-09-01"}, "", "不能早于死亡日期"),
        ({"area": "349999100201"}, "area", "不在可选范围"),
        ({"class_of_person": "king"}, "class_of_person", "不在可选范围"),
        ({"shoe_size": 42}, "shoe_size", "没有这一项"),
    ],
)
def test_a_wrong_entry_is_refused_with_the_name_of_the_field(family, send, more, field, words):
    status, said = send(**more)
    assert status == 422
    assert any(e["field"] == field and words in e["message"] for e in said["errors"]), said
    assert said["detail"] == f"没有登记：有 {len(said['errors'])} 处需要改正。"
    assert not Cremation.objects.exists()
    assert Person.objects.get(name="张卫国").died_on is None


def test_a_token_that_may_only_write_is_told_nothing_of_the_household(county, family, send):
    with acting("测试"):
        writer = open_token(county.user("R6").account, name="写", scopes=["funeral.edit"], until=date(2099, 1, 1))
    assert send(token=writer) == (201, {"id": Cremation.objects.get().pk, "done": "new", "told": []})
    assert in_force(family).payee.name == "李秀英"


def test_only_a_token_with_the_permission_may_write(county, family, send):
    with acting("测试"):
        reader = open_token(county.user("R6").account, name="读", scopes=["funeral.see"], until=date(2099, 1, 1))
        elsewhere = open_token(county.user("R10").account, name="督", scopes=["funeral.edit"], until=date(2099, 1, 1))
    assert send(token=reader)[0] == 403
    assert send(token=elsewhere)[0] == 403
    assert send(token="anmin_nonsense")[0] == 401
    assert not Cremation.objects.exists()


def test_another_certificate_for_the_same_body_waits_for_a_clerk(family, send):
    send(cremation_fee=38_000)
    status, said = send(certificate="安殡2026-0102", cremation_fee=38_000)
    twin = Cremation.objects.get(pk=said["id"])
    assert (status, said["told"], twin.match, twin.free_check) == (201, [], "doubtful", "doubt")
    assert "安殡2026-0101" in twin.match_note


def test_the_description_tells_programs_every_field_with_its_words(county):
    path = Client().get("/api/openapi.json").json()["paths"]["/api/cremations/entries"]["post"]
    schema = path["requestBody"]["content"]["application/json"]["schema"]
    assert {"certificate", "name", "area", "died_on", "cremated_on", "facility"} <= set(schema["required"])
    assert schema["properties"]["cremation_fee"]["description"].startswith("单位：分")
    assert "tekun 特困人员" in schema["properties"]["class_of_person"]["description"]
    assert {"200", "201", "403", "409", "422"} <= set(path["responses"])
