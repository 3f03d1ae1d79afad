"""`/salaries/<role>/` and `/salaries/<role>/<location>/`: what a role earns."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import Figure, Role, Source
from salaries.models.retiring import retire
from tests.factories import make_figure, make_level, make_location, make_part, make_release, make_role
from tests.pages.both_pages import NO_FIGURE, PROGRAM_WORDS, WHICH_RELEASE, WHICH_STATISTIC, part_of
from tests.pages.reading import canonical_of, description_of, heading_of, html_of, row_of, text_of, title_of

pytestmark = pytest.mark.django_db

BACKEND = "/salaries/backend-engineer/"
SAN_JOSE = "/salaries/software-developer/san-jose-ca/"


@pytest.mark.usefixtures("guide")
def test_the_headline_answers_in_one_sentence(client: Client) -> None:
    page = client.get(BACKEND)
    sentence = (
        "Backend engineers with 10 or more years average $155,000 a year, "
        "45.9 % above the general average of $106,250."
    )
    assert heading_of(page) == "What backend engineers earn"
    assert sentence in text_of(page)
    assert description_of(page) == sentence


@pytest.mark.usefixtures("guide")
def test_the_figures_are_found_by_searching_the_source_of_the_page(client: Client) -> None:
    body = html_of(client.get(BACKEND))
    for text in ("$155,000", "$106,250", "45.9", "+$48,750"):
        assert text in body


@pytest.mark.usefixtures("guide")
def test_the_headline_carries_its_evidence(client: Client) -> None:
    assert (
        "Mean salary a year, kind not stated Sample size not stated "
        "ORA , editorial · period not stated · licence not stated"
    ) in text_of(client.get(BACKEND))


@pytest.mark.usefixtures("guide")
def test_the_page_says_that_the_place_is_not_stated(client: Client) -> None:
    assert "The source states neither the country nor the kind of salary" in text_of(client.get(BACKEND))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("Entry-Level", "Entry-Level not published not published –"),
        ("Mid-Level", "Mid-Level not published not published –"),
        ("Senior/Staff", "Senior/Staff not published not published –"),
        ("10+ Years", "10+ Years $155,000 not published +45.9 %"),
        ("General average", "General average $106,250 not published baseline"),
    ],
)
def test_every_level_has_a_row_with_its_figure_or_none(client: Client, name: str, row: str) -> None:
    assert row_of(client.get(BACKEND), name) == row


@pytest.mark.usefixtures("guide")
def test_levels_without_a_figure_are_named(client: Client) -> None:
    words = text_of(client.get(BACKEND))
    assert "ORA publishes no figure for Entry-Level, Mid-Level, Senior/Staff and Executive." in words


@pytest.mark.usefixtures("guide")
def test_levels_stand_in_the_order_of_their_rank(client: Client) -> None:
    names = re.findall(r'<tr[^>]*><th scope="row">([^<]+)</th>', html_of(client.get(BACKEND)))
    assert names == ["Entry-Level", "Mid-Level", "Senior/Staff", "Executive", "10+ Years", "General average"]


@pytest.mark.usefixtures("guide")
def test_factors_show_their_options_and_only_derived_premiums(client: Client) -> None:
    words = text_of(client.get(BACKEND))
    for name in ("Kubernetes", "Distributed systems", "Mentoring engineers", "Well-funded startup"):
        assert name in words
    assert "Silicon Valley +56.7 %" in words
    assert "Kubernetes +" not in words


@pytest.mark.usefixtures("guide")
def test_the_form_starts_with_the_comparison_of_the_headline(client: Client) -> None:
    form = html_of(client.get(BACKEND)).partition('action="/compare/"')[2].partition("</form>")[0]
    chosen = re.findall(r'<option value="([^"]*)" selected>', form)
    assert chosen == ["backend-engineer.average", "backend-engineer.10-plus-years"]


@pytest.mark.usefixtures("guide")
def test_the_guide_of_a_place_speaks_of_that_place(client: Client) -> None:
    page = client.get(SAN_JOSE)
    assert title_of(page) == "What software developers earn in San Jose, CA · Compsite"
    assert "Software developers earn a median of $213,110 a year." in text_of(page)
    assert "87,350 employed" in text_of(page)


@pytest.mark.usefixtures("guide")
def test_a_place_without_figures_says_so(client: Client) -> None:
    page = client.get("/salaries/backend-engineer/seattle-wa/")
    assert page.status_code == 200
    assert f"{NO_FIGURE} for backend engineers in Seattle, WA." in text_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("statistic", "amount"),
    [
        ("mean", "$221,710"),
        ("p10", "$138,420"),
        ("p25", "$173,650"),
        ("p75", "$226,080"),
        ("p90", "$289,150"),
    ],
)
def test_the_asked_statistic_is_shown(client: Client, statistic: str, amount: str) -> None:
    page = client.get(f"{SAN_JOSE}?statistic={statistic}")
    assert f'<p class="n">{amount}</p>' in html_of(page)
    assert canonical_of(page) == f"http://127.0.0.1:8000{SAN_JOSE}"


@pytest.fixture
def two_sources() -> None:
    """Alpha's pay by the bureau and by the survey."""
    for source, median in (("bureau", 50_000), ("survey", 60_000)):
        make_figure("alpha", part_of(source), median=median)


