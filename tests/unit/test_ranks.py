from decimal import Decimal

import pytest

from salaries.pay.ranks import ranks


def exactly(*values: int) -> list[tuple[Decimal, bool]]:
    return [(Decimal(value), True) for value in values]


def at_least(value: int) -> tuple[Decimal, bool]:
    return Decimal(value), False


def test_the_highest_is_first_whatever_the_order() -> None:
    assert ranks(exactly(30, 10, 20)) == (1, 3, 2)


def test_equal_values_share_a_rank_and_the_next_counts_them_all() -> None:
    assert ranks(exactly(40, 30, 30, 20)) == (1, 2, 2, 4)


def test_a_limit_above_a_value_is_counted_and_has_no_rank_itself() -> None:
    assert ranks([at_least(50), *exactly(40, 30)]) == (None, 2, 3)


@pytest.mark.parametrize("limit", [30, 40])
def test_what_may_lie_on_either_side_of_a_limit_has_no_rank(limit: int) -> None:
    assert ranks([at_least(limit), *exactly(40, 20)]) == (None, None, 3)


def test_nothing_has_no_ranks() -> None:
    assert ranks([]) == ()
