"""The first page's ranking: where the role that official statistics count in most places earns most."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import Location, Source
from tests.factories import make_figure, make_location, make_part, make_release, make_source
from tests.pages.reading import html_of, row_of, text_of

pytestmark = pytest.mark.django_db


def hub(slug: str, kind: str = "metro") -> Location:
    return make_location(slug, kind=kind, parent=make_location())


def make_hubs(role: str, *pay: int | None, **values: Any) -> None:
    """A role's pay in the country, then in hub 1, hub 2 and so on; None where it is withheld."""
    for number, median in enumerate(pay):
        place = hub(f"hub-{number}") if number else make_location()
        mark: dict[str, Any] = {"median_mark": "withheld"} if median is None else {}
        make_figure(role, location=place, median=median, **mark, **values)


def ranking_of(client: Client) -> str:
    """The words of the section."""
    body = html_of(client.get("/"))
    found = re.search(r"<h2>Where (?:(?!</section>).)*", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).strip() if found else ""


@pytest.mark.usefixtures("guide")
def test_the_highest_places_stand_against_the_country(client: Client) -> None:
    page = client.get("/")
    five = "10th percentile $138,420, 25th percentile $173,650, median $213,110, 75th percentile $226,080"
    assert row_of(page, "1. San Jose, CA") == (
        f"1. San Jose, CA 87,350 employed San Jose, CA: {five}, 90th percentile $289,150 $213,110 +56.7 %"
    )
    assert row_of(page, "United States").endswith("90th percentile $214,670 $135,980 baseline")
    assert row_of(page, "3. Seattle, WA").endswith("$167,280 +23.0 %")
    assert row_of(page, "10. ")


@pytest.mark.usefixtures("guide")
def test_the_ranking_has_its_main_fact_and_evidence(client: Client) -> None:
    assert (
        "Where software developers earn most San Jose, CA: median $213,110, +56.7 % against the United States. "
        "Median gross pay a year 1,687,890 employed BLS OEWS , official statistics · May 2025 · Public domain · "
        "Report a problem Software Developer: the 10 highest of 30 metropolitan areas Place"
    ) in text_of(client.get("/"))


@pytest.mark.usefixtures("guide")
def test_each_place_leads_to_its_guide_and_all_places_are_linked(client: Client) -> None:
    body = html_of(client.get("/"))
    assert '1. <a href="/salaries/software-developer/san-jose-ca/">San Jose, CA</a>' in body
    assert '<a href="/salaries/software-developer/#places">All 80 places</a>' in body
    assert 'id="places"' in html_of(client.get("/salaries/software-developer/"))


def test_the_role_that_is_counted_in_most_places_leads(client: Client) -> None:
    make_hubs("wide", 50_000, 60_000, 55_000, 40_000)
    make_hubs("narrow", 90_000, 99_000, 98_000, employment=9_000)
    assert ranking_of(client).startswith("Where wides earn most Hub 1: median $60,000, +20.0 % against the")


def test_of_as_many_places_the_role_that_more_people_do_leads(client: Client) -> None:
    make_hubs("few", 50_000, 60_000, 55_000, employment=10)
    make_hubs("many", 50_000, None, 55_000, 45_000, employment=9_000)
    make_hubs("less", 50_000, 60_000, 55_000, 45_000, employment=8_000)
    assert ranking_of(client).startswith("Where manys earn most Hub 2:")


def test_figures_of_a_survey_or_a_former_release_rank_nothing(client: Client) -> None:
    make_figure("new", median=50_000)
    survey = make_part(make_release(source=make_source("survey", kind=Source.Kind.SURVEY)))
    make_hubs("asked", 50_000, 60_000, 55_000, part=survey)
    old = make_part(make_release("may-2020", reference_start="2020-05-01", reference_end="2020-05-31"))
    make_hubs("former", 50_000, 60_000, 55_000, part=old)
    assert ranking_of(client) == ""


@pytest.mark.parametrize("pay", [(50_000,), (50_000, 60_000), (50_000, 60_000, None)])
def test_one_place_is_no_ranking(client: Client, pay: tuple[int | None, ...]) -> None:
    make_hubs("alpha", *pay)
    assert ranking_of(client) == ""


def test_a_ranking_without_a_country_to_stand_against_is_left_out(client: Client) -> None:
    for name in ("one", "two"):
        make_figure("alpha", location=hub(name), median=50_000)
    assert ranking_of(client) == ""


def test_figures_without_percentiles_have_no_bands(client: Client) -> None:
    make_hubs("alpha", 50_000, 60_000, 40_000)
    assert row_of(client.get("/"), "2. Hub 2") == "2. Hub 2 120 answers $40,000 −20.0 %"
    assert "Band: " not in text_of(client.get("/"))


def test_a_lower_limit_has_neither_rank_nor_percent(client: Client) -> None:
    make_hubs("alpha", 50_000, 60_000, 40_000)
    make_figure("alpha", location=hub("peak"), median=70_000, median_mark="at_least")
    page = client.get("/")
    assert row_of(page, "Peak") == "Peak 120 answers at least $70,000 –"
    assert row_of(page, "2. Hub 1").endswith("$60,000 +20.0 %")


def test_other_kinds_of_places_are_left_to_the_guide(client: Client) -> None:
    make_hubs("alpha", 50_000, 60_000, 40_000)
    for name in ("coast", "dale"):
        make_figure("alpha", location=hub(name, "state"), median=55_000)
    words = ranking_of(client)
    assert "Alpha: 2 metropolitan areas" in words
    assert "Coast" not in words
    assert words.endswith("All 4 places")
