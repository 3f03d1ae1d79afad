"""Comparisons without a percent: a figure is missing, or the figures are not alike."""

import re
from itertools import permutations

import pytest
from django.test import Client

from tests.factories import make_figure
from tests.pages.both_pages import NO_FIGURE, PROGRAM_WORDS, part_of
from tests.pages.comparing import HTMX, compared
from tests.pages.reading import description_of, heading_of, html_of, row_of, text_of

pytestmark = pytest.mark.django_db

D1 = ("alpha", "beta", "gamma", "zero-only", "small", "hourly", "yen", "total")


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "roles", [("zero-only", "alpha"), ("alpha", "zero-only"), ("small", "alpha"), ("alpha", "small")]
)
def test_without_a_figure_there_is_no_percent_but_the_reason(client: Client, roles: tuple[str, str]) -> None:
    page = client.get(compared(*roles))
    words = text_of(page)
    assert page.status_code == 200
    assert heading_of(page).endswith("cannot be compared")
    assert "not comparable: a figure is missing" in words
    assert NO_FIGURE in words
    assert not re.search(r"\d\s*%", words)


@pytest.mark.usefixtures("common")
def test_none_and_too_few_are_told_in_the_same_words(client: Client) -> None:
    none, few = (text_of(client.get(compared("alpha", role))) for role in ("zero-only", "small"))
    assert none.count("Zero Only · General average") == 1  # kept in the form, though it is not offered
    assert none.replace("Zero Only", "Small").replace("zero-only", "small") == few


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_pay_of_a_sample_of_one_is_nowhere(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(compared("small", "alpha"), headers=headers)
    assert not re.search(r"61,?000", html_of(answer))


@pytest.mark.usefixtures("common")
def test_a_release_without_the_subjects_shows_no_figure_in_words(client: Client) -> None:
    make_figure("delta", part_of("office"), median=1)
    page = client.get(compared("alpha", "beta") + "?release=office/may-2025")
    assert page.status_code == 200
    assert NO_FIGURE in text_of(page)


@pytest.mark.usefixtures("common")
def test_yen_have_no_decimals_and_their_code(client: Client) -> None:
    row = row_of(client.get(compared("alpha", "yen")), "Yen")
    assert "JPY 6,500,000 not comparable" in row


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("hourly", "not comparable: different pay periods"),
        ("yen", "not comparable: different currencies"),
        ("total", "not comparable: different kinds of pay"),
    ],
)
def test_unlike_figures_are_not_subtracted(client: Client, other: str, why: str) -> None:
    page = client.get(compared("alpha", other))
    assert row_of(page, other.title()).endswith(why)
    assert not re.search(r"\d\s*%", text_of(page))


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("hourly", "One figure is for a year, the other for an hour"),
        ("yen", "One figure is in US dollars (USD), the other in Japanese yen (JPY)"),
        ("total", "One figure is base salary, the other total compensation"),
    ],
)
def test_the_page_says_what_differs(client: Client, other: str, why: str) -> None:
    page = client.get(compared("alpha", other))
    assert why in text_of(page)
    assert why in description_of(page)


@pytest.mark.usefixtures("common")
def test_an_hour_is_converted_by_the_one_constant_and_named(client: Client) -> None:
    words = text_of(client.get(compared("alpha", "hourly")))
    assert "At 2,080 hours a year, $25.50 an hour comes to $53,040 a year." in words


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("other", ["hourly", "yen", "total"])
def test_unlike_figures_share_no_chart(client: Client, other: str) -> None:
    assert "<rect" in html_of(client.get(compared("alpha", "beta")))
    assert "<rect" not in html_of(client.get(compared("alpha", other)))


@pytest.mark.usefixtures("common")
def test_an_unlike_third_stands_beside_two_that_compare(client: Client) -> None:
    page = client.get(compared("alpha", "beta", "hourly"))
    assert heading_of(page) == "Against Alpha: Beta +45.9 %, Hourly not comparable"
    assert row_of(page, "Hourly").endswith("not comparable: different pay periods")


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_pair_shows_the_words_of_a_program(client: Client, headers: dict[str, str]) -> None:
    for pair in permutations(D1, 2):
        answer = client.get(compared(*pair), headers=headers)
        body = html_of(answer)
        assert answer.status_code == 200
        assert not re.search(rf"{PROGRAM_WORDS}|−100", body), pair
