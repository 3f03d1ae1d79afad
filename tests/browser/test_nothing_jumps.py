"""Nothing that is being read moves away: not while a page comes, nor when a part of it is fetched or cannot be."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.acting import MORE, choose_sides, switch
from tests.browser.addresses import COMPARED, PUBLIC
from tests.browser.conftest import Faults, OpenContext, Site

WATCHING = """window.moved = [];
new PerformanceObserver((list) => list.getEntries().filter((one) => !one.hadRecentInput).forEach((one) =>
  window.moved.push([one.value, ...one.sources.map(({node}) => node?.outerHTML?.slice(0, 80) || node?.nodeName)])))
  .observe({type: "layout-shift", buffered: true});"""
MAIN = (
    "home",
    "guide",
    "official",
    "comparison",
    "three",
    "place",
    "factor",
    "search",
    "sources",
    "glossary",
)
LONG_AFTER = "(since) => performance.now() - since > 600"
"""A shift within half a second of a press is the press's own, and is not counted."""


def moved(page: Page) -> list[tuple[float, str]]:
    """What moved by itself so far, once the browser has drawn twice."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[tuple[float, str]] = page.evaluate("window.moved")
    return found


def at_rest(page: Page, address: str) -> None:
    """Go to a page, and watch it once it is there: a busy browser may draw the half of a line that it has read."""
    page.goto(address)
    moved(page)
    page.evaluate("window.moved.length = 0")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_that_comes_stays_where_it_is(open_context: OpenContext, site: Site, width: int) -> None:
    page = open_context(viewport={"width": width, "height": 900}).new_page()
    page.add_init_script(WATCHING)
    for name in MAIN:
        page.goto(site.url + PUBLIC[name])
        page.wait_for_load_state("load")
        # The sum is what browsers report, to three digits. A line that was drawn half read is far below.
        assert sum(value for value, *_ in moved(page)) < 0.0005, name


def slowly(page: Page, address: str, act: Callable[[], None]) -> None:
    """Do something whose answer comes so late that what then moves is counted."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    with page.expect_request(address):
        act()
    page.wait_for_function(LONG_AFTER, arg=page.evaluate("performance.now()"))
    held[0].continue_()
    page.unroute(address)


@pytest.fixture
def watched(page: Page) -> Page:
    page.add_init_script(WATCHING)
    return page


def test_a_comparison_that_comes_late_moves_nothing(watched: Page, site: Site) -> None:
    at_rest(watched, f"{site.url}/compare/")
    choose_sides(watched)
    watched.wait_for_load_state("networkidle")
    slowly(watched, "**/compare/?*", lambda: watched.click("#compare-button"))
    expect(watched.locator("h1")).to_have_text(MORE)
    expect(watched.locator("#comparison")).not_to_have_attribute("aria-busy", "true")
    assert moved(watched) == []


def test_another_statistic_that_comes_late_moves_nothing(watched: Page, site: Site) -> None:
    at_rest(watched, site.url + PUBLIC["official"])
    slowly(watched, "**/salaries/software-developer/?*", lambda: switch(watched, "p90"))
    expect(watched.locator(".hero .n")).to_have_text("$214,670")
    assert moved(watched) == []


@pytest.mark.parametrize("place", ["/", "/search", "/sources/"])
def test_suggestions_that_come_late_or_fail_move_nothing(
    watched: Page, site: Site, faults: Faults, place: str
) -> None:
    faults.expect("status of 503", "Status Error Code 503")
    at_rest(watched, site.url + place)
    slowly(watched, "**/search?q=*", lambda: watched.locator("#find").press_sequentially("b"))
    expect(watched.locator("#offers")).to_be_visible()
    assert moved(watched) == []
    watched.route("**/search?q=ba*", lambda route: route.fulfill(status=503, body=""))
    with watched.expect_response("**/search?q=ba*"):
        watched.locator("#find").press_sequentially("a")
    expect(watched.locator("#suggestions")).not_to_have_attribute("aria-busy", "true")
    assert moved(watched) == []


def test_waiting_is_shown_after_150_milliseconds_and_takes_no_room(watched: Page, site: Site) -> None:
    at_rest(watched, site.url + COMPARED)
    held: list[Route] = []
    watched.route("**/compare/?*", lambda route: held.append(route))
    with watched.expect_request("**/compare/?*"):
        watched.click("#compare-button")
    waiting = (
        "[...document.querySelectorAll('.busy, .result')].map((one) => getComputedStyle(one).transition)"
    )
    assert watched.evaluate(waiting) == ["opacity 0s 0.15s", "visibility 0s 0.15s"]
    expect(watched.locator(".busy")).to_be_visible()
    assert moved(watched) == []
    held[0].continue_()


@pytest.mark.parametrize("flags", [(), ("--disable-features=BackForwardCache",)], ids=["kept", "not kept"])
def test_back_leads_to_where_the_reader_was(
    open_context: OpenContext, site: Site, flags: tuple[str, ...]
) -> None:
    page = open_context(*flags, viewport={"width": 360, "height": 640}).new_page()
    page.goto(site.url + PUBLIC["official"])
    page.locator("h2", has_text="What each source says").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 500
    page.get_by_role("region", name="Sources side by side").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("May 2025")
    page.go_back()
    expect(page.locator("h1")).to_have_text("What software developers earn")
    page.wait_for_function("(before) => Math.abs(scrollY - before) < 5", arg=before)
