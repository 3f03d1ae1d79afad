"""What holds on every page for who enlarges it, spaces its text, has a keyboard or a thumb, or wants nothing to move.

WCAG 2.2: 1.4.10 reflow, 1.4.12 text spacing, 2.4.7 and 2.4.11 focus seen and not covered, 2.5.8 targets.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from salaries.markup.templates import rendered
from tests.browser.addresses import ALL, COMPARED, PUBLIC
from tests.browser.conftest import Faults, Site
from tests.browser.test_every_page import AT_400_PERCENT, OVERFLOWS, findings

SHARES = 4
"""Into so many tests the pages are parted: one page of a browser walks through a share of them."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The least that a reader must be able to ask for."""

CUT_OFF = """() => {
  const found = [], lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({visibilityProperty: true})) continue;
    if (parent.closest("title, option, textarea, .hidden, .skip")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) lines.push([node.data.trim(), box, parent]);
  }
  const scrolls = (one) => one.closest(".scroll, article");
  lines.forEach(([text, box, parent], number) => {
    if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(parent)) found.push(`${text} leaves the screen`);
    for (const [other, place, owner] of lines.slice(number + 1)) {
      const wide = Math.min(box.right, place.right) - Math.max(box.left, place.left);
      const high = Math.min(box.bottom, place.bottom) - Math.max(box.top, place.top);
      if (owner !== parent && wide > 2 && high > 5) found.push(`${text} on ${other}`);
    }
  });
  for (const one of document.querySelectorAll("body *:not(select, textarea, input, .hidden, .hidden *)")) {
    if (!one.checkVisibility()) continue;
    const {overflowX, overflowY} = getComputedStyle(one);
    if (overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1) found.push(`${one.className} is too low`);
    if (overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1) found.push(`${one.className} is too narrow`);
    const card = one.matches("table") && one.closest(".card");
    if (card && getComputedStyle(card).overflowX === "visible"
      && one.getBoundingClientRect().right > card.getBoundingClientRect().right) found.push("a table leaves its card");
  }
  return found;
}"""

UNSEEN = """() => {
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (!one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) continue;
    one.focus();
    const named = one.id || one.textContent.trim().slice(0, 40), style = getComputedStyle(one);
    if (document.activeElement !== one) { found.push(`${named} takes no focus`); continue; }
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) found.push(`${named} shows no focus`);
    const box = one.getClientRects()[0];
    const x = Math.max(0, Math.min(innerWidth - 1, (box.left + box.right) / 2));
    const y = Math.max(0, Math.min(innerHeight - 1, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2));
    const top = document.elementFromPoint(x, y);
    if (!one.contains(top) && !one.labels?.[0]?.contains(top)) found.push(`${named} is under ${top?.className}`);
  }
  return found;
}"""

SMALL = """() => [...document.querySelectorAll("button, input, select, textarea, summary, a.button")]
  .filter((one) => one.checkVisibility() && !one.matches(".term"))
  .map((one) => [one.textContent.trim().slice(0, 40) || one.id, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24).map(([named, box]) => `${named}: ${box.height}`)"""

MOVES = """() => [...document.querySelectorAll("*")].map((one) => [one, getComputedStyle(one)])
  .filter(([, style]) => style.animationName !== "none" || style.transitionDuration !== "0s")
  .map(([one]) => one.className || one.tagName)"""


@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_is_cut_off_or_covered_at_400_percent_or_with_spaced_text(
    page: Page, site: Site, faults: Faults, share: int
) -> None:
    faults.expect("status of 4")
    found = {}
    for name in list(ALL)[share::SHARES]:
        page.set_viewport_size(AT_400_PERCENT)
        page.goto(site.url + ALL[name])
        found[name, "400 %"] = wrong(page)
        page.keyboard.press("Tab")
        found[name, "focus"] = page.evaluate(UNSEEN)
        page.evaluate(SPACED)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found[name, f"spaced, {width} px"] = wrong(page)
    assert {where: what for where, what in found.items() if what} == {}


def wrong(page: Page) -> dict[str, Any]:
    """What is cut off, and whether the page scrolls sideways."""
    found = {"cut off": page.evaluate(CUT_OFF), "sideways": page.evaluate(OVERFLOWS)}
    return {what: value for what, value in found.items() if value}


def test_everything_to_press_is_large_enough_for_a_thumb(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 4")
    page.set_viewport_size({"width": 360, "height": 800})
    small = {}
    for name, address in ALL.items():
        page.goto(site.url + address)
        small[name] = page.evaluate(SMALL)
    assert {name: found for name, found in small.items() if found} == {}


def test_nothing_moves_for_who_wants_no_motion(page: Page, site: Site) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
        for name in ("guide", "comparison", "search"):
            page.goto(site.url + PUBLIC[name])
            assert bool(page.evaluate(MOVES)) is moves, (name, motion)


def test_the_plain_page_of_a_failure_is_as_good_as_the_others(page: Page, site: Site) -> None:
    body = rendered("plain.html", {"heading": "Something went wrong", "text": "Please try again."})

    def broken(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route("**/broken/", broken)
    page.set_viewport_size(AT_400_PERCENT)
    page.goto(f"{site.url}/broken/")
    assert wrong(page) == {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert findings(page) == []
    page.emulate_media(forced_colors="active")
    assert findings(page) == []


def test_the_link_over_the_navigation_is_the_first_stop_and_the_pages_own_content_the_next(
    page: Page, site: Site
) -> None:
    page.goto(site.url + COMPARED)
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("document.activeElement.textContent") == "Compare"
