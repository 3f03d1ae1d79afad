"""Places as statistics offices number them: the one table that says what each is called here.

`areas.csv` has every area of OEWS May 2025 (states, territories, metropolitan and nonmetropolitan areas, with
their names as published) and the countries of the guide. `starting` marks those of the starting data, which
are written anew from the table by

    .venv/bin/python -m salaries.imports.areas > fixtures/01_locations.json
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from salaries.imports.reading import Key

TABLE = Path(__file__).with_name("areas.csv")


@dataclass(frozen=True, slots=True)
class Area:
    """A place of the table. `kind` is country, state, metro or area; `parent` is a slug, "" for a country."""

    key: Key
    slug: str
    name: str
    short_name: str
    kind: str
    parent: str
    currency: str
    starting: bool


@cache
def areas() -> Mapping[Key, Area]:
    """The areas by their codes, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as text:
        return MappingProxyType({area.key: area for area in map(_area, csv.DictReader(text))})


@cache
def by_slug() -> Mapping[str, Area]:
    """The areas by their slugs, in the order of the table."""
    return MappingProxyType({area.slug: area for area in areas().values()})


def starting_data() -> str:
    """The fixture of locations: one object a line, sorted by noun and natural key, empty fields left out."""
    starting = [area for area in areas().values() if area.starting]
    objects = [
        *({"model": "salaries.location", "fields": fields} for fields in _locations(starting)),
        *({"model": "salaries.locationcode", "fields": fields} for fields in _codes(starting)),
    ]
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in objects) + "\n]\n"


def _area(row: dict[str, str]) -> Area:
    key, starting = Key(row.pop("scheme"), row.pop("code")), row.pop("starting") == "yes"
    return Area(key, starting=starting, **row)


def _locations(starting: list[Area]) -> Iterator[dict[str, object]]:
    for area in sorted(starting, key=lambda area: area.slug):
        fields = {
            "slug": area.slug,
            "name": area.name,
            "short_name": area.short_name,
            "kind": area.kind,
            "parent": [area.parent] if area.parent else None,
            "currency": area.currency,
        }
        yield {name: value for name, value in fields.items() if value}


def _codes(starting: list[Area]) -> Iterator[dict[str, object]]:
    for area in sorted(starting, key=lambda area: "/".join(area.key)):
        yield {"scheme": area.key.scheme, "code": area.key.code, "location": [area.slug]}


if __name__ == "__main__":
    sys.stdout.write(starting_data())
