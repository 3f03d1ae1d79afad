"""Search as a combobox: names are suggested while they are typed, for keys, pointers and screen readers."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Faults, OpenContext, Site
from tests.browser.test_every_page import OVERFLOWS, findings

FIELDS = {"in the header": "/salaries/", "on the first page": "/", "on its own page": "/search"}


def typed(page: Page, text: str) -> None:
    """Type into the field, and wait until names are suggested for all of it, and for no part of it before."""
    asked = page.locator("#find").input_value() + text
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [asked]):
        page.locator("#find").press_sequentially(text)
    expect(page.locator("#suggestions")).to_have_attribute("data-for", asked)


@pytest.mark.parametrize("place", FIELDS)
def test_a_name_is_chosen_by_the_keyboard(page: Page, site: Site, place: str) -> None:
    page.goto(site.url + FIELDS[place])
    typed(page, "back")
    field = page.locator("#find")
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.get_by_role("option", selected=True).count() == 0
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Backend Engineer role")
    expect(field).to_have_attribute("aria-activedescendant", "offer-1")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/salaries/backend-engineer/")


def test_the_arrows_go_round(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search")
    typed(page, "engineer")
    last = page.locator("#offers [role=option]").count()
    seen = []
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(page.locator("#find").get_attribute("aria-activedescendant"))
    assert seen == [f"offer-{last}", "offer-1", "offer-2", "offer-1", f"offer-{last}"]


def test_enter_without_a_choice_searches_for_what_was_typed(page: Page, site: Site) -> None:
    page.goto(site.url)
    typed(page, "back")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/search?q=back")


def test_escape_and_leaving_put_the_list_away_and_keep_what_was_typed(page: Page, site: Site) -> None:
    page.goto(site.url)
    typed(page, "back")
    page.keyboard.press("Escape")
    expect(page.locator("#offers")).to_have_count(0)
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#find")).to_have_value("back")
    typed(page, "e")
    page.keyboard.press("Tab")
    expect(page.locator("#offers")).to_have_count(0)


def test_a_name_is_chosen_by_a_press(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/factors/")
    typed(page, "seattle")
    page.locator("#offers [data-href='/locations/seattle-wa/']").click()
    page.wait_for_url(f"{site.url}/locations/seattle-wa/")


def test_how_many_there_are_is_said_and_the_page_stays_what_it_is(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/sources/")
    title = page.title()
    typed(page, "kubernetes")
    expect(page.locator("#announcement")).to_have_text("1 suggestion.")
    assert (page.url, page.title()) == (f"{site.url}/sources/", title)


def test_an_answer_that_comes_after_the_field_was_left_shows_nothing(page: Page, site: Site) -> None:
    held: list[Route] = []
    page.route("**/search?q=back*", lambda route: held.append(route))
    page.goto(f"{site.url}/sources/")
    with page.expect_request("**/search?q=back*"):
        page.locator("#find").press_sequentially("back")
    page.keyboard.press("Tab")
    with page.expect_response("**/search?q=back*"):
        held[0].continue_()
    expect(page.locator("#suggestions")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#offers")).to_have_count(0)


def test_without_script_it_is_a_plain_field(open_context: OpenContext, site: Site) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url)
    page.fill("#find", "backend engineer")
    page.press("#find", "Enter")
    expect(page.locator("#results a").first).to_have_text("Backend Engineer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", FIELDS)
def test_axe_finds_nothing_in_an_open_list_and_nothing_is_cut_off(
    open_context: OpenContext, site: Site, faults: Faults, place: str, scheme: str
) -> None:
    page = open_context(color_scheme=scheme, viewport={"width": 320, "height": 800}).new_page()
    page.goto(site.url + FIELDS[place])
    typed(page, "engineer")
    page.keyboard.press("ArrowDown")
    assert findings(page) == []
    assert not page.evaluate(OVERFLOWS)


@pytest.mark.parametrize("place", FIELDS)
def test_suggestions_that_fail_say_nothing_and_move_nothing(
    page: Page, site: Site, faults: Faults, place: str
) -> None:
    faults.expect("status of 500", "Status Error Code 500")
    page.goto(site.url + FIELDS[place])
    typed(page, "back")
    stood = page.locator("form.find button").bounding_box()
    page.route("**/search?*", lambda route: route.fulfill(status=500, body=""))
    with page.expect_response("**/search?*"):
        page.locator("#find").press_sequentially("e")
    expect(page.locator("#suggestions")).to_be_empty()
    expect(page.locator("#suggestions")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "false")
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("form.find button").bounding_box() == stood
