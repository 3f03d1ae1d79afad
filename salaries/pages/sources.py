"""Sources: who says so, how, and under which licence."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from salaries.models import Figure, Release, ReleasePart, Source
from salaries.pages.lists import Pages, pages_of
from salaries.pay.cells import period_words
from salaries.pay.words import SOURCE_KINDS, Measure, unbroken
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
    """A source in the list of all."""

    name: str
    publisher: str
    url: str
    kind: str
    licence: str
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
    indexed: bool = True
    section: str = "sources"


def release_period(release: Release) -> str:
    """The reference period in words."""
    return period_words(release.reference_start, release.reference_end)


def fact(name: str, text: str, url: str = "", *, explained: bool = False) -> Fact:
    """A fact, or in words that it is not stated."""
    return Fact(name, text or NOT_STATED, url, not text, explained)


def _public_releases() -> Prefetch:  # type: ignore[type-arg]
    of_release = Figure.objects.public().filter(release=OuterRef("pk")).order_by().values("release")
    counted = Subquery(of_release.annotate(number=Count("pk")).values("number"))
    return Prefetch(
        "releases",
        Release.objects.public()
        .annotate(public_figures=Coalesce(counted, 0))
        .order_by("-reference_end", "slug"),
        to_attr="public_releases",
    )


def public_sources() -> QuerySet[Source]:
    """Sources of which something is public, with those releases."""
    return (
        Source.objects.filter(releases__parts__state=ReleasePart.State.PUBLISHED)
        .distinct()
        .prefetch_related(_public_releases())
        .order_by("kind", "publisher", "pk")
    )


def _lines(source: Source) -> tuple[ReleaseLine, ...]:
    return tuple(
        ReleaseLine(
            name=release_period(release),
            url=f"/sources/{source.slug}/{release.slug}/",
            period=release_period(release),
            figures=release.public_figures,
        )
        for release in source.public_releases  # type: ignore[attr-defined]
    )


def sources_page(number: int) -> SourcesPage | None:
    """Every public source, or None for a page that is not there: 3 queries."""
    paginator: Paginator[Source] = Paginator(public_sources(), 50)
    pages = pages_of(paginator, number, "/sources/")
    if pages is None:
        return None
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
                kind=SOURCE_KINDS[source.kind],
                licence=source.licence or "licence not stated",
                releases=_lines(source),
            )
            for source in pages.rows
        ),
        pages=pages,
    )


def source_page(source: Source) -> SourcePage:
    """A source, fetched with its public releases."""
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
        releases=_lines(source),
        report_url=report_url(release=str(next(iter(source.public_releases), ""))),  # type: ignore[attr-defined]
    )
