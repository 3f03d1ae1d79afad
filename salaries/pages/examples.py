"""Figures of the guide itself that explain how it works: each with its evidence, none made up."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from salaries.models import Figure, Location, Role, Source
from salaries.models.base import DEFAULT_LOCATION
from salaries.models.figures import PERCENTILES, FigureQuerySet, Mark
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line, side_of, subject_of
from salaries.pages.compared import indices_of, places_of
from salaries.pages.side_by_side import SourceRow, source_rows
from salaries.pay.adjustments import adjust_sides
from salaries.pay.cells import Cell
from salaries.pay.charts import BandChart, BandRow, bands
from salaries.pay.choice import leading
from salaries.pay.room import layout_of_bands
from salaries.pay.words import first_upper, statistic_words, with_article
from salaries.subjects import guide_url

FEWEST_SOURCES = 2


@dataclass(frozen=True)
class Reading:
    """How one number of a figure is read: "10th percentile", "$82,460", "A tenth are paid less." """

    name: str
    amount: str
    words: str


@dataclass(frozen=True)
class Spread:
    """One figure with all its numbers, and how each is read."""

    sentence: str
    url: str
    readings: tuple[Reading, ...]
    chart: BandChart
    evidence: EvidenceLine

    @property
    def layout(self) -> str:
        """How the chart is laid out, so that its words have room."""
        return layout_of_bands("stacked", self.chart)


@dataclass(frozen=True)
class Sources:
    """What several sources say of one role, and which of them heads its page."""

    sentence: str
    first: str
    url: str
    people: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True)
class Said:
    """A sentence about one figure, and its evidence."""

    sentence: str
    evidence: EvidenceLine


_READ = (
    ("p10", "A tenth are paid less than this."),
    ("p25", "A quarter are paid less."),
    ("median", "Half are paid less, half more."),
    ("mean", "All pay divided by the number of people."),
    ("p75", "Three quarters are paid less."),
    ("p90", "Nine tenths are paid less."),
)


def general_figure() -> Figure | None:
    """The official figure of the most people in the default place with all its numbers, newest release: 1 query."""
    whole = {f"{name}__isnull": False for name in ("mean", *PERCENTILES)}
    exact = {f"{name}_mark": "" for name in ("mean", *PERCENTILES)}
    return (
        _here()
        .filter(release__source__kind=Source.Kind.OFFICIAL_STATISTICS, pay_period="year", **whole, **exact)
        .order_by(
            "-release__priority",
            F("release__reference_end").desc(nulls_last=True),
            F("employment").desc(nulls_last=True),
            "pk",
        )
        .first()
    )


def spread_of(figure: Figure) -> Spread:
    """The figure with every number read out."""
    cell, role = cell_of(figure), figure.role
    median, mean = cell.format("median"), cell.format("mean")
    higher = "more" if (cell.value("mean") or 0) > (cell.value("median") or 0) else "no more"
    p10, p25, p75, p90 = (cell.value(name) for name in ("p10", "p25", "p75", "p90"))
    row = BandRow(figure.location.label, p10, p25, cell.value("median"), p75, p90, median)
    return Spread(
        sentence=f"Of {role.people} in {with_article(figure.location.label)} half are paid less than {median} a year. "
        f"Their mean is {mean}, {higher} than the median.",
        url=guide_url(role.slug, figure.location.slug),
        readings=tuple(
            Reading(first_upper(statistic_words[name]), cell.format(name), words) for name, words in _READ
        ),
        chart=bands([row], cell.currency, cell.pay_period),
        evidence=evidence_line(cell, "median"),
    )


def sources_of_one_role() -> Sources | None:
    """The role in the default place of which the most sources have a general average: 2 queries."""
    told = Q(mean__isnull=False) | Q(median__isnull=False)
    counted_roles = (
        Figure.objects.filter(pk__in=_here().filter(told).values("pk"))
        .order_by()
        .values("role")
        .annotate(sources=Count("release__source", distinct=True), first=Max("release__priority"))
        .filter(sources__gte=FEWEST_SOURCES)
        .order_by("-sources", "-first", "role__slug")
    )
    most = counted_roles.first()
    if most is None:
        return None
    figures = list(_here().filter(told, role=most["role"]))
    cells = [cell_of(figure) for figure in figures]
    rows, head = source_rows(cells), leading(cells)
    role: Role = figures[0].role
    if head.cells[0] is None:
        return None
    return Sources(
        sentence=f"{first_upper(_in_words(most['sources']))} sources speak of {role.people} in "
        f"{with_article(figures[0].location.label)}, and each says something else:",
        first=f"{head.cells[0].evidence.source_label} heads the page, with its {statistic_words[head.statistic]}.",
        url=guide_url(role.slug),
        people=role.people,
        rows=rows,
    )


def lower_limit() -> Said | None:
    """A number of which only a lower limit is published: 1 query."""
    limited = Q()
    for name in ("median", "p75", "p90"):
        limited |= Q(**{f"{name}_mark": Mark.AT_LEAST})
    figure = (
        _here()
        .filter(limited)
        .order_by(F("release__reference_end").desc(nulls_last=True), "role__slug", "pk")
        .first()
    )
    if figure is None:
        return None
    cell = cell_of(figure)
    name = next(name for name in ("median", "p75", "p90") if cell.state(name) == Mark.AT_LEAST)
    return Said(
        f"{figure.role.name}, {figure.location.label}, {statistic_words[name]}: {cell.format(name)}.",
        evidence_line(cell, name),
    )


def at_other_prices(figure: Figure) -> Said | None:
    """The largest metropolitan area of the same release, at US prices: 2 queries."""
    there = (
        Figure.objects.public()
        .general_average()
        .filter(
            role=figure.role, release=figure.release, measure=figure.measure, currency=figure.currency,
            pay_period=figure.pay_period, location__kind=Location.Kind.METRO, median__isnull=False,
            median_mark="",
        )
        .for_page()
        .select_related("location__parent__parent", "role__broader__broader")
        .order_by(F("employment").desc(nulls_last=True), "pk")
        .first()
    )  # fmt: skip
    if there is None:
        return None
    subject, cell = subject_of(there), cell_of(there)
    places = places_of([subject])
    adjusted = adjust_sides([side_of(subject, cell)], "median", "rpp", indices_of("rpp", places), places)
    if not adjusted.applied:
        return None
    return Said(
        f"{there.role.name}, {there.location.label}: {adjusted.parts[0].text}", evidence_line(cell, "median")
    )


def erroneous() -> Said | None:
    """A figure of the default place whose error is published: 1 query."""
    figure = (
        _here()
        .filter(mean_error__isnull=False, mean__isnull=False, mean_mark="")
        .order_by(
            "-release__priority", F("release__reference_end").desc(nulls_last=True), "-mean_error", "pk"
        )
        .first()
    )
    if figure is None:
        return None
    cell: Cell = cell_of(figure)
    return Said(
        f"{figure.role.name}, {figure.location.label}: {cell.format('mean')}.", evidence_line(cell, "mean")
    )


def _in_words(number: int) -> str:
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number - 2] if number < len(words) + 2 else str(number)


def _here() -> FigureQuerySet:
    """The general averages of the default place."""
    return Figure.objects.public().general_average().filter(location__slug=DEFAULT_LOCATION).for_page()
