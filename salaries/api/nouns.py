"""What figures are of, and who says so: roles, levels, locations, factors, sources and releases."""

from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field

from salaries.api import shapes
from salaries.api.asked import Listing, Named, PlaceListing, ReleaseListing, settled
from salaries.api.guide import BASE, api
from salaries.api.lists import page_of, version_of, with_version
from salaries.api.problems import missing_error
from salaries.api.records import (
    evidence_record,
    factor_record,
    level_record,
    location_record,
    part_record,
    release_record,
    role_record,
    source_record,
)
from salaries.models import (
    ExperienceLevel,
    Figure,
    InfluencingFactor,
    Location,
    LocationCode,
    Release,
    ReleasePart,
    Role,
    RoleCode,
    Source,
)
from salaries.pages.lookups import Found, find_location, find_release, find_row, find_source, live_options
from salaries.pages.sources import NEWEST_FIRST, published_sources
from salaries.pages.takealong import newest_version
from salaries.pay.records import Record

RoleSlug = Annotated[str, Field(examples=["backend-engineer"])]
LevelSlug = Annotated[str, Field(examples=["10-plus-years"])]
LocationSlug = Annotated[str, Field(examples=["san-jose-ca"])]
FactorSlug = Annotated[str, Field(examples=["in-demand-technologies"])]
SourceSlug = Annotated[str, Field(examples=["bls-oews"])]
ReleaseSlug = Annotated[str, Field(examples=["may-2025"])]


def roles_told() -> "QuerySet[Role]":
    """Roles with what is told of them."""
    codes = Prefetch("codes", RoleCode.objects.order_by("scheme", "code"))
    return Role.objects.live().select_related("broader").prefetch_related("aliases", codes)


def locations_told() -> "QuerySet[Location]":
    """Locations with what is told of them."""
    codes = Prefetch("codes", LocationCode.objects.order_by("scheme", "code"))
    return Location.objects.live().select_related("parent").prefetch_related(codes)


def factors_told() -> "QuerySet[InfluencingFactor]":
    """Factors with what is told of them."""
    return InfluencingFactor.objects.prefetch_related(live_options())


def sources_told() -> "QuerySet[Source]":
    """Sources of which something is public, with what is told of them: figures are counted nowhere here."""
    releases = Release.objects.public().order_by(*NEWEST_FIRST)
    return published_sources().prefetch_related(Prefetch("releases", releases, to_attr="public_releases"))


def existing[T: Any](found: Found[T]) -> T:
    """The row. Raises `ProblemError` with near matches where there is none."""
    if found.row is None:
        raise missing_error([found.missing])
    return found.row


def evidence_of(**of: Any) -> list[Record]:
    """The releases that publish figures of something, by source and newest period: 1 query."""
    figures = Figure.objects.public().filter(**of).order_by()
    rows = Release.objects.filter(pk__in=figures.values("release")).select_related("source")
    return [evidence_record(release) for release in rows.order_by("source__slug", *NEWEST_FIRST)]


def _opened(request: HttpRequest, path: str, row: Any) -> Record:
    """What the answer about a row begins with; raises `MovedError` where it was asked at another address."""
    return {"url": settled(request, path, Named()), "data_version": version_of([row])}


@api.get(
    "roles/", response=shapes.Roles, operation_id="list_roles", url_name="api_roles", tags=["Roles"],
    summary="Roles",
)  # fmt: skip
def roles(request: HttpRequest, asked: Query[Listing]) -> Record:
    """What people do, with other names and the codes of classifications. Ordered by slug."""
    path = f"{BASE}roles/"
    rows, opening = page_of(roles_told(), asked, path, settled(request, path, asked))
    return {**opening, "roles": [role_record(row) for row in rows]}


@api.get(
    "roles/{role}/", response=shapes.RoleDetail, operation_id="get_role", url_name="api_role", tags=["Roles"],
    summary="A role",
)  # fmt: skip
def role(request: HttpRequest, role: Path[RoleSlug]) -> Record:
    """A role, and the releases that publish figures of it."""
    row: Role = existing(find_row(with_version(roles_told()), "role", "role", role))
    opening = _opened(request, f"{BASE}roles/{row.slug}/", row)
    return {**opening, **role_record(row), "releases": evidence_of(role=row)}


@api.get(
    "levels/", response=shapes.Levels, operation_id="list_levels", url_name="api_levels",
    tags=["Experience levels"], summary="Experience levels",
)  # fmt: skip
def levels(request: HttpRequest, asked: Query[Listing]) -> Record:
    """Steps of seniority and of years. Ordered by slug; `rank` has their order on the ladder."""
    path = f"{BASE}levels/"
    rows, opening = page_of(ExperienceLevel.objects.live(), asked, path, settled(request, path, asked))
    return {**opening, "levels": [level_record(row) for row in rows]}


@api.get(
    "levels/{level}/", response=shapes.LevelDetail, operation_id="get_level", url_name="api_level",
    tags=["Experience levels"], summary="An experience level",
)  # fmt: skip
def level(request: HttpRequest, level: Path[LevelSlug]) -> Record:
    """A level, and the releases that publish figures of it."""
    rows = with_version(ExperienceLevel.objects.live())
    row: ExperienceLevel = existing(find_row(rows, "level", "experience level", level))
    opening = _opened(request, f"{BASE}levels/{row.slug}/", row)
    return {**opening, **level_record(row), "releases": evidence_of(level=row)}


