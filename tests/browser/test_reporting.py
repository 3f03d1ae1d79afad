"""A reader reports a figure, with and without script, and an editor answers; nothing stands in anybody's way."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import AVERAGE, PUBLIC
from tests.browser.conftest import Faults, OpenContext, Site, sign_in
from tests.browser.test_every_page import OVERFLOWS, findings
from tests.browser.test_policy import is_clean

MESSAGE = "The page of the source says 107,000 for <b>everybody</b>."
WIDTHS = (360, 1440)


def write(page: Page, site: Site, message: str = MESSAGE, email: str = "") -> None:
    """From the guide's headline to the form, and fill it in."""
    page.goto(site.url + PUBLIC["guide"])
    page.locator(".hero .report a").click()
    expect(page.locator("h1")).to_have_text("Report a problem")
    page.fill("#message", message)
    page.fill("#email", email)
    page.click("#report-button")


def test_a_figure_is_reported_and_its_report_answered(
    either: Page, own_site: Site, open_context: OpenContext
) -> None:
    write(either, own_site, email="reader@pay.example")
    expect(either.locator("h1")).to_have_text("Thank you")
    assert either.url == f"{own_site.url}/report/"
    assert either.context.cookies() == []
    editor = open_context().new_page()
    sign_in(editor, own_site.url)
    editor.click(f"#reports a:has-text('{MESSAGE[:20]}')")
    expect(editor.locator(".said")).to_have_text(MESSAGE)
    editor.select_option("#id_state", "answered")
    editor.fill("#id_answer", "It says 106,250: nothing to mend.")
    editor.click("input[name=_save]")
    expect(editor.locator("#content")).to_contain_text("0 open")
    expect(editor.locator("#result_list")).to_contain_text("editor")


def test_what_was_typed_stays_after_an_error(either: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 400")
    write(either, site, message=" ", email="reader@pay.example")
    expect(either.get_by_role("alert")).to_contain_text("Write what is wrong.")
    expect(either.locator("#email")).to_have_value("reader@pay.example")
    expect(either.locator("form .big")).to_contain_text("$155,000")


def test_axe_finds_nothing_in_a_form_that_was_refused(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 400")
    write(page, site, message=" ")
    assert findings(page) == []


def test_another_figure_of_the_same_place_can_be_chosen(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["report of a figure"])
    assert page.input_value("#subject") == AVERAGE
    texts = page.locator("#subject option").all_inner_texts()
    assert texts == ["All experience levels: $106,250", "10+ Years: $155,000"]


def test_the_form_keeps_the_policy_and_sets_no_cookie(page: Page, site: Site, faults: Faults) -> None:
    is_clean(page.goto(site.url + PUBLIC["report of a figure"]), faults)
    expect(page.locator("#website")).to_be_hidden()
    assert page.context.cookies() == []


def test_no_link_to_it_is_printed(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["guide"])
    expect(page.locator(".hero .report")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".report").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious_where_editors_answer(page: Page, own_site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    write(page, own_site)
    sign_in(page, own_site.url)
    assert serious(page) == []
    assert not page.evaluate(OVERFLOWS)
    for link in ("#reports .more a", "#result_list tbody a"):
        page.locator(link).first.click()
        assert serious(page) == []
    page.goto(f"{own_site.url}/admin/salaries/figure/checks/")
    assert serious(page) == []


def serious(page: Page) -> list[str]:
    """The rules that a page breaks badly, light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(300)  # the admin's links take a moment to change their colour
        found += [f"{rule} {nodes}" for rule, nodes in findings(page, ("serious", "critical"))]
    return found
