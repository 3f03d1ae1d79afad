"""Small surveys and mappings, as tests write them by hand."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from salaries.imports.formats.survey import read
from salaries.imports.reading import Options, ReadCell, Reading

PLAIN = """
source = "example"
measure = "base_salary"
[pay]
column = "pay"
period = "year"
currency = "USD"
[role]
column = "title"
titles = { "Back-end" = "backend-engineer", "Tester" = "qa-analyst" }
[place]
column = "country"
values = { "United States" = "US", "Bavaria" = "bavaria" }
"""
"""A mapping of the columns title, country and pay."""


def csv(folder: Path, header: str, rows: Iterable[str], name: str = "survey.csv") -> Path:
    """A CSV of these lines."""
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8", newline="")
    return path


def pays(amounts: Sequence[object], start: str = "Back-end,United States") -> list[str]:
    """One row for each amount, after the same beginning."""
    return [f"{start},{amount}" for amount in amounts]


def opened(path: Path, mapping: str = PLAIN, **options: object) -> Reading:
    """The reading of a file under a mapping; cells are made of 1 answer or more unless said otherwise."""
    where = path.parent / "mapping.toml"
    where.write_text(mapping, encoding="utf-8")
    return read(path, Options(mapping=str(where), **{"minimum": 1, **options}))  # type: ignore[arg-type]


def finished(path: Path, mapping: str = PLAIN, **options: object) -> tuple[Reading, list[ReadCell]]:
    """The reading, gone through to its end, and its cells."""
    reading = opened(path, mapping, **options)
    return reading, list(reading.cells)


def sizes(cells: Iterable[ReadCell]) -> dict[tuple[str, str, str, str], int]:
    """The number of answers of each cell, by role, place, level and option."""
    return {
        (cell.role.code, cell.location.code, cell.level, cell.option): int(cell.numbers["sample_size"])
        for cell in cells
    }
