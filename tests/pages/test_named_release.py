"""A release named in an address answers alone, under its present name, or is said to be missing."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import text_of

pytestmark = pytest.mark.django_db
ADDRESSES = ["/salaries/alpha/", "/compare/alpha.average/vs/beta.average/"]


@pytest.fixture
def two_releases() -> None:
    """Alpha and beta in two sources; the office has priority."""
    for source, median, priority in (("bureau", 50_000, 0), ("office", 70_000, 1)):
        part = make_part(make_release(source=make_source(source), priority=priority))
        make_figure("alpha", part, median=median)
        make_figure("beta", part, median=2 * median)


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_named_release_answers(client: Client, address: str) -> None:
    assert "$70,000" in text_of(client.get(address))
    named = text_of(client.get(f"{address}?release=bureau/may-2025"))
    assert "$50,000" in named and ("$70,000" not in named or address.startswith("/salaries"))


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_release_is_404_in_words(client: Client, address: str) -> None:
    answer = client.get(f"{address}?release=bureau/may-1925")
    assert answer.status_code == 404
    assert "There is no release “bureau/may-1925” in the guide." in text_of(answer)


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_renamed_release_leads_to_its_new_name(client: Client, address: str) -> None:
    source = make_source("bureau")
    source.slug = "statistics-bureau"
    source.save()
    answer = client.get(f"{address}?release=bureau/may-2025")
    assert (answer.status_code, answer["Location"]) == (301, f"{address}?release=statistics-bureau/may-2025")


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize(("address", "most"), list(zip(ADDRESSES, (8, 6), strict=True)))
def test_naming_a_release_stays_within_the_queries(
    client: Client, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        client.get(f"{address}?release=bureau/may-2025")


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_slash_that_a_form_escapes_makes_no_other_page(client: Client, address: str) -> None:
    plain, escaped = (
        client.get("/", PATH_INFO=address, QUERY_STRING=f"release=bureau{slash}may-2025&statistic=median")
        for slash in ("/", "%2F")
    )
    assert (plain.status_code, escaped.status_code) == (200, 200)
    assert plain.content == escaped.content
    assert plain["ETag"] == escaped["ETag"]


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query", ["utm_source=a%2Fb&release=bureau/may-2025", "release=bureau/may-2025&x", "&"]
)
def test_what_means_nothing_is_no_other_spelling(client: Client, address: str, query: str) -> None:
    assert client.get("/", PATH_INFO=address, QUERY_STRING=query).status_code == 200
