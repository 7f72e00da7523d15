"""A hospital settles by JSON: aided at once by the rules, once by its number, reversible, never above the year's cap."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from anmin.kernel.access.api import open_token
from anmin.kernel.audit.api import acting
from anmin.services.medical_aid.models import Settlement, YearTotal
from tests import county as places
from tests.county import VILLAGE, number
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
WEI, LI = number("34992619610512001"), number("34992619620308002")


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


@pytest.fixture
def family(county: places.County) -> object:
    home = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10"),
    )
    enrol(home)
    return home


@pytest.fixture
def send(county: places.County) -> object:
    from datetime import date

    with acting("测试"):
        scopes = ["medical_aid.settle", "medical_aid.see"]
        secret = open_token(county.user("R6").account, name="县医院", scopes=scopes, until=date(2099, 1, 1))

    def post(number: str = "YY2026-0001", **more: object) -> tuple[int, dict]:
        entry = {
            "number": number, "channel": "hospital", "hospital": "安和县医院", "name": "张卫国", "identity": WEI,
            "settled_on": "2026-09-12", "cost_total": 5000000, "cost_in_scope": 4000000, "paid_basic": 2500000,
            "paid_serious": 500000,
        } | more  # fmt: skip
        answer = Client().post(
            "/api/medical_settlements/entries", json.dumps(entry), "application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    return post


def test_a_dibao_patient_is_aided_at_the_hospital_as_the_county_says(family: object, send: object) -> None:
    status, told = send()
    assert status == 201, told
    assert told["done"] == "new"
    assert told["told"][0] == "医疗救助支付 7,500.00 元"  # 10,000 × 75 % (安医保〔2021〕50号)
    assert (told["row"]["aid"], told["row"]["state"], told["row"]["klass"]) == (750000, "settled", "dibao")
    row = Settlement.objects.get(number="YY2026-0001")
    assert (row.klass, row.own, row.aid, row.second_aid, row.area) == ("dibao", 1000000, 750000, 0, VILLAGE)


def test_a_bill_that_does_not_add_up_is_refused_and_keeps_no_number(family: object, send: object) -> None:
    status, told = send(paid_basic=9000000)
    assert status == 422 and "大于总费用" in told["errors"][0]["message"], told
    assert not Settlement.objects.exists()
    assert send()[0] == 201  # the same number, corrected


def test_the_same_settlement_twice_is_there_once(family: object, send: object) -> None:
    first = send()[1]
    status, again = send()
    assert (status, again["done"], again["id"]) == (200, "same", first["id"])
    assert again["told"] == first["told"]
    assert YearTotal.objects.get().aid == 750000


def test_another_amount_under_the_same_number_is_refused(family: object, send: object) -> None:
    send()
    status, refused = send(cost_in_scope=4500000)
    assert status == 409
    assert refused["errors"][0]["field"] == "cost_in_scope"
    assert Settlement.objects.get().aid == 750000


def test_a_reversal_takes_the_aid_out_of_the_year_and_may_be_sent_twice(family: object, send: object) -> None:
    send()
    status, told = send(reversed_on="2026-09-13", reversal_reason="退费")
    assert (status, told["done"]) == (200, "changed")
    total = YearTotal.objects.get()
    assert (total.own, total.aid) == (0, 0)
    assert send(reversed_on="2026-09-13", reversal_reason="退费")[1]["done"] == "same"
    status, refused = send(reversed_on="2026-09-14", reversal_reason="退费")
    assert status == 422 and "已于 2026-09-13 冲正" in refused["errors"][0]["message"]


def test_what_follows_is_reversed_first(family: object, send: object) -> None:
    send()
    send("YY2026-0002", settled_on="2026-09-20")
    status, refused = send(reversed_on="2026-09-21")
    assert status == 422 and "YY2026-0002" in refused["errors"][0]["message"]
    assert send("YY2026-0002", settled_on="2026-09-20", reversed_on="2026-09-21")[0] == 200
    assert send(reversed_on="2026-09-21")[0] == 200


def test_the_year_runs_out_at_the_cap_and_the_second_aid_goes_on(family: object, send: object) -> None:
    """The demo county: cap 50,000 or half of 150,000; second aid half of the burden above 20,000."""
    costs = {"cost_total": 30000000, "cost_in_scope": 20000000, "paid_basic": 10000000, "paid_serious": 1000000}
    send("A", **costs)  # own 90,000: 75 % is 67,500; burden 22,500: second aid 1,250
    send("B", settled_on="2026-09-20", **costs)  # cap leaves 7,500; burden 180,000 − 75,000: second 42,500 in all
    a, b = Settlement.objects.order_by("pk")
    assert (a.aid, a.second_aid) == (6750000, 125000)
    assert (b.aid, b.second_aid) == (750000, 4125000)
    total = YearTotal.objects.get()
    assert (total.own, total.aid, total.cap, total.second_aid) == (18000000, 7500000, 7500000, 4250000)


def test_the_database_refuses_what_exceeds_the_cap_whoever_writes_it(family: object, send: object) -> None:
    send()
    with acting("测试"), pytest.raises(IntegrityError, match="yeartotal_within_cap"), transaction.atomic():
        Settlement.objects.filter(number="YY2026-0001").update(own=90000000, aid=80000000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT aid FROM medical_aid_yeartotal")
        assert cursor.fetchone()[0] == 750000


def test_a_person_of_no_class_gets_nothing_and_is_told_why(county: places.County, send: object) -> None:
    household(person("张卫国", 1, born="19610512"))
    status, told = send()
    assert status == 201
    assert told["told"][0] == "医疗救助支付 0.00 元"
    assert any("没有成员属于医疗救助对象" in line for line in told["told"])


def test_an_unknown_or_misnamed_patient_is_refused_in_words(family: object, send: object) -> None:
    status, refused = send(name="张伟国")
    assert status == 422 and "不符" in refused["errors"][0]["message"]
    status, refused = send(identity=number("34992619800101003"), name="王五")
    assert status == 422 and "没有登记这个人" in refused["errors"][0]["message"]
    assert not Settlement.objects.exists()


def test_a_household_recognised_on_the_edge_is_of_that_class_while_it_holds(
    county: places.County, send: object
) -> None:
    """As 低收入人口认定 decided it, for its twelve months."""
    from datetime import date

    from anmin.kernel.flow.api import Case

    home = household(person("张卫国", 1, born="19610512"))
    with acting("测试"):
        Case.objects.create(
            number="349926-DS-2025-00001", service="low_income", household=home, applicant=home.head, area=home.area,
            channel="desk", state="granted", phase="closed", flow_since=date(2025, 1, 1), law_day=date(2025, 8, 1),
            received_on=date(2025, 8, 1), accepted_on=date(2025, 8, 1), decided_on=date(2025, 9, 1),
            closed_on=date(2025, 9, 1), outcome="granted", officer=county.staff["R4"],
            reckoning={"results": {"category": "edge", "valid_for_months": 12}},
        )  # fmt: skip
    assert send("E-1", settled_on="2026-08-31")[1]["row"]["klass"] == "edge"
    assert send("E-2", settled_on="2026-09-01")[1]["row"]["klass"] == "none"
