"""Words for what figures are made of: the same ones in tables, sentences, addresses and downloads.

Keys are the values that the database and addresses hold; values are what a reader sees.
"""

import re
from collections.abc import Sequence

NBSP = "\u00a0"
MINUS = "\u2212"

Measure: dict[str, str] = {
    "base_salary": "base salary",
    "total_compensation": "total compensation",
    "gross_pay": "gross pay",
    "advertised_pay": "advertised pay",
    "salary_unspecified": "salary, kind not stated",
}

BEFORE_TAX = frozenset({"base_salary", "gross_pay"})
"""Measures whose very meaning is pay before tax; of the others a sentence does not say so."""

STATISTICS = ("mean", "median", "p10", "p25", "p75", "p90")

statistic_words: dict[str, str] = {
    "mean": "mean",
    "median": "median",
    "p10": "10th percentile",
    "p25": "25th percentile",
    "p75": "75th percentile",
    "p90": "90th percentile",
}

PAY_PERIODS: dict[str, str] = {"year": "a year", "month": "a month", "hour": "an hour"}

MARKS: dict[str, str] = {
    "withheld": "withheld by the publisher",
    "not_collected": "not collected by the publisher",
    "too_few": "too few answers",
    "at_least": "at least",
}
"""For editors. Readers see one sentence, `NO_FIGURE`, for every mark but at_least."""

NO_FIGURE = "No figure published (none, or too few answers)"

SOURCE_KINDS: dict[str, str] = {
    "official_statistics": "official statistics",
    "survey": "survey",
    "job_adverts": "job adverts",
    "employer_policy": "employer policy",
    "editorial": "editorial",
}

FEWEST_LETTERS = 8
"""Letters of a name's first part below which cutting it would say nothing."""

_WITH_ARTICLE = frozenset(
    {
        "Bahamas", "Central African Republic", "Comoros", "Czech Republic",
        "Democratic Republic of the Congo", "District of Columbia", "Dominican Republic", "European Union",
        "Gambia", "Maldives",
        "Marshall Islands", "Netherlands", "Philippines", "Seychelles", "Solomon Islands",
        "United Arab Emirates", "United Kingdom", "United States", "Virgin Islands",
    }
)  # fmt: skip


_OURS = ("the ", "all levels", "general average", "level’s average")


def with_article(place: str) -> str:
    """A place's name as prose wants it: "the United States", "Germany"."""
    return f"the {place}" if place in _WITH_ARTICLE else place


def first_upper(text: str) -> str:
    """The text with a capital first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def opening(label: str) -> str:
    """A label at the start of a sentence: a capital for a word of ours, none for a name ("iOS Engineer")."""
    return first_upper(label) if label.startswith(_OURS) else label


def shortened(label: str, most: int) -> str:
    """A name of at most so many letters: its first part is cut, since what tells names apart often comes last."""
    if len(label) <= most:
        return label
    head, comma, tail = label.rpartition(", ")
    room = most - len(comma + tail) - 1
    if room < FEWEST_LETTERS:
        return f"{label[: most - 1].rstrip()}…"
    return f"{head[:room].rstrip()}…{comma}{tail}"


def unbroken(text: str) -> str:
    """A text that people have typed, with its numbers kept on the line of their percent sign: "a 1 % sample"."""
    return re.sub(r"(?<=\d) (?=%)", NBSP, text) if "%" in text else text


def counted(number: int, noun: str) -> str:
    """`1 role`, `1,200 roles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Words joined as prose: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def measure_words(measure: str, statistic: str, pay_period: str) -> str:
    """What a number states: "median gross pay a year", "mean salary a year, kind not stated".

    A percentile is "of" something: "10th percentile of gross pay a year".
    """
    kind, _, remark = Measure[measure].partition(", ")
    joint = " " if statistic in ("mean", "median") else " of "
    words = f"{statistic_words[statistic]}{joint}{kind} {PAY_PERIODS[pay_period]}"
    return f"{words}, {remark}" if remark else words
