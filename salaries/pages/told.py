"""Figures with the names that they go by, and whose they are: a line a release, notes, and words of licences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pay.cells import Cell
from salaries.subjects import without_repeats


class Told(NamedTuple):
    """A name and the figure that is shown for it."""

    name: str
    cell: Cell
    statistic: str


def line_of(evidence: EvidenceLine, tags: Iterable[str] | None = None, *, period_first: bool = False) -> str:
    """A line of evidence as plain words. What stands first is still there where a line is cut."""
    shown = [tag.text for tag in evidence.tags] if tags is None else list(tags)
    middle = [evidence.period, *shown] if period_first else [*shown, evidence.period]
    return " · ".join([f"{evidence.source}, {evidence.kind}", *middle, evidence.licence])


def sources_of(told: Sequence[Told], *, period_first: bool = False) -> list[str]:
    """Whose the figures are: one line a release, in which only what differs is told name by name."""
    releases: dict[tuple[str, str], list[tuple[str, EvidenceLine]]] = {}
    for one in told:
        evidence = evidence_line(one.cell, one.statistic)
        releases.setdefault((one.cell.evidence.release, evidence.period), []).append((one.name, evidence))
    alone = len(releases) == 1
    return [_release_line(lines, alone=alone, period_first=period_first) for lines in releases.values()]


def _release_line(lines: Sequence[tuple[str, EvidenceLine]], *, alone: bool, period_first: bool) -> str:
    tags: Mapping[str, list[str]] = {name: [tag.text for tag in evidence.tags] for name, evidence in lines}
    common = [tag for tag in next(iter(tags.values())) if all(tag in own for own in tags.values())]
    apart = [
        f"{name}: {', '.join(rest)}"
        for name, own in tags.items()
        if (rest := [t for t in own if t not in common])
    ]
    told = [*common, *(["; ".join(apart)] if apart else [])]
    line = line_of(lines[0][1], told, period_first=period_first)
    return f"Source: {line}" if alone else f"{', '.join(tags)}: {line}"


def notes_of(told: Iterable[Told]) -> tuple[str, ...]:
    """What the sources say of the figures that a reader must know; none that another one says too."""
    notes = without_repeats(one.cell.source_note for one in told if one.cell.source_note)
    return tuple(note for note in notes if not any(note != other and note in other for other in notes))


def attributions_of(told: Iterable[Told]) -> list[str]:
    """The words that licences ask for, each once."""
    return list(dict.fromkeys(one.cell.evidence.attribution for one in told if one.cell.evidence.attribution))
