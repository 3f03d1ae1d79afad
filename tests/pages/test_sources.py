"""`/sources/`, `/sources/<source>/` and `/sources/<source>/<release>/`: who says so."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import ReleasePart, Source
from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import canonical_of, heading_of, html_of, row_of, text_of, title_of

pytestmark = pytest.mark.django_db

OLD = "/sources/bls-oews/may-2021/"
MAY = "/sources/bls-oews/may-2025/"
ORA = "/sources/ora/backend-engineer-pay/"
PERIOD = re.compile(r"Reference period not stated")


@pytest.mark.usefixtures("guide")
def test_every_source_stands_with_its_releases(client: Client) -> None:
    words = text_of(client.get("/sources/"))
    assert heading_of(client.get("/sources/")) == "Who says so"
    assert (
        "Releases: May 2025 , 892 figures · May 2024 , 11 figures · May 2023 , 11 figures · May 2022 , 11 figures · "
        "May 2021 , 11 figures"
    ) in words


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "facts",
    [
        "Occupational Employment and Wage Statistics US Bureau of Labor Statistics Kind official statistics "
        "What it measures gross pay Newest period May 2025 Held here 5 releases, 936 figures "
        "Sample not stated; up to 1,687,890 employed a figure Licence Public domain Comes out every 12 months; the "
        "next is of the period to 31 May 2026; this one counts as old after 31 May 2027",
        "aijobs.net (Foorilla) Kind job adverts What it measures advertised pay Newest period 2024 to 2025 Held here "
        "1 release, 52 figures Sample up to 4,069 adverts a figure Licence CC0 1.0 Comes out not stated",
        "ORA (ora.it.com) Kind editorial What it measures salary, kind not stated Newest period not stated Held here "
        "1 release, 2 figures Sample not stated Licence not stated Comes out not stated",
        "Licence Open Government Licence v3.0 Comes out every 12 months; the next is of the period to 5 April 2025; "
        "this one counts as old after 5 April 2026",
    ],
)
def test_what_makes_a_source_trusted_stands_together(client: Client, facts: str) -> None:
    assert facts in text_of(client.get("/sources/"))


def test_official_statistics_come_first_and_editorial_sources_last(client: Client) -> None:
    for kind in ("editorial", "job_adverts", "official_statistics", "survey"):
        make_figure(
            "alpha", make_part(make_release(source=make_source(f"a-{kind}".replace("_", "-"), kind=kind)))
        )
    links = re.findall(r'<h2><a href="/sources/a-([^/]+)/"', html_of(client.get("/sources/")))
    assert links == ["official-statistics", "survey", "job-adverts", "editorial"]


def test_the_samples_of_a_source_are_those_of_its_newest_public_release(client: Client) -> None:
    make_figure("alpha", median=50_000, sample_size=40)
    make_figure("beta", median=50_000, sample_size=75)
    old = make_release("may-2020", reference_start="2020-05-01", reference_end="2020-05-31")
    make_figure("alpha", make_part(old), median=50_000, sample_size=900)
    make_figure(
        "gamma", make_part(name="later", state=ReleasePart.State.DRAFT), median=50_000, sample_size=800
    )
    assert "Newest period May 2025 Held here 2 releases, 3 figures Sample up to 75 answers a" in text_of(
        client.get("/sources/")
    )


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (
            1,
            "every month; the next is of the period to 30 June 2025; this one counts as old after 31 July 2025",
        ),
        (
            9,
            "every 9 months; the next is of the period to 28 February 2026; this one counts as old after 30 November",
        ),
    ],
)
def test_when_the_newest_edition_counts_as_old_is_a_date(client: Client, months: int, words: str) -> None:
    make_figure(
        "alpha", make_part(make_release(source=make_source("often", cycle_months=months))), median=50_000
    )
    assert f"Comes out {words}" in text_of(client.get("/sources/"))


@pytest.mark.usefixtures("guide")
def test_a_source_says_how_it_is_made_and_under_which_licence(client: Client) -> None:
    words = text_of(client.get("/sources/bls-oews/"))
    for text in ("Publisher US Bureau of Labor Statistics", "Licence Public domain", "Kind of pay gross pay"):
        assert text in words


@pytest.mark.usefixtures("guide")
def test_what_a_source_does_not_state_is_said_so(client: Client) -> None:
    words = text_of(client.get("/sources/ora/"))
    assert "Method not stated" in words
    assert "Licence not stated" in words


@pytest.mark.usefixtures("guide")
def test_a_release_says_what_it_does_not_state(client: Client) -> None:
    words = text_of(client.get(ORA))
    for text in (
        "Reference period not stated",
        "Sample size not stated",
        "Method not stated",
        "Licence not stated",
    ):
        assert text in words
    assert "Read on 25 November 2026" in words


@pytest.mark.usefixtures("guide")
def test_a_release_shows_its_figures_as_published(client: Client) -> None:
    page = client.get(OLD)
    assert "11 figures as published" in text_of(page)
    assert row_of(page, "Software Developer") == (
        "Software Developer , All levels gross pay a year United States · Report a problem "
        "$120,990 $64,470 $90,870 $120,730 $151,960 $168,570 1,364,180 employed"
    )


@pytest.mark.usefixtures("guide")
def test_a_lower_limit_is_shown_as_one(client: Client) -> None:
    row = row_of(client.get(OLD), "Computer and Information Systems Manager")
    assert row.endswith("$162,930 $95,220 $122,820 $159,010 $198,750 at least $208,000 485,190 employed")


@pytest.mark.usefixtures("guide")
def test_a_release_names_its_files_and_how_they_were_read(client: Client) -> None:
    words = text_of(client.get("/sources/ons-ashe/year-to-april-2024/"))
    assert "Read on 25 November 2026" in words
    assert (
        "PROV_-_Occupation_SOC20_4_Table_14.7a_Annual_pay_-_Gross_2024.xlsx "
        "SHA-256 3c1c728aa286d24e6b31f5263cd94b5aec437141660f57fe49d563b3e40b010b Rows read 553 "
        "Read by parser ashe-1"
    ) in words
    assert "a04d6a9acf5b9545e1e1467210f2cbea6707fe5ab0ac1ad2ae6645b322da29e8" in words
    assert "Attribution Source: Office for National Statistics licensed under the Open Government" in words


def test_a_file_of_a_draft_is_not_named(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_part(name="later", file_name="secret.csv", state=ReleasePart.State.DRAFT)
    words = text_of(client.get("/sources/bureau/may-2025/"))
    assert "The file by hand" in words
    assert "secret" not in words


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/stack-overflow/", "/sources/stack-overflow/2025/"])
def test_the_survey_is_attributed_as_its_licence_asks(client: Client, path: str) -> None:
    page = client.get(path)
    assert (
        "Contains information from the Stack Overflow Developer Survey, which is made available here under the "
        "Open Database License (ODbL)."
    ) in text_of(page)
    assert 'href="https://opendatacommons.org/licenses/odbl/1-0/"' in html_of(page)


@pytest.mark.usefixtures("guide")
def test_dollars_in_another_country_are_called_so(client: Client) -> None:
    body = html_of(client.get("/sources/stack-overflow/2025/"))
    assert body.count("<small>total compensation a year, in US dollars (USD)</small>") == 23
    assert body.count("<small>total compensation a year</small>") == 10


@pytest.mark.usefixtures("guide")
def test_a_column_without_a_number_is_left_out(client: Client) -> None:
    head = html_of(client.get(ORA)).partition("<thead>")[2].partition("</thead>")[0]
    assert "mean" in head.lower()
    assert "percentile" not in head


def test_every_figure_leads_to_its_guide(client: Client) -> None:
    for place in ("us", "gb"):
        make_figure("alpha", median=50_000, location=place)
    links = re.findall(r'href="(/salaries/alpha/[^"]*)"', html_of(client.get("/sources/bureau/may-2025/")))
    assert sorted(links) == ["/salaries/alpha/", "/salaries/alpha/gb/"]


@pytest.mark.usefixtures("common")
def test_figures_of_too_few_answers_are_not_in_their_release(client: Client) -> None:
    page = client.get("/sources/bureau/may-2025/")
    assert "6 figures as published" in text_of(page)
    assert not re.search(r"61,?000", html_of(page))


@pytest.mark.usefixtures("common")
def test_the_number_of_figures_is_that_of_the_public_ones(client: Client) -> None:
    for path in ("/sources/", "/sources/bureau/"):
        assert "May 2025 , 6 figures" in text_of(client.get(path)), path


@pytest.mark.usefixtures("common")
def test_unlike_figures_each_have_their_unit(client: Client) -> None:
    page = client.get("/sources/bureau/may-2025/")
    assert "base salary an hour" in row_of(page, "Hourly")
    assert "JPY 6,500,000" in row_of(page, "Yen")
    assert "total compensation a year" in row_of(page, "Total")


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_a_part_that_is_not_published_is_nowhere(client: Client, state: str) -> None:
    make_figure("alpha", make_part(state=state), median=50_000)
    paths = ["/sources/", "/sources/bureau/", "/sources/bureau/may-2025/"]
    assert [client.get(path).status_code for path in paths] == [200, 404, 404]
    assert "Bureau" not in text_of(client.get("/sources/"))


def test_only_the_published_part_of_a_release_is_shown(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", make_part(name="later", state=ReleasePart.State.DRAFT), median=66_000)
    page = client.get("/sources/bureau/may-2025/")
    assert "1 figure" in text_of(page)
    assert "66,000" not in html_of(page)


def test_an_empty_database_has_a_list(client: Client) -> None:
    page = client.get("/sources/")
    assert page.status_code == 200
    assert heading_of(page) == "Who says so"


@pytest.mark.parametrize("path", ["/sources/bls-oews/", MAY])
def test_an_empty_database_is_404_in_words(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "in the guide." in text_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/sources/bls-owes/", "/sources/bls-oews/"),
        ("/sources/bls-oews/may-2026/", MAY),
        ("/sources/bls/may-2025/", MAY),
    ],
)
def test_an_unknown_address_is_404_with_near_ones(client: Client, path: str, near: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert f'<a href="{near}">' in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/bls-cp/", "/sources/bea-rp/", "/sources/world-bank-pp/"])
def test_a_source_of_which_nothing_is_public_is_not_near(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert not re.search("bls-cpi|bea-rpp|world-bank-ppp", html_of(page))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/", OLD])
@pytest.mark.parametrize("number", ["0", "2", "x", "1.0"])
def test_a_page_that_is_not_there_is_404_in_words(client: Client, path: str, number: str) -> None:
    page = client.get(f"{path}?page={number}")
    assert page.status_code == 404
    assert "This list has no such page." in text_of(page)


def test_fifty_figures_stand_on_a_page(client: Client) -> None:
    for number in range(60):
        make_figure(f"role-{number:02}", median=50_000)
    pages = [client.get("/sources/bureau/may-2025/"), client.get("/sources/bureau/may-2025/?page=2")]
    assert [len(re.findall(r'href="/salaries/role-', html_of(page))) for page in pages] == [50, 10]
    assert title_of(pages[1]) == "Bureau, May 2025, page 2 · Compsite"
    assert canonical_of(pages[1]) == "http://127.0.0.1:8000/sources/bureau/may-2025/?page=2"


@pytest.mark.usefixtures("guide")
def test_the_fragment_of_a_release_is_its_table_alone(client: Client) -> None:
    fragment = client.get(OLD, headers={"HX-Target": "results"})
    assert html_of(fragment).startswith("<title>BLS OEWS, May 2021 · Compsite</title><")
    assert "$120,990" in text_of(fragment)
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", OLD)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/", "/sources/bls-oews/"])
def test_the_other_pages_have_no_fragment(client: Client, path: str) -> None:
    assert client.get(path, headers={"HX-Target": "results"}).content == client.get(path).content


def test_a_source_of_another_kind_is_named_by_it(client: Client) -> None:
    part = make_part(make_release(source=make_source("adverts", kind=Source.Kind.JOB_ADVERTS)))
    make_figure("alpha", part, median=50_000)
    assert "job adverts" in text_of(client.get("/sources/adverts/"))


@pytest.mark.parametrize(
    ("path", "most"), [("/sources/", 4), ("/sources/bureau/", 3), ("/sources/bureau/may-2025/", 4)]
)
@pytest.mark.parametrize("number", [1, 40])
def test_few_queries_are_enough_however_many_rows(
    client: Client, path: str, most: int, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(number):
        make_figure(f"role-{one}", median=50_000)
        make_figure("alpha", make_part(make_release(source=make_source(f"source-{one}"))), median=50_000)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200
