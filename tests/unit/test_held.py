"""Which roles a page of a release's table is of, without looking at its figures."""

import pytest

from salaries.pages.held import Held

# Figures 0 to 2 are of role 7, 3 and 4 of role 5, 5 to 8 of role 9.
HELD = Held(roles=((7, 3), (5, 2), (9, 4)))


@pytest.mark.parametrize(
    ("first", "last", "roles", "before"),
    [
        (0, 3, [7], 0),
        (2, 4, [7, 5], 0),
        (3, 5, [5], 3),
        (4, 6, [5, 9], 3),
        (5, 9, [9], 5),
        (0, 9, [7, 5, 9], 0),
    ],
)
def test_the_roles_of_a_page_and_the_figures_before_them(
    first: int, last: int, roles: list[int], before: int
) -> None:
    assert HELD.roles_at(first, last) == (roles, before)


def test_figures_are_counted_over_all_roles() -> None:
    assert (HELD.figures, Held().figures) == (9, 0)
