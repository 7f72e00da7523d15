"""`anmin users` and `anmin audit` from outside."""

import importlib
import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.contrib.auth import authenticate

from anmin.kernel.access.api import Account, begin_second, holders, second_of, user_of
from anmin.kernel.audit.api import Finding, acting, history
from anmin.kernel.places.api import DivisionIn, load_divisions

pytestmark = pytest.mark.django_db
TOWN = "349926200000"
WORD = "wen-xin-tai-17"


@pytest.fixture
def anmin(monkeypatch):
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)

    def call(command: str, *args: str):
        return CliRunner().invoke(importlib.import_module(f"anmin.ops.commands.{command}").command, args)

    return call


@pytest.fixture
def wang(anmin) -> Account:
    with acting("测试"):
        load_divisions(
            [DivisionIn("349926000000", "安和县", date(2000, 1, 1)), DivisionIn(TOWN, "孔溪乡", date(2000, 1, 1))]
        )
    assert anmin("users", "add", "wang", "王某", "--password", WORD).exit_code == 0
    return Account.objects.get(username="wang")


def signs_in(rf, password: str) -> bool:
    return authenticate(rf.post("/login/"), username="wang", password=password) is not None


def test_a_new_account_signs_in_and_its_making_is_on_record(wang, rf):
    assert signs_in(rf, WORD)
    assert history("access_account", wang.pk)[-1].actor_name == "命令行"


def test_a_post_is_given_and_taken_by_its_days(anmin, wang):
    assert anmin("users", "post", "wang", "R4", "349926200", "--since", "2026-03-01").exit_code == 0
    assert holders("R4", "349926200201", date(2026, 3, 1)) == [wang]
    assert "孔溪乡乡镇经办" in anmin("users", "post", "wang", "R4", TOWN, "--end", "2026-06-01").output
    assert user_of(wang, date(2026, 5, 31)).roles == {"R4"}
    assert user_of(wang, date(2026, 6, 1)).roles == frozenset()


def test_the_list_tells_who_holds_what(anmin, wang):
    anmin("users", "post", "wang", "R4", TOWN, "--since", "2026-03-01")
    rows = json.loads(anmin("users", "list", "--json").output)
    assert rows[0]["posts"] == [{"role": "R4", "label": "乡镇经办", "area": TOWN, "place": "孔溪乡"}]
    assert "王某" in anmin("users", "list", "--role", "R4").output
    assert "王某" not in anmin("users", "list", "--role", "R6").output


def test_a_locked_account_cannot_sign_in_until_it_is_unlocked(anmin, wang, rf):
    anmin("users", "lock", "wang")
    assert not signs_in(rf, WORD)
    anmin("users", "unlock", "wang")
    assert signs_in(rf, WORD)


def test_a_lost_device_is_cleared_from_the_command_line(anmin, wang):
    with acting("测试"):
        factor = begin_second(wang, b"sealed")
        factor.since = date(2026, 11, 1)
        factor.save()
    assert anmin("users", "clear-second", "wang").exit_code == 0
    assert second_of(wang) is None


def test_a_keeper_of_one_county_is_made_on_the_command_line(anmin, wang):
    assert anmin("users", "add", "guan", "管某", "--keeper", "--area", "349926", "--password", WORD).exit_code == 0
    assert Account.objects.get(username="guan").area == "349926000000"


def test_a_reset_password_takes_the_place_of_the_old_one(anmin, wang, rf):
    assert anmin("users", "password", "wang", "--password", "ling-wai-yi-ge").exit_code == 0
    assert not signs_in(rf, WORD)
    assert signs_in(rf, "ling-wai-yi-ge")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "wang", "又一个", "--password", WORD), "已有人用"),
        (("add", "li", "李某", "--password", "123"), "密码"),
        (("post", "nobody", "R4", TOWN), "没有登录名"),
        (("post", "wang", "R99", TOWN), "没有“R99”"),
        (("post", "wang", "R4", "349926299"), "区划表里没有"),
        (("post", "wang", "R4", TOWN, "--end", "2026-06-01"), "没有正在任"),
        (("lock", "nobody"), "没有登录名"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(anmin, wang, args, said):
    result = anmin("users", *args)
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert said in result.output
    assert not Account.objects.filter(username="li").exists()


def test_the_last_keeper_cannot_be_locked_out(anmin, wang):
    anmin("users", "add", "guan", "管理员", "--keeper", "--password", WORD)
    assert "最后一个" in anmin("users", "lock", "guan").output
    assert Account.objects.get(username="guan").is_active


def test_verify_ends_with_one_where_something_was_found_and_names_it(anmin, monkeypatch):
    what = "待遇（funds_entitlement）第 1 行与最后一次记录不同：amount_month。"
    found = [Finding("edited", "funds_entitlement 1", what)]
    seen = {"blocks": 1, "entries": 2, "tables": 3}
    monkeypatch.setattr("anmin.kernel.audit.api.verify", lambda: (found, seen))
    result = anmin("audit", "verify")
    assert (result.exit_code, what in result.output) == (1, True)
    told = json.loads(anmin("audit", "verify", "--json").output)
    assert (told["whole"], told["findings"][0]["what"], told["seen"]) == (False, what, seen)
    monkeypatch.setattr("anmin.kernel.audit.api.verify", lambda: ([], seen))
    assert anmin("audit", "verify").exit_code == 0