@pytest.mark.usefixtures("two_sources")
def test_the_asked_release_answers(client: Client) -> None:
    for release, amount in (("bureau/may-2025", "$50,000"), ("survey/may-2025", "$60,000")):
        page = client.get(f"/salaries/alpha/?release={release}")
        assert f'<p class="n">{amount}</p>' in html_of(page)


@pytest.mark.usefixtures("two_sources")
def test_sources_stand_side_by_side_and_are_never_pooled(client: Client) -> None:
    page = client.get("/salaries/alpha/")
    assert "$50,000" in row_of(page, "Bureau")
    assert "$60,000" in row_of(page, "Survey")
    assert "$55,000" not in text_of(page)


def test_the_release_of_higher_priority_answers_first(client: Client) -> None:
    make_figure("alpha", median=50_000)
    old = make_release("may-2020", priority=1, reference_start="2020-05-01", reference_end="2020-05-31")
    make_figure("alpha", make_part(old), median=40_000)
    assert '<p class="n">$40,000</p>' in html_of(client.get("/salaries/alpha/"))


def test_a_level_below_the_average_is_said_to_be_below(client: Client) -> None:
    make_figure("alpha", mean=100_000)
    make_figure("alpha", mean=80_000, level=make_level("entry", people="at the start"))
    page = client.get("/salaries/alpha/")
    assert "Alphas at the start average $80,000 a year, 20.0 % below the general average" in text_of(page)
    assert row_of(page, "Entry") == "Entry $80,000 not published −20.0 %"


def test_a_level_of_another_release_is_no_step_of_the_ladder(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", part_of("survey"), median=90_000, level="senior")
    assert row_of(client.get("/salaries/alpha/"), "Senior") == "Senior not published not published –"


def test_the_highest_at_least_is_no_percent(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=239_200, median_mark="at_least", level="senior")
    row = row_of(client.get("/salaries/alpha/"), "Senior")
    assert "at least $239,200" in row
    assert "%" not in row


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("role", ["zero-only", "small"])
def test_no_figure_and_too_few_answers_read_the_same(client: Client, role: str) -> None:
    page = client.get(f"/salaries/{role}/")
    assert page.status_code == 200
    assert NO_FIGURE in text_of(page)
    assert not re.search(r"61,?000", html_of(page))


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("role", ["alpha", "zero-only", "small", "hourly", "yen", "total"])
def test_no_guide_shows_the_words_of_a_program(client: Client, role: str) -> None:
    body = html_of(client.get(f"/salaries/{role}/"))
    assert not re.search(PROGRAM_WORDS, body)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("role", "amount"), [("hourly", "$25.50"), ("yen", "JPY 6,500,000"), ("total", "$90,000")]
)
def test_every_kind_of_pay_has_its_unit(client: Client, role: str, amount: str) -> None:
    page = client.get(f"/salaries/{role}/")
    assert f'<p class="n">{amount}</p>' in html_of(page).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("guide")
def test_a_draft_is_nowhere(client: Client) -> None:
    Source.objects.get(slug="ora").releases.get().parts.update(state="draft")
    body = html_of(client.get(BACKEND))
    assert "155,000" not in body
    assert "106,250" not in body


@pytest.mark.usefixtures("guide")
def test_a_changed_figure_is_on_the_next_page(client: Client) -> None:
    client.get(BACKEND)
    Figure.objects.filter(mean=155_000).update(mean=160_000)
    assert "$160,000 a year, 50.6 % above the general average" in text_of(client.get(BACKEND))


