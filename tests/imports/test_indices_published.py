"""The price indices that their publishers put out, where they are beside the project."""

from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.formats import indices as fmt
from salaries.imports.reading import FileRefused, IndexReading, Options
from tests.imports.shared import DATA, needs_data

pytestmark = needs_data

OPTIONS = Options()


def published(folder: str, name: str) -> tuple[IndexReading, dict[tuple[str, int], Decimal]]:
    reading = fmt.read(DATA / folder / name, OPTIONS)
    return reading, {(str(index.location), index.year): index.value for index in reading.indices}


def test_the_published_consumer_prices_are_read_whole() -> None:
    reading, found = published("cpi", "cpi_u_us_city_average_annual.csv")
    assert (len(found), reading.refusals) == (113, [])  # 1913 to 2025
    assert found["ISO 3166 US", 2025] == Decimal("321.943")


def test_the_published_months_hold_no_annual_average() -> None:
    reading, found = published("cpi", "cpi_u_us_city_average_monthly.csv")
    assert (found, reading.rows, reading.refusals) == ({}, 1363, [])
    assert "no annual average (M13) of 114 years from 1913 to 2026" in reading.notes[-1]


def test_the_published_parities_of_states_are_read_whole() -> None:
    reading, found = published("bea_rpp", "SARPP_STATE_2008_2023.csv")
    assert (len(found), reading.refusals) == (832, [])  # 52 areas, 16 years
    assert found["ISO 3166 US", 2023] == 100
    assert (found["FIPS 06", 2023], found["FIPS 01", 2008]) == (Decimal("112.581"), Decimal("88.852"))


def test_the_published_parities_of_metropolitan_areas_are_read_whole() -> None:
    reading, found = published("bea_rpp", "MARPP_MSA_2008_2023.csv")
    assert (len(found), reading.refusals) == (385, [])  # 386 areas, one of them a portion
    assert (found["CBSA 41940", 2023], found["ISO 3166 US", 2023]) == (Decimal("112.87"), Decimal(100))


def test_of_the_published_purchasing_powers_only_tiny_ones_are_passed_by() -> None:
    reading, found = published("ppp", "ppp-gdp.csv")
    assert reading.skipped == {"values that six decimals would move by more than 0.05 %": 83}
    assert (len(found), reading.refusals) == (6856 - 83, [])
    assert (found["ISO 3166 NA", 2024], found["ISO 3166 GB", 2024]) == (
        Decimal("6.921319"),
        Decimal("0.664153"),
    )


@pytest.mark.parametrize("folder", ["cpi", "bea_rpp", "ppp"])
def test_half_of_a_published_file_is_refused(folder: str, tmp_path: Path) -> None:
    for path in sorted((DATA / folder).glob("*.csv")):
        half = tmp_path / path.name
        half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(FileRefused):
            fmt.read(half, OPTIONS)
