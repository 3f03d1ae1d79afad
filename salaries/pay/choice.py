"""Which cell a subject means, which release answers and which statistic is shown.

Input is what may be shown at all: cells of published parts that hold answers enough. `docs/statistics.md` has
the rules with worked numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from salaries.pay.cells import AT_LEAST, PUBLISHED, Cell, ReleaseOrder

_PERIOD_RANK = {"year": 0, "month": 1, "hour": 2}
_STATE_RANK = {PUBLISHED: 0, AT_LEAST: 1}

Kind = tuple[str, str, str]
"""Measure, currency and pay period: figures of one kind may be subtracted."""


class Choice(NamedTuple):
    """One cell a subject, in the subjects' order, and the statistic that all are read for.

    A cell is None where the subject has none at all; it may also be one without a number for the statistic.
    `shared`: one release answers for all subjects, exactly and in one kind of pay.
    """

    statistic: str
    cells: tuple[Cell | None, ...]
    shared: bool


def choose(
    candidates: Sequence[Sequence[Cell]], statistic: str | None = None, release: str | None = None
) -> Choice:
    """Choose among the cells of each subject; `release` ("source/release") leaves only its cells.

    The answer does not depend on the order in which a subject's cells come.
    """
    subjects = [[cell for cell in cells if release in (None, cell.evidence.release)] for cells in candidates]
    statistic = statistic or _statistic(subjects)
    shared = _shared(subjects, statistic)
    if shared is not None:
        return Choice(statistic, shared, shared=True)
    return Choice(statistic, tuple(_own_best(cells, statistic) for cells in subjects), shared=False)


def first_release(cells: Iterable[Cell]) -> str:
    """The release that is asked first among those with a median or mean of some cells; "" where none has."""
    telling = [cell for cell in cells if any(cell.shown(name) is not None for name in ("median", "mean"))]
    return next(iter(_releases([telling])), "")


def leading(cells: Sequence[Cell], statistic: str = "", release: str = "") -> Choice:
    """What a page about one subject is headed by: its first release, in the median or else the mean.

    A statistic that was asked for is looked for in every release, unless one was asked for too.
    """
    release = release or ("" if statistic else first_release(cells))
    return choose([cells], statistic or None, release or None)


def in_order(cells: Iterable[Cell]) -> list[Cell]:
    """The cells in the order in which their releases answer; inside one, the kind of pay that is meant first."""
    return sorted(cells, key=lambda cell: (_release_order(cell), _kind_order((cell,))))


def newest_of_each_source(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of each source's newest release, in the order in which the releases answer.

    The newest is that of the latest reference period, an unknown one being the oldest, then the one that was
    published last. Priority has no say in it.
    """
    ordered = in_order(cells)
    newest: dict[str, tuple[int, int, str]] = {}
    for evidence in (cell.evidence for cell in ordered):
        age = ((evidence.reference_end or date.min).toordinal(), evidence.published, evidence.release)
        newest[evidence.source] = max(age, newest.get(evidence.source, age))
    held = {release for _, _, release in newest.values()}
    return [cell for cell in ordered if cell.evidence.release in held]


def _statistic(subjects: Sequence[Sequence[Cell]]) -> str:
    def having(has: Callable[[Cell, str], object], statistic: str) -> int:
        return sum(any(has(cell, statistic) is not None for cell in cells) for cells in subjects)

    for has in (Cell.value, Cell.shown):
        for statistic in ("median", "mean"):
            if subjects and having(has, statistic) == len(subjects):
                return statistic
    return "median" if having(Cell.shown, "median") > having(Cell.shown, "mean") else "mean"


def _shared(subjects: Sequence[Sequence[Cell]], statistic: str) -> tuple[Cell, ...] | None:
    """The cells of the first release that holds every subject, exact and in one kind of pay."""
    exact = [[cell for cell in cells if cell.state(statistic) == PUBLISHED] for cells in subjects]
    if not all(exact):
        return None
    for release in _releases(exact):
        by_kind = [
            {_kind(cell): cell for cell in cells if cell.evidence.release == release} for cells in exact
        ]
        kinds = set(by_kind[0]).intersection(*by_kind[1:])
        answers = [tuple(cells[kind] for cells in by_kind) for kind in kinds]
        if answers:
            return min(answers, key=_kind_order)
    return None


def _own_best(cells: Sequence[Cell], statistic: str) -> Cell | None:
    return min(
        cells,
        key=lambda cell: (
            _STATE_RANK.get(cell.state(statistic), 2),
            _release_order(cell),
            _kind_order((cell,)),
        ),
        default=None,
    )


def _releases(subjects: Iterable[Iterable[Cell]]) -> list[str]:
    """The releases of some cells, the one to be asked first in front."""
    ordered = sorted((cell for cells in subjects for cell in cells), key=_release_order)
    return list(dict.fromkeys(cell.evidence.release for cell in ordered))


def _release_order(cell: Cell) -> ReleaseOrder:
    return cell.evidence.order


def _kind(cell: Cell) -> Kind:
    return (cell.measure, cell.currency, cell.pay_period)


def _kind_order(cells: Sequence[Cell]) -> tuple[int, int, int, Kind]:
    """Cells of one kind: the longer pay period first, then the places' currency, then the primary measure."""
    foreign = sum(cell.currency != cell.place_currency for cell in cells)
    secondary = sum(cell.measure != cell.primary_measure for cell in cells)
    return (_PERIOD_RANK.get(cells[0].pay_period, len(_PERIOD_RANK)), foreign, secondary, _kind(cells[0]))
