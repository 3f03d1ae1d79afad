"""From rows to cells: what the pure comparison reads, and the line of evidence under every figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Role, Source
from salaries.models.base import ALL_LEVELS
from salaries.models.figures import PAY_FIELDS
from salaries.pay.cells import Cell, Evidence, Number
from salaries.pay.sides import Side
from salaries.pay.uncertainty import SMALL_SAMPLE, WIDE_ERROR
from salaries.pay.words import unbroken
from salaries.subjects import Subject, SubjectName, report_url


class Tag(NamedTuple):
    """A short fact beside a figure; `warn` where a reader should be careful."""

    text: str
    warn: bool = False


class EvidenceLine(NamedTuple):
    """Whose figure it is: measure, sample or error, source, period. It looks the same everywhere."""

    tags: tuple[Tag, ...]
    source: str
    url: str
    kind: str
    period: str
    licence: str
    report_url: str


@dataclass(frozen=True, slots=True, eq=False)
class PageFigure:
    """A published figure as a page reads it: whose it is, with the keys of these, and its cell. `note` is its source's.

    `row` is there where it was asked for as it was at a data version.
    """

    role: Role
    level: ExperienceLevel | None
    location: Location
    option: FactorOption | None
    role_id: int
    level_id: int | None
    location_id: int
    option_id: int | None
    cell: Cell
    note: str
    row: Figure | None = None

    @classmethod
    def of(cls, figure: Figure) -> "PageFigure":
        """Needs the relations that `FigureQuerySet.for_page` fetches."""
        subject = subject_of(figure)
        keys = figure.role_id, figure.level_id, figure.location_id, figure.option_id
        whose = subject.role, subject.level, subject.location, subject.option
        return cls(*whose, *keys, cell_of(figure), figure.release.source.note, figure)


def subject_of(figure: Figure | PageFigure) -> Subject:
    """The subject whose cell the figure is."""
    return Subject(figure.role, figure.level, figure.location, figure.option)


_NUMBERS = tuple(name for pay in PAY_FIELDS for name in (pay, f"{pay}_mark"))
_SAID = (
    "measure", "currency", "pay_period", "sample_size", "employment", "mean_error", "median_error", "source_note",
    "location.currency", "release.reference_start", "release.reference_end", "release.priority", "release.slug",
    "release.source.slug", "release.source.short_name", "release.source.publisher", "release.source.title",
    "release.source.kind", "release.source.licence", "release.source.licence_url", "release.source.attribution",
    "release.source.primary_measure", "release.source.note", "part.published_in_id",
)  # fmt: skip
"""What a cell says besides its numbers, as a figure has it."""
_READ = attrgetter(*_NUMBERS, *_SAID)
CELL_COLUMNS = tuple(
    name.replace(".", "__")
    for name in ("role.slug", "level.slug", "location.slug", "option.slug", *_NUMBERS, *_SAID)
)
"""The same as columns of a query, whose rows `cell_of_row` reads."""
NOTE = CELL_COLUMNS.index("release__source__note")
"""Which of them is the source's note."""


def cell_of(figure: Figure | PageFigure) -> Cell:
    """The figure as a cell. A row needs the relations that `FigureQuerySet.for_page` fetches."""
    if isinstance(figure, PageFigure):
        return figure.cell
    return _cell(str(subject_of(figure).name), _READ(figure))


def cell_of_row(row: Sequence[Any]) -> Cell:
    """The same of a row that begins with `CELL_COLUMNS`."""
    role, level, location, option = row[:4]
    return _cell(
        str(SubjectName(role, level or ALL_LEVELS, location, option or "")), row[4 : len(CELL_COLUMNS)]
    )


def _cell(subject: str, said: Sequence[Any]) -> Cell:
    values = iter(said[: len(_NUMBERS)])
    (
        measure, currency, pay_period, sample_size, employment, mean_error, median_error, own_note,
        place_currency, start, end, priority, release,
        source, short_name, publisher, title,
        kind, licence, licence_url, attribution,
        primary_measure, note, published,
    ) = said[len(_NUMBERS) :]  # fmt: skip
    return Cell(
        subject=subject,
        measure=measure,
        currency=currency,
        pay_period=pay_period,
        numbers={name: Number(next(values), next(values)) for name in PAY_FIELDS},
        sample_size=sample_size,
        employment=employment,
        mean_error=mean_error,
        median_error=median_error,
        primary_measure=primary_measure,
        place_currency=place_currency,
        source_note=unbroken(" ".join(text for text in (own_note, note) if text)),
        evidence=Evidence(
            source=source,
            source_label=short_name or publisher,
            source_title=title,
            source_kind=kind,
            release=f"{source}/{release}",
            reference_start=start,
            reference_end=end,
            licence=licence,
            licence_url=licence_url,
            attribution=attribution,
            priority=priority,
            published=published or 0,
        ),
    )


def side_of(subject: Subject, cell: Cell | None) -> Side:
    """A subject and its figure, as comparisons and files of data want them."""
    broader: list[str] = []
    wider = subject.role.broader
    while wider is not None and len(broader) < 2:
        broader.append(wider.slug)
        wider = wider.broader if len(broader) < 2 else None
    return Side(
        subject=str(subject.name),
        role=subject.role.slug,
        role_name=subject.role.name,
        level=subject.level.slug if subject.level else None,
        level_name=subject.level.name if subject.level else "",
        location=subject.location.slug,
        location_name=subject.location.label,
        option=subject.option.slug if subject.option else None,
        option_name=subject.option.name if subject.option else "",
        cell=cell,
        broader=frozenset(broader),
    )


def cells_of(figures: Iterable[Figure | PageFigure]) -> list[Cell]:
    """The figures as cells, in their order."""
    return [cell_of(figure) for figure in figures]


def _is_small(cell: Cell) -> bool:
    """Whether few people are behind a figure, or nobody says how many."""
    if cell.sample_size is None:
        return cell.employment is None
    return cell.sample_size < SMALL_SAMPLE


def evidence_line(cell: Cell, statistic: str) -> EvidenceLine:
    """The line of evidence for one statistic of a cell."""
    evidence = cell.evidence
    tags = [Tag(cell.measure_line(statistic))]
    if cell.currency_line:
        tags.append(Tag(cell.currency_line, warn=True))
    sample = cell.sample_line(statistic)
    if sample:
        tags.append(Tag(sample, warn=_is_small(cell)))
    error = cell.error_line(statistic)
    if error:
        tags.append(Tag(error, warn=(cell.error(statistic) or 0) > WIDE_ERROR))
    return EvidenceLine(
        tags=tuple(tags),
        source=evidence.source_label,
        url=f"/sources/{evidence.release}/",
        kind=str(Source.Kind(evidence.source_kind).label),
        period=evidence.period,
        licence=evidence.licence or "licence not stated",
        report_url=report_url(cell.subject, evidence.release),
    )
