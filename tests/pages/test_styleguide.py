"""`/styleguide/`: every component, made as pages make it; there in development only."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from salaries.markup.development import with_own_ids
from salaries.pages.styleguide.page import SHEETS, styleguide_page
from tests.pages.reading import html_of

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture
def developing(settings: Any) -> None:
    settings.DEBUG = True


def test_a_live_site_has_no_such_page(client: Client) -> None:
    page, nowhere = client.get("/styleguide/"), client.get("/nowhere/")
    assert (page.status_code, page.content) == (404, nowhere.content)


@pytest.mark.usefixtures("developing")
def test_it_needs_no_database_and_search_engines_leave_it_out(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        page = client.get("/styleguide/")
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex, follow">' in html_of(page)
    assert 'rel="canonical"' not in html_of(page)


@pytest.mark.usefixtures("developing")
def test_it_shows_every_component(client: Client, templates: set[str]) -> None:
    client.get("/styleguide/")
    components = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "components").glob("*.html")}
    assert len(components) > 20
    assert components - templates == set()


def test_it_has_the_styles_of_every_public_page() -> None:
    alone = ("base.html", "plain.html", "embed.html")
    pages = [path for path in TEMPLATES.glob("*.html") if path.name not in alone]
    linked = {name for path in pages for name in re.findall(r"static '([a-z]+\.css)'", path.read_text())}
    assert linked <= set(SHEETS)


@pytest.mark.usefixtures("developing")
def test_every_id_is_there_once_and_every_label_has_its_field(client: Client) -> None:
    html = html_of(client.get("/styleguide/"))
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, number in ids.items() if number > 1] == []
    named = re.findall(r'\s(?:for|aria-describedby|popovertarget)="([^"]+)"', html)
    assert len(named) > 50
    assert set(named) <= set(ids)


def test_ids_are_told_apart_wherever_they_are_named() -> None:
    html = '<i id="x"></i><label for="x"></label><a href="#x"></a><a href="#y"></a><b aria-describedby="x y">'
    assert with_own_ids(html, "-2").endswith(
        '<i id="x-2"></i><label for="x-2"></label><a href="#x-2"></a><a href="#y"></a><b aria-describedby="x-2 y">'
    )


def test_each_example_of_a_part_has_a_name_of_its_own() -> None:
    for part in styleguide_page().parts:
        names = [example.name for example in part.examples]
        assert len(set(names)) == len(names), part.name


def test_it_tells_the_states_that_a_reader_may_meet(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    html = html_of(client.get("/styleguide/"))
    for words in (
        "at least $239,200",
        "Sample size not stated",
        "JPY\u00a0987,654,321",
        "not comparable: different kinds of pay",
        "San Jose, CA is clearly above the United States",
        "are about the same, within the error",
        "No role has a figure here yet.",
        "Nothing in the guide is called “astronaut”.",
        "As published in data version 7",
    ):
        assert words in html, words
