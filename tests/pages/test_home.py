"""`/`: what does your work earn."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import ReleasePart
from tests.factories import make_curated, make_figure, make_location
from tests.pages.reading import COMPARED, heading_of, html_of, text_of, title_of

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("guide")
def test_roles_stand_with_their_headline_figure_and_evidence(client: Client) -> None:
    words = text_of(client.get("/"))
    evidence = "1,687,890 employed BLS OEWS , official statistics · May 2025 · Public domain"
    assert f"{evidence} · Report a problem $135,980" in words
    assert "Mean salary a year, kind not stated Sample size not stated ORA" in words
    assert "$106,250" in words


@pytest.mark.usefixtures("guide")
def test_roles_stand_by_who_answers_first_and_then_by_how_many_do_them(client: Client) -> None:
    links = re.findall(r'<h3><a href="/salaries/([^"]+)/"', html_of(client.get("/")))
    assert links[:4] == ["backend-engineer", "software-developer", "it-manager", "systems-administrator"]
    assert len(links) == 6


def test_of_two_roles_without_jobs_the_name_decides(client: Client) -> None:
    for role, jobs in (("zeta", None), ("alpha", None), ("mid", 5_000)):
        make_figure(role, median=50_000, employment=jobs)
    links = re.findall(r'<h3><a href="/salaries/([^"]+)/"', html_of(client.get("/")))
    assert links == ["mid", "alpha", "zeta"]


@pytest.mark.usefixtures("guide")
def test_only_the_newest_release_of_each_source_is_new(client: Client) -> None:
    part = html_of(client.get("/")).partition("<h2>Newest releases</h2>")[2].partition("</section>")[0]
    assert re.findall(r">([^<]+)</a>", part) == [
        "Stack Overflow survey, 2025",
        "aijobs.net, 2024 to 2025",
        "BLS OEWS, May 2025",
        "ONS ASHE, 6 April 2023 to 5 April 2024",
        "ORA, period not stated",
    ]


def test_the_editors_first_six_comparisons_are_linked_in_their_order(client: Client) -> None:
    for rank in range(7, 0, -1):
        make_curated(f"Pair {rank}", "alpha", f"role-{rank}", rank=rank)
    links = re.findall(r'href="/compare/alpha.average/vs/([^".]+)', html_of(client.get("/")))
    assert links == [f"role-{rank}" for rank in range(1, 7)]


@pytest.mark.usefixtures("guide")
def test_the_question_is_title_and_heading(client: Client) -> None:
    page = client.get("/")
    assert title_of(page) == "What does your work earn? · Compsite"
    assert heading_of(page) == "What does your work earn?"


@pytest.mark.usefixtures("guide")
def test_often_asked_comparisons_and_newest_releases_are_linked(client: Client) -> None:
    links = re.findall(r'href="([^"]+)"', html_of(client.get("/")))
    assert COMPARED in links
    assert "/sources/bls-oews/may-2025/" in links
    assert "/sources/ora/backend-engineer-pay/" in links


def test_an_empty_database_has_a_first_page(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert heading_of(page) == "What does your work earn?"
    assert "Last change" not in text_of(page)


@pytest.mark.usefixtures("common")
def test_roles_without_public_figures_are_left_to_the_list_of_all(client: Client) -> None:
    links = re.findall(r'href="/salaries/([^"]+)/"', html_of(client.get("/")))
    assert {"alpha", "beta", "gamma"} <= set(links)
    assert not {"zero-only", "small"} & set(links)


@pytest.mark.usefixtures("common")
def test_the_pay_of_a_sample_of_one_is_nowhere(client: Client) -> None:
    assert not re.search(r"61,?000", html_of(client.get("/")))


@pytest.mark.usefixtures("guide")
def test_a_withdrawn_part_leaves_the_first_page(client: Client) -> None:
    ReleasePart.objects.get(release__source__slug="ora").withdraw()
    words = text_of(client.get("/"))
    assert "$106,250" not in words
    assert "ORA" not in words


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("target", ["comparison", "results", "main"])
def test_there_is_no_fragment(client: Client, target: str) -> None:
    assert client.get("/", headers={"HX-Target": target}).content == client.get("/").content


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("roles", [0, 60])
def test_six_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000, level=None)
        make_figure(f"role-{number}", median=60_000, level="senior")
        make_figure("role-0", median=60_000, location=make_location(f"hub-{number}", parent=make_location()))
    with django_assert_max_num_queries(6):
        assert client.get("/").status_code == 200


def test_at_most_six_roles_stand_there_and_the_way_to_all(client: Client) -> None:
    for number in range(7):
        make_figure(f"role-{number}", median=50_000)
    links = re.findall(r'href="/salaries/(role-[^"]+)/"', html_of(client.get("/")))
    assert len(set(links)) == 6
    assert len(re.findall(r'href="/salaries/"', html_of(client.get("/")))) == 2
