"""A place: what roles earn there, ranked inside each release, and against the place that it lies in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery

from salaries.models import Figure, Location, Role
from salaries.pages.around import FEWEST_RANKED
from salaries.pages.cells import cell_of
from salaries.pages.lists import Pages, RoleLine, pages_of, role_line
from salaries.pages.ranked import (
    Entry,
    RankedRow,
    RankedTable,
    difference,
    evidence_of_all,
    ranked_rows,
    statistic_title,
)
from salaries.pages.side_by_side import Credit, credits_of
from salaries.pages.trail import Trail, trail
from salaries.pay.cells import AT_LEAST, Cell
from salaries.pay.choice import in_order, leading
from salaries.pay.ranks import ranks
from salaries.pay.words import counted, first_upper, statistic_words, with_article
from salaries.subjects import guide_url, report_url

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class PlacePage:
    """What `/locations/<location>/` shows: `tables` of roles ranked, and `others` without a figure."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    intro: str
    place: Location
    tables: tuple[RankedTable, ...]
    others: tuple[RoleLine, ...]
    credits: tuple[Credit, ...]
    pages: Pages
    indexed: bool = True
    section: str = "roles"

    @property
    def trail(self) -> Trail:
        parent = self.place.parent
        around = [(parent.label, parent.get_absolute_url())] if parent else []
        return trail(("Home", "/"), *around, here=self.place.label, path=self.canonical)


@dataclass(frozen=True)
class _Told:
    """A role's own figure here, and that of the same role, release and kind of pay in the place around."""

    figure: Figure
    cell: Cell
    statistic: str
    above: Cell | None

    @property
    def kind(self) -> tuple[str, ...]:
        """What is ranked together: one release, kind of pay and statistic."""
        return (*_kind(self.cell), self.statistic)

    @property
    def value(self) -> Decimal:
        """The number that is ranked."""
        return self.cell.shown(self.statistic) or Decimal(0)

    @property
    def exact(self) -> bool:
        """Whether it is no lower limit."""
        return self.cell.state(self.statistic) != AT_LEAST


def _kind(cell: Cell) -> tuple[str, ...]:
    return cell.evidence.release, cell.measure, cell.currency, cell.pay_period


def place_page(place: Location, number: int) -> PlacePage | None:
    """What a place pays, by role: 2 queries besides the place's. None for a page that is not there."""
    told, silent = _told(place)
    tables = [_table(place, group) for group in _groups(told)]
    lines = tuple(role_line(role, cells, place.slug) for role, cells in silent)
    rows: list[tuple[int, RankedRow] | RoleLine] = [
        *((index, row) for index, table in enumerate(tables) for row in table.rows),
        *lines,
    ]
    pages = pages_of(Paginator(rows, ROWS_A_PAGE), number, place.get_absolute_url())
    if pages is None:
        return None
    name = with_article(place.label)
    return PlacePage(
        title=f"What {name} pays" + pages.title,
        description=f"Pay in {place.name}, role by role, each figure with its source, measure and period.",
        url=pages.url,
        canonical=pages.url,
        heading=f"What {name} pays",
        intro=place.name if place.name != place.label else "",
        place=place,
        tables=tuple(_on_page(tables, pages.rows)),
        others=tuple(row for row in pages.rows if isinstance(row, RoleLine)),
        credits=credits_of(in_order(one.cell for one in told)),
        pages=pages,
    )


def _told(place: Location) -> tuple[list[_Told], list[tuple[Role, list[Cell]]]]:
    """Each role's figure with a number, and the figures of roles that have none: 2 queries."""
    figures = Figure.objects.public().general_average().for_page()
    here = figures.select_related("role__broader").filter(location=place).annotate(above=_above(place))
    held: dict[int, list[tuple[Figure, Cell]]] = {}
    for figure in here.order_by("role__name", "pk"):
        held.setdefault(figure.role_id, []).append((figure, cell_of(figure)))
    told, silent, keys = [], [], []
    for of_role in held.values():
        chosen = leading([cell for _, cell in of_role])
        cell = chosen.cells[0]
        if cell is None or cell.shown(chosen.statistic) is None:
            silent.append((of_role[0][0].role, [cell for _, cell in of_role]))
            continue
        told.append(_Told(of_role[0][0], cell, chosen.statistic, None))
        own = next(figure for figure, one in of_role if one is cell)
        keys.append(own.above)  # type: ignore[attr-defined]
    above = {figure.pk: cell_of(figure) for figure in figures.filter(pk__in=[key for key in keys if key])}
    return [replace(one, above=above.get(key)) for one, key in zip(told, keys, strict=True)], silent


