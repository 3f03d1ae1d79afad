"""What a slug that leads nowhere comes near to, and what to tell of it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from salaries.models import Source
from salaries.pages.snapshot import snapshot
from salaries.pay.near import near_matches
from salaries.subjects import NOUNS, Missing

Near = tuple[tuple[str, ...], tuple[str, ...]]
"""Slugs, best first, and what their rows are called."""


def near_held(noun: str, slug: str, at: int | None = None) -> Near:
    """Of a noun that the snapshot has: no query but the snapshot's. `at`: as of an earlier data version."""
    return snapshot().misspelt[noun].get().near(slug, at)


def near_rows(slug: str, rows: QuerySet[Any]) -> Near:
    """Of rows that are few: 1 query."""
    called = "title" if rows.model is Source else "name"
    known = dict(rows.order_by().values_list("slug", called))
    near = near_matches(slug, known)
    return near, tuple(known[one] for one in near)


def not_found(lacks: Mapping[str, set[str]], gone: set[tuple[str, str]]) -> tuple[Missing, ...]:
    """What to tell a visitor of slugs that lead nowhere."""
    return tuple(
        Missing(NOUNS[noun], slug, (noun, slug) in gone, *near_held(noun, slug))
        for noun, slugs in lacks.items()
        for slug in sorted(slugs)
    )
