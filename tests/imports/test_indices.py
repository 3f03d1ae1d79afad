"""What is read of price indices, in the layouts of their publishers."""

import gzip
from importlib import import_module
from pathlib import Path

import pytest

from salaries.imports.formats import indices as fmt
from salaries.imports.reading import FileRefused, IndexReading, Key, Options, ReadIndex

OPTIONS = Options()
US = Key("ISO 3166", "US")
CPI = "year,cpi_u_annual_avg\n"
MONTHS = "series,year,period,value\n"
PPP = "Country,Country ID,Year,PPP\n"
METROS = "GeoFIPS,GeoName,Description,RPP 2023\n"
STATES = "GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,Unit,2022,2023\n"
NOTES = (
    '"Note: See the included footnote file."\n'
    '"SARPP: Real personal income, real PCE, and regional price parities by state "\n'
    '"U.S. Bureau of Economic Analysis"'
)


def state(code: str, name: str, values: str, line: int = 5, description: str = "RPPs: All items ") -> str:
    """A row as the BEA writes it: a blank before the code's quotation marks, one after the description."""
    return f' "{code}","{name}",8,SARPP,{line},"...","{description}","Index",{values}\n'


def read(folder: Path, text: str) -> tuple[IndexReading, list[ReadIndex]]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    reading = fmt.read(path, OPTIONS)
    return reading, list(reading.indices)


def values(indices: list[ReadIndex]) -> list[tuple[str, int, str]]:
    return [(str(index.location), index.year, str(index.value)) for index in indices]


def refused(folder: Path, text: str) -> str:
    with pytest.raises(FileRefused) as caught:
        read(folder, text)
    return str(caught.value)


def test_an_annual_average_of_consumer_prices_is_read_as_published(tmp_path: Path) -> None:
    reading, found = read(tmp_path, CPI + "2024,313.689\n2025,321.943\n")
    assert values(found) == [("ISO 3166 US", 2024, "313.689"), ("ISO 3166 US", 2025, "321.943")]
    assert {index.kind for index in found} == {"cpi"}
    assert (reading.source, reading.rows, found[1].row) == ("bls-cpi", 2, 3)


def test_of_a_file_of_months_only_the_annual_average_is_read(tmp_path: Path) -> None:
    rows = "CUUR0000SA0,2024,M12,315.605\nCUUR0000SA0,2024,M13,313.689\nCUUR0000SA0,2024,S02,315.2\n"
    reading, found = read(tmp_path, MONTHS + rows)
    assert values(found) == [("ISO 3166 US", 2024, "313.689")]
    assert reading.skipped == {"months and half-years": 2}


def test_a_year_without_an_annual_average_gets_none(tmp_path: Path) -> None:
    rows = "".join(f"CUUR0000SA0,2026,M{month:02},330.0\n" for month in range(1, 13))
    reading, found = read(tmp_path, MONTHS + rows)
    assert found == []
    assert reading.notes[-1] == "The file has no annual average (M13) of 2026, and none is computed."


def test_a_missing_month_does_not_matter_beside_the_annual_average(tmp_path: Path) -> None:
    rows = "CUUR0000SA0,2025,M09,324.8\nCUUR0000SA0,2025,M11,324.122\nCUUR0000SA0,2025,M13,321.943\n"
    assert values(read(tmp_path, MONTHS + rows)[1]) == [("ISO 3166 US", 2025, "321.943")]


def test_other_series_are_passed_by(tmp_path: Path) -> None:
    rows = "CUSR0000SA0,2024,M13,1.5\nCUUR0000SA0,2024,M13,313.689\nCUUR0100SA0,2024,M13,330.5\n"
    reading, found = read(tmp_path, MONTHS + rows)
    assert values(found) == [("ISO 3166 US", 2024, "313.689")]
    assert reading.skipped == {"other series": 2}


def test_a_file_of_another_series_alone_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, MONTHS + "CUSR0000SA0,2024,M13,313.689\n") == (
        "“table.csv” does not hold the series CUUR0000SA0, which alone is read, but CUSR0000SA0."
    )


def test_the_flat_file_of_the_bls_is_read_as_it_comes(tmp_path: Path) -> None:
    head = "series_id                     \tyear\tperiod\t       value\tfootnote_codes\n"
    row = "CUUR0000SA0      \t2024\tM13\t     313.689\t\n"
    assert values(read(tmp_path, head + row)[1]) == [("ISO 3166 US", 2024, "313.689")]


def test_a_states_price_parities_are_read_year_by_year(tmp_path: Path) -> None:
    rows = state("00000", "United States", "100.000,100.000") + state("06000", "California", "112.5,112.581")
    reading, found = read(tmp_path, STATES + rows + NOTES)
    assert values(found) == [
        ("ISO 3166 US", 2022, "100.000"),
        ("ISO 3166 US", 2023, "100.000"),
        ("FIPS 06", 2022, "112.5"),
        ("FIPS 06", 2023, "112.581"),
    ]
    assert (reading.source, {index.kind for index in found}) == ("bea-rpp", {"rpp"})


