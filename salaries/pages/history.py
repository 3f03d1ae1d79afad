"""The trend of a guide: one source's releases over time, of the role or, said as such, of the wider one."""

from collections.abc import Sequence
from typing import NamedTuple

from salaries.models import Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pages.ladder import cell_text
from salaries.pay.cells import Cell, period_label
from salaries.pay.charts import LineChart, LineRow, line
from salaries.pay.money import format_percent, round_percent
from salaries.pay.room import layout_of_line
from salaries.pay.trend import Step, Trend, trend_of
from salaries.pay.words import first_upper, statistic_words
from salaries.subjects import guide_url


class TrendRow(NamedTuple):
    """A release as the table shows it."""

    period: str
    url: str
    value: str
    percent: str
    direction: str


class History(NamedTuple):
    """The trend as table and chart. `wider` names the people where they are not the page's own."""

    sentence: str
    intro: str
    wider: str
    role_url: str
    caption: str
    statistic_title: str
    rows: tuple[TrendRow, ...]
    chart: LineChart
    evidence: EvidenceLine
    last: Cell

    @property
    def layout(self) -> str:
        """How the chart is laid out."""
        return layout_of_line(self.chart)


def history_of(
    role: Role, location: Location, own: Sequence[Cell], broader: Sequence[Cell]
) -> History | None:
    """The trend of the role's general average here, else of the wider role's; None where neither has two releases."""
    for of, cells in ((role, own), (role.broader, broader)):
        trend = trend_of(cells) if of else None
        if of and trend:
            return _shown(of, role, location, trend)
    return None


def _shown(of: Role, role: Role, location: Location, trend: Trend) -> History:
    last = trend.exact[-1]
    name = of.name if location.slug == DEFAULT_LOCATION else f"{of.name}, {location.label}"
    whose = of.people if of is role else f"{of.people}, the wider group,"
    measure = last.measure_line(trend.statistic)
    return History(
        sentence=trend.sentence(name),
        intro=(
            f"{measure} of {whose} in each release of {last.evidence.source_label}. Nominal amounts, each in "
            "the money of its time: nothing is taken off for the rise of prices."
        ),
        wider=of.people if of is not role else "",
        role_url=guide_url(of.slug, location.slug),
        caption=f"{name}: {measure[:1].lower()}{measure[1:]}, {last.evidence.source_label}",
        statistic_title=first_upper(statistic_words[trend.statistic]),
        rows=tuple(_row(step, trend.statistic) for step in trend.steps),
        chart=_chart(trend, last),
        evidence=evidence_line(last, trend.statistic),
        last=last,
    )


def _row(step: Step, statistic: str) -> TrendRow:
    rounded = None if step.percent is None else round_percent(step.percent)
    return TrendRow(
        period=step.cell.evidence.period,
        url=f"/sources/{step.cell.evidence.release}/",
        value=cell_text(step.cell, statistic),
        percent="–" if rounded is None else format_percent(rounded),
        direction="" if not rounded else "up" if rounded > 0 else "down",
    )


def _chart(trend: Trend, last: Cell) -> LineChart:
    rows = []
    for step in trend.steps:
        evidence, value = step.cell.evidence, step.cell.value(trend.statistic)
        if evidence.reference_end is not None:
            label = period_label(evidence.reference_start, evidence.reference_end)
            rows.append(LineRow(evidence.reference_end, value, label, step.cell.format(trend.statistic)))
    return line(rows, last.currency, last.pay_period)
