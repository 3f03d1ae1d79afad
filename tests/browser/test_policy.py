"""A03: no page breaks the policy, logs an error or misses a file, and none carries style or script inside a tag."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from playwright.sync_api import Page, Response, expect

from tests.browser.acting import compare, search, switch
from tests.browser.addresses import PUBLIC
from tests.browser.conftest import Faults, Site, sign_in

INSIDE_A_TAG = re.compile(r"<[^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(
    r"<style\b|<script\b(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE
)
LOOKED_AWAY = ("/admin/logout/", "/admin/jsi18n/", "/admin/r/", "/admin/autocomplete/")
"""Not pages: one ends the session, the others answer with something else than HTML or lead to a public page."""
FAILURES = {
    "not found": ("/salaries/backend-enginer/", 404),
    "no such comparison": ("/compare/nobody.average/vs/backend-engineer.average/", 404),
    "no such page": ("/nowhere/", 404),
    "refused": ("/compare/?subject=backend-engineer.average&subject=backend-engineer.average", 400),
}


def is_clean(answer: Response | None, faults: Faults, status: int = 200) -> str:
    """The answer's HTML, once it was looked at."""
    assert answer is not None and answer.status == status, answer and (answer.url, answer.status)
    html = answer.text()
    assert INSIDE_A_TAG.search(html) is None, (answer.url, INSIDE_A_TAG.findall(html))
    assert INLINE_SCRIPT.search(html) is None, answer.url
    assert faults.unexpected() == [], answer.url
    return html


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_keeps_the_policy(page: Page, site: Site, faults: Faults, name: str) -> None:
    is_clean(page.goto(site.url + PUBLIC[name]), faults)


@pytest.mark.parametrize("name", FAILURES)
def test_a_page_that_says_what_went_wrong_keeps_the_policy(
    page: Page, site: Site, faults: Faults, name: str
) -> None:
    address, status = FAILURES[name]
    faults.expect(f"status of {status}")
    is_clean(page.goto(site.url + address), faults, status)


def test_the_page_for_a_broken_site_keeps_the_policy(page: Page, own_site: Site, faults: Faults) -> None:
    faults.expect("status of 500")
    own_site.execute("ALTER TABLE salaries_figure RENAME TO gone")
    # Not the first page, which is kept since the site answered first.
    is_clean(page.goto(f"{own_site.url}/salaries/"), faults, 500)
    assert page.evaluate("document.styleSheets.length") == 1


def test_what_is_swapped_in_keeps_the_policy(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/salaries/software-developer/")
    switch(page, "p90")
    expect(page.locator(".hero .n")).to_have_text("$214,670")
    page.goto(f"{site.url}/search")
    search(page, "seattle")
    expect(page.locator("#results a").first).to_have_text("Seattle-Tacoma-Bellevue, WA")
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.locator("#comparison table")).to_contain_text("+$48,750 a year")


def test_a_violation_would_be_noticed(page: Page, site: Site, faults: Faults) -> None:
    page.goto(site.url)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.wait_for_function("document.querySelector('p[style]')")
    page.wait_for_timeout(100)
    assert any(one.startswith("violation style-src") for one in faults.unexpected())
    faults.expect("style-src", "inline style")


def kind(address: str) -> str:
    """Addresses of one kind differ only in the key of a row, or in what is searched, sorted or filtered."""
    return re.sub(r"/\d+/", "/N/", urlsplit(address).path)


def links(html: str, base: str) -> list[str]:
    """Where an admin page leads, within the admin: to pages, not to files."""
    found = (urljoin(base, link.replace("&amp;", "&")) for link in re.findall(r'href="([^"#]+)"', html))
    return [
        link
        for link in found
        if urlsplit(link).netloc == urlsplit(base).netloc
        and urlsplit(link).path.startswith("/admin/")
        and not urlsplit(link).path.startswith(LOOKED_AWAY)
        and not urlsplit(link).path.endswith((".csv", ".xlsx"))
    ]


def walk(page: Page, start: str, faults: Faults) -> set[str]:
    """Follow every link from `start` to one page of each kind, looking at each; the kinds found."""
    waiting, seen = [start], set[str]()
    while waiting:
        address = waiting.pop()
        if kind(address) not in seen:
            seen.add(kind(address))
            waiting += links(is_clean(page.goto(address), faults), address)
    return seen


def test_every_kind_of_page_in_the_editors_area_keeps_the_policy(
    page: Page, site: Site, faults: Faults
) -> None:
    is_clean(page.goto(f"{site.url}/admin/login/"), faults)
    sign_in(page, site.url)
    seen = walk(page, f"{site.url}/admin/", faults)
    admin.autodiscover()
    models = filter(admin.site.is_registered, apps.get_app_config("salaries").get_models())
    assert {f"/admin/salaries/{model._meta.model_name}/" for model in models} < seen
    changing = {"figure/add/", "figure/N/change/", "figure/N/history/", "figure/N/delete/"}
    assert {f"/admin/salaries/{word}" for word in changing} < seen
