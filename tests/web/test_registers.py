"""Any declared register: list, paging, columns, form, import and export, proved on sites and people."""

import io
from datetime import date

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import JSONField
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anmin.kernel.access.declare import SEE_PLACES
from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.people.api import Person, take_in
from anmin.kernel.people.intake import HouseholdIn
from anmin.kernel.places.api import Site
from anmin.kernel.screens.api import WrongScreen, add, registers
from anmin.kernel.screens.declare import Column, Register
from tests.web import county
from tests.web.conftest import site

MOST_QUERIES = 12
GOOD = {
    "name": "石牛镇敬老院", "kind": "care_home", "area": county.STONE, "beds": "４０", "since": "2026-03-01",
}  # fmt: skip


def book_of(answer: object) -> list[tuple]:
    content = b"".join(answer.streaming_content)
    return [row for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) if any(row)]


def names_on(page: object) -> list[str]:
    return [line.cells[0].text for line in page.context["lines"]]


@pytest.fixture
def many(land: dict) -> None:
    for n in range(125):
        site(f"站点{n:03d}", county.PINE, beds=n // 3 or None, kind="other")


def test_pages_follow_one_another_without_gap_or_repetition(officer: Client, many: None) -> None:
    for sort in ("name", "-name", "beds", "-beds", "area", "-since"):
        seen: list[object] = []
        query = f"?rows=20&sort={sort}"
        pages = []
        while query:
            page = officer.get(f"/desk/sites/{query}")
            seen += [line.key for line in page.context["lines"]]
            pages.append([line.key for line in page.context["lines"]])
            query = f"?{page.context['older']}" if page.context["older"] else ""
            last = page
        assert len(seen) == len(set(seen)) == 127, sort
        for expected in reversed(pages[:-1]):
            last = officer.get(f"/desk/sites/?{last.context['newer']}")
            assert [line.key for line in last.context["lines"]] == expected, sort


def test_a_full_list_takes_no_more_queries_than_a_short_one(as_role: object, many: None) -> None:
    with acting("测试"):
        take_in(
            [HouseholdIn(county.REED, "rural", (county.person(f"赵{n:02d}甲", n + 20),)) for n in range(60)],
            on=date(2026, 1, 5), source="测试",
        )  # fmt: skip
    officer, other = as_role("R6"), as_role("R7")
    for name, register in registers().items():
        browser = officer if "R6" in register.permission.roles else other
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/desk/{name}/?rows=100").status_code == 200, name
        assert len(queries) <= MOST_QUERIES, (name, [q["sql"][:90] for q in queries])
        assert not [q for q in queries if "OFFSET" in q["sql"]], name


def test_a_count_stops_at_a_thousand(officer: Client, land: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anmin.web.rows.query.COUNTED", 1)
    page = officer.get("/desk/sites/")
    assert (page.context["total"], page.context["more"]) == (1, True)
    assert "超过 1 处" in page.content.decode()


def test_filters_narrow_and_the_ended_are_set_aside(officer: Client, land: dict) -> None:
    site("旧站", county.PINE, until=date(2022, 1, 1), kind="other")
    assert names_on(officer.get("/desk/sites/")) == ["松坪幸福院", "井坳敬老院"]
    assert names_on(officer.get("/desk/sites/?valid=ended")) == ["旧站"]
    assert names_on(officer.get(f"/desk/sites/?area={county.BRIDGE}")) == ["井坳敬老院"]
    assert names_on(officer.get("/desk/sites/?q=songping")) == ["松坪幸福院"]
    assert names_on(officer.get("/desk/sites/?valid=all&kind=other")) == ["旧站"]
    wrong = officer.get("/desk/sites/?since_from=3月")
    assert "不是日期" in wrong.content.decode()


def test_numbers_are_those_in_force_here_and_are_found_by_their_names(town: Client, land: dict) -> None:
    with acting("测试"):
        for area in ("", "34", "349901", county.STONE[:9], "349902", "33", county.BRIDGE[:9]):
            apps.get_model("law.Number").objects.create(
                key="dibao.standard_month", area=area, value=86000, unit="fen/month/person", since=date(2026, 7, 1)
            )
    found = town.get("/desk/numbers/?q=最低生活保障标准&col=key&col=area").context["lines"]
    assert sorted(line.cells[1].text for line in found) == sorted(["全国", "34", "云溪县", "石牛镇"])
    assert not town.get("/desk/numbers/?q=不存在的参数").context["lines"]


def test_columns_can_be_chosen_and_are_remembered(officer: Client, land: dict) -> None:
    officer.get("/desk/sites/?col=name&col=address")
    page = officer.get("/desk/sites/")
    assert [head.label for head in page.context["heads"]] == ["名称", "地址"]


def test_an_export_holds_exactly_what_the_list_shows_and_is_recorded(officer: Client, land: dict) -> None:
    query = "?col=name&col=beds&col=since&sort=-beds&q=院"
    page = officer.get(f"/desk/sites/{query}")
    answer = officer.get(f"/desk/sites/export.xlsx{query}")
    assert "%E7%AB%99%E7%82%B9%E8%AE%BE%E6%96%BD" in answer["Content-Disposition"]
    rows = book_of(answer)
    head = rows.index(("名称", "床位", "启用日期"))
    assert [row[0] for row in rows[head + 1 :]] == names_on(page) == ["井坳敬老院", "松坪幸福院"]
    assert rows[head + 1][1] == 60 and rows[head + 1][2].date() == date(2020, 1, 1)
    entry = Entry.objects.get(kind="export")
    assert (entry.subject, entry.actor_name, entry.content["rows"]) == ("sites", "R6员", 2)


def test_an_export_says_in_words_what_it_was_filtered_by(officer: Client, land: dict) -> None:
    rows = book_of(officer.get(f"/desk/sites/export.xlsx?kind=care_home&area={county.STONE}&since_from=2020-01-01"))
    said = next(str(cell) for row in rows for cell in row if str(cell).startswith("筛选"))
    assert {"类别 养老机构", "所在区划 石牛镇", "启用日期 2020-01-01 至 …"} == set(
        said.removeprefix("筛选：").split("；")
    )


def test_identity_numbers_leave_only_masked_and_as_text(officer: Client, land: dict) -> None:
    rows = book_of(officer.get("/desk/persons/export.xlsx?col=name&col=identity&q=李秀英"))
    assert rows[-1] == ("李秀英", f"3499**********{county.number(order=2)[-4:]}")


def test_a_new_row_is_written_in_the_name_of_its_author(town: Client, land: dict) -> None:
    answer = town.post("/desk/sites/new", GOOD, follow=True)
    new = Site.objects.get(name="石牛镇敬老院")
    assert (new.beds, new.pinyin) == (40, "shiniuzhenjinglaoyuan")
    assert answer.redirect_chain == [(f"/desk/sites/{new.pk}/", 302)]
    entry = Entry.objects.filter(subject="places_site", key=str(new.pk)).latest("id")
    assert (entry.kind, entry.actor_name) == ("insert", "R4员")
    assert "登记" in answer.content.decode()


def test_errors_stand_on_top_and_beside_the_field_and_nothing_typed_is_lost(town: Client) -> None:
    page = town.post("/desk/sites/new", {**GOOD, "name": "", "beds": "二十", "phone": "0559-1234567"})
    text = page.content.decode()
    assert "有 2 处需要改正" in text
    assert '<a href="#id_name">名称：请填写“名称”。</a>' in text
    assert '<a href="#id_beds">' in text and "请写整数" in text
    assert 'value="二十"' in text and 'value="0559-1234567"' in text
    assert 'aria-invalid="true"' in text
    assert not Site.objects.filter(area=county.STONE).exists()


def test_what_the_room_refuses_is_said_at_its_field(town: Client, land: dict) -> None:
    page = town.post("/desk/sites/new", {**GOOD, "credit_code": "123"})
    assert "现为 3 位" in page.content.decode()
    twice = town.post("/desk/sites/new", {**GOOD, "name": "松坪幸福院", "area": county.PINE})
    assert "这个区划已有现行的养老机构“松坪幸福院”" in twice.content.decode()


def test_nothing_can_be_written_outside_ones_area(town: Client, land: dict) -> None:
    page = town.post("/desk/sites/new", {**GOOD, "area": county.WELL})
    assert page.status_code == 200 and "不在可选范围内" in page.content.decode()
    moved = town.post(f"/desk/sites/{land['home'].pk}/edit", {**GOOD, "area": county.WELL, "seen": "0"})
    assert "不在可选范围内" in moved.content.decode()
    assert Site.objects.get(pk=land["home"].pk).area == county.PINE


def test_whoever_saves_second_is_shown_what_the_first_one_changed(town: Client, officer: Client, land: dict) -> None:
    path = f"/desk/sites/{land['home'].pk}/edit"
    seen = town.get(path).context["seen"]
    values = {"name": "松坪幸福院", "kind": "care_home", "area": county.PINE, "since": "2020-01-01"}
    assert officer.post(path, {**values, "beds": "30", "seen": seen}).status_code == 302
    page = town.post(path, {**values, "beds": "25", "operator": "村委会", "seen": seen})
    text = page.content.decode()
    assert "别人改过这条记录" in text and "R6员" in text and "20 → <strong>30</strong>" in text
    assert 'value="25"' in text and 'value="村委会"' in text
    assert Site.objects.get(pk=land["home"].pk).beds == 30
    again = town.post(path, {**values, "beds": "25", "operator": "村委会", "seen": page.context["seen"]})
    assert again.status_code == 302
    assert Site.objects.get(pk=land["home"].pk).beds == 25


def test_a_card_tells_the_history_in_words(officer: Client, land: dict) -> None:
    path = f"/desk/sites/{land['home'].pk}/"
    values = {"name": "松坪幸福院", "kind": "day_centre", "area": county.REED, "since": "2020-01-01", "beds": "20"}
    officer.post(f"{path}edit", {**values, "seen": officer.get(f"{path}edit").context["seen"]})
    told = officer.get(path).context["story"][0]
    assert {(d.label, d.before, d.after) for d in told.differences} == {
        ("类别", "养老机构", "日间照料中心"),
        ("区划", "石牛镇 松坪村", "石牛镇 芦湾村"),
    }


@pytest.fixture
def table() -> object:
    """Writes rows into an xlsx and opens it for upload."""

    def write(*rows: tuple) -> object:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        return SimpleUploadedFile("站点.xlsx", content.getvalue())

    return write


HEADINGS = ("所在村", "机构名称", "类型", "床位数", "建成时间")
ROWS = (
    ("松坪村", "松坪日间照料中心", "日间照料中心", "１５", "2021年5月1日"),
    ("松坪村", "松坪幸福院", "养老机构", 35, "2020-01-01"),
    ("井坳村", "别处的站", "其他", 1, "2020-01-01"),
    ("芦湾村", "芦湾公墓", "坟地", None, "2020-01-01"),
)


def test_an_import_previews_takes_the_good_and_hands_back_the_bad(town: Client, land: dict, table: object) -> None:
    page = town.post("/desk/sites/import", {"file": table(("石牛镇站点一览表",), HEADINGS, *ROWS)})
    taken = page.context["taken"]
    assert (taken.new, taken.changed, taken.same, taken.bad_rows) == (1, 1, 0, 2)
    assert Site.objects.count() == 2  # a preview writes nothing
    text = page.content.decode()
    assert "导入：新增 1，更新 1，跳过有错的 2 行" in text
    assert [(e.row, e.header) for e in taken.errors] == [(5, "所在村"), (6, "类型")]

    done = town.post("/desk/sites/import", {"token": page.context["token"], "do": "take"})
    assert done.context["done"] and Site.objects.get(name="松坪幸福院").beds == 35
    assert Site.objects.get(name="松坪日间照料中心").since == date(2021, 5, 1)
    assert not Site.objects.filter(name__in=("别处的站", "芦湾公墓")).exists()

    bad = book_of(town.post("/desk/sites/import", {"token": page.context["token"], "do": "errors"}))
    assert [row[1] for row in bad[1:]] == ["别处的站", "芦湾公墓"] and "可填" in bad[2][-1]


def test_the_same_file_twice_changes_nothing(town: Client, land: dict, table: object) -> None:
    page = town.post("/desk/sites/import", {"file": table(HEADINGS, *ROWS[:2])})
    town.post("/desk/sites/import", {"token": page.context["token"], "do": "take"})
    before = Entry.objects.filter(subject="places_site").count()
    again = town.post("/desk/sites/import", {"file": table(HEADINGS, *ROWS[:2])})
    assert (again.context["taken"].new, again.context["taken"].changed, again.context["taken"].same) == (0, 0, 2)
    assert "不用再导入" in again.content.decode()
    assert Entry.objects.filter(subject="places_site").count() == before


def test_a_file_that_is_no_table_gets_a_clear_message(town: Client, land: dict) -> None:
    page = town.post("/desk/sites/import", {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG....")})
    assert page.status_code == 422 and "这个文件读不了" in page.content.decode()
    assert town.post("/desk/sites/import", {}).status_code == 422


def test_an_upload_belongs_to_whoever_sent_it(town: Client, officer: Client, land: dict, table: object) -> None:
    page = town.post("/desk/sites/import", {"file": table(HEADINGS, *ROWS[:1])})
    assert officer.post("/desk/sites/import", {"token": page.context["token"], "do": "take"}).status_code == 404
    assert town.post("/desk/sites/import", {"token": "../keys/people.json"}).status_code == 404


def test_a_faulty_declaration_is_refused_with_every_fault() -> None:
    column = Column("name", "名称", "colour")
    wrong = Register(
        "wrong", "错的", source="places.Site", permission=SEE_PLACES, columns=(column, column), order="age"
    )
    with pytest.raises(WrongScreen, match=r"声明了两次.*不认识.*没有声明的列 age"):
        add(wrong)


def test_every_declared_path_leads_somewhere(land: dict) -> None:
    from anmin.web.rows.fields import field_at, model_of

    def leads(model: object, path: str) -> bool:
        """To a field, to a key inside what is kept as JSON, or to what the table's rows tell of themselves."""
        if path in model.objects.all().query.annotations:
            return True
        parts = path.split("__")
        above = ["__".join(parts[:end]) for end in range(1, len(parts))]
        return field_at(model, path) is not None or any(isinstance(field_at(model, p), JSONField) for p in above)

    for each in registers().values():
        model = model_of(each)
        sources = (
            [c.source for c in each.columns]
            + [p for p, _ in each.search]
            + ([each.area.removesuffix("__county").removesuffix("__in_force")] if each.area else [])
        )
        assert [p for p in sources if not leads(model, p)] == [], each.name
    assert Person.objects.exists()
