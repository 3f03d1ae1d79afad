"""A part against what came before it: new cells, gone ones, and how much the others moved.

What came before is the newest published release of the same source with an earlier period; for a corrected
file of a release that is public already, it is what that release says now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from salaries.models import Figure, FigureChange, Release, ReleasePart
from salaries.models.changes import from_json
from salaries.models.figures import CELL, PAY_FIELDS
from salaries.pay.money import format_money, format_percent, percent, round_percent

LARGE = Decimal(20)
"""Percent from which a move is marked: something may be wrong, or an editor should know why."""

_KEY = tuple(f"{name}_id" if name in ("role", "location", "level", "option") else name for name in CELL)
_SHOWN = ("median", "mean", "p10", "p25", "p75", "p90", "range_low", "range_high")

_MARKS = tuple(f"{name}_mark" for name in _SHOWN)

Cell = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One number and its mark, as a figure says it."""

    value: Decimal | None
    mark: str = ""

    @property
    def exact(self) -> Decimal | None:
        """The number, where it is one and not a limit."""
        return None if self.mark else self.value


Values = dict[str, Said]
NOTHING = Said(None)


@dataclass(frozen=True, slots=True)
class Move:
    """One cell before and after. `statistic` is the number that moved most; `percent` is its move.

    `kind` is new, gone or changed. Percent is None where there is no exact number on both sides.
    """

    kind: str
    figure: int
    statistic: str = ""
    before: Said = NOTHING
    after: Said = NOTHING
    percent: Decimal | None = None

    @property
    def large(self) -> bool:
        """Whether the move is over 20 %."""
        return self.percent is not None and abs(self.percent) > LARGE


@dataclass(frozen=True)
class Difference:
    """All moves of a part, the largest in front, then new cells, then gone ones."""

    part: ReleasePart
    before: Release | None
    moves: tuple[Move, ...]
    same: int

    def counted(self, kind: str) -> int:
        """How many moves are of a kind."""
        return sum(move.kind == kind for move in self.moves)

    @property
    def new(self) -> int:
        """How many cells were not there before."""
        return self.counted("new")

    @property
    def gone(self) -> int:
        """How many cells are there no more."""
        return self.counted("gone")

    @property
    def changed(self) -> int:
        """How many cells say something else."""
        return self.counted("changed")

    @property
    def large(self) -> int:
        """How many moved by more than 20 %."""
        return sum(move.large for move in self.moves)


def release_before(release: Release) -> Release | None:
    """The newest public release of the same source whose period ends earlier."""
    if release.reference_end is None:
        return None
    others = Release.objects.public().filter(source=release.source, reference_end__lt=release.reference_end)
    return others.order_by("-reference_end", "-pk").first()


def difference(part: ReleasePart) -> Difference:
    """What publishing the part would change for readers. Reads its figures and those of the release before."""
    before = release_before(part.release)
    changes = [*_changes(part)]
    if changes:
        # A corrected edition: its own cells are new in a release that is public already.
        new = [Move("new", pk, *_number(values)) for _, (pk, values) in _cells(part.figures.all())]
        return Difference(part, part.release, tuple(sorted([*changes, *new], key=_order)), 0)
    moves, same = _against(part, before)
    return Difference(part, before, tuple(sorted(moves, key=_order)), same)


def _against(part: ReleasePart, before: Release | None) -> tuple[list[Move], int]:
    former = {} if before is None else dict(_cells(_public(before)))
    places = set(part.figures.values_list("location_id", flat=True).distinct())
    moves, same, met = [], 0, set()
    for cell, (figure, values) in _cells(Figure.objects.filter(part=part)):
        met.add(cell)
        if cell not in former:
            moves.append(Move("new", figure, *_number(values)))
            continue
        move = _move(figure, former[cell][1], values)
        if move is None:
            same += 1
        else:
            moves.append(move)
    elsewhere = {cell for cell, _ in _cells(Figure.objects.filter(release=part.release).exclude(part=part))}
    # A file of states says nothing about metropolitan areas: only places that it covers can have lost a cell.
    for cell, (figure, values) in former.items():
        if cell not in met and cell not in elsewhere and cell[_KEY.index("location_id")] in places:
            moves.append(Move("gone", figure, *_number(values)))
    return moves, same


