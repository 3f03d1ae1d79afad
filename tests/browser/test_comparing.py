"""Comparing two sides, and sending the address of what was found to somebody else."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import LESS, MORE, NBSP, compare
from tests.browser.addresses import AVERAGE, COMPARED, PUBLIC, TEN_YEARS
from tests.browser.conftest import OpenContext, Site


def test_the_form_leads_to_the_comparison_and_its_address(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.locator("h1")).to_have_text(MORE)
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("#comparison table")).to_contain_text("+$48,750 a year")
    expect(page.locator("#comparison table")).to_contain_text(f"+45.9{NBSP}%")


def test_the_form_fetches_only_its_part_of_the_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    with page.expect_response(lambda one: one.request.headers.get("hx-target") == "comparison") as caught:
        compare(page)
    fragment = caught.value.text()
    assert "<html" not in fragment and 'id="comparison"' in fragment
    assert caught.value.headers["cache-control"] == "no-store"


def test_the_guides_form_leads_to_the_same_address(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/salaries/backend-engineer/")
    page.click("#compare-button")
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("h1")).to_have_text(MORE)


def test_the_other_way_round_is_not_the_same_percentage(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page, TEN_YEARS, AVERAGE)
    expect(page.locator("h1")).to_have_text(LESS)
    expect(page.locator("#comparison table")).to_contain_text("\N{MINUS SIGN}$48,750 a year")
    expect(page.locator("#comparison table")).to_contain_text(f"\N{MINUS SIGN}31.5{NBSP}%")


def test_with_three_sides_the_baseline_is_named(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["three"])
    expect(page.locator("#comparison")).to_contain_text(
        "Percent is from the first, the baseline: the United States."
    )
    expect(page.locator("#comparison table")).to_contain_text(f"+56.7{NBSP}%")


def test_a_third_side_can_be_added(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    page.click("#add-button")
    page.select_option("#subject-3", "software-developer.average")
    page.click("#compare-button")
    expect(page).to_have_url(f"{site.url}{COMPARED[:-1]}/vs/software-developer.average/")


@pytest.mark.parametrize("first", [AVERAGE, TEN_YEARS])
def test_a_shared_address_shows_a_stranger_the_same(
    page: Page, site: Site, open_context: OpenContext, first: str
) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page, first, TEN_YEARS if first == AVERAGE else AVERAGE)
    expect(page.locator("h1")).to_have_text(MORE if first == AVERAGE else LESS)
    stranger = open_context().new_page()
    stranger.goto(page.url)
    assert stranger.locator("#comparison").inner_text() == page.locator("#comparison").inner_text()
    assert (stranger.url, stranger.title()) == (page.url, page.title())


def test_the_address_to_share_is_shown_and_copied(site: Site, open_context: OpenContext) -> None:
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{site.url}/compare/")
    compare(page)
    page.click("#copy-button")
    expect(page.locator("#announcement")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == site.url + COMPARED


SHARING = """window.shared = [];
navigator.share = (what) => (window.shared.push(what), Promise.reject(new DOMException("", "AbortError")));"""


def test_where_the_device_can_share_a_button_does_and_closing_it_is_no_failure(
    page: Page, site: Site
) -> None:
    page.add_init_script(SHARING)
    page.goto(f"{site.url}/compare/")
    compare(page)
    page.click("#share-button")
    assert page.evaluate("window.shared") == [{"title": page.title(), "url": site.url + COMPARED}]


def test_where_it_cannot_there_is_no_such_button(page: Page, site: Site) -> None:
    page.add_init_script("delete Navigator.prototype.share; navigator.share = undefined")
    page.goto(site.url + COMPARED)
    expect(page.locator("#copy-button")).to_be_visible()
    expect(page.locator("#share-button")).to_be_hidden()
