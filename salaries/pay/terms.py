"""The guide's terms, each explained once: the glossary, and what is opened in place on other pages.

A term is a word that a reader meets on a page. Its slug is its place in the glossary (`/glossary/#median`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from salaries.pay.money import HOURS_A_YEAR, MONTHS_A_YEAR
from salaries.pay.uncertainty import SMALL_SAMPLE, WIDE_ERROR
from salaries.pay.words import NBSP, NO_FIGURE


class Term(NamedTuple):
    """A term. `text` is one or two sentences, `example` what the glossary adds.

    `fields`: the columns and values of addresses and files that it stands for. `said`: the words on pages that open
    it, in small letters.
    """

    slug: str
    name: str
    text: str
    example: str = ""
    fields: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


_TERMS = (
    Term(
        "advertised-pay",
        "Advertised pay",
        "What job adverts offer. What people are paid in the end may be more or less.",
        fields=("advertised_pay",),
        said=("advertised pay",),
    ),
    Term(
        "at-least",
        "At least",
        "The publisher gives a lower limit only: the real number is this or more. It is shown, and nothing is "
        "worked out from it.",
        "Some statistics name no pay above a highest amount, called a top code.",
        fields=("at_least",),
        said=("at least", "lower limit"),
    ),
    Term(
        "base-salary",
        "Base salary",
        "The fixed part of pay, before tax: without bonuses, overtime and shares.",
        fields=("base_salary",),
        said=("base salary",),
    ),
    Term(
        "baseline",
        "Baseline",
        "The first of what is compared. Every difference and percentage is counted from it to the other.",
        f"From $106,250 to $155,000 is +45.9{NBSP}%. From $155,000 to $106,250 is −31.5{NBSP}%.",
        said=("baseline",),
    ),
    Term(
        "consumer-price-index",
        "Consumer price index",
        "How prices in the United States have changed over the years. It brings pay of different years to the prices "
        "of the newest year held.",
        fields=("cpi",),
        said=("consumer price index", "consumer prices"),
    ),
    Term(
        "correction",
        "Correction",
        "A published figure that was changed. What it said before is kept, and “What changed” lists both.",
        fields=("corrected",),
    ),
    Term(
        "data-version",
        "Data version",
        "A number that rises with every change to public figures. A permanent link names one.",
        fields=("data_version", "as_of"),
        said=("data version",),
    ),
    Term(
        "difference",
        "Difference",
        "From the baseline to the other, as an amount and in percent of the baseline, rounded to one decimal.",
        "It is never stored: it is worked out each time, and is the same on pages, in files and in pictures.",
        fields=("amount", "percent", "percent_exact"),
    ),
    Term(
        "editorial",
        "Editorial",
        "Figures that somebody has put together, such as an article’s. How is often not stated.",
        fields=("editorial",),
        said=("editorial",),
    ),
    Term(
        "employed",
        "Employed",
        "How many jobs the publisher counts in this group. It is not how many were asked.",
        fields=("employment",),
        said=("employed",),
    ),
    Term(
        "employer-policy",
        "Employer policy",
        "Pay that an employer has set down itself, such as its pay bands.",
        fields=("employer_policy",),
        said=("employer policy",),
    ),
    Term(
        "experience-level",
        "Experience level",
        "A step of seniority (Mid-Level) or of years (10+ Years), as the source draws it. Sources draw it differently.",
        fields=("level",),
        said=("experience levels", "experience level"),
    ),
    Term(
        "figure",
        "Figure",
        "What one release says of one group of people: a role in a place, at a level or at all levels, in one kind of "
        "pay. It may have several numbers, such as a mean and a median.",
    ),
    Term(
        "general-average",
        "General average",
        "A role’s figure for all experience levels and everybody, in the place of the page. “Above average” is above "
        "this.",
        said=("general average",),
    ),
    Term(
        "gross-pay",
        "Gross pay",
        "Pay before tax and other deductions. Whether bonuses and overtime are in it, the source’s page says.",
        fields=("gross_pay",),
        said=("gross pay",),
    ),
    Term(
        "influencing-factor",
        "Influencing factor",
        "What moves pay besides experience. Its options are what people can choose or have: a technology, a skill, "
        "a kind of company, a place.",
        fields=("option",),
        said=("influencing factors", "influencing factor"),
    ),
    Term(
        "job-adverts",
        "Job adverts",
        "Figures counted from vacancies. They show what is offered, and only by those who state pay.",
        fields=("job_adverts",),
        said=("job adverts",),
    ),
    Term(
        "licence",
        "Licence",
        "What the publisher lets others do with its figures. Where none is stated, the page says so.",
        fields=("licence",),
    ),
    Term(
        "margin-of-error",
        "Margin of error",
        f"How far a difference may be off by chance alone, with 95{NBSP}% confidence. A smaller difference is called "
        "“about the same, within the error”.",
        said=("margin of error",),
    ),
    Term(
        "mean",
        "Mean",
        "All pay added up and divided by the number of people, often called the average. A few very high salaries "
        "raise it.",
        "Of $50,000, $60,000 and $130,000 the mean is $80,000.",
        fields=("mean",),
        said=("mean",),
    ),
    Term(
        "measure",
        "Measure",
        "Which kind of pay a number states, such as base salary or total compensation. Different kinds are never "
        "subtracted.",
        fields=("measure",),
    ),
    Term(
        "median",
        "Median",
        "The middle: half of the people are paid less, half more. A few very high salaries do not move it.",
        "Of $50,000, $60,000 and $130,000 the median is $60,000.",
        fields=("median",),
        said=("median",),
    ),
    Term(
        "no-figure",
        NO_FIGURE.partition(" (")[0],
        "Nobody has published one, or too few answers are behind it. The guide does not tell which, so that nobody’s "
        "pay can be guessed.",
        fields=("none", "no_figure"),
    ),
    Term(
        "not-like-for-like",
        "Not like for like",
        "The numbers come from different sources or times, or from a wider group. The difference is shown, with a note "
        "that says so.",
        fields=("broader_role",),
    ),
    Term(
        "official-statistics",
        "Official statistics",
        "Figures of a statistics office, made by a method that it publishes.",
        fields=("official_statistics",),
        said=("official statistics",),
    ),
    Term(
        "pay-band",
        "Pay band",
        "The lowest and highest pay that an employer has set for a job.",
        fields=("range_low", "range_high"),
    ),
    Term(
        "pay-period",
        "Pay period",
        f"The time that an amount is paid for. A year is {MONTHS_A_YEAR} months and {HOURS_A_YEAR:,} hours wherever "
        "the guide converts, and it says so.",
        fields=("pay_period",),
    ),
    Term(
        "percentile",
        "Percentile",
        "A mark on the line from lowest to highest pay. A tenth are paid less than the 10th percentile, nine tenths "
        "less than the 90th. The 50th is the median.",
        "Percentiles of two groups say nothing of both together, so the guide never merges them.",
        fields=("p10", "p25", "p75", "p90"),
        said=(
            "10th percentile",
            "25th percentile",
            "75th percentile",
            "90th percentile",
            "percentiles",
            "percentile",
        ),
    ),
    Term(
        "permanent-link",
        "Permanent link",
        "An address that goes on showing the figures of one data version, and says what has changed since.",
    ),
    Term(
        "place",
        "Place",
        "A country, state, metropolitan area or other area, as the source draws it.",
        fields=("location",),
    ),
    Term(
        "premium",
        "Premium",
        "How much more the people with an option are paid than those of the same role, level and place without it, in "
        "one release. It is always worked out, never typed in.",
        said=("premiums", "premium"),
    ),
    Term(
        "purchasing-power-parity",
        "Purchasing power parity",
        "How much of a country’s money buys what one US dollar buys in the United States. Pay divided by it is in "
        "international dollars (Int$).",
        fields=("ppp",),
        said=("purchasing power parity", "purchasing power", "international dollars"),
    ),
    Term(
        "reference-period",
        "Reference period",
        "The time that a figure is of, which is earlier than the day it came out. Some sources do not state it.",
        fields=("reference_period",),
        said=("period not stated", "reference period"),
    ),
    Term(
        "regional-price-parity",
        "Regional price parity",
        "How dear a place in the United States is, the whole country being 100. Pay divided by it is pay at US prices.",
        fields=("rpp",),
        said=("regional price parity", "regional price parities"),
    ),
    Term(
        "relative-standard-error",
        "Relative standard error",
        "How far a number may be off because not everybody was asked, in percent of the number. Nineteen times in "
        "twenty the truth lies within about twice that.",
        f"Above {WIDE_ERROR}{NBSP}% a comparison calls a figure rough.",
        fields=("error", "mean_error", "median_error", "wide_error"),
        said=("relative standard error",),
    ),
    Term(
        "release",
        "Release",
        "One edition of a source: its figures of one period.",
        fields=("release",),
    ),
    Term("role", "Role", "What a person does: Backend Engineer.", fields=("role",)),
    Term(
        "salary-kind-not-stated",
        "Salary, kind not stated",
        "The source says “salary” and not whether bonuses, shares or overtime are in it. It is compared with nothing "
        "that says more.",
        fields=("salary_unspecified",),
        said=("kind not stated",),
    ),
    Term(
        "sample",
        "Sample",
        "How many people, jobs or adverts were asked or counted. Surveys and job adverts with fewer than {minimum} "
        "are not shown.",
        f"A figure of fewer than {SMALL_SAMPLE} answers carries a note in comparisons.",
        fields=("sample_size", "too_few", "small_sample"),
        said=("sample size", "answers", "adverts", "sample"),
    ),
    Term(
        "source",
        "Source",
        "Who publishes a figure, how it is made, and under which licence.",
        fields=("source",),
    ),
    Term(
        "subject",
        "Subject",
        "What is compared: a role and a level in a place, with or without an option.",
        "In addresses it is written with dots: backend-engineer.10-plus-years.us. “average” are all levels.",
        fields=("subject",),
    ),
    Term(
        "survey",
        "Survey",
        "People were asked. Those who answered need not be like those who did not.",
        fields=("survey",),
        said=("survey",),
    ),
    Term(
        "total-compensation",
        "Total compensation",
        "Pay with bonuses, and with perks and shares where the source counts them, before tax.",
        fields=("total_compensation",),
        said=("total compensation",),
    ),
    Term(
        "wider-role",
        "Wider role",
        "An occupation that a role is counted in: Software Developer for Backend Engineer. Statistics offices often "
        "publish only the wider one.",
        said=("wider group", "wider occupation"),
    ),
)


def glossary(minimum: int) -> tuple[Term, ...]:
    """Every term, by name. `minimum` is how many answers a survey's figure needs."""
    terms = (term._replace(text=term.text.replace("{minimum}", str(minimum))) for term in _TERMS)
    return tuple(sorted(terms, key=lambda term: term.name.lower()))


