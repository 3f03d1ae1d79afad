"""A release: the figures of one edition of a source as published, and the files that they were read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet

from salaries.models import Figure, Release, ReleasePart
from salaries.pages.cells import cell_of
from salaries.pages.held import NOTHING, Held, held, stamp_of, stamped
from salaries.pages.ladder import cell_text
from salaries.pages.lists import Pages, pages_of
from salaries.pages.sources import Fact, fact, release_period
from salaries.pages.trail import Trail, trail
from salaries.pay.cells import Cell
from salaries.pay.words import SOURCE_KINDS, statistic_words, unbroken
from salaries.subjects import guide_url, report_url

FIGURES_A_PAGE = 50


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
    report_url: str


@dataclass(frozen=True)
class FileLine:
    """A part of a release: the file that its figures were read from, or that they were typed by hand."""

    name: str
    facts: tuple[Fact, ...]


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
    files: tuple[FileLine, ...]
    columns: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    pages: Pages
    total: int
    report_url: str
    indexed: bool = True
    section: str = "sources"

    @property
    def trail(self) -> Trail:
        above = ("Sources", "/sources/"), (self.source, self.source_url)
        return trail(*above, here="Release", path=self.canonical)


COLUMNS = ("mean", "p10", "p25", "median", "p75", "p90")


def release_page(release: Release, number: int) -> ReleasePage | None:
    """A release, fetched with its source, or None for a page that is not there: 3 queries."""
    source = release.source
    figures = (
        Figure.objects.public()
        .filter(release=release)
        .for_page()
        .order_by("role__name", "level__rank", "location__kind", "location__name", "option__name", "pk")
    )
    parts = list(stamped(release.parts.filter(state=ReleasePart.State.PUBLISHED)).order_by("name", "pk"))
    holding = held(stamp_of(parts[0]) if parts else None).get(release.pk, NOTHING)
    paginator: Paginator[Figure] = Paginator(_Rows(figures, holding), FIGURES_A_PAGE)  # type: ignore[arg-type]
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
        note=unbroken(source.note),
        facts=_facts(release, [figure for figure, _ in rows]),
        files=tuple(_file(part) for part in parts),
        columns=tuple(statistic_words[name] for name in columns),
        figures=tuple(_line(figure, cell, columns) for figure, cell in rows),
        pages=pages,
        total=paginator.count,
        report_url=report_url(release=str(release)),
    )


class _Rows:
    """A release's figures, role by role: those of a page are looked for among its roles' alone."""

    def __init__(self, figures: QuerySet[Figure], holding: Held) -> None:
        self.figures, self.holding = figures, holding

    def __len__(self) -> int:
        return self.holding.figures

    def __getitem__(self, rows: slice) -> QuerySet[Figure]:
        roles, before = self.holding.roles_at(rows.start, rows.stop)
        return self.figures.filter(role__in=roles)[rows.start - before : rows.stop - before]


def _facts(release: Release, figures: Sequence[Figure]) -> tuple[Fact, ...]:
    source = release.source
    return (
        fact("Publisher", source.publisher, source.url),
        fact("Kind", SOURCE_KINDS[source.kind], explained=True),
        fact("Reference period", "" if release.reference_end is None else release_period(release)),
        fact("Sample size", _samples(figures)),
        fact("Method", unbroken(source.method)),
        fact("Read on", f"{release.retrieved_on:%-d %B %Y}" if release.retrieved_on else ""),
        fact("Licence", source.licence, source.licence_url),
        *([fact("Attribution", source.attribution)] if source.attribution else []),
    )


def _line(figure: Figure, cell: Cell, columns: Sequence[str]) -> FigureLine:
    return FigureLine(
        role=figure.role.name,
        url=guide_url(figure.role.slug, figure.location.slug),
        level=figure.level.name if figure.level else "All levels",
        location=figure.location.name,
        option=figure.option.name if figure.option else "",
        measure=cell.pay_line,
        values=tuple(cell_text(cell, name) for name in columns),
        sample=cell.sample_line("median"),
        note=unbroken(figure.source_note),
        report_url=report_url(cell.subject, cell.evidence.release),
    )


def _file(part: ReleasePart) -> FileLine:
    if not part.file_name:
        return FileLine(part.name, ())
    return FileLine(
        part.file_name,
        (
            fact("SHA-256", part.sha256),
            fact("Rows read", f"{part.rows:,}" if part.rows else ""),
            fact("Read by", f"parser {part.parser_version}" if part.parser_version else ""),
        ),
    )


def _samples(figures: Sequence[Figure]) -> str:
    if any(figure.sample_size is not None for figure in figures):
        return "beside each figure"
    if any(figure.employment is not None for figure in figures):
        return "not stated; the number employed stands beside each figure where it is published"
    return ""
