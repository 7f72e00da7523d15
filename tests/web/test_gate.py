"""Who may enter: every address has a declared permission, and what lies elsewhere is not there."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from anmin.kernel.access.api import open_token
from anmin.kernel.access.declare import Permission
from anmin.kernel.audit.api import acting
from anmin.web.gate import permission_of

LEAKS = ("王大山", "井坳")  # the household and the site of the other township


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, path)
        else:
            yield path, each


def test_every_address_declares_who_may_enter() -> None:
    silent = [
        path for path, each in patterns(get_resolver()) if not isinstance(permission_of(each.callback), Permission)
    ]
    assert silent == []


def test_without_signing_in_only_the_doors_open(land: dict) -> None:
    client = Client()
    answers = {path: client.get(path).status_code for path in ("/desk/", "/desk/sites/", "/desk/traces/", "/api/sites")}
    assert answers == {"/desk/": 302, "/desk/sites/": 302, "/desk/traces/": 302, "/api/sites": 401}
    assert client.get("/healthz").content == b"ok\n"


def test_an_address_that_only_takes_forms_leads_back_when_it_is_opened(town: Client) -> None:
    answer = town.get("/desk/cases/12/move/preliminary")
    assert answer.status_code == 405
    assert 'href="/desk/cases/12/"' in answer.content.decode()


def test_after_the_session_ended_a_sent_form_leads_back_to_its_page(db: None) -> None:
    send = {"path": "/desk/cases/12/move/preliminary", "HTTP_HOST": "testserver"}
    here = Client().post(**send, HTTP_REFERER="http://testserver/desk/cases/12/?tab=notice")
    assert here.url == "/login/?next=/desk/cases/12/%3Ftab%3Dnotice"
    assert Client().post(**send, HTTP_REFERER="https://example.org/desk/").url == "/login/?next=/"


@pytest.mark.parametrize(
    "path",
    [
        "/desk/households/?valid=all",
        "/desk/persons/?alive=all",
        "/desk/sites/?valid=all",
        "/desk/entitlements/?valid=all",
        "/desk/sites/?q=井坳&valid=all",
        "/desk/search/?q=王大山",
        "/desk/search/?q=井坳",
        "/api/households",
        "/api/persons",
        "/api/sites",
        "/api/entitlements",
    ],
)
def test_a_township_sees_nothing_of_another(town: Client, path: str) -> None:
    page = town.get(path)
    assert page.status_code == 200
    text = page.content.decode()
    if path.startswith("/api/"):
        text = json.dumps(page.json(), ensure_ascii=False)
    body = text.split("<main")[-1].replace("“王大山”", "").replace('value="井坳"', "").replace("“井坳”", "")
    assert not [leak for leak in LEAKS if leak in body]
    assert "349901101" not in body


def test_the_county_sees_both_townships(officer: Client) -> None:
    assert {"王大山", "李秀英"} <= {row["head"] for row in officer.get("/api/households").json()["items"]}


@pytest.mark.parametrize("name", ["households", "persons", "sites", "entitlements"])
def test_counts_and_exports_stop_at_the_border_too(town: Client, officer: Client, name: str) -> None:
    counts = []
    for client in (town, officer):
        page = client.get(f"/desk/{name}/?valid=all&alive=all")
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(client.get(f"/desk/{name}/export.xlsx?valid=all&alive=all").streaming_content))
        )
        rows = [row for row in book.active.iter_rows(values_only=True) if any(row)]
        head = next(i for i, row in enumerate(rows) if len([v for v in row if v]) > 3)
        assert page.context["total"] == len(rows) - head - 1
        counts.append(page.context["total"])
    assert 0 < counts[0] < counts[1]


def test_a_row_elsewhere_is_not_there_by_its_address(town: Client, land: dict) -> None:
    there, person, far = land["there"].pk, land["there"].head_id, land["far"].pk
    paths = [f"/desk/households/{there}/", f"/desk/persons/{person}/", f"/desk/persons/{person}/edit"]
    paths += [f"/desk/sites/{far}/", f"/desk/sites/{far}/edit", f"/api/sites/{far}", f"/api/households/{there}"]
    assert {path: town.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    hidden = town.post("/desk/unmask", {"what": "person", "field": "id_number", "pk": person, "reason": "核对原件"})
    assert hidden.status_code == 404


def test_odd_addresses_are_not_found_rather_than_broken(officer: Client) -> None:
    for path in ("/desk/sites/abc/", "/desk/sites/99999999999999999999/", "/api/sites/x", "/desk/sites/²/"):
        assert officer.get(path).status_code == 404, path
    for query in (
        "after=xxx",
        "before=W10",
        "sort=operator",
        "area=' OR 1",
        "since_from=gestern",
        "q=%00",
        "rows=7",
        "kind=null",
    ):
        assert officer.get(f"/desk/sites/?{query}").status_code == 200, query
    asked = officer.get("/api/persons?sex=null").json()
    assert "没有“null”这一项" in asked["problems"][0] and asked["items"]


def test_navigation_shows_only_what_one_may_do(as_role: object) -> None:
    finance, watcher = as_role("R9").get("/desk/"), as_role("R10").get("/desk/")
    shown = [set(re.findall(r"</i>(.+?)</a>", page.context["nav"])) for page in (finance, watcher)]
    assert "人员" not in shown[0] and "留痕" not in shown[0] and "发放明细" in shown[0]
    assert {"人员", "留痕"} <= shown[1]


def test_a_refusal_says_which_permission_is_missing(as_role: object) -> None:
    page = as_role("R9").get("/desk/persons/")
    assert page.status_code == 403
    assert "查看本辖区人员和家庭" in page.content.decode()


def test_nobody_without_the_right_to_export_gets_a_file(as_role: object) -> None:
    assert as_role("R2").get("/desk/households/export.xlsx").status_code == 403


def test_a_token_opens_only_what_it_names(land: dict) -> None:
    account = land["staff"]["R6"].account
    with acting("测试"):
        secret = open_token(account, name="数据共享", scopes=["places.see"], until=date(2099, 1, 1))
        stale = open_token(account, name="旧", scopes=["places.see"], until=date(2020, 1, 1))
    client, key = Client(), {"Authorization": f"Bearer {secret}"}
    assert len(client.get("/api/sites", headers=key).json()["items"]) == 2
    assert client.get("/api/persons", headers=key).status_code == 403
    assert client.get("/api/sites", headers={"Authorization": f"Bearer {stale}"}).status_code == 401
    assert client.get("/desk/", headers=key).status_code == 302


def test_the_description_names_every_register_in_openapi_31(land: dict) -> None:
    described = Client().get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/sites", "/api/sites/{key}", "/api/households", "/api/cases", "/api/payments"} <= described[
        "paths"
    ].keys()


def test_no_page_may_fetch_from_elsewhere(officer: Client) -> None:
    page = officer.get("/desk/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    text = page.content.decode()
    assert 'src="http' not in text and 'href="http' not in text
