"""Comparing, sharing, going back, and doing so without script or by keyboard alone."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.addresses import AVERAGE, COMPARED, TEN_YEARS
from tests.browser.conftest import NO_PAGE_CACHE, Site

SENTENCE = "10+ Years pays 45.9\N{NO-BREAK SPACE}% more than the general average"


def choose(page: Page, first: str, second: str) -> None:
    page.select_option("#subject-1", first)
    page.select_option("#subject-2", second)


def compare(page: Page, first: str = AVERAGE, second: str = TEN_YEARS) -> None:
    choose(page, first, second)
    page.click("#compare-button")


def test_the_form_leads_to_the_comparison_and_its_address(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.locator("h1")).to_have_text(SENTENCE)
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("#comparison table")).to_contain_text("+$48,750 a year")


def test_the_guides_form_leads_to_the_same_address(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/salaries/backend-engineer/")
    page.click("#compare-button")
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("h1")).to_have_text(SENTENCE)


def test_a_shared_address_shows_a_stranger_the_same(
    page: Page, site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page).to_have_url(site.url + COMPARED)
    other = open_context().new_page()
    other.goto(page.url)
    assert other.locator("#comparison").inner_text() == page.locator("#comparison").inner_text()
    assert other.title() == page.title()


@pytest.mark.parametrize("flags", [(), (NO_PAGE_CACHE,)], ids=["kept pages", "no kept pages"])
def test_back_and_forward_always_show_a_whole_page(
    site: Site, open_context: Callable[..., BrowserContext], flags: tuple[str, ...]
) -> None:
    page = open_context(*flags).new_page()
    page.goto(site.url + COMPARED)
    compare(page, AVERAGE, "software-developer.average")
    expect(page.locator("h1")).to_contain_text("cannot be compared")
    page.click("header .mark")
    expect(page.locator("h1")).to_have_text("What does your work earn?")
    for heading, second in (("cannot be compared", "software-developer.average"), ("pays 45.9", TEN_YEARS)):
        page.go_back()
        expect(page.locator("h1")).to_contain_text(heading)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("header.site")).to_have_count(1)
        expect(page.locator("#subject-2")).to_have_value(second)
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("cannot be compared")


def facts(page: Page) -> list[str]:
    found: list[str] = page.evaluate("""[document.title, document.querySelector("h1").textContent,
      document.querySelector("link[rel=canonical]").href,
      document.querySelector("meta[property='og:url']").content,
      ...[...document.querySelectorAll("main select")].map((field) => field.value)]""")
    return found


def test_after_a_swap_everything_equals_a_full_load(
    page: Page, site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.locator("#announcement")).to_contain_text(SENTENCE)
    swapped = facts(page)
    fresh = open_context().new_page()
    fresh.goto(page.url)
    assert swapped == facts(fresh)


def test_back_restores_the_former_title(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page).to_have_title(re.compile("45.9"))
    page.go_back()
    expect(page).to_have_title("Compare pay · Compsite")


def test_without_script_the_form_arrives_at_the_same_address(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page).to_have_url(site.url + COMPARED)
    expect(page.locator("h1")).to_have_text(SENTENCE)


def test_without_script_search_and_switches_work(
    site: Site, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/search")
    page.fill("#find", "15-1252")
    page.click("#find-button")
    page.click("#results a")
    page.select_option("#statistic", "p90")
    page.click("#show-button")
    expect(page).to_have_url(f"{site.url}/salaries/software-developer/?statistic=p90")
    expect(page.locator(".hero .n")).to_have_text("$214,670")


def test_a_third_side_can_be_added(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    page.click("#add-button")
    page.select_option("#subject-3", "software-developer.average")
    page.click("#compare-button")
    expect(page).to_have_url(f"{site.url}{COMPARED[:-1]}/vs/software-developer.average/")


def slow(route: Route) -> None:
    time.sleep(0.6)
    route.continue_()


def test_the_keyboard_alone_is_enough_and_focus_is_kept(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    page.route("**/compare/?*", slow)
    for second, said in ((TEN_YEARS, SENTENCE), ("software-developer.average", "cannot be compared")) * 2:
        page.focus("#subject-1")
        choose(page, AVERAGE, second)
        page.focus("#compare-button")
        page.keyboard.press("Enter")
        expect(page.locator("#comparison")).to_have_attribute("aria-busy", "true")
        expect(page.locator("#announcement")).to_contain_text(said)
        assert page.locator("#comparison").get_attribute("aria-busy") is None
        assert page.evaluate("document.activeElement.id || document.activeElement.tagName") in (
            "compare-button",
            "H1",
        )


def test_a_shared_link_does_not_move_the_focus(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_skip_link_leads_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
