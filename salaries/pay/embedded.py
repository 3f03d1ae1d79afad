"""How high a comparison is in a frame of some width: measured in our widest letters, so that nothing is cut off.

Sizes are those of `static/embed.css`, in pixels.
"""

from dataclasses import dataclass

from salaries.pay.letters import lines, width

EDGE = 16
"""On each side."""
GAP = 12
PERCENT = 76
STEP = 10


@dataclass(frozen=True)
class Embedded:
    """The texts of a frame; `rows` are names, what stands beside them, and whether there is a bar."""

    heading: str
    caption: str
    detail: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    link: str
    rows: tuple[tuple[str, tuple[str, ...], bool], ...]


def height_of(shown: Embedded, wide: int) -> int:
    """The height of a frame so wide, in tens of pixels."""
    inside = max(wide, 200) - 2 * EDGE

    def text(words: str, size: int, line: int, below: int, bold: bool = False) -> int:
        return len(lines(words, size, inside, bold)) * line + below if words else 0

    high = 2 * EDGE
    high += text(shown.heading, 20, 25, 4, bold=True)
    high += text(shown.caption, 14, 20, 10)
    high += text(shown.detail, 15, 22, 10)
    high += sum(_row(*row, inside) for row in shown.rows) + 6
    # A frame has a line at its left, and room inside.
    high += sum(text(note, 13, 19, 6) for note in shown.notes)
    high += sum(text(source, 13, 19, 0) for source in shown.sources) + 10
    high += text(shown.link, 15, 24, 8)
    return -(-high // STEP) * STEP


def _row(name: str, beside: tuple[str, ...], bar: bool, inside: int) -> int:
    """A row: its name, and what stands beside it or, where that has no room, in lines below."""
    widths = [
        min(max(width(text, 15, True), PERCENT if number else 0), inside)
        for number, text in enumerate(beside)
    ]
    taken = sum(widths) + GAP * len(widths)
    rest = 0
    if width(name, 15, True) + taken > inside:
        rest, used = 1, 0.0
        for one in widths:
            rest, used = (rest + 1, one + GAP) if used and used + one > inside else (rest, used + one + GAP)
    return (len(lines(name, 15, inside, True)) + rest) * 22 + (12 if bar else 0) + 10
