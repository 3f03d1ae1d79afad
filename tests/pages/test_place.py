"""`/locations/<location>/`: what a place pays, by role."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import Source
from tests.factories import make_figure, make_location, make_part, make_release, make_source
from tests.pages.reading import heading_of, html_of, row_of, text_of, title_of

pytestmark = pytest.mark.django_db

SEATTLE = "/locations/seattle-wa/"


@pytest.mark.usefixtures("guide")
def test_roles_stand_with_what_the_place_pays(client: Client) -> None:
    page = client.get(SEATTLE)
    assert heading_of(page) == "What Seattle, WA pays"
    row = row_of(page, "3. Software Developer")
    assert row.startswith(
        "3. Software Developer 92,770 employed · Report a problem Software Developer: 10th percentile $99,190, "
    )
    assert row.endswith("90th percentile $257,960 $167,280 +23.0 %")
    assert row_of(page, "9. Database Architect").endswith("$105,430 −24.4 %")
    assert 'href="/salaries/software-developer/seattle-wa/"' in html_of(page)


@pytest.mark.usefixtures("guide")
def test_the_ranking_has_its_main_fact_and_evidence(client: Client) -> None:
    assert (
        "BLS OEWS, May 2025 Computer and information systems managers earn most: median $214,680. 9 of 10 roles earn "
        "more than in the United States. Median gross pay a year BLS OEWS , official statistics · May 2025 · Public "
        "domain · Report a problem Median gross pay a year in Seattle, WA: 10 roles Role"
    ) in text_of(client.get(SEATTLE))


@pytest.mark.usefixtures("guide")
def test_a_role_whose_number_is_withheld_comes_last_in_words(client: Client) -> None:
    last = text_of(client.get(SEATTLE)).partition("Without a figure")[2]
    assert "Computer Programmer Writes" in last
    assert "No figure published (none, or too few answers)" in last


@pytest.mark.usefixtures("guide")
def test_each_release_has_a_ranking_of_its_own_with_its_currency(client: Client) -> None:
    page = client.get("/locations/gb/")
    assert re.findall(r"<h2>([^<]+)</h2>", html_of(page)) == [
        "Stack Overflow survey, 2025",
        "ONS ASHE, 6 April 2023 to 5 April 2024",
        "aijobs.net, 2024 to 2025",
    ]
    assert row_of(page, "1. Backend Engineer").endswith(" $108,913")
    assert row_of(page, "1. Software Developer").endswith(" £53,501")
    assert "in US dollars (USD)" in text_of(page)


def at_hub(role: str, here: int | None, there: int | None = None, **values: Any) -> None:
    """A role's pay in a metropolitan area, and in the country around it."""
    make_figure(
        role, location=make_location("hub", kind="metro", parent=make_location()), median=here, **values
    )
    if there:
        make_figure(role, median=there, **values)


def test_every_role_stands_against_the_same_release_of_the_place_around(client: Client) -> None:
    at_hub("alpha", 50_000, 40_000)
    at_hub("beta", 60_000)
    old = make_part(make_release("may-2020", reference_start="2020-05-01", reference_end="2020-05-31"))
    make_figure("beta", old, median=10_000)
    at_hub("gamma", 30_000, part=old)
    page = client.get("/locations/hub/")
    assert row_of(page, "1. Beta") == "1. Beta 120 answers · Report a problem $60,000 –"
    assert row_of(page, "2. Alpha") == "2. Alpha 120 answers · Report a problem $50,000 +25.0 %"


def test_equal_pay_shares_a_rank(client: Client) -> None:
    for role, pay in (("alpha", 50_000), ("beta", 60_000), ("gamma", 60_000)):
        at_hub(role, pay)
    page = client.get("/locations/hub/")
    assert [row_of(page, name)[:9] for name in ("1. Beta", "1. Gamma", "3. Alpha")] == [
        "1. Beta 1", "1. Gamma ", "3. Alpha ",
    ]  # fmt: skip
    assert "Betas: median $60,000." in text_of(page)


def test_kinds_of_pay_are_never_ranked_together(client: Client) -> None:
    at_hub("alpha", 50_000)
    at_hub("beta", 60_000, measure="total_compensation")
    at_hub("gamma", 70, pay_period="hour")
    at_hub("delta", None, mean=80_000)
    page = client.get("/locations/hub/")
    assert [row_of(page, name).split()[0] for name in ("Alpha", "Beta", "Gamma", "Delta")] == [
        "Alpha", "Beta", "Gamma", "Delta",
    ]  # fmt: skip
    assert html_of(page).count("<caption>") == 4


def test_the_widest_ranking_comes_first(client: Client) -> None:
    loud = make_part(make_release(source=make_source("blog", kind=Source.Kind.EDITORIAL), priority=9))
    at_hub("alpha", 50_000, part=loud)
    at_hub("beta", 60_000)
    at_hub("gamma", 70_000)
    headings = re.findall(r"<h2>([^<]+)</h2>", html_of(client.get("/locations/hub/")))
    assert headings == ["Bureau, May 2025", "Blog, May 2025"]


def test_who_earns_most_is_not_said_where_a_lower_limit_leaves_it_open(client: Client) -> None:
    at_hub("alpha", 50_000)
    at_hub("beta", 40_000, median_mark="at_least")
    page = client.get("/locations/hub/")
    assert "Alphas: median $50,000." in text_of(page)
    assert row_of(page, "Alpha") == "Alpha 120 answers · Report a problem $50,000"
    assert row_of(page, "Beta") == "Beta 120 answers · Report a problem at least $40,000"


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
def test_three_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(
            f"role-{number}", median=50_000, location=make_location("hub", parent=make_location("gb"))
        )
        make_figure(f"role-{number}", median=50_000, location="gb")
    with django_assert_max_num_queries(3):
        assert client.get("/locations/hub/").status_code == 200


@pytest.mark.usefixtures("guide")
def test_a_country_is_named_as_prose_wants_it(client: Client) -> None:
    assert heading_of(client.get("/locations/us/")) == "What the United States pays"


def test_other_pay_in_the_place_around_is_no_measure_of_this(client: Client) -> None:
    part = make_part()
    make_figure("alpha", part, median=40_000, currency="JPY")
    make_figure("alpha", part, median=60_000, location=make_location("seattle-wa", parent=make_location()))
    assert row_of(client.get(SEATTLE), "Alpha").endswith("$60,000")
    assert "Above United States" not in text_of(client.get(SEATTLE))
