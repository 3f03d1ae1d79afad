"""What a guide says in schema.org's words, for search engines: only what the page itself shows.

A mean is an amount, percentiles are a distribution whose median is a median: the two are never mixed up. Amounts are
texts, as in `data.json`, since a number of JSON is a float for who reads it.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from salaries.models import Location, Role
from salaries.pay.cells import Cell
from salaries.pay.records import amount_text

Node = dict[str, Any]
CONTEXT = "https://schema.org"
UNITS = {"year": ("YEAR", "P1Y"), "month": ("MONTH", "P1M"), "hour": ("HOUR", "PT1H")}
PERCENTILES = {"p10": "percentile10", "p25": "percentile25", "p75": "percentile75", "p90": "percentile90"}
AREAS = {"country": "Country", "state": "State", "metro": "City"}


def guide_nodes(
    role: Role,
    location: Location,
    average: Cell | None,
    *,
    percentiles: bool,
    url: str,
    description: str,
) -> Node:
    """The trail to a guide, and what the role earns where its general average is published.

    `percentiles` says whether the page shows those beside mean and median.
    """
    trail = [("Roles", "/salaries/"), (role.name, role.get_absolute_url())]
    if url != role.get_absolute_url():
        trail.append((location.label, url))
    nodes: list[Node] = [_trail(trail)]
    salary = _salary(average, percentiles=percentiles) if average else []
    place = {"@type": AREAS.get(location.kind, "AdministrativeArea"), "name": location.label}
    if salary:
        nodes.append(
            {
                "@type": "Occupation",
                "@id": f"{settings.SITE_URL}{url}#occupation",
                "name": role.name,
                "description": description,
                "occupationLocation": [place],
                "estimatedSalary": salary,
                "mainEntityOfPage": f"{settings.SITE_URL}{url}",
            }
        )  # fmt: skip
    return {"@context": CONTEXT, "@graph": nodes}


def _trail(steps: Sequence[tuple[str, str]]) -> Node:
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": f"{settings.SITE_URL}{path}"}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _salary(cell: Cell, *, percentiles: bool) -> list[Node]:
    """The mean as an amount and the rest as a distribution, each where it is published and exact."""
    unit, duration = UNITS[cell.pay_period]
    found: list[Node] = []
    if mean := _amount(cell, "mean"):
        value = {"@type": "QuantitativeValue", "value": mean, "unitText": unit}
        name = cell.measure_line("mean")
        found.append({"@type": "MonetaryAmount", "name": name, "currency": cell.currency, "value": value})
    names = {"median": "median"} | (PERCENTILES if percentiles else {})
    spread = {name: amount for statistic, name in names.items() if (amount := _amount(cell, statistic))}
    if spread:
        name = cell.measure_line("median")
        node = {"@type": "MonetaryAmountDistribution", "name": name, "currency": cell.currency}
        found.append(node | {"duration": duration} | spread)
    return found


def _amount(cell: Cell, statistic: str) -> str | None:
    """The exact amount; None where it is marked, missing or a lower limit."""
    return amount_text(cell.value(statistic), cell.currency)
