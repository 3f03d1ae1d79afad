"""The bureau's real files. The expected figures were read off the workbooks themselves."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from salaries.imports.reading import ReadCell, Reading
from tests.imports.oews_files import opened
from tests.imports.shared import DATA, needs_data

pytestmark = needs_data
REGIONS = DATA / "oews_2025" / "oews_may2025_tech_us_state_metro.csv"
NAMES = ("p10", "p25", "median", "p75", "p90", "mean")


def national(year: int) -> Path:
    return DATA / "oews_published" / f"national_M{year}_dl.xlsx"


@cache
def known(path: Path) -> tuple[Reading, dict[tuple[str, str], ReadCell]]:
    reading, cells = opened(path)
    return reading, {(cell.role.code, cell.location.code): cell for cell in cells}


@pytest.mark.parametrize(
    ("year", "rows", "groups", "detailed"),
    [
        (2020, 1329, 540, 789),
        (2021, 1403, 572, 831),
        (2022, 1402, 572, 830),
        (2023, 1403, 572, 831),
        (2024, 1403, 572, 831),
        (2025, 1401, 571, 830),
    ],
)
def test_every_national_workbook_is_read_without_a_refusal(
    year: int, rows: int, groups: int, detailed: int
) -> None:
    reading, cells = known(national(year))
    assert (reading.refusals, reading.rows, len(cells)) == ([], rows, detailed)
    assert dict(reading.skipped) == {"occupation groups": groups}
    assert reading.period is not None and reading.period.slug == f"may-{year}"


def test_states_metros_and_other_areas_are_read_without_a_refusal() -> None:
    reading, cells = known(REGIONS)
    assert (reading.refusals, reading.rows, len(cells)) == ([], 8623, 7457)
    assert dict(reading.skipped) == {"occupation groups": 1166}
    assert reading.period is not None and reading.period.slug == "may-2025"


@pytest.mark.parametrize("path", [national(2025), REGIONS], ids=["workbook", "csv"])
def test_us_software_developers_in_may_2025(path: Path) -> None:
    cell = known(path)[1]["15-1252", "US"]
    assert [cell.numbers[name] for name in NAMES] == [82_460, 105_210, 135_980, 171_980, 214_670, 148_100]
    assert (cell.numbers["mean_error"], cell.numbers["employment"]) == (Decimal("0.4"), 1_687_890)


def test_software_developers_in_san_jose_in_may_2025() -> None:
    cell = known(REGIONS)[1]["15-1252", "41940"]
    assert cell.location == ("CBSA", "41940")
    assert [cell.numbers[name] for name in NAMES] == [138_420, 173_650, 213_110, 226_080, 289_150, 221_710]


def test_the_hybrid_of_2020_has_developers_and_testers_in_one_occupation() -> None:
    cell = known(national(2020))[1]["15-1256", "US"]
    assert (cell.role.scheme, cell.numbers["median"]) == ("SOC 2010/2018 hybrid", 110_140)


@pytest.mark.parametrize(("year", "limit"), [(2021, 208_000), (2024, 239_200)])
def test_surgeons_earn_at_least_the_top_code_and_their_mean_is_above_it(year: int, limit: int) -> None:
    cell = known(national(year))[1]["29-1242", "US"]
    assert (cell.numbers["median"], cell.marks["median"]) == (limit, "at_least")
    assert cell.numbers["mean"] > limit and "mean" not in cell.marks


def test_actors_are_paid_by_the_hour() -> None:
    cell = known(national(2025))[1]["27-2011", "US"]
    assert (cell.pay_period, cell.numbers["median"]) == ("hour", Decimal("29.05"))


def test_models_of_2021_have_an_employment_and_no_wage() -> None:
    cell = known(national(2021))[1]["41-9012", "US"]
    assert (cell.numbers, cell.marks["median"]) == ({"employment": 2_000}, "withheld")


def test_farm_labor_contractors_of_2020_have_wages_and_no_employment() -> None:
    cell = known(national(2020))[1]["13-1074", "US"]
    assert (cell.numbers["median"], cell.marks) == (47_780, {"employment": "withheld"})
