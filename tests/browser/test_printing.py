"""A comparison on paper: one sheet of A4 with everything that a reader has to cite, and nothing to press."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import COMPARED
from tests.browser.conftest import Site

TWO = "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/"
FOUR = (
    "/compare/"
    + "/vs/".join(
        f"{role}.average.{place}"
        for role, place in (
            ("it-manager", "district-of-columbia"),
            ("information-security-analyst", "minneapolis-mn"),
            ("systems-administrator", "north-carolina"),
            ("software-developer", "salt-lake-city-ut"),
        )
    )
    + "/"
)
SHEETS = {
    "two places": TWO,
    "two without official figures": COMPARED,
    "two at other prices": f"{TWO}?prices=rpp",
    "two as they were": f"{TWO}?as_of=1",
    "four with long names": FOUR,
}
PAGES = re.compile(rb"/Type\s*/Page\b")
CLIPPED = "(field) => field.scrollWidth > field.clientWidth"


def printed(page: Page, address: str) -> Page:
    """A page as it is laid out for paper: A4 is so wide at 96 dots an inch."""
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto(address)
    page.emulate_media(media="print")
    return page


@pytest.fixture(params=SHEETS)
def sheet(page: Page, site: Site, request: pytest.FixtureRequest) -> Page:
    """A comparison as it is printed."""
    return printed(page, site.url + SHEETS[request.param])


def test_a_comparison_fits_on_one_sheet(sheet: Page) -> None:
    assert len(PAGES.findall(sheet.pdf(format="A4"))) == 1


def test_nothing_to_press_is_printed(sheet: Page) -> None:
    for what in ("nav", "form", "button:not(.term)", "select", "summary", ".skip", "[role=search]"):
        shown = sheet.locator(what).filter(visible=True)
        assert [one.inner_text() for one in shown.all()] == [], what


def test_the_figures_and_where_they_are_from_are_printed(sheet: Page) -> None:
    expect(sheet.locator("h1")).to_be_visible()
    rows = sheet.locator("#comparison tbody tr:not(.why)")
    for row in rows.all():
        expect(row.locator("td").first).to_be_visible()
    evidence = sheet.locator("#comparison tr.why .evidence")
    assert evidence.filter(visible=True).count() == rows.count() > 1
    assert all("·" in line for line in evidence.all_inner_texts())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (TWO, "US Bureau of Labor Statistics"),  # the source's attribution
        (TWO, "BLS.gov cannot vouch"),  # what the source asks to add
        (TWO, "A year is 12 months and 2,080 hours."),
        (f"{TWO}?prices=rpp", "$213,110 as published"),
        (f"{TWO}?prices=rpp", "Adjusted for regional prices"),
        (f"{TWO}?as_of=1", "As published in data version 1"),
        (COMPARED, "Sample size not stated"),
        ("/compare/backend-engineer.average/vs/software-developer.average/", "Not like for like."),
        ("/compare/qa-analyst.average/vs/qa-analyst.average.gb/", "different currencies are not subtracted"),
    ],
)
def test_what_a_reader_has_to_know_is_printed(page: Page, site: Site, address: str, words: str) -> None:
    printed(page, site.url + address)
    expect(page.locator("#comparison .result").get_by_text(words).first).to_be_visible()


def test_the_address_is_printed_whole(sheet: Page) -> None:
    field = sheet.locator("#address")
    in_its_field = field.is_visible() and not field.evaluate(CLIPPED) and field.input_value() == sheet.url
    assert in_its_field or sheet.url in sheet.locator(".share").inner_text()


def test_how_to_cite_it_is_printed_with_the_address_that_lasts(sheet: Page) -> None:
    citation = sheet.locator("#comparison details p", has_text="Data version 1.")
    expect(citation).to_be_visible()
    expect(citation).to_contain_text("as_of=1")
    expect(citation).to_contain_text(sheet.locator("h1").inner_text())