def test_all_items_are_told_by_their_description_and_not_by_their_line(tmp_path: Path) -> None:
    rows = state("06000", "California", "1,2", 5, " RPPs: Goods ") + state("06000", "California", "3,4", 1)
    reading, found = read(tmp_path, STATES + rows + NOTES)
    assert values(found) == [("FIPS 06", 2022, "3"), ("FIPS 06", 2023, "4")]
    assert reading.skipped == {"other than all items": 1}


def test_the_notes_below_the_table_are_no_rows(tmp_path: Path) -> None:
    reading, _ = read(tmp_path, STATES + state("06000", "California", "112.5,112.6") + NOTES)
    assert (reading.rows, reading.refusals) == (1, [])


def test_a_value_that_is_not_available_is_counted_and_not_read(tmp_path: Path) -> None:
    reading, found = read(tmp_path, STATES + state("02000", "Alaska", "(NA),101.715") + NOTES)
    assert values(found) == [("FIPS 02", 2023, "101.715")]
    assert (reading.skipped, reading.refusals) == ({"cells without a value": 1}, [])


def test_a_metropolitan_area_keeps_its_code_and_the_portions_are_passed_by(tmp_path: Path) -> None:
    rows = (
        "0,United States,RPPs: All items ,100\n"
        "999,United States (Nonmetropolitan Portion),RPPs: All items ,88.22\n"
        '41940,"San Jose-Sunnyvale-Santa Clara, CA (Metropolitan Statistical Area)",RPPs: All items ,112.87\n'
    )
    reading, found = read(tmp_path, METROS + rows)
    assert values(found) == [("ISO 3166 US", 2023, "100"), ("CBSA 41940", 2023, "112.87")]
    assert reading.skipped == {"metropolitan and nonmetropolitan portions": 1}


def test_a_metropolitan_area_whose_code_ends_like_a_states_is_none(tmp_path: Path) -> None:
    row = '29000,"Somewhere, MO (Metropolitan Statistical Area)",RPPs: All items ,90\n'
    assert values(read(tmp_path, METROS + row)[1]) == [("CBSA 29000", 2023, "90")]


def test_an_area_without_a_proper_code_is_refused(tmp_path: Path) -> None:
    reading, found = read(tmp_path, METROS + "CA,California,RPPs: All items ,112.581\n")
    assert [(r.row, r.column, r.code) for r in reading.refusals] == [(2, "GeoFIPS", "UNKNOWN_VALUE")]
    assert found == []


def test_a_file_of_other_prices_alone_is_refused(tmp_path: Path) -> None:
    words = refused(tmp_path, METROS + "0,United States, RPPs: Goods ,100\n")
    assert words == "“table.csv” has no rows of “RPPs: All items”, which alone are read."


def test_parities_without_a_year_are_refused(tmp_path: Path) -> None:
    words = refused(tmp_path, METROS.replace(" 2023", "") + "0,United States,RPPs: All items ,100\n")
    assert words == "“table.csv” has no column of a year, like “2023”."


def test_the_purchasing_power_of_a_country_is_read_under_its_two_letters(tmp_path: Path) -> None:
    rows = '"Namibia",NA,2023,6.8655\n"United Kingdom",GB,2024,0.664153\n"Congo, Dem. Rep.",CD,2024,1000\n'
    reading, found = read(tmp_path, PPP + rows)
    assert values(found) == [
        ("ISO 3166 NA", 2023, "6.8655"),
        ("ISO 3166 GB", 2024, "0.664153"),
        ("ISO 3166 CD", 2024, "1000"),
    ]
    assert (reading.source, found[2].kind, found[2].location_name) == (
        "world-bank-ppp",
        "ppp",
        "Congo, Dem. Rep.",
    )


@pytest.mark.parametrize(
    ("published", "held"),
    [
        ("6.86554300385199", "6.865543"),
        ("1.0000005", "1.000001"),
        ("1.0000025", "1.000003"),
        ("0.0010004", "0.001000"),
        ("0.000301", "0.000301"),
    ],
)
def test_an_index_has_six_decimals_and_halves_go_up(tmp_path: Path, published: str, held: str) -> None:
    assert values(read(tmp_path, f"{PPP}Angola,AO,2024,{published}\n")[1]) == [("ISO 3166 AO", 2024, held)]


