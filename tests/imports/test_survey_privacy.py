"""What a survey's cells leave out, so that few people's pay cannot be worked out from what is published."""

from pathlib import Path

import pytest

from salaries.imports.formats.survey_cells import Group, revealing
from tests.imports.surveys import PLAIN, csv, finished, sizes

HEADER = "title,country,pay,level"
LEVELS = (
    PLAIN
    + """
[level]
column = "level"
[level.values]
"J" = "entry-level"
"M" = "mid-level"
"S" = "senior-staff"
"""
)


def group(level: int, size: int, option: int | None = None) -> Group:
    return Group(1, 1, level, 0, option, size, {})


def left_out(*sizes: int, whole: int) -> set[int]:
    """The levels, from 1, that are left out of a group of so many answers."""
    keys = revealing([group(0, whole), *(group(n, size) for n, size in enumerate(sizes, 1))], 10)
    return {int(key[-1] or 0) for key in keys}


@pytest.mark.parametrize(
    ("sizes", "whole", "levels"),
    [
        ((21, 92), 114, {1}),  # one answer would be left: 114 - 21 - 92
        ((21, 92), 113, set()),  # nothing is left
        ((21, 92), 123, set()),  # ten are left
        ((21, 92), 122, {1}),  # nine are left
        ((11,), 16, {1}),
        ((10, 10, 10), 39, {3}),  # nine are left, then nineteen
        ((50,), 50, set()),
        ((50, 3), 53, {1}),  # the three are not published, and would be what is left
        ((50, 5, 6), 61, set()),  # eleven are left, of two levels
    ],
)
def test_levels_go_until_nothing_small_can_be_taken_from_the_whole(
    sizes: tuple[int, ...], whole: int, levels: set[int]
) -> None:
    assert left_out(*sizes, whole=whole) == levels


def test_each_option_is_looked_at_by_itself() -> None:
    found = revealing([group(0, 40, 1), group(1, 35, 1), group(0, 40), group(1, 20)], 10)
    assert found == {(1, 1, 0, 1, 1)}


def test_a_file_gives_no_level_from_which_a_single_answer_could_be_worked_out(tmp_path: Path) -> None:
    answers = [(level, pay) for level, count in (("M", 12), ("S", 30), ("J", 1)) for pay in range(count)]
    rows = [f"Back-end,United States,{50_000 + pay},{level}" for level, pay in answers]
    reading, cells = finished(csv(tmp_path, HEADER, rows), LEVELS, minimum=10)
    assert sizes(cells) == {
        ("backend-engineer", "US", "", ""): 43,
        ("backend-engineer", "US", "senior-staff", ""): 30,
    }
    assert reading.skipped["levels from which fewer than 10 answers could be worked out"] == 1
