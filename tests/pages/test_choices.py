"""The lists of the compare form: only what has figures, narrowed by a name or code, complete without script."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import RoleAlias, RoleCode
from tests.factories import make_figure, make_level, make_location, make_option
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db

CHOICES = {"HX-Request": "true", "HX-Target": "choices"}


@pytest.fixture(autouse=True)
def figures() -> None:
    """Alpha in the United States and Berlin, its seniors in Berlin alone, beta in Zurich."""
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=40_000, location="berlin")
    make_figure("alpha", median=60_000, location="berlin", level="senior")
    make_figure("beta", median=70_000, location="zurich")


def choices(client: Client, query: str = "", **headers: str) -> Any:
    return client.get(f"/compare/?{query}", headers=headers or CHOICES)


def lists(response: Any, name: str) -> list[list[str]]:
    """The values of each select of that name, but for the one that chooses nothing."""
    selects = re.findall(rf'<select id="{name}-\d".*?</select>', html_of(response), re.DOTALL)
    return [[value for value in re.findall(r'<option value="([^"]*)"', one) if value] for one in selects]


def chosen(response: Any, name: str) -> list[str]:
    selects = re.findall(rf'<select id="{name}-\d".*?</select>', html_of(response), re.DOTALL)
    return [(re.findall(r'value="([^"]*)" selected', one) or [""])[0] for one in selects]


def test_the_fragment_is_the_lists_alone_and_leaves_the_address(client: Client) -> None:
    answer = choices(client)
    assert html_of(answer).startswith('<title>Compare pay · Compsite</title><div id="choices">')
    assert "<form" not in html_of(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "HX-Target" in answer["Vary"]
    assert "HX-Push-Url" not in answer


def test_a_side_offers_the_places_that_have_figures_of_it(client: Client) -> None:
    answer = choices(client, "subject=alpha.average&place=us&subject=beta.average&place=zurich")
    assert lists(answer, "place") == [["us", "berlin"], ["zurich"]]


def test_a_level_offers_its_own_places(client: Client) -> None:
    answer = choices(client, "subject=alpha.senior&place=berlin&subject=alpha.average&place=us")
    assert lists(answer, "place") == [["berlin"], ["us", "berlin"]]


def test_a_side_without_a_choice_offers_every_place(client: Client) -> None:
    answer = choices(client, "subject=alpha.average&place=us&subject=&place=us")
    assert lists(answer, "place")[1] == ["us", "berlin", "zurich"]


def test_a_place_of_too_few_answers_is_none_that_has_figures(client: Client) -> None:
    make_figure("alpha", median=61_000, location="zurich", sample_size=9)
    answer = choices(client, "subject=alpha.average&place=us&subject=beta.average&place=zurich")
    assert lists(answer, "place") == [["us", "berlin"], ["zurich"]]


def test_places_with_figures_come_before_hundreds_that_are_larger(client: Client) -> None:
    for number in range(100):
        place = make_location(f"metro-{number:03}", kind="metro", parent=make_location("us"))
        make_figure("beta", median=50_000, location=place, employment=1_000 + number)
    hamlet = make_location("hamlet", kind="area", parent=make_location("us"))
    make_figure("alpha", median=50_000, location=hamlet, employment=5)
    answer = choices(client, "subject=alpha.average&place=us&subject=alpha.average&place=berlin")
    assert lists(answer, "place") == [["us", "berlin", "hamlet"]] * 2


def test_a_place_without_figures_gives_way_in_words(client: Client) -> None:
    answer = choices(client, "subject=beta.average&place=us&subject=alpha.average&place=zurich")
    assert chosen(answer, "place") == ["zurich", "us"]
    assert "No figure for the United States: Zurich instead." in text_of(answer)
    assert "No figure for Zurich: the United States instead." in text_of(answer)


def test_a_whole_page_offers_every_place_those_with_figures_first(client: Client) -> None:
    page = client.get("/compare/alpha.senior.berlin/vs/alpha.average/")
    assert lists(page, "place") == [["berlin", "us", "zurich"], ["us", "berlin", "zurich"]]
    assert html_of(page).count('<optgroup label="With figures for it">') == 2
    assert chosen(page, "place") == ["berlin", "us"]


def test_a_place_that_was_chosen_without_script_stays(client: Client) -> None:
    page = client.get("/compare/beta.average/vs/alpha.average.zurich/")
    assert chosen(page, "place") == ["us", "zurich"]


@pytest.mark.parametrize(
    "text", ["dev", "15-1252", "DEV alp", "programmer", "ALPHA", "  alpha  ", "dev%00alp"]
)
def test_a_role_is_found_by_name_alias_and_code(client: Client, text: str) -> None:
    alpha = make_figure("alpha", median=50_000, location="paris").role
    RoleAlias.objects.create(role=alpha, name="Programmer and dev of alpha")
    RoleCode.objects.create(role=alpha, scheme="SOC 2018", code="15-1252")
    answer = choices(client, f"q={text}&subject=&subject=")
    assert lists(answer, "subject") == [["alpha.average", "alpha.senior"]] * 2
    assert "finds 1 role." in text_of(answer)


def test_what_is_chosen_stays_however_the_lists_are_narrowed(client: Client) -> None:
    answer = choices(client, "q=alpha&subject=beta.average&place=zurich&subject=&place=us")
    assert chosen(answer, "subject") == ["beta.average", ""]
    assert chosen(answer, "place")[0] == "zurich"


def test_a_place_is_found_too(client: Client) -> None:
    answer = choices(client, "q=zur&subject=&place=us&subject=&place=us")
    assert lists(answer, "place") == [["us", "zurich"]] * 2
    assert lists(answer, "subject")[0] == ["alpha.average", "alpha.senior", "beta.average"]
    assert "“zur” finds 1 place." in text_of(answer)


def test_both_are_counted(client: Client) -> None:
    make_figure("zurich-guide", median=50_000)
    assert "“zur” finds 1 role and 1 place." in text_of(choices(client, "q=zur&subject="))


def test_a_small_place_is_found_among_hundreds(client: Client) -> None:
    for number in range(100):
        place = make_location(f"metro-{number:03}", kind="metro", parent=make_location("us"))
        make_figure("alpha", median=50_000, location=place, employment=1_000 + number)
    answer = choices(client, "q=metro%20007&subject=&subject=")
    assert lists(answer, "place") == [["us", "metro-007"]] * 2


def test_what_nothing_is_called_leaves_the_lists_and_says_so(client: Client) -> None:
    answer = choices(client, "q=%3Cxyz%3E&subject=&subject=")
    assert "Nothing with figures is called “&lt;xyz&gt;”" in html_of(answer)
    assert lists(answer, "subject")[0] == ["alpha.average", "alpha.senior", "beta.average"]


def test_without_script_the_lists_are_found_by_a_button_and_nothing_is_lost(client: Client) -> None:
    page = client.get("/compare/?q=beta&find=1&subject=alpha.senior&place=berlin&subject=&place=us")
    assert page.status_code == 200
    assert chosen(page, "subject") == ["alpha.senior", ""]
    assert lists(page, "subject")[1] == ["beta.average"]
    assert 'name="q" maxlength="80" value="beta"' in html_of(page)
    assert "noindex" in html_of(page)


def test_a_form_with_a_text_in_it_is_not_indexed(client: Client) -> None:
    assert "noindex" in html_of(client.get("/compare/?q=beta"))
    assert "noindex" not in html_of(client.get("/compare/?q="))


def test_the_button_finds_even_where_both_sides_are_chosen(client: Client) -> None:
    page = client.get("/compare/?q=beta&find=1&subject=alpha.average&subject=beta.average")
    assert page.status_code == 200
    assert chosen(page, "subject") == ["alpha.average", "beta.average"]


def test_what_was_found_by_is_no_part_of_a_comparisons_address(client: Client) -> None:
    answer = client.get("/compare/?q=beta&subject=alpha.average&subject=beta.average&place=us")
    assert answer["Location"] == "/compare/alpha.average/vs/beta.average/"


def test_options_with_figures_are_offered_beside_their_place(client: Client) -> None:
    make_figure("alpha", median=55_000, option=make_option("go"))
    make_figure("alpha", median=44_000, location="berlin", option=make_option("rust"))
    answer = choices(client, "subject=alpha.average&place=us&subject=beta.average&place=zurich")
    assert lists(answer, "option") == [["go"]]
    assert html_of(answer).count('name="option"') == 2
    assert "Everyone" in text_of(answer)


def test_an_option_goes_into_the_address(client: Client) -> None:
    make_option("go")
    answer = client.get(
        "/compare/?subject=alpha.average&place=us&option=&subject=alpha.average&place=us&option=go"
    )
    assert answer["Location"] == "/compare/alpha.average/vs/alpha.average.us.go/"


def test_a_comparison_with_an_option_has_it_chosen(client: Client) -> None:
    make_figure("alpha", median=55_000, option=make_option("go"))
    page = client.get("/compare/alpha.average.us.go/vs/alpha.average/")
    assert chosen(page, "subject") == ["alpha.average", "alpha.average"]
    assert chosen(page, "option") == ["go", ""]


@pytest.mark.parametrize(
    "query", ["subject=%00&place=..&option=%2F", "subject=a.b.c.d.e&subject=&q=%25%5F%27", "place=us&q="]
)
def test_garbage_is_answered_with_lists(client: Client, query: str) -> None:
    answer = choices(client, query)
    assert answer.status_code == 200
    assert 'id="subject-2"' in html_of(answer)


def test_five_queries_are_enough_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_level("junior")
    for number in range(40):
        make_figure(f"role-{number}", median=50_000, location=f"place-{number}")
    sides = "&".join(f"subject=role-{number}.average&place=place-{number}" for number in range(4))
    with django_assert_max_num_queries(5):
        assert choices(client, f"q=role&{sides}").status_code == 200
