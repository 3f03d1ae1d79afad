"""What the picture of a shared address says: the very sentence, rows and evidence that its page shows."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings

from salaries.pages.compared import Pinned
from salaries.pages.comparison_parts import BASELINE, ComparedRow, ShownNote
from salaries.pages.headlines import Headline
from salaries.pages.ladder import Ladder
from salaries.pages.told import Told, attributions_of, notes_of, sources_of
from salaries.pay.cells import NONE, Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.comparison import Comparison
from salaries.pay.sharing import SharePicture, ShareRow
from salaries.pay.sides import Side
from salaries.pay.words import PAY_PERIODS, first_upper, statistic_words

SPREAD = ("p10", "p25", "median", "p75", "p90")
FEWEST_BARS = 2
GENERAL = "General average"


def comparison_share(
    result: Comparison,
    shown: Sequence[ComparedRow],
    chart: BarChart | None,
    caption: str,
    notes: Iterable[ShownNote],
    pinned: Pinned | None,
) -> SharePicture:
    """A comparison: its sides as bars where they can be compared, else as they are, with the reason."""
    told = [
        Told(label, side.cell, result.statistic)
        for label, side in zip(result.labels, result.sides, strict=True)
        if side.cell and side.state(result.statistic) != NONE
    ]
    return SharePicture(
        title=f"{result.sentence}.",
        subtitle=caption,
        rows=tuple(_sides(result, shown, chart)),
        notes=" ".join(
            text for text in (result.explanation, *(f"{note.lead} {note.text}" for note in notes)) if text
        ),
        sources=(*sources_of(told, period_first=True), *attributions_of(told), *_version(pinned)),
        site=_site(),
        remarks=" ".join(notes_of(told)),
    )


def _sides(result: Comparison, shown: Sequence[ComparedRow], chart: BarChart | None) -> Iterator[ShareRow]:
    parts = [bar.width for bar in chart.rows] if chart else [None] * len(shown)
    for number, (row, side, part) in enumerate(zip(shown, result.sides, parts, strict=True)):
        text = row.value
        if part is None and row.published and side.cell:
            text = f"{row.value} {PAY_PERIODS[side.cell.pay_period]}"
        percent = row.percent if number else BASELINE
        sample = side.cell.sample_line(result.statistic) if side.cell else ""
        yield ShareRow(row.label, text, percent if part else "", part, strong=number > 0, sample=sample)


def guide_share(
    headline: Headline,
    ladder: Ladder,
    level_sides: Sequence[tuple[Side, str]],
    notes: Sequence[str],
    pinned: Pinned | None,
) -> SharePicture:
    """A guide: its levels as bars, or the percentiles of the one figure that is told, or that number alone."""
    rows = tuple(_levels(ladder, level_sides)) if ladder.chart else ()
    told = [Told("", headline.cell, headline.statistic)] if headline.cell and headline.number else []
    caption, lines = headline.caption, sources_of(told, period_first=True)
    if rows:
        caption = first_upper(ladder.caption)
        levels = [
            Told(side.level_name or GENERAL, side.cell, of)
            for side, of in level_sides
            if side.cell and side.state(of) != NONE
        ]
        of_bars = sources_of(levels, period_first=True)
        lines = [*lines, *map(_of_bars, of_bars)] if ladder.evidence else of_bars
        told = [*told, *levels]
    elif headline.cell:
        rows = tuple(_spread(headline.cell))
    return SharePicture(
        title="".join(piece.text for piece in headline.lede),
        subtitle=caption,
        rows=rows,
        notes="",
        sources=(*lines, *attributions_of(told), *_version(pinned)),
        site=_site(),
        remarks=" ".join(notes),
        number="" if rows else headline.number,
    )


def _levels(ladder: Ladder, level_sides: Sequence[tuple[Side, str]]) -> Iterator[ShareRow]:
    """Every level that has a figure, and below them the general average that they are set against."""
    assert ladder.chart is not None  # noqa: S101 - asked by who knows
    (average, statistic), *levels = level_sides
    for row, bar, (side, of) in zip(ladder.rows[:-1], ladder.chart.rows, levels, strict=True):
        if side.state(of) != NONE:
            percent = row.percent if ladder.chart.mark else ""
            yield ShareRow(row.name, bar.text, percent if bar.width else "", bar.width, strong=row.top)
    if ladder.chart.mark is not None:
        yield ShareRow(GENERAL, average.format(statistic), BASELINE, ladder.chart.mark)


def _spread(cell: Cell) -> Iterator[ShareRow]:
    """The percentiles of one figure, where there are two at least to draw."""
    held = [name for name in SPREAD if cell.state(name) != NONE]
    if sum(cell.value(name) is not None for name in held) < FEWEST_BARS:
        return
    rows = [BarRow(first_upper(statistic_words[name]), cell.value(name), cell.format(name)) for name in held]
    chart = bars(rows, None, cell.currency, cell.pay_period)
    for name, bar in zip(held, chart.rows, strict=True):
        yield ShareRow(bar.label, bar.text, "", bar.width, strong=name == "median")


def _of_bars(line: str) -> str:
    return f"Bars: {line.removeprefix('Source: ')}"


def _version(pinned: Pinned | None) -> tuple[str, ...]:
    """Which data version it is, if not today's."""
    return (f"Data version {pinned.version}, as it was then.",) if pinned else ()


def _site() -> str:
    return urlsplit(settings.SITE_URL).netloc
