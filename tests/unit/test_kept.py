"""What is kept for a data version: read once for it, whoever asks; nothing of what may yet change."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from time import sleep

import pytest

from salaries.models.versions import Stamp
from salaries.pages.kept import KeptForVersion, Once, nothing_kept

FIRST, SECOND = Stamp(1, "10:00", False), Stamp(2, "11:00", False)

Newest = Callable[[Stamp | None], None]


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch) -> Newest:
    """Says which version is the newest one."""

    def say(stamp: Stamp | None) -> None:
        monkeypatch.setattr("salaries.pages.kept.newest_stamp", lambda: stamp)

    say(FIRST)
    return say


@pytest.fixture
def kept(newest: Newest) -> KeptForVersion[int]:
    """What counts how often it was read."""
    numbers: Iterator[int] = count(1)
    return KeptForVersion(lambda: next(numbers))


def test_it_is_read_once_for_a_version(kept: KeptForVersion[int], newest: Newest) -> None:
    assert (kept.now(), kept.now()) == (1, 1)
    newest(SECOND)
    assert (kept.now(), kept.now()) == (2, 2)


def test_a_version_that_was_taken_back_is_another_one(kept: KeptForVersion[int], newest: Newest) -> None:
    assert kept.now() == 1
    newest(Stamp(1, "10:30", False))
    assert kept.now() == 2


@pytest.mark.parametrize("stamp", [None, Stamp(2, "11:00", True)])
def test_nothing_is_kept_of_what_may_yet_change(
    kept: KeptForVersion[int], newest: Newest, stamp: Stamp | None
) -> None:
    assert kept.now() == 1
    newest(stamp)
    assert (kept.now(), kept.now()) == (2, 3)
    newest(FIRST)
    assert kept.now() == 1


def test_nothing_is_kept_of_what_is_tried(kept: KeptForVersion[int]) -> None:
    assert kept.now() == 1
    with nothing_kept():
        assert (kept.now(), kept.now()) == (2, 3)
    assert kept.now() == 1


def test_nothing_is_kept_of_a_reading_that_failed(newest: Newest) -> None:
    answers = iter([ZeroDivisionError(), 2])

    def read() -> object:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    kept = KeptForVersion(read)
    with pytest.raises(ZeroDivisionError):
        kept.now()
    assert kept.now() == 2


def both(read: Callable[[], int]) -> list[Callable[[], int]]:
    return [KeptForVersion(read).now, Once(read).get]


@pytest.mark.usefixtures("newest")
@pytest.mark.parametrize("which", [0, 1])
def test_who_asks_at_once_waits_for_the_one_that_reads(which: int) -> None:
    numbers, together = count(1), Barrier(4)

    def read() -> int:
        sleep(0.05)
        return next(numbers)

    asked = both(read)[which]

    def ask() -> int:
        together.wait()
        return asked()

    with ThreadPoolExecutor(4) as threads:
        assert [one.result() for one in [threads.submit(ask) for _ in range(4)]] == [1, 1, 1, 1]
