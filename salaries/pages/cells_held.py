"""The figures of subjects as cells, held for a data version once somebody asked for them.

They are part of the snapshot of their version (`snapshot.py`). How and why: docs/decisions/0042-kept-for-a-version.md.
"""

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from salaries.models import CuratedComparison, CuratedSubject, DataVersion, Figure
from salaries.models.prepared import Prepared, PreparedByShape
from salaries.pages.cells import CELL_COLUMNS, cell_of_row
from salaries.pages.kept import Once, Room
from salaries.pay.cells import Cell
from salaries.subjects import Subject

MOST_HELD = 4_000
"""Cells and subjects that are held at once; some 10 MB."""

Keys = tuple[int, int | None, int, int | None]
"""The keys of a subject's role, level, place and option."""


def keys_of(subject: Subject) -> Keys:
    """The keys of what a subject is."""
    level, option = subject.level, subject.option
    return subject.role.pk, level.pk if level else None, subject.location.pk, option.pk if option else None


def of_keys(keys: Iterable[Keys]) -> Q:
    """Which figures are of some subjects."""
    asked = Q(pk__in=[])
    for role, level, location, option in keys:
        asked |= Q(
            role=role,
            location=location,
            **({"level": level} if level else {"level__isnull": True}),
            **({"option": option} if option else {"option__isnull": True}),
        )
    return asked


class Asked(NamedTuple):
    """The cells of each subject that was asked for, the data version that they are of, and whether editors lead there.

    That is: to a comparison of these subjects, in any order.
    """

    cells: list[list[Cell]]
    version: int
    curated: bool


class HeldCells:
    """The cells of each subject that was asked for, held as far as there is room, all of one data version."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._curated = Once(_led_to)
        self._room: Room[Keys, tuple[Cell, ...]] = Room(most, lambda cells: 1 + len(cells))
        self._version: int | None = None
        self._holding = Lock()

    def of(self, subjects: Sequence[Subject]) -> Asked:
        """The cells of each subject: 1 query, none where all are held but for the first time that this is so.

        Whoever changes public data meanwhile has changed all of them or none.
        """
        keys = [keys_of(subject) for subject in subjects]
        held = self._room.those_of(keys)
        version = self._version
        if version is None or any(one not in held for one in keys):
            return self._read(subjects, keys)
        return Asked([list(held[one]) for one in keys], version, frozenset(keys) in self._curated.get())

    def _read(self, subjects: Sequence[Subject], keys: Sequence[Keys]) -> Asked:
        using = Figure.objects.db
        numbers = [number for of in keys for number in of if number is not None]
        rows = list(_FIGURES.of(using, _shape(keys)).rows(using, numbers))
        by_name: dict[str, list[Cell]] = {}
        for row in rows:
            cell = cell_of_row(row)
            by_name.setdefault(cell.subject, []).append(cell)
        cells = [by_name.get(str(subject.name), []) for subject in subjects]
        if not rows:
            return Asked(cells, _newest(), curated=False)
        version, curated = rows[0][-2:]
        with self._holding:
            if self._version in (None, version):
                self._version = version
                self._room.hold({one: tuple(of) for one, of in zip(keys, cells, strict=True)})
        return Asked(cells, version, bool(curated))


Shape = tuple[int, tuple[tuple[bool, bool], ...]]
"""What decides a text: how many answers are enough, and of each subject whether it has a level and an option."""


def _shape(keys: Sequence[Keys]) -> Shape:
    sides = tuple((level is not None, option is not None) for _, level, _, option in keys)
    return settings.MINIMUM_SAMPLE, sides


def _figures(shape: Shape) -> Prepared:
    """The query of the figures of subjects of that shape."""
    _, sides = shape

    def write(*numbers: int) -> QuerySet[Any, Any]:
        given = iter(numbers)
        keys: list[Keys] = [
            (next(given), next(given) if level else None, next(given), next(given) if option else None)
            for level, option in sides
        ]
        # The version is read in the same statement as the figures, so that the two belong together.
        newest = DataVersion.objects.order_by("-number").values("number")[:1]
        found = Figure.objects.public().filter(of_keys(keys))
        found = found.annotate(data_version=Subquery(newest), curated=Exists(_curated(keys)))
        return found.values_list(*CELL_COLUMNS, "data_version", "curated")

    return Prepared(write, sum(2 + level + option for level, option in sides))


MOST_SHAPES = 100
_FIGURES: PreparedByShape[Shape] = PreparedByShape(_figures, MOST_SHAPES)


def _curated(keys: Sequence[Keys]) -> QuerySet[CuratedComparison]:
    """The curated comparisons of just these subjects."""
    sides = CuratedSubject.objects.filter(comparison=OuterRef("pk"))
    each = (Exists(sides.filter(of_keys([one]))) for one in keys)
    return CuratedComparison.objects.alias(number=Count("subjects")).filter(*each, number=len(keys))


def _newest() -> int:
    newest = DataVersion.objects.newest()
    return newest.number if newest else 0


def _led_to() -> frozenset[frozenset[Keys]]:
    """The subjects of each curated comparison, in no order: 1 query."""
    sides: dict[int, set[Keys]] = {}
    columns = ("comparison_id", "role_id", "level_id", "location_id", "option_id")
    for comparison, *keys in CuratedSubject.objects.order_by().values_list(*columns):
        role, level, location, option = keys
        sides.setdefault(comparison, set()).add((role, level, location, option))
    return frozenset(map(frozenset, sides.values()))
