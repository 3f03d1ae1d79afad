"""What pages say in schema.org's words tells what the page tells (case A44)."""

import json
import re
from html import unescape
from itertools import chain
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure, Role
from salaries.pages.cells import cell_of
from salaries.pages.structured import occupation as told_of
from tests.factories import make_figure, make_location, make_part, make_release, make_role, make_source
from tests.pages.reading import html_of
from tests.pages.vocabulary import faults

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
EVERY_KIND = (
    "/salaries/", "/salaries/backend-engineer/", "/salaries/software-developer/",
    "/salaries/software-developer/gb/", "/salaries/software-developer/san-jose-ca/", "/locations/us/",
    "/locations/seattle-wa/", "/compare/", "/compare/backend-engineer.average/vs/software-developer.average/",
    "/factors/", "/factors/in-demand-technologies/", "/sources/", "/sources/bls-oews/", "/sources/ora/",
    "/sources/bls-oews/may-2025/", "/data/", "/changes/", "/how-it-works/", "/glossary/", "/privacy/", "/report/",
    "/standing/", "/api/docs",
)  # fmt: skip
"""A page of each kind that shows a trail."""


def nodes(client: Client, path: str) -> list[dict[str, Any]]:
    (block,) = BLOCK.findall(html_of(client.get(path)))
    found = json.loads(block)
    assert found["@context"] == "https://schema.org"
    return list(found["@graph"])


def occupation(client: Client, path: str) -> dict[str, Any]:
    """The one occupation of a guide; empty where there is none."""
    found = [node for node in nodes(client, path) if node["@type"] == "Occupation"]
    assert len(found) < 2
    return found[0] if found else {}


def test_a_mean_is_an_amount_and_percentiles_are_a_distribution(client: Client) -> None:
    make_figure("alpha", mean=52_000, median=50_000, p10=30_000, p25=40_000, p75=60_000, p90=70_000)
    make_figure(
        "alpha",
        location=make_location("texas"),
        median=60_000,
        p10=30_000,
        p25=40_000,
        p75=70_000,
        p90=80_000,
    )
    assert occupation(client, "/salaries/alpha/")["estimatedSalary"] == [
        {
            "@type": "MonetaryAmount", "name": "Mean base salary a year", "currency": "USD",
            "value": {"@type": "QuantitativeValue", "value": "52000.00", "unitText": "YEAR"},
        },
        {
            "@type": "MonetaryAmountDistribution", "name": "Median base salary a year", "currency": "USD",
            "duration": "P1Y", "median": "50000.00", "percentile10": "30000.00", "percentile25": "40000.00",
            "percentile75": "60000.00", "percentile90": "70000.00",
        },
    ]  # fmt: skip


def test_a_mean_alone_is_never_a_median(client: Client) -> None:
    make_figure("alpha", mean=106_250)
    (salary,) = occupation(client, "/salaries/alpha/")["estimatedSalary"]
    assert (salary["@type"], salary["value"]["value"]) == ("MonetaryAmount", "106250.00")


@pytest.mark.parametrize("shown", [True, False])
def test_percentiles_are_told_where_the_page_shows_them(shown: bool) -> None:
    figure = make_figure("alpha", median=50_000, p10=30_000, p25=40_000, p75=60_000, p90=70_000)
    cell = cell_of(Figure.objects.public().for_page().get(pk=figure.pk))
    url = "/salaries/alpha/"
    (found,) = told_of(figure.role, figure.location, cell, percentiles=shown, url=url, description="Says.")
    (salary,) = found["estimatedSalary"]
    assert ("percentile10" in salary, salary["median"]) == (shown, "50000.00")


def test_percentiles_of_another_release_than_the_table_of_places_are_not_told(client: Client) -> None:
    make_figure("alpha", median=50_000, p10=30_000, p25=40_000, p75=60_000, p90=70_000)
    later = make_part(make_release("may-2026", reference_start="2026-05-01", reference_end="2026-05-31"))
    make_figure("alpha", later, median=51_000, p10=31_000, p25=41_000, p75=61_000, p90=71_000)
    (salary,) = occupation(client, "/salaries/alpha/?release=bureau/may-2025")["estimatedSalary"]
    assert (salary["median"], "percentile10" in salary) == ("50000.00", False)


