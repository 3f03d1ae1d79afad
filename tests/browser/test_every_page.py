"""What holds on every page: nothing is cut off at any width, and axe finds nothing however the page is looked at."""

from typing import Literal, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.addresses import ALL, PUBLIC
from tests.browser.conftest import Faults, Site

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
WIDTHS = (320, 360, 768, 1440, 2560)
AT_400_PERCENT: ViewportSize = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 pixels."""
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("name", ALL)
def test_a_page_never_scrolls_sideways(page: Page, site: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 4")
    page.goto(site.url + ALL[name])
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate(OVERFLOWS), (width, scheme)


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing(page: Page, site: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 4")
    page.goto(site.url + ALL[name])
    assert findings(page) == [], "light"
    page.emulate_media(forced_colors="active")
    assert findings(page) == [], "forced colours"
    page.emulate_media(color_scheme="dark", forced_colors="none")
    page.set_viewport_size(AT_400_PERCENT)
    assert findings(page) == [], "dark, 320 px wide, 400 %"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_table_of_places_opens_at_any_width(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.url + PUBLIC["official"])
    page.click("summary")
    expect(page.locator("details table")).to_contain_text("Mississippi")
    assert not page.evaluate(OVERFLOWS)
    assert findings(page) == []


def findings(page: Page, impacts: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """The rules that a page breaks, and where; of some impacts alone, where they are named."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        (one["id"], [node["html"] for node in one["nodes"]][:3])
        for one in found
        if not impacts or one["impact"] in impacts
    ]


def test_axe_finds_nothing_in_a_message_that_was_swapped_in(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 400", "Status Error Code 400")
    page.goto(f"{site.url}/compare/")
    page.click("#compare-button")
    page.wait_for_selector("#comparison [role=alert]")
    assert findings(page) == []
