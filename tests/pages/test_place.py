"""`/locations/<location>/`: what a place pays, by role."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_figure, make_location
from tests.pages.reading import heading_of, html_of, text_of, title_of

pytestmark = pytest.mark.django_db

SEATTLE = "/locations/seattle-wa/"


@pytest.mark.usefixtures("guide")
def test_roles_stand_with_what_the_place_pays(client: Client) -> None:
    page = client.get(SEATTLE)
    assert heading_of(page) == "What Seattle, WA pays"
    assert "Median gross pay a year 92,770 employed BLS OEWS" in text_of(page)
    assert "$167,280" in text_of(page)
    assert 'href="/salaries/software-developer/seattle-wa/"' in html_of(page)


@pytest.mark.usefixtures("guide")
def test_only_roles_with_a_figure_for_the_place_are_listed(client: Client) -> None:
    assert "backend-engineer" not in html_of(client.get(SEATTLE))
    assert "$106,250" in text_of(client.get("/locations/us/"))


@pytest.mark.usefixtures("guide")
def test_the_place_it_is_part_of_is_linked(client: Client) -> None:
    assert '<a href="/locations/us/">United States</a>' in html_of(client.get(SEATTLE))


def test_a_place_without_figures_has_a_page_in_words(client: Client) -> None:
    make_location("gb", currency="GBP")
    page = client.get("/locations/gb/")
    assert page.status_code == 200
    assert "No role has a figure here yet." in text_of(page)


def test_a_place_whose_only_figure_has_too_few_answers_shows_none(client: Client) -> None:
    make_figure("small", median=61_000, sample_size=1, location="gb")
    page = client.get("/locations/gb/")
    assert "No role has a figure here yet." in text_of(page)
    assert "small" not in html_of(page).lower().partition("<main")[2]


def test_an_empty_database_is_404_in_words(client: Client) -> None:
    page = client.get("/locations/us/")
    assert page.status_code == 404
    assert "There is no place “us” in the guide." in text_of(page)


@pytest.mark.usefixtures("guide")
def test_an_unknown_place_is_404_with_near_ones(client: Client) -> None:
    page = client.get("/locations/seatle/")
    assert page.status_code == 404
    assert '<a href="/locations/seattle-wa/">' in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("number", ["0", "2", "x"])
def test_a_page_that_is_not_there_is_404_in_words(client: Client, number: str) -> None:
    page = client.get(f"{SEATTLE}?page={number}")
    assert page.status_code == 404
    assert "This list has no such page." in text_of(page)


def test_a_later_page_keeps_the_place(client: Client) -> None:
    for number in range(51):
        make_figure(f"role-{number:02}", median=50_000, location=make_location("gb"))
    page = client.get("/locations/gb/?page=2")
    assert title_of(page) == "What the United Kingdom pays, page 2 · Compsite"
    assert re.findall(r'href="/salaries/([^/"]+)/gb/"', html_of(page)) == ["role-50"]


@pytest.mark.usefixtures("guide")
def test_the_fragment_is_the_list_alone(client: Client) -> None:
    fragment = client.get(SEATTLE, headers={"HX-Target": "results"})
    assert html_of(fragment).startswith("<title>What Seattle, WA pays · Compsite</title>")
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", SEATTLE)


@pytest.mark.parametrize("roles", [1, 60])
def test_four_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000, location=make_location("gb"))
    with django_assert_max_num_queries(4):
        assert client.get("/locations/gb/").status_code == 200


@pytest.mark.usefixtures("guide")
def test_a_country_is_named_as_prose_wants_it(client: Client) -> None:
    assert heading_of(client.get("/locations/us/")) == "What the United States pays"
