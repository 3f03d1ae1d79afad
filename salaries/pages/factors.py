"""Factors: what moves pay besides experience, and the evidence for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from salaries.models import FactorOption, Figure, InfluencingFactor
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pages.files import ChartFiles, chart_files
from salaries.pages.lookups import live_options
from salaries.pages.premiums import (
    NO_EVIDENCE,
    Group,
    GroupRows,
    direction_of,
    group_rows,
    groups_of,
    level_order,
    place_order,
)
from salaries.pages.side_by_side import Credit, credits_of
from salaries.pay.cells import Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.money import format_percent
from salaries.pay.premiums import Ranking, rankings_of
from salaries.pay.room import layout_of_bars, on_a_line
from salaries.pay.words import first_upper, statistic_words, with_article
from salaries.subjects import Subject

SHOWN_ROLES = 3
"""Roles of an option that are seen at once; all others can be opened."""
MOST_LISTED = 100
"""Groups of an option that can be opened."""
SHOWN_RANKINGS = 3
"""Rankings that are seen at once; the others can be opened."""
MOST_RANKINGS = 30
"""Rankings on the page."""


@dataclass(frozen=True)
class OptionEvidence:
    """An option and every premium that a release supports: the first groups, and `more` to be opened."""

    slug: str
    name: str
    place_url: str
    place: str
    caption: str
    having_title: str
    without_title: str
    groups: tuple[GroupRows, ...]
    more: tuple[GroupRows, ...]
    more_title: str
    left_out: str


@dataclass(frozen=True)
class RankedRow:
    """An option in a ranking."""

    rank: int
    name: str
    slug: str
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
        top = replace(drawn[0], kind="top")
        return bars([top, *drawn[1:], base], cell.value(statistic), cell.currency, cell.pay_period)

    @property
    def layout(self) -> str:
        """How the chart is laid out: names of options and places are long."""
        return layout_of_bars("stacked", self.chart)


@dataclass(frozen=True)
class FactorPage:
    """What a factor's address shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    text: str
    rankings: tuple[RankingTable, ...]
    more_rankings: tuple[RankingTable, ...]
    rankings_left_out: str
    options: tuple[OptionEvidence, ...]
    credits: tuple[Credit, ...]
    note: str
    indexed: bool = True
    section: str = "factors"

    @property
    def drawn(self) -> RankingTable | None:
        """The ranking that is drawn: the first."""
        return self.rankings[0] if self.rankings else None

    @property
    def charts(self) -> tuple[ChartFiles, ...]:
        """The chart that the page shows, as pictures."""
        return (chart_files("The chart", self.url, "chart", ""),) if self.rankings else ()


@dataclass(frozen=True)
class FactorSummary:
    """A factor in the list of all."""

    name: str
    url: str
    summary: str
    options: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class FactorsPage:
    """What `/factors/` shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    factors: tuple[FactorSummary, ...]
    indexed: bool = True
    section: str = "factors"


def _groups(options: Sequence[FactorOption]) -> Mapping[int, Sequence[Group]]:
    """Every premium of some options by their ids: 1 query.

    All that is public without an option is read where a figure with one is: a comparison chooses from all of it.
    """
    places = [option.location for option in options if option.location]
    around = [pk for place in places for pk in (place.pk, place.parent_id) if pk]
    having = Figure.objects.filter(option__in=options, role=OuterRef("role"), location=OuterRef("location"))
    without = Q(option__isnull=True) & (Q(location__in=around) | Q(Exists(having)))
    figures = Figure.objects.public().filter(Q(option__in=options) | without).for_page()
    return groups_of(options, figures.order_by("pk"))


def factors_page() -> FactorsPage:
    """Every factor with how much evidence there is: 4 queries."""
    factors = list(InfluencingFactor.objects.prefetch_related(live_options()))
    groups = _groups([option for factor in factors for option in factor.options.all()])
    return FactorsPage(
        title="What moves pay besides experience",
        description="Technologies, skills, leadership, company and place: what moves pay, and the evidence for it.",
        url="/factors/",
        canonical="/factors/",
        heading="What moves pay besides experience",
        factors=tuple(
            FactorSummary(
                factor.name,
                factor.get_absolute_url(),
                factor.summary,
                tuple(option.name for option in factor.options.all()),
                _strength(factor, groups),
            )
            for factor in factors
        ),
    )


def _strength(factor: InfluencingFactor, groups: Mapping[int, Sequence[Group]]) -> str:
    options = factor.options.all()
    supported = sum(bool(groups[option.pk]) for option in options)
    return f"Figures for {supported} of {len(options)} options." if supported else NO_EVIDENCE


def factor_page(factor: InfluencingFactor) -> FactorPage:
    """A factor, its options and their premiums: 1 query besides the factor's own three."""
    options = list(factor.options.all())
    groups = _groups(options)
    rankings = _rankings(options, groups)
    return FactorPage(
        title=factor.name,
        description=factor.summary or factor.name,
        url=factor.get_absolute_url(),
        canonical=factor.get_absolute_url(),
        heading=factor.name,
        text=factor.description,
        rankings=rankings[:SHOWN_RANKINGS],
        more_rankings=rankings[SHOWN_RANKINGS:MOST_RANKINGS],
        rankings_left_out=_left_out(len(rankings) - MOST_RANKINGS),
        options=tuple(_option(option, groups[option.pk]) for option in options),
        credits=credits_of(
            premium.having for of in groups.values() for group in of for premium in group.premiums
        ),
        note="" if any(groups.values()) else "No figure has been published for any of these yet.",
    )


