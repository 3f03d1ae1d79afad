"""What a page knows of one figure: its numbers, and the evidence that travels with them."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from salaries.pay.money import currency_words, format_money
from salaries.pay.words import NBSP, NO_FIGURE, first_upper, measure_words, statistic_words

PUBLISHED = "published"
AT_LEAST = "at_least"
NONE = "none"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a cell and its mark.

    No mark: the value is exact (or, if None, was never given). at_least: the value is a lower limit. Any
    other mark says why there is no number, and what stands in `value` is not looked at.
    """

    value: Decimal | None
    mark: str = ""
    state: str = field(init=False, compare=False)
    """published, at_least or none."""

    def __post_init__(self) -> None:
        known = self.value is not None and self.value.is_finite() and self.mark in ("", AT_LEAST)
        object.__setattr__(self, "state", (self.mark or PUBLISHED) if known else NONE)


_NO_NUMBER = Number(None)


ReleaseOrder = tuple[int, int, int, str]
"""Where a release stands among others: the least is asked first."""


class Evidence(NamedTuple):
    """Where a cell comes from. `published` is the data version that made it public."""

    source: str
    source_label: str
    source_title: str
    source_kind: str
    release: str
    reference_start: date | None
    reference_end: date | None
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    priority: int = 0
    published: int = 0

    @property
    def order(self) -> ReleaseOrder:
        """Higher priority, then the later reference period (unknown last), then the later publication."""
        end = self.reference_end or date.min
        return (-self.priority, -end.toordinal(), -self.published, self.release)

    @property
    def reference(self) -> tuple[date | None, date | None]:
        """The reference period, first and last day."""
        return (self.reference_start, self.reference_end)

    @property
    def period(self) -> str:
        """The reference period in words, as `period_words` has it."""
        return period_words(self.reference_start, self.reference_end)


def period_words(start: date | None, end: date | None) -> str:
    """A period in words: "May 2025", "2024", "2024 to 2025", "6 April 2023 to 5 April 2024", "period not stated".

    Whole months and calendar years are called by their name; an end that is not known is not guessed.
    """
    if start is None and end is None:
        return "period not stated"
    if start is None or end is None:
        return f"from {_day(start)}" if start else f"up to {_day(end)}" if end else ""
    if start == end:
        return _day(start)
    ends_month = end.day == monthrange(end.year, end.month)[1]
    if start.day == 1 and ends_month:
        if (start.year, start.month) == (end.year, end.month):
            return _month(end)
        if (start.month, end.month) == (1, 12):
            return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    return f"{_day(start)} to {_day(end)}"


def period_phrase(start: date | None, end: date | None) -> str:
    """A period as a sentence takes it: "in May 2025", "in the year to 5 April 2024", "on 3 May 2024".

    It is the empty text where the end is not known.
    """
    if end is None:
        return ""
    words = period_words(start, end)
    if start is None or words.startswith("from"):
        return words
    if start == end:
        return f"on {words}"
    if " to " not in words:
        return f"in {words}"
    after = end + timedelta(days=1)
    if (after.year - 1, after.month, after.day) == (start.year, start.month, start.day):
        return f"in the year to {_day(end)}"
    return f"from {words}"


def period_label(start: date | None, end: date | None) -> str:
    """A period where there is little room: "May 2025", "2024", "to April 2024"."""
    words = period_words(start, end)
    return words if end is None or " to " not in words else f"to {_month(end)}"


