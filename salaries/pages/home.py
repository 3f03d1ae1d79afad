"""The first page, and the search that starts there."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from salaries.models import DataVersion, FactorOption, Figure, InfluencingFactor, Location, Release, Role
from salaries.models.base import DEFAULT_LOCATION, holds
from salaries.pages.curated import Curated, curated
from salaries.pages.lists import RoleLine, role_lines
from salaries.pages.ranked import RankedTable
from salaries.pages.sources import ReleaseLine, release_period
from salaries.pages.widest import newest_releases, widest_role
from salaries.pay.words import counted
from salaries.subjects import guide_url

HOME_ROLES = 6
HOME_RELEASES = 5
HOME_COMPARISONS = 6
MOST_RESULTS = 20
SUGGESTED = 8
SUGGESTED_OF_A_KIND = 5


@dataclass(frozen=True)
class HomePage:
    """What `/` shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    roles: tuple[RoleLine, ...]
    more_roles: bool
    ranking: RankedTable | None
    releases: tuple[ReleaseLine, ...]
    compared: tuple[Curated, ...]
    last_change: str
    indexed: bool = True


def home_page() -> HomePage:
    """Roles with their headline figures, a ranking of places, popular comparisons, newest releases: 6 queries."""
    roles = list(_roles()[: HOME_ROLES + 1])
    newest = DataVersion.objects.newest()
    return HomePage(
        title="What does your work earn?",
        description="A salary guide whose every figure says whose pay it is, which kind, how many people and when.",
        url="/",
        canonical="/",
        heading="What does your work earn?",
        roles=role_lines(roles[:HOME_ROLES]),
        more_roles=len(roles) > HOME_ROLES,
        ranking=widest_role(),
        releases=_releases(),
        compared=curated()[:HOME_COMPARISONS],
        last_change=f"{newest.committed_at:%-d %B %Y}" if newest else "",
    )


def _roles() -> QuerySet[Role]:
    """Roles with figures: first those whose release answers before others, then those that most people do."""
    held = Figure.objects.public().general_average().filter(role=OuterRef("pk"))
    here = held.filter(location__slug=DEFAULT_LOCATION)
    priority = here.order_by("-release__priority").values("release__priority")[:1]
    jobs = here.filter(employment__isnull=False).order_by(
        "-release__priority", F("release__reference_end").desc(nulls_last=True)
    )
    return (
        Role.objects.live()
        .filter(Exists(held))
        .annotate(priority=Subquery(priority), jobs=Subquery(jobs.values("employment")[:1]))
        .select_related("broader")
        .order_by(F("priority").desc(nulls_last=True), F("jobs").desc(nulls_last=True), "name", "pk")
    )


def _releases() -> tuple[ReleaseLine, ...]:
    """The newest release of each source, the latest first."""
    newest = Release.objects.public().filter(newest_releases()).select_related("source")
    return tuple(
        ReleaseLine(
            name=f"{release.source.label}, {release_period(release)}",
            url=release.get_absolute_url(),
            period=release_period(release),
            figures=0,
        )
        for release in newest.order_by(
            F("reference_end").desc(nulls_last=True), F("retrieved_on").desc(nulls_last=True), "-pk"
        )[:HOME_RELEASES]
    )


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
    indexed: bool = False


def search_page(query: str, url: str) -> SearchPage:
    """Roles by name, alias and code, places and factors that hold every word of `query`: 4 queries."""
    results = _search(query) if query.strip() else ()
    heading = f"Search: {query}" if query else "Search"
    return SearchPage(
        title=heading,
        description="Find a role, a place or a factor.",
        url=url,
        canonical="/search",
        heading=heading,
        query=query,
        results=results,
        suggestions=(suggested := _suggested(query, results)),
        said=f"{counted(len(suggested), 'suggestion')}." if suggested else "No suggestions.",
    )


def _suggested(query: str, results: tuple[Result, ...]) -> tuple[Result, ...]:
    """The likeliest results, one an address: those that begin as typed come first; no kind takes all the room."""
    begun = query.casefold()
    likely = sorted(results, key=lambda one: not one.text.casefold().startswith(begun))
    counts: Counter[str] = Counter()
    kept: dict[str, Result] = {}
    for one in likely:
        if one.url not in kept and counts[one.kind] < SUGGESTED_OF_A_KIND:
            counts[one.kind] += 1
            kept[one.url] = one
    return tuple(kept.values())[:SUGGESTED]


def _search(text: str) -> tuple[Result, ...]:
    roles = Role.objects.live().matching(text, "summary")
    places = Location.objects.live().matching(text)
    factors = InfluencingFactor.objects.filter(holds(text, "name"))
    options = FactorOption.objects.live().filter(holds(text, "name")).select_related("factor", "location")
    found = [Result(role.name, guide_url(role.slug), "role") for role in roles[:MOST_RESULTS]]
    found += [Result(place.name, place.get_absolute_url(), "place") for place in places[:MOST_RESULTS]]
    found += [Result(factor.name, factor.get_absolute_url(), "factor") for factor in factors[:MOST_RESULTS]]
    found += [
        Result(f"{option.name} ({option.factor.name})", option.get_absolute_url(), "option")
        for option in options[:MOST_RESULTS]
    ]
    return tuple(found[: 2 * MOST_RESULTS])
