"""`/search`: roles, aliases, codes, places, factors and options."""

import re

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import Role
from salaries.models.versions import data_change
from tests.factories import make_figure, make_role
from tests.pages.reading import canonical_of, heading_of, html_of, text_of

pytestmark = pytest.mark.django_db


def found(client: Client, query: str, **parameters: str) -> list[str]:
    """The addresses that a search lists, in their order."""
    main = (
        html_of(client.get("/search", {"q": query, **parameters}))
        .partition("<main")[2]
        .partition("</main>")[0]
    )
    return [
        link
        for link in re.findall(r'<a href="(/[^"]+)"', main)
        if link not in ("/", "/salaries/", "/sources/") and not link.startswith("/search")
    ]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("backend engineer", "/salaries/backend-engineer/"),
        ("BACKEND", "/salaries/backend-engineer/"),
        ("engineer backend", "/salaries/backend-engineer/"),
        ("back-end developer", "/salaries/backend-engineer/"),
        ("15-1252", "/salaries/software-developer/"),
        ("seattle", "/locations/seattle-wa/"),
        ("leadership", "/factors/leadership-and-mentorship/"),
        ("kubernetes", "/factors/in-demand-technologies/#kubernetes"),
        ("silicon valley", "/locations/san-jose-ca/"),
        ("la", "/locations/louisiana/"),
    ],
)
def test_what_is_searched_is_found(client: Client, query: str, address: str) -> None:
    assert address in found(client, query)


@pytest.mark.usefixtures("guide")
def test_a_role_that_two_of_its_names_match_is_listed_once(client: Client) -> None:
    assert found(client, "backend").count("/salaries/backend-engineer/") == 1


@pytest.mark.usefixtures("guide")
def test_what_is_not_found_is_said_in_words(client: Client) -> None:
    page = client.get("/search", {"q": "zookeeper"})
    assert page.status_code == 200
    assert found(client, "zookeeper") == []
    assert "zookeeper" in text_of(page)
    assert "Nothing" in text_of(page)


