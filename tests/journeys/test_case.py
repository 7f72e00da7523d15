"""One household from application to decision in a real browser, each step by whoever does it, each paper opened."""

import io
import re
from datetime import UTC, date, datetime, time, timedelta

import docx
import openpyxl
import pypdf
import pytest
from django.apps import apps
from django.utils import timezone

from anmin.kernel.access.api import account_named, user_of
from anmin.kernel.flow.api import Case
from anmin.kernel.funds.api import Batch, files_of
from anmin.kernel.month.api import People, close_month
from tests import county as towns

DAY = date(2026, 10, 9)
LOGINS = {role: login for role, login, _, _ in towns.STAFF}


class Journey:
    """A browser that changes hands, on a day that can be moved on."""

    def __init__(self, page, url, clock, shoot) -> None:
        self.page, self.url, self.clock, self.shoot = page, url, clock, shoot
        self.day = DAY
        self.clock(self.day)

    def waits(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.clock(self.day)

    def becomes(self, role: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/login/")
        self.page.fill("#id_username", LOGINS[role])
        self.page.fill("#id_password", towns.PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/desk/")

    def opens_first_task(self) -> None:
        """By keyboard: down to the first line of the work list, and open it."""
        self.page.keyboard.press("j")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile(r"/desk/cases/\d+/"))

    def moves(self, name: str, **answers: str) -> None:
        card = self.page.locator(f"details.offer:has(form[action$='/move/{name}'])")
        if card.get_attribute("open") is None:
            card.locator("summary").click()
        for field, text in answers.items():
            card.locator(f"[name='{name}-{field}']").fill(text)
        if card.locator(f"[name='{name}-sure']").count():
            card.locator(f"[name='{name}-sure']").check()
        self.shoot(name)
        card.locator("button[type=submit]").click()
        self.page.wait_for_selector(".said-success")

    def files(self, form: str, second: str = "", picks: dict | None = None, **answers: str) -> None:
        self.page.click(f".work a[href*='form={form}']")
        for field, text in answers.items():
            self.page.fill(f"[name='r-{field}']", text)
        for field, value in (picks or {}).items():
            self.page.check(f"[name='r-{field}'][value='{value}']")
        if second:
            self.page.select_option("[name='r-second']", label=second)
        self.shoot(form)
        self.page.click("#form button[type=submit]")
        self.page.wait_for_selector(".said-success")

    def papers(self) -> dict[str, str]:
        """Every paper of the case, opened in both forms: the text of the PDF by title."""
        self.page.click(".case-tabs a[href*='tab=papers']")
        self.page.wait_for_selector("#tab h2:text('文书')")
        self.shoot("papers")
        found = {}
        for row in self.page.locator("#tab tbody tr").all():
            link = row.locator("a[href$='.pdf']").get_attribute("href")
            pdf = self.page.request.get(f"{self.url}{link}").body()
            word = self.page.request.get(f"{self.url}{link.replace('.pdf', '.docx')}").body()
            assert docx.Document(io.BytesIO(word)).paragraphs
            text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)
            found[row.locator("td").first.inner_text()] = text
        return found


@pytest.fixture
def journey(transactional_db, live_server, browser_page, monkeypatch, shoot):
    def clock(day: date) -> None:
        moment = datetime.combine(day, time(2), tzinfo=UTC)  # ten in the morning
        monkeypatch.setattr(timezone, "now", lambda: moment)

    towns.build()
    return Journey(browser_page, live_server.url, clock, shoot)


def register(journey: Journey) -> None:
    page = journey.page
    page.goto(f"{journey.url}/desk/cases/")
    page.click("text=登记申请")
    page.fill("#id_text", towns.number("34992619751103011"))
    page.click("button:has-text('查找')")
    page.click("text=没有登记过，登记新的家庭")
    page.select_option("#id_home-area", label="孔溪乡 三盘村")
    page.fill("#id_home-bank_account", "6222000000001234563")
    page.fill("#id_n0-name", "高志明")
    page.check("#id_n0c-consent")
    page.fill("#id_n0-wage_month", "1,200")
    page.click("#add-member")
    page.wait_for_selector("#id_n1-name")
    assert page.input_value("#id_n0-wage_month") == "1,200"
    page.fill("#id_n1-name", "高小虎")
    page.fill("#id_n1-number", towns.number("34992620130615203"))
    page.press("#id_n1-number", "Tab")
    page.wait_for_selector("#told-1 .good")
    page.select_option("#id_n1-relation", label="子")
    page.select_option("#id_n1-study", value="school")
    page.check("[name='a-kin'][value='no']")
    journey.shoot("application")
    page.click("button:has-text('接件并开始计时')")
    page.wait_for_selector(".said-success")


def investigate(journey: Journey) -> None:
    """The township visits and asks, the check centre answers, the township reckons."""
    journey.becomes("R4")
    journey.opens_first_task()
    said = {"address": "三盘村 5 号", "present": "高志明", "findings": "平房两间，无大件家电"}
    journey.files("visit", "李倩 · 乡镇经办", {"housing": "plain", "matches": "yes"}, **said)
    journey.files("check_request")
    journey.becomes("R8")
    journey.opens_first_task()
    journey.files("check_report", picks={"result": "same"}, sources="民政、人社、公安、市场监管、银行")
    journey.becomes("R4")
    journey.opens_first_task()
    journey.page.click("button:has-text('按今天的申报测算')")
    journey.page.wait_for_selector(".receipt .total")
    journey.shoot("reckoning")
    assert "1,167.00" in journey.page.locator(".receipt .total .r-value").inner_text()


def publish(journey: Journey) -> None:
    """The leader signs, everyone sees the masked notice, and after its term the township submits."""
    journey.becomes("R5")
    journey.opens_first_task()
    journey.moves("preliminary", proof="照片 001，村务公开栏，见证人赵小梅")
    journey.page.context.clear_cookies()
    journey.page.goto(f"{journey.url}/notices/{towns.VILLAGE}/")
    journey.shoot("notice")
    assert "高*明" in journey.page.content()
    assert "高志明" not in journey.page.content()
    journey.waits(8)
    journey.becomes("R4")
    journey.opens_first_task()
    journey.moves("submit", proof="照片 017")


def decide(journey: Journey) -> None:
    """The county checks; another decides, and reads on the button what that means."""
    journey.becomes("R6")
    journey.opens_first_task()
    journey.moves("county_check", opinion="经审核，同意乡镇意见")
    journey.becomes("R7")
    journey.opens_first_task()
    button = journey.page.locator("form[action$='/move/confirm'] button").inner_text()
    assert button == "确认同意，自2026年11月起每月发放 ¥1,167.00"
    journey.moves("confirm")
    assert "本案已于 2026-10-17 办结：已确认" in journey.page.content()


def test_an_application_comes_to_its_decision_and_to_the_bank_through_every_hand(journey, settings, tmp_path):
    journey.becomes("R3")
    register(journey)
    journey.moves("accept")
    investigate(journey)
    publish(journey)
    decide(journey)
    papers = journey.papers()
    assert len(papers) == 3
    for text in papers.values():
        assert "高志明" in text or "高*明" in text
    case = Case.objects.get()
    entitlement = apps.get_model("funds.Entitlement").objects.get(case=case)
    assert (entitlement.amount_month, entitlement.since) == (116700, date(2026, 11, 1))
    settings.VAR_DIR = tmp_path
    paid_in_november(case)


def paid_in_november(case: Case) -> None:
    """The month is closed by three people, and the bank's workbook names the household once, with its amount."""
    people = People(*(user_of(account_named(LOGINS[role])) for role in ("R6", "R9", "R7")))
    close_month("dibao", date(2026, 11, 1), towns.COUNTY, people=people, on=date(2026, 11, 5))
    book = openpyxl.load_workbook(files_of(Batch.objects.get())["xlsx"]).active
    lines = [[cell.value for cell in row] for row in book.iter_rows() if "高志明" in [cell.value for cell in row]]
    assert len(lines) == 1
    assert {"6222000000001234563", towns.number("34992619751103011")} <= set(lines[0])
    assert 1167 in lines[0]
