"""A comparison that cannot be worked out leads to the nearest one that can."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import DataVersion, Mark, PriceIndex, Release, Role
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db

LEAD = "What can be compared."


def way_of(response: Any) -> tuple[str, str] | None:
    """The address and the text of the way on, None where there is none."""
    found = re.search(
        rf'<p class="note"><b>{LEAD}</b> <a href="([^"]+)" rel="nofollow">([^<]+)</a></p>', html_of(response)
    )
    return (found[1].replace("&amp;", "&"), found[2]) if found else None


def address_of(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    way = way_of(page)
    assert way is not None
    assert client.get(way[0]).status_code == 200
    assert way_of(client.get(way[0])) is None
    return way[0]


def test_a_fair_comparison_needs_no_other(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    assert LEAD not in html_of(client.get("/compare/alpha.average/vs/beta.average/"))


def test_a_missing_level_is_given_up_on_both_sides(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    make_figure("alpha", median=55_000, level=make_level("senior"))
    page = client.get("/compare/alpha.senior/vs/beta.senior/")
    assert way_of(page) == (
        "/compare/alpha.average/vs/beta.average/",
        "Beta pays 20.0\N{NO-BREAK SPACE}% more than Alpha (United States, median base salary a year)",
    )


def test_a_side_of_another_level_stays_as_it_is(client: Client) -> None:
    make_figure("alpha", median=50_000, level=make_level("senior"))
    make_figure("beta", median=60_000)
    make_level("junior")
    assert address_of(client, "/compare/alpha.senior/vs/beta.junior/") == (
        "/compare/alpha.senior/vs/beta.average/"
    )


def test_a_wider_role_in_the_same_places_is_nearer_than_another_place(client: Client) -> None:
    make_role("narrow", broader=make_role("wide"))
    make_location("berlin", parent=make_location("us"))
    make_figure("narrow", median=50_000)
    make_figure("wide", median=50_000)
    make_figure("wide", median=60_000, location="berlin")
    assert address_of(client, "/compare/narrow.average/vs/narrow.average.berlin/") == (
        "/compare/wide.average/vs/wide.average.berlin/"
    )


def test_of_a_wider_role_here_and_the_same_role_in_a_wider_place_the_role_gives_way(client: Client) -> None:
    make_role("narrow", broader=make_role("wide"))
    make_location("berlin", parent=make_location("zz"))
    for role, place in (("wide", "berlin"), ("beta", "berlin"), ("narrow", "zz"), ("beta", "zz")):
        make_figure(role, median=50_000, location=place)
    assert address_of(client, "/compare/narrow.average.berlin/vs/beta.average.berlin/") == (
        "/compare/wide.average.berlin/vs/beta.average.berlin/"
    )


def test_a_side_that_cannot_follow_stays_while_the_other_gives_way(client: Client) -> None:
    make_figure("alpha", median=50_000, level=make_level("senior"))
    make_figure("beta", median=60_000)
    assert address_of(client, "/compare/alpha.senior/vs/beta.senior/") == (
        "/compare/alpha.senior/vs/beta.average/"
    )


def test_a_place_is_given_up_for_what_it_is_a_part_of(client: Client) -> None:
    make_location("berlin", parent=make_location("zz"))
    for role in ("alpha", "beta"):
        make_figure(role, median=50_000)
        make_figure(role, median=40_000, location="zz")
    assert address_of(client, "/compare/alpha.average.berlin/vs/beta.average.berlin/") == (
        "/compare/alpha.average.zz/vs/beta.average.zz/"
    )


def test_the_default_place_comes_last(client: Client) -> None:
    make_location("zz")
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    assert address_of(client, "/compare/alpha.average.zz/vs/beta.average.zz/") == (
        "/compare/alpha.average/vs/beta.average/"
    )


def test_an_option_is_given_up_first(client: Client) -> None:
    make_option("go")
    make_figure("alpha", median=50_000, level=make_level("senior"))
    make_figure("alpha", median=45_000)
    make_figure("beta", median=60_000)
    assert address_of(client, "/compare/alpha.senior.us.go/vs/beta.average/") == (
        "/compare/alpha.senior/vs/beta.average/"
    )


def test_a_release_that_lacks_a_side_is_given_up(client: Client) -> None:
    part = make_part(make_release(source=make_source("survey")))
    make_figure("alpha", part, median=51_000)
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    path = "/compare/alpha.average/vs/beta.average/"
    assert address_of(client, f"{path}?release=survey/may-2025") == path


def test_a_statistic_that_a_side_lacks_is_given_up(client: Client) -> None:
    make_figure("alpha", median=50_000, p90=90_000)
    make_figure("beta", median=60_000, p90=Decimal(100_000), p90_mark=Mark.AT_LEAST)
    path = "/compare/alpha.average/vs/beta.average/"
    assert address_of(client, f"{path}?statistic=p90") == path


def test_another_statistic_is_offered_where_the_usual_one_is_a_limit(client: Client) -> None:
    make_figure("alpha", median=50_000, p10=30_000)
    make_figure("beta", median=Decimal(60_000), median_mark=Mark.AT_LEAST, p10=33_000)
    path = "/compare/alpha.average/vs/beta.average/"
    assert address_of(client, path) == f"{path}?statistic=p10"


def test_currencies_lead_to_international_dollars(client: Client) -> None:
    make_location("gb", currency="GBP")
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=35_000, location="gb", currency="GBP")
    source = make_source("world-bank")
    for place, value in (("us", "1"), ("gb", "0.7")):
        PriceIndex.objects.create(
            kind="ppp", location=make_location(place), year=2025, value=Decimal(value), source=source
        )
    way = way_of(client.get("/compare/alpha.average/vs/alpha.average.gb/"))
    assert way == (
        "/compare/alpha.average/vs/alpha.average.gb/?prices=ppp",
        "In international dollars: The United Kingdom pays the same as the United States "
        "(Alpha, median base salary a year)",
    )


def test_kinds_of_pay_lead_to_the_wider_role_that_both_have(client: Client) -> None:
    make_role("narrow", broader=make_role("wide"))
    make_figure("narrow", median=50_000, measure="salary_unspecified")
    make_figure("wide", median=52_000)
    make_figure("beta", median=60_000)
    assert address_of(client, "/compare/narrow.average/vs/beta.average/") == (
        "/compare/wide.average/vs/beta.average/"
    )


def test_a_side_that_nothing_stands_for_is_left_out(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    make_role("gamma")
    assert address_of(client, "/compare/alpha.average/vs/gamma.average/vs/beta.average/") == (
        "/compare/alpha.average/vs/beta.average/"
    )


def test_where_nothing_can_be_compared_there_is_no_way(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_role("gamma")
    page = client.get("/compare/alpha.average/vs/gamma.average/")
    assert (page.status_code, way_of(page)) == (200, None)


def test_too_few_answers_are_no_nearer(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000, sample_size=9)
    make_figure("beta", median=60_000, level=make_level("senior"), sample_size=9)
    assert way_of(client.get("/compare/alpha.average/vs/beta.senior/")) is None


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/compare/alpha.average/vs/betta.average/", "/compare/alpha.average/vs/beta.average/"),
        ("/compare/alpha.averag/vs/beta.average/", None),
        ("/compare/alpha.seniro/vs/betta.average/", "/compare/alpha.senior/vs/beta.average/"),
        ("/compare/alpha.average/vs/beta.average/?as_of=99999", "/compare/alpha.average/vs/beta.average/"),
        (
            "/compare/alpha.average/vs/beta.average/?release=bureau/1999",
            "/compare/alpha.average/vs/beta.average/",
        ),
        ("/compare/alpha.average/vs/alpha.average/", None),
    ],
)
def test_an_address_that_cannot_be_shown_leads_to_what_it_comes_nearest_to(
    client: Client, path: str, address: str | None
) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    make_figure("alpha", median=55_000, level=make_level("senior"))
    page = client.get(path)
    assert page.status_code >= 400
    way = way_of(page)
    assert (way and way[0]) == address


def test_a_removed_role_leads_to_one_of_nearly_its_name(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    make_role("betas")
    Role.objects.get(slug="betas").delete()
    page = client.get("/compare/alpha.average/vs/betas.average/")
    assert page.status_code == 410
    assert way_of(page) == (
        "/compare/alpha.average/vs/beta.average/",
        "Beta pays 20.0\N{NO-BREAK SPACE}% more than Alpha (United States, median base salary a year)",
    )


def test_a_pinned_page_has_no_way_to_figures_of_today(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    make_level("senior")
    newest = DataVersion.objects.newest()
    assert newest is not None
    page = client.get(f"/compare/alpha.average/vs/beta.senior/?as_of={newest.number}")
    assert "cannot be compared" in text_of(page)
    assert way_of(page) is None


@pytest.mark.parametrize("sides", [2, 4])
def test_seven_queries_are_enough_for_what_cannot_be_compared(
    client: Client, sides: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    names = []
    for number in range(sides):
        make_figure(f"role-{number}", median=50_000, measure=("base_salary", "gross_pay")[number % 2])
        names.append(f"role-{number}.average")
    with django_assert_max_num_queries(7):
        assert client.get(f"/compare/{'/vs/'.join(names)}/").status_code == 200


@pytest.mark.usefixtures("guide")
def test_refused_comparisons_of_the_guide_lead_to_such_that_work(client: Client) -> None:
    assert Release.objects.exists()
    for path, address in (
        (
            "/compare/backend-engineer.average/vs/backend-engineer.entry-level/",
            "/compare/software-developer.average/vs/software-developer.entry-level/",
        ),
        (
            "/compare/backend-engineer.average/vs/backend-engineer.average.san-jose-ca/",
            "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/",
        ),
    ):
        assert address_of(client, path) == address