def _public(release: Release) -> "Iterable[Figure]":
    return Figure.objects.published().filter(release=release)


def _cells(figures: "Iterable[Figure]") -> Iterator[tuple[Cell, tuple[int, Values]]]:
    rows = figures.order_by().values_list("pk", *_KEY, *_SHOWN, *_MARKS)  # type: ignore[attr-defined]
    for row in rows.iterator(chunk_size=5_000):
        key, said = tuple(row[1 : 1 + len(_KEY)]), row[1 + len(_KEY) :]
        values, marks = said[: len(_SHOWN)], said[len(_SHOWN) :]
        yield key, (row[0], {name: Said(*one) for name, *one in zip(_SHOWN, values, marks, strict=True)})


def _changes(part: ReleasePart) -> Iterator[Move]:
    for change in FigureChange.objects.filter(part=part).iterator(chunk_size=2_000):
        before = _values(change.before)
        if change.after is None:
            yield Move("gone", change.figure_id, *_number(before))
        else:
            move = _move(change.figure_id, before, _values(change.after))
            yield move or Move("changed", change.figure_id)


def moved(figure: int, before: dict[str, object], after: dict[str, object]) -> Move | None:
    """How a figure moves from one set of values to another, both as `FigureChange` keeps them."""
    return _move(figure, _values(before), _values(after))


def made(figure: int, values: dict[str, object], kind: str = "new") -> Move:
    """A figure that comes (or goes, where `kind` is gone), with the values that `FigureChange` would keep."""
    return Move(kind, figure, *_number(_values(values)))


def _values(values: dict[str, object]) -> Values:
    return {
        name: Said(from_json(name, values[name]), str(values.get(f"{name}_mark") or ""))
        for name in PAY_FIELDS
        if name in values
    }


def _number(values: Values) -> tuple[str, Said]:
    """The number that stands for a cell: its name and what it says."""
    found = (name for name in _SHOWN if values.get(name, NOTHING).value is not None)
    name = next(found, "")
    return name, values.get(name, NOTHING)


def _move(figure: int, before: Values, after: Values) -> Move | None:
    """The number that moved most; None where none moved."""
    moved = [name for name in _SHOWN if before.get(name) != after.get(name)]
    if not moved:
        return None

    def size(name: str) -> Decimal:
        exact = percent(after.get(name, NOTHING).exact, before.get(name, NOTHING).exact)
        return abs(exact) if exact is not None else Decimal(-1)

    name = max(moved, key=size)
    was, now = before.get(name, NOTHING), after.get(name, NOTHING)
    return Move("changed", figure, name, was, now, percent(now.exact, was.exact))


def _order(move: Move) -> tuple[int, Decimal, int]:
    kind = ("changed", "new", "gone").index(move.kind)
    return kind, -abs(move.percent) if move.percent is not None else Decimal(0), move.figure


def in_words(moves: Iterable[Move]) -> Iterator[str]:
    """A line a move: "Software Developer, all levels, United States: median $133,080 -> $135,980 (+2.2 %)"."""
    moves = list(moves)
    related = ("role", "level", "location", "option")
    figures = Figure.objects.select_related(*related).in_bulk([move.figure for move in moves])
    for move in moves:
        figure = figures[move.figure]

        def amount(said: Said, figure: Figure = figure) -> str:
            if said.value is None:
                return said.mark.replace("_", " ") or "–"
            money = format_money(said.value, figure.currency, figure.pay_period)
            return f"at least {money}" if said.mark else money

        words = f"{move.kind}: {figure}"
        if move.kind == "changed" and move.statistic:
            words += f": {move.statistic} {amount(move.before)} → {amount(move.after)}"
            if move.percent is not None:
                words += f" ({format_percent(round_percent(move.percent))})"
        elif move.kind != "changed":
            words += f": {move.statistic or 'no number'} {amount(move.before)}"
        yield f"{words}  over 20 %" if move.large else words
