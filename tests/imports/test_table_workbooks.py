"""Tables in workbooks: which sheet, which row names the columns, and merged cells."""

from datetime import date
from pathlib import Path
from typing import Any

from salaries.imports.periods import Period
from tests.imports.tables import PLAIN, a_workbook, read, refusal, refused

HEADER: list[Any] = list(PLAIN)
VALUES: list[Any] = ["nurse", "us", "base_salary", "USD", "year", 60000]


def test_a_workbook_is_read_as_a_file_of_texts_is(tmp_path: Path) -> None:
    rows = [[*HEADER, "sample_size", "reference"], [*VALUES, 120, "2025-05"]]
    reading, [cell] = read(a_workbook(tmp_path, rows))
    assert dict(cell.numbers) == {"median": 60000, "sample_size": 120}
    assert reading.period == Period(date(2025, 5, 1), date(2025, 5, 31))


def test_the_sheet_is_found_by_its_header(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["source", "What this is"]], [HEADER, VALUES])
    assert len(read(path)[1]) == 1


def test_two_sheets_of_this_layout_are_not_chosen_from(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [HEADER, VALUES], [HEADER, VALUES, VALUES])
    assert "2 sheets of this layout, 1 and 2" in str(refusal(path))
    assert len(read(path, sheet="2")[1]) == 2


def test_a_workbook_without_a_sheet_of_this_layout_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["What this is"]], [["colour"], ["red"]])
    assert "No sheet of “figures.xlsx” has the columns of this layout: 1 and 2" in str(refusal(path))


def test_the_likeliest_sheet_says_what_it_lacks(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["What this is"]], [["role", "location", "median"]])
    assert "has no column for measure, currency and pay_period" in str(refusal(path))


def test_a_merged_header_is_refused_until_a_row_is_chosen(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["Occupation"], HEADER, VALUES], merged="A1:C1")
    found = refusal(path)
    assert found.code == "MERGED_HEADER" and "merged cells in row 1 (A1:C1)" in str(found)
    assert "--header-row 2" in str(found)
    assert [cell.row for cell in read(path, header_row=2)[1]] == [3]


def test_a_value_below_a_merged_one_is_empty_and_not_copied_down(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [HEADER, VALUES, ["nurse", "", *VALUES[2:]]], merged="B2:B3")
    assert refused(path) == [(3, "location", "REQUIRED")]
