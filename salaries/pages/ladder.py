"""Pay by experience: every level with its figure or none, set against the general average of the same release."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salaries.models import ExperienceLevel, Location, Role
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pages.headlines import Shown, top_level
from salaries.pay.cells import Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.choice import in_order, leading
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.room import layout_of_bars, on_a_line
from salaries.pay.words import listed

NOT_PUBLISHED = "not published"


class LevelRow(NamedTuple):
    """A step of the ladder as the table shows it; texts say `not published` where there is nothing."""

    name: str
    description: str
    mean: str
    median: str
    percent: str
    direction: str
    published: bool
    baseline: bool = False
    top: bool = False


class Ladder(NamedTuple):
    """The levels as table and chart; `evidence` where another release than the headline's tells them.

    There are no rows where nothing at all has been published.
    """

    caption: str
    note: str
    rows: tuple[LevelRow, ...]
    chart: BarChart | None
    chart_title: str
    mark: str
    evidence: EvidenceLine | None
    layout: str = "ladder"


def steps_of(
    average: Sequence[Cell], by_level: Mapping[int, Sequence[Cell]], shown: Shown, statistic: str
) -> Shown:
    """What tells the levels: the headline's release, or the first that has levels and their general average."""
    if shown.levels:
        return shown
    for cell in in_order(average):
        levels = levels_like(cell, by_level)
        name = statistic or leading([cell]).statistic
        if any(level.state(name) != "none" for level in levels.values()):
            return Shown(name, cell, levels, cell.evidence.release)
    return shown


def levels_like(cell: Cell, by_level: Mapping[int, Sequence[Cell]]) -> dict[int, Cell]:
    """The levels' cells of the same release and kind of pay, by the level's id."""
    kind = (cell.evidence.release, cell.measure, cell.currency, cell.pay_period)
    return {
        pk: level
        for pk, cells in by_level.items()
        for level in cells
        if (level.evidence.release, level.measure, level.currency, level.pay_period) == kind
    }


def ladder_of(
    role: Role, location: Location, levels: Sequence[ExperienceLevel], shown: Shown, steps: Shown
) -> Ladder:
    """The ladder of `steps` on a page that is headed by `shown`."""
    chart, title = _chart(levels, steps)
    average = steps.average
    other = steps.release != shown.release
    return Ladder(
        caption=_caption(role, location, steps),
        note=_note(levels, shown, steps),
        rows=tuple(_rows(levels, steps)) if _any_cell(steps) else (),
        chart=chart,
        chart_title=title,
        mark=f"general average {average.format(steps.statistic)}" if average else "",
        evidence=evidence_line(average, steps.statistic) if average and other else None,
        layout=layout_of_bars("ladder", chart) if chart else "ladder",
    )


def cell_text(cell: Cell | None, statistic: str) -> str:
    """The number as tables show it."""
    if cell is None or cell.state(statistic) == "none":
        return NOT_PUBLISHED
    return cell.format(statistic)


def _any_cell(shown: Shown) -> Cell | None:
    return shown.average or next(iter(shown.levels.values()), None)


def _caption(role: Role, location: Location, steps: Shown) -> str:
    cell = _any_cell(steps)
    if cell is None:
        return f"{role.name}, {location.label}: no figure published"
    measure = cell.measure_line(steps.statistic)
    foreign = f", {cell.currency_line}" if cell.currency_line else ""
    return f"{role.name}, {location.label}: {measure[:1].lower()}{measure[1:]}{foreign}"


def _rows(levels: Sequence[ExperienceLevel], steps: Shown) -> list[LevelRow]:
    top, average = top_level(levels, steps), steps.average
    rows = []
    for level in levels:
        cell = steps.levels.get(level.pk)
        above, direction = _above(cell, average, steps.statistic)
        rows.append(
            LevelRow(
                name=level.name,
                description=level.description,
                mean=cell_text(cell, "mean"),
                median=cell_text(cell, "median"),
                percent=above,
                direction=direction,
                published=cell is not None,
                top=top is not None and top[0].pk == level.pk,
            )
        )
    rows.append(
        LevelRow(
            name="General average",
            description="All experience levels together.",
            mean=cell_text(average, "mean"),
            median=cell_text(average, "median"),
            percent="baseline" if average else "–",
            direction="",
            published=average is not None,
            baseline=True,
        )
    )
    return rows


def _above(cell: Cell | None, base: Cell | None, statistic: str) -> tuple[str, str]:
    """Percent above the general average, and up, down or neither."""
    exact = percent(cell.value(statistic), base.value(statistic)) if cell and base else None
    if exact is None:
        return "–", ""
    rounded = round_percent(exact)
    return format_percent(rounded), "up" if rounded > 0 else "down" if rounded < 0 else ""


def _note(levels: Sequence[ExperienceLevel], shown: Shown, steps: Shown) -> str:
    head, cell = _any_cell(shown), _any_cell(steps)
    if head is None or cell is None:
        return "No figure has been published here, for any experience level or for all together."
    source = head.evidence.source_label
    if not steps.levels:
        return f"{source} publishes no figure by experience level."
    notes = []
    if steps.release != shown.release:
        notes.append(f"{source} publishes no figure by experience level. {cell.evidence.source_label} does:")
        notes.append("another source, to be read by itself.")
    without = [level.name for level in levels if level.pk not in steps.levels]
    if without:
        notes.append(f"{cell.evidence.source_label} publishes no figure for {listed(without)}.")
    return " ".join(notes)


def _chart(levels: Sequence[ExperienceLevel], steps: Shown) -> tuple[BarChart | None, str]:
    top, base = top_level(levels, steps), steps.average
    mark = base.value(steps.statistic) if base else None
    if top is None:
        return None, ""
    rows = []
    for level in levels:
        cell = steps.levels.get(level.pk)
        value = cell.value(steps.statistic) if cell else None
        text = cell.format(steps.statistic) if cell and value is not None else _nothing(cell, steps.statistic)
        rows.append(BarRow(on_a_line(level.name), value, text, "top" if level.pk == top[0].pk else "figure"))
    title = f"{top[0].name}: {top[1].format(steps.statistic)}"
    above, _ = _above(top[1], base, steps.statistic)
    if base and mark is not None:
        title += f", {above} against the general average of {base.format(steps.statistic)}"
    kind = top[1].currency, top[1].pay_period
    return bars(rows, mark, *kind), f"{title}."


def _nothing(cell: Cell | None, statistic: str) -> str:
    """What stands where no bar can be drawn."""
    if cell is not None and cell.shown(statistic) is not None:
        return cell.format(statistic)
    return "no figure published by this source"
