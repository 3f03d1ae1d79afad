"""A comparison at other prices: adjusted beside as published, or in words why not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from salaries.models import Location, PriceIndex
from tests.factories import make_figure, make_location, make_part, make_release, make_source
from tests.pages.reading import row_of, text_of

pytestmark = pytest.mark.django_db
PLACES = "/compare/alpha.average/vs/alpha.average.san-jose-ca/"


@pytest.fixture(autouse=True)
def guide() -> None:
    """Pay in the United States, in San Jose and in the United Kingdom, with indices."""
    us = make_location("us", kind=Location.Kind.COUNTRY)
    san_jose = make_location("san-jose-ca", name="San Jose, CA", kind="metro", parent=us)
    gb = make_location("gb", kind=Location.Kind.COUNTRY, currency="GBP")
    make_figure(median=135_980)
    make_figure(location=san_jose, median=213_110)
    make_figure(location=gb, median=53_501, currency="GBP")
    for kind, place, year, value in (
        ("rpp", us, 2023, "100"), ("rpp", san_jose, 2023, "112.87"), ("rpp", san_jose, 2022, "111"),
        ("ppp", gb, 2024, "0.664153"), ("ppp", us, 2024, "1"),
    ):  # fmt: skip
        PriceIndex.objects.create(
            kind=kind, location=place, year=year, value=Decimal(value), source=make_source("prices")
        )


def test_regional_prices_stand_beside_what_was_published(client: Client) -> None:
    page = client.get(f"{PLACES}?prices=rpp")
    # 213,110 / 1.1287 = 188,810.14; against 135,980 that is + 38.9 %.
    words = row_of(page, "San Jose, CA")
    assert "$188,810" in words
    assert "$213,110 as published" in words
    assert "+38.9 %" in words
    assert "Adjusted." in text_of(page)
    assert "112.87" in text_of(page)
    assert "2023" in text_of(page)


def test_pay_in_two_currencies_is_compared_in_international_dollars(client: Client) -> None:
    address = "/compare/alpha.average/vs/alpha.average.gb/"
    assert "cannot be compared" in text_of(client.get(address))
    # 53,501 / 0.664153 = 80,555.23; against 135,980 that is - 40.8 %.
    assert "\u221240.8 %" in text_of(client.get(f"{address}?prices=ppp"))


def test_prices_that_a_place_has_no_index_for_are_refused_in_words(client: Client) -> None:
    page = text_of(client.get("/compare/alpha.average/vs/alpha.average.gb/?prices=rpp"))
    assert "Not adjusted. All figures are adjusted or none." in page
    assert "cannot be compared" in page


def test_without_asking_nothing_is_adjusted(client: Client) -> None:
    page = client.get(PLACES)
    assert "as published" not in row_of(page, "San Jose, CA")
    assert "+56.7 %" in row_of(page, "San Jose, CA")


def test_the_data_is_what_the_page_shows(client: Client) -> None:
    found = client.get(f"{PLACES}data.json?prices=rpp").json()
    assert found["subjects"][1]["value"] == "188810.14"
    assert found["differences"][0]["percent"] == "38.9"
    assert [note["code"] for note in found["notes"]] == ["adjusted"]


@pytest.mark.parametrize(
    "query", ["prices=gold", "as_of=soon", "as_of=999", "as_of=2999-01-01", "as_of=1999-01-01"]
)
def test_values_that_mean_nothing_are_said_so(client: Client, query: str) -> None:
    answer = client.get(f"{PLACES}?{query}")
    assert answer.status_code in (400, 404)
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (f"{PLACES}?prices=RPP&statistic=median", f"{PLACES}?statistic=median&prices=rpp"),
        (f"{PLACES}?prices=&statistic=", PLACES),
    ],
)
def test_parameters_have_one_order_and_spelling(client: Client, asked: str, address: str) -> None:
    answer: Any = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_difference_is_called_clear_or_within_its_error(client: Client) -> None:
    part = make_part(make_release("2025", make_source("office"), reference_start=date(2025, 1, 1)))
    for role, mean in (("one", 100_000), ("two", 101_000), ("three", 150_000)):
        make_figure(role, part=part, mean=mean, mean_error=Decimal("1.0"))
    assert "about the same" in text_of(client.get("/compare/one.average/vs/two.average/"))
    assert "clearly above" in text_of(client.get("/compare/one.average/vs/three.average/"))


def test_a_wide_error_and_a_small_sample_are_noted(client: Client) -> None:
    part = make_part(make_release("2025", make_source("office")))
    make_figure("one", part=part, mean=100_000, mean_error=Decimal("9.0"))
    make_figure("two", part=part, mean=101_000, sample_size=12)
    words = text_of(client.get("/compare/one.average/vs/two.average/"))
    assert words.count("Rough.") == 2
