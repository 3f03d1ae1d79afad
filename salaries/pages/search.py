"""Search: what a visitor means by what they type, on its own page and as suggestions.

How and why: docs/decisions/0036-search.md.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value

from salaries.models import (
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    LocationCode,
    Role,
    RoleAlias,
    RoleCode,
)
from salaries.pages.kept import KeptForVersion
from salaries.pages.lists import Pages, pages_of
from salaries.pages.spelling import Found, Likeness, Names, Noun
from salaries.pay.words import counted
from salaries.subjects import guide_url

RESULTS_A_PAGE = 40
SUGGESTED = 8
SUGGESTED_OF_A_KIND = 5
KINDS = ("role", "place", "factor", "option")
"""What can be found; of two that are equally likely, the earlier kind comes first."""
ALSO_CALLED = Path(__file__).with_name("also_called.csv")


@dataclass(frozen=True)
class Result:
    """One thing that was found."""

    text: str
    url: str
    kind: str


@dataclass(frozen=True)
class SearchPage:
    """What `/search` shows; `suggestions` are offered while somebody types."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    query: str
    results: tuple[Result, ...]
    suggestions: tuple[Result, ...]
    said: str
    pages: Pages
    indexed: bool = False


def search_page(query: str, number: int, url: str) -> SearchPage | None:
    """What answers to `query`: 1 query, and 2 more for the first search after a change of public data.

    None for a page that is not there.
    """
    found = names().search(query) if query.strip() else []
    pages = pages_of(Paginator(found, RESULTS_A_PAGE), number, url)
    if pages is None:
        return None
    heading = f"Search: {query}" if query else "Search"
    return SearchPage(
        title=heading + pages.title,
        description="Find a role, a place or a factor.",
        url=pages.url,
        canonical="/search",
        heading=heading,
        query=query,
        results=tuple(_result(one) for one in pages.rows),
        suggestions=(suggested := _suggested(query, found[:RESULTS_A_PAGE])),
        said=f"{counted(len(suggested), 'suggestion')}." if suggested else "No suggestions.",
        pages=pages,
    )


def _result(found: Found) -> Result:
    return Result(found.noun.shown, found.noun.url, KINDS[found.noun.kind])


def _suggested(query: str, found: list[Found]) -> tuple[Result, ...]:
    """The likeliest results: after what is called just so, what begins as typed; no kind takes all the room."""
    begun = query.casefold()
    likely = sorted(
        found,
        key=lambda one: (
            one.rank.likeness is not Likeness.EXACT,
            not one.noun.shown.casefold().startswith(begun),
        ),
    )
    counts: Counter[str] = Counter()
    kept = []
    for result in map(_result, likely):
        if counts[result.kind] < SUGGESTED_OF_A_KIND:
            counts[result.kind] += 1
            kept.append(result)
    return tuple(kept[:SUGGESTED])


def names() -> Names:
    """All names of the guide, read once for each data version."""
    return _NAMES.now()


@cache
def also_called() -> dict[tuple[str, str], tuple[str, ...]]:
    """What people call places and options besides, by kind and slug: the table `also_called.csv`."""
    with ALSO_CALLED.open(encoding="utf-8", newline="") as text:
        return {(row["kind"], row["slug"]): tuple(row["names"].split("; ")) for row in csv.DictReader(text)}


def _nouns() -> Iterator[Noun]:
    """Everything that can be found, with its names: 2 queries."""
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    called: dict[tuple[str, str], list[str]] = {}
    codes: dict[tuple[str, str], list[str]] = {}
    for kind, part, slug, name, of in _rows():
        key = (kind, slug)
        if part == "name":
            shown[key] = (name, of)
        else:
            called.setdefault(key, []).append(name)
        if part == "code":
            codes.setdefault(key, []).append(f"{of} {name}")
    published = set(_published())
    for key, (name, of) in shown.items():
        kind, slug = key
        own = name
        if kind == "option":
            name, url = f"{name} ({shown['factor', of][0]})", f"/factors/{of}/#{slug}"
        else:
            url = {"role": guide_url(slug), "place": f"/locations/{slug}/", "factor": f"/factors/{slug}/"}[
                kind
            ]
        yield Noun(
            name,
            url,
            KINDS.index(kind),
            kind != "factor" and key not in published,
            (own, *called.get(key, ()), *also_called().get(key, ())),
            codes.get(key, ()),
        )


_NAMES = KeptForVersion(lambda: Names(_nouns()))


def _rows() -> QuerySet[Any, tuple[str, str, str, str, str]]:
    """(kind, part, slug, name, of) of each name and code; `of` is the scheme of a code, the factor of an option."""
    roles, places, options = Role.objects.live(), Location.objects.live(), FactorOption.objects.live()
    aliases = RoleAlias.objects.filter(role__retired_in__isnull=True)
    role_codes = RoleCode.objects.filter(role__retired_in__isnull=True)
    place_codes = LocationCode.objects.filter(location__retired_in__isnull=True)
    return (
        _row(roles, "role", "name", "slug", "name")
        .union(
            _row(aliases, "role", "other", "role__slug", "name"),
            _row(role_codes, "role", "code", "role__slug", "code", F("scheme")),
            _row(places, "place", "name", "slug", "name"),
            _row(places.exclude(short_name=""), "place", "other", "slug", "short_name"),
            _row(place_codes, "place", "code", "location__slug", "code", F("scheme")),
            # An option that is a place is another name of that place.
            _row(
                options.filter(location__retired_in__isnull=True, location__isnull=False),
                "place",
                "other",
                "location__slug",
                "name",
            ),
            _row(InfluencingFactor.objects.all(), "factor", "name", "slug", "name"),
            _row(options.filter(location__isnull=True), "option", "name", "slug", "name", F("factor__slug")),
            all=True,
        )
        .order_by()
    )


def _row(
    rows: QuerySet[Any], kind: str, part: str, slug: str, name: str, of: Any = None
) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(_text(kind), _text(part), F(slug), F(name), of or _text(""))


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _published() -> QuerySet[Any, tuple[str, str]]:
    """(kind, slug) of all that a public figure is of."""
    figures = Figure.objects.public()
    held = [
        rows.order_by()
        .filter(Exists(figures.filter(**{of: OuterRef("pk")})))
        .values_list(_text(kind), F("slug"))
        for kind, of, rows in (
            ("role", "role", Role.objects.live()),
            ("place", "location", Location.objects.live()),
            ("option", "option", FactorOption.objects.live()),
        )
    ]
    return held[0].union(*held[1:], all=True).order_by()
