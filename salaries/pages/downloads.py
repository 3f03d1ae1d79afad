"""Downloads: which files of figures there are, whose they are, and under which licence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from django.conf import settings

from salaries.models import DataVersion, Figure, Release, Source
from salaries.models.base import ALL_SOURCES
from salaries.models.figures import FigureQuerySet
from salaries.models.history import NoSuchVersion, resolve
from salaries.pages.files import File
from salaries.pages.held import NOTHING, Held, stamp_of
from salaries.pages.lookups import Found, find_release, find_source
from salaries.pages.sources import Fact, fact, held_by, public_sources, published_sources, release_period
from salaries.pages.structured import Node, dataset
from salaries.pages.trail import Trail, from_home
from salaries.pay.downloads import COLUMNS, Column
from salaries.pay.words import counted

URL = "/data/"
CSV, PARQUET = "csv.gz", "parquet"
ENDINGS = {CSV: "CSV", PARQUET: "Parquet"}
FORMATS = {CSV: "application/gzip", PARQUET: "application/vnd.apache.parquet"}
LAYOUT = 1
"""Counts changes of what the files look like, so that no kept copy of an older look is taken for today's."""
NOTHING_STATED = "{} states no licence, so there is no file of it: ask it before you pass its figures on."


@dataclass(frozen=True)
class Wanted:
    """Which figures a file holds: everything that may be passed on, a source's or a release's.

    `name` is the file's address after `/data/`. `as_of` is the data version that was asked for; 0: today's.
    """

    name: str = ALL_SOURCES
    source: Source | None = None
    release: Release | None = None
    as_of: int = 0

    def figures(self) -> FigureQuerySet:
        """Its public figures of today."""
        figures = Figure.objects.public().exclude(release__source__licence="")
        if self.source:
            figures = figures.filter(release__source=self.source)
        return figures.filter(release=self.release) if self.release else figures

    def releases(self) -> list[int]:
        """The releases that it is of, public today or not."""
        releases = Release.objects.exclude(source__licence="").order_by("pk")
        if self.source:
            releases = releases.filter(source=self.source)
        if self.release:
            releases = releases.filter(pk=self.release.pk)
        return [*releases.values_list("pk", flat=True)]

    def state(self, version: int, today: int) -> str:
        """All that decides what the file says: the same words, the same figures.

        Names and licences are today's, so a file of an earlier version follows those too.
        """
        return f"{LAYOUT} {self.name} {version} {today} {settings.MINIMUM_SAMPLE}"


@dataclass(frozen=True)
class NoFile:
    """Why there is no such file."""

    sentence: str
    status: int


def wanted_source(slug: str) -> Wanted | NoFile:
    """The file of a source, under its name of today: 1 query, 2 or 3 for an old name; or of all sources: none."""
    if slug == ALL_SOURCES:
        return Wanted()
    found = find_source(slug, published_sources())
    if found.row is None:
        return _missing(found)
    return _licensed(Wanted(found.row.slug, found.row))


def wanted_release(source: str, slug: str) -> Wanted | NoFile:
    """The file of a release, under its name of today: 1 query, 2 or 3 for an old name."""
    found = find_release(source, slug)
    if found.row is None:
        return _missing(found)
    return _licensed(Wanted(str(found.row), found.row.source, found.row))


def _missing[T](found: Found[T]) -> NoFile:
    return NoFile(found.missing.sentence, 410 if found.missing.gone else 404)


def _licensed(wanted: Wanted) -> Wanted | NoFile:
    if wanted.source and not wanted.source.licence:
        return NoFile(NOTHING_STATED.format(wanted.source.label), 404)
    return wanted


def version_asked(text: str) -> int | NoFile:
    """The data version that `as_of` means: 0 where today's is asked for. 1 query, none for today."""
    asked = text.strip().lower()
    found = resolve(asked) if asked else None
    if isinstance(found, NoSuchVersion):
        return NoFile(found.sentence, found.status)
    return found.number if found else 0


@dataclass(frozen=True)
class ReleaseFiles:
    """A release and its files."""

    name: str
    figures: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class SourceFiles:
    """A source, its licence and its files."""

    name: str
    url: str
    slug: str
    facts: tuple[Fact, ...]
    files: tuple[File, ...]
    releases: tuple[ReleaseFiles, ...]


@dataclass(frozen=True)
class LeftOut:
    """A source that there is no file of."""

    name: str
    url: str


@dataclass(frozen=True)
class Program:
    """A program, and how it reads a file."""

    name: str
    line: str


PROGRAMS = (
    Program("pandas", 'pd.read_csv("{csv}", dtype=str, keep_default_na=False)'),
    Program("DuckDB", "SELECT * FROM read_parquet('{parquet}')"),
    Program("R", 'read.csv(gzcon(url("{csv}"), text = TRUE), colClasses = "character", na.strings = "")'),
    Program("A spreadsheet", "{guide}"),
)
"""How the file of all sources is read, and by a spreadsheet what a guide shows: `docs/recipes.md` has more."""


