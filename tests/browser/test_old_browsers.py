"""A browser that knows no popover shows what terms mean at the end of the part they are in, and works otherwise."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.addresses import COMPARED, PUBLIC
from tests.browser.conftest import Site
from tests.browser.test_every_page import OVERFLOWS, findings

KNOWS = ("selector(:popover-open)", "selector(:unknown-to-this-browser)")
"""What the style sheet asks for, and what no browser has."""
ATTRIBUTES = (("popover ", ""), ("popovertarget=", "data-nothing="))


@pytest.fixture
def old(page: Page) -> Page:
    """Chromium without popovers: it is sent pages that have none, and styles that ask for what it lacks."""

    def aged(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace(*KNOWS)
        for attribute in ATTRIBUTES:
            text = text.replace(*attribute)
        route.fulfill(response=answer, body=text)

    page.route(lambda url: url.endswith((".css", "/")), aged)
    return page


@pytest.mark.parametrize("address", [PUBLIC["official"], COMPARED])
def test_what_terms_mean_is_there_to_read(old: Page, site: Site, address: str) -> None:
    old.goto(site.url + address)
    meanings = old.locator(".says")
    for meaning in meanings.all():
        expect(meaning).to_be_visible()
    expect(meanings.first).to_contain_text("More in the glossary")
    for width in (320, 1440):
        old.set_viewport_size({"width": width, "height": 900})
        assert not old.evaluate(OVERFLOWS)
    assert findings(old) == []


def test_the_page_opens_at_its_beginning(old: Page, site: Site) -> None:
    old.goto(site.url + PUBLIC["official"])
    expect(old.locator(".says").last).to_be_visible()
    assert old.evaluate("document.activeElement.tagName") == "BODY"
    assert old.evaluate("scrollY") == 0


def test_a_term_looks_like_the_text_around_it_until_it_has_the_focus(old: Page, site: Site) -> None:
    old.goto(site.url + PUBLIC["official"])
    term = old.locator(".term:visible").first
    assert term.evaluate("(one) => getComputedStyle(one).textDecorationLine") == "none"
    old.keyboard.press("Tab")
    term.focus()
    assert term.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
