"""Choosing what to compare, with script: the lists follow what is chosen, and nothing that was typed is lost."""

from playwright.sync_api import Page, Route, expect

from tests.browser.acting import MORE
from tests.browser.addresses import AVERAGE, TEN_YEARS
from tests.browser.conftest import Faults, Site

SAN_JOSE = "san-jose-ca"
FOCUSED = "document.activeElement.id"


def places(page: Page, number: int) -> list[str]:
    """The places that a side offers."""
    found: list[str] = page.evaluate(
        "(number) => [...document.getElementById(`place-${number}`).options].map((one) => one.value)", number
    )
    return found


def test_a_choice_leaves_the_places_that_have_figures_of_it(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    assert SAN_JOSE in places(page, 1)
    page.focus("#subject-1")
    page.select_option("#subject-1", TEN_YEARS)
    expect(page.locator("#place-1 option")).to_have_count(1)
    assert places(page, 1) == ["us"]
    assert SAN_JOSE in places(page, 2)
    assert page.evaluate(FOCUSED) == "subject-1"
    expect(page).to_have_url(f"{site.url}/compare/")
    expect(page).to_have_title("Compare pay · Compsite")


def test_a_place_without_figures_gives_way_and_it_is_said(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    page.select_option("#place-1", SAN_JOSE)
    page.select_option("#subject-1", TEN_YEARS)
    expect(page.locator("#place-1")).to_have_value("us")
    expect(page.locator("#announcement")).to_have_text(
        "No figure for San Jose, CA: the United States instead."
    )


def test_typing_a_code_finds_the_role_while_typing_goes_on(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    page.locator("#find-text").press_sequentially("15-1252", delay=20)
    expect(page.locator("#subject-1 optgroup")).to_have_count(1)
    expect(page.locator("#announcement")).to_have_text("“15-1252” finds 1 role.")
    assert page.evaluate(FOCUSED) == "find-text"
    expect(page.locator("#find-text")).to_have_value("15-1252")


def test_enter_in_the_field_finds_and_does_not_compare(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    page.fill("#find-text", "backend")
    page.press("#find-text", "Enter")
    expect(page.locator("#choices")).to_contain_text("“backend” finds 1 role.")
    expect(page).to_have_url(f"{site.url}/compare/")


def test_a_comparison_keeps_its_title_and_address_while_somebody_chooses(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/{AVERAGE}/vs/{TEN_YEARS}/")
    title = page.title()
    page.select_option("#subject-2", "software-developer.average")
    expect(page.locator("#place-2 optgroup")).to_have_count(0)
    expect(page).to_have_title(title)
    expect(page).to_have_url(f"{site.url}/compare/{AVERAGE}/vs/{TEN_YEARS}/")
    expect(page.locator("h1")).to_have_text(MORE)


def test_an_answer_to_an_older_choice_does_not_undo_a_newer_one(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    held: list[Route] = []
    page.route("**/compare/?*", lambda route: route.continue_() if held else held.append(route))
    page.select_option("#subject-1", AVERAGE)
    page.select_option("#subject-2", TEN_YEARS)
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator("#place-2 option")).to_have_count(1)
    expect(page.locator("#subject-1")).to_have_value(AVERAGE)
    expect(page.locator("#subject-2")).to_have_value(TEN_YEARS)


def test_lists_that_do_not_come_leave_the_old_ones_with_a_message(
    page: Page, site: Site, faults: Faults
) -> None:
    faults.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    page.goto(f"{site.url}/compare/")
    page.route("**/compare/?*", lambda route: route.abort("internetdisconnected"))
    page.select_option("#subject-1", AVERAGE)
    expect(page.locator("#choices [role=alert]")).to_contain_text("Check your connection")
    expect(page.locator("#subject-1")).to_have_value(AVERAGE)
    page.unroute_all()
    page.select_option("#subject-2", TEN_YEARS)
    expect(page.locator("#choices [role=alert]")).to_have_count(0)
    page.click("#compare-button")
    expect(page.locator("h1")).to_have_text(MORE)
