"""Whether the words of a page's chart have room beside it at every width, 320 px included, and what is done if not.

A page is shown in fonts that a reader has, which are narrower than ours of pictures: `SYSTEM` says by how much at
least. Sizes are those of the style sheets, in px.
"""

from collections.abc import Sequence

from salaries.pay.charts import Band, BandChart, Bar, BarChart, LineChart, Tick
from salaries.pay.letters import width
from salaries.pay.words import shortened

SYSTEM = 0.95
SIZE = 15
NARROW = 278
"""What a chart has on a screen of 320 px."""
AMOUNT = 82
"""What an amount has beside a plot; in a stacked chart it is more, and more again in one of long words."""
NAME = {"ladder": 98, "bands": 128}
"""What a name has beside its bar on a wide screen."""
BESIDE = {"ladder": 10, "bands": 85}
"""What a percentage and the gaps take of a line that name and amount share."""
STACKED_AMOUNT = 150
PLOT, BETWEEN = 500, 12
"""What the scale of a chart that is not stacked has on a wide screen, and what is between its words."""
LEVEL = 76
"""What a scale has on the left of a line."""
STACKED_PERCENT = 76
STACKED_TICKS = 129


def on_page(text: str) -> float:
    """How wide a text is on a page, at most."""
    return width(text, SIZE) * SYSTEM


def layout_of_bars(usual: str, chart: BarChart) -> str:
    """The classes of a chart of bars: the usual ones where all words have room, else each name above its bar."""
    return _layout(usual, chart.rows, [bar.text for bar in chart.rows if bar.width is not None])


def layout_of_bands(usual: str, chart: BandChart) -> str:
    """The same for bands."""
    return _layout(usual, chart.rows, [band.text for band in chart.rows], chart.ticks)


def layout_of_line(chart: LineChart) -> str:
    """The same for a line."""
    return "line long" if max((on_page(level.text) for level in chart.levels), default=0) > LEVEL else "line"


def _layout(
    usual: str, rows: Sequence[Bar | Band], amounts: Sequence[str], ticks: Sequence[Tick] = ()
) -> str:
    """`long`: amounts need a wider column, or words of a scale would meet; `bare`: they do on a narrow screen."""
    most = max(map(on_page, amounts), default=0)
    name = max((on_page(row.label) for row in rows), default=0)
    if usual in NAME and name <= NAME[usual] and most <= AMOUNT and name + most + BESIDE[usual] <= NARROW:
        crowded = sum(on_page(tick.text) + BETWEEN for tick in ticks) > PLOT
        return f"{usual} long" if crowded else usual
    if most > STACKED_AMOUNT - (STACKED_PERCENT if ticks else 0):
        return "stacked long"
    meet = bool(ticks) and on_page(ticks[0].text) + on_page(ticks[-1].text) > STACKED_TICKS
    return "stacked bare" if meet else "stacked"


def on_a_line(name: str) -> str:
    """A name that has room above its bar on a narrow screen, cut where it needs to be."""
    most = len(name)
    cut = name
    while most > 1 and on_page(cut) > NARROW:
        most -= 1
        cut = shortened(name, most)
    return cut
