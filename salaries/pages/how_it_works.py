"""How far the numbers can be trusted: what they mean, how one is chosen, what is refused and what is uncertain."""

from dataclasses import dataclass

from django.conf import settings

from salaries.models.base import MOST_SUBJECTS
from salaries.pages.examples import (
    Said,
    Sources,
    Spread,
    at_other_prices,
    erroneous,
    general_figure,
    lower_limit,
    sources_of_one_role,
    spread_of,
)
from salaries.pages.trail import Trail, from_home
from salaries.pay.money import HOURS_A_YEAR, MONTHS_A_YEAR
from salaries.pay.terms import Term, glossary
from salaries.pay.uncertainty import SMALL_SAMPLE, WIDE_ERROR
from salaries.pay.words import NO_FIGURE, Measure, counted

URL = "/how-it-works/"


@dataclass(frozen=True)
class HowItWorksPage:
    """What `/how-it-works/` shows. An example is None where the guide has no figure for it."""

    kinds: tuple[Term, ...]
    spread: Spread | None
    sources: Sources | None
    limit: Said | None
    prices: Said | None
    error: Said | None
    minimum: str
    few_answers: str = counted(SMALL_SAMPLE, "answer")
    wide_error: str = str(WIDE_ERROR)
    most_subjects: int = MOST_SUBJECTS
    no_figure: str = NO_FIGURE
    months: int = MONTHS_A_YEAR
    hours: str = f"{HOURS_A_YEAR:,}"
    title: str = "How it works"
    heading: str = "How far you can trust these numbers"
    description: str = (
        "What the figures of this guide mean, how one is chosen where sources differ, what is never compared in "
        "silence, what is not shown, and what is uncertain."
    )
    url: str = URL
    canonical: str = URL
    indexed: bool = True
    section: str = ""
    trail: Trail = from_home("How it works", URL)


def how_it_works_page() -> HowItWorksPage:
    """The page with figures of the guide as examples: 7 queries."""
    figure = general_figure()
    return HowItWorksPage(
        kinds=tuple(term for term in glossary(settings.MINIMUM_SAMPLE) if set(term.fields) & set(Measure)),
        spread=spread_of(figure) if figure else None,
        sources=sources_of_one_role(),
        limit=lower_limit(),
        prices=at_other_prices(figure) if figure else None,
        error=erroneous(),
        minimum=counted(settings.MINIMUM_SAMPLE, "answer"),
    )
