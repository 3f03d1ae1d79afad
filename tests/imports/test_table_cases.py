"""The acceptance cases' files of tables, each held to its expected outcome.

What a format leaves to the checks of all cells (order, plausible pay) is asked of those here.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from salaries.imports import validate
from salaries.imports.numbers import STYLES
from salaries.imports.reading import FileRefused, ReadCell, Reading
from tests.imports.shared import CASES, needs_cases
from tests.imports.tables import read

pytestmark = needs_cases

OPTIONS: dict[str, dict[str, Any]] = {
    "06_numbers_de.csv": {"numbers": STYLES["de"]},
    "06_numbers_fr.csv": {"numbers": STYLES["fr"]},
    "06_numbers_ch.csv": {"numbers": STYLES["ch"]},
    "07_survey_markers.csv": {"marks": "oews"},
    "09_merged_header.xlsx": {
        "header_row": 2,
        "fixed": {"measure": "base", "currency": "USD", "pay_period": "year"},
    },
}
ANY_AMOUNT = {"06_numbers_de.csv", "06_numbers_fr.csv", "06_numbers_ch.csv"}
OURS = {"title": "role_name", "low": "range_low", "high": "range_high"}
FLAGS = {
    "top_coded": "at_least",
    "not_published": "withheld",
    "count_withheld": "withheld",
    "below_threshold": "too_few",
}
REPEATED = "CONFLICTING_KEY"
"""Found where cells meet in the database."""


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / f"{name}.expected.json").read_text())
    return found


def outcomes() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        for row, outcome in expected(name).get("rows", {}).items():
            yield pytest.param(name, int(row), outcome, id=f"{name}-{row}")


def outcome_of(name: str) -> tuple[Reading, dict[int, ReadCell], list[tuple[int, str, str]]]:
    """The reading, the cells by row, and what the format and the checks of all cells refuse."""
    reading, cells = read(CASES / name, accept_guesses=True, **OPTIONS.get(name, {}))
    refusals = [*reading.refusals]
    for cell in cells:
        refusals += validate.refusals(cell, reading.column_names, plausible=name not in ANY_AMOUNT)
    refused = [(one.row, one.column, one.code) for one in refusals]
    return reading, {cell.row: cell for cell in cells}, refused


def says(cell: ReadCell, name: str, value: Any) -> bool:
    """Whether a cell says what is expected of one name."""
    name = OURS.get(name, name)
    if name.endswith("_flag"):
        return cell.marks[name.removesuffix("_flag")] == FLAGS[value]
    if name == "flag":
        return FLAGS[value] in cell.marks.values()
    if value is None:
        return name not in cell.numbers or cell.marks[name] == "at_least"
    if isinstance(value, str) and value.replace(".", "").isdigit():
        return cell.numbers[name] == Decimal(value)
    return bool((getattr(cell, name, None) or cell.numbers.get(name)) == value)


def is_refused(outcome: Any) -> bool:
    return isinstance(outcome, dict) and outcome.get("error", REPEATED) != REPEATED


TAKEN = [case for case in outcomes() if not is_refused(case.values[2])]
REFUSED = [case for case in outcomes() if is_refused(case.values[2])]
TOLD = {"published", "why", "error", "column", "with_row", "stored", "warning", "shown_as", "never"}
"""What an expected outcome says for people, or of what comes after the format."""


@pytest.mark.parametrize(("name", "row", "outcome"), REFUSED)
def test_a_row_is_refused_as_expected(name: str, row: int, outcome: dict[str, str]) -> None:
    _, _, refused = outcome_of(name)
    assert (row, outcome["column"], outcome["error"]) in refused


@pytest.mark.parametrize(("name", "row", "outcome"), TAKEN)
def test_a_row_is_taken_as_expected(name: str, row: int, outcome: Any) -> None:
    _, cells, refused = outcome_of(name)
    assert row not in {refusal[0] for refusal in refused}
    if isinstance(outcome, str):
        assert (row in cells) is not outcome.startswith("skipped")
        return
    assert all(says(cells[row], fact, outcome[fact]) for fact in outcome.keys() - TOLD)


def test_a_repeated_header_is_refused_with_its_letters() -> None:
    with pytest.raises(FileRefused, match="“median” twice, in I and J") as caught:
        read(CASES / "02_duplicate_header.csv", accept_guesses=True)
    assert caught.value.code == expected("02_duplicate_header.csv")["error"]


def test_a_merged_header_is_refused_until_its_row_is_chosen() -> None:
    with pytest.raises(FileRefused, match="merged cells in row 1"):
        read(CASES / "09_merged_header.xlsx", accept_guesses=True)


def test_the_table_and_its_workbook_have_the_same_outcome() -> None:
    _, text, refused = outcome_of("03_blanks_and_zeros.csv")
    _, workbook, refused_too = outcome_of("03_blanks_and_zeros.xlsx")
    assert text == workbook and refused == refused_too


def test_formula_texts_are_kept_as_they_are() -> None:
    _, cells, refused = outcome_of("04_formula_text.csv")
    notes = ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", "=1+1", "=1+1", "\uff1d1+1", "'=1+1", "Sample survey"]
    assert [cell.source_note for cell in cells.values()] == notes and refused == []
    assert cells[10].role_name == '=HYPERLINK("http://example.invalid","pay")'


def test_without_a_profile_marks_are_refused_row_by_row() -> None:
    reading, cells = read(CASES / "07_survey_markers.csv", accept_guesses=True)
    assert cells == []
    assert {(one.row, one.code) for one in reading.refusals} == {
        (2, "MARK"), (3, "MARK"), (4, "MARK"), (5, "MARK"), (6, "NUMBER_FORMAT"), (7, "MARK"),
    }  # fmt: skip


def test_names_that_differ_in_case_and_blanks_are_folded_alike() -> None:
    _, cells, _ = outcome_of("08_repeated_keys.csv")
    assert [cells[row].role.code.casefold() for row in (2, 5)] == ["nurse", "nurse"]


def test_three_thousand_rows_are_three_thousand_cells() -> None:
    _, cells, refused = outcome_of("13_three_thousand_rows.csv")
    assert len(cells) == 3000 and refused == []


def test_the_notes_show_the_format_and_the_first_values() -> None:
    reading, *_ = outcome_of("06_numbers_de.csv")
    assert "Numbers are read in the German style: 155.000,50." in reading.notes
    assert (
        "median “1.234,56” is 1234.56; sample_size “50” is 50; median “155.000” is 155000"
        in reading.notes[-1]
    )
