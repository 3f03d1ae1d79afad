"""What places pay: a role, or said as such the wider one, place by place inside one release."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from salaries.models import Figure, Location, Role
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line
from salaries.pay.cells import Cell
from salaries.pay.charts import BandChart, BandRow, bands
from salaries.pay.choice import choose
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.words import first_upper, statistic_words, with_article
from salaries.subjects import guide_url

MOST_PLACES = 30


@dataclass(frozen=True)
class PlaceRow:
    """A place as table and chart show it."""

    name: str
    url: str
    value: str
    percent: str
    direction: str
    baseline: bool


@dataclass(frozen=True)
class Places:
    """What places pay, of this role or, said as such, of the wider one."""

    title: str
    intro: str
    role_url: str
    role_name: str
    wider: str
    statistic: str
    statistic_title: str
    base_name: str
    rows: tuple[PlaceRow, ...]
    chart: BandChart | None
    chart_title: str
    evidence: EvidenceLine | None


def places_around(role: Role, location: Location, figures: Sequence[Figure], statistic: str) -> Places | None:
    for of in [role, *([role.broader] if role.broader else [])]:
        places = _places_of(of, role, location, figures)
        if places:
            return places
    return None


def _places_of(of: Role, role: Role, location: Location, figures: Sequence[Figure]) -> Places | None:
    held = [f for f in figures if f.role_id == of.pk and f.level_id is None and f.option_id is None]
    base_cells = [cell_of(f) for f in held if f.location_id == location.pk]
    around: dict[Location, list[Cell]] = {}
    for figure in held:
        if figure.location_id != location.pk:
            around.setdefault(figure.location, []).append(cell_of(figure))
    if not around and of is role:
        return None
    chosen = choose([base_cells]) if base_cells else None
    base = chosen.cells[0] if chosen else None
    if base is None or chosen is None:
        return None
    statistic = chosen.statistic
    alike = [
        (place, cell)
        for place, cells in around.items()
        for cell in cells
        if cell.evidence.release == base.evidence.release
        and (cell.measure, cell.currency, cell.pay_period) == (base.measure, base.currency, base.pay_period)
        and cell.value(statistic) is not None
    ]
    alike.sort(key=lambda pair: (-(pair[1].value(statistic) or Decimal(0)), pair[0].label))
    return _places_shown(of, role, location, base, alike[:MOST_PLACES], statistic)


def _places_shown(
    of: Role,
    role: Role,
    location: Location,
    base: Cell,
    alike: Sequence[tuple[Location, Cell]],
    statistic: str,
) -> Places:
    rows = [
        PlaceRow(
            location.label, guide_url(of.slug, location.slug), base.format(statistic), "baseline", "", True
        )
    ]
    cells = [(location.label, base)]
    for place, cell in alike:
        exact = percent(cell.value(statistic), base.value(statistic))
        rounded = round_percent(exact) if exact is not None else None
        rows.append(
            PlaceRow(
                name=place.label,
                url=guide_url(of.slug, place.slug),
                value=cell.format(statistic),
                percent=format_percent(rounded) if rounded is not None else "–",
                direction="" if not rounded else "up" if rounded > 0 else "down",
                baseline=False,
            )
        )
        cells.append((place.label, cell))
    banded = [
        BandRow(
            label=label,
            p10=cell.value("p10"), p25=cell.value("p25"), median=cell.value("median"),
            p75=cell.value("p75"), p90=cell.value("p90"),
            text=row.value, percent_text=row.percent,
        )
        for (label, cell), row in zip(cells, rows, strict=True)
        if cell.has_band
    ]  # fmt: skip
    official = base.evidence.source_kind == "official_statistics"
    return Places(
        title="What the official statistics say" if official else "What places pay",
        intro=_places_intro(of, role),
        role_url=guide_url(of.slug, location.slug),
        role_name=of.name,
        wider=of.people if of is not role else "",
        statistic=statistic_words[statistic],
        statistic_title=first_upper(statistic_words[statistic]),
        base_name=with_article(location.label),
        rows=tuple(rows),
        chart_title=_places_title(of, rows, statistic),
        chart=bands(banded, base.currency, base.pay_period) if len(banded) == len(rows) else None,
        evidence=evidence_line(base, statistic),
    )


def _places_title(of: Role, rows: Sequence[PlaceRow], statistic: str) -> str:
    """The chart's main fact in words."""
    first = f"{of.name}: {statistic_words[statistic]} {rows[0].value} in {with_article(rows[0].name)}"
    if len(rows) == 1:
        return f"{first}."
    place = f"{with_article(rows[1].name)}, {rows[1].value}, {rows[1].percent}."
    return (
        f"{first}, the highest; next {place}"
        if rows[1].direction == "down"
        else f"{first}; highest in {place}"
    )


def _places_intro(of: Role, role: Role) -> str:
    if of is role:
        return f"The same release, place by place, for {role.people}."
    codes = ", ".join(str(code) for code in of.codes.all())
    code = f" ({codes})" if codes else ""
    return (
        f"No official figure exists for {role.people}. The closest published occupation is "
        f"{of.name}{code}, a wider group."
    )
