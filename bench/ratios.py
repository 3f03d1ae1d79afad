"""What is printed: ratios of what was measured in turn, each with its spread, and whether it is good enough."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the rounds, with the smallest and the largest."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Bound:
    """What a line has to reach: at least `least`, or at most `most`."""

    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"

    def holds(self, value: float) -> bool:
        """Whether the value, as it is printed, is good enough."""
        shown = float(shorter(value))
        if self.least is not None:
            return shown >= self.least
        return self.most is not None and shown <= self.most


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, against what, how much, and what it should be."""

    what: str
    against: str
    ratio: Ratio
    must: Bound | None = None
    aim: Bound | None = None
    note: str = ""

    @property
    def is_missed(self) -> bool:
        return self.must is not None and not self.must.holds(self.ratio.middle)

    @property
    def verdict(self) -> str:
        if self.must is None and self.aim is None:
            return ""
        if self.is_missed:
            return "NOT MET"
        if self.aim is not None and not self.aim.holds(self.ratio.middle):
            return "met, not the aim"
        return "met"


def shorter(value: float) -> str:
    """A number with as many digits as it is worth: 0.0312, 0.312, 4.93, 57."""
    if value >= 20 or value == 0:
        return f"{value:.0f}"
    if value >= 1:
        return f"{value:.2f}"
    return f"{value:.3f}" if value >= 0.1 else f"{value:.4f}"


def in_turn(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Ours over theirs, round by round: the two of a round were measured right after one another."""
    return of([one / other for one, other in zip(ours, theirs, strict=True)])


def of(values: Sequence[float]) -> Ratio:
    """The rounds' middle and both ends."""
    return Ratio(statistics.median(values), min(values), max(values))


def table(lines: Iterable[Line]) -> list[str]:
    """The lines below one another, each column as wide as its widest word."""
    rows = [("", "against", "ratio", "spread", "must", "aim", "")]
    for line in lines:
        spread = f"{shorter(line.ratio.least)}–{shorter(line.ratio.most)}"
        must, aim = (str(bound) if bound else "" for bound in (line.must, line.aim))
        verdict = " ".join(filter(None, (line.verdict, f"({line.note})" if line.note else "")))
        rows.append((line.what, line.against, shorter(line.ratio.middle), spread, must, aim, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [_row(row, widths) for row in rows]


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [
        text.rjust(width) if column == 2 else text.ljust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(words).rstrip()
