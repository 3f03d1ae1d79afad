"""`/compare/`: the form. Its fields lead to the comparison, and what it refuses it says beside what was typed."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import Figure, Role
from tests.factories import make_figure, make_location
from tests.pages.reading import heading_of, html_of, text_of, title_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "comparison"}


def compare(client: Client, *subjects: str, **fields: Any) -> Any:
    headers = fields.pop("headers", {})
    return client.get("/compare/", {"subject": list(subjects), **fields}, headers=headers)


def chosen(response: Any) -> list[str]:
    """The subjects that the form has selected."""
    selects = re.findall(r'<select id="subject-\d".*?</select>', html_of(response), re.DOTALL)
    return [(re.findall(r'value="([^"]*)" selected', select) or [""])[0] for select in selects]


@pytest.mark.usefixtures("guide")
def test_the_form_offers_every_level_with_figures(client: Client) -> None:
    words = text_of(client.get("/compare/"))
    for text in (
        "Backend Engineer · General average",
        "Backend Engineer · 10+ Years",
        "Software Developer · General average",
    ):
        assert words.count(text) == 2
    assert "Backend Engineer · Entry-Level" not in words


def offered(response: Any) -> list[str]:
    """The places of the first side, in their order."""
    select = html_of(response).partition('name="place">')[2].partition("</select>")[0]
    return re.findall(r'value="([^"]*)"', select)


def test_the_form_offers_the_places_with_figures_the_default_one_first(client: Client) -> None:
    for place in ("us", "zurich", "berlin"):
        make_figure("alpha", median=50_000, location=place)
    make_location("nowhere")
    assert offered(client.get("/compare/")) == ["us", "berlin", "zurich"]


def many_places() -> None:
    for number in range(120):
        place = make_location(f"metro-{number:03}", kind="metro", parent=make_location("us"))
        make_figure("alpha", median=50_000, location=place, employment=1_000 + number)
    make_figure("alpha", median=50_000, location=make_location("gb", currency="GBP"))


def test_of_hundreds_of_places_countries_and_those_with_the_most_jobs_are_offered(client: Client) -> None:
    many_places()
    page = client.get("/compare/")
    assert len(offered(page)) == 90
    assert offered(page)[:2] == ["metro-031", "metro-032"]
    assert "gb" in offered(page)
    assert "The lists have the places with the most jobs." in text_of(page)


def test_a_place_that_was_named_is_offered_however_small(client: Client) -> None:
    many_places()
    page = client.get("/compare/alpha.average.metro-000/vs/alpha.average.metro-119/")
    assert '<option value="metro-000" selected>' in html_of(page)
    assert len(offered(page)) == 90


@pytest.mark.usefixtures("guide")
def test_every_field_has_a_label(client: Client) -> None:
    body = html_of(client.get("/compare/"))
    fields = re.findall(r'<(?:select|input)[^>]* id="([^"]+)"', body)
    assert set(fields) <= set(re.findall(r'<label[^>]* for="([^"]+)"', body))


def test_an_empty_database_has_an_empty_form(client: Client) -> None:
    page = client.get("/compare/")
    assert page.status_code == 200
    assert heading_of(page) == "Compare pay"
    assert chosen(page) == ["", ""]


@pytest.mark.usefixtures("common")
def test_a_place_is_written_into_the_subject(client: Client) -> None:
    make_figure("alpha", median=45_000, location="gb")
    answer = compare(client, "alpha.average", "alpha.average", place=["us", "gb"])
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/compare/alpha.average/vs/alpha.average.gb/",
    )


@pytest.mark.usefixtures("common")
def test_one_place_is_meant_for_all(client: Client) -> None:
    make_location("gb")
    answer = compare(client, "alpha.average", "beta.average", place="gb")
    assert answer["Location"] == "/compare/alpha.average.gb/vs/beta.average.gb/"


@pytest.mark.usefixtures("common")
def test_the_first_chosen_is_the_baseline(client: Client) -> None:
    assert compare(client, "beta.average", "alpha.average")["Location"] == (
        "/compare/beta.average/vs/alpha.average/"
    )


@pytest.mark.usefixtures("common")
def test_statistic_and_release_go_along(client: Client) -> None:
    answer = compare(client, "alpha.average", "beta.average", statistic="median", release="bureau/may-2025")
    assert answer["Location"].endswith("/?release=bureau/may-2025&statistic=median")


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("subjects", "sentence"),
    [
        (["alpha.average"], "Choose two different things to compare."),
        (["", ""], "Choose two different things to compare."),
        (
            ["alpha.average", "alpha.average"],
            "Both sides are the same: choose something else for one of them.",
        ),
        (["alpha", "beta"], "“alpha” is not something to compare: choose from the lists."),
        (["alpha.average", "<b>"], "“<b>” is not something to compare: choose from the lists."),
        ([f"{name}.average" for name in ("alpha", "beta", "gamma", "yen", "total")], "That is 5 to compare"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_makes_no_comparison_is_refused_in_words(
    client: Client, subjects: list[str], sentence: str, headers: dict[str, str]
) -> None:
    page = compare(client, *subjects, headers=headers)
    assert page.status_code == 400
    assert sentence in text_of(page)
    assert page["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("common")
def test_a_refused_form_keeps_what_was_chosen(client: Client) -> None:
    assert chosen(compare(client, "beta.average", "beta.average")) == ["beta.average", "beta.average"]


@pytest.mark.usefixtures("common")
def test_an_unknown_role_is_404_with_near_ones_and_the_choice_kept(client: Client) -> None:
    page = compare(client, "alpha.average", "betta.average")
    assert page.status_code == 404
    assert "There is no role “betta” in the guide. Near “betta”: Beta" in text_of(page)
    assert chosen(page) == ["alpha.average", "betta.average"]


@pytest.mark.usefixtures("common")
def test_a_removed_role_is_410(client: Client) -> None:
    Figure.objects.filter(role__slug="beta").delete()
    Role.objects.get(slug="beta").delete()
    page = compare(client, "alpha.average", "beta.average")
    assert page.status_code == 410
    assert "The role “beta” has been removed from the guide." in text_of(page)


@pytest.mark.usefixtures("common")
def test_an_old_name_leads_to_the_new_address_at_once(client: Client) -> None:
    Role.objects.filter(slug="beta").update(slug="bravo")
    answer = compare(client, "alpha.average", "beta.average")
    assert (answer.status_code, answer["Location"]) == (302, "/compare/alpha.average/vs/bravo.average/")


@pytest.mark.usefixtures("common")
def test_another_side_can_be_added_without_script(client: Client) -> None:
    page = compare(client, "alpha.average", "beta.average", add="1")
    assert page.status_code == 200
    assert chosen(page) == ["alpha.average", "beta.average", ""]


@pytest.mark.usefixtures("common")
def test_four_sides_are_the_most(client: Client) -> None:
    page = compare(client, "alpha.average", "beta.average", "gamma.average", "yen.average", add="1")
    assert len(chosen(page)) == 4
    assert 'name="add"' not in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_filled_form_is_not_indexed(client: Client) -> None:
    assert "noindex" not in html_of(client.get("/compare/"))
    assert "noindex" in html_of(compare(client, "alpha.average", "alpha.average"))


@pytest.mark.usefixtures("common")
def test_roles_without_public_figures_are_not_offered(client: Client) -> None:
    body = html_of(client.get("/compare/"))
    assert "alpha.average" in body
    assert "small.average" not in body
    assert "zero-only.average" not in body


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("target", ["comparison", "section#comparison"])
def test_the_fragment_is_the_partial_alone(client: Client, target: str) -> None:
    fragment = client.get("/compare/", headers={"HX-Target": target})
    assert html_of(fragment).startswith('<title>Compare pay · Compsite</title><section id="comparison"')
    assert "<html" not in html_of(fragment)
    assert (fragment["Cache-Control"], fragment["HX-Push-Url"]) == ("no-store", "/compare/")


@pytest.mark.usefixtures("common")
def test_a_history_restore_gets_the_redirect_of_a_plain_request(client: Client) -> None:
    answer = compare(
        client, "alpha.average", "beta.average", headers={**HTMX, "HX-History-Restore-Request": "true"}
    )
    assert answer.status_code == 302


@pytest.mark.usefixtures("common")
def test_the_title_of_a_swapped_comparison_is_that_of_its_address(client: Client) -> None:
    fragment = compare(client, "alpha.average", "beta.average", headers=HTMX)
    assert title_of(fragment) == title_of(client.get("/compare/alpha.average/vs/beta.average/"))


@pytest.mark.parametrize("roles", [1, 60])
def test_four_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000)
    with django_assert_max_num_queries(4):
        assert client.get("/compare/").status_code == 200


@pytest.mark.parametrize("roles", [2, 60])
def test_six_queries_are_enough_to_compare(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000)
    with django_assert_max_num_queries(6):
        assert compare(client, "role-0.average", "role-1.average", headers=HTMX).status_code == 200
