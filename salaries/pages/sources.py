"""Sources: who says so, how, and under which licence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, Prefetch, QuerySet, Value, When

from salaries.models import Release, ReleasePart, Source
from salaries.models.sources import OLD_AFTER
from salaries.pages.held import NOTHING, Held, held, stamp_of, stamped
from salaries.pages.lists import Pages, pages_of
from salaries.pages.structured import Node, dataset
from salaries.pages.trail import Trail, from_home, trail
from salaries.pay.cells import later, period_words
from salaries.pay.words import SOURCE_KINDS, Measure, counted, unbroken
from salaries.subjects import report_url

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Fact:
    """One line of what is known about a source or release; `missing` where it says nothing.

    `explained`: the text is a word of the guide, which can be opened.
    """

    name: str
    text: str
    url: str = ""
    missing: bool = False
    explained: bool = False


@dataclass(frozen=True)
class ReleaseLine:
    """A release in a list."""

    name: str
    url: str
    period: str
    figures: int


@dataclass(frozen=True)
class SourceLine:
    """A source in the list of all, and what makes it trusted or not."""

    name: str
    publisher: str
    url: str
    facts: tuple[Fact, ...]
    releases: tuple[ReleaseLine, ...]


@dataclass(frozen=True)
class SourcesPage:
    """What `/sources/` shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    sources: tuple[SourceLine, ...]
    pages: Pages
    indexed: bool = True
    section: str = "sources"

    @property
    def trail(self) -> Trail:
        return from_home("Sources", self.canonical)


@dataclass(frozen=True)
class SourcePage:
    """What a source's address shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    note: str
    facts: tuple[Fact, ...]
    releases: tuple[ReleaseLine, ...]
    report_url: str
    structured: tuple[Node, ...]
    indexed: bool = True
    section: str = "sources"

    @property
    def trail(self) -> Trail:
        return trail(("Sources", "/sources/"), here=self.heading, path=self.canonical)


def release_period(release: Release) -> str:
    """The reference period in words."""
    return period_words(release.reference_start, release.reference_end)


def fact(name: str, text: str, url: str = "", *, explained: bool = False) -> Fact:
    """A fact, or in words that it is not stated."""
    return Fact(name, text or NOT_STATED, url, not text, explained)


NEWEST_FIRST = (F("reference_end").desc(nulls_last=True), "slug")
"""The order of a source's releases."""


def _public_releases() -> Prefetch:  # type: ignore[type-arg]
    releases = Release.objects.public().order_by(*NEWEST_FIRST)
    return Prefetch("releases", releases, to_attr="public_releases")


def held_by(sources: Sequence[Any]) -> Mapping[int, Held]:
    """What the releases of all sources hold, by their keys: 1 query for the first who asks of a data version."""
    return held(stamp_of(sources[0])) if sources else {}


def published_sources() -> QuerySet[Source]:
    """Sources of which something is public."""
    return Source.objects.filter(releases__parts__state=ReleasePart.State.PUBLISHED).distinct()


def public_sources() -> QuerySet[Source]:
    """The same with those releases: official statistics first, editorial ones last."""
    kind = Case(*(When(kind=kind, then=Value(number)) for number, kind in enumerate(Source.Kind)))
    return stamped(published_sources()).prefetch_related(_public_releases()).order_by(kind, "publisher", "pk")


def _lines(source: Source, holding: Mapping[int, Held]) -> tuple[ReleaseLine, ...]:
    return tuple(
        ReleaseLine(
            name=release_period(release),
            url=f"/sources/{source.slug}/{release.slug}/",
            period=release_period(release),
            figures=holding.get(release.pk, NOTHING).figures,
        )
        for release in source.public_releases  # type: ignore[attr-defined]
    )


def sources_page(number: int) -> SourcesPage | None:
    """Every public source, or None for a page that is not there: 4 queries."""
    paginator: Paginator[Source] = Paginator(public_sources(), 50)
    pages = pages_of(paginator, number, "/sources/")
    if pages is None:
        return None
    holding = held_by(pages.rows)
    return SourcesPage(
        title="Sources" + pages.title,
        description="Who publishes the figures of this guide, how they are made, and under which licence.",
        url=pages.url,
        canonical=pages.url,
        heading="Who says so",
        sources=tuple(
            SourceLine(
                name=source.title,
                publisher=source.publisher,
                url=source.get_absolute_url(),
                facts=_trust(source, holding),
                releases=_lines(source, holding),
            )
            for source in pages.rows
        ),
        pages=pages,
    )


def _trust(source: Source, holding: Mapping[int, Held]) -> tuple[Fact, ...]:
    """What a reader asks before believing a source; of its newest release where releases differ."""
    releases: Sequence[Release] = source.public_releases  # type: ignore[attr-defined]
    newest = releases[0]
    figures = sum(holding.get(release.pk, NOTHING).figures for release in releases)
    largest = holding.get(newest.pk, NOTHING)
    return (
        fact("Kind", SOURCE_KINDS[source.kind], explained=True),
        fact("What it measures", Measure[source.primary_measure], explained=True),
        fact("Newest period", release_period(newest) if newest.reference_end else ""),
        fact("Held here", f"{counted(len(releases), 'release')}, {counted(figures, 'figure')}"),
        fact("Sample", _sample(source, largest.answers, largest.jobs)),
        fact("Licence", source.licence, source.licence_url),
        fact("Comes out", _cycle(source, newest)),
    )


def _sample(source: Source, answers: int | None, jobs: int | None) -> str:
    if answers is not None:
        noun = "advert" if source.kind == Source.Kind.JOB_ADVERTS else "answer"
        return f"up to {counted(answers, noun)} a figure"
    return f"not stated; up to {jobs:,} employed a figure" if jobs is not None else ""


def _cycle(source: Source, newest: Release) -> str:
    """How often a source comes out, and when its newest edition counts as old: a date, the same on every day."""
    months, end = source.cycle_months, newest.reference_end
    if not months:
        return ""
    often = "every month" if months == 1 else f"every {months} months"
    if end is None:
        return often
    following, old = (f"{later(end, months * number):%-d %B %Y}" for number in (1, OLD_AFTER))
    return f"{often}; the next is of the period to {following}; this one counts as old after {old}"


def source_page(source: Source) -> SourcePage:
    """A source, fetched with its public releases: 1 query for the first who asks of a data version."""
    releases = _lines(source, held_by([source]))
    return SourcePage(
        title=f"{source.publisher}: {source.title}",
        description=f"{source.title}, {SOURCE_KINDS[source.kind]} by {source.publisher}: method, licence and releases.",
        url=source.get_absolute_url(),
        canonical=source.get_absolute_url(),
        heading=source.title,
        note=unbroken(source.note),
        facts=(
            fact("Publisher", source.publisher, source.url),
            fact("Kind", SOURCE_KINDS[source.kind], explained=True),
            fact("Kind of pay", Measure[source.primary_measure], explained=True),
            fact("Method", unbroken(source.method)),
            fact("Licence", source.licence, source.licence_url),
            *([fact("Attribution", source.attribution)] if source.attribution else []),
        ),
        releases=releases,
        structured=(_dataset(source, releases),),
        report_url=report_url(release=str(next(iter(source.public_releases), ""))),  # type: ignore[attr-defined]
    )


def _dataset(source: Source, releases: Sequence[ReleaseLine]) -> Node:
    """The source in schema.org's words; what it does not state is left out."""
    stated = {"measurementTechnique": unbroken(source.method), "creditText": source.attribution}
    node = dataset(source, sum(release.figures for release in releases), source.get_absolute_url())
    return node | {name: text for name, text in stated.items() if text}
