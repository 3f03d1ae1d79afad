"""On a phone a comparison's table needs no sideways scroll: every number is in sight."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.test_printing import FOUR, TWO

FITS = "(region) => region.scrollWidth <= region.clientWidth"


@pytest.mark.parametrize(
    "address",
    [
        TWO,
        FOUR,
        f"{TWO}?prices=rpp",
        f"{FOUR}?prices=rpp",
        "/compare/backend-engineer.average/vs/backend-engineer.entry-level/",
        "/compare/it-manager.average/vs/software-developer.average/?release=bls-oews/may-2024&statistic=p90",
    ],
)
def test_every_number_of_a_comparison_is_in_sight(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site.url + address)
    assert page.locator(".comparison .scroll").evaluate(FITS)
