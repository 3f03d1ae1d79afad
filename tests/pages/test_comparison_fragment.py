"""The comparison as HTMX asks for it."""

import re

import pytest
from django.test import Client

from tests.pages.comparing import HTMX, compared, form
from tests.pages.reading import canonical_of, heading_of, html_of, title_of

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("target", ["comparison", "section#comparison"])
def test_the_fragment_is_the_partial_alone(client: Client, target: str) -> None:
    fragment = html_of(client.get(compared("alpha", "beta"), headers={"HX-Target": target}))
    assert re.match(r'<title>[^<]+</title><section id="comparison"', fragment)
    assert fragment.endswith("</section>")
    assert "<html" not in fragment


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Target": "main"},
        {"HX-Target": "figures"},
        {"HX-Target": "comparison#main"},
        {"HX-Target": ""},
        {"HX-Request": "true"},
        {"HX-Target": "comparison", "HX-History-Restore-Request": "true"},
    ],
)
def test_anything_else_gets_the_whole_page(client: Client, headers: dict[str, str]) -> None:
    whole = client.get(compared("alpha", "beta"))
    assert client.get(compared("alpha", "beta"), headers=headers).content == whole.content
    assert html_of(whole).startswith("<!doctype html>")


@pytest.mark.usefixtures("common")
def test_the_fragment_is_not_kept_and_pushes_its_address(client: Client) -> None:
    fragment = client.get("/compare/", form("beta", "alpha"), headers=HTMX)
    assert fragment["Cache-Control"] == "no-store"
    assert "HX-Target" in fragment["Vary"]
    assert fragment["HX-Push-Url"] == compared("beta", "alpha")
    assert "ETag" not in fragment


@pytest.mark.usefixtures("common")
def test_the_whole_page_varies_too(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    assert "HX-Target" in page["Vary"]
    assert "HX-Push-Url" not in page


@pytest.mark.usefixtures("common")
def test_the_fragment_has_the_words_of_the_page(client: Client) -> None:
    page, fragment = (client.get(compared("alpha", "beta"), headers=h) for h in ({}, HTMX))
    assert heading_of(fragment) == heading_of(page)
    assert title_of(fragment) == title_of(page)
    inner = html_of(fragment).partition("</title>")[2]
    assert inner in html_of(page)


@pytest.mark.usefixtures("common")
def test_the_fragment_carries_the_canonical_address_for_the_head(client: Client) -> None:
    page, fragment = (client.get(compared("beta", "alpha"), headers=h) for h in ({}, HTMX))
    assert f'data-canonical="{canonical_of(page)}"' in html_of(fragment)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("roles", "status"), [(("alpha", "betta"), 404), (("alpha", "alpha"), 400), (("alpha",), 400)]
)
def test_an_error_to_htmx_is_a_fragment_that_leaves_the_address(
    client: Client, roles: tuple[str, ...], status: int
) -> None:
    fragment = client.get("/compare/", form(*roles), headers=HTMX)
    assert fragment.status_code == status
    assert '<section id="comparison"' in html_of(fragment)
    assert 'role="alert"' in html_of(fragment)
    assert "<html" not in html_of(fragment)
    assert "HX-Push-Url" not in fragment
    assert fragment["Cache-Control"] == "no-store"
