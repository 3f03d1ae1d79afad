"""Where does my pay stand: answered on the spot, said once, and what was typed is nowhere else."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.acting import NBSP, wholeness
from tests.browser.browsers import opened
from tests.browser.conftest import Faults, OpenContext, Site
from tests.browser.test_every_page import OVERFLOWS, findings
from tests.browser.test_keyboard import FOCUSED, LISTENING, tab_to
from tests.browser.test_policy import is_clean

DEVELOPER = "software-developer.average"
HEADING = "Where does my pay stand?"
SENTENCES = [
    # Published of software developers: mean 148,100; median 135,980; p75 171,980. 155,000 is 6,900 and 19,020 above;
    # 19,020 of the 36,000 between median and p75 are 53 % of the 25 ranks between them, and 16,980 are left.
    f"Your pay is 4.7{NBSP}% above the mean, $148,100 a year.",
    f"Your pay is 14.0{NBSP}% above the median, $135,980 a year.",
    "Your pay is between the 50th and the 75th percentile, about the 63rd percentile.",
    "The 75th percentile, $171,980, is $16,980 a year more.",
]
KEPT = "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, history.state, window.name])"


def ask(page: Page, amount: str = "155,000", **fields: str) -> None:
    """Fill in the form and press its button."""
    page.select_option("#subject-1", DEVELOPER)
    page.fill("#amount", amount)
    for name, value in fields.items():
        page.select_option(f"#{name.replace('_', '-')}", value)
    page.click("#standing-button")


def typed(page: Page) -> list[str]:
    names = ("subject-1", "place-1", "amount", "currency", "pay-period")
    return [page.input_value(f"#{name}") for name in names]


def is_answered(page: Page) -> None:
    for sentence in SENTENCES:
        expect(page.locator("#standing")).to_contain_text(sentence)
    assert wholeness(page) == [1, 1, 1, 1, 1]


def test_own_pay_is_set_against_what_is_published(either: Page, site: Site) -> None:
    either.goto(f"{site.url}/standing/")
    ask(either)
    is_answered(either)
    expect(either.locator("#standing")).to_contain_text(
        "Software Developer, all experience levels, United States"
    )
    expect(either.locator("#standing .evidence").first).to_contain_text("BLS OEWS")
    assert typed(either) == [DEVELOPER, "us", "155,000", "USD", "year"]


def test_no_address_ever_holds_the_amount(either: Page, site: Site) -> None:
    asked: list[Request] = []
    either.on("request", lambda request: asked.append(request))
    either.goto(f"{site.url}/standing/")
    ask(either)
    is_answered(either)
    expect(either).to_have_url(f"{site.url}/standing/")
    either.click("header .mark")
    expect(either.locator("h1")).not_to_have_text(HEADING)
    (sent,) = [request for request in asked if request.method == "POST"]
    assert (sent.url, "155" in (sent.post_data or "")) == (f"{site.url}/standing/", True)
    addresses = [(request.url, request.headers.get("referer")) for request in asked]
    assert not [one for one in addresses if "amount" in str(one) or "155" in str(one)]


def test_nothing_is_kept_in_the_browser(either: Page, site: Site) -> None:
    either.goto(f"{site.url}/standing/")
    ask(either)
    is_answered(either)
    assert either.context.cookies() == []
    assert "155" not in str(either.evaluate(KEPT))


def test_the_answer_is_said_once_and_the_focus_stays_on_the_button(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/standing/")
    page.evaluate(LISTENING)
    page.select_option("#subject-1", DEVELOPER)
    tab_to(page, "amount")
    page.keyboard.type("155k")
    tab_to(page, "standing-button")
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_have_text(SENTENCES[0])
    page.wait_for_timeout(200)
    assert page.evaluate("window.said") == [SENTENCES[0]]
    assert page.evaluate(FOCUSED) == "standing-button"
    expect(page.locator("#standing")).not_to_have_attribute("aria-busy", "true")


def test_a_second_question_is_answered_in_place_of_the_first(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/standing/")
    ask(page)
    is_answered(page)
    page.fill("#amount", "135980")
    page.click("#standing-button")
    expect(page.locator("#standing")).to_contain_text("Your pay is the same as the median, $135,980 a year.")
    expect(page.locator("#standing")).not_to_contain_text("above the median")
    expect(page).to_have_url(f"{site.url}/standing/")


def walked(page: Page, site: Site) -> None:
    """From the start to the form by the link in the header, and answered."""
    page.goto(f"{site.url}/")
    page.click("nav a:has-text('My pay')")
    expect(page.locator("h1")).to_have_text(HEADING)
    ask(page)
    is_answered(page)


def test_back_leads_to_the_page_before_the_form_and_forward_to_the_empty_form(page: Page, site: Site) -> None:
    walked(page, site)
    page.go_back()
    expect(page).to_have_url(f"{site.url}/")
    expect(page.locator("h1")).to_have_text("What does your work earn?")
    page.go_forward()
    expect(page).to_have_url(f"{site.url}/standing/")
    expect(page.locator("#amount")).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("Your pay is")
    assert wholeness(page) == [1, 1, 1, 1, 1]


def test_without_script_back_leads_to_the_empty_form_and_then_to_the_page_before(
    site: Site, open_context: OpenContext
) -> None:
    plain = opened(open_context, "no script")
    walked(plain, site)
    plain.go_back()
    expect(plain).to_have_url(f"{site.url}/standing/")
    expect(plain.locator("#amount")).to_have_value("")
    expect(plain.locator("main")).not_to_contain_text("Your pay is")
    plain.go_back()
    expect(plain).to_have_url(f"{site.url}/")


@pytest.mark.parametrize("amount", ["155,0", "lots"])
def test_what_was_typed_stays_after_an_error_and_can_be_put_right(
    either: Page, site: Site, faults: Faults, amount: str
) -> None:
    faults.expect("status of 400", "Status Error Code 400")
    either.goto(f"{site.url}/standing/")
    ask(either, amount, place_1="san-jose-ca", currency="USD", pay_period="month")
    expect(either.locator("#standing [role=alert]")).to_contain_text(amount)
    expect(either).to_have_url(f"{site.url}/standing/")
    assert typed(either) == [DEVELOPER, "san-jose-ca", amount, "USD", "month"]
    assert wholeness(either) == [1, 1, 1, 1, 1]
    ask(either, place_1="us", pay_period="year")
    is_answered(either)
    expect(either.locator("[role=alert]")).to_have_count(0)


def test_an_error_is_said_and_marked_as_one(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 400", "Status Error Code 400")
    page.goto(f"{site.url}/standing/")
    ask(page, "lots")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate(FOCUSED) == "standing-button"
    assert findings(page) == []


def test_a_guides_button_leads_to_the_form_filled_with_what_it_shows(either: Page, site: Site) -> None:
    either.goto(f"{site.url}/salaries/software-developer/san-jose-ca/")
    either.click("#stand-button")
    expect(either.locator("h1")).to_have_text(HEADING)
    assert typed(either) == [DEVELOPER, "san-jose-ca", "", "USD", "year"]
    either.fill("#amount", "213,110")
    either.click("#standing-button")
    expect(either.locator("#standing")).to_contain_text("the same as the median, $213,110 a year.")
    assert "213" not in either.url


def test_the_page_keeps_the_policy_and_sets_no_cookie(page: Page, site: Site, faults: Faults) -> None:
    answer = page.goto(f"{site.url}/standing/")
    is_clean(answer, faults)
    with page.expect_response("**/standing/") as caught:
        ask(page)
    is_clean(caught.value, faults)
    assert caught.value.headers["cache-control"] == "no-store"
    assert answer is not None
    assert ["set-cookie" in one.all_headers() for one in (answer, caught.value)] == [False, False]


@pytest.mark.parametrize("width", [320, 1280])
def test_an_answer_is_easy_to_read_at_any_width(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site.url}/standing/")
    ask(page)
    is_answered(page)
    assert not page.evaluate(OVERFLOWS)
    assert findings(page) == []
