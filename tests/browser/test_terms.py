"""Terms of art are opened in place: by keyboard, without script, on a phone, and never on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import PUBLIC
from tests.browser.conftest import OpenContext, Site
from tests.browser.test_every_page import OVERFLOWS, findings

OPEN = ".says:popover-open"
FOCUSED = "document.activeElement.className || document.activeElement.tagName"


def guide(page: Page, site: Site) -> Page:
    """A guide whose first figure is a median."""
    page.goto(site.url + PUBLIC["official"])
    return page


def opened(page: Page) -> Page:
    """The same with the term "Median" open."""
    page.get_by_role("button", name="Median", exact=True).press("Enter")
    expect(page.locator(OPEN)).to_be_visible()
    return page


def test_a_term_is_opened_read_and_closed_by_keyboard(page: Page, site: Site) -> None:
    opened(guide(page, site))
    expect(page.get_by_role("dialog", name="Median")).to_contain_text(
        "half of the people are paid less, half more"
    )
    assert page.evaluate(FOCUSED) == "says"
    page.keyboard.press("Escape")
    expect(page.locator(OPEN)).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Median"


def test_the_next_step_leads_to_the_glossary(page: Page, site: Site) -> None:
    opened(guide(page, site))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "More in the glossary"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/glossary/#median")
    expect(page.locator("#median")).to_be_in_viewport()


def test_a_term_is_opened_without_script(open_context: OpenContext, site: Site) -> None:
    plain = open_context(java_script_enabled=False).new_page()
    plain.goto(site.url + PUBLIC["official"])
    plain.get_by_role("button", name="Median", exact=True).click()
    expect(plain.get_by_role("dialog", name="Median")).to_be_visible()
    plain.mouse.click(5, 5)
    expect(plain.get_by_role("dialog", name="Median")).to_be_hidden()


def test_nothing_takes_the_focus_when_a_page_comes(page: Page, site: Site) -> None:
    guide(page, site).wait_for_load_state("load")
    assert page.evaluate(FOCUSED) == "BODY"
    expect(page.locator(OPEN)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("name", ["official", "comparison", "place", "factor", "source"])
def test_what_opens_is_whole_on_any_screen(page: Page, site: Site, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site.url + PUBLIC[name])
    for term in page.locator(".term:visible").all():
        term.press("Enter")
        box = page.locator(OPEN).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, term.inner_text()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 700, term.inner_text()
        assert not page.evaluate(OVERFLOWS)
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(page: Page, site: Site, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert findings(opened(guide(page, site))) == []


def test_a_term_can_be_hit_with_a_thumb(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    boxes = [term.bounding_box() for term in guide(page, site).locator(".term:visible").all()]
    assert boxes
    assert all(box and box["height"] >= 24 and box["width"] >= 24 for box in boxes)


def test_what_is_open_is_not_printed(page: Page, site: Site) -> None:
    opened(guide(page, site)).emulate_media(media="print")
    expect(page.locator(OPEN)).to_be_hidden()
    assert (
        page.get_by_text("Median", exact=True).first.evaluate(
            "(one) => getComputedStyle(one).textDecorationLine"
        )
        == "none"
    )


def test_what_is_open_has_an_edge_in_forced_colours(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    border = opened(guide(page, site)).locator(OPEN).evaluate("(one) => getComputedStyle(one).border")
    assert border.startswith("1px solid")


def test_another_statistic_brings_its_own_terms(page: Page, site: Site) -> None:
    guide(page, site).select_option("#statistic", "mean")
    page.click("#show-button")
    expect(page.locator(".hero .n")).to_have_text("$148,100")
    page.get_by_role("button", name="Mean", exact=True).press("Enter")
    expect(page.get_by_role("dialog", name="Mean")).to_contain_text("often called the average")
