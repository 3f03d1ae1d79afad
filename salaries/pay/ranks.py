"""Which place a value has among others, and when that cannot be said."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal


def ranks(values: Sequence[tuple[Decimal, bool]]) -> tuple[int | None, ...]:
    """The rank of each value, the highest being first; with a value comes whether it is exact or a lower limit.

    Equal values share a rank, and the next rank counts them all: 1, 2, 2, 4. A lower limit has no rank, and none
    has a value at or above a limit: what lies behind the limit may be higher or lower. Values above zero alone.
    """
    lowest_limit = min((value for value, exact in values if not exact), default=None)
    upwards = sorted(value for value, _ in values)

    def rank(value: Decimal, exact: bool) -> int | None:
        if not exact or (lowest_limit is not None and lowest_limit <= value):
            return None
        return 1 + len(upwards) - bisect_right(upwards, value)

    return tuple(rank(value, exact) for value, exact in values)
