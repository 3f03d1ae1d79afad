"""The first page."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from salaries.models import DataVersion, Figure, Release, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.models.versions import Stamp
from salaries.pages.curated import Curated, curated
from salaries.pages.kept import KeptForVersion
from salaries.pages.lists import RoleLine, role_lines
from salaries.pages.ranked import RankedTable
from salaries.pages.sources import ReleaseLine, release_period
from salaries.pages.widest import newest_releases, widest_role

HOME_ROLES = 6
HOME_RELEASES = 5
HOME_COMPARISONS = 6


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
    """Roles with their headline figures, a ranking of places, popular comparisons, newest releases: 6 queries.

    4 where another page was shown of the same data version: who leads is known then.
    """
    newest = DataVersion.objects.newest()
    roles, ranking = _LEADING.of(
        Stamp(newest.number, newest.committed_at, newest.is_open) if newest else None
    )
    return HomePage(
        title="What does your work earn?",
        description="A salary guide whose every figure says whose pay it is, which kind, how many people and when.",
        url="/",
        canonical="/",
        heading="What does your work earn?",
        roles=role_lines(roles[:HOME_ROLES]),
        more_roles=len(roles) > HOME_ROLES,
        ranking=ranking,
        releases=_releases(),
        compared=curated()[:HOME_COMPARISONS],
        last_change=f"{newest.committed_at:%-d %B %Y}" if newest else "",
    )


def _leading() -> tuple[list[Role], RankedTable | None]:
    """The roles that stand first, one more than are shown, and where the most widely known one pays most: 2 queries.

    Both are chosen among all roles, which takes long where there are many.
    """
    return list(_roles()[: HOME_ROLES + 1]), widest_role()


_LEADING = KeptForVersion(_leading)


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
