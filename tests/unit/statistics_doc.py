"""The worked examples of `docs/statistics.md`, as tests read them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from salaries.pay.cells import Cell
from salaries.pay.words import Measure
from tests.unit.builders import cell

PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"
NBSP = "\u00a0"
_FIGURE = re.compile(r"(at least )?([\d,.]+) ([A-Z]{3}) an? (year|month|hour), (.+)")


def tables() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Every table of the page: its rows by its header."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for block in re.findall(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        header, _, *rows = (tuple(_cells(line)) for line in block.splitlines())
        found[header] = rows
    return found


def rows(first: str, second: str) -> list[tuple[str, ...]]:
    """The rows of the one table whose header starts with these two words."""
    (found,) = (rows for header, rows in tables().items() if header[:2] == (first, second))
    return found


def _cells(line: str) -> Iterator[str]:
    return (text.strip() for text in line.strip().strip("|").split("|"))


def amount(text: str) -> Decimal:
    """An amount as the page writes it: "106,250"."""
    return Decimal(text.replace(",", ""))


def figure(text: str) -> Cell | None:
    """A figure as the page writes it: "25.50 USD an hour, base salary", "none"."""
    if text == "none":
        return None
    found = _FIGURE.fullmatch(text)
    assert found, text
    limit, value, currency, period, words = found.groups()
    measure = next(key for key, name in Measure.items() if name == words)
    mark = "at_least" if limit else ""
    return cell(value.replace(",", ""), mark, currency=currency, pay_period=period, measure=measure)
