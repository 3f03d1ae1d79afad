"""A format of our own making, so that what is done with cells is tested apart from how files are read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salaries.imports import load
from salaries.imports.job import Outcome, Request
from salaries.imports.load import import_file
from salaries.imports.periods import Period, month
from salaries.imports.reading import Key, Options, ReadCell, Reading

MAY_2025, MAY_2024 = month(2025, 5), month(2024, 5)


def cell(role: str | Key = "alpha", median: Any = 50_000, **values: Any) -> ReadCell:
    """The cell of a role in the United States; its row is 2 unless said."""
    numbers = {"median": Decimal(str(median))} if median is not None else {}
    more = {name: values.pop(name) for name in list(values) if name in _NUMBERS}
    key = role if isinstance(role, Key) else Key("slug", role)
    return ReadCell(
        **{
            "row": 2, "role": key, "location": Key("ISO 3166", "US"), "measure": "base_salary",
            "currency": "USD", "pay_period": "year", "numbers": numbers | more, **values,
        }
    )  # fmt: skip


_NUMBERS = {"mean", "p10", "p25", "p75", "p90", "sample_size", "employment", "mean_error", "median_error"}


@dataclass
class MadeUp:
    """A format whose files hold what a test put in: `VERSION` and `read`, and how often it was read."""

    VERSION: str = "made-up-1"
    cells: list[ReadCell] = field(default_factory=list)
    period: Period | None = MAY_2025
    only_errors: bool = False
    read_times: int = 0

    def read(self, _path: Path, _options: Options) -> Reading:
        self.read_times += 1
        reading = Reading(cells=(), source="bureau", period=self.period, only_errors=self.only_errors)

        def cells() -> Iterator[ReadCell]:
            for one in self.cells:
                reading.rows += 1
                yield one

        reading.cells = cells()
        return reading


@dataclass
class Importer:
    """Imports cells as if they had been in a file of that name; other cells are other bytes."""

    folder: Path
    format: MadeUp

    def __call__(self, *cells: ReadCell, name: str = "pay.csv", **request: Any) -> Outcome:
        self.format.cells = list(cells)
        path = self.folder / name
        path.write_text(repr(cells))
        return import_file(Request(format="made-up", path=path, **request))


@pytest.fixture
def importer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Importer:
    """An import of made-up cells."""
    made_up = MadeUp()
    monkeypatch.setattr(load, "FORMATS", {"made-up": "for tests"})
    monkeypatch.setattr(load, "load_format", lambda _name: made_up)
    return Importer(tmp_path, made_up)
