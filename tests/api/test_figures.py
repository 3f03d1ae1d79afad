"""Figures by the API: what is published, found by what it is of, and never mixed (cases A16, A17, A19, A35)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from salaries.models import Figure, Role, Source
from salaries.models.retiring import retire
from tests.api.asking import BASE, Record, problem, told, walked
from tests.factories import make_figure, make_option, make_part, make_release, make_source

pytestmark = pytest.mark.django_db
LIKE = "measure=base_salary&currency=USD&pay_period=year"


def subjects(client: Client, query: str) -> list[str]:
    return [figure["subject"] for figure in told(client, f"figures/?{query}")["figures"]]


@pytest.fixture
def varied(db: None) -> None:
    """A role's figures by level, place, option and source."""
    survey = make_source("survey", licence="CC0 1.0", attribution="The survey.", kind=Source.Kind.SURVEY)
    release = make_release("2024", survey, reference_start=date(2024, 1, 1), reference_end=date(2024, 12, 31))
    make_figure(median=50_000)
    make_figure(median=60_000, level="senior")
    make_figure(mean=55_000, location="gb", currency="GBP")
    make_figure(median=58_000, option=make_option("go"))
    make_figure("beta", make_part(release), median=52_000, p90=80_000, median_error=1.50)


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=beta", ["beta.average"]),
        ("level=senior", ["alpha.senior"]),
        ("role=alpha&level=average", ["alpha.average", "alpha.average.gb", "alpha.average.us.go"]),
        ("location=gb", ["alpha.average.gb"]),
        ("option=go", ["alpha.average.us.go"]),
        ("source=survey", ["beta.average"]),
        ("release=survey/2024", ["beta.average"]),
        ("currency=GBP", ["alpha.average.gb"]),
        ("statistic=mean", ["alpha.average.gb"]),
        ("statistic=p90", ["beta.average"]),
        ("pay_period=hour", []),
        ("role=alpha&level=senior&location=us", ["alpha.senior"]),
    ],
)
def test_figures_are_found_by_what_they_are_of(client: Client, query: str, expected: list[str]) -> None:
    assert subjects(client, query) == expected


@pytest.mark.usefixtures("varied")
def test_a_figure_has_its_numbers_its_errors_and_where_it_is_from(client: Client) -> None:
    (figure,) = told(client, "figures/?role=beta")["figures"]
    assert figure["numbers"] == {
        "median": {"value": "52000.00", "state": "published", "error": "1.5"},
        "p90": {"value": "80000.00", "state": "published", "error": None},
    }
    assert (figure["sample_size"], figure["release"], figure["licence"]) == (120, "survey/2024", "CC0 1.0")
    assert figure["reference_period"] == {"start": "2024-01-01", "end": "2024-12-31"}


@pytest.mark.usefixtures("varied")
def test_each_release_of_the_page_is_told_once_with_its_licence(client: Client) -> None:
    releases = told(client, "figures/")["releases"]
    assert [release["release"] for release in releases] == ["bureau/may-2025", "survey/2024"]
    unstated, stated = releases
    assert (unstated["licence"], stated["licence"], stated["licence_note"]) == (None, "CC0 1.0", None)
    assert unstated["licence_note"] == "The source states no licence: ask it before you pass its figures on."
    assert stated["attribution"] == "The survey."


def test_a_number_with_a_mark_is_a_limit_or_none(client: Client) -> None:
    make_figure(median=None, median_mark="withheld", p90=239_200, p90_mark="at_least")
    (figure,) = told(client, "figures/")["figures"]
    assert figure["numbers"]["median"] == {"value": None, "state": "none", "error": None}
    assert figure["numbers"]["p90"] == {"value": "239200.00", "state": "at_least", "error": None}


def test_a_figure_without_a_number_to_show_has_no_sample_either(client: Client) -> None:
    make_figure(mean=None, mean_mark="too_few", sample_size=4_321)
    assert "4321" not in str(told(client, "figures/"))


@pytest.mark.usefixtures("common")
def test_a16_yen_have_no_decimals(client: Client) -> None:
    (figure,) = told(client, "figures/?currency=JPY")["figures"]
    assert figure["numbers"]["median"]["value"] == "6500000"


# A17: unlike figures are never mixed


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("left", ["measure", "currency", "pay_period"])
def test_a17_pay_is_asked_for_in_one_kind_alone(client: Client, left: str) -> None:
    query = "&".join(part for part in LIKE.split("&") if not part.startswith(left))
    found = problem(client, f"figures/?{query}&min_pay=1", 422)
    assert [one["parameter"] for one in found["errors"]] == [left]


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"{LIKE}&min_pay=50000", ["alpha.average", "beta.average"]),
        (f"{LIKE}&min_pay=50000.01", ["beta.average"]),
        (f"{LIKE}&statistic=p90&min_pay=70000", ["alpha.average"]),
        ("measure=base_salary&currency=JPY&pay_period=year&min_pay=50000", ["yen.average"]),
        ("measure=base_salary&currency=USD&pay_period=hour&min_pay=25", ["hourly.average"]),
        ("measure=total_compensation&currency=USD&pay_period=year&min_pay=90000", ["total.average"]),
    ],
)
def test_a17_so_much_pay_or_more_finds_that_kind(client: Client, query: str, expected: list[str]) -> None:
    assert subjects(client, query) == expected


