"""The switches of a comparison (source, statistic, prices), and its buttons for another baseline or one side less."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import NBSP, is_styled, seen, wholeness
from tests.browser.addresses import PUBLIC
from tests.browser.browsers import BROWSERS, opened
from tests.browser.conftest import OpenContext, Site
from tests.browser.test_keyboard import FOCUSED, LISTENING, tab_to

MINUS = "\N{MINUS SIGN}"
US, SAN_JOSE, SEATTLE = (
    f"software-developer.average{place}" for place in ("", ".san-jose-ca", ".seattle-wa")
)
ROLES = "/compare/software-developer.average/vs/data-scientist.average/"
PLACES = f"/compare/{US}/vs/{SAN_JOSE}/"
LESS = "Data Scientist pays {}% less than Software Developer"
MORE = "San Jose, CA pays {}% more than the United States"


@dataclass(frozen=True)
class Switch:
    """What is chosen on which page, and what is shown then."""

    start: str
    chosen: dict[str, str]
    query: str
    heading: str
    rows: tuple[str, ...]
    nominal: tuple[str, ...] = ()

    @property
    def address(self) -> re.Pattern[str]:
        """The end of the address; a form's own fields escape the slash in a release."""
        return re.compile(re.escape(f"{self.start}?{self.query}").replace("oews/", "oews(/|%2F)") + "$")


SWITCHES = {
    # Published for the United States in May 2021: medians of 120,730 and 100,910; 19,820 less, 16.4 %.
    "source": Switch(
        ROLES,
        {"release": "bls-oews/may-2021"},
        "release=bls-oews/may-2021&statistic=median",
        LESS.format(f"16.4{NBSP}"),
        ("$120,730", "$100,910", f"{MINUS}$19,820 a year", f"{MINUS}16.4{NBSP}%"),
    ),
    # The 90th percentiles of May 2025 are 214,670 and 199,130; 15,540 less, 7.2 %.
    "statistic": Switch(
        ROLES,
        {"statistic": "p90"},
        "statistic=p90",
        LESS.format(f"7.2{NBSP}"),
        ("$214,670", "$199,130", f"{MINUS}$15,540 a year", f"{MINUS}7.2{NBSP}%"),
    ),
    # 213,110 / 1.1287 = 188,810.14; the United States are 100. 52,830.14 more than 135,980 are 38.9 %.
    "regional prices": Switch(
        PLACES,
        {"prices": "rpp"},
        "statistic=median&prices=rpp",
        MORE.format(f"38.9{NBSP}"),
        ("$135,980", "$188,810", "+$52,830 a year", f"+38.9{NBSP}%"),
        ("$213,110 as published",),
    ),
    # 120,730 and 100,910 x 321.943 / 270.97 = 143,440.89 and 119,892.49; 23,548.40 less.
    "consumer prices": Switch(
        ROLES,
        {"release": "bls-oews/may-2021", "prices": "cpi"},
        "release=bls-oews/may-2021&statistic=median&prices=cpi",
        LESS.format(f"16.4{NBSP}"),
        ("$143,441", "$119,892", f"{MINUS}$23,548 a year", f"{MINUS}16.4{NBSP}%"),
        ("$120,730 as published", "$100,910 as published"),
    ),
}
BEFORE = {
    ROLES: (LESS.format(f"11.6{NBSP}"), f"{MINUS}$15,750 a year"),  # 120,230 against 135,980
    PLACES: (MORE.format(f"56.7{NBSP}"), "+$77,130 a year"),  # 213,110 against 135,980
}


def choose(page: Page, site: Site, switch: Switch) -> None:
    """Open the page, choose in the lists and press the button beside them."""
    page.goto(site.url + switch.start)
    for name, value in switch.chosen.items():
        page.select_option(f"#{name}", value)
    page.click("#show-button")


def is_shown(page: Page, switch: Switch) -> None:
    expect(page).to_have_url(switch.address)
    expect(page.locator("h1")).to_have_text(switch.heading)
    for text in switch.rows:
        expect(page.locator("#comparison table")).to_contain_text(text)
    expect(page.locator("#comparison td small", has_text="as published")).to_have_text(switch.nominal)
    for name, value in switch.chosen.items():
        expect(page.locator(f"#{name}")).to_have_value(value)
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


def is_before(page: Page, site: Site, start: str) -> None:
    heading, difference = BEFORE[start]
    expect(page).to_have_url(site.url + start)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("#comparison table")).to_contain_text(difference)
    expect(page.locator("#comparison td small", has_text="as published")).to_have_count(0)
    expect(page.locator("#statistic")).to_have_value("median")
    expect(page.locator("#prices")).to_have_value("")
    assert wholeness(page) == [1, 1, 1, 1, 1]
    assert is_styled(page)


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_leads_to_the_address_of_what_was_chosen(either: Page, site: Site, name: str) -> None:
    choose(either, site, SWITCHES[name])
    is_shown(either, SWITCHES[name])


@pytest.mark.parametrize("name", SWITCHES)
def test_after_a_switch_everything_equals_a_full_load(
    page: Page, site: Site, open_context: OpenContext, name: str
) -> None:
    choose(page, site, SWITCHES[name])
    is_shown(page, SWITCHES[name])
    fresh = open_context().new_page()
    fresh.goto(page.url)
    assert seen(page) == seen(fresh)
    assert page.locator("#comparison").inner_text() == fresh.locator("#comparison").inner_text()


