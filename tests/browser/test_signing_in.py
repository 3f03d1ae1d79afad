"""Signing in as a browser has it: a phone set up by the keyboard, without script, and nothing for axe to find."""

from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import CODES, EDITOR, PASSWORD, Faults, OpenContext, Site, manage
from tests.browser.test_every_page import findings


@pytest.fixture
def newcomer(own_site: Site) -> str:
    """The name of an editor without a phone."""
    manage(
        own_site.database, "createsuperuser", "--noinput", "--username=nora", "--email=nora@pay.example",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )  # fmt: skip
    return "nora"


def type_password(page: Page, site: Site, name: str) -> None:
    """Where the focus is, and on to the next field by Tab."""
    page.goto(f"{site.url}/admin/salaries/figure/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/admin/login/?" not in url)


def shown_code(page: Page) -> str:
    """What an app shows that has read the letters of the page."""
    letters = page.locator(".letters").text_content() or ""
    return f"{TOTP(b32decode(letters.replace(' ', ''))).token():06}"


def test_a_password_may_be_looked_at_and_is_none_to_the_browser_once_it_is_sent(
    site: Site, page: Page
) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "a-wrong-long-password")
    page.get_by_label("Show the password").check()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    page.get_by_label("Show the password").uncheck()
    expect(page.locator("#id_password")).to_have_attribute("type", "password")
    page.get_by_label("Show the password").check()
    page.evaluate("document.forms[0].addEventListener('submit', event => event.preventDefault())")
    page.locator("#id_password").press("Enter")
    expect(page.locator("#id_password")).to_have_attribute("type", "password")


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_is_set_up_by_the_keyboard_alone(
    own_site: Site, open_context: OpenContext, newcomer: str, script: bool
) -> None:
    page = open_context(java_script_enabled=script).new_page()
    type_password(page, own_site, newcomer)
    expect(page.locator("h1")).to_have_text("Set up your phone")
    expect(page.locator(".picture svg")).to_be_visible()
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type(shown_code(page))
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page).to_have_url(f"{own_site.url}/admin/salaries/figure/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way_in(
    own_site: Site, open_context: OpenContext, newcomer: str, faults: Faults, scheme: str
) -> None:
    faults.expect("status of 400")
    page = open_context(color_scheme=scheme).new_page()
    page.goto(f"{own_site.url}/admin/login/")
    found = findings(page)
    type_password(page, own_site, newcomer)
    found += findings(page)
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    found += findings(page)
    page.fill("#id_code", shown_code(page))
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes")).to_be_visible()
    assert found + findings(page) == []


def test_axe_finds_nothing_on_the_code_and_the_account(site: Site, page: Page) -> None:
    type_password(page, site, EDITOR)
    found = findings(page)
    page.click("text=Use a recovery code")
    found += findings(page)
    page.fill("#id_code", f"code-{next(CODES):04}")
    page.keyboard.press("Enter")
    page.click("text=Account security")
    found += findings(page)
    page.click("text=Set up another phone")
    assert found + findings(page) == []
