"""A02: errors are shown in the right place, in plain words, and nothing is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.acting import MORE, compare, search, switch, wholeness
from tests.browser.addresses import AVERAGE, COMPARED
from tests.browser.conftest import Faults, Site


@pytest.fixture
def compared(page: Page, site: Site) -> Page:
    """A page that shows a comparison already."""
    page.goto(site.url + COMPARED)
    return page


def is_told(page: Page, words: str) -> None:
    """The message stands where the result was, whose figures are gone; the address is as before."""
    expect(page.locator("#comparison [role=alert]")).to_contain_text(words)
    expect(page.locator("#comparison")).not_to_contain_text("$155,000")
    assert page.url.endswith(COMPARED)
    html, main, h1, header, footer = wholeness(page)
    assert (html, main, header, footer) == (1, 1, 1, 1) and h1 < 2


def works_again(page: Page) -> None:
    page.unroute_all()
    page.evaluate("htmx.config.timeout = 10_000")
    compare(page)
    expect(page.locator("h1")).to_have_text(MORE)
    expect(page.locator("#comparison [role=alert]")).to_have_count(0)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_an_answer_that_is_no_fragment_is_told_in_words(compared: Page, faults: Faults, status: int) -> None:
    faults.expect(f"status of {status}", f"Status Error Code {status}")
    body = "<!doctype html><html><body><h1>Sorry</h1></body></html>"
    compared.route("**/compare/?*", lambda route: route.fulfill(status=status, body=body))
    compared.click("#compare-button")
    is_told(compared, "Please try again in a minute")
    expect(compared.locator("body")).not_to_contain_text("Sorry")
    works_again(compared)


def test_a_failure_of_the_site_itself_keeps_the_form(page: Page, own_site: Site, faults: Faults) -> None:
    faults.expect("status of 500", "Status Error Code 500")
    page.goto(own_site.url + COMPARED)
    own_site.execute("ALTER TABLE salaries_dataversion RENAME TO gone")
    compare(page)
    is_told(page, "Something went wrong on our side")
    own_site.execute("ALTER TABLE gone RENAME TO salaries_dataversion")
    works_again(page)


def test_a_cut_network_is_told_in_words(compared: Page, faults: Faults) -> None:
    faults.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    compared.route("**/compare/?*", lambda route: route.abort("internetdisconnected"))
    compared.click("#compare-button")
    is_told(compared, "Check your connection")
    works_again(compared)


def test_an_answer_that_does_not_come_is_given_up(compared: Page, faults: Faults) -> None:
    faults.expect("htmx:")
    held: list[Route] = []
    compared.route("**/compare/?*", lambda route: held.append(route))
    compared.evaluate("htmx.config.timeout = 300")
    compared.click("#compare-button")
    is_told(compared, "took too long")
    held[0].abort()
    works_again(compared)


def test_the_site_waits_ten_seconds_for_an_answer(compared: Page) -> None:
    assert compared.evaluate("htmx.config.timeout") == 10_000


def test_an_answer_that_comes_too_late_changes_nothing(compared: Page, faults: Faults) -> None:
    faults.expect("htmx:")
    held: list[Route] = []
    compared.route("**/compare/?*", lambda route: held.append(route))
    compared.evaluate("htmx.config.timeout = 300")
    compared.click("#compare-button")
    is_told(compared, "took too long")
    held[0].fulfill(body='<section id="comparison"><h1>Late</h1></section>')
    compared.wait_for_timeout(200)
    is_told(compared, "took too long")


@pytest.mark.parametrize(
    ("second", "status", "words"),
    [
        (AVERAGE, 400, "Both sides are the same"),
        ("", 400, "Choose two different things"),
        ("nobody.average", 404, "There is no role"),
    ],
    ids=["the same twice", "none", "unknown"],
)
def test_a_question_that_cannot_be_answered_keeps_what_was_chosen(
    compared: Page, faults: Faults, second: str, status: int, words: str
) -> None:
    faults.expect(f"status of {status}", f"Status Error Code {status}")
    compared.evaluate("document.querySelector('#subject-2').add(new Option('Nobody', 'nobody.average'))")
    # The other list would be fetched anew with its own options.
    compared.select_option("#subject-2", second)
    compared.click("#compare-button")
    is_told(compared, words)
    expect(compared.locator("#subject-1")).to_have_value(AVERAGE)
    expect(compared.locator("#subject-2")).to_have_value(second)
    works_again(compared)


def test_a_title_typed_wrong_into_the_address_is_told_with_the_form(
    page: Page, site: Site, faults: Faults
) -> None:
    faults.expect("status of 404")
    page.goto(f"{site.url}/compare/backend-enginer.average/vs/backend-engineer.10-plus-years/")
    expect(page.locator("#comparison [role=alert]")).to_contain_text("There is no role")
    assert wholeness(page) == [1, 1, 1, 1, 1]
    works_again(page)


def test_a_guide_that_cannot_be_switched_says_so_and_that_its_figures_are_the_old_ones(
    page: Page, site: Site, faults: Faults
) -> None:
    faults.expect("status of 503", "Status Error Code 503")
    page.goto(f"{site.url}/salaries/software-developer/")
    page.route("**/salaries/software-developer/?*", lambda route: route.fulfill(status=503, body=""))
    switch(page, "p90")
    expect(page.locator("#figures [role=alert]")).to_contain_text(
        "What stands below is what was there before."
    )
    page.unroute_all()
    page.click("#show-button")
    expect(page.locator(".hero .n")).to_have_text("$214,670")
    expect(page.locator("#figures [role=alert]")).to_have_count(0)


def test_a_guide_that_fails_twice_says_so_once(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 503", "Status Error Code 503")
    page.goto(f"{site.url}/salaries/software-developer/")
    page.route("**/salaries/software-developer/?*", lambda route: route.fulfill(status=503, body=""))
    for _ in range(2):
        with page.expect_response("**/salaries/software-developer/?*"):
            page.click("#show-button")
        expect(page.locator("#figures [role=alert]")).to_have_count(1)
    page.wait_for_timeout(100)
    expect(page.locator("#figures [role=alert]")).to_have_count(1)


def test_a_search_that_fails_says_so_instead_of_old_results(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 500", "Status Error Code 500")
    page.goto(f"{site.url}/search?q=engineer")
    page.route("**/search?*", lambda route: route.fulfill(status=500, body=""))
    search(page, "seattle")
    expect(page.locator("#results .result")).to_have_text(
        "Something went wrong on our side. Please try again in a minute: nothing is lost."
    )
    page.unroute_all()
    page.click("#find-button")
    expect(page.locator("#results a").first).to_have_text("Seattle-Tacoma-Bellevue, WA")