@dataclass(frozen=True)
class DataPage:
    """What `/data/` shows."""

    version: str
    number: int
    whole: tuple[File, ...]
    citation: str
    sources: tuple[SourceFiles, ...]
    left_out: tuple[LeftOut, ...]
    programs: tuple[Program, ...]
    structured: tuple[Node, ...]
    columns: tuple[Column, ...] = tuple(column for column in COLUMNS if not column.name.endswith("_mark"))
    package: str = f"{URL}datapackage.json"
    title: str = "Data to download"
    heading: str = "Take the figures along"
    description: str = (
        "Every published figure of the guide as CSV and Parquet: one file a source, each with its licence."
    )
    url: str = URL
    canonical: str = URL
    indexed: bool = True
    section: str = ""
    trail: Trail = from_home("Data", URL)


def files_of(name: str) -> tuple[File, ...]:
    """A table in each of its kinds."""
    return tuple(File(kind, f"{URL}{name}.{ending}") for ending, kind in ENDINGS.items())


def data_page() -> DataPage:
    """Every source of which something is public: 3 queries."""
    sources = [*public_sources()]
    holding, stamp = held_by(sources), stamp_of(sources[0]) if sources else None
    newest = (
        DataVersion(number=stamp.number, committed_at=cast("datetime", stamp.committed_at))
        if stamp
        else DataVersion.objects.newest()
    )
    version = version_words(newest)
    number = newest.number if newest else 0
    return DataPage(
        version=version,
        number=number,
        whole=files_of(ALL_SOURCES),
        citation=_citation(
            "Compsite: published figures of all sources that state a licence", ALL_SOURCES, newest
        ),
        sources=tuple(_source(source, newest, holding) for source in sources if source.licence),
        left_out=tuple(
            LeftOut(str(source), source.get_absolute_url()) for source in sources if not source.licence
        ),
        programs=_programs(),
        structured=tuple(_dataset(source, number, holding) for source in sources if source.licence),
    )


def _programs() -> tuple[Program, ...]:
    """With the addresses of this site."""
    files = {
        "csv": f"{settings.SITE_URL}{URL}{ALL_SOURCES}.{CSV}",
        "parquet": f"{settings.SITE_URL}{URL}{ALL_SOURCES}.{PARQUET}",
        "guide": f"{settings.SITE_URL}/salaries/backend-engineer/data.csv",
    }
    return tuple(Program(program.name, program.line.format(**files)) for program in PROGRAMS)


def version_words(version: DataVersion | None) -> str:
    """A data version and its day (UTC): "data version 12 of 27 November 2026"."""
    if version is None:
        return "no data version yet"
    day = version.committed_at.astimezone(UTC)
    return f"data version {version.number} of {day:%-d %B %Y}"


def _citation(what: str, name: str, version: DataVersion | None) -> str:
    pinned = f"?as_of={version.number}" if version else ""
    address = f"{settings.SITE_URL}{URL}{name}.csv.gz{pinned}"
    return f"{what}. As held by Compsite, {version_words(version)}. {address}"


def _source(source: Source, version: DataVersion | None, holding: Mapping[int, Held]) -> SourceFiles:
    releases: Iterable[Release] = source.public_releases  # type: ignore[attr-defined]
    what = f"{source.publisher}: {source.title} ({source.licence})"
    return SourceFiles(
        name=str(source),
        url=source.get_absolute_url(),
        slug=source.slug,
        facts=(
            fact("Holds", counted(_held(source, holding), "figure")),
            fact("Licence", source.licence, source.licence_url),
            *([fact("Attribution", source.attribution)] if source.attribution else []),
            fact("To cite it", _citation(what, source.slug, version)),
        ),
        files=files_of(source.slug),
        releases=tuple(
            ReleaseFiles(
                name=release_period(release),
                figures=counted(holding.get(release.pk, NOTHING).figures, "figure"),
                files=files_of(f"{source.slug}/{release.slug}"),
            )
            for release in releases
        ),
    )


def _dataset(source: Source, version: int, holding: Mapping[int, Held]) -> Node:
    """A source's files in schema.org's words."""
    return dataset(source, _held(source, holding), f"{URL}#{source.slug}") | {
        "version": str(version),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": f"{settings.SITE_URL}{URL}{source.slug}.{ending}",
            }
            for ending, kind in FORMATS.items()
        ],
    }


def _held(source: Source, holding: Mapping[int, Held]) -> int:
    releases: Iterable[Release] = source.public_releases  # type: ignore[attr-defined]
    return sum(holding.get(release.pk, NOTHING).figures for release in releases)
