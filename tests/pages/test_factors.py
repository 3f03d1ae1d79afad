"""`/factors/` and `/factors/<factor>/`: what moves pay besides experience. Their evidence: `test_factor_evidence`."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import InfluencingFactor, Source
from tests.factories import make_figure, make_location, make_option, make_part, make_release, make_source
from tests.pages.reading import heading_of, html_of, text_of, title_of

pytestmark = pytest.mark.django_db

HUBS = "/factors/company-type-and-location/"


@pytest.mark.usefixtures("guide")
def test_every_factor_stands_with_its_options(client: Client) -> None:
    words = text_of(client.get("/factors/"))
    for text in (
        "In-demand technologies",
        "Specialized skills",
        "Leadership and mentorship",
        "Company type and location",
        "Problem-solving acumen",
        "Rust",
        "Machine-learning infrastructure",
    ):
        assert text in words


@pytest.mark.usefixtures("guide")
def test_the_list_says_how_much_evidence_there_is(client: Client) -> None:
    words = text_of(client.get("/factors/"))
    assert "Large technology enterprise Figures for 3 of 5 options." in words
    assert "Kubernetes No figure published yet." in words


@pytest.mark.usefixtures("guide")
def test_evidence_comes_before_words_and_before_factors_without_any(client: Client) -> None:
    words = text_of(client.get("/factors/"))
    fact = "Software Developer: Silicon Valley $213,110, +56.7 % against $135,980 (General average, United States)."
    in_order = (
        fact,
        "1. Silicon Valley 87,350 employed $213,110 +56.7 % 2. Seattle 92,770 employed $167,280 +23.0 % 3. New York",
        "Median gross pay a year 1,687,890 employed BLS OEWS , official statistics · May 2025",
        "Technology hubs, well-funded startups and large employers.",
        "No figure published yet In-demand technologies",
    )
    places = [words.find(text) for text in in_order]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.usefixtures("guide")
def test_options_of_the_list_lead_to_their_evidence(client: Client) -> None:
    assert f'href="{HUBS}#seattle"' in html_of(client.get("/factors/"))
    page = html_of(client.get(HUBS))
    assert 'href="#seattle"' in page
    assert '<section id="seattle"' in page


@pytest.mark.usefixtures("guide")
def test_a_factor_begins_with_its_main_fact_and_says_later_what_it_is(client: Client) -> None:
    words = text_of(client.get(HUBS))
    fact = words.find(
        "Silicon Valley $213,110, +56.7 % against $135,980 (General average, United States). Median"
    )
    assert 0 < fact < words.find("What it is Well-funded startups, large technology enterprises")


def test_one_premium_alone_stands_with_its_evidence(client: Client) -> None:
    make_figure("alpha", level="senior", median=50_000)
    make_figure("alpha", level="senior", median=55_000, option="go")
    assert (
        "Technologies Alpha, Senior: Go $55,000, +10.0 % against $50,000 (Senior, United States). "
        "Median base salary a year 120 answers Bureau , official statistics · May 2025"
    ) in text_of(client.get("/factors/"))


def test_a_premium_at_one_level_alone_is_evidence_too(client: Client) -> None:
    make_figure("alpha", level="senior", median=50_000)
    make_figure("alpha", level="senior", median=55_000, option="go")
    assert "Figures for 1 of 1 options." in text_of(client.get("/factors/"))


@pytest.mark.usefixtures("guide")
def test_a_factor_without_figures_says_that_none_has_been_published(client: Client) -> None:
    page = client.get("/factors/in-demand-technologies/")
    assert heading_of(page) == "In-demand technologies"
    assert "No figure has been published for any of these yet." in text_of(page)
    assert "Kubernetes No figure published." in text_of(page)
    assert not re.search(r"\d\s*%|Ranked", text_of(page))


def test_an_option_with_too_few_answers_has_no_premium(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=61_000, option="go", sample_size=9)
    page = client.get("/factors/technologies/")
    assert "No figure has been published for any of these yet." in text_of(page)
    assert not re.search(r"61,?000|22\.0", html_of(page))


def test_a_small_rest_of_the_group_has_no_premium(client: Client) -> None:
    part = make_part(make_release(source=make_source("survey", kind=Source.Kind.SURVEY)))
    make_figure("alpha", part, median=50_000, sample_size=100)
    make_figure("alpha", part, median=55_000, sample_size=91, option="go")
    assert "No figure has been published" in text_of(client.get("/factors/technologies/"))


def test_an_empty_database_has_a_list(client: Client) -> None:
    page = client.get("/factors/")
    assert page.status_code == 200
    assert heading_of(page) == "What moves pay besides experience"


def test_a_factor_without_options_has_a_page(client: Client) -> None:
    InfluencingFactor.objects.create(slug="luck", name="Luck")
    page = client.get("/factors/luck/")
    assert page.status_code == 200
    assert title_of(page) == "Luck · Compsite"


@pytest.mark.usefixtures("guide")
def test_an_unknown_factor_is_404_with_near_ones(client: Client) -> None:
    page = client.get("/factors/specialised-skills/")
    assert page.status_code == 404
    assert "There is no factor “specialised-skills” in the guide." in text_of(page)
    assert '<a href="/factors/specialized-skills/">' in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/factors/", HUBS])
def test_there_is_no_fragment(client: Client, path: str) -> None:
    assert client.get(path, headers={"HX-Target": "results"}).content == client.get(path).content


@pytest.mark.parametrize("path", ["/factors/", "/factors/technologies/"])
@pytest.mark.parametrize("options", [1, 40])
def test_four_queries_are_enough_however_many_options(
    client: Client, path: str, options: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    base = make_figure("alpha", median=50_000, level="senior")
    for number in range(options):
        make_figure("alpha", median=55_000, level="senior", option=f"option-{number}")
        make_option(f"hub-{number}", location=make_location(f"hub-{number}", parent=base.location))
        make_figure("alpha", median=60_000, level="senior", location=f"hub-{number}")
    with django_assert_max_num_queries(4):
        assert client.get(path).status_code == 200
