"""Numbers to geometry: positions and widths in percent of the plot's width, as strings for SVG attributes.

Percentages are worked out in `Decimal` and rounded to two decimals, halves away from zero; trailing zeros are
left out ("68.55%", "100%"). What a chart says in words comes in with its rows: only ticks are formatted here.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import pairwise
from typing import NamedTuple

from salaries.pay.money import format_money, rounded, shown_decimals
from salaries.pay.words import MINUS, statistic_words

CONTEXT = Context(prec=60)
_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))
_MOST_STEPS = 5
_RING_X, _RING_Y = Decimal(10), Decimal(12)
"""What a ring takes of a line's width and height on a screen of 320 px, in percent."""


class BarRow(NamedTuple):
    """One bar to draw. `value` None: the row has `text` and no bar. `kind` is a class for the style sheet."""

    label: str
    value: Decimal | None
    text: str
    kind: str = ""


class Bar(NamedTuple):
    """One bar drawn: `width` from zero, None where there is nothing to draw."""

    label: str
    text: str
    kind: str
    width: str | None


class Tick(NamedTuple):
    """A round value on the scale."""

    x: str
    text: str


class BarChart(NamedTuple):
    """Bars on one scale from zero to `maximum`; `mark` is where a value to compare with lies on it.

    `ticks` are the round values from zero to the last one that is not above the maximum.
    """

    rows: tuple[Bar, ...]
    mark: str | None
    maximum: Decimal
    ticks: tuple[Tick, ...] = ()


def bars(
    rows: Sequence[BarRow], mark: Decimal | None = None, currency: str = "USD", pay_period: str = "year"
) -> BarChart:
    """Bars that start at zero, the largest of them (or the mark, if larger) 100 % wide.

    A value that is not above zero has no bar. With nothing to draw the maximum is 0, and there are no ticks.
    """
    values = [value for value in (*(row.value for row in rows), mark) if value is not None and value > 0]
    maximum = max(values, default=Decimal(0))

    def width(value: Decimal | None) -> str | None:
        return None if value is None or value <= 0 else _share(value, maximum)

    drawn = tuple(Bar(row.label, row.text, row.kind, width(row.value)) for row in rows)
    return BarChart(drawn, width(mark), maximum, _from_zero(maximum, currency, pay_period))


def _from_zero(maximum: Decimal, currency: str, pay_period: str) -> tuple[Tick, ...]:
    if not maximum:
        return ()
    step = _step(Decimal(0), maximum, Decimal(1).scaleb(-shown_decimals(currency, pay_period)))
    values = [step * number for number in range(int(maximum / step) + 1)]
    return tuple(Tick(_share(value, maximum), format_money(value, currency, pay_period)) for value in values)


class BandRow(NamedTuple):
    """One row of percentiles. Any may be None: then what needs it is not drawn.

    `open_end`: p90 is a lower limit only, so the row goes on beyond it.
    """

    label: str
    p10: Decimal | None
    p25: Decimal | None
    median: Decimal | None
    p75: Decimal | None
    p90: Decimal | None
    text: str
    percent_text: str = ""
    open_end: bool = False


class Stretch(NamedTuple):
    """A part of a row from `x`, `width` wide."""

    x: str
    width: str


class Band(NamedTuple):
    """One row drawn: `outer` from p10 to p90, `inner` from p25 to p75, `median` a position.

    `beyond` is where an open end begins, None where the end is known. `spread` tells every value in words.
    """

    label: str
    text: str
    percent_text: str
    outer: Stretch | None
    inner: Stretch | None
    median: str | None
    beyond: str | None = None
    spread: str = ""

    @property
    def direction(self) -> str:
        """What the percentage says, for the style sheet: more, less, or neither."""
        return {"+": "more", MINUS: "less"}.get(self.percent_text[:1], "")


class BandChart(NamedTuple):
    """Bands on one scale from `low` to `high`, with ticks at round values, both ends included."""

    rows: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    low: Decimal
    high: Decimal


def bands(rows: Sequence[BandRow], currency: str = "USD", pay_period: str = "year") -> BandChart:
    """Bands on one scale, from a round number below the least value to a round number above the greatest.

    The scale does not start at zero: what is read off a band is where it lies, not how long it is, and most
    of a scale from zero would be empty. With no values at all there are neither bands nor ticks.
    """
    given = ((row.p10, row.p25, row.median, row.p75, row.p90) for row in rows)
    values = [value for five in given for value in five if value is not None]
    if not values:
        empty = tuple(Band(row.label, row.text, row.percent_text, None, None, None) for row in rows)
        return BandChart(empty, (), Decimal(0), Decimal(0))
    low, high, marks = _scale(values, currency, pay_period)
    drawn = tuple(_band(row, low, high)._replace(spread=_spread(row, currency, pay_period)) for row in rows)
    ticks = tuple(Tick(_at(value, low, high), format_money(value, currency, pay_period)) for value in marks)
    return BandChart(drawn, ticks, low, high)


def _band(row: BandRow, low: Decimal, high: Decimal) -> Band:
    def stretch(start: Decimal | None, end: Decimal | None) -> Stretch | None:
        if start is None or end is None:
            return None
        return Stretch(_at(start, low, high), _share(end - start, high - low))

    median = None if row.median is None else _at(row.median, low, high)
    outer, inner = stretch(row.p10, row.p90), stretch(row.p25, row.p75)
    beyond = _at(row.p90, low, high) if row.open_end and row.p90 is not None else None
    return Band(row.label, row.text, row.percent_text, outer, inner, median, beyond)


