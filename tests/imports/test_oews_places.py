"""Which place an area of an OEWS file is."""

from pathlib import Path

import pytest

from salaries.imports.formats.oews_rows import place
from tests.imports.oews_files import read, row


@pytest.mark.parametrize(
    ("area", "area_type", "key"),
    [
        ("99", "1", ("ISO 3166", "US")),
        ("06", "2", ("FIPS", "06")),
        ("6", "2", ("FIPS", "06")),
        ("72", "3", ("FIPS", "72")),
        ("41940", "4", ("CBSA", "41940")),
        ("71650", "4", ("NECTA", "71650")),
        ("0100001", "6", ("OEWS area", "0100001")),
        ("100001", "6", ("OEWS area", "0100001")),
    ],
)
def test_an_area_has_the_scheme_of_its_type(area: str, area_type: str, key: tuple[str, str]) -> None:
    assert place(area, area_type) == key


@pytest.mark.parametrize(
    ("area", "key"),
    [
        ("99", ("ISO 3166", "US")),
        ("1", ("FIPS", "01")),
        ("36", ("FIPS", "36")),
        ("35620", ("CBSA", "35620")),
        ("71650", ("NECTA", "71650")),
        ("2500001", ("OEWS area", "2500001")),
        ("100001", ("OEWS area", "0100001")),
    ],
)
def test_without_a_type_the_digits_tell(area: str, key: tuple[str, str]) -> None:
    assert place(area, "") == key


@pytest.mark.parametrize("values", [{"AREA_TYPE": "5"}, {"AREA_TYPE": ""}])
def test_metropolitan_divisions_are_counted_and_passed_by(tmp_path: Path, values: dict[str, object]) -> None:
    reading, cells = read(tmp_path, row(AREA="35614", AREA_TITLE="New York-White Plains", **values))
    assert (cells, dict(reading.skipped)) == ([], {"metropolitan divisions": 1})


@pytest.mark.parametrize(
    ("area", "area_type"),
    [("", "1"), ("01", "1"), ("CA", "2"), ("123", ""), ("06", "4"), ("41940", "6"), ("06", "9")],
)
def test_a_code_of_no_kind_is_refused(tmp_path: Path, area: str, area_type: str) -> None:
    reading, cells = read(tmp_path, row(AREA=area, AREA_TYPE=area_type))
    [refusal] = reading.refusals
    assert cells == []
    assert (refusal.row, refusal.column, refusal.value, refusal.code) == (2, "AREA", area, "UNKNOWN_VALUE")
