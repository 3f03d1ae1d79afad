"""Roles, levels, locations, factors, sources and releases by the API (cases A19 and A35)."""

from typing import Any

import pytest
from django.test import Client

from salaries.models import ExperienceLevel, InfluencingFactor, Location, Release, Role, Source
from salaries.models.merging import merge
from salaries.models.retiring import retire
from tests.api.asking import BASE, problem, told, walked
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_part,
    make_release,
    make_role,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("guide")
def test_a_role_has_its_other_names_its_wider_role_and_the_evidence_for_it(client: Client) -> None:
    role = told(client, "roles/backend-engineer/")
    assert (role["name"], role["broader"]) == ("Backend Engineer", "software-developer")
    assert "Server-side Developer" in role["aliases"]
    assert role["page"] == "http://127.0.0.1:8000/salaries/backend-engineer/"
    evidence = {release["source"]: release for release in role["releases"]}
    assert set(evidence) == {"aijobs", "ora", "stack-overflow"}
    assert (evidence["ora"]["licence"], evidence["ora"]["reference_period"]) == (None, None)
    assert evidence["aijobs"]["licence"] == "CC0 1.0"


@pytest.mark.usefixtures("guide")
def test_a_role_of_official_statistics_has_their_code(client: Client) -> None:
    codes = told(client, "roles/software-developer/")["codes"]
    assert {"scheme": "SOC 2018", "code": "15-1252"} in codes


@pytest.mark.usefixtures("guide")
def test_a_level_has_its_years_and_its_place_on_the_ladder(client: Client) -> None:
    level = told(client, "levels/10-plus-years/")
    assert (level["name"], level["min_years"], level["max_years"]) == ("10+ Years", 10, None)
    assert [release["release"] for release in level["releases"]] == ["ora/backend-engineer-pay"]


@pytest.mark.usefixtures("guide")
def test_a_location_has_its_kind_its_parent_its_currency_and_its_code(client: Client) -> None:
    place = told(client, "locations/san-jose-ca/")
    assert (place["kind"], place["parent"], place["currency"]) == ("metro", "us", "USD")
    assert place["codes"] == [{"scheme": "CBSA", "code": "41940"}]


@pytest.mark.usefixtures("guide")
def test_locations_are_narrowed_by_kind_and_by_what_they_lie_in(client: Client) -> None:
    countries = told(client, "locations/?kind=country&limit=200")["locations"]
    assert {"us", "gb"} <= {place["slug"] for place in countries}
    assert {place["kind"] for place in countries} == {"country"}
    inside = told(client, "locations/?kind=metro&parent=us&limit=200")["locations"]
    assert {place["parent"] for place in inside} == {"us"}


@pytest.mark.usefixtures("guide")
def test_a_factor_has_its_options_and_which_of_them_are_places(client: Client) -> None:
    options = told(client, "factors/company-type-and-location/")["options"]
    assert {option["slug"]: option["location"] for option in options}["seattle"] == "seattle-wa"
    technologies = told(client, "factors/in-demand-technologies/")["options"]
    assert {"slug": "go", "name": "Go", "location": None}.items() <= technologies[0].items()


@pytest.mark.usefixtures("guide")
def test_a_source_says_how_and_under_which_licence(client: Client) -> None:
    source = told(client, "sources/bls-oews/")
    assert source["publisher"] == "US Bureau of Labor Statistics"
    assert (source["kind"], source["licence"]) == ("official_statistics", "Public domain")
    assert source["releases"][0] == "bls-oews/may-2025"


@pytest.mark.usefixtures("guide")
def test_a_source_without_a_licence_says_so_in_words(client: Client) -> None:
    source = told(client, "sources/ora/")
    assert (source["licence"], source["method"]) == (None, None)
    assert source["licence_note"].startswith("The source states no licence")


@pytest.mark.usefixtures("guide")
def test_a_release_has_its_period_its_files_and_how_many_figures_it_has(client: Client) -> None:
    release = told(client, "releases/ora/backend-engineer-pay/")
    assert (release["reference_period"], release["figures"]) == (None, 2)
    official = told(client, "releases/bls-oews/may-2025/")
    assert official["reference_period"] == {"start": "2025-05-01", "end": "2025-05-31"}
    assert official["parts"][0]["file_name"] == "oews_may2025_tech_us_state_metro.csv"