@pytest.mark.usefixtures("guide")
def test_the_question_stays_in_the_field(client: Client) -> None:
    assert 'value="go &#34;x&#34;"' in html_of(client.get("/search", {"q": 'go "x"'}))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        "%",
        "_",
        "'; drop",
        "\\",
        "\0",
        "a" * 5000,
        "🙂",
        "x " * 500,
        "\x1b[2J",
        "مهندس",
        "\u202eabc",
    ],
)
def test_whatever_is_typed_is_answered(client: Client, query: str) -> None:
    page = client.get("/search", {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("query", ["%", "_"])
def test_signs_of_a_pattern_are_letters(client: Client, query: str) -> None:
    assert found(client, query) == []


@pytest.mark.parametrize("query", ["", "?q=go"])
def test_an_empty_database_is_answered_in_words(client: Client, query: str) -> None:
    assert client.get(f"/search{query}").status_code == 200


def test_an_empty_question_is_the_page_itself(client: Client) -> None:
    for query in ("?q=", "?q=+", "?q=%09"):
        answer = client.get(f"/search{query}")
        assert (answer.status_code, answer["Location"]) == (301, "/search")


@pytest.mark.usefixtures("guide")
def test_searches_are_not_indexed(client: Client) -> None:
    page = client.get("/search", {"q": "go"})
    assert '<meta name="robots" content="noindex, follow">' in html_of(page)
    assert canonical_of(page) == "http://127.0.0.1:8000/search"


@pytest.mark.usefixtures("guide")
def test_the_heading_says_what_was_searched(client: Client) -> None:
    assert heading_of(client.get("/search", {"q": "go"})) == "Search: go"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("target", ["results", "section#results"])
def test_the_fragment_is_the_list_alone(client: Client, target: str) -> None:
    fragment = client.get("/search", {"q": "seattle"}, headers={"HX-Target": target})
    assert html_of(fragment).startswith("<title>Search: seattle · Compsite</title><")
    assert "/locations/seattle-wa/" in html_of(fragment)
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", "/search?q=seattle")


@pytest.mark.usefixtures("common")
def test_a_search_for_an_amount_betrays_nothing(client: Client) -> None:
    for query in ("61000", "61,000"):
        assert found(client, query) == []


def test_what_is_new_renamed_or_retired_is_known_at_once(client: Client) -> None:
    role = make_role("alpha")
    assert found(client, "alpha") == ["/salaries/alpha/"]
    role.aliases.create(name="Alef")
    assert found(client, "alef") == ["/salaries/alpha/"]
    Role.objects.filter(pk=role.pk).update(name="Omega")
    assert (found(client, "omega"), found(client, "alpha")) == (["/salaries/alpha/"], [])
    Role.objects.filter(pk=role.pk).update(retired_in=1)
    assert found(client, "omega") == []


def test_a_change_that_was_taken_back_is_forgotten(client: Client) -> None:
    make_role("alpha")
    with transaction.atomic():
        make_role("beta")
        assert found(client, "beta") == ["/salaries/beta/"]
        transaction.set_rollback(True)
    make_role("gamma")
    assert (found(client, "beta"), found(client, "gamma")) == ([], ["/salaries/gamma/"])


def test_a_change_that_is_under_way_is_not_kept(client: Client) -> None:
    with data_change("Two roles"):
        make_role("alpha")
        assert found(client, "beta") == []
        make_role("beta")
        assert found(client, "beta") == ["/salaries/beta/"]


def test_what_has_published_figures_comes_first_among_equals(client: Client) -> None:
    make_role("data-alpha")
    make_figure(role=make_role("data-omega"))
    assert found(client, "data") == ["/salaries/data-omega/", "/salaries/data-alpha/"]


def test_names_are_read_once_for_a_data_version(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_role("alpha")
    for queries in (3, 1, 1):
        with django_assert_num_queries(queries):
            assert found(client, "alpha") == ["/salaries/alpha/"]


@pytest.mark.usefixtures("guide")
def test_a_place_is_listed_once_for_all_its_names(client: Client) -> None:
    assert found(client, "seattle") == ["/locations/seattle-wa/"]


@pytest.mark.parametrize("roles", [1, 60])
def test_four_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_role(f"role-{number}")
    with django_assert_max_num_queries(4):
        assert client.get("/search?q=role").status_code == 200


@pytest.fixture
def sixty_roles() -> None:
    """More than stand on a page: role-00 to role-59."""
    Role.objects.bulk_create(
        Role(slug=f"role-{number:02}", name=f"Role {number:02}", plural="roles") for number in range(60)
    )


@pytest.mark.usefixtures("sixty_roles")
def test_forty_results_stand_on_a_page_and_the_rest_on_the_next(client: Client) -> None:
    every = [f"/salaries/role-{number:02}/" for number in range(60)]
    assert (found(client, "role"), found(client, "role", page="2")) == (every[:40], every[40:])
    first, second = (html_of(client.get(f"/search?q=role{page}")) for page in ("", "&page=2"))
    assert '<a href="/search?q=role&amp;page=2" rel="next">Next</a>' in first and "Page 1 of 2" in first
    assert '<a href="/search?q=role" rel="prev">Previous</a>' in second and "Page 2 of 2" in second


@pytest.mark.usefixtures("sixty_roles")
def test_a_later_page_says_so_and_is_not_indexed(client: Client) -> None:
    page = html_of(client.get("/search?q=role&page=2"))
    assert "<title>Search: role, page 2 · Compsite</title>" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    part = client.get("/search?q=role&page=2", headers={"HX-Target": "results"})
    assert part["HX-Push-Url"] == "/search?q=role&page=2"


@pytest.mark.usefixtures("sixty_roles")
@pytest.mark.parametrize(
    "asked", ["q=role&page=3", "q=role&page=0", "q=role&page=x", "q=zoo&page=2", "page=2"]
)
def test_a_page_that_the_list_has_not_is_not_found(client: Client, asked: str) -> None:
    page = client.get(f"/search?{asked}")
    assert page.status_code == 404
    assert "This list has no such page." in text_of(page)


@pytest.mark.usefixtures("sixty_roles")
def test_question_and_page_have_one_order(client: Client) -> None:
    answer = client.get("/search?page=2&q=role")
    assert (answer.status_code, answer["Location"]) == (301, "/search?q=role&page=2")


def suggested(client: Client, query: str) -> list[str]:
    """What is suggested for what has been typed, in its order."""
    answer = client.get("/search", {"q": query}, headers={"HX-Request": "true", "HX-Target": "suggestions"})
    assert answer.status_code == 200
    assert "HX-Push-Url" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    html = html_of(answer)
    assert html.count('<div id="suggestions" data-for=') == 1 and "<h1" not in html
    return re.findall(r'data-href="([^"]+)"', html)


@pytest.mark.usefixtures("guide")
def test_what_begins_as_typed_is_suggested_first() -> None:
    make_role("zoo-data-keeper", name="Zoo data keeper")
    make_role("data-zoologist", name="Data zoologist")
    found = suggested(Client(), "data zoo")
    assert found.index("/salaries/data-zoologist/") < found.index("/salaries/zoo-data-keeper/")


@pytest.mark.usefixtures("guide")
def test_no_kind_of_suggestion_takes_all_the_room(client: Client) -> None:
    for number in range(9):
        make_role(f"seattle-{number}", name=f"Seattle trade {number}")
    found = suggested(client, "seattle")
    assert [one for one in found if one.startswith("/salaries/")] == [
        f"/salaries/seattle-{number}/" for number in range(5)
    ]
    assert found.count("/locations/seattle-wa/") == 1


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("query", "said"), [("kubernetes", "1 suggestion."), ("zookeeper", "No suggestions.")]
)
def test_how_many_suggestions_there_are_is_said(client: Client, query: str, said: str) -> None:
    answer = client.get("/search", {"q": query}, headers={"HX-Request": "true", "HX-Target": "suggestions"})
    assert f"data-said>{said}</p>" in html_of(answer)


@pytest.mark.usefixtures("guide")
def test_nothing_is_suggested_for_nothing(client: Client) -> None:
    assert suggested(client, "zookeeper") == []
    answer = client.get(
        "/search", {"q": " "}, headers={"HX-Request": "true", "HX-Target": "suggestions"}, follow=True
    )
    assert "data-href" not in html_of(answer)
