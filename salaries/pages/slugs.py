"""Which slugs are live, and which of them are spelled nearly as one that is not there."""

from collections.abc import Mapping
from typing import Any

from salaries.models.base import Retirable
from salaries.pay.near import Spelled


def is_live(row: Retirable, at: int | None) -> bool:
    """Whether a row is not retired, or was not yet at a data version: `RetirableQuerySet.live` for one row."""
    return row.retired_in is None or (at is not None and row.retired_in > at)


class Misspelt[T: Retirable]:
    """The slugs of a noun, for those that are not among them: `salaries/pay/near.py`."""

    def __init__(self, rows: Mapping[str, T]) -> None:
        self._rows: Mapping[str, Any] = rows
        self._retired = [(slug, row) for slug, row in rows.items() if row.is_retired]
        self._spelled = Spelled(rows)
        self._live = self._spelled.all & ~self._spelled.only(slug for slug, _ in self._retired)

    def near(self, slug: str, at: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The slugs spelled nearly so of what is live (at a data version), best first, and their names."""
        again = self._spelled.only(slug for slug, row in self._retired if is_live(row, at)) if at else 0
        near = self._spelled.near(slug, self._live | again)
        return near, tuple(self._rows[one].name for one in near)
