"""`/salaries/`: all roles."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.pages import lists
from salaries.pages.cells import cell_of_row
from tests.factories import make_figure, make_part, make_release, make_role
from tests.pages.reading import canonical_of, heading_of, html_of, text_of, title_of

pytestmark = pytest.mark.django_db

NONE = "No figure published (none, or too few answers)"


def roles_of(client: Client, path: str) -> list[str]:
    """The slugs of the roles that a page lists, in their order."""
    main = html_of(client.get(path)).partition("<main")[2]
    return list(dict.fromkeys(re.findall(r'href="/salaries/([^/"]+)/"', main)))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("Backend Engineer", "$106,250", "ORA"),
        ("Data Engineer", "$150,000", "aijobs.net"),
        ("Front-end Engineer", "$145,000", "Stack Overflow survey"),
        ("Network Architect", "$134,050", "BLS OEWS"),
        ("Software Developer", "$135,980", "BLS OEWS"),
    ],
)
def test_every_role_stands_with_the_figure_that_heads_its_guide(
    client: Client, name: str, value: str, source: str
) -> None:
    items = re.findall(r"<li>.*?</li>", html_of(client.get("/salaries/")), flags=re.DOTALL)
    item = next(one for one in items if f">{name}</a>" in one)
    assert f'<p class="amount">{value}</p>' in item
    assert f">{source}</a>" in item


@pytest.mark.usefixtures("guide")
def test_all_sixteen_roles_are_listed(client: Client) -> None:
    assert heading_of(client.get("/salaries/")) == "All roles"
    assert len(roles_of(client, "/salaries/")) == 16


def test_a_role_without_a_figure_names_the_occupation_that_holds_it(client: Client) -> None:
    make_role("narrow", broader=make_role("wide"))
    page = client.get("/salaries/")
    assert "Counted in a wider occupation: Wide" in text_of(page)
    assert 'Counted in a wider occupation: <a href="/salaries/wide/">' in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_role_without_public_figures_says_so(client: Client) -> None:
    words = text_of(client.get("/salaries/"))
    assert re.search(rf"Small {re.escape(NONE)}", words)
    assert re.search(rf"Zero Only {re.escape(NONE)}", words)
    assert not re.search(r"61,?000", html_of(client.get("/salaries/")))


@pytest.mark.usefixtures("common")
def test_unlike_figures_each_have_their_unit(client: Client) -> None:
    words = text_of(client.get("/salaries/"))
    for text in ("$25.50", "JPY 6,500,000", "Median base salary an hour", "Median total compensation a year"):
        assert text in words


@pytest.mark.usefixtures("common")
def test_roles_stand_by_name_whatever_they_earn(client: Client) -> None:
    assert roles_of(client, "/salaries/") == [
        "alpha", "beta", "gamma", "hourly", "small", "total", "yen", "zero-only",
    ]  # fmt: skip


def test_an_empty_database_has_a_list(client: Client) -> None:
    page = client.get("/salaries/")
    assert page.status_code == 200
    assert heading_of(page) == "All roles"


def test_fifty_roles_stand_on_a_page(client: Client) -> None:
    for number in range(120):
        make_role(f"role-{number:03}")
    assert roles_of(client, "/salaries/") == [f"role-{number:03}" for number in range(50)]
    assert roles_of(client, "/salaries/?page=3") == [f"role-{number}" for number in range(100, 120)]


def test_a_later_page_has_its_own_title_and_address(client: Client) -> None:
    for number in range(60):
        make_role(f"role-{number}")
    page = client.get("/salaries/?page=2")
    assert title_of(page) == "All roles, page 2 · Compsite"
    assert canonical_of(page) == "http://127.0.0.1:8000/salaries/?page=2"


def test_pages_are_linked_to_each_other(client: Client) -> None:
    for number in range(60):
        make_role(f"role-{number}")
    assert 'href="/salaries/?page=2"' in html_of(client.get("/salaries/"))
    assert 'href="/salaries/?page=3"' not in html_of(client.get("/salaries/?page=2"))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("number", ["0", "2", "999999", "-1", "1.5", "x", "1e3", "²", "%00", "9" * 5000])
def test_a_page_that_is_not_there_is_404_in_words(client: Client, number: str) -> None:
    page = client.get(f"/salaries/?page={number}")
    assert page.status_code == 404
    assert "This list has no such page." in text_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("target", ["results", "section#results"])
def test_the_fragment_is_the_list_alone(client: Client, target: str) -> None:
    fragment = client.get("/salaries/", headers={"HX-Target": target})
    assert html_of(fragment).startswith("<title>All roles · Compsite</title>")
    assert 'id="results"' in html_of(fragment)
    assert "$106,250" in text_of(fragment)
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", "/salaries/")


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "headers", [{"HX-Target": "figures"}, {"HX-Target": "results", "HX-History-Restore-Request": "true"}]
)
def test_anything_else_gets_the_whole_page(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/salaries/", headers=headers).content == client.get("/salaries/").content


@pytest.mark.parametrize("roles", [1, 60])
def test_three_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000)
    with django_assert_max_num_queries(3):
        assert client.get("/salaries/").status_code == 200


def test_of_many_releases_only_those_that_lead_are_made_cells(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def counting(row: Any) -> Any:
        made.append(row)
        return cell_of_row(row)

    for year in (2023, 2024, 2025):
        release = make_release(
            f"may-{year}", reference_start=date(year, 5, 1), reference_end=date(year, 5, 31)
        )
        part = make_part(release)
        for number in range(6):
            make_figure(f"role-{number}", part, median=year * 10)
    monkeypatch.setattr(lists, "cell_of_row", counting)
    assert text_of(client.get("/salaries/")).count("$20,250") == 6
    # One of each release to know which comes first, and then the 6 that are shown.
    assert len(made) == 9


def test_a_release_without_a_median_or_a_mean_does_not_head_a_role(client: Client) -> None:
    later = make_part(make_release("may-2026", reference_end=date(2026, 5, 31)))
    make_figure("gamma", later, p90=90_000)
    make_figure("alpha", median=50_000)
    make_figure("alpha", later, p90=90_000, median_mark="withheld")
    make_figure("beta", later, p90=90_000, median=70_000, median_mark="at_least")
    items = re.findall(r"<li>.*?</li>", html_of(client.get("/salaries/")), flags=re.DOTALL)
    amounts = [re.findall(r'<p class="amount">(.*?)</p>', one) for one in items if "/salaries/" in one]
    assert amounts == [["$50,000"], ["at least $70,000"], []]
