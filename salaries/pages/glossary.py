"""The glossary: every term that a reader meets on a page, in the order of the alphabet."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from salaries.pages.trail import Trail, from_home
from salaries.pay.terms import Term, glossary

URL = "/glossary/"


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter."""

    letter: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class GlossaryPage:
    """What `/glossary/` shows."""

    letters: tuple[Letter, ...]
    title: str = "Glossary"
    heading: str = "Glossary"
    description: str = (
        "The words of this guide, each in a sentence or two: median, base salary, sample and others."
    )
    url: str = URL
    canonical: str = URL
    indexed: bool = True
    section: str = ""
    trail: Trail = from_home("Glossary", URL)


def glossary_page() -> GlossaryPage:
    """All terms: no query."""
    terms = glossary(settings.MINIMUM_SAMPLE)
    return GlossaryPage(
        tuple(
            Letter(letter, tuple(held)) for letter, held in groupby(terms, lambda term: term.name[0].upper())
        )
    )
