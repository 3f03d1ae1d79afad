"""What an import changes, in words: made while it is written, since what goes has no words afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from salaries.imports.differences import Move, in_words, made, moved
from salaries.models import Figure, ReleasePart
from salaries.models.changes import VALUE_FIELDS, values_of

Said = dict[str, Any]
"""All that a figure says, as `FigureChange` keeps it."""


@dataclass
class Listing:
    """The first `most` changes of each kind: (“new”, “changed” or “gone”, what it is)."""

    most: int
    lines: list[tuple[str, str]] = field(default_factory=list)

    def changed(self, changes: Iterable[tuple[int, Said, Said]]) -> None:
        """Figures by id that will say something else: what each said, and what it will say."""
        chosen = list(islice(changes, self.most))
        moves = [moved(*change) or Move("changed", change[0]) for change in chosen]
        for words, move, (_, before, after) in zip(in_words(moves), moves, chosen, strict=True):
            beside = "" if move.statistic else _beside(before, after)
            self.lines.append(("changed", words.removeprefix("changed: ") + beside))

    def gone(self, figures: Iterable[tuple[int, Said]]) -> None:
        """Figures that the file no longer has."""
        self._tell([made(*figure, kind="gone") for figure in islice(figures, self.most)])

    def new(self, part: ReleasePart, since: int) -> None:
        """Figures of a part that were made after the one of that id."""
        figures = Figure.objects.filter(part=part, pk__gt=since).order_by("pk")[: self.most]
        self._tell([made(figure.pk, values_of(figure)) for figure in figures])

    def _tell(self, moves: list[Move]) -> None:
        for move, words in zip(moves, in_words(moves), strict=True):
            self.lines.append((move.kind, words.removeprefix(f"{move.kind}: ")))


def _beside(before: Said, after: Said) -> str:
    """What changes where no amount does."""
    words = []
    for name in VALUE_FIELDS:
        if name in after and before.get(name) != after[name]:
            label = Figure._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            sides = ("nothing" if one in (None, "") else one for one in (before.get(name), after[name]))
            words.append(f"{label} {' → '.join(map(str, sides))}")
    return f": {'; '.join(words)}" if words else ": public again, as it was"
