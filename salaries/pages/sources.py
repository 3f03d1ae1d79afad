"""Sources and their releases: who says so, how, and under which licence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from salaries.models import Figure, Release, ReleasePart, Source
from salaries.pages.cells import cell_of
from salaries.pages.lists import Pages, pages_of
from salaries.pay.cells import period_words
from salaries.pay.words import SOURCE_KINDS, Measure, statistic_words
from salaries.subjects import guide_url

NOT_STATED = "not stated"
FIGURES_A_PAGE = 50


@dataclass(frozen=True)
class Fact:
    """One line of what is known about a source or release; `missing` where it says nothing."""

    name: str
    text: str
    url: str = ""
    missing: bool = False


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
    indexed: bool = True
    section: str = "sources"


@dataclass(frozen=True)
class FigureLine:
    """A figure in a release's table."""

    role: str
    url: str
    level: str
    location: str
    option: str
    measure: str
    values: tuple[str, ...]
    sample: str
    note: str


@dataclass(frozen=True)
class ReleasePage:
    """What a release's address shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    source: str
    source_url: str
    note: str
    facts: tuple[Fact, ...]
    columns: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    pages: Pages
    total: int
    indexed: bool = True
    section: str = "sources"


def release_period(release: Release) -> str:
    """The reference period in words."""
    return period_words(release.reference_start, release.reference_end)


def _fact(name: str, text: str, url: str = "") -> Fact:
    return Fact(name, text or NOT_STATED, url, not text)


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
        note=source.note,
        facts=(
            _fact("Publisher", source.publisher, source.url),
            _fact("Kind", SOURCE_KINDS[source.kind]),
            _fact("Kind of pay", Measure[source.primary_measure]),
            _fact("Method", source.method),
            _fact("Licence", source.licence, source.licence_url),
            *([_fact("Attribution", source.attribution)] if source.attribution else []),
        ),
        releases=_lines(source),
    )


COLUMNS = ("mean", "p10", "p25", "median", "p75", "p90")


def release_page(release: Release, number: int) -> ReleasePage | None:
    """A release, fetched with its source and published parts, or None for a page that is not there: 2 queries."""
    source = release.source
    figures = (
        Figure.objects.public()
        .filter(release=release)
        .for_page()
        .order_by("role__name", "level__rank", "location__kind", "location__name", "option__name", "pk")
    )
    paginator: Paginator[Figure] = Paginator(figures, FIGURES_A_PAGE)
    url = f"/sources/{source.slug}/{release.slug}/"
    pages = pages_of(paginator, number, url)
    if pages is None:
        return None
    rows = [(figure, cell_of(figure)) for figure in pages.rows]
    columns = tuple(name for name in COLUMNS if any(cell.state(name) != "none" for _, cell in rows))
    period = release_period(release)
    return ReleasePage(
        title=f"{source.label}, {period}" + pages.title,
        description=f"{source.title}, {period}: {paginator.count} figures with measure, sample and licence.",
        url=pages.url,
        canonical=pages.url,
        heading=f"{source.title}, {period}",
        source=source.title,
        source_url=source.get_absolute_url(),
        note=source.note,
        facts=(
            _fact("Publisher", source.publisher, source.url),
            _fact("Kind", SOURCE_KINDS[source.kind]),
            _fact("Reference period", "" if release.reference_end is None else period),
            _fact("Sample size", _samples([figure for figure, _ in rows])),
            _fact("Method", source.method),
            _fact("Read on", f"{release.retrieved_on:%-d %B %Y}" if release.retrieved_on else ""),
            _fact("Licence", source.licence, source.licence_url),
            *([_fact("Attribution", source.attribution)] if source.attribution else []),
        ),
        columns=tuple(statistic_words[name] for name in columns),
        figures=tuple(
            FigureLine(
                role=figure.role.name,
                url=guide_url(figure.role.slug, figure.location.slug),
                level=figure.level.name if figure.level else "All levels",
                location=figure.location.name,
                option=figure.option.name if figure.option else "",
                measure=cell.measure_line("mean").partition(" ")[2],
                values=tuple(
                    cell.format(name) if cell.state(name) != "none" else "not published" for name in columns
                ),
                sample=cell.sample_line("median"),
                note=figure.source_note,
            )
            for figure, cell in rows
        ),
        pages=pages,
        total=paginator.count,
    )


def _samples(figures: Sequence[Figure]) -> str:
    if any(figure.sample_size is not None for figure in figures):
        return "beside each figure"
    if any(figure.employment is not None for figure in figures):
        return "not stated; the number employed stands beside each figure where it is published"
    return ""
