"""The plan wall as browsers meet it: upload, rows beside the text, plain forms, lists, export and import back."""

import io
import re

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.targets import api as targets
from tests import toy

MODEL = "anmin.kernel.access.signing_in.Backend"
MOST_QUERIES = 12

TEXT = """云溪县民政局2026年民政工作要点

一、养老服务。9月底前新建敬老院2所,护理型床位占比由52%提高到60%。责任单位:养老服务股
二、社会救助。根据《社会救助暂行办法》(国务院令第649号),低保标准提高到每人每月1070元。<script>alert(1)</script>
"""


@pytest.fixture
def staff(db: None) -> dict[str, User]:
    toy.lay_out()
    return toy.staff()


def browser(who: User) -> Client:
    client = Client()
    client.force_login(who.account, backend=MODEL)
    return client


@pytest.fixture
def clerk(staff: dict[str, User]) -> Client:
    return browser(staff["R6"])


@pytest.fixture
def plan(staff: dict[str, User]) -> targets.Plan:
    with acting(staff["R6"].actor):
        return targets.keep(TEXT, "要点.txt", area=toy.COUNTY).plan


def row(plan: targets.Plan, surface: str) -> targets.Item:
    return plan.items.get(surface__contains=surface, split_from=None)


def act(client: Client, item: targets.Item, what: str, *, htmx: bool = False, **more: str) -> object:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/desk/plans/items/{item.pk}/do", {"do": what, **more}, headers=headers)


