"""The addresses that search engines are to know: an index, and files that are each a bounded list.

Every address in them answers 200 and may be indexed. Comparisons are there as far as editors curate them, since any
two subjects have one. Guides are parted by roles, so that no file grows with the number of roles.
"""

from collections.abc import Callable, Iterator

from salaries.models import Figure, InfluencingFactor, Location, Release, Role, Source
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.curated import curated
from salaries.subjects import compare_url, guide_url

ROLES_A_FILE = 50
"""With 500 places each such a file has at most 25,050 addresses; a sitemap may hold 50,000."""
PAGES = (
    "/", "/salaries/", "/compare/", "/standing/", "/report/", "/factors/", "/sources/", "/data/", "/changes/",
    "/how-it-works/", "/glossary/", "/privacy/", "/api/docs",
)  # fmt: skip


def names() -> Iterator[str]:
    """The names of the files: 1 query."""
    yield from SECTIONS
    for number in range(1, _files_of_guides() + 1):
        yield f"guides-{number}"


def addresses(name: str) -> Iterator[str] | None:
    """The paths that a file lists, in 1 to 4 queries; None where there is no such file."""
    if name in SECTIONS:
        return SECTIONS[name]()
    kind, _, number = name.partition("-")
    if kind == "guides" and number.isdecimal() and 1 <= int(number) <= _files_of_guides():
        return _guides(int(number))
    return None


def _pages() -> Iterator[str]:
    """Single pages, and curated comparisons at the one address that search engines are to know of both orders.

    One whose sides have no figure yet compares nothing: people are led to it, search engines are not.
    """
    yield from PAGES
    for one in curated(with_figures=True):
        yield compare_url(sorted(one.url.removeprefix("/compare/").rstrip("/").split("/vs/")))


def _evidence() -> Iterator[str]:
    """Factors, sources and their public releases."""
    factors = InfluencingFactor.objects.order_by("slug")
    releases = Release.objects.public().select_related("source").order_by("source__slug", "slug")
    sources = Source.objects.filter(releases__in=releases.order_by()).distinct().order_by("slug")
    yield from (row.get_absolute_url() for row in factors)
    yield from (row.get_absolute_url() for row in sources)
    yield from (row.get_absolute_url() for row in releases)


def _places() -> Iterator[str]:
    """Places with a public figure."""
    held = Figure.objects.public().order_by().values("location")
    for slug in Location.objects.live().filter(pk__in=held).order_by("slug").values_list("slug", flat=True):
        yield f"/locations/{slug}/"


SECTIONS: dict[str, Callable[[], Iterator[str]]] = {"pages": _pages, "evidence": _evidence, "places": _places}


def _files_of_guides() -> int:
    return -(-Role.objects.live().count() // ROLES_A_FILE)


def _guides(number: int) -> Iterator[str]:
    """The guides of some roles, and those of the places where each has a public figure."""
    first = (number - 1) * ROLES_A_FILE
    roles = list(Role.objects.live().order_by("slug").values_list("pk", "slug")[first : first + ROLES_A_FILE])
    held = (
        Figure.objects.public()
        .filter(role__in=[pk for pk, _ in roles])
        .exclude(location__slug=DEFAULT_LOCATION)
    )
    pairs = (
        held.order_by("role__slug", "location__slug").values_list("role__slug", "location__slug").distinct()
    )
    yield from (guide_url(slug) for _, slug in roles)
    yield from (guide_url(role, place) for role, place in pairs.iterator(chunk_size=2_000))
