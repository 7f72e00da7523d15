"""The month in a real browser: made by one, reviewed by another, approved by a third, sent, answered, locked."""

import re
from pathlib import Path

import openpyxl

from tests.site import Site

PASSWORD = "anmin2026"


def sign_in(page, site: Site, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site.url}/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/**")


def sure(page, words: str) -> None:
    """Opens the question and answers yes."""
    page.locator("summary", has_text=words).click()
    page.locator("details[open] button[type=submit]").click()
    page.wait_for_load_state()


def test_a_month_passes_through_three_hands_and_the_bank(site: Site, browser_page, tmp_path: Path) -> None:
    page = browser_page
    sign_in(page, site, "xianban")
    page.goto(f"{site.url}/desk/rolls/begin")
    page.get_by_role("button", name="检查、测算并生成名册").click()
    page.wait_for_url(re.compile(r"/desk/rolls/\d+/"))
    roll = page.url
    assert page.get_by_text("等待资金发放岗复核").is_visible()

    sign_in(page, site, "caiwu")
    page.goto(roll)
    page.get_by_role("button", name="复核通过").click()
    assert page.get_by_text("已复核").first.is_visible()

    sign_in(page, site, "xianzhang")
    page.goto(roll)
    sure(page, "批准并发放")
    assert page.get_by_text("已批准发放").is_visible()

    sign_in(page, site, "caiwu")
    page.goto(roll)
    page.get_by_role("button", name="生成银行文件").click()
    with page.expect_download() as bank:
        page.get_by_role("link", name="Excel").first.click()
    bank.value.save_as(tmp_path / "bank.xlsx")
    answered = answered_by_the_bank(tmp_path / "bank.xlsx", tmp_path / "answer.xlsx")
    page.locator("summary", has_text="读入回盘").click()
    page.set_input_files("input[type=file]", answered)
    page.get_by_role("button", name="读入", exact=True).click()
    assert page.get_by_text("退回 1 笔").first.is_visible()

    sign_in(page, site, "xianzhang")
    page.goto(roll)
    sure(page, "结账锁定")
    assert page.get_by_text("已结账锁定").first.is_visible()
    assert_report_agrees(page, tmp_path)


def assert_report_agrees(page, tmp_path: Path) -> None:
    """The month's report, opened by another library, counts the lines of the bank file."""
    with page.expect_download() as report:
        page.get_by_role("link", name="月报").click()
    report.value.save_as(tmp_path / "report.xlsx")
    sums = [row[1].value for row in openpyxl.load_workbook(tmp_path / "report.xlsx")["对账"].iter_rows(min_row=2)]
    assert sums[1] == openpyxl.load_workbook(tmp_path / "bank.xlsx")["发放明细"].max_row - 1


def answered_by_the_bank(sent: Path, answer: Path) -> Path:
    """The bank's own way: the file that came, with what became of each line; the last one bounced."""
    book = openpyxl.load_workbook(sent)
    page = book["发放明细"]
    page.cell(1, 9, "处理结果")
    page.cell(1, 10, "失败原因")
    for row in range(2, page.max_row + 1):
        bounced = row == page.max_row
        page.cell(row, 9, "失败" if bounced else "成功")
        page.cell(row, 10, "账户已销户" if bounced else None)
    book.save(answer)
    return answer