def test_a_word_file_is_uploaded_and_shown_with_its_rows(clerk: Client) -> None:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(file := io.BytesIO())
    upload = SimpleUploadedFile("要点.docx", file.getvalue())
    page = clerk.post("/desk/plans/new", {"file": upload}, follow=True)
    plan = targets.Plan.objects.get()
    assert page.redirect_chain[-1][0] == f"/desk/plans/{plan.pk}/"
    text = page.content.decode()
    assert "读出 3 条" in text and "已确认 0 / 3" in text
    assert len(re.findall(r'<article id="i\d+"', text)) == 3
    again = clerk.post("/desk/plans/new", {"file": SimpleUploadedFile("b.docx", file.getvalue())}, follow=True)
    assert "已经收录过" in again.content.decode()
    assert targets.Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "两样选一样"),
        ({"text": "一句话。", "file": SimpleUploadedFile("a.txt", b"x")}, "两样选一样"),
        ({"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04broken")}, "坏.docx"),
        ({"file": SimpleUploadedFile("图.txt", b"  \n ")}, "没有可读的文字"),
    ],
)
def test_what_cannot_be_read_is_answered_in_words_and_nothing_is_kept(clerk: Client, sent: dict, said: str) -> None:
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    page = clerk.post("/desk/plans/new", sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not targets.Plan.objects.exists()


def test_a_text_with_a_zero_character_is_kept(clerk: Client) -> None:
    body = TEXT.replace("敬老院", "敬老\0院").encode()
    clerk.post("/desk/plans/new", {"file": SimpleUploadedFile("a.txt", body)})
    assert targets.Plan.objects.count() == 1


def test_the_text_is_shown_as_it_stands_with_marks_that_link_to_rows(clerk: Client, plan: targets.Plan) -> None:
    page = clerk.get(f"/desk/plans/{plan.pk}/").content.decode()
    share = row(plan, "60%")
    assert f'id="p{share.pk}"' in page and f'href="#i{share.pk}"' in page
    doc = page[page.index('aria-label="原文全文"') : page.index('<section id="items"')]
    lines = re.findall(r'data-n="\d+"[^>]*>(.*?)</p>', doc)
    assert [re.sub("<[^>]+>", "", line) for line in lines] == [
        line.replace("<", "&lt;").replace(">", "&gt;") for line in TEXT.split("\n")
    ]
    assert 'class="m-reference"' in page and "国务院令第649号" in page
    assert "<script>alert" not in page


def test_a_large_plan_takes_few_queries(clerk: Client, staff: dict[str, User]) -> None:
    more = "\n".join(f"{n}、新建第{n}类敬老院{n + 3}所, 床位{n}00张。" for n in range(1, 80))
    with acting(staff["R6"].actor):
        plan = targets.keep(TEXT + more, "大.txt", area=toy.COUNTY).plan
        targets.confirm(plan.items.first().pk)
    with CaptureQueriesContext(connection) as queries:
        assert clerk.get(f"/desk/plans/{plan.pk}/").status_code == 200
    assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_rows_of_a_large_plan_come_in_portions_that_the_text_leads_to(
    clerk: Client, staff: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anmin.web.plans.views.AT_ONCE", 3)
    more = "\n".join(f"{n}、新建第{n}类敬老院{n + 3}所, 床位{n}00张。" for n in range(1, 5))
    with acting(staff["R6"].actor):
        plan = targets.keep(TEXT + more, "大.txt", area=toy.COUNTY).plan
    rows = list(plan.items.order_by("start"))
    page = clerk.get(f"/desk/plans/{plan.pk}/").content.decode()
    assert page.count("<article") == 3 and f"后面还有 {len(rows) - 3} 条" in page
    assert f'href="#i{rows[0].pk}"' in page and f'href="?at={rows[-1].pk}#i{rows[-1].pk}"' in page
    last = clerk.get(f"/desk/plans/{plan.pk}/?at={rows[-1].pk}").content.decode()
    assert f'id="i{rows[-1].pk}"' in last and "前面还有" in last and "后面还有" not in last
    with acting(staff["R6"].actor):
        for each in rows[:3]:
            targets.confirm(each.pk)
    assert f'id="i{rows[3].pk}"' in clerk.get(f"/desk/plans/{plan.pk}/").content.decode()


def test_a_row_is_confirmed_corrected_and_taken_back_by_plain_forms(clerk: Client, plan: targets.Plan) -> None:
    home, share = row(plan, "2所"), row(plan, "60%")
    answer = act(clerk, home, "confirm", seen="0")
    assert answer.url == f"/desk/plans/{plan.pk}/?at={home.pk}#i{home.pk}"
    form = clerk.get(f"/desk/plans/items/{share.pk}/correct").context["form"]
    values = {name: "" if value is None else value for name, value in form.initial.items()}
    wrong = clerk.post(f"/desk/plans/items/{share.pk}/correct", values | {"amount": "六成"})
    assert wrong.status_code == 422 and "不是数字" in wrong.content.decode()
    clerk.post(f"/desk/plans/items/{share.pk}/correct", values | {"amount": "61", "seen": "0"})
    page = clerk.get(f"/desk/plans/{plan.pk}/").content.decode()
    assert "已确认 2 / 3" in page and "61 %" in page
    clerk.post(f"/desk/plans/{plan.pk}/undo")
    assert row(plan, "60%").amount == "60"


def test_by_htmx_the_row_alone_comes_back_with_the_progress(clerk: Client, plan: targets.Plan) -> None:
    home = row(plan, "2所")
    text = act(clerk, home, "confirm", htmx=True).content.decode()
    assert text.count("<article") == 1 and 'data-state="confirmed"' in text
    assert 'hx-swap-oob="true"' in text and "已确认 1 / 3" in text
    stale = act(clerk, home, "drop", htmx=True, seen="0").content.decode()
    assert "别人改过这一条" in stale and 'data-state="confirmed"' in stale


def test_rows_are_split_merged_added_and_restored(clerk: Client, plan: targets.Plan) -> None:
    share = row(plan, "60%")
    act(clerk, share, "split", surface="52%")
    made = targets.Item.objects.get(split_from=share)
    assert made.surface == "52%"
    act(clerk, made, "merge")
    made.refresh_from_db()
    assert made.state == "dropped" and made.merged_into_id is not None
    act(clerk, made, "restore")
    made.refresh_from_db()
    assert made.is_open and made.merged_into_id is None
    clerk.post(f"/desk/plans/{plan.pk}/add", {"line": "4", "surface": "第649号"})
    added = plan.items.latest("pk")
    assert (added.line, added.surface, added.state) == (4, "第649号", "doubtful")
    page = clerk.post(f"/desk/plans/{plan.pk}/add", {"line": "四", "surface": "x"}, follow=True)
    assert "请写明行号" in page.content.decode()


def test_others_of_the_county_see_plans_and_may_not_touch_them(staff: dict[str, User], plan: targets.Plan) -> None:
    item = row(plan, "2所")
    for role in ("R2", "R4", "R10"):
        client = browser(staff[role])
        page = client.get(f"/desk/plans/{plan.pk}/")
        assert page.status_code == 200 and "确认</button>" not in page.content.decode()
        assert client.get("/desk/targets/").status_code == 200
        assert act(client, item, "confirm").status_code == 403
        assert client.get("/desk/plans/new").status_code == 403
        assert client.get(f"/desk/plan-items/{item.pk}/edit").status_code == 403
    assert browser(staff["R7"]).post(f"/desk/plans/items/{item.pk}/do", {"do": "confirm"}).status_code == 302


def test_the_officer_of_another_county_may_not_touch_them(staff: dict[str, User], plan: targets.Plan) -> None:
    stranger = browser(toy.officer("R6", "349902000000"))
    item = row(plan, "2所")
    assert act(stranger, item, "confirm").status_code == 403
    assert stranger.post(f"/desk/plans/{plan.pk}/undo").status_code == 403
    values = {"kind": "target", "comparator": "=", "subject": "x", "amount": "9"}
    assert stranger.post(f"/desk/plan-items/{item.pk}/edit", values).status_code == 404  # not even seen
    assert row(plan, "2所").amount == "2"


def test_targets_and_figures_have_lists_of_their_own(clerk: Client, staff: dict[str, User], plan: targets.Plan) -> None:
    with acting(staff["R6"].actor):
        targets.keep("云溪县2025年工作总结\n\n全年发放低保金320万元, 惠及1200人。", "总结.txt", area=toy.COUNTY)
        targets.drop(row(plan, "2所").pk)
    listed = clerk.get("/desk/targets/").content.decode()
    assert "1070" in listed and "敬老院" not in listed and "320" not in listed
    assert "320" in clerk.get("/desk/reported/").content.decode()
    assert "1070" not in clerk.get("/desk/targets/?owner=社会福利股").content.decode()
    item = row(plan, "60%")
    assert clerk.get(f"/desk/plans/items/{item.pk}/").url == f"/desk/plans/{plan.pk}/?at={item.pk}#i{item.pk}"


def exported(client: Client, plan: targets.Plan) -> openpyxl.Workbook:
    address = re.search(r'data-key="x"\s+href="([^"]+)"', client.get(f"/desk/plans/{plan.pk}/").content.decode())[1]
    answer = client.get(address.replace("&amp;", "&"))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_an_exported_table_comes_back_corrected_by_number(clerk: Client, plan: targets.Plan) -> None:
    book = exported(clerk, plan)
    sheet = book.active
    head = next(n for n, cells in enumerate(sheet.iter_rows(values_only=True), 1) if "编号" in cells)
    names = {cell.value: cell.column for cell in sheet[head]}
    by_number = {str(sheet.cell(n, names["编号"]).value): n for n in range(head + 1, sheet.max_row + 1)}
    share, home = row(plan, "60%"), row(plan, "2所")
    assert sheet.cell(by_number[str(share.pk)], names["数值"]).value == "60"
    assert sheet.cell(by_number[str(share.pk)], names["原句"]).value == share.sentence
    sheet.cell(by_number[str(share.pk)], names["数值"]).value = 62.5
    sheet.cell(by_number[str(share.pk)], names["比较"]).value = "不低于"
    sheet.cell(by_number[str(home.pk)], names["数值"]).value = "很多"
    book.save(file := io.BytesIO())
    upload = SimpleUploadedFile("改.xlsx", file.getvalue())
    preview = clerk.post("/desk/plan-items/import", {"file": upload})
    assert "不是数字" in preview.content.decode()
    done = clerk.post("/desk/plan-items/import", {"token": preview.context["token"], "do": "take"})
    assert (done.context["taken"].changed, done.context["taken"].same) == (1, 1)
    share.refresh_from_db()
    assert (share.value, share.state, share.base) == ("≥ 62.5 %", "corrected", 52)
    assert row(plan, "2所").state != "corrected"


def test_a_table_brings_no_new_rows(clerk: Client, plan: targets.Plan) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "种类", "对象", "比较", "数值"])
    book.active.append([999999, "目标", "敬老院", "等于", 3])
    book.save(file := io.BytesIO())
    answer = clerk.post("/desk/plan-items/import", {"file": SimpleUploadedFile("新.xlsx", file.getvalue())})
    assert "没有编号为 999999 的条目" in answer.content.decode()
    assert plan.items.count() == 3


