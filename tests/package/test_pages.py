"""The page of one household's package, its paper, and the public check that keeps nothing."""

import io
import logging
import re
from datetime import date

import docx
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.law.api import yuan
from anmin.kernel.law.models import Number
from anmin.kernel.people.api import declare
from tests.web import county

LINE = 60000
AREA = county.COUNTY[:6]


@pytest.fixture
def numbers(land: dict) -> None:
    """The fictional county's own standard."""
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area=AREA, urban_rural="", category="", value=LINE, unit="fen/month/person",
            doc="云溪民发〔2026〕1号", article="一", mark="", since=date(2020, 1, 1),
        )  # fmt: skip


def answers(land: dict, **head: object) -> None:
    """The household in 松坪村 declares what it earns; everything else that is commonly asked is nothing."""
    home = land["here"]
    people = [m.person_id for m in home.memberships.all()]
    with acting("测试"):
        facts = {str(people[0]): head, str(people[1]): {"study": "school"}}
        declare(home, on=date(2026, 1, 6), household_facts={"houses": 1}, person_facts=facts, source="申报")


@pytest.mark.usefixtures("numbers")
def test_the_page_shows_amount_article_papers_and_how_it_was_reckoned(town: Client, land: dict) -> None:
    answers(land, wage_month=30000)
    page = town.get(f"/desk/households/{land['here'].pk}/package")
    text = page.content.decode()
    assert page.status_code == 200
    rows = {row.claim.benefit: row for row in page.context["rows"]}
    assert rows["dibao"].amount == 2 * LINE - 30000 + page_topup(page)
    assert yuan(rows["dibao"].amount) in text and "民发〔2021〕57号" in text
    assert "工资流水或单位收入证明" in text and "户籍" in text
    assert 'class="receipt"' in text and "每一笔怎么算出来的" in text
    assert page.context["received"] == {"dibao": 49000} and "在册" in text


def page_topup(page: object) -> int:
    """What the rules add on top of the gap for this household, as the receipt tells it."""
    lines = next(t.receipt for t in page.context["traces"] if t.label == "最低生活保障").lines
    return next((line.value for line in lines if line.sign == "+"), 0)


@pytest.mark.usefixtures("numbers")
def test_answers_given_on_the_page_are_tried_and_not_kept(town: Client) -> None:
    """A household that was never asked anything."""
    home = county.household(county.person("赵一", 21, born="19850501"), area=county.REED)
    path = f"/desk/households/{home.pk}/package"
    page = town.get(path)
    assert {"h-financial_assets", "p0-wage_month", "p0-pension_month"} <= page.context["form"].fields.keys()
    assert {row.claim.benefit for row in page.context["rows"]} == {"dibao"}
    assert "还没有享受" in page.content.decode()
    before = apps.get_model("people.Declaration").objects.count()
    page = town.post(path, {"p0-wage_month": "5000"})
    assert page.context["answers"] == 1
    assert "dibao" not in {row.claim.benefit for row in page.context["rows"]}
    assert any(each.service == "dibao" and "不低于当地标准" in each.reasons[0][0] for each in page.context["refused"])
    assert apps.get_model("people.Declaration").objects.count() == before
    wrong = town.post(path, {"p0-wage_month": "很多"})
    assert wrong.status_code == 422 and "请写金额" in wrong.content.decode()


@pytest.mark.usefixtures("numbers")
def test_what_a_received_benefit_asked_is_not_asked_again(town: Client, land: dict) -> None:
    answers(land)
    page = town.get(f"/desk/households/{land['here'].pk}/package")
    assert "p0-wage_month" not in page.context["form"].fields
    assert "p0-veteran_kind" in page.context["form"].fields
    assert len({label for label, _, _ in page.context["groups"]}) > 1


@pytest.mark.usefixtures("numbers")
def test_a_look_is_recorded_and_other_townships_are_closed(town: Client, as_role: object, land: dict) -> None:
    path = f"/desk/households/{land['here'].pk}/package"
    town.get(path)
    entry = Entry.objects.filter(kind="look", subject="people_household").latest("id")
    assert (entry.key, entry.reason) == (str(land["here"].pk), "测算可享受的全部待遇")
    assert town.get(f"/desk/households/{land['there'].pk}/package").status_code == 404
    assert town.get(f"/desk/households/{land['there'].pk}/package.pdf").status_code == 404
    assert as_role("R9").get(path).status_code == 403
    assert Client().get(path).status_code == 302


