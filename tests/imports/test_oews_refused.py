"""What is refused of an OEWS file: the whole of it, or rows."""

from pathlib import Path

import pytest

from salaries.imports import periods
from salaries.imports.reading import FileRefused, Options
from tests.imports.oews_files import (
    COLUMNS,
    DEVELOPERS,
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


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"A_MEDIAN": "n/a"}, "NUMBER_FORMAT"),
        ({"A_MEDIAN": "-135980"}, "NUMBER_FORMAT"),
        ({"A_MEDIAN": "1,35980"}, "NUMBER_FORMAT"),
        ({"A_MEDIAN": "1.3e5"}, "NUMBER_FORMAT"),
        ({"A_MEDIAN": "NaN"}, "NUMBER_FORMAT"),
        ({"TOT_EMP": "100.5"}, "NUMBER_FORMAT"),
        ({"A_MEDIAN": "**"}, "MARK"),
        ({"A_MEDIAN": "~"}, "MARK"),
        ({"TOT_EMP": "*"}, "MARK"),
        ({"TOT_EMP": "#"}, "MARK"),
        ({"MEAN_PRSE": "#"}, "MARK"),
    ],
)
def test_a_text_that_is_neither_number_nor_mark_of_its_column_refuses_the_row(
    tmp_path: Path, values: dict[str, object], code: str
) -> None:
    reading, cells = read(tmp_path, DEVELOPERS, row(**values))
    [refusal] = reading.refusals
    [(column, value)] = values.items()
    assert [cell.row for cell in cells] == [2]
    assert (refusal.row, refusal.column, refusal.value, refusal.code) == (3, column, value, code)


def test_each_bad_text_of_a_row_is_told(tmp_path: Path) -> None:
    reading, _ = read(tmp_path, row(A_PCT10="?", A_PCT90="??"))
    assert [(one.column, one.value) for one in reading.refusals] == [("A_PCT10", "?"), ("A_PCT90", "??")]


def test_a_bad_text_is_refused_where_all_other_wages_are_empty(tmp_path: Path) -> None:
    empty = dict.fromkeys((*NO_ANNUAL, *NO_HOURLY), "")
    reading, cells = read(tmp_path, row(**(empty | {"A_MEDIAN": "?"})))
    assert (cells, [one.column for one in reading.refusals]) == ([], ["A_MEDIAN"])


def test_a_top_code_whose_limit_is_not_known_refuses_the_row(tmp_path: Path) -> None:
    reading, cells = read(tmp_path, row(A_PCT90="#"), DEVELOPERS, year=2015)
    assert [cell.row for cell in cells] == [3]
    assert reading.refusals[0].reason == "How much “#” is at least is not known for May 2015."


@pytest.mark.parametrize(("column", "code"), [("O_GROUP", "UNKNOWN_VALUE"), ("OCC_CODE", "REQUIRED")])
def test_a_row_must_say_its_occupation_and_level(tmp_path: Path, column: str, code: str) -> None:
    reading, cells = read(tmp_path, row(**{column: ""}))
    assert (cells, [(one.column, one.code) for one in reading.refusals]) == ([], [(column, code)])


@pytest.mark.parametrize("line", [DEVELOPERS[:-3], [*DEVELOPERS, "", "more"]])
def test_a_row_of_another_width_is_refused(tmp_path: Path, line: list[object]) -> None:
    reading, cells = read(tmp_path, line, DEVELOPERS)
    assert ([cell.row for cell in cells], [one.row for one in reading.refusals]) == ([3], [2])


def test_empty_columns_after_the_last_do_no_harm(tmp_path: Path) -> None:
    reading, cells = read(tmp_path, [*DEVELOPERS, "", ""])
    assert (len(cells), reading.refusals) == (1, [])


@pytest.mark.parametrize("name", ["A_MEDIAN", "OCC_CODE", "O_GROUP", "H_PCT90", "MEAN_PRSE", "AREA_TITLE"])
def test_a_renamed_column_is_named_as_missing(tmp_path: Path, name: str) -> None:
    header = [f"{name}_2" if column == name else column for column in COLUMNS]
    with pytest.raises(FileRefused, match=f"lacks the column {name}: it is no file of OEWS"):
        opened(table(tmp_path / "state_M2025_dl.csv", [DEVELOPERS], header))


def test_all_missing_columns_are_named(tmp_path: Path) -> None:
    columns = without("AREA", "TOT_EMP")
    path = table(tmp_path / "state_M2025_dl.csv", shaped(columns, [DEVELOPERS]), columns)
    with pytest.raises(FileRefused, match="lacks the columns AREA, TOT_EMP: it is no file"):
        opened(path)


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    header = ["A_MEDIAN" if column == "JOBS_1000" else column for column in COLUMNS]
    with pytest.raises(FileRefused, match="has the column A_MEDIAN twice"):
        opened(table(tmp_path / "state_M2025_dl.csv", [DEVELOPERS], header))


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "state_M2025_dl.csv", [["a", 1]], ["role", "median"])
    with pytest.raises(FileRefused, match=r"“state_M2025_dl\.csv” is no file of OEWS"):
        opened(path)