def test_townships_see_their_county_s_plans_and_another_county_sees_nothing(
    staff: dict[str, User], plan: targets.Plan
) -> None:
    address = f"/desk/plans/{plan.pk}/"
    inside, outside = browser(staff["R4"]), browser(toy.officer("R6", "340111000000"))
    assert inside.get(address).status_code == 200
    assert plan.title in inside.get("/desk/plans/").content.decode()
    assert outside.get(address).status_code == 404
    assert plan.title not in outside.get("/desk/plans/").content.decode()
    item = plan.items.first()
    assert outside.get(f"/desk/plans/items/{item.pk}/").status_code == 404


def test_headings_and_references_are_corrected_and_what_was_read_stays(clerk: Client, plan: targets.Plan) -> None:
    outline = [dict(row) for row in plan.source.outline]
    sent = {
        name: ["" if row[name] is None else str(row[name]) for row in outline]
        for name in ("line", "level", "marker", "title")
    }
    sent["was"] = [f"{row['line']}:{row['start']}" for row in outline]
    sent["title"][1] = "养老服务体系"
    for name, value in {"line": "4", "level": "2", "marker": "", "title": "社会救助暂行办法", "was": ""}.items():
        sent[name].append(value)
    sent["drop"] = [str(len(outline) - 1)]
    assert clerk.post(f"/desk/plans/{plan.pk}/revise/outline", sent).status_code == 302
    plan = targets.Plan.objects.select_related("source").get(pk=plan.pk)
    titles = [row["title"] for row in plan.outline]
    assert "养老服务体系" in titles and "社会救助暂行办法" in titles and len(titles) == len(outline)
    assert [row["title"] for row in plan.source.outline] == [row["title"] for row in outline]
    page = clerk.get(f"/desk/plans/{plan.pk}/").content.decode()
    assert "养老服务体系" in page
    wrong = {"line": ["99"], "was": [""], "title": ["没有这个"], "number": [""], "issuer": [""]}
    answer = clerk.post(f"/desk/plans/{plan.pk}/revise/references", wrong)
    assert answer.status_code == 422 and "原文没有第 99 行" in answer.content.decode()
    clerk.post(f"/desk/plans/{plan.pk}/revise/outline", {"do": "as-read"})
    assert targets.Plan.objects.get(pk=plan.pk).revised == {}
    page = clerk.post(f"/desk/plans/{plan.pk}/undo", follow=True).content.decode()
    assert "已撤销“改正提纲”" in page and "养老服务体系" in page
    late = {"line": [], "was": [], "seen": "00000000"}
    refused = clerk.post(f"/desk/plans/{plan.pk}/revise/outline", late)
    assert refused.status_code == 422 and "别人改过" in refused.content.decode()
