"""What the guide and the comparison have in common: the words of both, and parts of other sources to show."""

from salaries.models import ReleasePart
from tests.factories import make_part, make_release, make_source

NO_FIGURE = "No figure published (none, or too few answers)"
WHICH_STATISTIC = "Choose one of mean, median, p10, p25, p75 and p90."
WHICH_RELEASE = "Name a release as source/release, as in bls-oews/may-2025."

PROGRAM_WORDS = r"\b(None|NaN|nan|null|inf|Infinity|undefined|Decimal)\b"
"""What a reader must never meet where a figure is missing."""


def part_of(source: str) -> ReleasePart:
    """The published part of the release May 2025 of a source."""
    return make_part(make_release(source=make_source(source)))
