"""The comparisons that pages lead to by links."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from salaries.models import CuratedSubject
from salaries.subjects import Subject, compare_url


class Curated(NamedTuple):
    """A comparison that many people come for."""

    text: str
    url: str


def curated(*, with_figures: bool = False) -> tuple[Curated, ...]:
    """Every curated comparison of two subjects or more, in the editors' order: 1 query.

    `with_figures`: only those where each side has a public figure.
    """
    found = CuratedSubject.objects.live()
    found = found.with_figures() if with_figures else found
    rows = groupby(found.in_order(), key=lambda row: row.comparison)
    sides = [(comparison, list(subjects)) for comparison, subjects in rows]
    return tuple(
        Curated(comparison.title, address_of(subjects)) for comparison, subjects in sides if len(subjects) > 1
    )


def address_of(sides: Iterable[CuratedSubject]) -> str:
    """The address of a comparison whose sides are given in their order."""
    return compare_url(Subject(side.role, side.level, side.location, side.option).name for side in sides)
