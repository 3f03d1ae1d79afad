"""A comparison by the API is the object of its page (cases A13, A14, A15, A16, A17, A19, A35)."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import Release, Role
from tests.api.asking import BASE, compared, problem, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
NO_DIFFERENCE = {"amount": None, "percent": None, "percent_exact": None}


def difference(client: Client, *roles: str) -> dict[str, Any]:
    found: dict[str, Any] = told(client, compared(*roles))["differences"][0]
    return found


@pytest.mark.parametrize("query", ["", "&statistic=median", "&release=bureau/may-2025", "&prices=rpp"])
def test_it_is_the_same_bytes_as_the_data_of_the_page(client: Client, query: str) -> None:
    page = f"/compare/alpha.average/vs/beta.average/data.json{query.replace('&', '?')}"
    assert client.get(BASE + compared("alpha", "beta", query=query)).content == client.get(page).content


def test_a13_the_percent_is_rounded_once_and_exact_beside_it(client: Client) -> None:
    assert difference(client, "alpha", "beta") == {
        "subject": "beta.average",
        "amount": "22940.00",
        "percent": "45.9",
        "percent_exact": "45.880000",
        "reason": None,
    }


def test_a13_from_the_other_side_the_percent_is_another(client: Client) -> None:
    found = difference(client, "beta", "alpha")
    assert (found["amount"], found["percent"]) == ("-22940.00", "-31.5")


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        (("zero-only", "alpha"), "no_figure"),
        (("alpha", "zero-only"), "no_figure"),
        (("small", "alpha"), "no_figure"),
    ],
)
def test_a14_without_a_base_there_is_a_reason_and_no_percent(
    client: Client, roles: tuple[str, str], reason: str
) -> None:
    found = difference(client, *roles)
    assert found == {"subject": f"{roles[1]}.average", **NO_DIFFERENCE, "reason": reason}


def test_a14_a_role_against_itself_is_refused(client: Client) -> None:
    found = problem(client, compared("alpha", "alpha"), 400)
    assert found["detail"] == "Both sides are the same: choose something else for one of them."


def test_a15_each_direction_has_its_own_base(client: Client) -> None:
    assert difference(client, "alpha", "gamma")["percent"] == "-20.0"
    assert difference(client, "gamma", "alpha")["percent"] == "25.0"


def test_a15_with_three_sides_the_first_is_the_base_of_all(client: Client) -> None:
    found = told(client, compared("gamma", "alpha", "beta"))
    assert [one["percent"] for one in found["differences"]] == ["25.0", "82.4"]


def test_a16_yen_have_their_code_and_no_decimals(client: Client) -> None:
    side = told(client, compared("alpha", "yen"))["subjects"][1]
    assert (side["value"], side["currency"]) == ("6500000", "JPY")


@pytest.mark.parametrize(
    ("other", "reason"), [("hourly", "pay_period"), ("yen", "currency"), ("total", "measure")]
)
def test_a17_unlike_figures_are_never_subtracted(client: Client, other: str, reason: str) -> None:
    found = difference(client, "alpha", other)
    assert found == {"subject": f"{other}.average", **NO_DIFFERENCE, "reason": reason}


def test_a19_a_renamed_side_leads_to_the_new_name_in_one_hop(client: Client) -> None:
    for slug in ("alfa", "alpha-2"):
        role = Role.objects.get(name="Alpha")
        role.slug = slug
        role.save()
    answer = client.get(BASE + compared("alpha", "beta"))
    assert (answer.status_code, answer["Location"]) == (301, BASE + compared("alpha-2", "beta"))


def test_a19_a_renamed_release_leads_to_its_new_name_in_one_hop(client: Client) -> None:
    release = Release.objects.get(slug="may-2025")
    release.slug = "spring-2025"
    release.save()
    answer = client.get(BASE + compared("alpha", "beta", query="&release=bureau/may-2025"))
    there = BASE + compared("alpha", "beta", query="&release=bureau/spring-2025")
    assert (answer.status_code, answer["Location"]) == (301, there)


def test_a19_a_comparison_that_lost_a_side_says_which(client: Client) -> None:
    Role.objects.create(slug="gone", name="Gone").delete()
    found = problem(client, compared("gone", "alpha"), 410)
    assert found["detail"] == "The role “gone” has been removed from the guide."
    (missing,) = found["missing"]
    assert (missing["what"], missing["name"], missing["removed"]) == ("role", "gone", True)


def test_a19_an_unknown_side_comes_with_near_ones(client: Client) -> None:
    (missing,) = problem(client, compared("alpha", "betta"), 404)["missing"]
    assert (missing["name"], missing["removed"], missing["near"][0]) == ("betta", False, "beta")


def test_a35_a_side_of_too_few_answers_has_no_number_at_all(client: Client) -> None:
    small = told(client, compared("alpha", "small"))["subjects"][1]
    assert small["state"] == "none"
    assert {small[name] for name in ("value", "sample_size", "error", "release", "currency")} == {None}


@pytest.mark.parametrize(
    "spelled",
    [
        "alpha.average.us,beta.average",
        "Alpha.Average,beta.average",
        "alpha.average,beta.average,alpha.average",
        "alpha.average,alpha.average.us,beta.average",
    ],
)
def test_another_spelling_leads_to_the_one_address(client: Client, spelled: str) -> None:
    answer = client.get(f"{BASE}compare/?subjects={spelled}&statistic=median")
    assert answer.status_code == 301
    assert answer["Location"] == BASE + compared("alpha", "beta", query="&statistic=median")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("subjects=alpha.average", 400),
        (f"subjects={','.join(f'{name}.average' for name in ('a', 'b', 'c', 'd', 'e'))}", 400),
        ("subjects=alpha.average,beta.average&as_of=2026-02-31", 400),
        ("subjects=alpha.average,beta.average&as_of=999999", 404),
        ("subjects=alpha.average,beta.average&release=nobody/never", 404),
        ("subjects=alpha,beta", 422),
        ("subjects=", 422),
        ("", 422),
        ("subjects=alpha.average,beta.average&as_of=yesterday", 422),
    ],
)
def test_what_cannot_be_compared_is_a_problem_in_words(client: Client, query: str, status: int) -> None:
    found = problem(client, f"compare/?{query}", status)
    assert re.fullmatch(r"[A-Z“].*\.", found["detail"])


def test_a_parameter_that_means_nothing_is_named(client: Client) -> None:
    found = problem(client, compared("alpha", "beta", query="&statistic=mode"), 422)
    assert [one["parameter"] for one in found["errors"]] == ["statistic"]
    assert found["errors"][0]["detail"].startswith("Input should be 'mean', 'median'")
