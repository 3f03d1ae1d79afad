"""What looks wrong in figures, as conditions that the database itself looks for: drafts and public ones alike.

Lists are narrowed by them, and `salaries/checks.py` says in words what they find. Every condition asks for one cell's
neighbours by role and place, which are indexed. One that sets a figure against another gives it by the aliases
`its_median`, `its_mean` (None where there is no plain number) and `its_name`.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from salaries.imports.plausible import A_YEAR, bounds
from salaries.models import Figure, ReleasePart
from salaries.models.figures import PAY_FIELDS, PERCENTILES, PayPeriod

Figures = QuerySet[Figure]

_SAME_PAY = ("role", "location", "measure", "currency", "pay_period")


def crossed(figures: Figures) -> Figures:
    """Percentiles that fall. The database refuses them, but for limits marked “at least”."""
    falling = Q()
    for low, high in pairwise(PERCENTILES):
        falling |= Q(**{f"{low}__gt": F(high)})
    return figures.filter(falling)


def below_lower_level(figures: Figures, among: Figures | None = None) -> Figures:
    """A step of seniority that is paid less than the next one below it, in one release: medians, or else means.

    The steps below are looked for `among` those figures; all, where nothing is said.
    """
    lower = (
        (Figure.objects.all() if among is None else among)
        .filter(
            **{name: OuterRef(name) for name in (*_SAME_PAY, "release")},
            option__isnull=True,
            level__scheme="seniority",
            level__rank__lt=OuterRef("level__rank"),
        )
        .order_by("-level__rank", "-pk")
    )
    steps = figures.filter(level__scheme="seniority", option__isnull=True)
    return _against(steps, lower, F("level__name"), lambda now, was: Q(**{f"{now}__lt": F(was)}))


def moved(figures: Figures, among: Figures | None = None) -> Figures:
    """A cell that is more than 20 % off what the release before it of the same source says in public.

    The figures before are looked for `among` those; what is published and not retired, where nothing is said.
    """
    published = Figure.objects.filter(part__state=ReleasePart.State.PUBLISHED, retired=False)
    before = (
        (published if among is None else among)
        .filter(
            **{name: OuterRef(name) for name in (*_SAME_PAY, "release__source")},
            release__reference_end__lt=OuterRef("release__reference_end"),
        )
        .alias(its_level=_or_zero("level"), its_option=_or_zero("option"))
        .filter(its_level=OuterRef("my_level"), its_option=OuterRef("my_option"))
        .order_by("-release__reference_end", "-pk")
    )
    cells = figures.alias(my_level=_or_zero("level"), my_option=_or_zero("option"))
    # 20 % more is 6 : 5, 20 % less is 4 : 5; whole numbers keep the limit itself out on every database.
    return _against(
        cells,
        before,
        Concat("release__source__slug", Value("/"), "release__slug", output_field=CharField()),
        lambda now, was: (
            Q(**{f"{now}__gt": F(was) * 6 / Value(5)}) | Q(**{f"{now}__lt": F(was) * 4 / Value(5)})
        ),
    )


def implausible(figures: Figures) -> Figures:
    """An amount that nobody is paid for that time: thousands left out, cents for dollars, a wrong period."""
    outside = Q()
    for currency in A_YEAR:
        for period in PayPeriod.values:
            least, most = (limit.quantize(Decimal("0.01")) for limit in bounds(currency, period) or ())
            wrong = Q()
            for name in PAY_FIELDS:
                wrong |= Q(**{f"{name}__lt": least}) | Q(**{f"{name}__gt": most})
            outside |= Q(currency=currency, pay_period=period) & wrong
    return figures.filter(outside)


SUSPICIOUS: dict[str, tuple[str, Callable[[Figures], Figures]]] = {
    "order": ("percentiles not in order", crossed),
    "level": ("paid less than the level below", below_lower_level),
    "moved": ("moved by more than 20 % since the release before", moved),
    "amount": ("an amount that nobody is paid", implausible),
}
"""What to look for: its word in an address, what it is called, and the condition."""


def _or_zero(name: str) -> Coalesce:
    return Coalesce(f"{name}_id", Value(0))


def _against(figures: Figures, others: Figures, name: Any, wrong: Callable[[str, str], Q]) -> Figures:
    """Figures that are wrong against the first of `others`: their medians, or else their means.

    A number that has a mark is none to compare. One question a figure, whose answer is the verdict itself.
    """
    whens = []
    for pay in ("median", "mean"):
        figures = figures.alias(**{f"plain_{pay}": _plain(pay)})
        others = others.alias(
            **{f"own_{pay}": ExpressionWrapper(OuterRef(f"plain_{pay}"), output_field=DecimalField())}
        )
        both = Q(**{f"own_{pay}__isnull": False, f"{pay}__isnull": False, f"{pay}_mark": ""})
        verdict = Case(When(wrong(f"own_{pay}", pay), then=Value(1)), default=Value(0))
        whens.append(When(both, then=verdict))
    first = others.values(verdict=Case(*whens, default=Value(0)))[:1]
    its = {"median": _plain("median"), "mean": _plain("mean"), "name": name}
    return figures.alias(
        verdict=Subquery(first),
        **{f"its_{what}": Subquery(others.values(it=value)[:1]) for what, value in its.items()},
    ).filter(verdict=1)


def _plain(pay: str) -> Case:
    """An amount, where it has no mark."""
    return Case(When(**{f"{pay}_mark": ""}, then=F(pay)))
