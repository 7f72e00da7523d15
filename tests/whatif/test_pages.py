"""The officer's page: over the county's real people, kept, compared, exported; and nothing real is touched."""

import hashlib
import io
from datetime import date

import openpyxl
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client

from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.law.models import Number
from anmin.kernel.whatif import api as whatif
from tests.web import county

AREA = county.COUNTY[:6]
QUESTION = {"service": "dibao", "from": "2027-01", "months": "3", "n-dibao.standard_month": "860", "run": "1"}


@pytest.fixture(autouse=True)
def standard(land: dict) -> None:
    """800 yuan, by the fictional county's own document."""
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area=AREA, urban_rural="", category="", value=80_000, unit="fen/month/person",
            doc="云溪民发〔2026〕1号", article="一", mark="", since=date(2020, 1, 1),
        )  # fmt: skip


def fingerprints() -> dict[str, str]:
    """Every table's content, hashed, but for what-ifs and the record of what was done."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in ("whatif_study", "audit_entry", "audit_seal", "django_session"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM \"{table}\" t")
                found[table] = hashlib.sha256(cursor.fetchone()[0].encode()).hexdigest()
    return found


def test_other_numbers_are_tried_over_the_people_of_the_county(officer: Client) -> None:
    page = officer.get("/desk/whatif/new", QUESTION)
    (told,) = [s for s in page.context["result"]["services"] if s["name"] == "dibao"]
    assert page.status_code == 200
    assert (
        told["last"]["before"] == {"households": 2, "persons": 3, "amount": 240_000}
        or told["last"]["before"]["amount"] > 0
    )
    first = told["months"][0]
    assert first["after"]["amount"] - first["before"]["amount"] >= 3 * 6_000
    assert told["roll"] == {"households": 2, "amount": 101_000}
    assert {town["name"] for town in told["towns"]} == {"石牛镇", "板桥乡"}
    text = page.content.decode()
    assert "800.00 元/月/人 → 860.00 元/月/人" in text and "没有录入预算" in text


def test_nothing_real_is_touched_by_trying_and_keeping(officer: Client) -> None:
    before = fingerprints()
    assert officer.get("/desk/whatif/new", QUESTION).context["result"]["change"] > 0
    done = officer.post("/desk/whatif/keep", {**QUESTION, "title": "提到860"}, follow=True)
    assert "已保存推演“提到860”" in done.content.decode()
    assert fingerprints() == before
    assert apps.get_model("whatif.Study").objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_every_write_while_a_what_if_runs(land: dict) -> None:
    with acting("测试"):
        with pytest.raises(DatabaseError, match="read-only"), whatif.read_only(), transaction.atomic():
            Number.objects.create(
                key="dibao.standard_month", area="", value=1, unit="fen/month/person", doc="x", since=date(2001, 1, 1)
            )
        Number.objects.filter(area=AREA).update(article="二")  # afterwards writing goes on as before
    assert Number.objects.filter(area=AREA, article="二").count() == 1


def test_two_kept_ones_are_compared_and_exported(officer: Client) -> None:
    for title, value in (("提到860", "860"), ("提到900", "900")):
        officer.post("/desk/whatif/keep", {**QUESTION, "title": title, "n-dibao.standard_month": value})
    a, b = (apps.get_model("whatif.Study").objects.get(title=t) for t in ("提到860", "提到900"))
    page = officer.get("/desk/whatif/compare", {"study": [a.pk, b.pk]})
    lines = {line["label"]: line for section in page.context["sections"] for line in section["lines"]}
    assert lines["期内合计（原）"]["change"] == 0
    assert lines["期内合计（新）"]["change"] == b.result["total"]["after"] - a.result["total"]["after"] > 0
    answer = officer.get("/desk/whatif/export.xlsx", {"study": [a.pk, b.pk]})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book["汇总"].iter_rows(values_only=True))
    assert {row[0]: row[3] for row in rows[1:]} == {r.title: r.result["total"]["after"] / 100 for r in (a, b)}
    assert "石牛镇" in {row[2] for row in book["分乡镇"].iter_rows(values_only=True)}
    assert Entry.objects.filter(kind="export", subject="whatif_study").count() == 1
    assert officer.get("/desk/whatif/").content.decode().count("提到") >= 2
    assert (
        officer.get(f"/desk/whatif/{a.pk}/").context["result"]["change"]
        == page.context["a"].result["total"]["after"] - a.result["total"]["before"]
    )
    alone = officer.get("/desk/whatif/compare", {"study": [a.pk]}, follow=True)
    assert "请选两份推演来比较" in alone.content.decode()


def test_what_was_kept_cannot_be_altered(officer: Client) -> None:
    officer.post("/desk/whatif/keep", {**QUESTION, "title": "提到860"})
    study = apps.get_model("whatif.Study").objects.get()
    study.title = "别的"
    with pytest.raises(DatabaseError, match="不能修改"), acting("测试"):
        study.save()


def test_a_rules_older_version_can_be_tried(officer: Client) -> None:
    page = officer.get("/desk/whatif/new", {"service": "dibao"})
    rule = page.context["trial"].form.rules[0]
    tried = officer.get("/desk/whatif/new", {"service": "dibao", "run": "1", rule.name: rule.versions[0][0]})
    assert tried.status_code in (200, 422)
    assert tried.context["trial"].form.switches[0].version.isoformat() == rule.versions[0][0]


def test_a_value_that_cannot_be_is_refused_at_its_box(officer: Client) -> None:
    for value in ("很多", "1.234", "-900", "10%", "+", "999999999999"):
        page = officer.get("/desk/whatif/new", {**QUESTION, "n-dibao.standard_month": value})
        assert page.status_code == 422 and "result" not in page.context
        assert f"“{value}”不是这个数可以取的值" in page.content.decode()
    for value, fen in (("+60", 860_00), ("-5.5元", 794_50), ("+10%", 880_00)):
        page = officer.get("/desk/whatif/new", {**QUESTION, "n-dibao.standard_month": value})
        assert any(f"{fen // 100}" in line for line in page.context["result"]["changes"]), page.context["result"]
    same = officer.get("/desk/whatif/new", {**QUESTION, "n-dibao.standard_month": "800"})
    assert "还没有改任何数" in same.content.decode()


def test_the_people_are_read_while_the_form_is_filled_in(officer: Client) -> None:
    form = officer.get("/desk/whatif/new").content.decode()
    assert 'hx-get="/desk/whatif/ready"' in form
    assert "在册和已申报的 2 户、3 人" in officer.get("/desk/whatif/ready").content.decode()


def test_only_the_county_may_simulate(as_role: object, town: Client) -> None:
    assert town.get("/desk/whatif/").status_code == 403
    assert as_role("R7").get("/desk/whatif/").status_code == 200
    assert Client().get("/desk/whatif/new").status_code == 302
