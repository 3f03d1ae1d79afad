"""Terms are opened in place: on every page each button has what it opens, which leads to the glossary."""

import re

import pytest
from django.test import Client

from tests.pages.reading import COMPARED, PUBLIC, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

OFFICIAL = "/salaries/software-developer/"
EXPLAINING = [
    "/", "/salaries/", "/salaries/backend-engineer/", "/locations/seattle-wa/", COMPARED, "/factors/",
    "/factors/company-type-and-location/", "/sources/bls-oews/", "/sources/bls-oews/may-2025/", "/how-it-works/",
]  # fmt: skip


def buttons(html: str) -> list[tuple[str, str]]:
    """The words of each button that opens a term, and the id that it opens."""
    found = re.findall(r'<button type="button" class="term" popovertarget="([^"]+)">([^<]+)</button>', html)
    return [(words, target) for target, words in found]


@pytest.mark.parametrize("path", PUBLIC)
def test_what_a_button_opens_is_there_once_and_leads_to_the_glossary(client: Client, path: str) -> None:
    html, glossary = html_of(client.get(path)), html_of(client.get("/glossary/"))
    said = dict(re.findall(r'<div popover [^>]*id="([^"]+)" class="says">(.*?)</div>', html))
    assert sorted(target for _, target in buttons(html)) == sorted(said)
    for words in said.values():
        (slug,) = re.findall(r'<a href="/glossary/#([a-z-]+)">More in the glossary</a>', words)
        assert f'<div id="{slug}">' in glossary


@pytest.mark.parametrize("path", PUBLIC)
def test_no_id_stands_twice(client: Client, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html_of(client.get(path)))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", EXPLAINING)
def test_pages_with_terms_of_art_open_them(client: Client, path: str) -> None:
    assert buttons(html_of(client.get(path)))


def test_the_first_use_is_opened_and_no_other(client: Client) -> None:
    html = html_of(client.get(OFFICIAL))
    assert (
        '<span class="tag"><button type="button" class="term" popovertarget="term-median">Median</button> '
        in html
    )
    assert [target for words, target in buttons(html) if words.lower() == "median"] == ["term-median"]


def test_a_fragment_brings_what_its_buttons_open(client: Client) -> None:
    page = html_of(client.get(OFFICIAL))
    fragment = html_of(client.get(f"{OFFICIAL}?statistic=mean", headers={"HX-Target": "figures"}))
    targets = {target for _, target in buttons(fragment)}
    assert "term-mean" in targets
    assert targets == set(re.findall(r'<div popover [^>]*id="([^"]+)"', fragment))
    rest = page.partition('<div id="figures">')[2].partition("<section><h2>What the official")[2]
    assert not targets & set(re.findall(r'<div popover [^>]*id="([^"]+)"', rest.partition("term2-")[2]))


def test_a_page_without_terms_has_nothing_to_open(client: Client) -> None:
    assert "popover" not in html_of(client.get("/search"))
