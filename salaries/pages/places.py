"""What places pay: a role, or said as such the wider one, place by place inside one release."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from salaries.models import Figure, Location, Role, Source
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line
from salaries.pages.ladder import cell_text
from salaries.pay.cells import AT_LEAST, Cell
from salaries.pay.charts import BandChart, BandRow, bands
from salaries.pay.choice import leading
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.room import layout_of_bands, on_a_line
from salaries.pay.words import first_upper, statistic_words, with_article
from salaries.subjects import guide_url

MOST_DRAWN = 12
"""Places in the chart and in the compare form, besides the one that the page is about."""
MOST_LISTED = 100
"""Places in the table."""

SPREAD = ("p10", "p25", "median", "p75", "p90")
COUNTRY_OF_SCHEME: dict[str, str | None] = {
    "SOC 2018": "us",
    "SOC 2010/2018 hybrid": None,
    "SOC 2020 UK": "gb",
    "SOC 2010 UK": None,
}
"""Whose statistics use a classification today; None: nobody's newest release does. Others are always shown."""


@dataclass(frozen=True)
class PlaceRow:
    """A place as table and chart show it."""

    name: str
    url: str
    value: str
    percent: str
    direction: str
    baseline: bool
    spread: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """What places pay, of this role or, said as such, of the wider one. Without `rows` the intro says why.

    `subjects` are those that the chart draws, `listed` all in the table.
    """

    title: str
    intro: str
    role_url: str
    role_name: str
    wider: str
    statistic: str = ""
    statistic_title: str = ""
    base_name: str = ""
    rows: tuple[PlaceRow, ...] = ()
    spread_titles: tuple[str, ...] = ()
    more: str = ""
    chart_title: str = ""
    chart: BandChart | None = None
    open: bool = False
    layout: str = "bands"
    evidence: EvidenceLine | None = None
    base: Cell | None = None
    subjects: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    """The place's own cell, and the cells of the places around it in the same release and kind of pay."""

    of: Role
    base: Cell
    statistic: str
    around: tuple[tuple[Location, Cell], ...]

    @property
    def official(self) -> bool:
        return _is_official(self.base)


def _is_official(cell: Cell) -> bool:
    return cell.evidence.source_kind == Source.Kind.OFFICIAL_STATISTICS


def places_around(role: Role, location: Location, figures: Sequence[Figure]) -> Places | None:
    """What official statistics say of the role, else of the wider one; else what another source says of the role.

    Official statistics come first whatever their release's priority: they alone know many places.
    """
    own = _find(role, location, figures)
    if own and own.official:
        return _shown(own, role, location, "")
    broader = role.broader
    if broader is not None:
        wider = _find(broader, location, figures)
        if wider and wider.official:
            return _shown(wider, role, location, "")
    lack = _lack(role, location)
    if own and (own.around or own.base.has_band):
        return _shown(own, role, location, lack)
    if broader is None:
        return None
    return Places(
        "What the official statistics say", lack, guide_url(broader.slug), broader.name, broader.people
    )


def _find(of: Role, location: Location, figures: Sequence[Figure]) -> _Found | None:
    held = [f for f in figures if f.role_id == of.pk and f.level_id is None and f.option_id is None]
    here = [cell_of(f) for f in held if f.location_id == location.pk]
    chosen = leading([cell for cell in here if _is_official(cell)] or here)
    base = chosen.cells[0]
    if base is None or base.shown(chosen.statistic) is None:
        return None
    kind = (base.evidence.release, base.measure, base.currency, base.pay_period)
    around = [(f.location, cell_of(f)) for f in held if _touches(f.location, location)]
    alike = [
        (place, cell)
        for place, cell in around
        if (cell.evidence.release, cell.measure, cell.currency, cell.pay_period) == kind
        and cell.shown(chosen.statistic) is not None
    ]

    def order(pair: tuple[Location, Cell]) -> tuple[Decimal, bool, str]:
        place, cell = pair
        highest = cell.shown(chosen.statistic) or Decimal(0)
        return -highest, cell.state(chosen.statistic) != AT_LEAST, place.label

    return _Found(of, base, chosen.statistic, tuple(sorted(alike, key=order)))


def _touches(place: Location, location: Location) -> bool:
    """Whether the one lies in the other, at the next step."""
    return place.parent_id == location.pk or place.pk == location.parent_id


