"""A minus stands on the line of its amount: torn from it, a loss would read as a gain."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.test_printing import FOUR

TORN = """() => {
  const torn = [], walk = document.createTreeWalker(document.querySelector(".result"), NodeFilter.SHOW_TEXT);
  const box = (node, at) => {
    const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  for (let node; (node = walk.nextNode());)
    for (let at = node.data.indexOf("\\u2212"); at >= 0; at = node.data.indexOf("\\u2212", at + 1))
      if (box(node, at).width && box(node, at + 1).top > box(node, at).top + 5)
        torn.push(node.data.slice(at - 8, at + 8));
  return torn;
}"""


@pytest.mark.parametrize("width", [320, 480, 640, 800, 920, 1040, 1280])
def test_a_minus_is_never_torn_from_its_amount(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.url + FOUR)
    assert page.evaluate(TORN) == []
