"""The workbooks that the Office for National Statistics published, where they are beside the project."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.formats import ashe as fmt
from salaries.imports.periods import Period, month
from salaries.imports.reading import FileRefused, Key, Options, ReadCell, Reading
from tests.imports.shared import DATA, needs_data

pytestmark = needs_data

NAME = "PROV_-_Occupation_SOC20_4_Table_"
PAY_2024 = DATA / "ons_ashe" / f"{NAME}14.7a_Annual_pay_-_Gross_2024.xlsx"
PAY_2022 = DATA / "ons_ashe" / f"{NAME}14.7a_Annual_pay_-_Gross_2022.xls"
HOURLY_2024 = DATA / "ons_ashe" / f"{NAME}14.5a_Hourly_pay_-_Gross_2024.xlsx"
ERRORS_2024 = DATA / "ons_ashe" / f"{NAME}14.7b_Annual_pay_-_Gross_2024_CV.xlsx"


def read(path: Path) -> tuple[Reading, dict[str, ReadCell]]:
    reading = fmt.read(path, Options())
    return reading, {cell.role.code: cell for cell in reading.cells}


@pytest.mark.parametrize(
    ("path", "cells"), [(PAY_2024, 409), (PAY_2022, 409), (HOURLY_2024, 410), (ERRORS_2024, 409)]
)
def test_every_published_workbook_is_read_without_a_refusal(path: Path, cells: int) -> None:
    reading, found = read(path)
    assert (reading.refusals, reading.rows, len(found)) == ([], 553, cells)
    assert reading.skipped["occupation groups"] == 141
    assert {cell.role.scheme for cell in found.values()} == {"SOC 2020 UK"}


def test_programmers_in_2024_are_paid_as_published() -> None:
    reading, found = read(PAY_2024)
    cell = found["2134"]
    assert {name: str(number) for name, number in cell.numbers.items()} == {
        "mean": "61929", "median": "53501", "p10": "29787", "p25": "38705", "p75": "69994", "p90": "93458",
        "employment": "335000",
    }  # fmt: skip
    assert reading.period == Period(date(2023, 4, 6), date(2024, 4, 5))
    assert (cell.currency, cell.pay_period, cell.row) == ("GBP", "year", 86)


def test_the_errors_of_programmers_in_2024_are_as_published() -> None:
    reading, found = read(ERRORS_2024)
    assert reading.only_errors
    assert found["2134"].numbers == {"median_error": Decimal("3.3"), "mean_error": Decimal("5.4")}
    assert found["2134"].role == Key("SOC 2020 UK", "2134")


def test_the_old_workbook_of_2022_withholds_the_ninetieth_percentile() -> None:
    reading, found = read(PAY_2022)
    cell = found["2134"]
    assert (cell.numbers["median"], cell.numbers["p75"]) == (44559, 56801)
    assert cell.marks == {"p90": "withheld"}
    assert reading.period == Period(date(2021, 4, 6), date(2022, 4, 5))


def test_the_hour_of_programmers_in_2024_has_its_pence() -> None:
    reading, found = read(HOURLY_2024)
    assert (found["2134"].numbers["median"], found["2134"].pay_period) == (Decimal("27.93"), "hour")
    assert reading.period == month(2024, 4)


@pytest.mark.parametrize("path", [PAY_2024, PAY_2022])
def test_half_of_a_published_workbook_is_refused(path: Path, tmp_path: Path) -> None:
    half = tmp_path / path.name
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FileRefused, match="get it again"):
        fmt.read(half, Options())
