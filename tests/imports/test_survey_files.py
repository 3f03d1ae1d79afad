"""The kinds of files that surveys come in, and what is said of those that cannot be read."""

import gzip
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from salaries.imports.reading import FileRefused
from tests.imports.surveys import PLAIN, csv, finished, opened, pays, sizes

HEADER = "title,country,pay"
TWO = {("backend-engineer", "US", "", ""): 2}


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = folder / "survey.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def refusal(path: Path, mapping: str = PLAIN, **options: object) -> str:
    with pytest.raises(FileRefused) as refused:
        finished(path, mapping, **options)
    return str(refused.value)


def test_a_gzipped_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv.gz"
    path.write_bytes(gzip.compress("\n".join([HEADER, *pays([1, 2])]).encode()))
    assert sizes(finished(path)[1]) == TWO


def test_a_spreadsheets_csv_with_mark_semicolons_and_its_ends_of_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(
        b'\xef\xbb\xbf"title";country;pay\r\n"Back-end";United States;1\r\n"Back-end";United States;2\r\n'
    )
    assert sizes(finished(path)[1]) == TWO


def test_a_quoted_cell_may_hold_commas_quotes_and_ends_of_lines(tmp_path: Path) -> None:
    rows = ['"Back-end","United States",1,"a ""b"",\nc"', '"Back-end",United States,2,']
    assert sizes(finished(csv(tmp_path, HEADER + ",remark", rows))[1]) == TWO


def test_a_name_with_signs_that_stand_for_many_files_is_that_file(tmp_path: Path) -> None:
    csv(tmp_path, HEADER, pays([1, 2, 3]), "survey1.csv")
    assert sizes(finished(csv(tmp_path, HEADER, pays([1, 2]), "survey[1]*.csv"))[1]) == TWO


def test_columns_and_words_may_have_any_signs_in_them(tmp_path: Path) -> None:
    path = tmp_path / "survey.parquet"
    with duckdb.connect() as database:
        database.execute(
            'COPY (SELECT \'Back-end\' AS title, \'United States\' AS country, 10 AS "what\'s ""paid""", '
            f"unnest(['it''s', 'it''s', 'no']) AS kind) TO '{path}'"
        )
    mapping = PLAIN.replace('column = "pay"', 'column = "what\'s \\"paid\\""')
    assert sizes(finished(path, mapping + '[[filters]]\ncolumn = "kind"\nin = ["it\'s"]\n')[1]) == TWO


def test_parquet_is_read_with_its_numbers_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "survey.parquet"
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT 'Back-end' AS title, 'United States' AS country, pay::DOUBLE AS pay, ['Go', 'C'] AS tools "
            f"FROM (VALUES (1000.0), (1000.5)) AS pays(pay)) TO '{path}'"
        )
    mapping = PLAIN + '[[options]]\ncolumn = "tools"\nvalues = { Go = "go" }\n'
    _, (everyone, go) = finished(path, mapping)
    assert everyone.numbers["median"] == Decimal("1000.25")
    assert (go.option, go.numbers["sample_size"]) == ("go", 2)


def test_a_workbook_is_read_from_the_first_sheet_that_has_the_columns(tmp_path: Path) -> None:
    rows: list[list[object]] = [["title", "country", "pay"], [], ["Back-end", "United States", 1000.5]]
    path = workbook(tmp_path, {"About": [["Read me"]], "Answers": rows})
    _, (cell,) = finished(path)
    assert cell.numbers["mean"] == Decimal("1000.50")


def test_rows_of_a_workbook_keep_their_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [["title", "country", "pay"], [], ["Back-end", "United States", "much"]]
    reading, _ = finished(workbook(tmp_path, {"Answers": rows}))
    assert [(each.row, each.value) for each in reading.refusals] == [(3, "much")]
    assert reading.rows == 1


def test_a_header_further_down_is_named(tmp_path: Path) -> None:
    path = csv(tmp_path, "A survey of 2025,,", [HEADER, *pays(["much", 1])])
    reading, _ = finished(path, header_row=2)
    assert [each.row for each in reading.refusals] == [3]


def test_the_first_of_several_names_that_the_file_has_is_read(tmp_path: Path) -> None:
    mapping = PLAIN.replace('column = "pay"', 'column = ["total", "pay", "title"]')
    assert sizes(finished(csv(tmp_path, HEADER, pays([1, 2])), mapping)[1]) == TWO


