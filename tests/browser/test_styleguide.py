"""The style guide in a browser: nothing is cut off, axe finds nothing in any state of any component."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import as_made
from tests.browser.test_every_page import OVERFLOWS, SCHEMES, WIDTHS, Scheme, findings
from tests.serving import free_port, serving

SHOWN_SEVERAL_TIMES = {"landmark-unique", "landmark-complementary-is-top-level"}
"""Rules that a page breaks by showing one landmark in several states."""

OUTLINE = "(button) => ['outline', 'outlineOffset'].map((name) => getComputedStyle(button)[name])"


@pytest.fixture(scope="module")
def guide(seeded: Path) -> Iterator[str]:
    """The address of the style guide on a site in development, which changes nothing in its database."""
    port = free_port()
    environ = {"DATABASE_URL": f"sqlite:///{seeded}", "PORT": str(port), "DEBUG": "1"}
    with serving(as_made(port), port, environ) as url:
        yield f"{url}/styleguide/"


def test_it_never_scrolls_sideways(page: Page, guide: str) -> None:
    page.goto(guide)
    expect(page.get_by_role("heading", name="Style guide")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(OVERFLOWS), width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_any_state(page: Page, guide: str, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(guide)
    assert [found for found in findings(page) if found[0] not in SHOWN_SEVERAL_TIMES] == []


def test_the_focus_is_shown_as_a_key_shows_it(page: Page, guide: str) -> None:
    page.goto(guide)
    button = page.locator("#buttons .button").first
    page.locator("[href='#buttons']").first.focus()
    button.focus()
    shown = page.locator("#buttons .focused .button").first
    assert button.evaluate(OUTLINE) == shown.evaluate(OUTLINE)