def _option(option: FactorOption, groups: Sequence[Group]) -> OptionEvidence:
    """The first group of each of the first roles, which have the widest evidence; then the others, levels last."""
    roles = [list(held) for _, held in groupby(groups, key=lambda group: group.of.role.pk)]
    first, rest = [held[0] for held in roles[:SHOWN_ROLES]], [held[1:] for held in roles[:SHOWN_ROLES]]
    more = [group for held in (*rest, *roles[SHOWN_ROLES:]) for group in held]
    more.sort(key=lambda group: group.of.level is not None)
    place = option.location
    base = groups[0].of.location if place and groups else None
    caption = f"With {option.name} and without it"
    if place and base:
        caption = f"{place.label} against {with_article(base.label)}"
    return OptionEvidence(
        slug=option.slug,
        name=option.name,
        place_url=place.get_absolute_url() if place else "",
        place=place.label if place else "",
        caption=caption,
        having_title=place.label if place else "With",
        without_title=base.label if base else "Without",
        groups=tuple(group_rows(group, option) for group in first),
        more=tuple(group_rows(group, option) for group in more[:MOST_LISTED]),
        more_title=_more_title(len(more), len(roles[SHOWN_ROLES:])),
        left_out=_left_out(len(more) - MOST_LISTED),
    )


def _more_title(groups: int, roles: int) -> str:
    if groups == roles:
        return f"{roles} more role{'' if roles == 1 else 's'}"
    return f"{groups:,} more, by role, place and experience level"


def _left_out(number: int) -> str:
    return f"Not listed here: {number:,} more. Any two figures can be compared." if number > 0 else ""


def _rankings(
    options: Sequence[FactorOption], groups: Mapping[int, Sequence[Group]]
) -> tuple[RankingTable, ...]:
    """Most options first; of as many, general averages before levels and roles of many people before those of few."""
    told = [(option, group) for option in options for group in groups[option.pk]]
    told.sort(key=lambda pair: _ranked_first(pair[1]))
    slugs = {option.name: option.slug for option in options}
    people = {str(group.of.name): group.of for _, group in told}
    premiums = [(option.name, premium) for option, group in told for premium in group.premiums]
    return tuple(_table(ranking, people[ranking.without.subject], slugs) for ranking in rankings_of(premiums))


def _ranked_first(group: Group) -> tuple[object, ...]:
    return level_order(group.of), -group.people, place_order(group.of.location), group.of.role.name


def _table(ranking: Ranking, of: Subject, slugs: Mapping[str, str]) -> RankingTable:
    evidence = ranking.without.evidence
    return RankingTable(
        caption=f"Ranked in {evidence.source_label}, {evidence.period}",
        people=f"{of.role.name}, {of.level.name}" if of.level else of.role.name,
        statistic_title=first_upper(statistic_words[ranking.statistic]),
        rows=tuple(
            RankedRow(
                rank=row.rank,
                name=row.option,
                slug=slugs[row.option],
                sample=_sample(row.premium.having, ranking.statistic),
                having=row.premium.having.format(ranking.statistic),
                percent=format_percent(row.premium.percent),
                direction=direction_of(row.premium),
            )
            for row in ranking.rows
        ),
        base=f"{of.level.name if of.level else 'General average'}, {of.location.label}",
        without=ranking.without.format(ranking.statistic),
        evidence=evidence_line(ranking.without, ranking.statistic),
        ranking=ranking,
    )


def _sample(cell: Cell, statistic: str) -> str:
    return cell.sample_line(statistic) or cell.error_line(statistic)