@pytest.mark.usefixtures("guide")
def test_releases_are_narrowed_by_source(client: Client) -> None:
    found = told(client, "releases/?source=ons-ashe")["releases"]
    assert [one["release"] for one in found] == [
        "ons-ashe/year-to-april-2022",
        "ons-ashe/year-to-april-2024",
    ]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("name", "total"),
    [("roles", 16), ("levels", 5), ("factors", 5), ("sources", 5), ("releases", 10)],
)
def test_every_list_is_walked_to_its_end(client: Client, name: str, total: int) -> None:
    rows = walked(client, f"{name}/?limit=3", name)
    assert len(rows) == len({str(row) for row in rows}) == total


def test_only_what_is_published_is_told_of(client: Client) -> None:
    make_figure(part=make_part(make_release("may-2024", make_source("draft")), state="draft"), median=50_000)
    assert told(client, "sources/")["sources"] == []
    assert told(client, "releases/")["releases"] == []
    assert told(client, "roles/alpha/")["releases"] == []
    problem(client, "sources/draft/", 404)
    problem(client, "releases/draft/may-2024/", 404)


@pytest.mark.usefixtures("common")
def test_a35_a_role_of_too_few_answers_has_no_evidence(client: Client) -> None:
    assert told(client, "roles/small/")["releases"] == []


# A19: renamed and removed


def named(noun: str) -> Any:
    """A row of a noun called `old`, and its address without the slug."""
    make_figure("old", part=make_part(make_release("old", make_source("old"))), median=50_000)
    make_level("old")
    make_location("old")
    InfluencingFactor.objects.create(slug="old", name="Old")
    models: dict[str, Any] = {
        "roles": Role, "levels": ExperienceLevel, "locations": Location, "factors": InfluencingFactor,
        "sources": Source, "releases/old": Release,
    }  # fmt: skip
    return models[noun].objects.get(slug="old")


NOUNS = ["roles", "levels", "locations", "factors", "sources", "releases/old"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a19_an_old_name_leads_to_todays_in_one_hop(client: Client, noun: str) -> None:
    row = named(noun)
    for slug in ("newer", "newest"):
        row.slug = slug
        row.save()
    answer = client.get(f"{BASE}{noun}/old/")
    assert (answer.status_code, answer["Location"]) == (301, f"{BASE}{noun}/newest/")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("noun", ["levels", "locations", "factors"])
def test_a19_what_was_removed_is_gone_with_near_names(client: Client, noun: str) -> None:
    named(noun).delete()
    make_role("olds")
    found = problem(client, f"{noun}/old/", 410)
    assert found["missing"][0]["removed"]
    assert found["detail"].endswith("has been removed from the guide.")


def test_a19_a_role_that_is_retired_is_gone_and_so_are_its_figures(client: Client) -> None:
    make_figure("beta", median=72_940)
    retire(Role.objects.get(slug="beta"), "Nobody does that.")
    assert problem(client, "roles/beta/", 410)["missing"][0]["removed"]
    problem(client, "figures/?role=beta", 410)
    assert told(client, "roles/")["roles"] == told(client, "figures/")["figures"] == []


@pytest.mark.parametrize(
    "address", ["roles/{}/", "figures/?role={}", "compare/?subjects={}.average,beta.average"]
)
def test_a19_a_role_that_was_merged_leads_to_the_other_in_one_hop(client: Client, address: str) -> None:
    for role in ("alpha", "beta", "gamma"):
        make_figure(role, make_part(make_release(role, make_source(role))), median=50_000)
    merge(Role.objects.get(slug="gamma"), Role.objects.get(slug="alpha"), "The same.")
    answer = client.get(BASE + address.format("gamma"))
    assert (answer.status_code, answer["Location"]) == (301, BASE + address.format("alpha"))


@pytest.mark.parametrize("noun", NOUNS)
def test_a19_what_was_never_there_comes_with_near_names(client: Client, noun: str) -> None:
    named(noun)
    found = problem(client, f"{noun}/olds/", 404)
    assert found["missing"][0]["near"] == ["old/old" if "/" in noun else "old"]


@pytest.mark.parametrize("slug", ["%00", "a%0A", "%C3%A4", "..", "a--b", "-"])
def test_what_is_no_name_is_not_found(client: Client, slug: str) -> None:
    problem(client, f"roles/{slug}/", 404)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("roles", "roles/"),
        ("Roles/ALPHA/", "roles/alpha/"),
        ("roles/alpha", "roles/alpha/"),
        ("roles//alpha/", "roles/alpha/"),
        ("releases/bureau/may-2025", "releases/bureau/may-2025/"),
        ("openapi.json/", "openapi.json"),
    ],
)
def test_another_spelling_leads_to_the_one_address(client: Client, asked: str, address: str) -> None:
    make_figure(median=50_000)
    answer = client.get(BASE + asked)
    assert (answer.status_code, answer["Location"]) == (301, BASE + address)
