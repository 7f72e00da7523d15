"""Signing in, the search box, households and persons, what is sealed, and the record of all that."""

import re
from datetime import date

import pytest
from django.test import Client

from anmin.kernel.access.api import Account
from anmin.kernel.audit.api import Entry, acting, seal
from anmin.kernel.people.api import Person
from anmin.web.desk.benefits import time_line
from tests.web import county
from tests.web.conftest import sign_in

PASSWORD = "songlin-7214"


@pytest.fixture
def account(land: dict) -> Account:
    one = land["staff"]["R4"].account
    with acting("测试"):
        one.set_password(PASSWORD)
        one.save()
    return one


def try_login(client: Client, name: str, password: str) -> object:
    return client.post("/login/", {"username": name, "password": password, "next": "/desk/sites/"})


def test_logins_failures_and_logouts_are_recorded(account: Account) -> None:
    client = Client()
    wrong = try_login(client, account.username, "falsch")
    assert "登录名或密码不对" in wrong.content.decode() and f'value="{account.username}"' in wrong.content.decode()
    assert try_login(client, account.username, PASSWORD).url == "/desk/sites/"
    assert client.post("/logout/").status_code == 302
    assert client.get("/desk/").status_code == 302
    kinds = list(Entry.objects.filter(kind__startswith="log").order_by("id").values_list("kind", flat=True))
    assert kinds == ["login_failed", "login", "logout"]


def test_a_guesser_is_locked_out_with_a_page_that_says_so(account: Account) -> None:
    client = Client()
    answers = [try_login(client, account.username, f"guess-{n}") for n in range(6)]
    assert answers[-1].status_code == 429
    assert "账号暂时锁定" in answers[-1].content.decode()
    assert try_login(client, account.username, PASSWORD).status_code == 429


def test_a_login_never_leads_to_another_site(account: Account) -> None:
    answer = Client().post(
        "/login/", {"username": account.username, "password": PASSWORD, "next": "https://example.org/"}
    )
    assert answer.url == "/desk/"


def test_a_password_is_changed_only_with_the_old_one(account: Account) -> None:
    client, other = Client(), Client()
    for each in (client, other):
        try_login(each, account.username, PASSWORD)
    new = "baihe-5512-xi"
    wrong = client.post("/password/", {"old_password": "x", "new_password1": new, "new_password2": new})
    assert "原密码不对" in wrong.content.decode()
    short = client.post(
        "/password/", {"old_password": PASSWORD, "new_password1": "1234567", "new_password2": "1234567"}
    )
    assert "有 " in short.content.decode() and short.status_code == 200
    assert (
        client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}).url
        == "/desk/"
    )
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302


def hits(client: Client, text: str) -> dict[str, list[str]]:
    groups = client.get("/desk/search/", {"q": text}).context["groups"]
    return {label: [hit.title for hit in found] for label, found in groups}


def test_people_are_found_by_name_pinyin_initials_and_number(town: Client, land: dict) -> None:
    number, home = county.number(order=2), land["here"].number
    for text in ("李秀", "lixiuying", "LXY", number[-4:], number[-6:], number):
        assert hits(town, text).get("人员") == ["李秀英"], text
    assert hits(town, home) == {"家庭": [home]}
    assert hits(town, home[:-2])["家庭"] == [home]


def test_a_number_from_elsewhere_finds_nothing(town: Client, land: dict) -> None:
    assert hits(town, county.number(order=3)) == {}
    assert hits(town, land["there"].number) == {}


