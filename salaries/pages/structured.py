"""What pages say in schema.org's words, for search engines: only what the page itself shows.

A mean is an amount, percentiles are a distribution whose median is a median: the two are never mixed up. Amounts are
texts, as in `data.json`, since a number of JSON is a float for who reads it.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from salaries.models import Location, Role, Source
from salaries.pages.trail import Trail
from salaries.pay.cells import Cell
from salaries.pay.records import amount_text
from salaries.pay.words import SOURCE_KINDS, counted

Node = dict[str, Any]
CONTEXT = "https://schema.org"
UNITS = {"year": ("YEAR", "P1Y"), "month": ("MONTH", "P1M"), "hour": ("HOUR", "PT1H")}
PERCENTILES = {"p10": "percentile10", "p25": "percentile25", "p75": "percentile75", "p90": "percentile90"}
AREAS = {"country": "Country", "state": "State", "metro": "City"}


def graph(steps: Trail, nodes: Sequence[Node]) -> Node:
    """What a page says: the trail to it that it shows, and what it has to say besides."""
    return {"@context": CONTEXT, "@graph": [_trail(steps), *nodes]}


def _trail(steps: Trail) -> Node:
    items = [
        {"@type": "ListItem", "position": number, "name": step.name, "item": {"@id": _address(step.path)}}
        for number, step in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def occupation(
    role: Role,
    location: Location,
    average: Cell | None,
    *,
    percentiles: bool,
    url: str,
    description: str,
) -> tuple[Node, ...]:
    """What a role earns; nothing where its general average is not published.

    `percentiles` says whether the page shows those beside mean and median.
    """
    salary = _salary(average, percentiles=percentiles) if average else []
    place = {"@type": AREAS.get(location.kind, "AdministrativeArea"), "name": location.label}
    if not salary:
        return ()
    return (
        {
            "@type": "Occupation",
            "@id": f"{_address(url)}#occupation",
            "name": role.name,
            "description": description,
            "occupationLocation": [place],
            "estimatedSalary": salary,
            "mainEntityOfPage": _address(url),
        },
    )


def dataset(source: Source, figures: int, path: str) -> Node:
    """The public figures of a source, as the page at `path` tells of them. A licence that is not stated is left out."""
    node: Node = {
        "@type": "Dataset",
        "@id": _address(path),
        "name": str(source),
        "description": f"{source.title}, {SOURCE_KINDS[source.kind]} by {source.publisher}: "
        f"{counted(figures, 'figure')} of pay, each with its measure, period and sample.",
        "url": _address(path),
        "creator": {"@type": "Organization", "name": source.publisher},
        "isAccessibleForFree": True,
    }
    if source.licence:
        # Not every licence has an address, and a text is none.
        named = {"@type": "CreativeWork", "name": source.licence}
        node["license"] = source.licence_url or named
    return node


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
