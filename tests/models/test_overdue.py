"""Which sources an edition seems to be missing of."""

from datetime import date

import pytest

from salaries.models import Source
from tests.factories import make_figure, make_part, make_release, make_source

pytestmark = pytest.mark.django_db


def published(end: date | None, cycle: int | None = None, state: str = "published") -> None:
    """The bureau with an edition that ends on a day."""
    source = make_source(cycle_months=cycle)
    days = {"reference_start": end and end.replace(day=1), "reference_end": end}
    make_figure(
        part=make_part(make_release(f"ends-{end}".lower(), source, **days), state=state), median=50_000
    )


def overdue(today: date) -> list[tuple[str, date]]:
    return [(source.slug, end) for source, end in Source.objects.overdue(today)]


@pytest.mark.parametrize(
    ("cycle", "last_good", "first_bad"),
    [
        (12, date(2027, 5, 28), date(2027, 6, 1)),
        (None, date(2027, 5, 28), date(2027, 6, 1)),
        (3, date(2025, 11, 28), date(2025, 12, 1)),
        (24, date(2029, 5, 28), date(2029, 6, 1)),
    ],
)
def test_the_newest_edition_is_old_after_two_cycles(
    cycle: int | None, last_good: date, first_bad: date
) -> None:
    published(date(2024, 5, 28), cycle)
    published(date(2025, 5, 28), cycle)
    assert overdue(last_good) == []
    assert overdue(first_bad) == [("bureau", date(2025, 5, 28))]


def test_an_edition_that_is_not_public_does_not_count() -> None:
    published(date(2020, 5, 28))
    published(date(2026, 5, 28), state="draft")
    assert overdue(date(2026, 11, 27)) == [("bureau", date(2020, 5, 28))]


def test_a_source_of_unknown_period_is_never_overdue() -> None:
    published(None)
    assert overdue(date(2060, 1, 1)) == []