@pytest.mark.parametrize("path", [BACKEND, SAN_JOSE])
def test_an_empty_database_is_404_in_words(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "There is no role" in text_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("path", "sentence", "near"),
    [
        ("/salaries/backend-enginer/", "There is no role “backend-enginer” in the guide.", BACKEND),
        (f"{BACKEND}seatle-wa/", "There is no place “seatle-wa” in the guide.", "/locations/seattle-wa/"),
    ],
)
def test_an_unknown_address_is_404_with_near_matches(
    client: Client, path: str, sentence: str, near: str
) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert sentence in text_of(page)
    assert f'<li><a href="{near}">' in html_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("statistic=garbage", WHICH_STATISTIC),
        ("statistic=median%27--", WHICH_STATISTIC),
        ("release=garbage", WHICH_RELEASE),
        ("release=..%2F..", WHICH_RELEASE),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_in_words(
    client: Client, query: str, sentence: str
) -> None:
    page = client.get(f"{BACKEND}?{query}")
    assert page.status_code == 400
    assert sentence in text_of(page)


@pytest.mark.usefixtures("guide")
def test_a_release_without_the_role_shows_no_figure_in_words(client: Client) -> None:
    page = client.get(f"{BACKEND}?release=bls-oews/may-2025")
    assert page.status_code == 200
    assert f"{NO_FIGURE} for backend engineers in the United States." in text_of(page)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("target", ["figures", "div#figures"])
def test_the_fragment_is_the_figures_alone(client: Client, target: str) -> None:
    fragment = client.get(f"{SAN_JOSE}?statistic=p90", headers={"HX-Target": target})
    assert html_of(fragment).startswith(
        "<title>What software developers earn in San Jose, CA · Compsite</title><"
    )
    assert '<div id="figures">' in html_of(fragment)
    assert "$289,150" in text_of(fragment)
    assert "<html" not in html_of(fragment)


@pytest.mark.usefixtures("guide")
def test_the_fragment_is_not_kept_and_pushes_its_address(client: Client) -> None:
    fragment = client.get(f"{SAN_JOSE}?statistic=p90", headers={"HX-Target": "figures"})
    assert fragment["Cache-Control"] == "no-store"
    assert fragment["HX-Push-Url"] == f"{SAN_JOSE}?statistic=p90"
    assert "HX-Target" in fragment["Vary"]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Target": "comparison"},
        {"HX-Target": "results"},
        {"HX-Target": "figures", "HX-History-Restore-Request": "true"},
    ],
)
def test_anything_else_gets_the_whole_page(client: Client, headers: dict[str, str]) -> None:
    assert client.get(BACKEND, headers=headers).content == client.get(BACKEND).content


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", [BACKEND, SAN_JOSE])
@pytest.mark.parametrize("roles", [0, 60])
def test_eight_queries_are_enough_however_many_roles(
    client: Client, path: str, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000)
    with django_assert_max_num_queries(8):
        assert client.get(path).status_code == 200


@pytest.mark.usefixtures("guide")
def test_eight_queries_are_enough_with_many_places_and_levels(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    role = Role.objects.get(slug="backend-engineer")
    for number in range(30):
        place = make_location(f"place-{number}", parent=make_location("us"))
        make_figure(role, median=50_000, location=place)
        make_figure(role, median=60_000, level=make_level(f"level-{number}"))
    with django_assert_max_num_queries(8):
        assert client.get(BACKEND).status_code == 200


def test_a_role_without_anything_else_has_a_page(client: Client) -> None:
    make_role("lone")
    make_location("us")
    assert heading_of(client.get("/salaries/lone/")) == "What lones earn"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("statistic", "sentence"),
    [
        ("mean", "Software developers average $148,100 a year."),
        ("median", "Software developers earn a median of $135,980 a year."),
        ("p10", "A tenth of software developers earn $82,460 a year or less."),
        ("p90", "Nine tenths of software developers earn $214,670 a year or less."),
    ],
)
def test_each_statistic_has_its_own_sentence(client: Client, statistic: str, sentence: str) -> None:
    page = client.get(f"/salaries/software-developer/?statistic={statistic}")
    assert sentence in text_of(page)


def test_the_role_is_described(client: Client) -> None:
    make_figure(make_role("alpha", description="Looks after the first letter."), median=50_000)
    assert "Looks after the first letter." in text_of(client.get("/salaries/alpha/"))


def test_a_role_that_was_retired_has_no_guide_today(client: Client) -> None:
    figure = make_figure("alpha", median=50_000)
    assert client.get("/salaries/alpha/").status_code == 200
    retire(figure.role, "Nobody is one any more.")
    assert client.get("/salaries/alpha/").status_code == 410
