"""A06: without script every form arrives at the same address and the same figures as with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import MORE, compare, search, switch
from tests.browser.addresses import AVERAGE, COMPARED
from tests.browser.conftest import Faults, OpenContext, Site


@pytest.fixture
def plain(open_context: OpenContext) -> Page:
    """A browser that runs no script."""
    return open_context(java_script_enabled=False).new_page()


def test_comparing_gives_the_same_page_as_with_script(plain: Page, page: Page, site: Site) -> None:
    for one in (plain, page):
        one.goto(f"{site.url}/compare/")
        compare(one)
        expect(one.locator("h1")).to_have_text(MORE)
        expect(one).to_have_url(site.url + COMPARED)
    shown = "#comparison table"
    assert plain.locator(shown).inner_text() == page.locator(shown).inner_text()
    assert plain.title() == page.title()


def test_the_guides_form_leads_to_the_comparison(plain: Page, site: Site) -> None:
    plain.goto(f"{site.url}/salaries/backend-engineer/")
    plain.click("#compare-button")
    expect(plain).to_have_url(site.url + COMPARED)


def test_the_same_side_twice_is_told_and_what_was_chosen_stays(
    plain: Page, site: Site, faults: Faults
) -> None:
    faults.expect("status of 400")
    plain.goto(f"{site.url}/compare/")
    compare(plain, AVERAGE, AVERAGE)
    expect(plain.locator("[role=alert]")).to_contain_text("Both sides are the same")
    expect(plain.locator("#subject-1")).to_have_value(AVERAGE)
    expect(plain.locator("#subject-2")).to_have_value(AVERAGE)


def test_a_third_side_can_be_added(plain: Page, site: Site) -> None:
    plain.goto(site.url + COMPARED)
    plain.click("#add-button")
    plain.select_option("#subject-3", "software-developer.average")
    plain.click("#compare-button")
    expect(plain).to_have_url(f"{site.url}{COMPARED[:-1]}/vs/software-developer.average/")


def test_search_finds_the_same_as_with_script(plain: Page, page: Page, site: Site) -> None:
    for one in (plain, page):
        one.goto(f"{site.url}/search")
        search(one, "15-1252")
        expect(one.locator("#results a").first).to_have_text("Software Developer")
        expect(one).to_have_url(f"{site.url}/search?q=15-1252")
    assert plain.locator("#results").inner_text() == page.locator("#results").inner_text()


def test_the_guides_switch_shows_the_same_as_with_script(plain: Page, page: Page, site: Site) -> None:
    for one in (plain, page):
        one.goto(f"{site.url}/salaries/software-developer/")
        switch(one, "p90")
        expect(one.locator(".hero .n")).to_have_text("$214,670")
        expect(one).to_have_url(re.compile(r"\?release=bls-oews(/|%2F)may-2025&statistic=p90$"))
    assert plain.locator("#figures table").inner_text() == page.locator("#figures table").inner_text()


def test_no_control_is_shown_that_needs_script(plain: Page, site: Site) -> None:
    plain.goto(site.url + COMPARED)
    expect(plain.locator("#copy-button")).to_be_hidden()
    expect(plain.locator("#address")).to_have_value(site.url + COMPARED)
