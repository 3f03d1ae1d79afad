"""A permanent link stays what it was after a correction, says what changed since, and leads to today's figures."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import LESS, MORE, NBSP, compare, is_styled, switch, wholeness
from tests.browser.addresses import AVERAGE, COMPARED, PUBLIC, TEN_YEARS
from tests.browser.browsers import BROWSERS, opened
from tests.browser.conftest import OpenContext, Site, manage

CORRECTION = (
    "Figure.objects.filter(role__slug='backend-engineer', level__slug='10-plus-years').update(mean=160000)"
)
PINNED = f"{COMPARED}?as_of=1"
# 160,000 - 106,250 = 53,750, and 53,750 / 106,250 = 0.5059.
NOW = f"10+ Years pays 50.6{NBSP}% more than the general average"
CHANGE = "Backend Engineer, 10+ Years, United States: mean $155,000 is $160,000 now."
PLACES = PUBLIC["three"]


def correct(site: Site) -> None:
    """An editor changes 155,000 to 160,000 in another process."""
    manage(site.database, "shell", "--command", CORRECTION)


def is_as_it_was(page: Page, site: Site) -> None:
    """The whole pinned page, with the old figures."""
    expect(page.locator("h1")).to_have_text(MORE)
    expect(page).to_have_url(site.url + PINNED)
    expect(page.locator("#comparison table")).to_contain_text("$155,000")
    expect(page.locator("#comparison table")).to_contain_text("+$48,750 a year")
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


def is_todays(page: Page, site: Site) -> None:
    """The whole page of today, with the corrected figures and nothing of the old."""
    expect(page.locator("h1")).to_have_text(NOW)
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("#comparison table")).to_contain_text("$160,000")
    expect(page.locator("#comparison table")).to_contain_text("+$53,750 a year")
    expect(page.locator("#comparison")).not_to_contain_text("155,000")
    expect(page.locator(".pinned")).to_have_count(0)
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


def share(page: Page, site: Site) -> None:
    """Make a permanent link, correct a figure, and open the link again."""
    page.goto(site.url + COMPARED)
    page.click("#permanent-button")
    is_as_it_was(page, site)
    correct(site)
    page.goto(site.url + PINNED)


def test_the_permanent_link_names_the_version_of_the_data(either: Page, site: Site) -> None:
    either.goto(site.url + COMPARED)
    either.click("#permanent-button")
    is_as_it_was(either, site)
    expect(either.locator(".pinned")).to_contain_text("As published in data version 1")
    expect(either.locator(".pinned")).to_contain_text("These figures say the same today.")
    expect(either.locator("#address")).to_have_value(site.url + PINNED)
    expect(either.locator("#permanent-button")).to_have_count(0)


def test_after_a_correction_it_shows_what_it_was_and_what_changed(either: Page, own_site: Site) -> None:
    share(either, own_site)
    is_as_it_was(either, own_site)
    expect(either.locator(".pinned")).to_contain_text("As published in data version 1")
    expect(either.locator(".pinned li")).to_have_text([CHANGE])
    expect(either.locator(".pinned")).not_to_contain_text("the same today")


@pytest.mark.parametrize("browser", BROWSERS)
def test_it_leads_to_todays_figures_and_back(own_site: Site, open_context: OpenContext, browser: str) -> None:
    page = opened(open_context, browser)
    share(page, own_site)
    page.click("#today-link")
    is_todays(page, own_site)
    page.go_back()
    is_as_it_was(page, own_site)
    expect(page.locator(".pinned li")).to_have_text([CHANGE])
    page.go_forward()
    is_todays(page, own_site)


def test_the_next_permanent_link_names_the_next_version(page: Page, own_site: Site) -> None:
    share(page, own_site)
    page.click("#today-link")
    is_todays(page, own_site)
    page.click("#permanent-button")
    expect(page).to_have_url(f"{own_site.url}{COMPARED}?as_of=2")
    expect(page.locator("h1")).to_have_text(NOW)
    expect(page.locator(".pinned")).to_contain_text("These figures say the same today.")


def test_a_switch_on_a_pinned_page_stays_pinned(either: Page, site: Site) -> None:
    either.goto(site.url + PLACES)
    either.click("#permanent-button")
    expect(either).to_have_url(f"{site.url}{PLACES}?as_of=1")
    switch(either, "p90")
    expect(either).to_have_url(re.compile(r"\?.*statistic=p90.*&as_of=1$"))
    expect(either.locator("#comparison table")).to_contain_text("$214,670")
    expect(either.locator(".pinned")).to_contain_text("As published in data version 1")
    either.click("#today-link")
    expect(either).to_have_url(re.compile(r"\?.*statistic=p90"))
    assert "as_of" not in either.url
    expect(either.locator("#comparison table")).to_contain_text("$214,670")


def test_the_permanent_link_keeps_what_was_chosen(either: Page, site: Site) -> None:
    either.goto(f"{site.url}{PLACES}?statistic=p90&prices=rpp")
    either.click("#permanent-button")
    expect(either).to_have_url(f"{site.url}{PLACES}?statistic=p90&prices=rpp&as_of=1")
    expect(either.locator("#statistic")).to_have_value("p90")
    expect(either.locator("#prices")).to_have_value("rpp")


def test_what_the_form_fetched_has_its_own_permanent_link(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    compare(page, TEN_YEARS, AVERAGE)
    expect(page.locator("h1")).to_have_text(LESS)
    page.click("#permanent-button")
    expect(page).to_have_url(f"{site.url}/compare/{TEN_YEARS}/vs/{AVERAGE}/?as_of=1")
    expect(page.locator("h1")).to_have_text(LESS)
    page.go_back()
    expect(page.locator("h1")).to_have_text(LESS)
    expect(page.locator(".pinned")).to_have_count(0)
    assert wholeness(page) == [1, 1, 1, 1, 1]
