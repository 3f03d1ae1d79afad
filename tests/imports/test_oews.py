"""What the rows of an OEWS file become."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from salaries.imports.reading import Options
from tests.imports.oews_files import (
    COLUMNS,
    DEVELOPERS,
    HOURLY,
    NO_ANNUAL,
    NO_HOURLY,
    book,
    opened,
    read,
    row,
    shaped,
    table,
    without,
)


def test_a_row_is_the_years_gross_pay_of_an_occupation_in_a_place(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, DEVELOPERS)
    assert (cell.role, cell.location) == (("SOC 2018", "15-1252"), ("ISO 3166", "US"))
    assert (cell.role_name, cell.location_name) == ("Software Developers", "U.S.")
    assert (cell.measure, cell.currency, cell.pay_period) == ("gross_pay", "USD", "year")
    assert (cell.level, cell.option, cell.row) == ("", "", 2)


def test_percentiles_mean_employment_and_the_error_of_the_mean_are_read_exactly(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, DEVELOPERS)
    assert cell.numbers == {
        "p10": Decimal(82_460),
        "p25": Decimal(105_210),
        "median": Decimal(135_980),
        "p75": Decimal(171_980),
        "p90": Decimal(214_670),
        "mean": Decimal(148_100),
        "mean_error": Decimal("0.4"),
        "employment": 1_687_890,
    }
    assert cell.marks == {}


def test_a_workbook_with_numbers_and_texts_says_the_same_as_the_csv(tmp_path: Path) -> None:
    _, [cell] = opened(book(tmp_path / "state_M2025_dl.xlsx", state=[COLUMNS, DEVELOPERS]))
    assert cell.numbers == read(tmp_path, DEVELOPERS)[1][0].numbers


def test_commas_may_part_thousands(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(TOT_EMP="1,687,890", A_MEDIAN=" 135,980 "))
    assert (cell.numbers["employment"], cell.numbers["median"]) == (1_687_890, Decimal(135_980))


def test_a_year_without_percent_reporting_has_the_same_columns_elsewhere(tmp_path: Path) -> None:
    columns = without("PCT_RPT")
    path = table(tmp_path / "national_M2020_dl.csv", shaped(columns, [DEVELOPERS]), columns)
    assert len(columns) == 31
    assert opened(path)[1][0].numbers["median"] == Decimal(135_980)


def test_headers_of_older_editions_are_known(tmp_path: Path) -> None:
    older = {"O_GROUP": "occ group", "AREA_TITLE": "area_name"}
    header = [older.get(name, name.lower().replace("occ_", "occ ")) for name in COLUMNS]
    _, [cell] = opened(table(tmp_path / "MSA_M2018_dl.csv", [DEVELOPERS], header))
    assert (cell.role, cell.location_name) == (("SOC 2010", "15-1252"), "U.S.")


def test_a_state_column_names_the_area_only_where_no_title_does(tmp_path: Path) -> None:
    header = ["STATE" if name == "PRIM_STATE" else name for name in reversed(COLUMNS)]
    _, [cell] = opened(table(tmp_path / "state_M2025_dl.csv", [DEVELOPERS[::-1]], header))
    assert cell.location_name == "U.S."


def test_what_a_re_pivot_leaves_out_is_not_missed(tmp_path: Path) -> None:
    columns = without("PRIM_STATE", "NAICS_TITLE", "I_GROUP", "PCT_TOTAL", "PCT_RPT", "ANNUAL", "HOURLY")
    rows = [[*line, 2025] for line in shaped(columns, [DEVELOPERS])]
    reading, [cell] = opened(table(tmp_path / "figures.csv", rows, [*columns, "YEAR"]))
    assert reading.period is not None and reading.period.slug == "may-2025"
    assert cell.numbers["median"] == Decimal(135_980)


def test_groups_of_occupations_are_counted_and_passed_by(tmp_path: Path) -> None:
    groups = [row(O_GROUP=name) for name in ("total", "major", "minor", "broad")]
    reading, cells = read(tmp_path, *groups, DEVELOPERS)
    assert [cell.row for cell in cells] == [6]
    assert (reading.rows, dict(reading.skipped)) == (5, {"occupation groups": 4})


@pytest.mark.parametrize(
    "values", [{"NAICS": "541500"}, {"NAICS": "000001"}, {"OWN_CODE": "5"}, {"I_GROUP": "sector"}]
)
def test_single_industries_and_ownerships_are_counted_and_passed_by(
    tmp_path: Path, values: dict[str, object]
) -> None:
    reading, cells = read(tmp_path, row(**values), DEVELOPERS)
    assert [cell.row for cell in cells] == [3]
    assert dict(reading.skipped) == {"single industries or ownerships": 1}


def test_all_industries_may_be_a_number_that_lost_its_zeros(tmp_path: Path) -> None:
    assert len(read(tmp_path, row(NAICS=0, I_GROUP="Cross-Industry", OWN_CODE=1235))[1]) == 1


def test_an_occupation_paid_by_the_hour_has_a_cell_of_the_hour(tmp_path: Path) -> None:
    actors = row(**NO_ANNUAL, **HOURLY, H_MEAN=58.29, HOURLY=True)
    _, [cell] = opened(book(tmp_path / "national_M2025_dl.xlsx", national=[COLUMNS, actors]))
    assert cell.pay_period == "hour"
    assert [cell.numbers[name] for name in ("p10", "median", "p90")] == [30, 32, 34]
    assert (cell.numbers["mean"], cell.marks) == (Decimal("58.29"), {})


def test_without_the_column_hourly_the_wages_tell(tmp_path: Path) -> None:
    columns = without("ANNUAL", "HOURLY")
    empty = dict.fromkeys(NO_ANNUAL, "")
    rows = shaped(columns, [row(**NO_ANNUAL), row(**empty), row(**NO_HOURLY), DEVELOPERS])
    _, cells = opened(table(tmp_path / "state_M2025_dl.csv", rows, columns))
    assert [cell.pay_period for cell in cells] == ["hour", "hour", "year", "year"]


@pytest.mark.parametrize(("column", "period"), [("ANNUAL", "year"), ("HOURLY", "hour")])
def test_withheld_wages_stay_in_the_period_that_the_file_names(
    tmp_path: Path, column: str, period: str
) -> None:
    _, [cell] = read(tmp_path, row(**NO_ANNUAL, **NO_HOURLY, **{column: "TRUE"}))
    assert (cell.pay_period, cell.marks["median"]) == (period, "withheld")


def test_an_occupation_that_is_said_to_be_paid_by_the_year_has_no_cell_of_the_hour(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(**NO_ANNUAL, ANNUAL="TRUE"))
    assert (cell.pay_period, cell.marks["median"]) == ("year", "withheld")


def test_withheld_wages_are_marks_beside_the_employment(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(**NO_ANNUAL, **NO_HOURLY, MEAN_PRSE="*"))
    withheld = ("mean", "p10", "p25", "median", "p75", "p90", "mean_error")
    assert (cell.pay_period, cell.numbers) == ("year", {"employment": 1_687_890})
    assert cell.marks == dict.fromkeys(withheld, "withheld")


def test_a_withheld_employment_is_a_mark(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(TOT_EMP="**", EMP_PRSE="**"))
    assert cell.marks == {"employment": "withheld"}
    assert "employment" not in cell.numbers


def test_an_empty_number_is_not_given(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(A_PCT10="", MEAN_PRSE="", TOT_EMP=""))
    assert cell.marks == {}
    assert set(cell.numbers) == {"p25", "median", "p75", "p90", "mean"}


def test_a_row_without_any_wage_or_mark_is_counted_and_passed_by(tmp_path: Path) -> None:
    reading, cells = read(tmp_path, row(**dict.fromkeys((*NO_ANNUAL, *NO_HOURLY), "")))
    assert (cells, dict(reading.skipped)) == ([], {"rows without any pay": 1})


@pytest.mark.parametrize(
    ("year", "annual", "hourly"),
    [(2016, 208_000, 100), (2021, 208_000, 100), (2022, 239_200, 115), (2025, 239_200, 115)],
)
def test_the_top_code_is_that_of_the_year_and_pay_period(
    tmp_path: Path, year: int, annual: int, hourly: int
) -> None:
    rows = row(A_PCT90="#"), row(**NO_ANNUAL, H_PCT90="#")
    _, cells = read(tmp_path, *rows, year=year)
    assert [cell.numbers["p90"] for cell in cells] == [Decimal(annual), Decimal(hourly)]
    assert [cell.marks for cell in cells] == [{"p90": "at_least"}] * 2


def test_the_documentation_says_the_same_of_top_codes_and_schemes(tmp_path: Path) -> None:
    text = (settings.BASE_DIR / "docs" / "formats" / "oews.md").read_text(encoding="utf-8")
    for year, edition in [(2016, "May 2016 to May 2021"), (2025, "since May 2022")]:
        _, cells = read(tmp_path, row(A_PCT90="#"), row(**NO_ANNUAL, H_PCT90="#"), year=year)
        annual, hourly = (cell.numbers["p90"] for cell in cells)
        assert f"| {edition} | {annual:,} | {hourly:.2f} |" in text
    for year, edition in [
        (2012, "May 2012 to May 2018"),
        (2020, "May 2019 and May 2020"),
        (2021, "since May 2021"),
    ]:
        assert f"| {edition} | {read(tmp_path, DEVELOPERS, year=year)[1][0].role.scheme} |" in text


def test_a_number_above_the_top_code_is_a_number(tmp_path: Path) -> None:
    _, [cell] = read(tmp_path, row(A_PCT90=289150))
    assert (cell.numbers["p90"], cell.marks) == (Decimal(289_150), {})


@pytest.mark.parametrize(
    ("year", "scheme"),
    [
        (2012, "SOC 2010"),
        (2018, "SOC 2010"),
        (2019, "SOC 2010/2018 hybrid"),
        (2020, "SOC 2010/2018 hybrid"),
        (2021, "SOC 2018"),
    ],
)
def test_the_scheme_of_occupations_follows_from_the_year(tmp_path: Path, year: int, scheme: str) -> None:
    assert read(tmp_path, DEVELOPERS, year=year)[1][0].role.scheme == scheme


def test_whoever_watches_is_told_how_many_rows_were_read(tmp_path: Path) -> None:
    told: list[int] = []
    path = table(tmp_path / "state_M2025_dl.csv", [DEVELOPERS] * 2500)
    opened(path, Options(progress=told.append))
    assert told == [1000, 2000, 2500]
