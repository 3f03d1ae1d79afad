"""Workbooks that are not ASHE Table 14, or not one that is read: one sentence each."""

from pathlib import Path

import pytest

from salaries.imports.formats import ashe as fmt
from salaries.imports.periods import month, year
from salaries.imports.reading import FileRefused, Options
from tests.imports.ashe_files import ERRORS, HEADER, HOURLY, PAY, PROGRAMMERS, Rows, ashe, changed

OPTIONS = Options()


def refused(path: Path, options: Options = OPTIONS) -> str:
    with pytest.raises(FileRefused) as caught:
        list(fmt.read(path, options).cells)
    return str(caught.value)


def renamed(old: object, new: object) -> Rows:
    return [[new if value == old else value for value in row] for row in HEADER]


def test_another_sheet_may_come_first(tmp_path: Path) -> None:
    assert len(list(fmt.read(ashe(tmp_path, sheets=("Male", "Notes", "All")), OPTIONS).cells)) == 1


def test_a_workbook_without_the_sheet_is_refused_with_the_sheets_it_has(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, sheets=("Notes", "Male")))
    assert words == "“downloaded.xlsx” has no sheet “All”. It has: Notes, Male."


def test_another_sheet_cannot_be_asked_for(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, sheets=("All", "Male")), Options(sheet="Male"))
    assert words == "Of ASHE only the sheet “All” is read, not “Male”."


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, title="Guide to results"))
    assert words == ("“downloaded.xlsx” is not ASHE Table 14: no title “Table 14.…” begins its sheet “All”.")


@pytest.mark.parametrize(
    ("table", "title"),
    [
        ("14.1a", "Weekly pay - Gross (£) - For all employee jobsa: United Kingdom, 2024"),
        ("14.6a", "Hourly pay - Excluding overtime (£) - For all employee jobsa: United Kingdom, 2024"),
        ("14.8a", "Annual pay - Incentive (£) - For all employee jobsa: United Kingdom, 2024"),
        ("2.7a", "Annual pay - Gross (£) - For all employee jobsa: United Kingdom, 2024"),
    ],
)
def test_a_table_that_is_not_read_is_named_beside_those_that_are(
    tmp_path: Path, table: str, title: str
) -> None:
    assert refused(ashe(tmp_path, title=f"Table {table}   {title}")) == (
        f"“downloaded.xlsx” holds Table {table}, “{title}”. "
        "Read are Table 14.7 (annual gross pay) and Table 14.5 (hourly gross pay)."
    )


def test_a_table_whose_number_and_words_differ_is_refused(tmp_path: Path) -> None:
    assert "holds Table 14.7a, “Weekly pay" in refused(ashe(tmp_path, title=PAY.replace("Annual", "Weekly")))


def test_pay_of_some_jobs_is_not_taken_for_that_of_all(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, title=PAY.replace("all employee", "male employee")))
    assert "the sheet “All” is not for all employee jobs" in words


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Median", "Middle", "Median"),
        ("Mean", "Average", "Mean"),
        (90, 95, "Percentiles 90"),
        ("Percentiles", "Quantiles", "Percentiles 10”, “Percentiles 25”, “Percentiles 75”, “Percentiles 90"),
        ("(thousand)", "(million)", "Number of jobs (thousand)"),
    ],
)
def test_a_renamed_column_is_named(tmp_path: Path, old: object, new: str, named: str) -> None:
    assert refused(ashe(tmp_path, header=renamed(old, new))) == (
        f"“downloaded.xlsx”: the sheet “All” lacks, or has more than once, “{named}”."
    )


def test_a_column_that_is_there_more_than_once_is_named(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, header=renamed("change", "Median")))
    assert words.endswith("lacks, or has more than once, “Median”.")


def test_errors_need_no_percentiles(tmp_path: Path) -> None:
    path = ashe(tmp_path, title=ERRORS, header=renamed(90, 95))
    assert len(list(fmt.read(path, OPTIONS).cells)) == 1


@pytest.mark.parametrize("name", ["Description", "Code"])
def test_a_workbook_without_the_headers_first_columns_is_refused(tmp_path: Path, name: str) -> None:
    words = refused(ashe(tmp_path, header=renamed(name, "Name")))
    assert words == "“downloaded.xlsx”: the sheet “All” has no header with “Description” and “Code”."


def test_codes_that_could_be_of_either_classification_are_refused(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, [changed(PROGRAMMERS, title="   Occupations n.e.c.")]))
    assert "has the codes of neither SOC 2010 nor SOC 2020" in words


def test_codes_of_both_classifications_are_refused(tmp_path: Path) -> None:
    words = refused(ashe(tmp_path, [PROGRAMMERS, changed(PROGRAMMERS, code=2136)]))
    assert "has the codes of both SOC 2010 and SOC 2020" in words


def test_another_year_than_the_titles_is_refused(tmp_path: Path) -> None:
    assert refused(ashe(tmp_path), Options(reference=month(2023, 4))) == (
        "“downloaded.xlsx” is of 2023-04-06 to 2024-04-05, not of 2023-04-01 to 2023-04-30: "
        "leave out --reference, or say 2024-04."
    )


def test_the_calendar_year_is_not_the_tax_year(tmp_path: Path) -> None:
    assert "say 2024-04" in refused(ashe(tmp_path), Options(reference=year(2024)))


def test_the_tax_year_is_not_the_month_of_hourly_pay(tmp_path: Path) -> None:
    tax_year = fmt.read(ashe(tmp_path), OPTIONS).period
    words = refused(ashe(tmp_path, title=HOURLY), Options(reference=tax_year))
    assert "is of 2024-04-01 to 2024-04-30" in words


def test_a_table_saved_as_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f'"{PAY}"\nDescription,Code\n', encoding="utf-8")
    assert "“table.csv” is no workbook" in refused(path)


def test_a_file_cut_in_half_is_refused(tmp_path: Path) -> None:
    path = ashe(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "cut off while it was downloaded" in refused(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.touch()
    assert refused(path) == "“empty.xlsx” is empty."