def test_optional_columns_that_are_missing_are_noted(tmp_path: Path) -> None:
    mapping = (
        PLAIN + '[level]\ncolumn = ["years", "tenure"]\noptional = true\nvalues = { SE = "senior-staff" }\n'
    )
    reading, cells = finished(csv(tmp_path, HEADER, pays([1, 2])), mapping)
    assert sizes(cells) == TWO
    assert reading.notes == [
        "Columns that the file does not have, and that were not needed: “years” or “tenure” (the level)."
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert refusal(csv(tmp_path, "title,country,salary", pays([1]))) == (
        "“survey.csv” has no column “pay”, where the mapping “mapping” expects pay."
    )


def test_all_names_of_a_missing_column_are_named(tmp_path: Path) -> None:
    mapping = PLAIN.replace('column = "pay"', 'column = ["total", "paid"]')
    assert refusal(csv(tmp_path, HEADER, pays([1])), mapping) == (
        "“survey.csv” has no column “total” (nor “paid”), where the mapping “mapping” expects pay."
    )


def test_a_missing_column_is_told_before_any_row_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        opened(csv(tmp_path, "title,country", ["Back-end,United States"]))


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(csv(tmp_path, HEADER + ",pay", pays(["1,2"]))) == "“survey.csv” has 2 columns named “pay”."


def test_a_workbook_without_the_columns_is_refused_for_its_first_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Answers": [["title", "country"]], "About": [["Read me"]]})
    assert refusal(path) == "“survey.xlsx” has no column “pay”, where the mapping “mapping” expects pay."


def cut(path: Path, by: int) -> Path:
    path.write_bytes(path.read_bytes()[:-by])
    return path


BROKEN = (
    "“survey.csv” is broken in row 3: the row has too few or too many columns, or the file was cut off while it "
    "was downloaded. Get it again."
)


def test_a_csv_cut_off_between_columns_is_refused(tmp_path: Path) -> None:
    assert refusal(cut(csv(tmp_path, HEADER, pays([1, 2])), 12)) == BROKEN


def test_a_csv_cut_off_inside_quotation_marks_is_refused(tmp_path: Path) -> None:
    rows = ["1,Back-end,United States,x", '2,Back-end,"United States",y']
    assert refusal(cut(csv(tmp_path, "pay,title,country,remark", rows), 5)) == BROKEN


def test_a_row_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    assert refusal(csv(tmp_path, HEADER, [*pays([1]), *pays(["2,3"]), *pays([4])])) == BROKEN


def test_a_gzipped_csv_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv.gz"
    path.write_bytes(gzip.compress("\n".join([HEADER, *pays(range(1, 90_000))]).encode()))
    assert refusal(cut(path, 20)) == (
        "“survey.csv.gz” was cut off while it was downloaded, or is not what it is called."
    )


def test_a_parquet_file_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "survey.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT 1 AS pay, 'a' AS title, 'b' AS country) TO '{path}'")
    assert refusal(cut(path, 40)) == (
        "“survey.parquet” was cut off while it was downloaded, or is not what it is called."
    )


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Answers": [["title", "country", "pay"], ["Back-end", "United States", 1]]})
    assert "cut off while it was downloaded" in refusal(cut(path, path.stat().st_size // 2))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER, pays([1] * 9_000))
    path.write_bytes(path.read_bytes() + "Bäcker,United States,1\n".encode("latin-1"))
    assert refusal(path) == "“survey.csv” is not written in UTF-8 in row 9,002: save it as “CSV UTF-8”."


def test_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "survey.zip"
    path.write_bytes(b"PK\x03\x04")
    assert refusal(path) == "“survey.zip” is an archive: unpack it and give the table that is in it."


@pytest.mark.parametrize("name", ["survey.csv", "survey.parquet", "survey.xlsx"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name) == f"There is no file “{name}” there."


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").touch()
    assert refusal(tmp_path / "survey.csv") == "“survey.csv” is empty."


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    assert refusal(csv(tmp_path, HEADER, [])) == "“survey.csv” has a header and no row."


def test_nothing_is_left_behind_when_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    refusal(cut(csv(tmp_path, HEADER, pays([1, 2])), 12))
    assert list(scratch.iterdir()) == []
