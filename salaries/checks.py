"""What looks wrong in the guide's data, for editors to look at. Nothing here changes anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, islice, pairwise
from typing import Any

from django.db.models import F, Q, QuerySet, Value, Window
from django.db.models.functions import Lag

from salaries.models import FactorOption, Figure, Location, Role, Source
from salaries.models.figures import PERCENTILES, FigureQuerySet
from salaries.pay.cells import period_words
from salaries.pay.money import format_money, format_percent, percent, round_percent

LARGE_MOVE = Decimal(20)
"""Percent between two releases from which an editor should look."""
ALMOST = LARGE_MOVE / 100 - Decimal("0.0001")
"""The move from which the database passes figures on, to be looked at exactly: as a part of what was before."""
CANDIDATES = 10
"""Figures that are looked at exactly for each one that is wanted: some have a mark, and do not count."""
KIND = ("measure", "currency", "pay_period")
LADDER = ("release", "role", "location", *KIND)
SERIES = ("release__source", "role", "location", "level", "option", *KIND)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: which check found it, and what, in words; `figure` is the id of the figure that it is."""

    check: str
    text: str
    figure: int | None = None


def check_data(today: date) -> Iterator[Finding]:
    """Every check in turn. Reads published figures; `today` decides which sources are old."""
    for check in CHECKS.values():
        yield from check(today)


def suspicious(today: date, most: int) -> list[Finding]:
    """The first figures that look wrong, `most` at most of each kind: 3 queries, whatever the guide holds."""
    checks = (_percentiles, _ladders, _jumps)
    return [finding for check in checks for finding in islice(check(today, CANDIDATES * most), most)]


def _percentiles(_today: date, most: int | None = None) -> Iterator[Finding]:
    """Percentiles that fall. The database refuses them, but for limits marked at least."""
    crossed = Q()
    for low, high in pairwise(PERCENTILES):
        crossed |= Q(**{f"{low}__gt": F(high)})
    for figure in _named(Figure.objects.filter(crossed)[:most]):
        yield Finding("percentiles", f"{figure} ({figure.release}): percentiles are not in order", figure.pk)


def _ladders(_today: date, most: int | None = None) -> Iterator[Finding]:
    """A step of seniority that is paid less than the one below it, in one release."""
    steps = Figure.objects.public().filter(level__scheme="seniority", option__isnull=True)
    fallen = Q(median__lt=F("median_before")) | Q(mean__lt=F("mean_before"))
    suspects = _suspects(steps, LADDER, "level__rank", fallen, most)
    figures = _named(steps.filter(role__in=suspects).order_by(*LADDER, "level__rank"))
    same = ("release_id", "role_id", "location_id", *KIND)
    for _, ladder in groupby(figures, key=lambda one: tuple(getattr(one, name) for name in same)):
        for lower, higher in pairwise(ladder):
            name, under, over = _both(lower, higher)
            if under and over and over < under:
                words = f"{name} {_money(higher, over)} is below {_money(lower, under)} of {lower.level}"
                yield Finding("levels", f"{higher} ({higher.release}): {words}", higher.pk)


def _jumps(_today: date, most: int | None = None) -> Iterator[Finding]:
    """A cell that moved by more than 20 % from one release of a source to the next."""
    dated = Figure.objects.public().exclude(release__reference_end=None)
    moved = Q()
    for name in ("median", "mean"):
        before = F(f"{name}_before")
        moved |= Q(**{f"{name}__gt": before * Value(1 + ALMOST)}) | Q(
            **{f"{name}__lt": before * Value(1 - ALMOST)}
        )
    suspects = _suspects(dated, SERIES, "release__reference_end", moved, most)
    figures = _named(dated.filter(role__in=suspects).order_by(*SERIES, "release__reference_end"))
    key: Callable[[Figure], Any] = lambda one: (  # noqa: E731
        one.release.source_id, one.role_id, one.location_id, one.level_id, one.option_id,
        *(getattr(one, name) for name in KIND),
    )  # fmt: skip
    for _, series in groupby(figures, key=key):
        for before, after in pairwise(series):
            name, was, now = _both(before, after)
            moved_by = percent(now, was)
            if moved_by is not None and abs(moved_by) > LARGE_MOVE:
                words = f"{name} {_money(before, was)} in {before.release}, {_money(after, now)} in {after.release}"
                yield Finding(
                    "jumps", f"{after}: {words} ({format_percent(round_percent(moved_by))})", after.pk
                )


def _suspects(
    figures: FigureQuerySet, same: Sequence[str], along: str, wrong: Q, most: int | None
) -> QuerySet[Any, Any]:
    """The roles of figures for which `wrong` holds, set against the figure before them `along` the same cell.

    The database finds them, since most figures are in order; what exactly is wrong is then said of those alone.
    """
    before = {
        f"{name}_before": Window(Lag(name), partition_by=list(same), order_by=[along])
        for name in ("median", "mean")
    }
    found = figures.order_by().annotate(**before).filter(wrong).values("role")
    return found if most is None else found[:most]


def _roles(_today: date) -> Iterator[Finding]:
    """Roles that no published figure is of."""
    for role in Role.objects.without_figures().order_by("name"):
        yield Finding("roles", f"{role}: no published figure")


def _options(_today: date) -> Iterator[Finding]:
    """Options without a figure, of their own or of the place that they are."""
    own = Figure.objects.published().filter(option__isnull=False).values("option")
    places = Figure.objects.published().values("location")
    for option in (
        FactorOption.objects.live().exclude(Q(pk__in=own) | Q(location__in=places)).select_related("factor")
    ):
        words = f"{option} ({option.factor}): no published figure shows what it is worth"
        yield Finding("options", words)


def _sources(today: date) -> Iterator[Finding]:
    """Sources of which an edition seems to be missing: the newest is older than two cycles, or two years."""
    for source, end in Source.objects.overdue(today):
        yield Finding("sources", f"{source}: the newest release is of {period_words(end, end)}")


def _places(_today: date) -> Iterator[Finding]:
    """Places other than countries that belong to none."""
    for place in (
        Location.objects.live().filter(parent=None).exclude(kind=Location.Kind.COUNTRY).order_by("name")
    ):
        yield Finding("places", f"{place}: no parent, so nothing to set its pay against")


CHECKS: dict[str, Callable[[date], Iterator[Finding]]] = {
    "percentiles": _percentiles,
    "levels": _ladders,
    "jumps": _jumps,
    "roles": _roles,
    "options": _options,
    "sources": _sources,
    "places": _places,
}


def _named(figures: Any) -> Any:
    return figures.select_related("role", "level", "location", "option", "release__source").iterator(
        chunk_size=2_000
    )


def _both(one: Figure, other: Figure) -> tuple[str, Decimal | None, Decimal | None]:
    """The median of both, or else the mean: what is compared, and the two."""
    for name in ("median", "mean"):
        values = [getattr(each, name) for each in (one, other) if not getattr(each, f"{name}_mark")]
        if len(values) == 2 and None not in values:
            return name, values[0], values[1]
    return "median", None, None


def _money(figure: Figure, value: Decimal | None) -> str:
    return "–" if value is None else format_money(value, figure.currency, figure.pay_period)


def titles(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Findings by check, in the order of the checks."""
    for name in CHECKS:
        of_check = [one for one in findings if one.check == name]
        if of_check:
            yield name, of_check
