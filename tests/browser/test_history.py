"""A01, A05: Back, Forward, reloading and a second tab show whole pages, and what they say agrees."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import LESS, MORE, compare, is_styled, search, seen, switch, wholeness
from tests.browser.addresses import AVERAGE, COMPARED, TEN_YEARS
from tests.browser.conftest import NO_PAGE_CACHE, OpenContext, Site

DEVELOPER = "/salaries/software-developer/"
OTHER_WAY = f"/compare/{TEN_YEARS}/vs/{AVERAGE}/"
TITLE = f"{MORE} · Backend Engineer, United States, mean salary a year, kind not stated · Compsite"


@pytest.fixture(params=[(), (NO_PAGE_CACHE,)], ids=["pages kept", "no pages kept"])
def context(open_context: OpenContext, request: Any) -> BrowserContext:
    """With the browser's cache for Back and without it: with it on, a bare fragment would hide."""
    return open_context(*request.param)


@pytest.fixture
def walked(context: BrowserContext, site: Site) -> Page:
    """Opened a comparison, made another with the form, and followed a link to the first page."""
    page = context.new_page()
    page.goto(site.url + COMPARED)
    compare(page, TEN_YEARS, AVERAGE)
    expect(page.locator("h1")).to_have_text(LESS)
    page.click("header .mark")
    expect(page.locator("h1")).to_have_text("What does your work earn?")
    return page


def is_whole(page: Page, site: Site, path: str, heading: str, first: str) -> None:
    expect(page.locator("h1")).to_have_text(heading)
    expect(page).to_have_url(site.url + path)
    expect(page.locator("select[name=subject]").first).to_have_value(first)
    assert page.title().startswith(heading)
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


def test_back_shows_each_comparison_as_its_whole_page(walked: Page, site: Site) -> None:
    walked.go_back()
    is_whole(walked, site, OTHER_WAY, LESS, TEN_YEARS)
    walked.go_back()
    is_whole(walked, site, COMPARED, MORE, AVERAGE)


def test_forward_shows_each_comparison_as_its_whole_page(walked: Page, site: Site) -> None:
    walked.go_back()
    is_whole(walked, site, OTHER_WAY, LESS, TEN_YEARS)
    walked.go_back()
    is_whole(walked, site, COMPARED, MORE, AVERAGE)
    walked.go_forward()
    is_whole(walked, site, OTHER_WAY, LESS, TEN_YEARS)
    walked.go_forward()
    expect(walked.locator("h1")).to_have_text("What does your work earn?")


def test_the_form_works_after_going_back(walked: Page, site: Site) -> None:
    walked.go_back()
    expect(walked.locator("h1")).to_have_text(LESS)
    compare(walked)
    is_whole(walked, site, COMPARED, MORE, AVERAGE)


def test_a_second_tab_and_a_reload_show_the_whole_page(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.locator("h1")).to_have_text(MORE)
    with context.expect_page() as opened:
        page.evaluate("window.open(location.href)")
    is_whole(opened.value, site, COMPARED, MORE, AVERAGE)
    page.reload()
    is_whole(page, site, COMPARED, MORE, AVERAGE)


def test_what_the_browser_keeps_of_an_address_is_the_whole_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search?q=engineer")
    search(page, "engineer")
    expect(page.locator("#announcement")).to_have_text("Search: engineer.")
    kept = page.evaluate("fetch(location.href, {cache: 'force-cache'}).then((answer) => answer.text())")
    assert kept.startswith("<!doctype html>")


def test_back_to_a_search_shows_its_whole_page(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/search")
    search(page, "15-1252")
    page.click("#results a")
    expect(page.locator("h1")).to_have_text("What software developers earn")
    page.go_back()
    expect(page.locator("#results")).to_contain_text("Software Developer")
    expect(page.locator("#find")).to_have_value("15-1252")
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


def test_back_to_a_guides_former_statistic_shows_its_whole_page(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/salaries/software-developer/")
    switch(page, "p90")
    expect(page.locator(".hero .n")).to_have_text("$214,670")
    page.click("header .mark")
    page.go_back()
    expect(page.locator(".hero .n")).to_have_text("$214,670")
    assert wholeness(page) == [1, 1, 1, 1, 1]
    page.go_back()
    expect(page.locator(".hero .n")).to_have_text("$135,980")
    expect(page.locator("#statistic")).to_have_value("median")


def test_back_restores_the_former_title(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page).to_have_title(TITLE)
    page.go_back()
    expect(page).to_have_title("Compare pay · Compsite")


@pytest.mark.parametrize("start", ["/compare/", OTHER_WAY])
def test_after_a_comparison_everything_equals_a_full_load(
    page: Page, site: Site, open_context: OpenContext, start: str
) -> None:
    page.goto(site.url + start)
    compare(page)
    expect(page.locator("#announcement")).to_have_text(f"{MORE}.")
    fresh = open_context().new_page()
    fresh.goto(page.url)
    assert seen(page) == seen(fresh)


@pytest.mark.parametrize("statistic", ["mean", "p90"])
def test_after_a_switch_everything_equals_a_full_load(
    page: Page, site: Site, open_context: OpenContext, statistic: str
) -> None:
    page.goto(site.url + DEVELOPER)
    switch(page, statistic)
    expect(page).to_have_url(f"{site.url}{DEVELOPER}?release=bls-oews/may-2025&statistic={statistic}")
    fresh = open_context().new_page()
    fresh.goto(page.url)
    assert seen(page) == seen(fresh)


def test_after_a_search_everything_equals_a_full_load(
    page: Page, site: Site, open_context: OpenContext
) -> None:
    page.goto(f"{site.url}/search")
    search(page, "seattle")
    expect(page.locator("#results")).to_contain_text("Seattle")
    fresh = open_context().new_page()
    fresh.goto(page.url)
    assert seen(page) == seen(fresh)
