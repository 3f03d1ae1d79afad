"""The parts of a comparison: its sides, the differences between them, and the notes on both."""

from decimal import Decimal
from typing import NamedTuple

from salaries.pay.cells import NONE, Cell
from salaries.pay.words import NO_FIGURE


class Side(NamedTuple):
    """One subject of a comparison. `level` and `option` are None for all levels and for everyone.

    `broader` holds the slugs of all wider roles, not only of the next one.
    """

    subject: str
    role: str
    role_name: str
    level: str | None
    level_name: str
    location: str
    location_name: str
    option: str | None
    option_name: str
    cell: Cell | None
    broader: frozenset[str] = frozenset()

    def state(self, statistic: str) -> str:
        """published, at_least or none."""
        return self.cell.state(statistic) if self.cell else NONE

    def value(self, statistic: str) -> Decimal | None:
        """The exact value; None where it is marked or missing."""
        return self.cell.value(statistic) if self.cell else None

    def format(self, statistic: str) -> str:
        """The figure as pages show it, or the words for none."""
        return self.cell.format(statistic) if self.cell else NO_FIGURE


class Difference(NamedTuple):
    """From the baseline to one other subject: amount and percent, or the reason why there is none.

    `percent` has one decimal, `percent_exact` is unrounded. `words`: "+$48,750 a year"; `percent_words`:
    "+45.9 %"; `month_words`: "about $4,063 a month", `hour_words`: "about $23.44 an hour", both only of a
    year's pay and where they are not zero. Without a difference `words` says in short why not, `explanations`
    in full sentences, and the other words are empty.
    """

    subject: str
    amount: Decimal | None
    percent: Decimal | None
    percent_exact: Decimal | None
    reason: str | None
    words: str
    percent_words: str = ""
    month_words: str = ""
    hour_words: str = ""
    explanations: tuple[str, ...] = ()


class Note(NamedTuple):
    """Why figures are not like for like: code source, reference_period or broader_role, and a sentence."""

    code: str
    text: str
