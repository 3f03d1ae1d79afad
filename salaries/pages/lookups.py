"""From a slug in an address to its row: the live one, the one it was renamed to, or why there is none."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from salaries.models import (
    ExperienceLevel,
    FactorOption,
    InfluencingFactor,
    Location,
    Redirect,
    Release,
    Role,
    RoleCode,
    Source,
)
from salaries.models.base import SLUG
from salaries.pages.asked import Wanted
from salaries.pages.misspelt import near_held, near_rows
from salaries.pages.slugs import is_live
from salaries.pages.snapshot import Snapshot
from salaries.pay.cells import period_words
from salaries.pay.near import near_matches
from salaries.subjects import NOUNS, Missing


class Found[T](NamedTuple):
    """A row, or what is missing. Where the row's slug is not the one asked for, it was renamed."""

    row: T | None
    missing: Missing


def find_row[T: Any](rows: QuerySet[Any], noun: str, word: str, slug: str, at: int | None = None) -> Found[T]:
    """The row of a slug among `rows`, today's where it is an old one. `word` is what people call the noun.

    Of what the snapshot has, `rows` are those that are live (`at` a data version).
    """
    if not SLUG.fullmatch(slug):
        return Found(None, Missing(word, slug, gone=False))
    rows = rows.fetch_mode(settings.PUBLIC_FETCH_MODE)
    row = rows.filter(slug=slug).first()
    if row is not None:
        return Found(row, Missing(word, slug, gone=False))
    history = Redirect.objects.history_of(noun, [slug])
    row = rows.filter(slug=history[slug]).first() if history.get(slug) else None
    if row is not None:
        return Found(row, Missing(word, slug, gone=False))
    near = near_held(noun, slug, at) if noun in NOUNS else near_rows(slug, rows.prefetch_related(None))
    return Found(None, Missing(word, slug, slug in history, *near))


def of_guide(
    role: str, location: str, at: int | None, known: Snapshot
) -> tuple[Found[Role], Found[Location]]:
    """The role and the place of a guide: no query but for what today's guides do not have under that slug."""
    return (
        _held(known.roles.get(role), role, at) or find_role(role, at),
        _held(known.places.get(location), location, at) or find_location(location, at),
    )


def _held[T: (Role, Location)](row: T | None, slug: str, at: int | None) -> Found[T] | None:
    return Found(row, Missing("", slug, gone=False)) if row is not None and is_live(row, at) else None


def find_role(slug: str, at: int | None = None) -> Found[Role]:
    """A role with its wider roles and their codes: 2 queries. `at`: as of a data version before it was retired."""
    codes = Prefetch("broader__codes", RoleCode.objects.order_by("scheme", "code"))
    return find_row(
        Role.objects.live(at).select_related("broader__broader").prefetch_related(codes),
        "role",
        "role",
        slug,
        at,
    )


def find_location(slug: str, at: int | None = None) -> Found[Location]:
    """A place with what it lies in. `at`: as of a data version before it was retired."""
    rows = Location.objects.live(at).select_related("parent__parent")
    return find_row(rows, "location", "place", slug, at)


def find_level(slug: str) -> Found[ExperienceLevel]:
    """An experience level."""
    return find_row(ExperienceLevel.objects.live(), "level", "experience level", slug)


def find_option(slug: str) -> Found[FactorOption]:
    """An option with the place that it may be."""
    return find_row(FactorOption.objects.live().select_related("location"), "option", "option", slug)


def find_factor(slug: str) -> Found[InfluencingFactor]:
    """A factor with its options and their places: 2 queries."""
    return find_row(InfluencingFactor.objects.prefetch_related(live_options()), "factor", "factor", slug)


def live_options() -> "Prefetch[Any]":
    """The options of factors that are not retired, with their factors and places."""
    return Prefetch("options", FactorOption.objects.live().select_related("factor", "location"))


def find_source(slug: str, rows: QuerySet[Source]) -> Found[Source]:
    """A source among `rows`."""
    return find_row(rows, "source", "source", slug)


def put_right(wanted: Wanted) -> tuple[Wanted, Missing | None]:
    """What is wanted, its release under today's name; or what is missing of it. No query where none is named."""
    if not wanted.release:
        return wanted, None
    source, _, slug = wanted.release.partition("/")
    found = find_release(source, slug)
    if found.row is None:
        return wanted, found.missing
    return wanted._replace(release=str(found.row)), None


def find_release(source: str, slug: str) -> Found[Release]:
    """A public release of a source; both slugs may be old ones."""
    rows = Release.objects.public().select_related("source").fetch_mode(settings.PUBLIC_FETCH_MODE)
    name = f"{source}/{slug}"
    if not (SLUG.fullmatch(source) and SLUG.fullmatch(slug)):
        return Found(None, Missing("release", name, gone=False))
    row = rows.filter(source__slug=source, slug=slug).first()
    if row is not None:
        return Found(row, Missing("release", name, gone=False))
    history = Redirect.objects.history_of("release", [name])
    now = history.get(name, "")
    if now:
        new_source, _, new_slug = now.partition("/")
        row = rows.filter(source__slug=new_source, slug=new_slug).first()
    if row is not None:
        return Found(row, Missing("release", name, gone=False))
    known = {str(one): _called(one) for one in rows}
    near = near_matches(name, list(known))
    return Found(None, Missing("release", name, name in history, near, tuple(known[one] for one in near)))


def _called(release: Release) -> str:
    return f"{release.source.label}, {period_words(release.reference_start, release.reference_end)}"
