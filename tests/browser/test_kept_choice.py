"""What was chosen of a comparison (statistic, release, prices, version) goes along with its sides."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Site

ROLES = "/compare/software-developer.average/vs/data-scientist.average/"
TURNED = "/compare/data-scientist.average/vs/software-developer.average/"


@pytest.mark.parametrize("query", ["?statistic=p90", "?release=bls-oews/may-2021", "?prices=cpi", "?as_of=1"])
@pytest.mark.parametrize("script", [True, False])
def test_another_baseline_keeps_what_was_chosen(
    site: Site, open_context: OpenContext, query: str, script: bool
) -> None:
    page: Page = open_context(java_script_enabled=script).new_page()
    page.goto(f"{site.url}{ROLES}{query}")
    page.click("#baseline-2")
    expect(page.locator("h1")).to_contain_text("than Data Scientist")
    expect(page).to_have_url(f"{site.url}{TURNED}{query}")