@pytest.mark.parametrize(
    ("values", "unit", "amount"),
    [
        ({"pay_period": "hour", "mean": "25.50"}, "HOUR", "25.50"),
        ({"pay_period": "month", "mean": 4_000}, "MONTH", "4000.00"),
        ({"currency": "JPY", "mean": 6_500_000}, "YEAR", "6500000"),
    ],
)
def test_currency_and_pay_period_are_the_figures_own(
    client: Client, values: dict[str, Any], unit: str, amount: str
) -> None:
    make_figure("alpha", **values)
    (salary,) = occupation(client, "/salaries/alpha/")["estimatedSalary"]
    assert (salary["currency"], salary["value"]["unitText"]) == (values.get("currency", "USD"), unit)
    assert salary["value"]["value"] == amount


@pytest.mark.parametrize(
    "values",
    [
        {"median": 61_000, "sample_size": 1},
        {"median": 239_200, "median_mark": "at_least"},
        {"median_mark": "withheld"},
    ],
)
def test_what_is_hidden_withheld_or_a_lower_limit_is_no_salary(
    client: Client, values: dict[str, Any]
) -> None:
    make_figure("alpha", **values)
    assert occupation(client, "/salaries/alpha/") == {}
    assert "61000" not in html_of(client.get("/salaries/alpha/"))


def test_a_correction_is_told_at_once_and_a_pinned_page_tells_nothing(client: Client) -> None:
    figure = make_figure("alpha", mean=50_000)
    before = DataVersion.objects.order_by("-number")[0].number
    Figure.objects.filter(pk=figure.pk).update(mean=51_000)
    (salary,) = occupation(client, "/salaries/alpha/")["estimatedSalary"]
    assert salary["value"]["value"] == "51000.00"
    assert not BLOCK.findall(html_of(client.get(f"/salaries/alpha/?as_of={before}")))


def test_no_name_ends_the_block(client: Client) -> None:
    make_figure("alpha", mean=50_000)
    Role.objects.filter(slug="alpha").update(name="</script><b>&")
    assert occupation(client, "/salaries/alpha/")["name"] == "</script><b>&"
    assert "</script><b>" not in html_of(client.get("/salaries/alpha/"))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("path", "trail"),
    [
        ("/salaries/backend-engineer/", ["Roles", "Backend Engineer"]),
        ("/salaries/software-developer/san-jose-ca/", ["Roles", "Software Developer", "San Jose, CA"]),
        ("/locations/us/", ["Home", "United States"]),
        ("/locations/seattle-wa/", ["Home", "United States", "Seattle, WA"]),
        ("/sources/bls-oews/", ["Sources", "Occupational Employment and Wage Statistics"]),
        ("/glossary/", ["Home", "Glossary"]),
    ],
)
def test_the_trail_is_told(client: Client, path: str, trail: list[str]) -> None:
    steps = told_trail(nodes(client, path))
    assert [step["name"] for step in steps] == trail
    assert [step["position"] for step in steps] == [*range(1, len(trail) + 1)]
    assert steps[-1]["item"] == {"@id": f"http://127.0.0.1:8000{path}"}


