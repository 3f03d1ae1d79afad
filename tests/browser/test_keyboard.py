"""A04: the keyboard alone is enough, focus is never lost, and what changed is said once."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.acting import LESS, MORE, choose_sides, compare, search
from tests.browser.addresses import AVERAGE, COMPARED, TEN_YEARS
from tests.browser.conftest import Faults, Site

LISTENING = """window.said = []; new MutationObserver(() => {
  const text = document.getElementById("announcement").textContent; if (text) window.said.push(text);
}).observe(document.getElementById("announcement"), {childList: true, characterData: true, subtree: true})"""
FOCUSED = "document.activeElement.id || document.activeElement.tagName"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element of that id has the focus."""
    for _ in range(40):
        if page.evaluate(FOCUSED) == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")


def choose(page: Page, number: int, wanted: str) -> None:
    """Go down the list until it stands on what is wanted."""
    tab_to(page, f"subject-{number}")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
        if page.input_value(f"#subject-{number}") == wanted:
            return
    raise AssertionError(f"The arrow key does not reach {wanted}")


def test_two_sides_are_chosen_and_compared_without_a_mouse(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    choose(page, 1, AVERAGE)
    choose(page, 2, TEN_YEARS)
    tab_to(page, "compare-button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(MORE)
    expect(page).to_have_url(site.url + COMPARED)


def test_waiting_is_marked_and_shown_and_ends_with_the_answer(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    choose_sides(page)
    page.wait_for_load_state("networkidle")
    held: list[Route] = []
    page.route("**/compare/?*", lambda route: held.append(route))
    expect(page.locator(".busy")).to_be_hidden()
    page.click("#compare-button")
    expect(page.locator("#comparison")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".busy")).to_be_visible()
    held[0].continue_()
    expect(page.locator("h1")).to_have_text(MORE)
    expect(page.locator("#comparison")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".busy")).to_be_hidden()


def test_waiting_ends_with_a_failure_too(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    page.goto(f"{site.url}/compare/")
    page.route("**/compare/?*", lambda route: route.abort("internetdisconnected"))
    compare(page)
    expect(page.locator("#comparison [role=alert]")).to_be_visible()
    expect(page.locator("#comparison")).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate(FOCUSED) == "compare-button"


def test_focus_stays_on_the_button_three_times_over(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    for first, second, heading in (
        (AVERAGE, TEN_YEARS, MORE), (TEN_YEARS, AVERAGE, LESS), (AVERAGE, TEN_YEARS, MORE)
    ):  # fmt: skip
        page.select_option("#subject-1", first)
        page.select_option("#subject-2", second)
        page.focus("#compare-button")
        page.keyboard.press("Enter")
        expect(page.locator("#announcement")).to_have_text(f"{heading}.")
        assert page.evaluate(FOCUSED) in ("compare-button", "H1")


def test_each_result_is_said_once(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    page.evaluate(LISTENING)
    for first, second, heading in (
        (AVERAGE, TEN_YEARS, MORE),
        (TEN_YEARS, AVERAGE, LESS),
        (AVERAGE, TEN_YEARS, MORE),
    ):
        compare(page, first, second)
        expect(page.locator("#announcement")).to_have_text(f"{heading}.")
    assert page.evaluate("window.said") == [f"{MORE}.", f"{LESS}.", f"{MORE}."]


def test_a_search_keeps_the_focus_in_its_field_and_says_what_was_searched(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search")
    tab_to(page, "find")
    page.keyboard.type("seattle")
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_have_text("Search: seattle.")
    assert page.evaluate(FOCUSED) == "find"


def test_a_search_that_finds_nothing_is_said(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search")
    search(page, "zookeeper")
    expect(page.locator("#announcement")).to_have_text("Nothing in the guide is called “zookeeper”.")


def test_a_switch_of_the_guide_keeps_the_focus_on_its_button(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/salaries/software-developer/")
    page.select_option("#statistic", "p90")
    tab_to(page, "show-button")
    page.keyboard.press("Enter")
    expect(page.locator(".hero .n")).to_have_text("$214,670")
    expect(page.locator("#announcement")).to_contain_text("$214,670")
    assert page.evaluate(FOCUSED) == "show-button"


@pytest.mark.parametrize("path", [COMPARED, "/salaries/backend-engineer/", "/search?q=engineer"])
def test_a_shared_link_neither_moves_the_focus_nor_speaks(page: Page, site: Site, path: str) -> None:
    page.goto(site.url + path)
    assert page.evaluate(FOCUSED) == "BODY"
    assert page.locator("#announcement").inner_text() == ""


def test_the_skip_link_shows_itself_and_leads_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "main"