@pytest.mark.usefixtures("numbers")
def test_the_paper_bears_amounts_and_reasons(town: Client, land: dict) -> None:
    answers(land, wage_month=30000)
    path = f"/desk/households/{land['here'].pk}/package"
    total = town.get(path).context["total"]
    paper = docx.Document(io.BytesIO(town.get(f"{path}.docx").content))
    text = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert yuan(total) in text and "不是审批决定" in text and "李秀英" in text
    assert town.post(f"{path}.pdf", {"p0-wage_month": "300"}).content.startswith(b"%PDF")
    assert Entry.objects.filter(kind="print", subject="people_household").count() == 2


# ── the check for everybody
def walk(client: Client, *ticks: str, **answers: str) -> tuple[object, list[set[str]]]:
    """Answers page by page what is asked; unknown questions get 0 or no. Returns the last page and what each asked."""
    sent: dict[str, object] = {"area": county.STONE, "urban_rural": "rural", "size": "1"}
    asked: list[set[str]] = []
    for _ in range(40):
        page = client.post("/check/", sent)
        if "form" not in page.context:
            return page, asked
        form = page.context["form"]
        assert not form.errors, form.errors
        asked.append(set(form.fields))
        sent = {}
        for name, value in page.context["carried"]:
            sent.setdefault(name, []).append(value)
        if page.context["step"] == "ticks":
            sent["ticked"] = "1"
        for name, field in form.fields.items():
            choices = [str(code) for code, _ in getattr(field, "choices", ())]
            if page.context["step"] == "ticks":
                sent[name] = choices if name.removeprefix("t-") in ticks else []
            else:
                usual = next((c for c in ("no", "none", "self") if c in choices), choices[-1] if choices else "0")
                sent[name] = answers.get(name, usual)
    raise AssertionError(asked)


@pytest.mark.usefixtures("numbers")
def test_the_check_says_what_the_office_will_decide_and_where_to_go() -> None:
    page, asked = walk(Client(), "wage_month", **{"p0-age": "45", "p0-wage_month": "100"})
    text = page.content.decode()
    assert {row.claim.benefit: row.amount for row in page.context["rows"]}["dibao"] == LINE - 10000
    assert "石牛镇人民政府" in text and "不是审批决定" in text and "居民身份证和户口簿" in text
    assert {"p0-age"} <= asked[0]


@pytest.mark.usefixtures("numbers")
def test_the_check_asks_less_of_whom_it_need_not_ask() -> None:
    """Age, one page of circumstances, and no more for whom nothing is ticked."""
    _, plain = walk(Client(), **{"p0-age": "45"})
    assert [len(each) for each in plain[:1]] == [1] and len(plain) == 2
    _, worker = walk(Client(), "wage_month", **{"p0-age": "45"})
    assert worker[2] == {"p0-wage_month"} or {"p0-wage_month"} < worker[2]
    _, owner = walk(Client(), "wage_month", "companies", **{"p0-age": "45", "h-companies": "3"})
    assert "h-companies" in owner[2] and "p0-wage_month" not in set().union(*owner)
    assert "t-father_state" not in plain[1]  # nobody is a minor


@pytest.mark.usefixtures("numbers")
def test_the_check_keeps_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def counts() -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
        return found

    before, client = counts(), Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        page, _ = walk(client, "wage_month", **{"p0-age": "47", "p0-wage_month": "123.45"})
    assert page.status_code == 200 and not client.cookies
    assert "no-store" in page.headers["Cache-Control"] and "Set-Cookie" not in page.headers
    assert counts() == before
    said = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert not [line for line in said if "12345" in line or "123.45" in line]
    assert not re.search(r'action="[^"]*\?|method="get"', page.content.decode())


@pytest.mark.usefixtures("numbers")
def test_an_impossible_answer_of_the_check_is_asked_again() -> None:
    sent = {"area": county.STONE, "urban_rural": "rural", "size": "1", "p0-age": "200"}
    page = Client().post("/check/", sent)
    assert page.status_code == 422
    assert "应在 0 岁 至 130 岁 之间" in page.content.decode()
