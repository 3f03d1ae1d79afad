"""What a visitor does and sees, in the words of the tests."""

from playwright.sync_api import Page

from tests.browser.addresses import AVERAGE, TEN_YEARS

NBSP = "\N{NO-BREAK SPACE}"
MORE = f"10+ Years pays 45.9{NBSP}% more than the general average"
LESS = f"The general average pays 31.5{NBSP}% less than 10+ Years"


def compare(page: Page, first: str = AVERAGE, second: str = TEN_YEARS) -> None:
    """Choose two sides and press the button."""
    choose_sides(page, first, second)
    page.click("#compare-button")


def choose_sides(page: Page, first: str = AVERAGE, second: str = TEN_YEARS) -> None:
    """Choose two sides."""
    page.select_option("#subject-1", first)
    page.select_option("#subject-2", second)


def search(page: Page, words: str) -> None:
    """Type into the search page's field and press its button."""
    page.fill("#find", words)
    page.click("#find-button")


def switch(page: Page, statistic: str) -> None:
    """Choose another statistic and press the button."""
    page.select_option("#statistic", statistic)
    page.click("#show-button")


def seen(page: Page) -> list[str]:
    """What a page says of itself: title, heading, address in its head, and what its fields hold."""
    found: list[str] = page.evaluate("""[document.title, document.querySelector("h1").textContent,
      document.querySelector("link[rel=canonical]").href,
      document.querySelector("meta[property='og:url']").content,
      ...[...document.querySelectorAll("main select, main input")].map((field) => field.value)]""")
    return found


def wholeness(page: Page) -> list[int]:
    """How many of each thing a whole page has one of."""
    return [page.locator(one).count() for one in ("html", "main", "h1", "header.site", "footer.site")]


def is_styled(page: Page) -> bool:
    """Whether the style sheet is applied: the skip link waits outside the window."""
    return bool(page.evaluate("getComputedStyle(document.querySelector('.skip')).position === 'absolute'"))