@api.get(
    "locations/", response=shapes.Locations, operation_id="list_locations", url_name="api_locations",
    tags=["Locations"], summary="Locations",
)  # fmt: skip
def locations(request: HttpRequest, asked: Query[PlaceListing]) -> Record:
    """Countries, states, metropolitan and other areas. Ordered by slug."""
    path = f"{BASE}locations/"
    rows = locations_told()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.parent:
        parent = existing(find_location(asked.parent))
        asked = asked.model_copy(update={"parent": parent.slug})
        rows = rows.filter(parent=parent)
    found, opening = page_of(rows, asked, path, settled(request, path, asked))
    return {**opening, "locations": [location_record(row) for row in found]}


@api.get(
    "locations/{location}/", response=shapes.LocationDetail, operation_id="get_location",
    url_name="api_location", tags=["Locations"], summary="A location",
)  # fmt: skip
def location(request: HttpRequest, location: Path[LocationSlug]) -> Record:
    """A location, and the releases that publish figures of it."""
    row: Location = existing(find_row(with_version(locations_told()), "location", "place", location))
    opening = _opened(request, f"{BASE}locations/{row.slug}/", row)
    return {**opening, **location_record(row), "releases": evidence_of(location=row)}


@api.get(
    "factors/", response=shapes.Factors, operation_id="list_factors", url_name="api_factors",
    tags=["Influencing factors"], summary="Influencing factors",
)  # fmt: skip
def factors(request: HttpRequest, asked: Query[Listing]) -> Record:
    """What moves pay besides experience, with its options. Ordered by slug."""
    path = f"{BASE}factors/"
    rows, opening = page_of(factors_told(), asked, path, settled(request, path, asked))
    return {**opening, "factors": [factor_record(row) for row in rows]}


@api.get(
    "factors/{factor}/", response=shapes.FactorDetail, operation_id="get_factor", url_name="api_factor",
    tags=["Influencing factors"], summary="An influencing factor",
)  # fmt: skip
def factor(request: HttpRequest, factor: Path[FactorSlug]) -> Record:
    """A factor with its options, and the releases that publish figures of them."""
    row: InfluencingFactor = existing(find_row(with_version(factors_told()), "factor", "factor", factor))
    opening = _opened(request, f"{BASE}factors/{row.slug}/", row)
    return {**opening, **factor_record(row), "releases": evidence_of(option__factor=row)}


@api.get(
    "sources/", response=shapes.Sources, operation_id="list_sources", url_name="api_sources",
    tags=["Sources and releases"], summary="Sources",
)  # fmt: skip
def sources(request: HttpRequest, asked: Query[Listing]) -> Record:
    """Who publishes, how the figures are made, and under which licence. Ordered by slug."""
    path = f"{BASE}sources/"
    rows, opening = page_of(sources_told(), asked, path, settled(request, path, asked))
    return {**opening, "sources": [source_record(row) for row in rows]}


@api.get(
    "sources/{source}/", response=shapes.SourceDetail, operation_id="get_source", url_name="api_source",
    tags=["Sources and releases"], summary="A source",
)  # fmt: skip
def source(request: HttpRequest, source: Path[SourceSlug]) -> Record:
    """A source with its public releases."""
    row: Source = existing(find_source(source, with_version(sources_told())))
    opening = _opened(request, f"{BASE}sources/{row.slug}/", row)
    return {**opening, **source_record(row)}


@api.get(
    "releases/", response=shapes.Releases, operation_id="list_releases", url_name="api_releases",
    tags=["Sources and releases"], summary="Releases",
)  # fmt: skip
def releases(request: HttpRequest, asked: Query[ReleaseListing]) -> Record:
    """Editions of sources, each with its period and licence, in the order in which they came."""
    path = f"{BASE}releases/"
    rows = Release.objects.public().select_related("source")
    if asked.source:
        of = existing(find_source(asked.source, published_sources()))
        asked = asked.model_copy(update={"source": of.slug})
        rows = rows.filter(source=of)
    found, opening = page_of(rows, asked, path, settled(request, path, asked), key="pk")
    return {**opening, "releases": [release_record(row) for row in found]}


@api.get(
    "releases/{source}/{release}/", response=shapes.ReleaseDetail, operation_id="get_release",
    url_name="api_release", tags=["Sources and releases"], summary="A release",
)  # fmt: skip
def release(request: HttpRequest, source: Path[SourceSlug], release: Path[ReleaseSlug]) -> Record:
    """A release: its files or parts, and how many figures of it are public."""
    version = newest_version()
    row = existing(find_release(source, release))
    parts = row.parts.filter(state=ReleasePart.State.PUBLISHED).order_by("name", "pk")
    return {
        "url": settled(request, f"{BASE}releases/{row}/", Named()),
        "data_version": version,
        **release_record(row),
        "parts": [part_record(part) for part in parts],
        "figures": Figure.objects.public().filter(release=row).count(),
    }
