"""The limits of guessing as arithmetic: who waits until when."""

from datetime import UTC, datetime, timedelta

import pytest

from compsite.signin.throttle import Failure, pair_until, sum_until

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def at(*minutes: int) -> list[Failure]:
    """Anna's failures at one address, so many minutes after noon."""
    return [Failure("anna", "192.0.2.1", NOON + timedelta(minutes=one)) for one in minutes]


@pytest.mark.parametrize(
    ("minutes", "waits_until"),
    [
        ((), None),
        ((0, 0, 0, 0), None),
        ((0, 1, 2, 3, 4), 4 + 15),
        ((0, 0, 0, 0, 0, 15), 15 + 30),
        ((0, 0, 0, 0, 0, 15, 45), 45 + 60),
        ((0, 0, 0, 0, 0, 15, 45, 105), 105 + 60),
    ],
)
def test_the_wait_grows_to_an_hour(minutes: tuple[int, ...], waits_until: int | None) -> None:
    expected = None if waits_until is None else NOON + timedelta(minutes=waits_until)
    assert pair_until(at(*minutes), "anna", "192.0.2.1") == expected


def test_other_names_and_addresses_do_not_count() -> None:
    failures = at(0, 0, 0, 0, 0)
    assert pair_until(failures, "ben", "192.0.2.1") is None
    assert pair_until(failures, "anna", "192.0.2.2") is None


def test_a_thousand_failures_are_no_overflow() -> None:
    assert pair_until(at(*[0] * 1000), "anna", "192.0.2.1") == NOON + timedelta(hours=1)


def test_a_sum_waits_until_fewer_lie_in_the_hour_before() -> None:
    times = [NOON + timedelta(minutes=one) for one in (0, 10, 20)]
    assert sum_until(times, 4) is None
    assert sum_until(times, 3) == NOON + timedelta(minutes=60)
    assert sum_until(times, 2) == NOON + timedelta(minutes=70)
