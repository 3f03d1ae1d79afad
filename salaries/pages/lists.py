"""Long lists in pages, and the lists of roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet

from salaries.models import Figure, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.models.prepared import Prepared, PreparedByShape
from salaries.pages.cells import CELL_COLUMNS, EvidenceLine, cell_of_row, evidence_line
from salaries.pages.trail import Trail, from_home
from salaries.pay.cells import AT_LEAST, Cell, ReleaseOrder
from salaries.pay.choice import leading
from salaries.pay.words import NO_FIGURE
from salaries.subjects import guide_url

ROLES_A_PAGE = 50


@dataclass(frozen=True)
class Pages:
    """Where a list stands: its rows, its own address, and the addresses beside it (empty at the ends)."""

    rows: Sequence[Any]
    number: int
    count: int
    url: str
    previous: str
    following: str

    @property
    def title(self) -> str:
        return f", page {self.number}" if self.number > 1 else ""


def page_url(base: str, number: int) -> str:
    """The address of a page of a list; the first has none of its own."""
    return base if number == 1 else f"{base}{'&' if '?' in base else '?'}page={number}"


def pages_of(paginator: "Paginator[Any]", number: int, base: str) -> Pages | None:
    """The page of a list, or None where the list has none of that number."""
    try:
        page = paginator.page(number)
    except EmptyPage:
        return None
    return Pages(
        rows=list(page.object_list),
        number=number,
        count=paginator.num_pages,
        url=page_url(base, number),
        previous=page_url(base, number - 1) if page.has_previous() else "",
        following=page_url(base, number + 1) if page.has_next() else "",
    )


@dataclass(frozen=True)
class RoleLine:
    """A role with its headline figure; or in words that there is none, and which wider role holds it."""

    name: str
    url: str
    summary: str
    value: str
    published: bool
    evidence: EvidenceLine | None
    wider: str = ""
    wider_url: str = ""


@dataclass(frozen=True)
class ListPage:
    """A list of roles."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    intro: str
    roles: tuple[RoleLine, ...]
    pages: Pages
    indexed: bool = True
    section: str = "roles"

    @property
    def trail(self) -> Trail:
        return from_home("Roles", self.canonical)


def role_lines(roles: Sequence[Role], location: str = DEFAULT_LOCATION) -> tuple[RoleLine, ...]:
    """The general averages in a place of roles that were fetched with their wider ones: 1 query."""
    held = _leading_averages([role.pk for role in roles], location) if roles else {}
    return tuple(role_line(role, held.get(role.pk, []), location) for role in roles)


def _leading_averages(roles: Sequence[int], location: str) -> dict[int, list[Cell]]:
    """The cells of each role that `leading` chooses from.

    They are those of the release that heads the role's guide, or all where none has a median or a mean. Only they are
    made cells: with many releases most rows are of others.
    """
    using = Figure.objects.db
    averages = _AVERAGES.of(using, (settings.MINIMUM_SAMPLE, location, len(roles)))
    orders: dict[tuple[str, str], ReleaseOrder] = {}
    rows: dict[int, list[tuple[ReleaseOrder, Sequence[Any]]]] = {}
    for row in averages.found(using, roles):
        release = row[_SOURCE], row[_RELEASE]
        if release not in orders:
            orders[release] = cell_of_row(averages.read(using, row)).evidence.order
        rows.setdefault(row[-1], []).append((orders[release], row))
    first = {
        role: min((order for order, row in of_role if _tells(row)), default=None)
        for role, of_role in rows.items()
    }
    return {
        role: [
            cell_of_row(averages.read(using, row)) for order, row in of_role if first[role] in (None, order)
        ]
        for role, of_role in rows.items()
    }


_SOURCE, _RELEASE = map(CELL_COLUMNS.index, ("release__source__slug", "release__slug"))
_TELLING = [(CELL_COLUMNS.index(name), CELL_COLUMNS.index(f"{name}_mark")) for name in ("median", "mean")]


def _tells(row: Sequence[Any]) -> bool:
    """Whether there is a median or a mean to show: `Cell.shown` of a row."""
    return any(row[value] is not None and row[mark] in ("", AT_LEAST) for value, mark in _TELLING)


def _averages(shape: tuple[int, str, int]) -> Prepared:
    """The query of the general averages of so many roles in a place."""
    _, location, number = shape

    def write(*roles: int) -> QuerySet[Any, Any]:
        here = Figure.objects.public().general_average().filter(role__in=roles, location__slug=location)
        return here.order_by().values_list(*CELL_COLUMNS, "role_id")

    return Prepared(write, number)


_AVERAGES = PreparedByShape(_averages, most=ROLES_A_PAGE)


def role_line(role: Role, averages: Sequence[Cell], location: str) -> RoleLine:
    """A role, fetched with its wider one, by what its general averages in a place say."""
    chosen = leading(averages)
    cell = chosen.cells[0]
    published = cell is not None and cell.state(chosen.statistic) != "none"
    return RoleLine(
        name=role.name,
        url=guide_url(role.slug, location),
        summary=role.summary,
        value=cell.format(chosen.statistic) if cell and published else NO_FIGURE,
        published=published,
        evidence=evidence_line(cell, chosen.statistic) if cell and published else None,
        wider=role.broader.name if role.broader and not published else "",
        wider_url=guide_url(role.broader.slug, location) if role.broader and not published else "",
    )


def roles_page(number: int) -> ListPage | None:
    """All roles by name, with figures or without: 3 queries. None for a page that is not there."""
    roles = Role.objects.live().select_related("broader").order_by("name", "pk")
    pages = pages_of(Paginator(roles, ROLES_A_PAGE), number, "/salaries/")
    if pages is None:
        return None
    return ListPage(
        title="All roles" + pages.title,
        description="What people earn, role by role, each figure with its source, measure and period.",
        url=pages.url,
        canonical=pages.url,
        heading="All roles",
        intro="The general average of each role in the United States, from the release that answers first.",
        roles=role_lines(pages.rows),
        pages=pages,
    )
