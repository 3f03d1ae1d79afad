"""Opening tables: what a person would read in each cell, and one sentence for what is no table."""

import gzip
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from salaries.imports.files import delimiter_of, lines, whole
from salaries.imports.reading import FileRefused


def csv(folder: Path, content: str | bytes, name: str = "pay.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(folder: Path, cells: dict[str, Any], name: str = "pay.xlsx") -> Path:
    """A workbook with values in some cells: {"A1": "role"}."""
    with import_module("xlsxwriter").Workbook(folder / name) as made:
        sheet = made.add_worksheet("Pay")
        for place, value in cells.items():
            write = sheet.write_datetime if isinstance(value, date) else sheet.write
            form = [made.add_format({"num_format": "yyyy-mm-dd"})] if isinstance(value, date) else []
            write(place, value, *form)
    return folder / name


def read(path: Path, sheet: str = "") -> list[tuple[int, list[str]]]:
    return [(line.number, line.values) for line in lines(path, sheet)]


def test_rows_are_numbered_as_a_spreadsheet_does_blank_ones_too(tmp_path: Path) -> None:
    assert read(csv(tmp_path, 'a,b\n\n"two\nlines",2\n')) == [
        (1, ["a", "b"]),
        (2, []),
        (3, ["two\nlines", "2"]),
    ]


def test_a_mark_of_byte_order_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(csv(tmp_path, b"\xef\xbb\xbftitle;pay\r\nNurse;1\r\n"))[0] == (1, ["title", "pay"])


@pytest.mark.parametrize(
    ("line", "sign"),
    [("a,b", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a|b|c", "|"), ('"x;y;z",b', ","), ("one column", ",")],
)
def test_the_commonest_sign_outside_quotation_marks_parts_columns(line: str, sign: str) -> None:
    assert delimiter_of(line) == sign


def test_a_compressed_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    assert read(csv(tmp_path, gzip.compress(b"a,b\n1,2\n"), "pay.csv.gz")) == [
        (1, ["a", "b"]),
        (2, ["1", "2"]),
    ]


def test_a_workbook_gives_what_a_person_reads_in_its_cells(tmp_path: Path) -> None:
    cells = {"A1": 120.0, "B1": 45.98, "C1": "15-1252", "D1": date(2025, 5, 1), "E1": True, "F1": 1e15}
    assert read(book(tmp_path, cells)) == [
        (1, ["120", "45.98", "15-1252", "2025-05-01", "TRUE", "1000000000000000"])
    ]


def test_rows_and_columns_of_a_workbook_keep_their_places(tmp_path: Path) -> None:
    assert read(book(tmp_path, {"B3": "a", "D5": 5})) == [
        (1, ["", "", "", ""]), (2, ["", "", "", ""]), (3, ["", "a", "", ""]), (4, ["", "", "", ""]),
        (5, ["", "", "", "5"]),
    ]  # fmt: skip


def test_a_workbook_without_a_cell_has_no_row(tmp_path: Path) -> None:
    assert read(book(tmp_path, {})) == []


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"“pay\.xlsx” has no sheet “All”\. It has: Pay\."):
        read(book(tmp_path, {"A1": 1}), "All")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.csv", None, "There is no file “gone.csv” there."),
        ("pay.csv", b"", "“pay.csv” is empty."),
        ("pay.csv", b"\n \n", "“pay.csv” is empty."),
        ("pay.csv", b"PK\x03\x04rest", "“pay.csv” is a workbook: give it its own ending, .xlsx or .xls."),
        ("pay.csv", b"%PDF-1.7", "“pay.csv” is a PDF, not a table."),
        ("pay.csv", b"a,b\n\0,1\n", "“pay.csv” holds bytes that no table has."),
        ("pay.csv", b"a,b\n\xe9,1\n", "“pay.csv” is not written in UTF-8 (byte 4): save it as “CSV UTF-8”."),
        ("pay.xlsx", b"a,b\n1,2\n", "“pay.xlsx” is no workbook, or was cut off while it was downloaded: get it again."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        csv(tmp_path, content, name)
    with pytest.raises(FileRefused) as refused:
        read(tmp_path / name)
    assert str(refused.value) == words


def test_a_compressed_file_cut_in_half_is_refused(tmp_path: Path) -> None:
    whole_file = gzip.compress("\n".join(f"{n},{n * n}" for n in range(9_999)).encode())
    with pytest.raises(FileRefused, match="was cut off while it was downloaded"):
        read(csv(tmp_path, whole_file[: len(whole_file) // 2], "pay.csv.gz"))


def test_a_workbook_cut_in_half_is_refused(tmp_path: Path) -> None:
    content = book(tmp_path, {"A1": 1}).read_bytes()
    with pytest.raises(FileRefused, match="was cut off while it was downloaded"):
        read(csv(tmp_path, content[: len(content) // 2], "half.xlsx"))


def test_a_quotation_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="is no CSV that can be read"):
        read(csv(tmp_path, 'a,b\n"never,ends\n'))


def test_a_last_row_with_fewer_columns_is_a_file_cut_off(tmp_path: Path) -> None:
    path = csv(tmp_path, "a,b,c\n1,2,3\n4,5")
    with pytest.raises(FileRefused, match=r"ends in the middle of row 3 \(2 of 3 columns\)"):
        list(whole(path, lines(path), 3))


def test_whole_rows_are_given_without_blank_ones(tmp_path: Path) -> None:
    path = csv(tmp_path, "a,b\n,\n1\n2,3\n")
    assert [line.number for line in whole(path, lines(path), 2)] == [1, 3, 4]
