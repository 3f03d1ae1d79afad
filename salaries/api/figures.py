"""Figures: every published cell, by what it is of and who says so."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, OuterRef, Q, Subquery
from django.http import HttpRequest
from ninja import Query

from salaries.api import figure_shapes as shapes
from salaries.api.asked import FigureListing, settled
from salaries.api.guide import BASE, api
from salaries.api.lists import page_of
from salaries.api.nouns import existing
from salaries.api.problems import wrong
from salaries.api.records import evidence_record, figure_record
from salaries.models import Figure, Release
from salaries.models.base import ALL_LEVELS
from salaries.pages.lookups import (
    Found,
    find_level,
    find_location,
    find_option,
    find_release,
    find_role,
    find_source,
)
from salaries.pages.sources import published_sources
from salaries.pay.records import Record

PATH = f"{BASE}figures/"
KIND_OF_PAY = ("measure", "currency", "pay_period")
USUAL_STATISTIC = "median"


def _source(slug: str) -> Found[Any]:
    return find_source(slug, published_sources())


def _release(name: str) -> Found[Any]:
    return find_release(*name.split("/"))


ROWS: dict[str, tuple[str, Callable[[str], Found[Any]]]] = {
    "role": ("role", find_role),
    "level": ("level", find_level),
    "location": ("location", find_location),
    "option": ("option", find_option),
    "source": ("release__source", _source),
    "release": ("release", _release),
}
"""The parameters that name a row: what the figure calls it, and how it is looked up."""


@api.get(
    "figures/", response=shapes.Figures, operation_id="list_figures", url_name="api_figures",
    tags=["Figures"], summary="Figures",
)  # fmt: skip
def figures(request: HttpRequest, asked: Query[FigureListing]) -> Record:
    """Published figures, each with every number that its source gives, in the order in which they came.

    A group of too few answers is not among them, whatever is asked for. Nothing is converted: amounts are as
    published, in their currency and for their pay period.
    """
    wanted, renamed = _named_rows(asked)
    asked = asked.model_copy(update=renamed)
    rows = Figure.objects.public().annotate(release_number=F("release_id") + 0)
    rows = rows.filter(wanted & _kind_of_pay(asked)).for_page()
    found, opening = page_of(rows, asked, PATH, settled(request, PATH, asked), key="pk")
    releases = {figure.release_id: figure.release for figure in found}
    return {
        **opening,
        "figures": [figure_record(figure) for figure in found],
        "releases": [evidence_record(release) for release in releases.values()],
    }


def _named_rows(asked: FigureListing) -> tuple[Q, dict[str, str]]:
    """Which figures are of the rows that are named, and today's names of those: 1 query or 2 for each of them."""
    wanted, names = Q(), {}
    for name, (column, find) in ROWS.items():
        slug = getattr(asked, name)
        if slug is None:
            continue
        if name == "level" and slug == ALL_LEVELS:
            wanted &= Q(level__isnull=True)
            continue
        row = existing(find(slug))
        names[name] = str(row) if name == "release" else row.slug
        wanted &= _of_source(row) if name == "source" else Q(**{column: row})
    return wanted, names


def _of_source(source: Any) -> Q:
    """Figures of a source's releases, from the first of them on.

    Asked for by what no index has: by the index of releases SQLite would read all of them and sort them for one page.
    """
    first = Figure.objects.filter(release=OuterRef("pk")).order_by("pk").values("pk")[:1]
    releases = Release.objects.filter(source=source).order_by()
    begun = (
        releases.annotate(first=Subquery(first)).values("source").annotate(least=Min("first")).values("least")
    )
    return Q(release_number__in=releases.values("pk"), pk__gte=Subquery(begun))


def _kind_of_pay(asked: FigureListing) -> Q:
    """Which figures are in the kind of pay that is asked for, and publish the number that is."""
    wanted = Q(**{name: value for name in KIND_OF_PAY if (value := getattr(asked, name)) is not None})
    statistic = asked.statistic or (USUAL_STATISTIC if asked.min_pay else None)
    if statistic:
        wanted &= Q(**{f"{statistic}__isnull": False, f"{statistic}_mark__in": ("", "at_least")})
    if asked.min_pay:
        if lacking := [name for name in KIND_OF_PAY if getattr(asked, name) is None]:
            raise wrong(*((name, "Needed with min_pay: unlike pay is never mixed.") for name in lacking))
        wanted &= Q(**{f"{statistic}__gte": Decimal(asked.min_pay)})
    return wanted
