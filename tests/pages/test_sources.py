"""`/sources/`, `/sources/<source>/` and `/sources/<source>/<release>/`: who says so."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import ReleasePart, Source
from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import canonical_of, heading_of, html_of, row_of, text_of, title_of

pytestmark = pytest.mark.django_db

MAY = "/sources/bls-oews/may-2025/"
ORA = "/sources/ora/backend-engineer-pay/"
PERIOD = re.compile(r"Reference period not stated")


@pytest.mark.usefixtures("guide")
def test_every_source_stands_with_its_licence_and_releases(client: Client) -> None:
    words = text_of(client.get("/sources/"))
    assert heading_of(client.get("/sources/")) == "Who says so"
    assert "US Bureau of Labor Statistics · official statistics · Public domain May 2025 , 4 figures" in words
    assert "ORA (ora.it.com) · editorial · licence not stated period not stated , 2 figures" in words


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
    words = text_of(client.get(MAY))
    assert "4 figures as published" in words
    for amount in (
        "$148,100",
        "$82,460",
        "$105,210",
        "$135,980",
        "$171,980",
        "$214,670",
        "1,687,890 employed",
    ):
        assert amount in words


@pytest.mark.usefixtures("guide")
def test_a_column_without_a_number_is_left_out(client: Client) -> None:
    head = html_of(client.get(ORA)).partition("<thead>")[2].partition("</thead>")[0]
    assert "mean" in head.lower()
    assert "percentile" not in head


@pytest.mark.usefixtures("guide")
def test_every_figure_leads_to_its_guide(client: Client) -> None:
    assert 'href="/salaries/software-developer/seattle-wa/"' in html_of(client.get(MAY))


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
        ("/sources/bls-oews/may-2024/", MAY),
        ("/sources/bls/may-2025/", MAY),
    ],
)
def test_an_unknown_address_is_404_with_near_ones(client: Client, path: str, near: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert f'<a href="{near}">' in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/", MAY])
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
    fragment = client.get(MAY, headers={"HX-Target": "results"})
    assert html_of(fragment).startswith("<title>BLS OEWS, May 2025 · Compsite</title><")
    assert "$148,100" in text_of(fragment)
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", MAY)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/sources/", "/sources/bls-oews/"])
def test_the_other_pages_have_no_fragment(client: Client, path: str) -> None:
    assert client.get(path, headers={"HX-Target": "results"}).content == client.get(path).content


def test_a_source_of_another_kind_is_named_by_it(client: Client) -> None:
    part = make_part(make_release(source=make_source("adverts", kind=Source.Kind.JOB_ADVERTS)))
    make_figure("alpha", part, median=50_000)
    assert "job adverts" in text_of(client.get("/sources/adverts/"))


@pytest.mark.parametrize(
    ("path", "most"), [("/sources/", 3), ("/sources/bureau/", 3), ("/sources/bureau/may-2025/", 3)]
)
@pytest.mark.parametrize("number", [1, 40])
def test_three_queries_are_enough_however_many_rows(
    client: Client, path: str, most: int, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(number):
        make_figure(f"role-{one}", median=50_000)
        make_figure("alpha", make_part(make_release(source=make_source(f"source-{one}"))), median=50_000)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200
