"""Which data version an `as_of` means, and the sentences for those that mean none."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salaries.models import DataVersion, Figure
from salaries.models.history import NoSuchVersion, resolve
from tests.factories import make_figure
from tests.models.changing import by_update
from tests.models.pinning import said

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def number_of(text: str) -> int:
    """The number of the version that a text means."""
    found = resolve(text)
    assert isinstance(found, DataVersion)
    return found.number


def refusal(text: str) -> tuple[int, str]:
    found = resolve(text)
    assert isinstance(found, NoSuchVersion)
    return found.status, found.sentence


def set_moments(*moments: datetime) -> list[int]:
    """Data versions of those moments, and no others."""
    DataVersion.objects.all().delete()
    return [DataVersion.objects.create(committed_at=moment).number for moment in moments]


LAST_OF_MARCH = datetime(2026, 3, 31, 23, 59, 59, 999_000, UTC)
FIRST_OF_APRIL = datetime(2026, 4, 1, tzinfo=UTC)
NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)


def test_a_number_means_itself() -> None:
    for number in set_moments(LAST_OF_MARCH, FIRST_OF_APRIL):
        assert number_of(str(number)) == number


@pytest.mark.parametrize(
    ("day", "which"),
    [("2026-03-31", 0), ("2026-04-01", 1), ("2026-04-02", 1), ("2026-04-03", 2), ("2026-04-30", 2)],
)
def test_a_day_means_its_last_version(day: str, which: int, monkeypatch: Any) -> None:
    numbers = set_moments(LAST_OF_MARCH, FIRST_OF_APRIL, NOON)
    monkeypatch.setattr("salaries.models.history.timezone.now", lambda: datetime(2026, 5, 1, tzinfo=UTC))
    assert number_of(day) == numbers[which]


def test_today_means_the_newest_version() -> None:
    make_figure(median=50_000)
    assert number_of(f"{TODAY:%Y-%m-%d}") == DataVersion.objects.latest("number").number


def test_a_day_is_one_of_utc() -> None:
    number, _ = set_moments(datetime(2026, 3, 31, 12, tzinfo=UTC), FIRST_OF_APRIL)
    assert number_of("2026-03-31") == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "-1", "+1", "007", "1.0", "1e3", "٣", "\uff11\uff12", "1 ", "1\n", "9" * 19, "today", "2026-3-1",
     "2026-03-31T00:00", "2026-03-31 ", "31.03.2026", "v7", "1,000", "\x00", "²"],
)  # fmt: skip
def test_what_is_neither_a_number_nor_a_day_is_refused(text: str) -> None:
    assert refusal(text) == (
        400,
        "The data version is a number, as in a permanent link, or a day written 2026-03-31.",
    )


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-04-31"])
def test_a_day_that_no_calendar_has_is_refused(day: str) -> None:
    assert refusal(day) == (400, f"“{day}” is not a day of the calendar.")


def test_a_version_to_come_is_refused() -> None:
    (number,) = set_moments(NOON)
    assert refusal(str(number + 1)) == (
        404,
        f"There is no data version {number + 1} yet: the newest is {number}.",
    )
    assert refusal("9" * 18)[0] == 404


def test_a_number_between_versions_is_refused() -> None:
    first, middle, _ = set_moments(LAST_OF_MARCH, FIRST_OF_APRIL, NOON)
    DataVersion.objects.filter(pk=middle).delete()
    assert refusal(str(middle)) == (404, f"There is no data version {middle}.")
    assert number_of(str(first)) == first


def test_a_day_to_come_is_refused(monkeypatch: Any) -> None:
    set_moments(LAST_OF_MARCH)
    monkeypatch.setattr("salaries.models.history.timezone.now", lambda: LAST_OF_MARCH)
    assert refusal("2026-04-01") == (404, "1 April 2026 has not come yet.")
    assert refusal("9999-12-31")[0] == 404


def test_a_day_before_the_first_version_is_refused() -> None:
    set_moments(NOON)
    assert refusal("2026-04-02") == (
        404,
        "Nothing was published by 2 April 2026: the first data version is of 3 April 2026.",
    )


def test_nothing_is_found_where_nothing_has_been_published() -> None:
    assert refusal("1") == refusal("2026-04-02") == (404, "Nothing has been published yet.")


def test_a_version_is_found_with_one_query(django_assert_num_queries: Any) -> None:
    (number,) = set_moments(NOON)
    with django_assert_num_queries(1):
        resolve(str(number))
    with django_assert_num_queries(1):
        resolve("2026-04-03")


def test_a_day_shows_what_its_last_correction_said() -> None:
    figure = make_figure(median=50_000)
    DataVersion.objects.update(committed_at=LAST_OF_MARCH)
    by_update(figure)
    Figure.objects.update(median=70_000)
    DataVersion.objects.filter(committed_at__gt=NOON).update(committed_at=NOON)
    found = [number_of(f"{day:%Y-%m-%d}") for day in (date(2026, 3, 31), NOON.date() + timedelta(1))]
    assert [said(version) for version in found] == [[50_000], [70_000]]
