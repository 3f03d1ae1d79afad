"""What the mapping file of a survey says: which column says what, which title is which role, who is counted.

`survey_toml.py` reads it from TOML; `docs/formats/survey.md` lists the keys.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal


def folded(text: str) -> str:
    """A text as titles and options are compared: no regard to case, outer blanks and repeated blanks."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, or by several of which the first that the file has is meant."""

    purpose: str
    names: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Adjacent rows that are one range: `besides` also state pay, `distinct` is what a range is told by."""

    besides: tuple[str, ...]
    distinct: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Pay:
    """Where pay stands and of what kind it is; `lowest` and `highest` bound what is plausible."""

    column: Column
    period: str
    currency: str
    currency_column: Column | None
    lowest: Decimal | None
    highest: Decimal | None
    pairs: Pairs | None


@dataclass(frozen=True, slots=True)
class Roles:
    """Titles to roles: an exact title first, then the first pattern that fits. "" is no role."""

    column: Column | None
    value: str
    several: bool
    titles: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def of(self, title: str) -> str:
        """The role of one title, "" where it belongs to none."""
        wanted = folded(title)
        if wanted in self.titles:
            return self.titles[wanted]
        return next((role for pattern, role in self.patterns if pattern.fullmatch(wanted)), "")


@dataclass(frozen=True, slots=True)
class Places:
    """Values to ISO codes or slugs of places; with `iso` two capital letters are such a code themselves."""

    column: Column | None
    value: str
    iso: bool
    values: dict[str, str]

    def of(self, text: str) -> str:
        """The code or slug of a value, "" where it is not mapped."""
        if text in self.values:
            return self.values[text]
        return text if self.iso and re.fullmatch("[A-Z]{2}", text) else ""


@dataclass(frozen=True, slots=True)
class Band:
    """Years from `start` to below `below` are a level."""

    start: Decimal
    below: Decimal | None
    level: str

    def holds(self, years: Decimal) -> bool:
        return years >= self.start and (self.below is None or years < self.below)


@dataclass(frozen=True, slots=True)
class Levels:
    """Codes and bands of years to levels."""

    column: Column
    values: dict[str, str]
    bands: tuple[Band, ...]

    def of(self, text: str) -> str | None:
        """The level of a value, "" where it is known to be none, None where the value is not known."""
        if text in self.values:
            return self.values[text]
        if not self.bands or not re.fullmatch(r"\d{1,4}(\.\d+)?", text):
            return None
        years = Decimal(text)
        return next((band.level for band in self.bands if band.holds(years)), "")


@dataclass(frozen=True, slots=True)
class OptionColumn:
    """A column that may hold several values, parted by semicolons, and the option that each value is."""

    column: Column
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are taken: those whose value is `among`, is not `never`, or lies in a range (both included)."""

    column: Column
    several: bool
    among: tuple[str, ...]
    never: tuple[str, ...]
    start: Decimal | None
    end: Decimal | None


@dataclass(frozen=True, slots=True)
class Years:
    """Where a row's year stands, which years are taken unless others are asked for, and what files are called."""

    column: Column | None = None
    years: tuple[int, ...] = ()
    file_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that a mapping file says.

    `last_line_ends`: texts of this publisher end with the end of a line; one that does not was cut off.
    """

    name: str
    source: str
    measure: str
    percentiles: str
    minimum: int
    missing: tuple[str, ...]
    last_line_ends: bool
    pay: Pay
    roles: Roles
    places: Places
    levels: Levels | None = None
    weight: Column | None = None
    options: tuple[OptionColumn, ...] = ()
    filters: tuple[Filter, ...] = ()
    period: Years = field(default_factory=Years)
