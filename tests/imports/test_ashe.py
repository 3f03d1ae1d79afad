"""What is read of ASHE Table 14: pay, marks, errors, codes and periods."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.formats import ashe as fmt
from salaries.imports.periods import Period, month
from salaries.imports.reading import Key, Options, ReadCell, Reading
from tests.imports.ashe_files import ALL, ERRORS, HOURLY, PROGRAMMERS, ROWS, ashe, changed

OPTIONS = Options()
TAX_YEAR = Period(date(2023, 4, 6), date(2024, 4, 5))
TESTERS: list[object] = ["   IT quality and testing professionals", 2136, 17, 39481, "", 44105]


def read(path: Path) -> tuple[Reading, list[ReadCell]]:
    reading = fmt.read(path, OPTIONS)
    return reading, list(reading.cells)


def test_an_occupation_becomes_one_cell_with_its_pay_as_published(tmp_path: Path) -> None:
    _, (cell,) = read(ashe(tmp_path))
    assert cell.numbers == {
        "median": Decimal(53501),
        "mean": Decimal(61929),
        "p10": Decimal(29787),
        "p25": Decimal(38705),
        "p75": Decimal(69994),
        "p90": Decimal(93458),
        "employment": 335000,
    }
    assert cell.marks == {}


def test_a_cell_says_whose_pay_of_which_kind_it_is(tmp_path: Path) -> None:
    _, (cell,) = read(ashe(tmp_path))
    assert (cell.role, cell.location) == (Key("SOC 2020 UK", "2134"), Key("ISO 3166", "GB"))
    assert (cell.measure, cell.currency, cell.pay_period) == ("gross_pay", "GBP", "year")
    assert (cell.level, cell.option) == ("", "")


def test_a_title_loses_its_indentation_and_the_row_is_the_spreadsheets(tmp_path: Path) -> None:
    _, (cell,) = read(ashe(tmp_path))
    assert cell.role_name == "Programmers and software development professionals"
    assert cell.row == 8  # a title, an empty row, three of header, two groups


def test_groups_and_rows_without_a_code_are_counted_and_not_read(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [*ROWS, ["Not Classified", "", ":"]]))
    assert [cell.role.code for cell in cells] == ["2134"]
    assert reading.skipped == {"occupation groups": 3}
    assert (reading.rows, reading.expected, reading.refusals) == (4, 4, [])


def test_footnotes_end_the_table(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, foot=[["a  Employees on adult rates."], PROGRAMMERS]))
    assert (len(cells), reading.rows) == (1, 3)


def test_pay_of_less_than_a_pound_keeps_its_pence(tmp_path: Path) -> None:
    _, (cell,) = read(ashe(tmp_path, [changed(PROGRAMMERS, median=27.93)], HOURLY))
    assert cell.numbers["median"] == Decimal("27.93")


def test_the_number_of_jobs_is_employment_in_single_jobs(tmp_path: Path) -> None:
    _, (cell,) = read(ashe(tmp_path, [changed(PROGRAMMERS, jobs=0.5)]))
    assert cell.numbers["employment"] == 500
    assert "sample_size" not in cell.numbers


@pytest.mark.parametrize(
    ("sign", "mark"),
    [
        ("x", "withheld"),
        ("..", "withheld"),
        (":", "not_collected"),
        (".", "not_collected"),
        ("-", "not_collected"),
    ],
)
def test_a_sign_in_place_of_a_number_is_a_mark(tmp_path: Path, sign: str, mark: str) -> None:
    reading, (cell,) = read(ashe(tmp_path, [changed(PROGRAMMERS, p90=sign, jobs=sign)]))
    assert cell.marks == {"p90": mark, "employment": mark}
    assert "p90" not in cell.numbers
    assert "employment" not in cell.numbers
    assert reading.refusals == []


def test_an_empty_cell_is_neither_a_number_nor_a_mark(tmp_path: Path) -> None:
    reading, (cell,) = read(ashe(tmp_path, [changed(PROGRAMMERS, p10="")]))
    assert "p10" not in cell.numbers
    assert (cell.marks, reading.refusals) == ({}, [])


def test_an_occupation_whose_every_number_is_withheld_is_a_cell_too(tmp_path: Path) -> None:
    row = ["   Coffee shop workers", 9266, *["x"] * 15]
    _, cells = read(ashe(tmp_path, [PROGRAMMERS, row]))
    assert cells[1].numbers == {}
    assert set(cells[1].marks.values()) == {"withheld"}


def test_anything_else_in_place_of_a_number_is_refused_and_the_row_left_out(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [changed(PROGRAMMERS, p90="93,458", mean="n/a")]))
    assert [(refusal.column, refusal.value, refusal.code) for refusal in reading.refusals] == [
        ("Mean", "n/a", "MARK"),
        ("Percentiles 90", "93,458", "MARK"),
    ]
    assert reading.refusals[0].row == 6
    assert cells == []


def test_pay_of_nothing_is_refused(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [changed(PROGRAMMERS, p10=0)]))
    assert [(refusal.column, refusal.code) for refusal in reading.refusals] == [
        ("Percentiles 10", "OUT_OF_RANGE")
    ]
    assert cells == []


def test_jobs_that_are_no_whole_number_are_refused(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [changed(PROGRAMMERS, jobs="0.5555")]))
    assert ([refusal.code for refusal in reading.refusals], cells) == (["DECIMALS"], [])


def test_an_occupation_without_any_pay_is_passed_by(tmp_path: Path) -> None:
    armed_forces = ["   Officers in armed forces", 1161, ":", *[""] * 14]
    reading, (cell,) = read(ashe(tmp_path, [PROGRAMMERS, armed_forces]))
    assert (cell.role.code, reading.skipped["occupations without any pay"]) == ("2134", 1)
    assert reading.refusals == []


def test_a_code_that_is_no_code_is_refused_with_its_row(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [PROGRAMMERS, changed(PROGRAMMERS, code="2134/01")]))
    assert [(r.row, r.column, r.value, r.code) for r in reading.refusals] == [
        (7, "Code", "2134/01", "UNKNOWN_VALUE")
    ]
    assert len(cells) == 1


def test_programmers_at_2136_make_every_code_one_of_soc_2010(tmp_path: Path) -> None:
    rows = [changed(PROGRAMMERS, code=2136), changed(PROGRAMMERS, code=1121, title="   Producers")]
    _, cells = read(ashe(tmp_path, rows))
    assert [cell.role for cell in cells] == [Key("SOC 2010 UK", "2136"), Key("SOC 2010 UK", "1121")]


def test_programmers_at_2134_make_every_code_one_of_soc_2020(tmp_path: Path) -> None:
    _, cells = read(ashe(tmp_path, [PROGRAMMERS, TESTERS]))
    assert [cell.role for cell in cells] == [Key("SOC 2020 UK", "2134"), Key("SOC 2020 UK", "2136")]


def test_annual_pay_is_of_the_tax_year_to_5_april(tmp_path: Path) -> None:
    assert fmt.read(ashe(tmp_path), OPTIONS).period == TAX_YEAR


def test_the_month_in_which_a_tax_year_ends_names_it(tmp_path: Path) -> None:
    assert fmt.read(ashe(tmp_path), Options(reference=month(2024, 4))).period == TAX_YEAR
    assert fmt.read(ashe(tmp_path), Options(reference=TAX_YEAR)).period == TAX_YEAR


def test_a_title_without_a_year_leaves_the_period_to_whoever_imports(tmp_path: Path) -> None:
    path = ashe(
        tmp_path, title="Table 14.7a   Annual pay - Gross (£) - For all employee jobsa: United Kingdom"
    )
    assert fmt.read(path, OPTIONS).period is None
    assert fmt.read(path, Options(reference=month(2024, 4))).period == TAX_YEAR


def test_hourly_pay_is_of_april_and_its_cells_are_by_the_hour(tmp_path: Path) -> None:
    reading, (cell,) = read(ashe(tmp_path, title=HOURLY))
    assert reading.period == Period(date(2024, 4, 1), date(2024, 4, 30))
    assert cell.pay_period == "hour"


def test_a_workbook_of_coefficients_of_variation_gives_errors_and_no_pay(tmp_path: Path) -> None:
    row = changed(PROGRAMMERS, median=3.3, mean=5.4, jobs=3.8, p90=12)
    reading, (cell,) = read(ashe(tmp_path, [row], ERRORS))
    assert reading.only_errors
    assert cell.numbers == {"median_error": Decimal("3.3"), "mean_error": Decimal("5.4")}
    assert (cell.marks, cell.pay_period, reading.period) == ({}, "year", TAX_YEAR)


def test_a_workbook_of_pay_is_not_one_of_errors(tmp_path: Path) -> None:
    assert not fmt.read(ashe(tmp_path), OPTIONS).only_errors


@pytest.mark.parametrize(
    "title", [ERRORS.replace("14.7b", "14.7"), ERRORS.replace("Coefficients of variation for ", "")]
)
def test_coefficients_of_variation_are_told_by_their_words_or_their_letter(
    tmp_path: Path, title: str
) -> None:
    assert fmt.read(ashe(tmp_path, title=title), OPTIONS).only_errors


def test_a_mark_in_place_of_an_error_gives_no_error(tmp_path: Path) -> None:
    rows = [changed(PROGRAMMERS, median=".", mean=5.4), changed(TESTERS, median="x", mean=".")]
    reading, (cell,) = read(ashe(tmp_path, rows, ERRORS))
    assert (cell.numbers, cell.marks) == ({"mean_error": Decimal("5.4")}, {})
    assert reading.skipped == {"occupations without an error": 1}
    assert reading.refusals == []


def test_an_error_of_more_than_two_decimals_is_refused(tmp_path: Path) -> None:
    reading, cells = read(ashe(tmp_path, [changed(PROGRAMMERS, median=3.333, mean=5.4)], ERRORS))
    assert [(r.column, r.value, r.code) for r in reading.refusals] == [("Median", "3.333", "DECIMALS")]
    assert cells == []


def test_the_file_says_where_it_is_from_and_what_it_holds(tmp_path: Path) -> None:
    reading = fmt.read(ashe(tmp_path), OPTIONS)
    assert reading.source == "ons-ashe"
    assert reading.notes == ["ASHE Table 14.7a, Annual pay - Gross, 2024, SOC 2020 UK, sheet “All”"]


def test_whoever_watches_is_told_of_every_hundredth_row(tmp_path: Path) -> None:
    told: list[int] = []
    rows = [PROGRAMMERS, *[ALL] * 249]
    list(fmt.read(ashe(tmp_path, rows), Options(progress=told.append)).cells)
    assert told == [100, 200]