def test_only_the_comparison_is_fetched(page: Page, site: Site) -> None:
    page.goto(site.url + ROLES)
    page.evaluate("window.stayed = true")
    with page.expect_response(lambda answer: answer.url.endswith("?statistic=p90")) as caught:
        choose_statistic(page, "p90")
    assert caught.value.text().startswith("<title>")
    is_shown(page, SWITCHES["statistic"])
    assert page.evaluate("window.stayed") is True


def choose_statistic(page: Page, statistic: str) -> None:
    page.select_option("#statistic", statistic)
    tab_to(page, "show-button")
    page.keyboard.press("Enter")


def test_a_switch_is_said_once_and_the_focus_stays_on_its_button(page: Page, site: Site) -> None:
    page.goto(site.url + ROLES)
    page.evaluate(LISTENING)
    choose_statistic(page, "p90")
    expect(page.locator("#announcement")).to_have_text(f"{SWITCHES['statistic'].heading}.")
    page.wait_for_timeout(200)
    assert page.evaluate("window.said") == [f"{SWITCHES['statistic'].heading}."]
    assert page.evaluate(FOCUSED) == "show-button"
    expect(page.locator("#comparison")).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("name", ["statistic", "regional prices"])
def test_back_restores_what_was_shown_before_a_switch(
    site: Site, open_context: OpenContext, browser: str, name: str
) -> None:
    page = opened(open_context, browser)
    choose(page, site, SWITCHES[name])
    is_shown(page, SWITCHES[name])
    page.go_back()
    is_before(page, site, SWITCHES[name].start)
    page.go_forward()
    is_shown(page, SWITCHES[name])


def test_prices_that_a_place_has_no_index_for_are_refused_in_words(either: Page, site: Site) -> None:
    refused = Switch(PUBLIC["unlike"], {"prices": "rpp"}, "statistic=median&prices=rpp", "", ())
    choose(either, site, refused)
    expect(either.locator("#comparison .note", has_text="Not adjusted.")).to_be_visible()
    expect(either.locator("#prices")).to_have_value("rpp")


MOVED = {
    # 135,980 is 15,750 more than 120,230: 13.1 %.
    "baseline-2": (
        ROLES,
        "/compare/data-scientist.average/vs/software-developer.average/",
        f"Software Developer pays 13.1{NBSP}% more than Data Scientist",
    ),
    # Against 167,280 of Seattle: 31,300 less, 18.7 %, and 45,830 more, 27.4 %.
    "baseline-3": (
        PUBLIC["three"],
        f"/compare/{SEATTLE}/vs/{US}/vs/{SAN_JOSE}/",
        f"Against Seattle, WA: the United States {MINUS}18.7{NBSP}%; San Jose, CA +27.4{NBSP}%",
    ),
    # 167,280 is 45,830 less than 213,110: 21.5 %.
    "remove-1": (
        PUBLIC["three"],
        f"/compare/{SAN_JOSE}/vs/{SEATTLE}/",
        f"Seattle, WA pays 21.5{NBSP}% less than San Jose, CA",
    ),
    # 167,280 is 31,300 more than 135,980: 23.0 %.
    "remove-2": (
        PUBLIC["three"],
        f"/compare/{US}/vs/{SEATTLE}/",
        f"Seattle, WA pays 23.0{NBSP}% more than the United States",
    ),
    "remove-3": (PUBLIC["three"], PLACES, BEFORE[PLACES][0]),
}
"""A button: where it is pressed, and the address and heading that it leads to."""


@pytest.mark.parametrize("button", MOVED)
def test_a_button_beside_a_side_leads_to_the_comparison_it_names(
    either: Page, site: Site, button: str
) -> None:
    start, address, heading = MOVED[button]
    either.goto(site.url + start)
    either.click(f"#{button}")
    expect(either).to_have_url(site.url + address)
    expect(either.locator("h1")).to_have_text(heading)
    assert wholeness(either) == [1, 1, 1, 1, 1]
    either.go_back()
    expect(either).to_have_url(site.url + start)
    expect(either.locator("h1")).not_to_have_text(heading)
    assert wholeness(either) == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(("button", "focused"), [("baseline-2", "baseline-2"), ("remove-3", "H1")])
def test_such_a_button_is_said_once_and_never_loses_the_focus(
    page: Page, site: Site, button: str, focused: str
) -> None:
    start, _, heading = MOVED[button]
    page.goto(site.url + start)
    page.evaluate(LISTENING)
    page.focus(f"#{button}")
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_have_text(f"{heading}.")
    page.wait_for_timeout(200)
    assert page.evaluate("window.said") == [f"{heading}."]
    assert page.evaluate(FOCUSED) == focused


def test_of_two_sides_none_can_be_taken_away_and_the_first_is_the_baseline(either: Page, site: Site) -> None:
    either.goto(site.url + PLACES)
    expect(either.locator("#baseline-2")).to_be_visible()
    for button in ("#baseline-1", "#remove-1", "#remove-2"):
        expect(either.locator(button)).to_have_count(0)