def told_trail(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    (steps,) = [node["itemListElement"] for node in found if node["@type"] == "BreadcrumbList"]
    return list(steps)


def shown_trail(html: str) -> tuple[list[str], list[str]]:
    """The names of a page's trail, and the addresses that they lead to: of all but the page itself."""
    (crumb,) = re.findall(r'<p class="crumb">(.*?)</p>', html)
    names = re.sub(r"<[^>]+>", "", crumb).split(" / ")
    return [unescape(name) for name in names], re.findall(r'href="([^"]+)"', crumb)


@pytest.mark.usefixtures("guide")
def test_every_page_tells_the_trail_that_it_shows(client: Client) -> None:
    for path in EVERY_KIND:
        names, links = shown_trail(html_of(client.get(path)))
        steps = told_trail(nodes(client, path))
        assert [step["name"] for step in steps] == names, path
        addresses = [step["item"]["@id"].removeprefix("http://127.0.0.1:8000") for step in steps]
        assert addresses[:-1] == links, path
        assert client.get(addresses[-1]).status_code == 200, path


def test_pages_without_a_trail_and_pages_that_refuse_tell_nothing(client: Client) -> None:
    make_role("alpha")
    for path in ("/", "/search?q=alpha", "/nowhere/", "/compare/alpha.average/vs/alphx.average/"):
        assert not BLOCK.findall(html_of(client.get(path))), path


@pytest.mark.usefixtures("guide")
def test_everything_that_is_told_is_as_schema_org_has_it(client: Client) -> None:
    found = {path: [*chain.from_iterable(map(faults, nodes(client, path)))] for path in EVERY_KIND}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Country", "currency": "USD"}, "Country has no currency"),
        ({"@type": "MonetaryAmount", "median": 1}, "MonetaryAmount has no median"),
        ({"@type": "Dataset", "license": "CC0"}, "Dataset: license is not 'CC0'"),
        ({"@type": "ListItem", "item": "http://a.test/"}, "ListItem: item is not 'http://a.test/'"),
        ({"@type": "Dataset", "isAccessibleForFree": "yes"}, "Dataset: isAccessibleForFree is not 'yes'"),
        ({"@type": "Occupation", "estimatedSalary": "1,0"}, "Occupation: estimatedSalary is not '1,0'"),
        ({"@type": "Dataset", "creator": {"@type": "Place"}}, "Dataset: creator is not {'@type': 'Place'}"),
        ({"@type": "Dataset", "creator": {"@type": "Organization", "value": 1}}, "Organization has no value"),
    ],
)  # fmt: skip
def test_what_schema_org_has_otherwise_is_seen(node: dict[str, Any], fault: str) -> None:
    assert [*faults(node)] == [fault]


def dataset_of(client: Client, path: str) -> dict[str, Any]:
    (found,) = [node for node in nodes(client, path) if node["@type"] == "Dataset"]
    return found


def test_a_source_tells_what_its_page_states_of_it(client: Client) -> None:
    stated = {
        "licence": "CC0",
        "licence_url": "https://licence.test/cc0",
        "method": "By post.",
        "attribution": "Us",
    }
    make_figure("alpha", make_part(make_release(source=make_source("office", **stated))), median=50_000)
    address = "http://127.0.0.1:8000/sources/office/"
    assert dataset_of(client, "/sources/office/") == {
        "@type": "Dataset", "@id": address, "url": address, "name": "Office: Office pay statistics",
        "description": "Office pay statistics, official statistics by Office: 1 figure of pay, each with its measure, "
        "period and sample.",
        "creator": {"@type": "Organization", "name": "Office"}, "isAccessibleForFree": True,
        "license": "https://licence.test/cc0", "measurementTechnique": "By post.", "creditText": "Us",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("licence", "told"), [("House terms", {"@type": "CreativeWork", "name": "House terms"}), ("", None)]
)
def test_a_licence_without_an_address_has_its_name_and_none_is_made_up(
    client: Client, licence: str, told: Any
) -> None:
    make_figure(
        "alpha", make_part(make_release(source=make_source("office", licence=licence))), median=50_000
    )
    found = dataset_of(client, "/sources/office/")
    assert found.get("license") == told
    assert not {"measurementTechnique", "creditText"} & set(found)


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/", "/salaries/", "/compare/", "/sources/", "/locations/seattle-wa/"])
def test_no_other_page_tells_of_an_occupation(client: Client, path: str) -> None:
    make_role("alpha")
    assert "Occupation" not in "".join(BLOCK.findall(html_of(client.get(path))))