def test_results_come_while_typing(town: Client) -> None:
    page = town.get("/desk/search/", {"q": "李"}, headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "<html" not in text and "李秀英" in text and "3499**********" in text


def test_a_household_is_seen_at_one_glance_and_masked(town: Client, land: dict) -> None:
    page = town.get(f"/desk/households/{land['here'].pk}/")
    text = page.content.decode()
    assert [(m.person.name, m.relation) for m in page.context["members"]] == [("李秀英", "户主"), ("张小军", "长子")]
    assert "石牛镇 松坪村" in text and "490.00 元/月" in text and "138****5678" in text
    for sealed in (county.number(order=2), "13812345678", "6217000000000000011", "三组 7 号"):
        assert sealed not in text


def unmask(client: Client, what: str, pk: int, field: str, reason: str) -> object:
    data = {"what": what, "pk": pk, "field": field, "reason": reason}
    return client.post("/desk/unmask", data, headers={"HX-Request": "true"})


def test_a_whole_number_is_shown_for_a_reason_that_is_kept(town: Client, land: dict) -> None:
    person = land["here"].head_id
    assert "请写明查看理由" in unmask(town, "person", person, "id_number", " ").content.decode()
    assert not Entry.objects.filter(kind="unmask").exists()
    assert county.number(order=2) in unmask(town, "person", person, "id_number", "核对证件原件").content.decode()
    assert "松坪村三组 7 号" in unmask(town, "household", land["here"].pk, "address", "入户").content.decode()
    entry = Entry.objects.filter(kind="unmask").earliest("id")
    assert (entry.actor_name, entry.reason, entry.key) == ("R4员", "核对证件原件", str(person))
    assert county.number(order=2) not in str(entry.content)


def test_who_may_not_unmask_is_not_offered_it_and_is_refused(as_role: object, land: dict) -> None:
    watcher = as_role("R10")
    page = watcher.get(f"/desk/households/{land['here'].pk}/").content.decode()
    assert "data-dialog" not in page
    assert unmask(watcher, "person", land["here"].head_id, "id_number", "想看").status_code == 403
    assert unmask(as_role("R4"), "person", land["here"].head_id, "name", "想看").status_code == 404


def test_basics_are_corrected_and_the_history_names_them(town: Client, land: dict) -> None:
    path = f"/desk/persons/{land['here'].head_id}/edit"
    seen = town.get(path).context["seen"]
    values = {"name": "李秀瑛", "ethnicity": "15", "area": county.REED, "registered_area": county.PINE, "phone": ""}
    assert town.post(path, {**values, "seen": seen}).status_code == 302
    person = Person.objects.get(pk=land["here"].head_id)
    assert (person.name, person.pinyin, person.area) == ("李秀瑛", "lixiuying", county.REED)
    page = town.get(f"/desk/persons/{person.pk}/")
    assert {d.label for d in page.context["story"][0].differences} == {"姓名", "民族", "居住地"}
    assert "138****5678" in page.content.decode()  # an empty phone stays as it was
    short = town.post(path, {**values, "phone": "12", "seen": town.get(path).context["seen"]})
    assert "位数不对" in short.content.decode() and 'value="李秀瑛"' in short.content.decode()


def test_the_record_shows_who_saw_what_in_ones_own_area(as_role: object, land: dict) -> None:
    unmask(as_role("R4"), "person", land["here"].head_id, "phone", "联系当事人")
    page = as_role("R10").get("/desk/traces/?kind=unmask")
    traces = page.context["traces"]
    (seen,) = [[cell.text for cell in line.cells] for line in traces]
    assert seen[1:3] == ["R4员", "查看完整信息"] and seen[3].startswith("人员") and seen[4] == "联系当事人"
    assert "电话" in seen[5]
    assert as_role("R4").get("/desk/traces/").status_code == 403


def test_the_record_of_another_area_is_not_shown(land: dict, as_role: object) -> None:
    from tests.web.conftest import sign_in

    unmask(as_role("R4"), "person", land["here"].head_id, "phone", "联系当事人")
    watcher = sign_in(county.officer("R10", county.BRIDGE, "板桥监督"))
    assert [t for t in watcher.get("/desk/traces/").context["traces"] if t.cells[1].text != "板桥监督"] == []


def test_the_record_can_be_checked_from_the_page(as_role: object, land: dict) -> None:
    seal()
    watcher = as_role("R10")
    page = watcher.post("/desk/traces/verify", follow=True)
    assert page.context["result"]["count"] == 0, page.context["result"]
    assert "留痕完整" in page.content.decode()


def test_pages_that_are_not_there_say_what_to_do(town: Client) -> None:
    page = town.get("/desk/gibtsnicht/")
    assert page.status_code == 404 and "找不到这个页面" in page.content.decode()


def test_numbers_show_their_document_and_article(as_role: object, land: dict) -> None:
    page = as_role("R4").get("/desk/numbers/?q=dibao")
    text = page.content.decode()
    assert "最低生活保障" in text or page.context["total"] == 0
    assert page.status_code == 200


def test_the_first_page_opens_for_every_post(as_role: object, land: dict) -> None:
    """Also where what waits belongs to no place, as the price indices that the head of the county confirms."""
    for role in land["staff"]:
        assert as_role(role).get("/desk/").status_code == 200, role


def test_each_sees_their_own_area_whoever_opened_the_same_list_before(land: dict, as_role: object) -> None:
    elsewhere = sign_in(county.officer("R4", county.WELL))
    for browser, seen, unseen in (
        (as_role("R6"), ("李秀英", "王大山"), ()),
        (as_role("R4"), ("李秀英",), ("王大山",)),
        (elsewhere, ("王大山",), ("李秀英",)),
    ):
        for _ in range(2):
            for page in ("/desk/households/", "/desk/persons/"):
                told = browser.get(page).content.decode()
                assert all(name in told for name in seen) and not any(name in told for name in unseen), page


def test_a_list_opened_again_shows_what_came_meanwhile(land: dict, as_role: object) -> None:
    browser = as_role("R4")
    assert "新来的人" not in browser.get("/desk/persons/").content.decode()
    county.household(county.person("新来的人", 77))
    assert "新来的人" in browser.get("/desk/persons/").content.decode()


def test_the_menu_marks_the_list_one_is_in_and_the_first_page_only_on_itself(town: Client, land: dict) -> None:
    def marked(address: str) -> set[str]:
        return set(re.findall(r'<a href="([^"]+)" aria-current="page"', town.get(address).content.decode()))

    assert marked("/desk/") == {"/desk/"}
    assert marked(f"/desk/persons/{Person.objects.first().pk}/") == {"/desk/persons/"}
    assert marked("/desk/search/") == set()


def test_a_person_in_no_household_here_is_told_so(town: Client, land: dict) -> None:
    one = Person.objects.filter(memberships__isnull=False).first()
    page = town.get(f"/desk/persons/{one.pk}/").content.decode()
    assert '<td data-label="户主"' in page and "没有登记在您辖区的任何家庭里" not in page
    with acting("测试"):
        one.memberships.all().delete()
    assert "没有登记在您辖区的任何家庭里" in town.get(f"/desk/persons/{one.pk}/").content.decode()


def test_today_stands_on_the_time_line_before_the_first_benefit_begins(land: dict) -> None:
    line = time_line(land["here"].pk, land["staff"]["R4"], date(2026, 1, 10))
    assert (line.now, line.lines[0][1][0].left) == (0, 8.33)
    assert not line.lines[0][1][0].now
    assert line.marks == [(0, "2026")]
