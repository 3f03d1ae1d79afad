"""Reference periods: how they are written, and what releases are called after them."""

from datetime import date

import pytest

from salaries.imports.periods import Period, month, parse_period, year
from salaries.pay.cells import later


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-05", date(2025, 5, 1), date(2025, 5, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-05-07", date(2025, 5, 7), date(2025, 5, 7)),
        ("2024/2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("2023-04-06/2024-04-05", date(2023, 4, 6), date(2024, 4, 5)),
        (" 2025 ", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_a_year_a_month_a_day_or_from_one_to_another(text: str, start: date, end: date) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize(
    "text", ["", "25", "2025-13", "2025-02-30", "May 2025", "2025-5", "20255", "1800", "/2025"]
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no period: write a year"):
        parse_period(text)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="“2025/2024” ends before it starts"):
        parse_period("2025/2024")


@pytest.mark.parametrize(
    ("period", "slug"),
    [
        (year(2025), "2025"),
        (parse_period("2024/2025"), "2024-2025"),
        (month(2025, 5), "may-2025"),
        (parse_period("2023-04-06/2024-04-05"), "year-to-april-2024"),
        (parse_period("2024-07/2025-06"), "year-to-june-2025"),
        (parse_period("2025-05-07"), "may-2025"),
        (parse_period("2025-01/2025-03"), "march-2025"),
    ],
)
def test_a_release_is_called_after_its_period(period: Period, slug: str) -> None:
    assert period.slug == slug


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2025, 5, 31), 12, date(2026, 5, 31)),
        (date(2025, 5, 31), 1, date(2025, 6, 30)),
        (date(2025, 2, 28), 1, date(2025, 3, 31)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 4, 5), 24, date(2026, 4, 5)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_months_later_the_last_day_of_a_month_stays_the_last(day: date, months: int, found: date) -> None:
    assert later(day, months) == found