# A35: a sample of one shows nobody's pay


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("query", ["", "role=small", f"{LIKE}&min_pay=60999", f"{LIKE}&min_pay=61001"])
def test_a35_a_group_of_one_is_in_no_answer(client: Client, query: str) -> None:
    body = client.get(f"{BASE}figures/?{query}").content.decode()
    assert "61000" not in body
    assert "small.average" not in body


@pytest.mark.usefixtures("common")
def test_a35_asking_by_pay_answers_the_same_on_both_sides_of_a_hidden_figure(client: Client) -> None:
    below, above = (told(client, f"figures/?{LIKE}&min_pay={amount}") for amount in ("60999", "61001"))
    assert [below[name] for name in ("figures", "next")] == [above[name] for name in ("figures", "next")]


def test_drafts_and_what_is_retired_are_in_no_answer(client: Client) -> None:
    make_figure(median=50_000)
    make_figure("beta", make_part(make_release("2024", make_source("draft")), state="draft"), median=60_000)
    retire(Role.objects.get(slug="alpha"), "Nobody does that.")
    assert told(client, "figures/")["figures"] == []


# A19 and lists


@pytest.mark.usefixtures("varied")
def test_a19_an_old_name_leads_to_the_new_one_in_one_hop(client: Client) -> None:
    for slug in ("alfa", "alpha-2"):
        role = Role.objects.get(name="Alpha")
        role.slug = slug
        role.save()
    answer = client.get(f"{BASE}figures/?role=alpha&level=senior")
    assert (answer.status_code, answer["Location"]) == (301, f"{BASE}figures/?role=alpha-2&level=senior")


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    ("query", "what", "near"),
    [
        ("role=betta", "role", "beta"),
        ("level=seniors", "experience level", "senior"),
        ("location=gbr", "place", "gb"),
        ("option=goo", "option", "go"),
        ("source=survei", "source", "survey"),
        ("release=survey/2025", "release", "survey/2024"),
    ],
)
def test_an_unknown_name_comes_with_near_ones(client: Client, query: str, what: str, near: str) -> None:
    (missing,) = problem(client, f"figures/?{query}", 404)["missing"]
    assert (missing["what"], missing["removed"]) == (what, False)
    assert near in missing["near"]


def test_a_list_is_walked_to_its_end_and_nothing_is_read_twice(client: Client) -> None:
    for number in range(7):
        make_figure(f"role-{number}", median=50_000 + number)
    found = walked(client, "figures/?limit=3", "figures")
    assert [figure["role"] for figure in found] == [f"role-{number}" for number in range(7)]


def test_what_is_added_while_a_list_is_walked_moves_nothing(client: Client) -> None:
    for number in range(4):
        make_figure(f"role-{number}", median=50_000)
    first = told(client, "figures/?limit=2")
    Figure.objects.filter(role__slug="role-0").delete()
    make_figure("role-new", median=50_000)
    second: Record = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert [figure["role"] for figure in second["figures"]] == ["role-2", "role-3"]


def test_the_last_page_has_no_next_one_even_where_it_is_full(client: Client) -> None:
    for number in range(4):
        make_figure(f"role-{number}", median=50_000)
    assert len(walked(client, "figures/?limit=2", "figures")) == 4
    assert told(client, "figures/?limit=4")["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "limit=5.0", "limit=%2B5", "limit=", "limit=x", "cursor=0", "cursor=-1", "cursor=a",
        "currency=usd", "currency=USDX", "role=A", "role=a%00", "role=a%0A", "role=", "measure=pay", "statistic=mode",
        "min_pay=-5", "min_pay=1e5", "min_pay=5.001", "release=a", "release=a/b/c", "role=a&role=b",
    ],
)  # fmt: skip
def test_a_parameter_that_means_nothing_is_refused_and_named(client: Client, query: str) -> None:
    found = problem(client, f"figures/?{query}", 422)
    assert [one["parameter"] for one in found["errors"]] == [query.partition("=")[0]]


def test_another_order_of_parameters_leads_to_the_one_address(client: Client) -> None:
    make_figure(median=50_000)
    answer = client.get(f"{BASE}figures/?location=us&utm_source=x&role=alpha")
    assert (answer.status_code, answer["Location"]) == (301, f"{BASE}figures/?role=alpha&location=us")


def test_other_parameters_change_nothing(client: Client) -> None:
    make_figure(median=50_000)
    plain: Any = client.get(f"{BASE}figures/?role=alpha")
    marked = client.get(f"{BASE}figures/?utm_source=x&role=alpha&callback=f")
    assert (marked.status_code, marked.content) == (200, plain.content)
