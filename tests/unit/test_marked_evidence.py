"""What the line of evidence marks for who should be careful; comparisons call the same figures rough."""

from decimal import Decimal
from typing import Any

import pytest

from salaries.pages.cells import evidence_line
from salaries.pages.comparison_parts import ComparedRow
from tests.unit.builders import cell


def warned(**values: Any) -> list[str]:
    return [tag.text for tag in evidence_line(cell(**values), "median").tags if tag.warn]


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ({"sample_size": 30}, []),
        ({"sample_size": 29}, ["29\u00a0answers"]),
        ({"sample_size": None}, ["Sample size not stated"]),
        ({"sample_size": None, "employment": 12}, []),
        ({"median_error": Decimal("5.0")}, []),
        ({"median_error": Decimal("5.1")}, ["relative standard error 5.1\u00a0% of the median"]),
        ({"mean_error": Decimal("5.1")}, []),
    ],
)
def test_few_answers_and_a_wide_error_are_marked(values: dict[str, Any], marked: list[str]) -> None:
    assert warned(**values) == marked


@pytest.mark.parametrize(
    ("published", "difference", "percent", "columns"),
    [
        (True, "baseline", "", 1),
        (False, "baseline", "", 2),
        (True, "+$48,750 a year", "+45.9\u00a0%", 1),
        (True, "$0 a year", "0.0\u00a0%", 1),
        (True, "not comparable: different currencies", "", 2),
        (False, "not comparable: a figure is missing", "", 2),
    ],
)
def test_words_where_there_is_no_difference_take_both_columns(
    published: bool, difference: str, percent: str, columns: int
) -> None:
    row = ComparedRow("A", "/", "$1", published, difference, percent, "", "", "", None)
    assert row.columns == columns