def later(day: date, months: int) -> date:
    """So many months after a day; the last day of a month stays the last one: 31 May, 30 June, 29 February."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return date(years, month + 1, last if ends_month else min(day.day, last))


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


class Cell(NamedTuple):
    """One published figure of a subject: numbers by statistic, in one measure, currency and pay period.

    `employment` counts jobs and is no sample size. Errors are relative standard errors in percent of their
    own statistic. `primary_measure` is the source's, `place_currency` the place's: they decide which cell is
    meant.
    """

    subject: str
    measure: str
    currency: str
    pay_period: str
    numbers: Mapping[str, Number]
    sample_size: int | None
    employment: int | None
    mean_error: Decimal | None
    median_error: Decimal | None
    evidence: Evidence
    primary_measure: str
    place_currency: str
    source_note: str = ""

    def number(self, statistic: str) -> Number:
        """The number and its mark; without either where the cell has none."""
        return self.numbers.get(statistic, _NO_NUMBER)

    def state(self, statistic: str) -> str:
        """published, at_least or none."""
        return self.number(statistic).state

    def value(self, statistic: str) -> Decimal | None:
        """The exact value: what may be subtracted and ranked. None where it is marked or missing."""
        number = self.number(statistic)
        return number.value if number.state == PUBLISHED else None

    def shown(self, statistic: str) -> Decimal | None:
        """The value that is shown: exact, or a lower limit that `format` puts into words."""
        number = self.number(statistic)
        return number.value if number.state != NONE else None

    @property
    def has_band(self) -> bool:
        """Whether p10, p25, median, p75 and p90 are all there and exact."""
        return all(self.state(name) == PUBLISHED for name in ("p10", "p25", "median", "p75", "p90"))

    def format(self, statistic: str) -> str:
        """The number as pages show it: "$155,000", "at least $239,200", or the words for no figure."""
        number = self.number(statistic)
        if number.value is None or number.state == NONE:
            return NO_FIGURE
        money = format_money(number.value, self.currency, self.pay_period)
        return f"at least {money}" if number.state == AT_LEAST else money

    def error(self, statistic: str) -> Decimal | None:
        """The relative standard error in percent of this statistic; None for any but mean and median."""
        return {"mean": self.mean_error, "median": self.median_error}.get(statistic)

    def measure_line(self, statistic: str) -> str:
        """What the number states: "Median gross pay a year", "Mean salary a year, kind not stated"."""
        return first_upper(measure_words(self.measure, statistic, self.pay_period))

    @property
    def pay_line(self) -> str:
        """What all numbers of the cell state: "gross pay a year", "advertised pay a year, in US dollars (USD)"."""
        pay = measure_words(self.measure, "mean", self.pay_period).removeprefix("mean ")
        return f"{pay}, {self.currency_line}" if self.currency_line else pay

    @property
    def currency_line(self) -> str:
        """The currency in words where it is not the place's own: "in US dollars (USD)"; else empty."""
        foreign = self.currency != self.place_currency
        return f"in {currency_words(self.currency)}" if foreign else ""

    def sample_line(self, statistic: str) -> str:
        """How many people, jobs or adverts are behind the number: "120 answers", "1,687,890 employed".

        Empty where neither is known but the error is: that says more than a sample size would.
        """
        if self.sample_size is not None:
            noun = "advert" if self.evidence.source_kind == "job_adverts" else "answer"
            return f"{self.sample_size:,}{NBSP}{noun}{'' if self.sample_size == 1 else 's'}"
        if self.employment is not None:
            return f"{self.employment:,}{NBSP}employed"
        return "" if self.error(statistic) is not None else "Sample size not stated"

    def error_line(self, statistic: str) -> str:
        """The error in words, "relative standard error 0.4 % of the mean"; empty where it is not known."""
        error = self.error(statistic)
        if error is None:
            return ""
        digits = f"{error:f}"
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return f"relative standard error {digits}{NBSP}% of the {statistic_words[statistic]}"

    def evidence_parts(self, statistic: str) -> tuple[str, ...]:
        """The short line under a figure, in parts: measure, foreign currency, sample or error, source, period."""
        parts = (
            self.measure_line(statistic),
            self.currency_line,
            self.sample_line(statistic),
            self.error_line(statistic),
            self.evidence.source_label,
            self.evidence.period,
        )
        return tuple(part for part in parts if part)
