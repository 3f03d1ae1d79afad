"""The figures that a comparison is made of: as they are, as they were at a data version, or at other prices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from salaries.models import DataVersion, Figure, Location, PriceIndex
from salaries.models.history import Changed, NoSuchVersion, Since, changed_since, figures_as_of, resolve
from salaries.pages.cells import cell_of, subject_of
from salaries.pages.cells_held import keys_of, of_keys
from salaries.pages.snapshot import Snapshot
from salaries.pay.adjustments import Index, Place
from salaries.pay.cells import Cell
from salaries.pay.words import STATISTICS, counted
from salaries.subjects import Subject

Version = DataVersion
"""A data version, for who asks for a page as it was then."""

__all__ = [
    "Candidates",
    "NoSuchVersion",
    "Pinned",
    "Version",
    "candidates",
    "held_by_all",
    "indices_of",
    "number_of",
    "places_of",
    "resolve",
]


def number_of(version: Version | NoSuchVersion | None) -> int | None:
    """The number of a data version that is asked for; None for today, and where there is no such version."""
    return version.number if isinstance(version, DataVersion) else None


MOST_CHANGES = 12
"""Changes that a pinned page tells one by one."""


class Pinned(NamedTuple):
    """What a page of an earlier data version says about itself. `changes`: a sentence a figure that changed since."""

    version: int
    day: str
    changes: tuple[str, ...]


class Candidates(NamedTuple):
    """Every cell of each subject, in the subjects' order; `erased` names subjects whose figure was taken away.

    `curated` is whether editors lead to a comparison of these subjects, in any order.
    """

    cells: list[list[Cell]]
    version: int
    curated: bool = False
    pinned: Pinned | None = None
    erased: tuple[str, ...] = ()


def wanted(subjects: Iterable[Subject]) -> Q:
    """Which figures are of some subjects."""
    return of_keys(map(keys_of, subjects))


def candidates(subjects: Sequence[Subject], known: Snapshot, as_of: DataVersion | None = None) -> Candidates:
    """The cells of subjects: 1 query at most, and 1 more after a change, or 4 as they were at a data version."""
    if as_of is None:
        return Candidates(*known.cells.of(subjects))
    figures = [
        figure for figure in figures_as_of(as_of.number, wanted(subjects) if subjects else Q())
        if str(subject_of(figure).name) in {str(subject.name) for subject in subjects}
    ]  # fmt: skip
    erased = tuple(str(subject_of(figure).name) for figure in figures if figure.erased)
    return Candidates(
        _by_subject(subjects, map(cell_of, figures)),
        as_of.number,
        pinned=pinned_at(as_of, figures),
        erased=erased,
    )


def _by_subject(subjects: Sequence[Subject], cells: Iterable[Cell]) -> list[list[Cell]]:
    held: dict[str, list[Cell]] = {}
    for cell in cells:
        held.setdefault(cell.subject, []).append(cell)
    return [held.get(str(subject.name), []) for subject in subjects]


def pinned_at(version: DataVersion, figures: Sequence[Figure]) -> Pinned:
    """What a page of that data version says of itself and of what changed since: 1 query."""
    made = version.committed_at
    changes = changed_since(figures)
    words = [_in_words(change) for change in changes[:MOST_CHANGES]]
    if more := len(changes) - len(words):
        words.append(f"{counted(more, 'figure')} more.")
    return Pinned(version.number, f"{made.day} {made:%B} {made.year}", tuple(words))


def _in_words(change: Changed) -> str:
    """What became of a figure: "Alpha, all levels, United States: median $50,000 is $51,000 now."."""
    figure = change.before
    if change.since is Since.ERASED:
        return f"{figure}: the figure was taken away for good and is not shown any more."
    if change.since is Since.WITHDRAWN or change.after is None:
        return f"{figure}: the figure is no longer published."
    before, after = cell_of(figure), cell_of(change.after)
    told = [
        f"{name} {before.format(name)} is {after.format(name)} now"
        for name in STATISTICS
        if name in change.names and (before.shown(name) is not None or after.shown(name) is not None)
    ]
    return f"{figure}: {', '.join(told) if told else 'details were corrected'}."


def places_of(subjects: Sequence[Subject]) -> dict[str, Place]:
    """What each subject's place is, and its country: no query where the parents were fetched."""
    return {
        subject.location.slug: Place(subject.location.kind, _country(subject.location))
        for subject in subjects
    }


def _country(place: Location) -> str:
    while place.parent is not None:
        place = place.parent
    return place.slug


def indices_of(kind: str, places: Mapping[str, Place]) -> list[Index]:
    """The indices of a kind that some places, or their countries, have: 1 query."""
    slugs = {slug for name, place in places.items() for slug in (name, place.country)}
    rows = PriceIndex.objects.filter(kind=kind, location__slug__in=slugs).select_related("location", "source")
    return [
        Index(row.kind, row.location.slug, row.year, row.value, row.source.label, row.location.label)
        for row in rows
    ]


def held_by_all(cells: Sequence[Sequence[Cell]]) -> dict[str, str]:
    """The releases that have a figure for every subject, and what they are called."""
    names = {
        cell.evidence.release: f"{cell.evidence.source_label}, {cell.evidence.period}"
        for of in cells
        for cell in of
    }
    return {
        release: name
        for release, name in names.items()
        if all(any(cell.evidence.release == release for cell in of) for of in cells)
    }
