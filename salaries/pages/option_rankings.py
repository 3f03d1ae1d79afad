"""The options of a factor ranked: one release, one kind of pay, the same people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salaries.models import FactorOption
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pages.premiums import Group, direction_of, level_order, place_order
from salaries.pay.cells import Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.money import format_percent
from salaries.pay.premiums import Ranking, rankings_of
from salaries.pay.room import layout_of_bars, on_a_line
from salaries.pay.words import first_upper, statistic_words
from salaries.subjects import Subject


@dataclass(frozen=True)
class RankedRow:
    """An option in a ranking; `url` is where its evidence stands."""

    rank: int
    name: str
    url: str
    sample: str
    having: str
    percent: str
    direction: str


@dataclass(frozen=True)
class RankingTable:
    """The options that one release tells of the same people, the highest premium first; `base` are those without."""

    caption: str
    people: str
    statistic_title: str
    rows: tuple[RankedRow, ...]
    base: str
    without: str
    evidence: EvidenceLine
    ranking: Ranking

    @property
    def fact(self) -> str:
        """The main fact: the highest premium, and against whom."""
        first = self.rows[0]
        against = f"{first.percent} against {self.without} ({self.base})"
        return f"{self.people}: {first.name} {first.having}, {against}."

    @property
    def chart(self) -> BarChart:
        """The options as bars from zero, the highest premium first, and those without as the baseline."""
        statistic, cell = self.ranking.statistic, self.ranking.without
        drawn = [
            BarRow(on_a_line(row.name), ranked.premium.having.value(statistic), row.having, "figure")
            for row, ranked in zip(self.rows, self.ranking.rows, strict=True)
        ]
        base = BarRow(on_a_line(self.base), cell.value(statistic), self.without, "baseline")
        top = drawn[0]._replace(kind="top")
        return bars([top, *drawn[1:], base], cell.value(statistic), cell.currency, cell.pay_period)

    @property
    def layout(self) -> str:
        """How the chart is laid out: names of options and places are long."""
        return layout_of_bars("stacked", self.chart)


def option_rankings(
    options: Sequence[FactorOption], groups: Mapping[int, Sequence[Group]], page: str = ""
) -> tuple[RankingTable, ...]:
    """Most options first; of as many, general averages before levels and roles of many people before those of few.

    `page` is the address of the page that has the options' evidence, empty where that is the same page.
    """
    told = [(option, group) for option in options for group in groups[option.pk]]
    told.sort(key=lambda pair: _ranked_first(pair[1]))
    urls = {option.name: f"{page}#{option.slug}" for option in options}
    people = {str(group.of.name): group.of for _, group in told}
    premiums = [(option.name, premium) for option, group in told for premium in group.premiums]
    return tuple(
        ranking_table(ranking, people[ranking.without.subject], urls) for ranking in rankings_of(premiums)
    )


def _ranked_first(group: Group) -> tuple[object, ...]:
    return level_order(group.of), -group.people, place_order(group.of.location), group.of.role.name


def ranking_table(ranking: Ranking, of: Subject, urls: Mapping[str, str]) -> RankingTable:
    """A ranking of options for these people; `urls` are where each option’s evidence stands, by its name."""
    evidence = ranking.without.evidence
    return RankingTable(
        caption=f"Ranked in {evidence.source_label}, {evidence.period}",
        people=people_of(of),
        statistic_title=first_upper(statistic_words[ranking.statistic]),
        rows=tuple(
            RankedRow(
                rank=row.rank,
                name=row.option,
                url=urls[row.option],
                sample=_sample(row.premium.having, ranking.statistic),
                having=row.premium.having.format(ranking.statistic),
                percent=format_percent(row.premium.percent),
                direction=direction_of(row.premium),
            )
            for row in ranking.rows
        ),
        base=base_of(of),
        without=ranking.without.format(ranking.statistic),
        evidence=evidence_line(ranking.without, ranking.statistic),
        ranking=ranking,
    )


def people_of(of: Subject) -> str:
    """Whose pay it is, place aside: "Software Developer, Senior/Staff"."""
    return f"{of.role.name}, {of.level.name}" if of.level else of.role.name


def base_of(of: Subject) -> str:
    """What options are set against: "General average, United States"."""
    return f"{of.level.name if of.level else 'General average'}, {of.location.label}"


def _sample(cell: Cell, statistic: str) -> str:
    return cell.sample_line(statistic) or cell.error_line(statistic)
