"""A clerk pastes a plan, goes through its rows by keyboard alone, and takes the table away."""

import openpyxl
import pytest

from anmin.kernel.targets.api import Item, Plan
from tests import county as towns

TEXT = """安和县民政局2026年民政工作要点

一、养老服务。9月底前新建敬老院2所,护理型床位占比由52%提高到60%,其中城区、山区分别新设助餐点4个、3个。
二、社会救助。7月1日起,低保标准提高到每人每月1070元。加强值班,值班电话8小时有人接。
"""


@pytest.fixture
def clerk(transactional_db, live_server, browser_page):
    towns.build()
    page = browser_page
    page.goto(f"{live_server.url}/login/")
    page.fill("#id_username", "xianju")
    page.fill("#id_password", towns.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")
    return page


def at(page) -> str:
    return page.locator(".item.at .item-value").inner_text()


def press(page, key: str, until: str) -> None:
    """A key, and what the page shows once it is done."""
    page.keyboard.press(key)
    page.wait_for_selector(until)


def paste(page) -> None:
    page.click("text=计划和总结")
    page.click("text=收录计划或总结")
    page.fill("#id_text", TEXT)
    page.click("button:has-text('收录并读出目标')")
    page.wait_for_selector(".item.at")


def drop_undo_and_split(page) -> None:
    page.keyboard.press("k")
    page.keyboard.press("j")
    before = page.locator(".item.at").get_attribute("data-item")
    press(page, "d", f"#i{before}[data-state=dropped]")
    with page.expect_navigation():
        page.keyboard.press("u")
    page.wait_for_selector(f"#i{before}.at:not([data-state=dropped])")
    page.keyboard.press("s")
    page.keyboard.type(Item.objects.get(pk=before).surface)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(".item.at[data-state=doubtful]")
    assert Item.objects.filter(split_from=before).count() == 1
    press(page, "?", "#wall-keys[open]")
    page.keyboard.press("Escape")


def correct_a_heading(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("t")
    page.locator(".revise-row [name=title]").nth(1).fill("养老服务体系")
    with page.expect_navigation():
        page.click("button:has-text('保存')")
    assert "养老服务体系" in page.locator(".wall-outline").inner_text()
    assert "养老服务体系" in [row["title"] for row in Plan.objects.get().outline]


def test_a_pasted_plan_is_gone_through_by_keyboard_and_exported(clerk, tmp_path):
    page = clerk
    paste(page)
    count = Item.objects.count()
    first = page.locator(".item.at").get_attribute("data-item")
    press(page, "Enter", f"#i{first}[data-state=confirmed]")
    page.wait_for_selector(f"text=已确认 1 / {count}")
    assert page.locator(".item.at").get_attribute("data-item") != first, "the next open row is taken up"
    assert page.locator(f".doc .q.is-confirmed[data-items='{first}']").count()

    share = str(Item.objects.get(surface__contains="60%").pk)
    page.click(f".doc .q[data-items='{share}']")
    assert page.locator(".item.at").get_attribute("data-item") == share
    press(page, "e", ".item.at .edit")
    page.keyboard.press("Escape")
    page.wait_for_selector(".edit", state="detached")
    press(page, "e", ".item.at .edit")
    page.fill(".edit [name=amount]", "六十")
    press(page, "Enter", ".edit .wrong")
    page.fill(".edit [name=amount]", "61.5")
    page.fill(".edit [name=owner]", "养老服务股")
    press(page, "Enter", f"#i{share}[data-state=corrected]")
    assert "61.5 %" in page.locator(f"#i{share}").inner_text()

    drop_undo_and_split(page)
    with page.expect_download() as loading:
        page.keyboard.press("x")
    loading.value.save_as(tmp_path / "条目.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "条目.xlsx").active.iter_rows(values_only=True))
    head = next(row for row in rows if "编号" in row)
    below = [dict(zip(head, row, strict=True)) for row in rows if len(row) == len(head)]
    found = next(row for row in below if str(row["编号"]) == share)
    assert (found["数值"], found["责任单位"], found["状态"]) == ("61.5", "养老服务股", "已改正")
    assert found["原句"] == Item.objects.get(pk=share).sentence
    correct_a_heading(page)


def test_without_script_a_row_is_confirmed_by_its_button(clerk, _browser, live_server):
    paste(clerk)
    plan = Plan.objects.get()
    context = _browser.new_context(java_script_enabled=False, storage_state=clerk.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/plans/{plan.pk}/")
    assert page.locator(".doc").is_visible() and page.locator(".items").is_visible()
    page.locator(".item button[value=confirm]").first.click()
    page.wait_for_selector("text=已确认 1 /")
    page.locator(".item [data-act=correct]").first.click()
    page.fill("[name=owner]", "办公室")
    page.click("button:has-text('保存改正')")
    page.wait_for_selector(".item-facts:has-text('办公室')")
    context.close()


def test_on_a_phone_text_and_rows_are_two_tabs(clerk):
    clerk.set_viewport_size({"width": 390, "height": 844})
    clerk.goto(clerk.url + "plans/new")
    clerk.fill("#id_text", TEXT)
    clerk.click("button:has-text('收录并读出目标')")
    clerk.wait_for_selector(".item.at")
    assert not clerk.locator(".doc").is_visible()
    clerk.click("[data-tab=doc]")
    clerk.locator(".doc .q").nth(2).click()
    assert clerk.locator(".items").is_visible()
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 390