@pytest.mark.parametrize("published", ["0.000000121700483533935", "0.0000000000000268", "0.0005086"])
def test_an_index_that_six_decimals_would_bend_is_passed_by(tmp_path: Path, published: str) -> None:
    reading, found = read(tmp_path, f"{PPP}Angola,AO,1992,{published}\n")
    assert reading.skipped == {"values that six decimals would move by more than 0.05 %": 1}
    assert (found, reading.refusals) == ([], [])


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Angola,AO,2024,n/a", "PPP", "NOT_A_NUMBER"),
        ("Angola,AO,2024,-1.5", "PPP", "NOT_A_NUMBER"),
        ("Angola,AO,2024,0", "PPP", "OUT_OF_RANGE"),
        ("Angola,AO,2024,100000000", "PPP", "OUT_OF_RANGE"),
        ("Angola,AO,24,1.5", "year", "OUT_OF_RANGE"),
        ("Angola,,2024,1.5", "Country ID", "REQUIRED"),
        ("Angola,AO,2024,1,5", "", "UNKNOWN_VALUE"),
        ("Angola,AO,2024", "", "REQUIRED"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_the_others_read(
    tmp_path: Path, row: str, column: str, code: str
) -> None:
    reading, found = read(tmp_path, f"{PPP}{row}\nNamibia,NA,2023,6.8655\n")
    assert [(r.row, r.column, r.code) for r in reading.refusals] == [(2, column, code)]
    assert values(found) == [("ISO 3166 NA", 2023, "6.8655")]


def test_a_row_without_a_value_is_counted(tmp_path: Path) -> None:
    reading, found = read(tmp_path, PPP + "Angola,AO,2024,\n")
    assert (found, reading.refusals, reading.skipped) == ([], [], {"cells without a value": 1})


def test_a_year_that_comes_again_must_say_the_same(tmp_path: Path) -> None:
    reading, found = read(tmp_path, CPI + "2024,313.689\n2024,313.689\n2024,313.7\n")
    assert values(found) == [("ISO 3166 US", 2024, "313.689")]
    assert reading.skipped == {"repeated": 1}
    assert [(r.row, r.value, r.code) for r in reading.refusals] == [(4, "313.7", "CONFLICTING_KEY")]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("year,cpi", "looks like BLS CPI-U, annual, but has no column “cpi_u_annual_avg”."),
        ("series,year,month,value", "looks like BLS CPI, monthly, but has no column “period”."),
        ("Country,Country Code,Year,PPP", "looks like World Bank PPP, but has no column “Country ID”."),
        ("GeoFIPS,GeoName,LineCode,2023", "looks like BEA price parities, but has no column “Description”."),
    ],
)
def test_a_renamed_column_is_named(tmp_path: Path, header: str, words: str) -> None:
    assert refused(tmp_path, f"{header}\n1,2,3,4\n") == f"“table.csv” {words}"


def test_a_column_that_is_there_twice_is_named(tmp_path: Path) -> None:
    words = refused(
        tmp_path, METROS.replace("\n", ",RPP 2023\n") + "0,United States,RPPs: All items,100,99\n"
    )
    assert words == "“table.csv” has the column “RPP 2023” more than once."


def test_another_table_is_refused_with_those_that_are_read(tmp_path: Path) -> None:
    assert refused(tmp_path, "role,location,median\nbackend-engineer,us,155000\n") == (
        "“table.csv” is no table of price indices that is read. Read are: BLS CPI-U, annual, "
        "BLS CPI, monthly, BEA price parities, World Bank PPP."
    )


def test_a_file_that_ends_in_the_middle_of_a_number_is_refused(tmp_path: Path) -> None:
    assert "ends in the middle of a line" in refused(tmp_path, CPI + "2024,313.689\n2025,32")


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused(tmp_path: Path) -> None:
    assert "cut off" in refused(tmp_path, PPP + "Namibia,NA,2023,6.8655\nAngola,AO\n")


@pytest.mark.parametrize("end", ["", '"Note: See the included footnote file."\n'])
def test_parities_without_all_the_notes_at_their_end_are_refused(tmp_path: Path, end: str) -> None:
    words = refused(tmp_path, STATES + state("06000", "California", "112.5,112.6") + end)
    assert "ends without the notes of the Bureau of Economic Analysis" in words


def test_a_packed_file_is_read_without_asking_for_the_end_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress((CPI + "2025,321.943").encode(), mtime=0))
    assert values(list(fmt.read(path, OPTIONS).indices)) == [("ISO 3166 US", 2025, "321.943")]


def test_a_workbook_of_the_same_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with import_module("xlsxwriter").Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["year", "cpi_u_annual_avg"])  # below an empty row
        sheet.write_row(2, 0, [2025, 321.943])
    (index,) = fmt.read(path, OPTIONS).indices
    assert (values([index]), index.row) == ([("ISO 3166 US", 2025, "321.943")], 3)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "") == "“table.csv” is empty."


def test_whoever_watches_is_told_of_every_thousandth_row(tmp_path: Path) -> None:
    told: list[int] = []
    path = tmp_path / "months.csv"
    path.write_text(MONTHS + "CUUR0000SA0,2024,M12,315.605\n" * 2500, encoding="utf-8")
    fmt.read(path, Options(progress=told.append))
    assert told == [1000, 2000]
