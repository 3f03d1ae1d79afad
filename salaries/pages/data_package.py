"""The Data Package of the downloads: whose each table is, its licence and its columns."""

import re
from collections.abc import Mapping
from datetime import UTC

from django.conf import settings

from salaries.models import DataVersion, Source
from salaries.pages.downloads import URL
from salaries.pages.sources import published_sources
from salaries.pay.downloads import COLUMNS, Column
from salaries.pay.records import Record


def package_record() -> Record:
    """The Data Package: a table for each source that states a licence. 2 queries.

    The columns are described once, in each resource, as Frictionless Data asks. The file of all sources is not a
    resource of its own: it has the same rows again.
    """
    newest = DataVersion.objects.newest()
    sources = [source for source in published_sources().order_by("publisher", "pk") if source.licence]
    licences = {source.licence: _licence(source) for source in sources}
    record: Record = {
        "profile": "data-package",
        "name": "compsite",
        "title": "Compsite: published pay figures",
        "description": "What some people are paid, a figure a row, each with its source, measure, period and sample.",
        "homepage": f"{settings.SITE_URL}{URL}",
        "version": str(newest.number if newest else 0),
        "data_version": newest.number if newest else None,
        "licenses": [*licences.values()],
        "sources": [_origin(source) for source in sources],
        "resources": [_resource(source) for source in sources],
    }
    if newest:
        record["created"] = f"{newest.committed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {name: value for name, value in record.items() if value or name == "resources"}


def _resource(source: Source) -> Record:
    return {
        "profile": "tabular-data-resource",
        "name": source.slug,
        "title": str(source),
        "path": f"{source.slug}.csv.gz",
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [_licence(source)],
        "sources": [_origin(source)],
        "schema": {"fields": [_field(column) for column in COLUMNS], "missingValues": [""]},
    }


def _field(column: Column) -> Mapping[str, str]:
    return {"name": column.name, "type": column.kind, "description": column.words}


def _licence(source: Source) -> Record:
    """A licence as the specification wants it: a name without blanks, and its address where one is known."""
    name = re.sub(r"[^A-Za-z0-9._]+", "-", source.licence).strip("-") or "other"
    path = {"path": source.licence_url} if source.licence_url else {}
    return {"name": name, "title": source.licence, **path}


def _origin(source: Source) -> Record:
    return {"title": str(source), "path": source.url or f"{settings.SITE_URL}{source.get_absolute_url()}"}
