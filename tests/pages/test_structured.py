"""What guides say in schema.org's words tells what the page tells (case A44)."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure, Role
from salaries.pages.cells import cell_of
from salaries.pages.structured import guide_nodes
from tests.factories import make_figure, make_location, make_part, make_release, make_role
from tests.pages.reading import html_of

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
VOCABULARY = {
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Occupation": {"name", "description", "occupationLocation", "estimatedSalary", "mainEntityOfPage"},
    "MonetaryAmount": {"name", "currency", "value"},
    "QuantitativeValue": {"value", "unitText"},
    "MonetaryAmountDistribution": {
        "name", "currency", "duration", "median", "percentile10", "percentile25", "percentile75", "percentile90",
    },
    "Country": {"name"}, "State": {"name"}, "City": {"name"}, "AdministrativeArea": {"name"},
}  # fmt: skip
"""The types that we use and what schema.org 29 lets each of them have, of its own or of what it is a kind of."""


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
    found = guide_nodes(figure.role, figure.location, cell, percentiles=shown, url=url, description="Says.")
    (salary,) = found["@graph"][1]["estimatedSalary"]
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
    ],
)
def test_the_trail_is_the_pages_own(client: Client, path: str, trail: list[str]) -> None:
    (steps,) = [node["itemListElement"] for node in nodes(client, path) if node["@type"] == "BreadcrumbList"]
    assert [step["name"] for step in steps] == trail
    assert [step["position"] for step in steps] == [*range(1, len(trail) + 1)]
    assert steps[-1]["item"] == f"http://127.0.0.1:8000{path}"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "path",
    ["/salaries/backend-engineer/", "/salaries/software-developer/", "/salaries/software-developer/gb/"],
)
def test_every_word_is_one_of_schema_org(client: Client, path: str) -> None:
    def walk(node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            names = {name for name in node if not name.startswith("@")}
            assert names <= VOCABULARY[node["@type"]], node
            walk([*node.values()])

    walk(nodes(client, path))


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", ["/", "/salaries/", "/compare/", "/sources/", "/locations/seattle-wa/"])
def test_no_other_page_tells_of_an_occupation(client: Client, path: str) -> None:
    make_role("alpha")
    assert "Occupation" not in "".join(BLOCK.findall(html_of(client.get(path))))
