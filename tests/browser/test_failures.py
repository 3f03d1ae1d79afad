"""A02: errors are shown in the right place, in plain words, and nothing is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.addresses import AVERAGE, COMPARED, TEN_YEARS
from tests.browser.conftest import Faults, Site


@pytest.fixture
def compared(page: Page, site: Site) -> Page:
    """A page that shows a comparison already."""
    page.goto(site.url + COMPARED)
    return page


def is_told(
    page: Page, site: Site, faults: Faults, words: str, tags: tuple[str, ...] = ("html", "main")
) -> None:
    expect(page.locator("#comparison [role=alert]")).to_contain_text(words)
    expect(page.locator("#comparison")).not_to_contain_text("$155,000")
    expect(page).to_have_url(site.url + COMPARED)
    assert [page.locator(tag).count() for tag in tags] == [1] * len(tags)
    expect(page.locator("#comparison")).not_to_have_attribute("aria-busy", "true")
    faults.clear()


def works_again(page: Page) -> None:
    page.unroute_all()
    page.select_option("#subject-1", AVERAGE)
    page.select_option("#subject-2", TEN_YEARS)
    page.click("#compare-button")
    expect(page.locator("h1")).to_contain_text("45.9")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_that_is_no_fragment_is_told_in_words(
    compared: Page, site: Site, faults: Faults, status: int
) -> None:
    compared.route("**/compare/?*", lambda route: route.fulfill(status=status, body="<h1>Sorry</h1>"))
    compared.click("#compare-button")
    is_told(compared, site, faults, "Please try again in a minute")
    works_again(compared)


def test_a_cut_network_is_told_in_words(compared: Page, site: Site, faults: Faults) -> None:
    compared.route("**/compare/?*", lambda route: route.abort("internetdisconnected"))
    compared.click("#compare-button")
    is_told(compared, site, faults, "Check your connection")
    works_again(compared)


def test_an_answer_that_does_not_come_is_given_up(compared: Page, site: Site, faults: Faults) -> None:
    held: list[Route] = []
    compared.route("**/compare/?*", lambda route: held.append(route))
    assert compared.evaluate("htmx.config.timeout") == 10_000
    compared.evaluate("htmx.config.timeout = 300")
    compared.click("#compare-button")
    is_told(compared, site, faults, "took too long")
    held[0].abort()
    faults.clear()
    works_again(compared)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (AVERAGE, "Both sides are the same"),
        ("", "Choose two different things"),
        ("nobody.average", "There is no role"),
    ],
    ids=["the same twice", "none", "unknown"],
)
def test_a_question_that_cannot_be_answered_keeps_what_was_chosen(
    compared: Page, site: Site, faults: Faults, second: str, words: str
) -> None:
    compared.evaluate("document.querySelector('#subject-2').add(new Option('Nobody', 'nobody.average'))")
    compared.select_option("#subject-2", second)
    compared.click("#compare-button")
    is_told(compared, site, faults, words, ("html", "main", "h1"))
    expect(compared.locator("#subject-1")).to_have_value(AVERAGE)
    expect(compared.locator("#subject-2")).to_have_value(second)
    works_again(compared)
    faults.clear()
