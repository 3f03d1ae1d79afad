"""What looks wrong in the guide's data, for editors to look at. Nothing here changes anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from salaries.models import FactorOption, Figure, Location, Role, Source
from salaries.pay.cells import period_words
from salaries.pay.money import format_money, format_percent, percent, round_percent
from salaries.suspicious import Figures, below_lower_level, crossed, moved

IN_ORDER = ("release", "role", "location", "measure", "currency", "pay_period", "level__rank", "pk")


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


def out_of_order(today: date, most: int) -> list[Finding]:
    """The first figures whose percentiles fall, drafts included: 1 query."""
    return [*_percentiles(today, most)]


def out_of_line(today: date, most: int) -> list[Finding]:
    """The first public figures that look wrong beside another, `most` of each kind: 2 queries that read them all."""
    return [*_ladders(today, most), *_jumps(today, most)]


def _percentiles(_today: date, most: int | None = None) -> Iterator[Finding]:
    """Percentiles that fall, drafts and what is withdrawn included."""
    for figure in _found(crossed(Figure.objects.all()), most):
        yield Finding("percentiles", f"{figure} ({figure.release}): percentiles are not in order", figure.pk)


def _ladders(_today: date, most: int | None = None) -> Iterator[Finding]:
    """A step of seniority that is paid less than the one below it, in one release."""
    for figure in _found(_set_against(below_lower_level, Figure.objects.public()), most):
        name, mine, its = _both(figure)
        words = f"{name} {_money(figure, mine)} is below {_money(figure, its)} of {figure.its_name}"
        yield Finding("levels", f"{figure} ({figure.release}): {words}", figure.pk)


def _jumps(_today: date, most: int | None = None) -> Iterator[Finding]:
    """A cell that moved by more than 20 % from one release of a source to the next."""
    for figure in _found(_set_against(moved, Figure.objects.public()), most):
        name, now, was = _both(figure)
        words = (
            f"{name} {_money(figure, was)} in {figure.its_name}, {_money(figure, now)} in {figure.release}"
        )
        by = percent(now, was)
        told = f" ({format_percent(round_percent(by))})" if by is not None else ""
        yield Finding("jumps", f"{figure}: {words}{told}", figure.pk)


def _set_against(wrong: Callable[[Figures, Figures], Figures], figures: Figures) -> Figures:
    """The figures that are wrong against another of them, with that one's amounts and name."""
    return wrong(figures, figures).annotate(
        **{name: F(name) for name in ("its_median", "its_mean", "its_name")}
    )


def _found(figures: Figures, most: int | None) -> Iterator[Any]:
    """Figures with all that their names need, in their order."""
    rows = figures.select_related("role", "level", "location", "option", "release__source")
    return rows.order_by(*IN_ORDER)[:most].iterator(chunk_size=2_000)


def _both(figure: Any) -> tuple[str, Decimal, Decimal]:
    """Which amount is compared, what it is, and what it is of the other: the median, or else the mean."""
    name = "mean" if figure.median is None or figure.median_mark or figure.its_median is None else "median"
    return name, getattr(figure, name), getattr(figure, f"its_{name}")


def _money(figure: Figure, value: Decimal) -> str:
    return format_money(value, figure.currency, figure.pay_period)


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


def titles(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Findings by check, in the order of the checks."""
    for name in CHECKS:
        of_check = [one for one in findings if one.check == name]
        if of_check:
            yield name, of_check
