"""An editor's work in the admin, as a browser shows it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import NBSP
from tests.browser.addresses import COMPARED
from tests.browser.conftest import OpenContext, Site, sign_in


def open_ten_years(page: Page, site: Site) -> None:
    """Sign in, and find the figure of ten years and more by searching for it."""
    sign_in(page, site.url)
    page.goto(f"{site.url}/admin/salaries/figure/")
    page.fill("#searchbar", "10+")
    page.click("#changelist-search [type=submit]")
    page.click("#result_list tbody th a")


@pytest.fixture
def corrected(page: Page, own_site: Site) -> Page:
    """An editor has changed 155,000 to 160,000."""
    open_ten_years(page, own_site)
    assert page.input_value("#id_mean") == "155000"
    page.fill("#id_mean", "160,000")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    return page


def test_a_corrected_figure_is_on_the_very_next_pages(corrected: Page, own_site: Site) -> None:
    corrected.goto(own_site.url + COMPARED)
    expect(corrected.locator("h1")).to_have_text(f"10+ Years pays 50.6{NBSP}% more than the general average")
    expect(corrected.locator("#comparison table")).to_contain_text("+$53,750 a year")
    corrected.goto(f"{own_site.url}/salaries/backend-engineer/")
    expect(corrected.locator("#figures")).to_contain_text(f"50.6{NBSP}%")
    expect(corrected.locator("#figures")).to_contain_text("$160,000")
    expect(corrected.locator("body")).not_to_contain_text("155,000")


def test_view_on_site_leads_to_the_public_page(page: Page, site: Site) -> None:
    open_ten_years(page, site)
    page.click(".object-tools a:has-text('View on site')")
    expect(page.locator("header .mark")).to_be_visible()
    expect(page.locator("main")).to_contain_text("$155,000")


@pytest.mark.parametrize("language", ["de-DE", "fr-FR"])
def test_the_editors_own_language_changes_no_amount(
    own_site: Site, open_context: OpenContext, language: str
) -> None:
    page = open_context(locale=language).new_page()
    open_ten_years(page, own_site)
    assert page.input_value("#id_mean") == "155000"
    page.fill("#id_mean", "155.000")
    page.click("input[name=_save]")
    expect(page.locator(".errorlist").first).to_be_visible()
    expect(page.locator("#id_mean")).to_have_value("155.000")


def test_a_list_to_choose_from_is_searched_while_typing(page: Page, site: Site) -> None:
    sign_in(page, site.url)
    page.goto(f"{site.url}/admin/salaries/figure/add/")
    page.click(".field-role .select2-selection:has(#select2-id_role-container)")
    page.keyboard.type("back")
    page.click(".select2-results__option:has-text('Backend Engineer')")
    expect(page.locator("#select2-id_role-container")).to_contain_text("Backend Engineer")
