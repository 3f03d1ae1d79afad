"""Charts as whole pictures that are taken along: title, legend, axis, source and address around a page's chart.

Numbers to geometry again, in pixels of a picture that is always 960 wide. What a picture says comes in with it:
here it is given places. No two texts overlap and none leaves the picture, however long names and amounts are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from salaries.pay.charts import Band, BandChart, Bar, BarChart, LineChart, Point
from salaries.pay.letters import balanced, fitting, lines, width
from salaries.pay.marks import (
    ACCENT,
    BEYOND,
    FAINT,
    GREY,
    INK,
    LABEL,
    LINE,
    PAPER,
    SOFT,
    VERMILION,
    Box,
    Mark,
    Ring,
    Stroke,
    Words,
    clear_of,
)  # fmt: skip

WIDTH = 960
MARGIN = 40
INSIDE = WIDTH - 2 * MARGIN
MOST_ROWS = 60
"""Rows of one picture: what is over is counted in words."""

TITLE, SUBTITLE, SMALL = 26, 16, 13
ROW, ROW_OF_TWO, BAR = 36, 46, 16
PLOT_HEIGHT = 300
WIDEST_LABEL = 300
GAP = 16
INSET = 44
"""From the ends of a line's plot to its first and last point."""


class Key(NamedTuple):
    """An entry of the legend. `kind`: accent, grey, mark, outer, inner, median or beyond."""

    kind: str
    text: str


