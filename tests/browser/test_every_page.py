"""What holds on every page: no violation, no finding, nothing cut off, at any width, light and dark."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.addresses import PUBLIC
from tests.browser.conftest import Faults, Site, sign_in

SCHEMES = ["light", "dark"]
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
NOT_FOUND = "/salaries/backend-enginer/"
ADMIN = [
    "/admin/", "/admin/salaries/figure/", "/admin/salaries/figure/1/change/", "/admin/salaries/figure/1/history/",
    "/admin/salaries/figure/1/delete/", "/admin/salaries/figure/add/", "/admin/salaries/releasepart/1/change/",
    "/admin/salaries/role/1/change/", "/admin/salaries/role/", "/admin/password_change/",
]  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_has_no_error_and_fits_every_width(page: Page, site: Site, name: str) -> None:
    page.goto(site.url + PUBLIC[name])
    for width in (320, 360, 768, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(OVERFLOWS), width


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", [*PUBLIC, "not found"])
def test_axe_finds_nothing(
    site: Site, open_context: Callable[..., BrowserContext], faults: Faults, name: str, scheme: str
) -> None:
    page = open_context(color_scheme=scheme).new_page()
    page.goto(site.url + PUBLIC.get(name, NOT_FOUND))
    faults.clear()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in found] == []


def test_the_editors_area_keeps_the_policy(page: Page, site: Site, faults: Faults) -> None:
    sign_in(page, site.url)
    inline = re.compile(r"<[^>]*\s(?:style|on[a-z]+)=")
    for address in ADMIN:
        answer = page.goto(site.url + address)
        assert answer is not None and answer.status == 200, address
        assert inline.search(answer.text()) is None, address
        assert faults == [], address


def test_a_corrected_figure_is_on_the_next_page(page: Page, own_site: Site) -> None:
    sign_in(page, own_site.url)
    page.goto(f"{own_site.url}/admin/salaries/figure/?q=10%2B")
    page.click("#result_list tbody th a")
    page.fill("#id_mean", "160,000")
    page.click("input[name=_save]")
    page.goto(f"{own_site.url}/salaries/backend-engineer/")
    assert "50.6\N{NO-BREAK SPACE}% above" in page.locator("main").inner_text()


def test_the_editors_own_language_changes_no_amount(
    own_site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(locale="de-DE").new_page()
    sign_in(page, own_site.url)
    page.goto(f"{own_site.url}/admin/salaries/figure/?q=10%2B")
    page.click("#result_list tbody th a")
    assert page.input_value("#id_mean") == "155000"
    page.fill("#id_mean", "155.000")
    page.click("input[name=_save]")
    assert "errorlist" in page.content()
