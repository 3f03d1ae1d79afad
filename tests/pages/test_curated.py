"""Comparisons that people come for: the only ones that pages lead to by links."""

import re

import pytest
from django.test import Client

from salaries.models import CuratedComparison, DataVersion, Role
from tests.factories import make_curated
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db


def links_of(client: Client, path: str = "/compare/") -> list[tuple[str, str]]:
    part = html_of(client.get(path)).partition("<h2>People compare</h2>")[2].partition("</ul>")[0]
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)


@pytest.mark.usefixtures("common")
def test_the_form_page_leads_to_each_in_the_editors_order(client: Client) -> None:
    make_curated("Beta or gamma", "beta", "gamma", rank=2)
    make_curated("Three", "alpha", "beta.average", "gamma.senior.gb", rank=1)
    assert links_of(client) == [
        ("/compare/alpha.average/vs/beta.average/vs/gamma.senior.gb/", "Three"),
        ("/compare/beta.average/vs/gamma.average/", "Beta or gamma"),
    ]


def test_a_comparison_of_one_side_is_not_linked(client: Client) -> None:
    make_curated("Alone", "alpha")
    assert links_of(client) == []
    assert "People compare" not in text_of(client.get("/compare/"))


@pytest.mark.usefixtures("common")
def test_a_renamed_role_keeps_its_comparisons_in_one_hop(client: Client) -> None:
    make_curated("Pair", "alpha", "beta")
    Role.objects.filter(slug="alpha").update(slug="alfa")
    (address, _), *_ = links_of(client)
    assert address == "/compare/alfa.average/vs/beta.average/"
    assert client.get(address).status_code == 200


def test_a_removed_role_takes_its_side_away_and_a_comparison_of_one_with_it(client: Client) -> None:
    make_curated("Pair", "alpha", "beta")
    make_curated("Three", "alpha", "beta", "gamma")
    Role.objects.get(slug="alpha").delete()
    assert links_of(client) == [("/compare/beta.average/vs/gamma.average/", "Three")]


def newest() -> int:
    found = DataVersion.objects.newest()
    assert found is not None
    return found.number


def test_each_change_is_a_data_version() -> None:
    comparison = make_curated("Pair", "alpha", "beta")
    before = newest()
    CuratedComparison.objects.update(rank=3)
    assert newest() == before + 1
    comparison.subjects.filter(number=2).delete()
    assert newest() == before + 2


@pytest.mark.usefixtures("common")
def test_a_comparison_page_shows_none_of_the_others(client: Client) -> None:
    make_curated("Pair", "alpha", "beta")
    assert links_of(client, "/compare/alpha.average/vs/beta.average/") == []


@pytest.mark.usefixtures("guide")
def test_every_comparison_of_the_starting_data_can_be_worked_out(client: Client) -> None:
    links = links_of(client)
    assert len(links) == 8
    for address, _ in links:
        page = client.get(address)
        assert page.status_code == 200
        assert 'class="lede why"' not in html_of(page)
        assert "Not like for like" not in text_of(page)


def listed_by_search_engines(client: Client, path: str) -> bool:
    page = client.get(path)
    assert page.status_code == 200
    return "noindex" not in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_curated_comparison_may_be_listed_by_search_engines_in_either_order(client: Client) -> None:
    make_curated("Pair", "alpha", "beta")
    assert listed_by_search_engines(client, "/compare/alpha.average/vs/beta.average/")
    assert listed_by_search_engines(client, "/compare/beta.average/vs/alpha.average/")


@pytest.mark.usefixtures("common")
def test_no_other_comparison_is_listed_nor_a_curated_one_with_something_chosen(client: Client) -> None:
    make_curated("Pair", "alpha", "beta")
    for path in ("alpha.average/vs/gamma.average/", "alpha.average/vs/beta.average/vs/gamma.average/"):
        assert not listed_by_search_engines(client, f"/compare/{path}"), path
    assert not listed_by_search_engines(client, "/compare/alpha.average/vs/beta.average/?statistic=median")


@pytest.mark.usefixtures("common")
def test_two_of_three_that_are_curated_are_not_listed(client: Client) -> None:
    make_curated("Three", "alpha", "beta", "gamma")
    assert listed_by_search_engines(client, "/compare/alpha.average/vs/beta.average/vs/gamma.average/")
    assert not listed_by_search_engines(client, "/compare/alpha.average/vs/gamma.average/")