class Picture(NamedTuple):
    """A chart with everything that it needs to stand alone.

    `title` is its main fact, `subtitle` what is drawn, `axis` what the scale states; `address` and `version`
    say where and when it was so.
    """

    title: str
    subtitle: str
    axis: str
    chart: BarChart | BandChart | LineChart
    keys: tuple[Key, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    address: str
    version: str

    @property
    def words(self) -> str:
        """The same in words, for who cannot see it."""
        if isinstance(self.chart, LineChart):
            rows = [f"{point.label}: {point.text}" for point in self.chart.points]
        else:
            rows = [_row_words(row) for row in self.chart.rows]
        return " ".join(
            f"{text.rstrip('.')}." for text in (self.subtitle, "; ".join(rows), *self.sources) if text
        )


def _row_words(row: Bar | Band) -> str:
    percent = row.percent_text if isinstance(row, Band) else ""
    return f"{row.label}: {', '.join(text for text in (row.text, percent) if text)}"


class Drawing(NamedTuple):
    """Everything of a picture in its place."""

    height: float
    title: str
    words: str
    marks: tuple[Mark, ...]
    width: float = WIDTH


@dataclass
class _Sheet:
    """A picture while it is drawn, from the top down to `y`."""

    y: float
    marks: list[Mark] = field(default_factory=list)

    def text(
        self, text: str, size: float, height: float, *, bold: bool = False, fill: str = INK, rows: int = 9
    ) -> None:
        for line in lines(text, size, INSIDE, bold, rows):
            self.y += height
            self.marks.append(Words(MARGIN, self.y, line, size, bold, fill))


def drawn(picture: Picture) -> Drawing:
    """The picture in marks, the later ones above the earlier."""
    sheet = _Sheet(MARGIN - 10)
    for line in balanced(picture.title, TITLE, INSIDE, True, 4):
        sheet.text(line, TITLE, 34, bold=True)
    sheet.y += 6
    sheet.text(picture.subtitle, SUBTITLE, 24, fill=SOFT, rows=4)
    sheet.y += 14
    _legend(sheet, picture.keys)
    sheet.y += 18
    if isinstance(picture.chart, LineChart):
        _line(sheet, picture.chart)
    else:
        _rows(sheet, picture.chart)
    left_out = 0 if isinstance(picture.chart, LineChart) else len(picture.chart.rows) - MOST_ROWS
    sheet.text(picture.axis, SMALL, 22, fill=SOFT, rows=2)
    sheet.y += 16
    sheet.marks.append(Stroke(MARGIN, sheet.y, WIDTH - MARGIN, sheet.y, LINE))
    sheet.y += 6
    more = [f"And {left_out} more, which the page’s table has."] if left_out > 0 else []
    for text in (*more, *picture.notes, *picture.sources):
        sheet.text(text, SMALL, 19, fill=SOFT)
    sheet.y += 4
    sheet.text(picture.address, SMALL, 19, bold=True)
    sheet.text(picture.version, SMALL, 19, fill=SOFT)
    return Drawing(sheet.y + MARGIN - 12, picture.title, picture.words, tuple(sheet.marks))


def _legend(sheet: _Sheet, keys: Sequence[Key]) -> None:
    """The keys beside each other, in as many lines as they need."""
    x, first = float(MARGIN), True
    for key in keys:
        text = fitting(key.text, SMALL, INSIDE - 40)
        wide = 30 + width(text, SMALL) + 24
        if first or x + wide - 24 > WIDTH - MARGIN:
            sheet.y += 22
            x, first = MARGIN, False
        sheet.marks += [*_sample(key.kind, x, sheet.y - 5), Words(x + 30, sheet.y, text, SMALL, fill=SOFT)]
        x += wide


def _sample(kind: str, x: float, y: float) -> list[Mark]:
    """What a key stands for, 22 wide, its middle at y."""
    if kind == "mark":
        return [_dashed(x + 11, y - 9, y + 9)]
    if kind == "median":
        return [Ring(x + 11, y)]
    if kind == "beyond":
        return [Words(x + 8, y + 6, BEYOND, 18, fill=SOFT)]
    return [
        Box(x, y - 6, 22, 12, ACCENT if kind in ("accent", "inner") else GREY, 6 if kind == "outer" else 2)
    ]


def _dashed(x: float, top: float, bottom: float) -> Stroke:
    return Stroke(x, top, x, bottom, VERMILION, 1.5, "4 4")


def _rows(sheet: _Sheet, chart: BarChart | BandChart) -> None:
    """Bars or bands below each other: name, plot, amount and percent in columns of their own."""
    rows: Sequence[Bar | Band] = chart.rows[:MOST_ROWS]
    names = [lines(row.label, LABEL, WIDEST_LABEL, True, 2) for row in rows]
    height = ROW_OF_TWO if any(len(name) > 1 for name in names) else ROW
    percents = [row.percent_text if isinstance(row, Band) else "" for row in rows]
    amounts = [row.text for row in rows if _has_mark(row)]
    left = MARGIN + GAP + max((width(line, LABEL, True) for name in names for line in name), default=0)
    at_percent = WIDTH - MARGIN
    wide = max((width(text, LABEL, True) for text in percents), default=0)
    at_amount = at_percent - (wide + GAP if wide else 0)
    right = at_amount - GAP - max((width(text, LABEL, True) for text in amounts), default=0)
    top, bottom = sheet.y, sheet.y + height * len(rows)

    def at(share: str) -> float:
        return left + (right - left) * _part(share)

    for tick in chart.ticks:
        sheet.marks.append(Stroke(at(tick.x), top, at(tick.x), bottom + 4, LINE))
    if isinstance(chart, BarChart) and chart.mark is not None:
        sheet.marks.append(_dashed(at(chart.mark), top, bottom + 4))
    for number, row in enumerate(rows):
        middle = top + height * (number + 0.5)
        strong = isinstance(row, Bar) and row.kind in ("top", "")
        sheet.marks += _name(names[number], middle, strong and _has_mark(row))
        if not _has_mark(row):
            missing = fitting(row.text, LABEL, at_percent - left - 6)
            words = Words(left + 6, middle + 5, missing, fill=FAINT)
            sheet.marks += [_plate(words), words]
            continue
        drawing = _bar(row, middle, left, right) if isinstance(row, Bar) else _band(row, middle, left, right)
        sheet.marks += [*drawing, Words(at_amount, middle + 5, row.text, bold=True, anchor="end")]
        if percents[number]:
            sheet.marks.append(percent_mark(percents[number], at_percent, middle + 5))
    sheet.y = bottom + 20
    sheet.marks += _with_room([_under(tick.text, at(tick.x), sheet.y) for tick in chart.ticks])


def _has_mark(row: Bar | Band) -> bool:
    return (
        row.width is not None if isinstance(row, Bar) else any((row.outer, row.inner, row.median, row.beyond))
    )


def _name(name: Sequence[str], middle: float, bold: bool) -> list[Mark]:
    first = middle + 5 - 9 * (len(name) - 1)
    return [Words(MARGIN, first + 18 * number, line, bold=bold) for number, line in enumerate(name)]


def _plate(words: Words) -> Box:
    """What lies behind words, so that no line strikes them through."""
    left, top, right, bottom = words.box
    return Box(left - 3, top - 1, right - left + 6, bottom - top + 2, PAPER)


def percent_mark(text: str, x: float, y: float, size: float = LABEL) -> Words:
    """A percentage that ends at x: its sign says more or less, and so does its colour."""
    signed = text[:1] in ("+", "\u2212")
    fill = (VERMILION if text[:1] == "\u2212" else ACCENT) if signed else SOFT
    return Words(x, y, text, size, signed, fill, "end")


def _bar(row: Bar, middle: float, left: float, right: float) -> list[Mark]:
    fill = GREY if row.kind in ("figure", "baseline") else ACCENT
    wide = (right - left) * _part(row.width or "0%")
    return [Box(left, middle - BAR / 2, wide, BAR, fill, 2, _row_words(row))]


def _band(row: Band, middle: float, left: float, right: float) -> list[Mark]:
    marks: list[Mark] = []
    for stretch, fill, corner in ((row.outer, GREY, 5), (row.inner, ACCENT, 0)):
        if stretch:
            x, wide = (right - left) * _part(stretch.x), (right - left) * _part(stretch.width)
            marks.append(Box(left + x, middle - 6, wide, 12, fill, corner, row.spread))
    if row.beyond:
        marks.append(Words(left + (right - left) * _part(row.beyond) + 2, middle + 6, BEYOND, 18, fill=SOFT))
    if row.median:
        marks.append(Ring(left + (right - left) * _part(row.median), middle, title=row.spread))
    return marks


def _under(text: str, x: float, y: float) -> Words:
    """A text below a point of the scale, inside the picture."""
    half = width(text, SMALL) / 2
    return Words(min(max(x, half + 4), WIDTH - half - 4), y, text, SMALL, fill=SOFT, anchor="middle")


def _with_room(words: Sequence[Words]) -> list[Words]:
    """As many of the words as have room beside each other: all, every second one, every third."""
    for each in range(1, len(words)):
        kept = list(words[::each])
        if all(clear_of(two, [one], 10) for one, two in pairwise(kept)):
            return kept
    return list(words[:1])


def _line(sheet: _Sheet, chart: LineChart) -> None:
    """Values over time: the scale on the left, days below, and as many amounts as have room."""
    left = MARGIN + GAP + max((width(level.text, SMALL) for level in chart.levels), default=0)
    right, top = WIDTH - MARGIN, sheet.y + 14
    bottom = top + PLOT_HEIGHT

    def at(point: Point) -> tuple[float, float]:
        inner = left + INSET, right - INSET
        return inner[0] + (inner[1] - inner[0]) * _part(point.x), top + PLOT_HEIGHT * _part(point.y)

    for level in chart.levels:
        y = top + PLOT_HEIGHT * _part(level.y)
        sheet.marks.append(Stroke(left, y, right, y, LINE))
        sheet.marks.append(Words(left - 10, y + 4, level.text, SMALL, fill=SOFT, anchor="end"))
    sheet.marks += [Stroke(*at(part.start), *at(part.end), ACCENT, 2.5) for part in chart.segments]
    rings = [Ring(*at(one), title=f"{one.label}: {one.text}") for one in chart.points]
    amounts = [_amount(number, rings, one.text, left) for number, one in enumerate(chart.points)]
    days = [_under(one.label, ring.cx, bottom + 46) for one, ring in zip(chart.points, rings, strict=True)]
    shown = _ends_first(amounts, rings)
    sheet.marks += [_plate(words) for words in shown]
    sheet.marks += [*rings, *shown, *_ends_first(days)]
    sheet.y = bottom + 50


def _amount(number: int, rings: Sequence[Ring], text: str, left: float) -> Words:
    """The amount of a point on the side of it where its line does not run."""
    x, y = rings[number].cx, rings[number].cy
    before = rings[number - 1].cy if number else y
    after = rings[number + 1].cy if number + 1 < len(rings) else y
    below = min(before, after) < y and max(before, after) <= y
    half = width(text, LABEL, True) / 2
    rising, falling = before > y > after, before < y < after
    x += 8 - half if rising else half - 8 if falling else 0
    x = min(max(x, left + half), WIDTH - MARGIN - half)
    return Words(x, y + 26 if below else y - 14, text, bold=True, anchor="middle")


def _ends_first(words: Sequence[Words], rings: Sequence[Ring] = ()) -> list[Words]:
    """The last and the first of them, and of the others those that have room beside them and the rings."""
    kept: list[Words] = []
    for number, one in enumerate([*words[-1:], *words[:1], *words[1:-1]]):
        if clear_of(one, kept, 12) and (number < 2 or clear_of(one, rings)):
            kept.append(one)
    return kept


def _part(share: str) -> float:
    return float(share.rstrip("%")) / 100
