"""The digits of a comparison, read from each surface that says them: the page or its fragment, JSON, CSV."""

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from typing import Any

from tests.pages.reading import html_of

Entry = dict[str, str | None]
"""A subject in the files: its figure, and its difference from the first."""
NAMES = ("value", "currency", "state", "amount", "percent", "percent_exact", "reason")


def words(html: str) -> str:
    """The words of a piece of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def rows_of(response: Any) -> list[tuple[str, ...]]:
    """Figure, difference and percent of each row of the page's table, without what stands small below them.

    A cell that spans two columns leaves the second without words.
    """
    (table,) = re.findall(r"<tbody>(.*?)</tbody>", html_of(response), flags=re.DOTALL)
    rows = [
        row for row in re.findall(r"<tr[ >].*?</tr>", table, flags=re.DOTALL) if '<th scope="row">' in row
    ]
    return [tuple(cells_of(row)) for row in rows]


def cells_of(row: str) -> Iterator[str]:
    """The words of a row, column by column."""
    for attributes, cell in re.findall(r"<td([^>]*)>(.*?)</td>", row, flags=re.DOTALL):
        yield words(re.sub(r"<small>.*?</small>", "", cell))
        span = re.search(r'colspan="(\d)"', attributes)
        yield from [""] * (int(span[1]) - 1 if span else 0)


def json_of(response: Any) -> list[Entry]:
    """Each subject of a data.json with its difference."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    found = json.loads(response.content, parse_constant=refuse)
    none = dict.fromkeys(NAMES[3:])
    pairs = zip(found["subjects"], [none, *found["differences"]], strict=True)
    return [{name: (subject | difference)[name] for name in NAMES} for subject, difference in pairs]


def csv_of(response: Any) -> list[Entry]:
    """The same of a data.csv, where an empty cell is none."""
    table = csv.DictReader(StringIO(response.content.decode()))
    return [{name: row[name] or None for name in NAMES} for row in table]
