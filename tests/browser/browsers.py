"""The browsers that visitors have, by name: with script, without any, and one that keeps no pages for Back."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import NO_PAGE_CACHE, OpenContext

FLAGS = {"script, no pages kept": [NO_PAGE_CACHE]}
OPTIONS: dict[str, dict[str, Any]] = {"no script": {"java_script_enabled": False}}
BROWSERS = ("script", *FLAGS, *OPTIONS)


def opened(open_context: OpenContext, browser: str) -> Page:
    """A page in a clean context of one of the browsers."""
    return open_context(*FLAGS.get(browser, ()), **OPTIONS.get(browser, {})).new_page()
