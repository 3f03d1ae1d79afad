"""Cells and sides with plain values: each test says only what it is about."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from salaries.pay.cells import Cell, Evidence, Number
from salaries.pay.sides import Side

MAY_2025 = {"reference_start": date(2025, 5, 1), "reference_end": date(2025, 5, 31)}


def evidence(source: str = "bureau", release: str = "may-2025", **values: Any) -> Evidence:
    """Evidence of an official source, May 2025."""
    values = {
        "source_label": source.title(),
        "source_title": f"{source.title()} pay statistics",
        "source_kind": "official_statistics",
        **MAY_2025,
        **values,
    }
    return Evidence(source=source, release=f"{source}/{release}", **values)


def number(text: str | None, mark: str = "") -> Number:
    """A number from text: "50000", or None with a mark."""
    return Number(None if text is None else Decimal(text), mark)


def cell(
    median: str | None = "50000", mark: str = "", numbers: dict[str, Number] | None = None, **values: Any
) -> Cell:
    """A yearly base salary in dollars, of 120 answers; `numbers` are added to the median."""
    held = {} if median is None and not mark else {"median": number(median, mark)}
    values = {
        "subject": "alpha.average",
        "measure": "base_salary",
        "currency": "USD",
        "pay_period": "year",
        "numbers": {**held, **(numbers or {})},
        "sample_size": 120,
        "employment": None,
        "mean_error": None,
        "median_error": None,
        "evidence": evidence(),
        "primary_measure": "base_salary",
        "place_currency": "USD",
        **values,
    }
    return Cell(**values)


def side(of: Cell | None, level: str | None = None, **values: Any) -> Side:
    """A side whose level has the level's slug in capitals as its name."""
    values = {
        "subject": f"alpha.{level or 'average'}",
        "role": "alpha",
        "role_name": "Alpha",
        "level": level,
        "level_name": (level or "").title(),
        "location": "us",
        "location_name": "United States",
        "option": None,
        "option_name": "",
        **values,
    }
    return Side(cell=of, **values)


def levels(*cells: Cell | None) -> list[Side]:
    """Sides that differ in level alone: the general average first, then Junior, Senior and Chief."""
    names: Iterable[str | None] = (None, "junior", "senior", "chief")
    return [side(of, level) for of, level in zip(cells, names, strict=False)]
