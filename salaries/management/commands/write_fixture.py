"""`manage.py write_fixture SOURCE/RELEASE FILE`: imported figures as starting data, one object a line."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from salaries.fixture_files import Key, key_text, read
from salaries.management.releases import add_release, parts_of
from salaries.models import Figure, PriceIndex, Release, ReleasePart
from salaries.models.changes import VALUE_FIELDS
from salaries.models.figures import CELL, NUMBER_FIELDS

INDICES = "indices"
FACTS = ("file_name", "sha256", "rows", "parser_version")
Fields = dict[str, Any]


class Command(BaseCommand):
    """Write what was imported as a fixture for the starting data."""

    help = (
        "Writes the published figures of a release (or “indices”: all price indices) as a fixture: one object a "
        "line, sorted by natural key, in which nothing that is empty is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_release(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--places-in", type=Path, help="Only places of the fixtures in this folder.")
        parser.add_argument("--since", type=int, default=0, help="Of indices: from this year on.")

    def handle(self, *args: Any, release: str, part: str, file: Path, **options: Any) -> None:
        places = _places(options["places_in"]) if options["places_in"] else None
        if release == INDICES:
            lines = list(_indices(places, options["since"]))
        else:
            parts = parts_of(release, part, (ReleasePart.State.PUBLISHED,))
            lines = [*_release(parts[0].release), *_parts(parts), *_figures(parts, places)]
        file.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
        self.stdout.write(f"{file.name}: {len(lines):,} objects")


def _places(folder: Path) -> set[Key]:
    return {row.key for row in read(folder) if row.noun.label == "salaries.location"}


def _line(model: str, fields: Fields) -> str:
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    return json.dumps({"model": f"salaries.{model}", "fields": kept}, ensure_ascii=False)


def _release(release: Release) -> Iterator[str]:
    days = ("reference_start", "reference_end", "retrieved_on")
    dates = {name: day.isoformat() for name in days if (day := getattr(release, name))}
    more = {"priority": release.priority} if release.priority else {}
    yield _line("release", {"source": [release.source.slug], "slug": release.slug, **dates, **more})


def _parts(parts: list[ReleasePart]) -> Iterator[str]:
    for part in sorted(parts, key=lambda one: one.name):
        facts = {name: getattr(part, name) or None for name in FACTS}
        release = [part.release.source.slug, part.release.slug]
        yield _line("releasepart", {"release": release, "name": part.name, **facts, "state": part.state})


def _figures(parts: list[ReleasePart], places: set[Key] | None) -> Iterator[str]:
    figures = Figure.objects.filter(part__in=parts).select_related(
        "part__release__source", "role", "level", "location", "option"
    )
    for figure in sorted(figures, key=lambda one: key_text(_key(one))):
        if places is None or (figure.location.slug,) in places:
            yield _line("figure", _figure(figure))


def _key(figure: Figure) -> Key:
    """The cell as a natural key: slugs, None where there is no level or option."""
    values = [getattr(figure, name) for name in CELL]
    return tuple(value if isinstance(value, str) or value is None else value.slug for value in values)


def _figure(figure: Figure) -> Fields:
    release = [figure.part.release.source.slug, figure.part.release.slug]
    key = dict(zip(CELL, _key(figure), strict=True))
    related = {
        name: [value] if name in ("role", "location", "level", "option") and value else value
        for name, value in key.items()
    }
    values = {name: _value(name, getattr(figure, name)) for name in VALUE_FIELDS}
    return {"part": [*release, figure.part.name], "release": release, **related, **values}


def _value(name: str, value: Any) -> Any:
    """Amounts as texts without needless zeros: "148100", "0.4"; counts as numbers."""
    if name in NUMBER_FIELDS and isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _indices(places: set[Key] | None, since: int) -> Iterator[str]:
    rows = PriceIndex.objects.filter(year__gte=since).select_related("location", "source")
    for row in sorted(rows, key=lambda one: key_text((one.kind, one.location.slug, str(one.year)))):
        if places is None or (row.location.slug,) in places:
            yield _line(
                "priceindex",
                {
                    "kind": row.kind, "location": [row.location.slug], "year": row.year,
                    "value": f"{row.value.normalize():f}", "source": [row.source.slug],
                },
            )  # fmt: skip
