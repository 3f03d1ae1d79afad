"""What looks wrong in the guide's data, for editors to look at. Nothing here changes anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.db.models import F, Max, Q

from salaries.models import FactorOption, Figure, Location, Release, Role, Source
from salaries.models.figures import PERCENTILES
from salaries.pay.cells import period_words
from salaries.pay.money import format_money, format_percent, percent, round_percent

LARGE_MOVE = Decimal(20)
"""Percent between two releases from which an editor should look."""
OLD_YEARS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: which check found it, and what, in words."""

    check: str
    text: str


def check_data(today: date) -> Iterator[Finding]:
    """Every check in turn. Reads published figures; `today` decides which sources are old."""
    for name, check in CHECKS.items():
        for text in check(today):
            yield Finding(name, text)


def _percentiles(_today: date) -> Iterator[str]:
    """Percentiles that fall. The database refuses them, but for limits marked at least."""
    crossed = Q()
    for low, high in pairwise(PERCENTILES):
        crossed |= Q(**{f"{low}__gt": F(high)})
    for figure in _named(Figure.objects.filter(crossed)):
        yield f"{figure} ({figure.release}): percentiles are not in order"


def _ladders(_today: date) -> Iterator[str]:
    """A step of seniority that is paid less than the one below it, in one release."""
    figures = _named(
        Figure.objects.public()
        .filter(level__scheme="seniority", option__isnull=True)
        .order_by("release", "role", "location", "measure", "currency", "pay_period", "level__rank")
    )
    same = ("release_id", "role_id", "location_id", "measure", "currency", "pay_period")
    for _, ladder in groupby(figures, key=lambda one: tuple(getattr(one, name) for name in same)):
        for lower, higher in pairwise(ladder):
            name, under, over = _both(lower, higher)
            if under and over and over < under:
                yield (
                    f"{higher} ({higher.release}): {name} {_money(higher, over)} is below "
                    f"{_money(lower, under)} of {lower.level}"
                )


def _jumps(_today: date) -> Iterator[str]:
    """A cell that moved by more than 20 % from one release of a source to the next."""
    figures = _named(
        Figure.objects.public()
        .exclude(release__reference_end=None)
        .order_by(
            "release__source", "role", "location", "level", "option", "measure", "currency", "pay_period",
            "release__reference_end",
        )
    )  # fmt: skip
    same = ("role_id", "location_id", "level_id", "option_id", "measure", "currency", "pay_period")
    key: Callable[[Figure], Any] = lambda one: (  # noqa: E731
        one.release.source_id, *(getattr(one, name) for name in same)
    )  # fmt: skip
    for _, series in groupby(figures, key=key):
        for before, after in pairwise(series):
            name, was, now = _both(before, after)
            moved = percent(now, was)
            if moved is not None and abs(moved) > LARGE_MOVE:
                yield (
                    f"{after}: {name} {_money(before, was)} in {before.release}, {_money(after, now)} in "
                    f"{after.release} ({format_percent(round_percent(moved))})"
                )


def _roles(_today: date) -> Iterator[str]:
    """Roles that no published figure is of."""
    published = Figure.objects.published().values("role")
    for role in Role.objects.exclude(pk__in=published).order_by("name"):
        yield f"{role}: no published figure"


def _options(_today: date) -> Iterator[str]:
    """Options without a figure, of their own or of the place that they are."""
    own = Figure.objects.published().filter(option__isnull=False).values("option")
    places = Figure.objects.published().values("location")
    for option in FactorOption.objects.exclude(Q(pk__in=own) | Q(location__in=places)).select_related(
        "factor"
    ):
        yield f"{option} ({option.factor}): no published figure shows what it is worth"


def _sources(today: date) -> Iterator[str]:
    """Sources whose newest public release is older than two years."""
    limit = today.replace(year=today.year - OLD_YEARS, day=min(today.day, 28))
    newest = Release.objects.public().values("source").annotate(last=Max("reference_end"))
    ends = {row["source"]: row["last"] for row in newest}
    for source in Source.objects.filter(pk__in=ends).order_by("slug"):
        end = ends[source.pk]
        if end is not None and end < limit:
            yield f"{source}: the newest release is of {period_words(end, end)}"


def _places(_today: date) -> Iterator[str]:
    """Places other than countries that belong to none."""
    for place in Location.objects.filter(parent=None).exclude(kind=Location.Kind.COUNTRY).order_by("name"):
        yield f"{place}: no parent, so nothing to set its pay against"


CHECKS: dict[str, Callable[[date], Iterator[str]]] = {
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
