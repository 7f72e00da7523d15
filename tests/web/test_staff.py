"""账号与岗位 from outside: what a keeper, an officer and oversight see and may do, and what a session may."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anmin.kernel.access.api import Account, Post, open_account, user_of
from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.flow.api import Case, cases_held
from anmin.web.desk.traces import seen_by
from tests import county as towns
from tests.county import COUNTY, OTHER_TOWN, PASSWORD, TOWN, VILLAGE
from tests.flow.walk import Walk
from tests.web.conftest import MODEL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile"
HEAD = ("账号", "姓名", "联系电话", "岗位角色", "所在区划", "任职日期", "免职日期")


@pytest.fixture
def county() -> towns.County:
    return towns.build()


@pytest.fixture
def keeper(county: towns.County) -> Account:
    with acting("测试"):
        return open_account(username="guanli", name="蔡管理", password=PASSWORD, keeper=True, area=COUNTY)


@pytest.fixture
def desk(keeper: Account) -> Client:
    return signed_in(keeper)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=MODEL)
    return client


def by_password(username: str, password: str, agent: str = WINDOWS) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/login/", {"username": username, "password": password})
    return client


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode().split("<main")[-1])


def opened(desk: Client, username: str = "xinren", **more: str) -> Account:
    given = {"username": username, "name": "钱进", "kind": "staff", "home": COUNTY, **more}
    assert desk.post("/desk/accounts/new", given).status_code == 302
    return Account.objects.get(username=username)


def appointed(desk: Client, account: Account, role: str = "R4", area: str = TOWN, **more: str) -> object:
    given = {"role": role, "area": area, "since": str(timezone.localdate()), **more}
    return desk.post(f"/desk/accounts/{account.pk}/posts/new", given, follow=True)


# ── the list and the page


def test_the_list_shows_posts_states_and_open_cases(desk: Client, county: towns.County) -> None:
    case = Walk(county, timezone.localdate()).case
    page = text(desk.get(f"/desk/accounts/?q={case.officer.username}&role=R4"))
    assert case.officer.name in page and "乡镇经办 · 孔溪乡" in page and "从未登录" in page
    assert "共 1 个账号" in text(desk.get("/desk/accounts/?state=keeper"))
    assert "共 1 个账号" in text(desk.get(f"/desk/accounts/?area={VILLAGE}"))


def test_list_and_page_ask_twelve_times_at_most(desk: Client, county: towns.County) -> None:
    case = Walk(county, timezone.localdate()).case
    for path in ("/desk/accounts/", f"/desk/accounts/{case.officer_id}/", "/desk/account/"):
        desk.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(path).status_code == 200
        assert len(asked) <= 12, [q["sql"][:90] for q in asked]


def test_oversight_reads_and_changes_nothing_while_clerks_do_not_see_it(county: towns.County, keeper: Account) -> None:
    watcher, clerk = signed_in(county.staff["R10"]), signed_in(county.staff["R4"])
    account = county.staff["R3"]
    assert account.name in text(watcher.get("/desk/accounts/"))
    page = text(watcher.get(f"/desk/accounts/{account.pk}/"))
    assert "任命岗位" not in page and "发初始密码" not in page
    assert watcher.post(f"/desk/accounts/{account.pk}/password").status_code == 403
    assert {clerk.get(path).status_code for path in ("/desk/accounts/", f"/desk/accounts/{account.pk}/")} == {403}
    assert "账号与岗位" not in clerk.get("/desk/").context["nav"]


def test_a_county_sees_and_touches_nothing_of_another(desk: Client) -> None:
    with acting("测试"):
        other = open_account(username="lin", name="邻县人", password=PASSWORD, area="349902000000")
        Post.objects.create(account=other, role="R6", area="349902000000", since=towns.BEGAN)
    assert "邻县人" not in text(desk.get("/desk/accounts/?q=lin"))
    for tail in ("", "edit", "posts/new", "leave"):
        assert desk.get(f"/desk/accounts/{other.pk}/{tail}").status_code == 404
    assert desk.post(f"/desk/accounts/{other.pk}/password").status_code == 404


def test_what_a_keeper_does_is_seen_by_the_oversight_of_the_county(
    desk: Client, county: towns.County, keeper: Account
) -> None:
    opened(desk)
    assert seen_by(county.user("R10")).filter(actor=keeper.pk, subject="access_account", kind="insert").exists()


# ── appointing


def test_an_account_is_opened_appointed_and_given_a_first_password_that_opens_only_the_change(desk: Client) -> None:
    account = opened(desk)
    assert "担任孔溪乡乡镇经办" in text(appointed(desk, account))
    page = desk.post(f"/desk/accounts/{account.pk}/password").content.decode()
    first = re.search(r"first-password\">([^<]+)<", page).group(1)
    assert first not in text(desk.get(f"/desk/accounts/{account.pk}/"))
    clerk = by_password("xinren", first)
    assert clerk.get("/desk/").headers["Location"] == "/password/"
    assert clerk.get("/api/cases").status_code == 403
    again = {"old_password": first, "new_password1": first, "new_password2": first}
    assert "不能和现在的一样" in text(clerk.post("/password/", again))
    own = {"old_password": first, "new_password1": "wo-zi-ji-de-26", "new_password2": "wo-zi-ji-de-26"}
    assert clerk.post("/password/", own).headers["Location"] == "/desk/"
    assert clerk.get("/desk/").status_code == 200


def test_duties_that_meet_in_one_person_are_told_and_need_a_tick(desk: Client, county: towns.County) -> None:
    leader = county.staff["R7"]
    page = appointed(desk, leader, "R6", COUNTY)
    assert page.status_code == 422 and "审核和决定不能是同一个人" in text(page)
    assert not Post.objects.filter(account=leader, role="R6").exists()
    page = appointed(desk, leader, "R6", COUNTY, sure="on")
    assert "一人兼任应当分开的职责：审核和决定不能是同一个人" in text(page)


def test_a_place_outside_the_county_or_a_role_too_high_is_refused_in_words(desk: Client) -> None:
    account = opened(desk)
    assert "不在可选范围" in text(appointed(desk, account, "R4", "349902100000"))
    assert "要设在县" in text(appointed(desk, account, "R7", TOWN))
    assert not account.posts.exists()


def test_a_keeper_cannot_open_the_own_account_further(desk: Client, keeper: Account) -> None:
    assert appointed(desk, keeper, "R7", COUNTY).status_code == 403
    assert desk.post(f"/desk/accounts/{keeper.pk}/switch", {"do": "off"}).status_code == 403


def test_whoever_leaves_hands_over_first(desk: Client, county: towns.County) -> None:
    case = Walk(county, timezone.localdate()).case
    old, new, today = case.officer, county.second, str(timezone.localdate())
    address = f"/desk/accounts/{old.pk}/leave"
    assert "请选择接手的人" in text(desk.post(address, {"on": today}))
    page = text(desk.post(address, {"on": today, "to": str(new.pk)}, follow=True))
    assert "已移交：在办案件 1 件" in page and "名下没有未办完的工作" in page
    old.refresh_from_db()
    assert not old.is_active and not user_of(old).posts
    assert Case.objects.get(pk=case.pk).officer == new and cases_held([new.pk]) == {new.pk: 1}
    successor = signed_in(new)
    assert case.number in text(successor.get("/desk/cases/?mine=1"))
    assert f"{old.name} → {new.name}" in text(successor.get(f"/desk/cases/{case.pk}/?tab=record"))
    told = Entry.objects.get(kind="handover").content
    assert told["to"] == new.name and "在办案件 1 件" in told["handed"]


def test_an_account_switched_off_is_out_at_once(desk: Client, county: towns.County) -> None:
    clerk = signed_in(county.staff["R4"])
    assert clerk.get("/desk/").status_code == 200
    desk.post(f"/desk/accounts/{county.staff['R4'].pk}/switch", {"do": "off"})
    assert clerk.get("/desk/").status_code == 302


# ── rosters


def roster(desk: Client, *rows: tuple, **more: str) -> object:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "干部.xlsx"
    preview = desk.post("/desk/accounts/import", {"file": file})
    return desk.post("/desk/accounts/import", {"token": preview.context["token"], "do": "take", **more}, follow=True)


GOOD = ("sunli", "孙丽", "13800000001", "乡镇经办", "孔溪乡", "2026-03-01", None)
SECOND = ("sunli", "孙丽", None, "R3", "孔溪乡", "2026-03-01", None)


def test_a_roster_opens_accounts_and_posts_and_keeps_the_good_rows(desk: Client) -> None:
    bad = ("zhouqi", "周奇", None, "县局经办", "孔溪乡", "2026-03-01", None)
    page = roster(desk, GOOD, SECOND, bad, ("Li Lei", "李雷", None, "R4", "孔溪乡", None, None))
    account = Account.objects.get(username="sunli")
    assert {post.role for post in user_of(account).posts} == {"R3", "R4"} and account.must_change
    assert page.context["taken"].bad_rows == 2
    errors = {(e.row, e.what.split("，")[0]) for e in page.context["taken"].errors}
    assert (4, "县局经办的岗位要设在县") in errors and not Account.objects.filter(username="zhouqi").exists()


def test_the_same_roster_twice_changes_nothing(desk: Client) -> None:
    roster(desk, GOOD, SECOND)
    page = text(roster(desk, GOOD, SECOND))
    assert "新增 0，更新 0，未变 2" in page
    assert Post.objects.filter(account__username="sunli").count() == 2


def test_a_roster_neither_renames_nor_joins_duties_nor_reaches_the_own_account(
    desk: Client, county: towns.County
) -> None:
    other = ("jingban", "冒名", None, "R4", "孔溪乡", None, None)
    both = ("juzhang", "孙强", None, "R6", "安和县", None, None)
    own = ("guanli", "蔡管理", None, "R7", "安和县", None, None)
    told = " ".join(f"{e.what} {e.why}" for e in roster(desk, other, both, own).context["taken"].errors)
    assert "是王建的，不是冒名的" in told and "审核和决定不能是同一个人" in told and "不能改动自己的账号" in told


def test_first_passwords_of_a_roster_come_as_one_table(desk: Client) -> None:
    roster(desk, GOOD)
    file = b"".join(desk.post("/desk/accounts/first-passwords.xlsx").streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    told = next(row for row in rows if row[0] == "sunli")
    assert by_password("sunli", told[3]).get("/desk/").headers["Location"] == "/password/"
    assert "没有等着发初始密码的账号" in text(desk.post("/desk/accounts/first-passwords.xlsx", follow=True))


def test_the_export_is_what_the_list_shows_and_is_on_record(desk: Client) -> None:
    file = b"".join(desk.get("/desk/accounts/export.xlsx?role=R9").streaming_content)
    cells = [
        cell for row in openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True) for cell in row
    ]
    assert "郑云" in cells and "王建" not in cells
    assert Entry.objects.filter(kind="export", subject="access_account").exists()


# ── sessions


def test_one_sees_where_one_is_signed_in_and_ends_the_other_place(county: towns.County) -> None:
    desk, phone = by_password("jingban", PASSWORD), by_password("jingban", PASSWORD, PHONE)
    page = text(desk.get("/desk/account/"))
    assert "Chrome · Windows" in page and "Chrome · Android" in page and "本机" in page
    desk.post("/desk/account/sessions", {"session": "others"})
    assert phone.get("/desk/").status_code == 302 and desk.get("/desk/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(county: towns.County) -> None:
    mine, other = by_password("jingban", PASSWORD), by_password("jingban2", PASSWORD)
    handle = other.get("/desk/account/").context["here"]
    mine.post("/desk/account/sessions", {"session": handle})
    assert other.get("/desk/").status_code == 200


@pytest.mark.parametrize(("steps", "stays"), [((3000, 3000, 3000), True), ((3700,), False), ((3000,) * 10, False)])
def test_a_session_ends_when_it_is_left_idle_or_after_a_working_day(
    county: towns.County, monkeypatch: pytest.MonkeyPatch, steps: tuple, stays: bool
) -> None:
    client, now = by_password("jingban", PASSWORD), timezone.now()
    for seconds in steps:
        now += timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda moment=now: moment)
        answer = client.get("/desk/")
    assert (answer.status_code == 200) is stays


def test_an_ordinary_request_writes_nothing_for_its_session(county: towns.County) -> None:
    client = by_password("jingban", PASSWORD)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/")
    assert not [q for q in asked if q["sql"].startswith(("UPDATE", "INSERT", "SAVEPOINT"))]


def test_the_lock_after_wrong_passwords_says_until_when_and_the_keeper_lifts_it(
    desk: Client, county: towns.County
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = Client().post("/login/", {"username": "jingban", "password": "falsch"})
    until = timezone.localtime() + timedelta(minutes=15)
    assert page.status_code == 429
    assert {f"锁定到 {at:%H:%M} 。" for at in (until, until - timedelta(minutes=1))} & set(
        re.findall(r"锁定到 \d\d:\d\d 。", re.sub(r"\s+", " ", text(page)))
    )
    assert "锁定到" in text(desk.get("/desk/accounts/?state=locked"))
    desk.post(f"/desk/accounts/{county.staff['R4'].pk}/switch", {"do": "on"})
    assert by_password("jingban", PASSWORD).get("/desk/").status_code == 200


def test_a_new_post_counts_on_the_very_next_page(desk: Client, county: towns.County) -> None:
    clerk = signed_in(county.second)
    clerk.get("/desk/")
    appointed(desk, county.second, "R4", OTHER_TOWN)
    assert "云台镇" in clerk.get("/desk/").content.decode()
