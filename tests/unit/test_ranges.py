"""The part of a file that a `Range` header asks for."""

from io import BytesIO

import pytest

from salaries.ranges import NotThere, Part, asked_part


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=2-5", 2, 5),
        ("bytes=2-", 2, 9),
        ("bytes=8-99", 8, 9),
        ("bytes=-3", 7, 9),
        ("bytes=-99", 0, 9),
        ("Bytes = 2 - 5", 2, 5),
    ],
)
def test_one_part_is_found(header: str, first: int, last: int) -> None:
    assert asked_part(header, 10) == range(first, last + 1)


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=²-3",
               f"bytes={'9' * 5_000}-"],
)  # fmt: skip
def test_what_is_not_one_part_means_the_whole_file(header: str) -> None:
    assert asked_part(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(NotThere):
        asked_part(header, 10)


def test_a_part_is_read_by_blocks_and_closes_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salaries.ranges.BLOCK", 4)
    file = BytesIO(b"0123456789")
    assert [*Part(file, range(1, 8))] == [b"1234", b"567"]
    assert file.closed


def test_a_part_that_nobody_reads_closes_its_file_too() -> None:
    file = BytesIO(b"0123456789")
    Part(file, range(10)).close()
    assert file.closed