def _shown(found: _Found, role: Role, location: Location, lack: str) -> Places:
    of, base, statistic = found.of, found.base, found.statistic
    listed = [(location, base), *found.around[:MOST_LISTED]]
    rows = tuple(_row(of, place, cell, base, statistic) for place, cell in listed)
    drawn = [cell for _, cell in listed[: MOST_DRAWN + 1]]
    spread = any(text for row in rows for text in row.spread)
    intro = _intro(found, role, location)
    chart = _chart(rows, drawn, base) if spread else None
    return Places(
        title=_title(found),
        intro=f"{lack} {intro}".strip(),
        role_url=guide_url(of.slug, location.slug),
        role_name=of.name,
        wider=of.people if of is not role else "",
        statistic=statistic_words[statistic],
        statistic_title=first_upper(statistic_words[statistic]),
        base_name=with_article(location.label),
        rows=rows,
        spread_titles=tuple(first_upper(statistic_words[name]) for name in _beside(statistic))
        if spread
        else (),
        more=_more(found, location),
        chart_title=_chart_title(of, rows, statistic),
        chart=chart,
        layout=layout_of_bands("bands", chart) if chart else "bands",
        open=any(cell.state("p90") == AT_LEAST for cell in drawn),
        evidence=evidence_line(base, statistic),
        base=base,
        subjects=tuple(cell.subject for cell in drawn),
        listed=tuple(cell.subject for _, cell in listed),
    )


def _beside(statistic: str) -> tuple[str, ...]:
    """The percentiles that stand beside the statistic that is ranked."""
    return tuple(name for name in SPREAD if name != statistic)


def _row(of: Role, place: Location, cell: Cell, base: Cell, statistic: str) -> PlaceRow:
    exact = None if cell is base else percent(cell.value(statistic), base.value(statistic))
    rounded = None if exact is None else round_percent(exact)
    known = any(cell.state(name) != "none" for name in _beside(statistic))
    return PlaceRow(
        name=place.label,
        url=guide_url(of.slug, place.slug),
        value=cell.format(statistic),
        percent="baseline" if cell is base else "–" if rounded is None else format_percent(rounded),
        direction="" if not rounded else "up" if rounded > 0 else "down",
        baseline=cell is base,
        spread=tuple(cell_text(cell, name) if known else "" for name in _beside(statistic)),
    )


def _chart(rows: Sequence[PlaceRow], drawn: Sequence[Cell], base: Cell) -> BandChart:
    """A band for each place. A percentile that is a lower limit ends the band open; no other is drawn."""
    banded = [
        BandRow(
            label=on_a_line(row.name),
            p10=cell.value("p10"), p25=cell.value("p25"), median=cell.value("median"),
            p75=cell.shown("p75"), p90=cell.shown("p90"),
            text=row.value, percent_text=row.percent,
            open_end=cell.state("p90") == AT_LEAST,
        )
        for row, cell in zip(rows, drawn, strict=False)
    ]  # fmt: skip
    return bands(banded, base.currency, base.pay_period)


def _title(found: _Found) -> str:
    if found.official:
        return "What the official statistics say"
    return "What places pay" if found.around else "How pay spreads"


def _chart_title(of: Role, rows: Sequence[PlaceRow], statistic: str) -> str:
    """The chart's main fact in words."""
    first = f"{of.name}: {statistic_words[statistic]} {rows[0].value} in {with_article(rows[0].name)}"
    if len(rows) == 1:
        return f"{first}."
    parts = [with_article(rows[1].name), rows[1].value, *([rows[1].percent] if rows[1].direction else [])]
    place = f"{', '.join(parts)}."
    return (
        f"{first}, the highest; next {place}"
        if rows[1].direction == "down"
        else f"{first}; highest in {place}"
    )


def _more(found: _Found, location: Location) -> str:
    """How many places the chart and the table leave out; empty where they leave out none."""
    number, where = len(found.around), with_article(location.label)
    if number <= MOST_DRAWN:
        return ""
    if number <= MOST_LISTED:
        return f"Beside {where}, the {MOST_DRAWN} highest of {number} places. The table has all of them."
    return (
        f"Beside {where}, the {MOST_DRAWN} highest of {number} places. The table has the {MOST_LISTED} highest; "
        "every other place can be searched for."
    )


def _intro(found: _Found, role: Role, location: Location) -> str:
    of, where = found.of, with_article(location.label)
    if of is role:
        if found.around:
            return f"The same release, place by place, for {role.people}."
        return f"How the pay of {role.people} spreads in {where}, from the least paid tenth to the best paid."
    return (
        f"No official figure exists for {role.people}{_there(location)}. The closest published occupation is "
        f"{_named(of, location)}, a wider group."
    )


def _lack(role: Role, location: Location) -> str:
    """That neither the role nor a wider one has an official figure here; empty where it has no wider one."""
    if role.broader is None:
        return ""
    return (
        f"No official figure exists for {role.people} in {with_article(location.label)}, nor for the wider "
        f"group, {_named(role.broader, location)}."
    )


def _there(location: Location) -> str:
    return "" if location.is_default_location else f" in {with_article(location.label)}"


def _named(of: Role, location: Location) -> str:
    """The wider role with the codes that this country's statistics know it by."""
    top = location
    while top.parent_id and top.parent is not None:
        top = top.parent
    codes = [str(code) for code in of.codes.all() if COUNTRY_OF_SCHEME.get(code.scheme, top.slug) == top.slug]
    return f"{of.name} ({', '.join(codes)})" if codes else of.name