def named[Chart: (BarChart, BandChart)](chart: Chart, labels: Sequence[str]) -> Chart:
    """The same chart with other names of its rows, where there is room for longer ones."""
    if isinstance(chart, BarChart):
        bars = zip(chart.rows, labels, strict=True)
        return chart._replace(rows=tuple(row._replace(label=label) for row, label in bars))
    bands = zip(chart.rows, labels, strict=True)
    return chart._replace(rows=tuple(row._replace(label=label) for row, label in bands))


def _spread(row: BandRow, currency: str, pay_period: str) -> str:
    """What lies behind a band: "United States: 10th percentile $82,460, median $135,980"."""
    told = []
    for name in ("p10", "p25", "median", "p75", "p90"):
        value: Decimal | None = getattr(row, name)
        if value is not None:
            least = "at least " if name == "p90" and row.open_end else ""
            told.append(f"{statistic_words[name]} {least}{format_money(value, currency, pay_period)}")
    return f"{row.label}: {', '.join(told)}" if told else row.label


class LineRow(NamedTuple):
    """One point in time. `value` None: there is nothing to draw, and the line has a gap."""

    day: date
    value: Decimal | None
    label: str
    text: str


class Point(NamedTuple):
    """A value drawn: `x` from the left, `y` from the top. `ring`: it is ringed without touching another ring."""

    x: str
    y: str
    label: str
    text: str
    ring: bool = True


class Segment(NamedTuple):
    """A straight line between two neighbouring points."""

    start: Point
    end: Point


class Level(NamedTuple):
    """A round value on an upright scale, `y` from the top."""

    y: str
    text: str


class LineChart(NamedTuple):
    """Values over time on one scale from `low` to `high`; x goes with the days from first to last."""

    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    levels: tuple[Level, ...]
    low: Decimal
    high: Decimal


def line(rows: Sequence[LineRow], currency: str = "USD", pay_period: str = "year") -> LineChart:
    """A line through the rows, which come in the order of their days.

    The first drawn point is at the left edge and the last one at the right; between two of them the line is
    straight. A row without a value parts the line. As with bands the scale ends at round numbers beyond the
    values and need not start at zero. With fewer than two days to tell apart all points are in the middle.
    """
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return LineChart((), (), (), Decimal(0), Decimal(0))
    low, high, marks = _scale(values, currency, pay_period)
    days = [row.day.toordinal() for row in rows if row.value is not None]
    first, span = days[0], days[-1] - days[0]

    def point(row: LineRow) -> Point | None:
        if row.value is None:
            return None
        x = _share(Decimal(row.day.toordinal() - first), Decimal(span)) if span else "50%"
        return Point(x, _share(high - row.value, high - low), row.label, row.text)

    drawn = [point(row) for row in rows]
    segments = tuple(Segment(start, end) for start, end in pairwise(drawn) if start and end)
    levels = tuple(
        Level(_share(high - value, high - low), format_money(value, currency, pay_period)) for value in marks
    )
    return LineChart(_ringed([one for one in drawn if one]), segments, levels, low, high)


def _ringed(points: Sequence[Point]) -> tuple[Point, ...]:
    """Rings where there is room: on the ends, then on the highest and lowest, then on the others in their order."""
    places = [(Decimal(point.x[:-1]), Decimal(point.y[:-1])) for point in points]
    upright = sorted(range(len(points)), key=lambda number: places[number][1])
    ringed: set[int] = set()
    for number in dict.fromkeys([0, len(points) - 1, upright[0], upright[-1], *range(len(points))]):
        x, y = places[number]
        others = (places[other] for other in ringed)
        if all(abs(x - left) >= _RING_X or abs(y - top) >= _RING_Y for left, top in others):
            ringed.add(number)
    return tuple(point._replace(ring=number in ringed) for number, point in enumerate(points))


def _scale(
    values: Sequence[Decimal], currency: str, pay_period: str
) -> tuple[Decimal, Decimal, list[Decimal]]:
    """From a round number below the least value to one above the greatest, and the round values between."""
    unit = Decimal(1).scaleb(-shown_decimals(currency, pay_period))
    step = _step(min(values), max(values), unit)
    low, high = _below(min(values), step), _above(max(values), step)
    return low, high, [low + step * number for number in range(int((high - low) / step) + 1)]


def _at(value: Decimal, low: Decimal, high: Decimal) -> str:
    return _share(value - low, high - low)


def _share(part: Decimal, whole: Decimal) -> str:
    share = rounded(CONTEXT.divide(CONTEXT.multiply(part, Decimal(100)), whole), 2)
    return f"{format(share, 'f').rstrip('0').rstrip('.')}%"


def _step(least: Decimal, greatest: Decimal, unit: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten of which five at most fit between both values.

    It is a whole number of units, so that no tick says what it is not. One value alone is given a scale of
    about a tenth of itself.
    """
    span = greatest - least or greatest / 10
    power = max(unit, Decimal(1).scaleb((span / _MOST_STEPS).adjusted()))
    steps = (step * power for step in _STEPS)
    return next(step for step in steps if step * _MOST_STEPS >= span and step % unit == 0)


def _below(value: Decimal, step: Decimal) -> Decimal:
    """The greatest multiple of the step below the value; zero at least."""
    steps = (value / step).to_integral_value(ROUND_FLOOR)
    return max(Decimal(0), (steps - 1 if steps * step == value else steps) * step)


def _above(value: Decimal, step: Decimal) -> Decimal:
    steps = (value / step).to_integral_value(ROUND_CEILING)
    return (steps + 1 if steps * step == value else steps) * step
