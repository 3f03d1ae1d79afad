"""Signs and words for missing numbers in a table: what each means, and where it is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salaries.imports.marks import PROFILES, limit_of
from tests.imports.tables import a_table, read, refused


def numbers(path: Path, **options: Any) -> dict[str, Decimal | int]:
    return dict(read(path, **options)[1][0].numbers)


def marks(path: Path, **options: Any) -> dict[str, str]:
    return dict(read(path, **options)[1][0].marks)


@pytest.mark.parametrize("sign", ["*", "**", "~", "#", "-", "–", "n/a", "N/A", ".", "x", "..", ":"])
def test_without_a_profile_every_sign_is_refused(tmp_path: Path, sign: str) -> None:
    assert refused(a_table(tmp_path, {"p90": sign})) == [(2, "p90", "MARK")]


@pytest.mark.parametrize(
    ("profile", "sign", "mark"),
    [
        ("oews", "*", "withheld"),
        ("oews", "**", "withheld"),
        ("oews", "~", "too_few"),
        ("oews", "N/A", "withheld"),
        ("ashe", "x", "withheld"),
        ("ashe", "..", "withheld"),
        ("ashe", ":", "not_collected"),
        ("ashe", "-", "not_collected"),
        ("plain", "–", "withheld"),
        ("plain", ".", "withheld"),
    ],
)
def test_a_sign_means_what_its_profile_says(tmp_path: Path, profile: str, sign: str, mark: str) -> None:
    path = a_table(tmp_path, {"p90": sign, "sample_size": sign})
    assert marks(path, marks=profile) == {"p90": mark, "sample_size": mark}
    assert numbers(path, marks=profile) == {"median": 60000}


def test_a_sign_of_another_profile_is_refused(tmp_path: Path) -> None:
    reading, _ = read(a_table(tmp_path, {"p90": "x"}), marks="oews")
    assert reading.refusals[0].code == "MARK" and "“oews” has no such sign" in reading.refusals[0].reason


@pytest.mark.parametrize(
    ("period", "reference", "limit"),
    [
        ("year", "2021-05", "208000"),
        ("year", "2022-05", "239200"),
        ("hour", "2021-05", "100"),
        ("hour", "2025-05", "115"),
    ],
)
def test_at_least_has_the_limit_of_its_year(tmp_path: Path, period: str, reference: str, limit: str) -> None:
    path = a_table(tmp_path, {"p90": "#", "median": "90", "pay_period": period, "reference": reference})
    assert numbers(path, marks="oews") == {"median": 90, "p90": Decimal(limit)}
    assert marks(path, marks="oews") == {"p90": "at_least"}


@pytest.mark.parametrize(
    "row",
    [
        {"reference": ""},
        {"reference": "2025-05", "currency": "EUR"},
        {"reference": "2025-05", "pay_period": "month"},
        {"reference": "2015-05"},
    ],
)
def test_at_least_without_a_known_limit_is_refused(tmp_path: Path, row: dict[str, str]) -> None:
    reading, cells = read(a_table(tmp_path, {"p90": "#", **row}), marks="oews")
    assert cells == [] and [one.code for one in reading.refusals] == ["MARK"]


def test_at_least_is_no_mark_of_a_count(tmp_path: Path) -> None:
    reading, _ = read(a_table(tmp_path, {"sample_size": "#", "reference": "2025"}), marks="oews")
    assert [(one.column, one.code) for one in reading.refusals] == [("sample_size", "MARK")]


def test_our_own_words_for_marks_stand_in_columns_of_marks(tmp_path: Path) -> None:
    row = {"p10_mark": "too_few", "p90": "239200", "p90_mark": "at least", "sample_size_mark": "withheld"}
    path = a_table(tmp_path, row)
    assert marks(path) == {"p10": "too_few", "p90": "at_least", "sample_size": "withheld"}
    assert numbers(path) == {"median": 60000, "p90": 239200}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"p90": "70000", "p90_mark": "withheld"}, ("p90_mark", "MARK")),
        ({"p90": "~", "p90_mark": "withheld"}, ("p90_mark", "MARK")),
        ({"p90": "", "p90_mark": "at_least"}, ("p90", "MARK")),
        ({"p90": "", "p90_mark": "secret"}, ("p90_mark", "UNKNOWN_VALUE")),
        ({"p90": "70000", "p90_mark": "secret"}, ("p90_mark", "UNKNOWN_VALUE")),
    ],
)
def test_a_mark_that_disagrees_is_refused(
    tmp_path: Path, row: dict[str, str], found: tuple[str, str]
) -> None:
    assert refused(a_table(tmp_path, row), marks="oews") == [(2, *found)]


def test_a_sign_and_a_word_that_agree_are_one_mark(tmp_path: Path) -> None:
    assert marks(a_table(tmp_path, {"p90": "*", "p90_mark": "withheld"}), marks="oews") == {"p90": "withheld"}


def test_the_limit_is_known_for_dollars_from_2016() -> None:
    assert limit_of("USD", "year", 2016) == 208000 and limit_of("USD", "year", None) is None
    assert set(PROFILES) == {"plain", "oews", "ashe"}


def test_a_sign_in_a_range_is_of_both_ends(tmp_path: Path) -> None:
    path = a_table(tmp_path, {"range": "*"}, {"range": "#"})
    reading, [cell] = read(path, marks="oews")
    assert dict(cell.marks) == {"range_low": "withheld", "range_high": "withheld"}
    assert [(one.row, one.column, one.code) for one in reading.refusals] == [(3, "range", "MARK")]