def _above(place: Location) -> Subquery:
    """The key of the same figure in the place around: of the role, in the release and in the kind of pay."""
    alike = {name: OuterRef(name) for name in ("role", "release", "measure", "currency", "pay_period")}
    wider = Figure.objects.general_average().filter(location=place.parent_id, **alike)
    return Subquery(wider.values("pk")[:1])


def _groups(told: Sequence[_Told]) -> list[list[_Told]]:
    """Roles that may be ranked together, the highest first; the widest ranking before narrower ones."""
    groups: dict[tuple[str, ...], list[_Told]] = {}
    order = {id(cell): number for number, cell in enumerate(in_order(one.cell for one in told))}
    for one in sorted(told, key=lambda one: order[id(one.cell)]):
        groups.setdefault(one.kind, []).append(one)
    for group in groups.values():
        group.sort(key=_height)
    return sorted(groups.values(), key=lambda group: -len(group))


def _height(one: _Told) -> tuple[Decimal, bool, str]:
    return -one.value, one.exact, one.figure.role.name


def _table(place: Location, group: Sequence[_Told]) -> RankedTable:
    first = group[0]
    cell, statistic, parent = first.cell, first.statistic, place.parent
    numbers = ranks([(one.value, one.exact) for one in group])
    entries = [
        Entry(
            name=one.figure.role.name,
            url=guide_url(one.figure.role.slug, place.slug),
            cell=one.cell,
            against=one.above,
            rank=rank if len(group) >= FEWEST_RANKED else None,
            report_url=report_url(one.cell.subject, one.cell.evidence.release),
        )
        for one, rank in zip(group, numbers, strict=True)
    ]
    rows, ends = ranked_rows(entries, statistic)
    against = with_article(parent.label) if parent and any(one.above for one in group) else ""
    return RankedTable(
        title=f"{cell.evidence.source_label}, {cell.evidence.period}",
        fact=_fact(group, numbers, against),
        caption=f"{cell.measure_line(statistic)} in {with_article(place.label)}: {counted(len(group), 'role')}",
        of="Role",
        statistic=statistic_title(statistic),
        against=against,
        rows=rows,
        ends=ends,
        open=any(row.band is not None and row.band.beyond is not None for row in rows),
        evidence=evidence_of_all(cell, statistic),
    )


def _fact(group: Sequence[_Told], numbers: Sequence[int | None], against: str) -> str:
    """Who earns most here, where that is known of one role, and how many earn more than in the place around."""
    first = group[0]
    people = first_upper(first.figure.role.people)
    alone = len(group) >= FEWEST_RANKED and [*numbers].count(1) == 1 and numbers[0] == 1
    amount = f"{statistic_words[first.statistic]} {first.cell.format(first.statistic)}"
    most = f"{people} earn most: {amount}." if alone else f"{people}: {amount}."
    shares = (difference(one.cell, one.above, one.statistic) for one in group)
    known = [rounded for rounded in shares if rounded is not None]
    if len(known) < FEWEST_RANKED:
        return most
    more = sum(rounded > 0 for rounded in known)
    return f"{most} {more} of {len(known)} roles {'earns' if more == 1 else 'earn'} more than in {against}."


def _on_page(tables: Sequence[RankedTable], shown: Sequence[object]) -> Iterator[RankedTable]:
    """The tables with those of their rows that this page of the list has."""
    for index, table in enumerate(tables):
        rows = tuple(row[1] for row in shown if isinstance(row, tuple) and row[0] == index)
        if rows:
            yield replace(table, rows=rows)
