"""What a picture is made of: texts, boxes, strokes and rings, in pixels from its left upper corner."""

from collections.abc import Iterable
from typing import NamedTuple

from salaries.pay.letters import width

INK, SOFT, FAINT, LINE = "#16181d", "#565b66", "#6d727c", "#d8d5cd"
PAPER, ACCENT, GREY, VERMILION = "#ffffff", "#0a6a4b", "#84948b", "#b83f25"
"""The colours of the light page: a picture is pasted onto white."""

BEYOND = "\u203a"
"""What says that a band goes on."""
LABEL = 15
"""The size of most texts."""


class Words(NamedTuple):
    """A text whose baseline begins, lies in the middle or ends at x, y."""

    x: float
    y: float
    text: str
    size: float = LABEL
    bold: bool = False
    fill: str = INK
    anchor: str = "start"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        wide = width(self.text, self.size, self.bold)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, self.y - self.size * 0.8, left + wide, self.y + self.size * 0.25


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: str
    round: float = 0
    title: str = ""


class Stroke(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 1
    dash: str = ""


class Ring(NamedTuple):
    cx: float
    cy: float
    r: float = 6
    title: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.cx - self.r, self.cy - self.r, self.cx + self.r, self.cy + self.r


Mark = Words | Box | Stroke | Ring


def clear_of(words: Words, others: Iterable[Words | Ring], gap: float = 0) -> bool:
    """Whether a text lies over none of the others and, beside them, keeps its distance."""
    left, top, right, bottom = words.box
    return not any(
        left < end + gap and start - gap < right and top < low and high < bottom
        for start, high, end, low in (other.box for other in others)
    )
