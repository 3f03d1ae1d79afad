"""Factors: what moves pay besides experience, and the evidence for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q

from salaries.models import FactorOption, Figure, InfluencingFactor
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pages.files import ChartFiles, chart_files
from salaries.pages.lookups import live_options
from salaries.pages.option_rankings import RankingTable, base_of, option_rankings, people_of
from salaries.pages.premiums import NO_EVIDENCE, Group, GroupRows, group_rows, groups_of
from salaries.pages.side_by_side import Credit, credits_of
from salaries.pages.trail import Trail, from_home, trail
from salaries.pay.cells import Cell
from salaries.pay.money import format_percent
from salaries.pay.words import with_article

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
    def trail(self) -> Trail:
        return trail(("Factors", "/factors/"), here=self.heading, path=self.canonical)

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
    """A factor in the list of all: its widest ranking, or else one premium, and then what it is.

    `fact` is empty, and `line` None, where nothing has been published.
    """

    name: str
    url: str
    summary: str
    options: tuple[str, ...]
    evidence: str
    fact: str
    line: EvidenceLine | None
    ranking: RankingTable | None


@dataclass(frozen=True)
class FactorsPage:
    """What `/factors/` shows: factors with evidence, and those that wait for some."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    told: tuple[FactorSummary, ...]
    waiting: tuple[FactorSummary, ...]
    credits: tuple[Credit, ...]
    indexed: bool = True
    section: str = "factors"

    @property
    def trail(self) -> Trail:
        return from_home("Factors", self.canonical)


def _groups(options: Sequence[FactorOption]) -> Mapping[int, Sequence[Group]]:
    """Every premium of some options by their ids: 2 queries.

    All that is public without an option is read where a figure with one is: a comparison chooses from all of it. Roles
    and places are named one by one, since a database looks through every figure for what it has to find out first.
    """
    places = [option.location for option in options if option.location]
    around = {pk for place in places for pk in (place.pk, place.parent_id) if pk}
    public = Figure.objects.public().for_page()
    having = list(public.filter(option__in=options))
    told = {(figure.role_id, figure.location_id) for figure in having}
    # By what no index has: by that of places all roles of the country would be read.
    named = Q(role__in={role for role, _ in told}, place_number__in={place for _, place in told})
    wanted = named | Q(location__in=around) if around else named
    without = [
        figure
        for figure in public.annotate(place_number=F("location_id") + 0).filter(wanted)
        if figure.option_id is None
        and (figure.location_id in around or (figure.role_id, figure.location_id) in told)
    ]
    figures: list[Figure] = sorted([*having, *without], key=lambda figure: figure.pk)
    return groups_of(options, figures)


def factors_page() -> FactorsPage:
    """Every factor with how much evidence there is: 4 queries."""
    factors = list(InfluencingFactor.objects.prefetch_related(live_options()))
    groups = _groups([option for factor in factors for option in factor.options.all()])
    summaries = [_summary(factor, groups) for factor in factors]
    return FactorsPage(
        title="What moves pay besides experience",
        description="Technologies, skills, leadership, company and place: what moves pay, and the evidence for it.",
        url="/factors/",
        canonical="/factors/",
        heading="What moves pay besides experience",
        told=tuple(summary for summary in summaries if summary.fact),
        waiting=tuple(summary for summary in summaries if not summary.fact),
        credits=credits_of(
            _first(groups[option.pk]) for factor in factors for option in factor.options.all()
        ),
    )


def _first(groups: Sequence[Group]) -> Cell | None:
    """The first figure that tells what an option is worth."""
    return groups[0].premiums[0].having if groups else None


def _summary(factor: InfluencingFactor, groups: Mapping[int, Sequence[Group]]) -> FactorSummary:
    options = list(factor.options.all())
    ranking = next(iter(option_rankings(options, groups, factor.get_absolute_url())), None)
    told = next((option for option in options if groups[option.pk]), None)
    fact, line = "", None
    if ranking:
        fact, line = ranking.fact, ranking.evidence
    elif told:
        fact, line = _premium_said(told, groups[told.pk][0])
    return FactorSummary(
        name=factor.name,
        url=factor.get_absolute_url(),
        summary=factor.summary,
        options=tuple(option.name for option in options),
        evidence=_strength(factor, groups),
        fact=fact,
        line=line,
        ranking=ranking,
    )


def _premium_said(option: FactorOption, group: Group) -> tuple[str, EvidenceLine]:
    """What the first release says that an option is worth to some people, with its evidence."""
    premium = group.premiums[0]
    having, without = (cell.format(premium.statistic) for cell in (premium.having, premium.without))
    fact = (
        f"{people_of(group.of)}: {option.name} {having}, {format_percent(premium.percent)} against {without} "
        f"({base_of(group.of)})."
    )
    return fact, evidence_line(premium.having, premium.statistic)


def _strength(factor: InfluencingFactor, groups: Mapping[int, Sequence[Group]]) -> str:
    options = factor.options.all()
    supported = sum(bool(groups[option.pk]) for option in options)
    return f"Figures for {supported} of {len(options)} options." if supported else NO_EVIDENCE


def factor_page(factor: InfluencingFactor) -> FactorPage:
    """A factor, its options and their premiums: 1 query besides the factor's own three."""
    options = list(factor.options.all())
    groups = _groups(options)
    rankings = option_rankings(options, groups)
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
