"""From rows to cells: what the pure comparison reads, and the line of evidence under every figure."""

from collections.abc import Iterable
from dataclasses import dataclass

from salaries.models import Figure, Source
from salaries.models.figures import PAY_FIELDS
from salaries.pay.cells import Cell, Evidence, Number
from salaries.pay.sides import Side
from salaries.pay.uncertainty import SMALL_SAMPLE, WIDE_ERROR
from salaries.pay.words import unbroken
from salaries.subjects import Subject, report_url


@dataclass(frozen=True)
class Tag:
    """A short fact beside a figure; `warn` where a reader should be careful."""

    text: str
    warn: bool = False


@dataclass(frozen=True)
class EvidenceLine:
    """Whose figure it is: measure, sample or error, source, period. It looks the same everywhere."""

    tags: tuple[Tag, ...]
    source: str
    url: str
    kind: str
    period: str
    licence: str
    report_url: str


def subject_of(figure: Figure) -> Subject:
    """The subject whose cell the figure is."""
    return Subject(figure.role, figure.level, figure.location, figure.option)


def cell_of(figure: Figure) -> Cell:
    """The figure as a cell. Needs the relations that `FigureQuerySet.for_page` fetches."""
    release, source = figure.release, figure.release.source
    return Cell(
        subject=str(subject_of(figure).name),
        measure=figure.measure,
        currency=figure.currency,
        pay_period=figure.pay_period,
        numbers={name: Number(getattr(figure, name), getattr(figure, f"{name}_mark")) for name in PAY_FIELDS},
        sample_size=figure.sample_size,
        employment=figure.employment,
        mean_error=figure.mean_error,
        median_error=figure.median_error,
        primary_measure=source.primary_measure,
        place_currency=figure.location.currency,
        source_note=unbroken(" ".join(note for note in (figure.source_note, source.note) if note)),
        evidence=Evidence(
            source=source.slug,
            source_label=source.label,
            source_title=source.title,
            source_kind=source.kind,
            release=f"{source.slug}/{release.slug}",
            reference_start=release.reference_start,
            reference_end=release.reference_end,
            licence=source.licence,
            licence_url=source.licence_url,
            attribution=source.attribution,
            priority=release.priority,
            published=figure.part.published_in_id or 0,
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


def cells_of(figures: Iterable[Figure]) -> list[Cell]:
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