@cache
def _words(minimum: int) -> tuple[dict[str, Term], re.Pattern[str]]:
    """The terms by the words that texts say them with, and what finds these, the longest first."""
    by_word = {word: term for term in glossary(minimum) for word in term.said}
    words = sorted(by_word, key=len, reverse=True)
    return by_word, re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


class Opened(NamedTuple):
    """A term that is opened in place, and the id of the element that says it."""

    id: str
    term: Term


class FirstUses:
    """The terms that a page has explained so far, so that each is opened where it is first used.

    What is opened is gathered at the end of a part of a page, since a part can be fetched by itself. The ids of later
    parts differ from those of the first, which may be fetched again and use other words than before.
    """

    def __init__(self, minimum: int) -> None:
        self._by_word, self._pattern = _words(minimum)
        self._met: set[str] = set()
        self._opened: list[Opened] = []
        self._part = 1

    def pieces(self, text: str) -> Iterator[tuple[str, Opened | None]]:
        """The text in pieces, each word that opens a term for the first time being one with its term."""
        done = 0
        for found in self._pattern.finditer(text):
            term = self._by_word[found[0].lower()]
            if term.slug in self._met:
                continue
            self._met.add(term.slug)
            opened = Opened(f"term{'' if self._part == 1 else self._part}-{term.slug}", term)
            self._opened.append(opened)
            yield text[done : found.start()], None
            yield found[0], opened
            done = found.end()
        yield text[done:], None

    def gathered(self) -> Sequence[Opened]:
        """What was opened since the last time; a new part begins."""
        opened, self._opened = self._opened, []
        self._part += 1
        return opened
