"""The month in a real browser: made by one, reviewed by another, approved by a third, sent, answered, locked.

Before it is made, a change told in a township is confirmed in the county; after it is locked, the head sees the county.
"""

import re
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.utils import timezone

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
    a_change_is_confirmed_first(page, site)
    page.goto(f"{site.url}/desk/rolls/begin")
    page.get_by_role("button", name="检查、测算并生成名册").click()
    page.wait_for_url(re.compile(r"/desk/rolls/\d+/"))
    roll = page.url
    page.get_by_text("等待资金发放岗复核").wait_for()

    sign_in(page, site, "caiwu")
    page.goto(roll)
    page.get_by_role("button", name="复核通过").click()
    page.get_by_text("已复核").first.wait_for()

    sign_in(page, site, "xianzhang")
    page.goto(roll)
    sure(page, "批准并发放")
    page.get_by_text("已批准发放").wait_for()

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
    page.get_by_text("退回 1 笔").first.wait_for()

    sign_in(page, site, "xianzhang")
    page.goto(roll)
    sure(page, "结账锁定")
    page.get_by_text("已结账锁定").first.wait_for()
    assert_report_agrees(page, tmp_path)
    assert_the_head_sees_the_county(page, site, roll)


def a_change_is_confirmed_first(page, site: Site) -> None:
    """The month cannot be made while a change waits; whoever makes it may be the one who confirms the change."""
    tell_that_someone_left(page, site)
    sign_in(page, site, "xianban")
    page.goto(f"{site.url}/desk/rolls/begin")
    page.get_by_role("button", name="检查、测算并生成名册").click()
    page.get_by_text("1 件家庭变化等待复核").wait_for()
    confirm_what_waits(page, site)


def tell_that_someone_left(page, site: Site) -> None:
    """A township officer tells that a member moved away last month: the amount changes with the month to be made."""
    (home,) = site.sql(
        """SELECT h.id FROM people_household h JOIN funds_entitlement e ON e.household_id = h.id AND e.until IS NULL
           JOIN people_membership m ON m.household_id = h.id AND m.until IS NULL
           WHERE h.area LIKE '349926200%%' AND e.programme = 'dibao' AND e.since < date_trunc('month', now()) - interval '2 month'
           GROUP BY h.id HAVING count(*) > 2 ORDER BY h.id LIMIT 1"""
    )[0]
    sign_in(page, site, "jingban")
    page.goto(f"{site.url}/desk/households/{home}/change")
    page.locator("a[href*='kind=left']").nth(1).click()
    page.fill("[name=on]", str(timezone.localdate().replace(day=1) - timedelta(days=12)))
    page.fill("[name=proof]", "户口迁移证 118 号")
    page.get_by_role("button", name="列出后果").click()
    page.get_by_text("由县局另一人复核").wait_for()
    page.get_by_role("button", name="提交复核").click()
    page.get_by_text("在此之前金额不变").wait_for()


def confirm_what_waits(page, site: Site) -> None:
    """From the first page to what waits; the second person sees the same consequences, confirms, and the paper is there."""
    page.goto(f"{site.url}/desk/")
    page.get_by_role("main").get_by_role("link", name="家庭变化待复核").click()
    page.locator("main table a[href*='event-proposals/']").first.click()
    page.get_by_role("button", name="确认，执行上列变化").click()
    page.get_by_text("低保变〔").wait_for()
    with page.expect_download() as paper:
        page.get_by_role("link", name="PDF").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")


def assert_the_head_sees_the_county(page, site: Site, roll: str) -> None:
    """Figures of the month that was made: due in the county page is what the roll says, opened to its lines."""
    key = int(roll.rstrip("/").split("/")[-1])
    month = site.sql("SELECT to_char(month, 'YYYY-MM') FROM funds_roll WHERE id = %s", key)[0][0]
    due = int(site.sql("SELECT sum(amount) FROM funds_payment WHERE roll_id = %s", key)[0][0])
    page.goto(f"{site.url}/desk/county/?month={month}&figure=dibao.due")
    with page.expect_navigation():
        page.get_by_role("button", name="重新计算").click()
    page.goto(f"{site.url}/desk/county/?month={month}&figure=dibao.due")
    page.get_by_text(f"{due // 100:,}.{due % 100:02d}").first.wait_for()
    page.get_by_role("link", name="打开这个数背后的全部记录").click()
    page.get_by_text(re.compile("超过|共")).first.wait_for()
    page.goto(f"{site.url}/desk/county/officers/?month={month}")
    page.get_by_role("heading", name="办理情况").wait_for()


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
