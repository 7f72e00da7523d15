"""A system keeper appoints a clerk in a real browser; the clerk works, is moved, and the successor has the cases."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from anmin.kernel.access.api import Account, open_account
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import Case
from tests import county as towns
from tests.flow.walk import VISIT, Walk

OWN = "zi-ji-de-mi-ma-26"


class Desk:
    """A browser in which one after another signs in."""

    def __init__(self, page: object, url: str, shoot: Callable[[str], None]) -> None:
        self.page, self.url, self.shoot = page, url, shoot

    def becomes(self, username: str, password: str = towns.PASSWORD) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def says(self, text: str) -> None:
        self.page.wait_for_selector(f"main :text('{text}')")
        self.shoot(text)


@pytest.fixture
def desk(transactional_db: None, live_server: object, browser_page: object, shoot: Callable[[str], None]) -> Desk:
    return Desk(browser_page, live_server.url, shoot)


def test_a_clerk_is_appointed_works_is_moved_and_the_successor_has_the_cases(desk: Desk) -> None:
    county = towns.build()
    with acting("测试"):
        open_account(username="guanli", name="蔡管理", password=towns.PASSWORD, keeper=True, area=towns.COUNTY)
    first = _keeper_opens_and_appoints(desk)
    _clerk_changes_the_password(desk, first)
    case = _clerk_works(desk, county)
    _keeper_moves_the_clerk(desk)
    _successor_has_the_case(desk, case)
    _clerk_no_longer_sees_it(desk, case)


def _keeper_opens_and_appoints(desk: Desk) -> str:
    page = desk.page
    desk.becomes("guanli")
    page.wait_for_url("**/desk/accounts/")
    page.click("text=新增账号")
    page.fill("#id_username", "qianjin")
    page.fill("#id_name", "钱进")
    page.select_option("#id_home", label="安和县")
    page.click("main button:text-is('新增账号')")
    desk.says("下一步：任命岗位")
    page.select_option("#id_role", label="乡镇经办")
    page.select_option("#id_area", label="孔溪乡")
    page.click("main button:text-is('任命')")
    desk.says("担任孔溪乡乡镇经办")
    page.click("main button:has-text('发初始密码')")
    desk.says("只在这里显示一次")
    return page.inner_text(".first-password")


def _clerk_changes_the_password(desk: Desk, first: str) -> None:
    page = desk.page
    desk.becomes("qianjin", first)
    page.wait_for_url("**/password/")
    page.goto(f"{desk.url}/desk/")
    assert page.url.endswith("/password/")
    page.fill("#id_old_password", first)
    page.fill("#id_new_password1", OWN)
    page.fill("#id_new_password2", OWN)
    page.click("main button:text-is('修改密码')")
    desk.says("密码已修改")


def _clerk_works(desk: Desk, county: towns.County) -> Case:
    """A case for which the clerk answers, with a visit filed in the browser."""
    walk = Walk(county, timezone.localdate()).accepted()
    clerk = Account.objects.get(username="qianjin")
    with acting("测试"):
        Case.objects.filter(pk=walk.pk).update(officer=clerk)
    page = desk.page
    page.goto(f"{desk.url}/desk/cases/{walk.pk}/")
    page.click(".work a[href*='form=visit']")
    for name in ("address", "present", "findings"):
        page.fill(f"[name='r-{name}']", VISIT[name])
    page.check("[name='r-housing'][value='plain']")
    page.check("[name='r-matches'][value='yes']")
    page.select_option("[name='r-second']", label="李倩 · 乡镇经办")
    page.click("#form button[type=submit]")
    page.wait_for_selector(".said-success")
    return walk.case


def _keeper_moves_the_clerk(desk: Desk) -> None:
    page = desk.page
    desk.becomes("guanli")
    page.fill("#q", "钱进")
    page.press("#q", "Enter")
    page.click("tbody a:text-is('钱进')")
    page.click("text=免去")
    page.click("main button:text-is('免去岗位')")
    desk.says("请选择接手的人")
    page.select_option("#id_to", label="李倩（jingban2）")
    page.click("main button:text-is('免去岗位')")
    desk.says("已移交：在办案件 1 件")
    page.click("text=任命岗位")
    page.select_option("#id_role", label="乡镇经办")
    page.select_option("#id_area", label="云台镇")
    page.click("main button:text-is('任命')")
    desk.says("担任云台镇乡镇经办")


def _successor_has_the_case(desk: Desk, case: Case) -> None:
    desk.becomes("jingban2")
    desk.page.goto(f"{desk.url}/desk/cases/?mine=1")
    desk.says(case.number)
    desk.page.goto(f"{desk.url}/desk/cases/{case.pk}/")
    desk.says("责任人 李倩")


def _clerk_no_longer_sees_it(desk: Desk, case: Case) -> None:
    desk.becomes("qianjin", OWN)
    assert desk.page.goto(f"{desk.url}/desk/cases/{case.pk}/").status == 404
    desk.page.goto(f"{desk.url}/desk/account/")
    desk.says("云台镇")
