"""A guide's places: official statistics of the role or, said as such, of the wider one, place by place."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import Figure, Location, Role, RoleCode, Source
from tests.factories import make_figure, make_location, make_part, make_release, make_role, make_source
from tests.pages.reading import html_of, row_of, text_of

pytestmark = pytest.mark.django_db

BACKEND = "/salaries/backend-engineer/"
SAN_JOSE = "/salaries/software-developer/san-jose-ca/"
FIVE: dict[str, Any] = {"p10": 10_000, "p25": 20_000, "median": 30_000, "p75": 40_000, "p90": 50_000}


@pytest.mark.usefixtures("guide")
def test_the_wider_role_is_shown_and_said_to_be_wider(client: Client) -> None:
    words = text_of(client.get(BACKEND))
    assert "No official figure exists for backend engineers." in words
    assert (
        "The closest published occupation is Software Developer (SOC 2018 15-1252), a wider group." in words
    )


@pytest.mark.usefixtures("guide")
def test_a_country_knows_the_wider_role_by_its_own_code(client: Client) -> None:
    words = text_of(client.get(f"{BACKEND}gb/"))
    assert (
        "No official figure exists for backend engineers in the United Kingdom. The closest published occupation "
        "is Software Developer (SOC 2020 UK 2134), a wider group."
    ) in words


@pytest.mark.parametrize(("place", "code"), [("us", "SOC 2018 15-1252"), ("gb", "SOC 2020 UK 2134")])
def test_a_part_of_a_country_has_the_codes_of_the_country(client: Client, place: str, code: str) -> None:
    wide = make_role("wide")
    for scheme, number in (("SOC 2018", "15-1252"), ("SOC 2020 UK", "2134"), ("SOC 2010 UK", "2136")):
        RoleCode.objects.create(role=wide, scheme=scheme, code=number)
    make_role("narrow", broader=wide)
    part = make_location("part", parent=make_location("region", parent=make_location(place)))
    make_figure(wide, location=part, **FIVE)
    assert f"Wide ({code}), a wider group." in text_of(client.get("/salaries/narrow/part/"))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("1. San Jose, CA", "1. San Jose, CA $213,110 +56.7 % $138,420 $173,650 $226,080 $289,150"),
        ("3. Seattle, WA", "3. Seattle, WA $167,280 +23.0 % $99,190 $132,800 $211,860 $257,960"),
        ("4. New York, NY", "4. New York, NY $166,830 +22.7 % $101,690 $130,650 $205,970 $224,590"),
        ("United States", "United States $135,980 baseline $82,460 $105,210 $171,980 $214,670"),
    ],
)
def test_places_stand_against_the_country(client: Client, place: str, row: str) -> None:
    assert row_of(client.get(BACKEND), place) == row


@pytest.mark.usefixtures("guide")
def test_the_guide_of_a_place_sets_the_country_against_it(client: Client) -> None:
    page = client.get(SAN_JOSE)
    assert row_of(page, "United States").startswith("United States $135,980 −36.2 % ")
    assert (
        "median $213,110 in San Jose, CA, the highest; next the United States, $135,980, −36.2 %."
        in text_of(page)
    )


@pytest.mark.usefixtures("guide")
def test_the_highest_places_are_drawn_and_all_are_in_the_table(client: Client) -> None:
    page = client.get("/salaries/software-developer/")
    assert (
        "Beside the United States, the 10 highest of 30 metropolitan areas. The table has all 80 places, ranked "
        "among their kind."
    ) in text_of(page)
    assert (
        len(
            re.findall(
                "<circle",
                html_of(page).partition('<figure class="chart bands">')[2].partition("</figure>")[0],
            )
        )
        == 11
    )
    assert row_of(page, "50. Mississippi").startswith("50. Mississippi $95,330")


def test_hundreds_of_places_are_cut_off_in_words(client: Client) -> None:
    make_figure("alpha", **FIVE)
    for number in range(130):
        place = make_location(f"place-{number:03}", kind="metro", parent=make_location("us"))
        make_figure("alpha", location=place, median=60_000 - number)
    page = client.get("/salaries/alpha/")
    assert (
        "the 10 highest of 130 metropolitan areas. The table has 100 of 130 places; every other place can be "
        "searched for."
    ) in text_of(page)
    links = re.findall(r'href="/salaries/alpha/(place-\d+)/"', html_of(page))
    assert links == [f"place-{number:03}" for number in range(100)]


def test_each_kind_of_place_is_ranked_by_itself(client: Client) -> None:
    make_figure("alpha", **FIVE)
    pay = {"coast": 90_000, "bay": 80_000, "dale": 70_000, "fen": 80_000, "moor": 60_000}
    for name, kind in (
        ("coast", "state"), ("bay", "metro"), ("dale", "state"), ("fen", "metro"), ("moor", "metro")
    ):  # fmt: skip
        place = make_location(name, kind=kind, parent=make_location("us"))
        make_figure("alpha", location=place, median=pay[name])
    body = html_of(client.get("/salaries/alpha/")).partition('id="places"')[2].partition("</section>")[0]
    assert re.findall(r'<b>([^<]+)</b></th></tr>|<th scope="row">(.*?)<a[^>]*>([^<]+)<', body) == [
        ("", "", "United States"),
        ("States", "", ""),
        ("", "1. ", "Coast"),
        ("", "2. ", "Dale"),
        ("Metropolitan areas", "", ""),
        ("", "1. ", "Bay"),
        ("", "1. ", "Fen"),
        ("", "3. ", "Moor"),
    ]


def test_of_too_many_places_each_kind_has_its_share_of_the_table(client: Client) -> None:
    make_figure("alpha", **FIVE)
    for number in range(130):
        kind = "state" if number >= 70 else "metro"
        place = make_location(f"place-{number:03}", kind=kind, parent=make_location("us"))
        make_figure("alpha", location=place, median=60_000 - number)
    links = re.findall(r'href="/salaries/alpha/(place-\d+)/"', html_of(client.get("/salaries/alpha/")))
    assert links == [f"place-{number:03}" for number in (*range(50), *range(70, 120))]


def test_one_place_of_its_kind_has_no_rank(client: Client) -> None:
    make_figure("alpha", **FIVE)
    make_figure("alpha", location=make_location("hub", parent=make_location("us")), **FIVE)
    assert row_of(client.get("/salaries/alpha/"), "Hub").startswith("Hub $30,000")


def test_the_form_offers_the_drawn_places_and_no_more(client: Client) -> None:
    make_figure("alpha", **FIVE)
    for number in range(30):
        make_figure("alpha", location=make_location(f"place-{number:02}", parent=make_location("us")), **FIVE)
    form = html_of(client.get("/salaries/alpha/")).partition('action="/compare/"')[2]
    assert len(set(re.findall(r'value="(alpha\.average\.place-\d+)"', form))) == 10


def test_official_statistics_rank_the_places_whatever_heads_the_page(client: Client) -> None:
    make_figure("alpha", **FIVE)
    make_figure("alpha", location=make_location("hub", parent=make_location("us")), median=45_000)
    loud = make_release(source=make_source("blog", kind=Source.Kind.EDITORIAL), priority=9)
    make_figure("alpha", make_part(loud), median=99_000)
    page = client.get("/salaries/alpha/")
    assert '<p class="n">$99,000</p>' in html_of(page)
    assert row_of(page, "Hub").startswith("Hub $45,000 +50.0 %")


def test_a_former_release_is_in_no_ranking(client: Client) -> None:
    make_figure("alpha", **FIVE)
    old = make_release("may-2020", reference_start="2020-05-01", reference_end="2020-05-31")
    make_figure("alpha", make_part(old), location=make_location("hub", parent=make_location("us")), **FIVE)
    assert "Hub" not in text_of(client.get("/salaries/alpha/"))


def test_a_lower_limit_is_ranked_first_without_a_percent(client: Client) -> None:
    make_figure("alpha", **FIVE)
    hub = make_location("hub", parent=make_location("us"))
    make_figure("alpha", location=hub, median=239_200, median_mark="at_least")
    page = client.get("/salaries/alpha/")
    assert row_of(page, "Hub").startswith("Hub at least $239,200 –")
    assert "median $30,000 in the United States; highest in Hub, at least $239,200." in text_of(page)


def test_an_open_end_of_a_band_is_said_so(client: Client) -> None:
    make_figure("alpha", **{**FIVE, "p90": 239_200}, p90_mark="at_least")
    page = client.get("/salaries/alpha/")
    assert (
        "ring: the median. \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} The publisher gives a lower limit only."
        in text_of(page)
    )
    assert "at least $239,200" in row_of(page, "United States")


@pytest.mark.usefixtures("guide")
def test_a_country_without_parts_has_its_own_band(client: Client) -> None:
    page = client.get("/salaries/software-developer/gb/")
    assert row_of(page, "United Kingdom") == "United Kingdom £53,501 baseline £29,787 £38,705 £69,994 £93,458"
    assert "Software Developer: median £53,501 in the United Kingdom." in text_of(page)


@pytest.mark.usefixtures("guide")
def test_where_nobody_counts_the_role_that_is_said(client: Client) -> None:
    words = text_of(client.get("/salaries/frontend-engineer/de/"))
    assert (
        "No official figure exists for front-end engineers in Germany, nor for the wider group, Web Developer."
        in words
    )
    assert "$79,223" in words


def test_a_role_without_figures_says_what_holds_it(client: Client) -> None:
    make_role("narrow", broader=make_role("wide"))
    make_location("us")
    page = client.get("/salaries/narrow/")
    assert "nor for the wider group, Wide." in text_of(page)
    assert '<a href="/salaries/wide/">What wides earn</a>' in html_of(page)


@pytest.mark.usefixtures("guide")
def test_a_role_without_figures_here_offers_the_wider_one_to_compare(client: Client) -> None:
    form = html_of(client.get(f"{BACKEND}california/")).partition('action="/compare/"')[2]
    chosen = re.findall(r'<option value="([^"]*)" selected>([^<]*)<', form)
    assert chosen == [
        ("software-developer.average", "Software Developer · United States"),
        ("software-developer.average.california", "Software Developer · California"),
    ]


@pytest.mark.usefixtures("guide")
def test_a_page_with_nothing_to_compare_leads_on(client: Client) -> None:
    page = client.get("/salaries/it-manager/gb/")
    assert "Nothing has been published here that could be compared." in text_of(page)
    assert 'action="/compare/"' not in html_of(page)
    assert (
        '<a href="/salaries/it-manager/">What computer and information systems managers earn in the United '
        "States</a>"
    ) in html_of(page)


def test_queries_do_not_grow_with_places_and_releases(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    role = make_role("alpha", broader=make_role("wide"))
    places = [make_location("us")]
    places += [Location(slug=f"p-{n}", name=f"P {n}", parent=places[0]) for n in range(300)]
    Location.objects.bulk_create(places[1:])
    for year in (2023, 2024):
        part = make_part(
            make_release(f"may-{year}", reference_start=f"{year}-05-01", reference_end=f"{year}-05-31")
        )
        Figure.objects.bulk_create(
            Figure(
                part=part, release=part.release, role=of, location=place, measure="gross_pay", median=50_000
            )
            for place in places
            for of in (role, Role.objects.get(slug="wide"))
        )
    with django_assert_max_num_queries(8):
        assert client.get("/salaries/alpha/").status_code == 200
