"""`/glossary/`: every term, each with a place to link to."""

import re

import pytest
from django.test import Client

from salaries.models import Figure, Mark
from tests.pages.reading import FILES, PUBLIC, canonical_of, heading_of, html_of, text_of

pytestmark = pytest.mark.django_db

COLUMNS = {
    "mean", "median", "p10", "p25", "p75", "p90", "range_low", "range_high", "sample_size", "employment",
    "mean_error", "median_error", "measure", "pay_period", "role", "level", "location", "option", "release",
}  # fmt: skip
"""The columns of a figure that readers meet, under the names that the glossary gives them."""

PLAIN = {"part", "value", "currency", "state", "statistic", "reason", "notes", "url"}
"""Columns of files that say themselves what they are."""


def terms(client: Client) -> dict[str, str]:
    """The words of each term, by the id that links lead to."""
    found = re.findall(
        r'<div id="([a-z-]+)">(<dt>.*?</dd>)</div>', html_of(client.get("/glossary/")), flags=re.DOTALL
    )
    return {slug: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip() for slug, words in found}


def test_a_term_has_a_place_to_link_to_and_its_words(client: Client) -> None:
    assert terms(client)["median"].startswith(
        "Median The middle: half of the people are paid less, half more. A few very high salaries do not move it."
    )


def test_the_page_is_named_and_has_one_address(client: Client) -> None:
    page = client.get("/glossary/")
    assert (heading_of(page), canonical_of(page)) == ("Glossary", "http://127.0.0.1:8000/glossary/")


def test_no_query_is_needed(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/glossary/")


def codes(client: Client) -> set[str]:
    """The columns and values that the glossary explains."""
    return set(re.findall(r"<code>(\w+)</code>", html_of(client.get("/glossary/"))))


def test_the_glossary_equals_the_fields(client: Client) -> None:
    assert {field.name for field in Figure._meta.fields} >= COLUMNS
    assert codes(client) >= COLUMNS | {Mark.AT_LEAST.value, Mark.TOO_FEW.value}


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", [path for path in FILES if path.endswith("csv")])
def test_every_column_of_a_file_is_explained_or_plain(client: Client, path: str) -> None:
    columns = html_of(client.get(path)).partition("\r\n")[0].split(",")
    assert "percent_exact" in columns or "part" in columns
    assert set(columns) - codes(client) <= PLAIN


def test_the_smallest_sample_is_that_of_the_setting(client: Client, settings: object) -> None:
    settings.MINIMUM_SAMPLE = 25  # type: ignore[attr-defined]
    assert "Surveys and job adverts with fewer than 25 are not shown." in terms(client)["sample"]


def test_every_letter_leads_to_its_terms(client: Client) -> None:
    html = html_of(client.get("/glossary/"))
    letters = re.findall(r'href="#(letter-[a-z])"', html)
    assert letters == re.findall(r'<section class="part" id="(letter-[a-z])">', html)
    assert letters[0] == "letter-a"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_leads_to_what_the_guide_says_of_itself(client: Client, path: str) -> None:
    foot = html_of(client.get(path)).partition('<footer class="site">')[2]
    for address in ("/how-it-works/", "/glossary/", "/privacy/", "/data/", "/api/docs"):
        assert f'<a href="{address}">' in foot


def test_a_page_that_is_not_there_leads_to_it_too(client: Client) -> None:
    assert "Glossary" in text_of(client.get("/nowhere"))
