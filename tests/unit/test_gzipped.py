"""Large tables are compressed as they come: what is sent first does not wait for the last row."""

import gzip
from collections.abc import Iterator

from salaries.downloads import Row, gzipped_csv
from salaries.pay.downloads import NAMES

ROWS = 5_000


def rows(read: list[int]) -> Iterator[Row]:
    """Rows that keep count of how many of them were read."""
    for number in range(ROWS):
        read.append(number)
        yield [f"role-{number}", *[None] * (len(NAMES) - 1)]


def test_the_first_block_is_there_before_most_rows_are_read() -> None:
    read: list[int] = []
    assert next(gzipped_csv(rows(read)))
    assert len(read) < 600


def test_the_blocks_together_are_the_whole_table() -> None:
    lines = gzip.decompress(b"".join(gzipped_csv(rows([])))).decode().splitlines()
    assert len(lines) == 5_001
    assert lines[0].startswith("subject,role,level,")
    assert lines[5_000] == f"role-4999{',' * 33}"


def test_the_same_rows_are_the_same_bytes() -> None:
    assert b"".join(gzipped_csv(rows([]))) == b"".join(gzipped_csv(rows([])))
