"""`/how-it-works/`: how far the numbers can be trusted, with the guide's own figures and the code's own limits."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.pay.words import Measure
from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import canonical_of, heading_of, html_of, row_of

pytestmark = pytest.mark.django_db

URL = "/how-it-works/"


def part(client: Client, name: str) -> str:
    """The words of one part of the page."""
    found = re.findall(
        rf'<section class="part" id="{name}">.*?</section>', html_of(client.get(URL)), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).replace(" .", ".")


def test_without_any_figure_the_page_explains_all_the_same(client: Client) -> None:
    page = client.get(URL)
    assert heading_of(page) == "How far you can trust these numbers"
    assert canonical_of(page) == "http://127.0.0.1:8000/how-it-works/"
    assert 'class="evidence"' not in html_of(page).partition("<footer")[0]


@pytest.mark.usefixtures("guide")
def test_the_numbers_are_read_off_a_figure_of_the_guide_with_its_evidence(client: Client) -> None:
    # BLS OEWS, May 2025, software developers: median 135,980, mean 148,100.
    told = part(client, "numbers")
    assert "Of software developers in the United States half are paid less than $135,980 a year." in told
    assert "Their mean is $148,100, more than the median." in told
    assert "Median gross pay a year 1,687,890 employed BLS OEWS , official statistics · May 2025" in told
    assert row_of(client.get(URL), "90th percentile") == "90th percentile $214,670 Nine tenths are paid less."


@pytest.mark.usefixtures("guide")
def test_sources_that_differ_stand_beside_each_other(client: Client) -> None:
    told = part(client, "choice")
    assert (
        "Three sources speak of backend engineers in the United States, and each says something else:" in told
    )
    assert "For backend engineers, ORA heads the page, with its mean." in told
    assert row_of(client.get(URL), "aijobs.net").endswith("$195,919 $195,000")
    assert "Salary a year, kind not stated. Sample size not stated $106,250 not published" in told


@pytest.mark.usefixtures("guide")
def test_a_lower_limit_and_other_prices_are_shown_with_their_evidence(client: Client) -> None:
    limit = part(client, "at-least")
    assert (
        "Computer and Information Systems Manager, United States, 90th percentile: at least $239,200."
        in limit
    )
    assert "BLS OEWS , official statistics · May 2024" in limit
    # 166,830 / 1.1247 = 148,332.9.
    prices = part(client, "prices")
    assert "New York, NY: $166,830 a year is $148,333 at US prices (regional price parity 112.47" in prices


@pytest.mark.usefixtures("guide")
def test_an_error_is_shown_with_its_evidence(client: Client) -> None:
    error = r"Web Developer, United States: \$98,770\..*relative standard error 1.5.% of the mean"
    assert re.search(error, part(client, "uncertain"))


def test_limits_are_those_of_the_code(client: Client, settings: Any) -> None:
    assert "are shown from 10 answers on." in part(client, "not-shown")
    assert "above 5&nbsp;%, or of fewer than 30 answers, carries" in part(client, "uncertain")
    assert "Up to 4 things can stand side by side." in part(client, "unlike")
    assert "A year is 12 months and 2,080 hours" in part(client, "kinds")
    settings.MINIMUM_SAMPLE = 25
    assert "are shown from 25 answers on." in part(client, "not-shown")


def test_every_kind_of_pay_leads_to_the_glossary(client: Client) -> None:
    links = set(re.findall(r'<dt><a href="(/glossary/#[a-z-]+)">', html_of(client.get(URL))))
    assert len(links) == len(Measure)
    glossary = html_of(client.get("/glossary/"))
    assert all(f'id="{link.partition("#")[2]}"' in glossary for link in links)


def test_a_mean_below_the_median_is_called_no_more_than_it(client: Client) -> None:
    source = make_source("bureau", kind="official_statistics", short_name="Bureau")
    numbers = {"mean": 49_000, "p10": 30_000, "p25": 40_000, "median": 50_000, "p75": 60_000, "p90": 70_000}
    make_figure("alpha", make_part(make_release(source=source)), **numbers)
    assert "Their mean is $49,000, no more than the median." in part(client, "numbers")


def test_one_source_alone_is_not_said_to_differ(client: Client) -> None:
    make_figure("alpha", median=50_000)
    assert "each says something else" not in part(client, "choice")


@pytest.mark.usefixtures("guide")
def test_the_page_asks_seven_queries(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7):
        client.get(URL)


def test_every_part_that_is_listed_is_there(client: Client) -> None:
    html = html_of(client.get(URL))
    listed = re.findall(r'<a href="#([a-z-]+)">', html)
    assert len(listed) == 7
    assert set(listed) <= set(re.findall(r'<section class="part" id="([a-z-]+)">', html))
