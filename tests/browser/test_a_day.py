"""An editor's day, from the sign-in to the way back: docs/editors.md tells it, with the pictures that this takes.

`PICTURES=docs/pictures` in the environment takes them anew.
"""

import os
from pathlib import Path

from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import EDITOR, PASSWORD, OpenContext, Site, manage

GERMANY = "/salaries/backend-engineer/de/"
GUIDE = "/salaries/backend-engineer/"
FIGURES = """\
role,level,location,measure,currency,pay_period,median,reference
Backend Engineer,,Germany,salary_unspecified,EUR,year,78000,2026
Backend Engineer,Senior/Staff,Germany,salary_unspecified,EUR,year,9500O,2026
Backend Engineer,Entry-Level,Germany,salary_unspecified,EUR,year,"52,5",2026
"""
SECRET = "3132333435363738393031323334353637383930"
PHONE = f"""
from django.contrib.auth import get_user_model
get_user_model().objects.get(username="{EDITOR}").totpdevice_set.update(key="{SECRET}")
"""


def picture(page: Page, name: str) -> None:
    """Take the picture of that name, where somebody asked for pictures."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


def press(page: Page, name: str) -> None:
    """Press the button, or follow the link, of that name."""
    page.locator("#content, main").get_by_role("button", name=name).or_(
        page.locator("#content, main").get_by_role("link", name=name)
    ).first.click()


def sign_in_with_a_phone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/")
    page.fill("#id_username", EDITOR)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    expect(page.locator("#id_code")).to_be_focused()
    picture(page, "code")
    page.keyboard.type(f"{TOTP(bytes.fromhex(SECRET)).token():06}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/admin/")


def upload(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/salaries/importjob/add/")
    page.set_input_files(
        "#id_file", {"name": "germany.csv", "mimeType": "text/csv", "buffer": FIGURES.encode()}
    )
    picture(page, "import-send")
    press(page, "Send")
    page.wait_for_url("**/settings/", timeout=30_000)
    expect(page.locator(".steps [aria-current]")).to_have_text("Say how it is read")


def see_what_would_happen(page: Page) -> None:
    page.select_option("#id_source", "ora")
    picture(page, "import-read")
    press(page, "See what would happen")
    expect(page.locator("#refused")).to_contain_text("Refused: 2", timeout=30_000)
    picture(page, "import-refused")


def correct_the_refused_rows(page: Page) -> None:
    rows = page.locator(".refused-row")
    rows.nth(0).get_by_label("median").fill("95000")
    rows.nth(1).get_by_label("median").fill("52500")
    press(page, "Check again")
    expect(page.locator("#refused")).to_have_count(0, timeout=30_000)
    expect(page.locator(".counts tbody")).to_contain_text("3")
    picture(page, "import-checked")


def look_at_the_table(page: Page) -> None:
    """From the publish page to the draft's figures as one table, and back."""
    publishing = page.url
    page.goto(publishing.replace("/publish/", "/table/"))
    expect(page.locator("#content")).to_contain_text("Save the table")
    picture(page, "table")
    page.goto(publishing)


def preview(page: Page) -> None:
    """From the publish page to the guide of Germany as it would be, and back."""
    press(page, "Look at the public pages as they would be")
    base = page.url.partition("/admin/preview/")
    page.goto(f"{base[0]}{base[1]}{base[2].partition('/')[0]}{GERMANY}")
    expect(page.locator("main")).to_contain_text("€78,000")
    picture(page, "preview")
    page.go_back()
    page.go_back()


def withdraw(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/salaries/releasepart/?q=germany.csv")
    page.check("#result_list tbody input[type=checkbox]")
    page.select_option("select[name=action]", "withdraw")
    page.click("button[name=index]")
    expect(page.locator(".messagelist .success")).to_contain_text("withdrawn")


def correct(page: Page, site: Site) -> None:
    """155,000 becomes 160,000, with a reason."""
    page.goto(f"{site.url}/admin/salaries/figure/?q=10%2B")
    page.click("#result_list tbody th a")
    page.fill("#id_mean", "160,000")
    page.fill("#id_why", "ORA corrected it on 3 March.")
    picture(page, "figure")
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()


def put_back(page: Page) -> None:
    """From the figure's form to its history, and back to what it said first."""
    page.locator(".object-tools").get_by_role("link", name="History").click()
    expect(page.locator("#content-main tbody tr").first).to_contain_text("160,000")
    picture(page, "history")
    page.get_by_role("link", name="Put back to this").last.click()
    page.fill("#id_note", "It was right before.")
    picture(page, "put-back")
    page.get_by_role("button", name="Put back").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def reads(reader: Page, site: Site, path: str) -> str:
    """What the page says to a reader who comes now."""
    reader.goto(site.url + path)
    return reader.locator("main").inner_text()


def test_a_day(page: Page, own_site: Site, open_context: OpenContext) -> None:
    manage(own_site.database, "shell", "--command", PHONE)
    reader = open_context().new_page()
    sign_in_with_a_phone(page, own_site)
    picture(page, "index")

    upload(page, own_site)
    see_what_would_happen(page)
    correct_the_refused_rows(page)
    press(page, "Make the draft")
    expect(page.locator(".success")).to_contain_text("Readers see nothing of it", timeout=30_000)
    assert "€78,000" not in reads(reader, own_site, GERMANY)

    press(page, "Look at it, and publish")
    look_at_the_table(page)
    preview(page)
    picture(page, "publish")
    press(page, "Publish")
    expect(page.locator(".messagelist .success")).to_contain_text("is published")
    assert "€78,000" in reads(reader, own_site, GERMANY)
    withdraw(page, own_site)
    assert "€78,000" not in reads(reader, own_site, GERMANY)

    correct(page, own_site)
    assert "$160,000" in reads(reader, own_site, GUIDE)
    assert "ORA corrected it on 3 March." in reads(reader, own_site, "/changes/")
    put_back(page)
    told = reads(reader, own_site, GUIDE)
    assert "$155,000" in told
    assert "$160,000" not in told