def test_the_sheet_is_found_behind_others(tmp_path: Path) -> None:
    path = tmp_path / "state_M2025_dl.xlsx"
    _, cells = opened(book(path, Filler=[["Filler"]], Notes=[["Field"]], data=[COLUMNS, DEVELOPERS]))
    assert len(cells) == 1


def test_the_header_is_found_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "state_M2025_dl.xlsx"
    _, [cell] = opened(book(path, data=[["May 2025"], [], COLUMNS, DEVELOPERS]))
    assert cell.row == 4


def test_a_sheet_and_a_header_row_can_be_said(tmp_path: Path) -> None:
    other = row(OCC_CODE="15-1254")
    path = tmp_path / "state_M2025_dl.xlsx"
    book(path, one=[COLUMNS, other, COLUMNS, other], two=[COLUMNS, other, COLUMNS, DEVELOPERS])
    _, cells = opened(path, Options(sheet="two", header_row=3))
    assert [cell.role.code for cell in cells] == ["15-1252"]


def test_a_workbook_without_the_table_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "state_M2025_dl.xlsx", UpdateTime=[["alldataupdate"]])
    with pytest.raises(FileRefused, match="is no file of OEWS"):
        opened(path)


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="has the columns of OEWS and no row"):
        read(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state_M2025_dl.csv"
    path.touch()
    with pytest.raises(FileRefused, match=r"“state_M2025_dl\.csv” is empty"):
        opened(path)


@pytest.mark.parametrize("name", ["state_M2025_dl.csv", "state_M2025_dl.xlsx"])
def test_a_file_cut_in_half_is_refused(tmp_path: Path, name: str) -> None:
    path, rows = tmp_path / name, [DEVELOPERS] * 40
    if name.endswith("csv"):
        table(path, rows)
    else:
        book(path, data=[COLUMNS, *rows])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FileRefused, match="cut off"):
        opened(path)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("national_M2025_dl.csv", "may-2025"),
        ("all_data_M_2024.csv", "may-2024"),
        ("MSA_m2019_dl (1).csv", "may-2019"),
    ],
)
def test_the_published_name_says_the_year(tmp_path: Path, name: str, slug: str) -> None:
    reading, _ = opened(table(tmp_path / name, [DEVELOPERS]))
    assert reading.period is not None and reading.period.slug == slug


@pytest.mark.parametrize("name", ["oews.csv", "may2025.csv", "XM2025.csv", "M20255.csv"])
def test_without_a_year_the_reference_is_asked_for(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused, match=r"does not say of which year it is.*--reference 2025-05"):
        opened(table(tmp_path / name, [DEVELOPERS]))


def test_a_reference_that_is_given_decides_what_the_file_does_not_say(tmp_path: Path) -> None:
    path = table(tmp_path / "oews.csv", [row(A_PCT90="#")])
    reading, [cell] = opened(path, Options(reference=periods.month(2020, 5)))
    assert (reading.period, cell.role.scheme) == (None, "SOC 2010/2018 hybrid")
    assert cell.numbers["p90"] == 208_000


def test_a_name_that_contradicts_the_column_year_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "state_M2024_dl.csv", [[*DEVELOPERS, 2025]], [*COLUMNS, "YEAR"])
    with pytest.raises(FileRefused, match="of May 2024 by its name, and of 2025 by its column YEAR"):
        opened(path)


def test_a_file_of_two_years_is_refused(tmp_path: Path) -> None:
    rows = [[*DEVELOPERS, 2025], [*DEVELOPERS, 2024]]
    with pytest.raises(FileRefused, match="more than one year: 2025, and “2024” in row 3"):
        opened(table(tmp_path / "oews.csv", rows, [*COLUMNS, "YEAR"]))


def test_blanks_around_a_year_do_no_harm(tmp_path: Path) -> None:
    rows = [[*DEVELOPERS, 2025], [*DEVELOPERS, " 2025 "]]
    assert len(opened(table(tmp_path / "oews.csv", rows, [*COLUMNS, "YEAR"]))[1]) == 2


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="“25” in the column YEAR is no year"):
        opened(table(tmp_path / "oews.csv", [[*DEVELOPERS, 25]], [*COLUMNS, "YEAR"]))


def test_editions_of_an_older_classification_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="editions before May 2012 are not read"):
        read(tmp_path, DEVELOPERS, year=2011)
