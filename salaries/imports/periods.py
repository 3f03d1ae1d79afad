"""Reference periods, as people write them on the command line and as releases are called after them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """The time that pay is of: first and last day, both included."""

    start: date
    end: date

    @property
    def slug(self) -> str:
        """What a release of this period is called.

        `2025` and `2024-2025` for calendar years, `may-2025` for a month, `year-to-april-2024` for a year
        that ends within another, else after its last month.
        """
        whole_years = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        if whole_years:
            first, last = self.start.year, self.end.year
            return str(last) if first == last else f"{first}-{last}"
        last_month = f"{MONTHS[self.end.month - 1]}-{self.end.year}"
        follows = self.end + timedelta(days=1)
        a_year = (follows.year - 1, follows.month, follows.day) == (
            self.start.year, self.start.month, self.start.day,
        )  # fmt: skip
        return f"year-to-{last_month}" if a_year else last_month


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def month(number: int, of: int) -> Period:
    """A month (`of`: 1 to 12) of a year."""
    return Period(date(number, of, 1), date(number, of, monthrange(number, of)[1]))


NOT_STATED = "none"
"""What is written for a period that nobody knows."""


def stated_period(text: str) -> tuple[Period | None, bool]:
    """The period that somebody states, and whether they say that nobody knows it: (None, True) for “none”.

    Nothing is (None, False). Raises ValueError with a sentence.
    """
    text = text.strip()
    if text.casefold() == NOT_STATED:
        return None, True
    return (parse_period(text) if text else None), False


def parse_period(text: str) -> Period:
    """`2025`, `2025-05`, `2025-05-01`, or two of them joined by a slash: `2024/2025`.

    Raises ValueError with a sentence where it is none of these, or ends before it starts.
    """
    first, _, last = text.strip().partition("/")
    start, end = _one(first, text), _one(last or first, text)
    if end.end < start.start:
        raise ValueError(f"“{text}” ends before it starts.")
    return Period(start.start, end.end)


def _one(text: str, whole: str) -> Period:
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    try:
        if found is None or not "1900" <= found[1] <= "2200":
            raise ValueError
        if found[3]:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return Period(day, day)
        return month(int(found[1]), int(found[2])) if found[2] else year(int(found[1]))
    except (ValueError, IndexError):
        raise ValueError(
            f"“{whole}” is no period: write a year (2025), a month (2025-05), a day (2025-05-31), "
            "or two of them joined by a slash (2024/2025)."
        ) from None
