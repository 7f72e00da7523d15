"""The first minute of a newcomer: the address from `make start` opens, without a request beyond this machine."""

from tests.site import Site


def test_the_front_door_opens_in_a_real_browser(site: Site, browser_page) -> None:
    answer = browser_page.goto(f"{site.url}/")
    assert answer.ok
    assert "安民" in browser_page.title()
    assert browser_page.locator("input[type=password]").is_visible()
    style = browser_page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Noto Sans SC" in style
