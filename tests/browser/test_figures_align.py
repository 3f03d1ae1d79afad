"""Numbers that stand under each other have digits of one width, and are aligned at the right."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import PUBLIC
from tests.browser.conftest import Site

UNEVEN = """() => [...document.querySelectorAll("td.num, .roles .amount, .big .n, svg .end")]
  .filter((one) => /\\d/.test(one.textContent) && getComputedStyle(one).fontVariantNumeric !== "tabular-nums")
  .map((one) => one.textContent)"""
LEFT = """() => [...document.querySelectorAll("td.num")]
  .filter((one) => getComputedStyle(one).textAlign !== "right").map((one) => one.textContent)"""


@pytest.mark.parametrize("name", PUBLIC)
def test_numbers_that_stand_under_each_other_line_up(page: Page, site: Site, name: str) -> None:
    page.goto(site.url + PUBLIC[name])
    assert page.evaluate(UNEVEN) == []
    assert page.evaluate(LEFT) == []
