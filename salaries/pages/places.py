"""What places pay: a role, or said as such the wider one, place by place inside one release."""

from collections.abc import Sequence
from typing import NamedTuple

from salaries.models import Location, Role
from salaries.pages.around import Found, Placed, find, several
from salaries.pages.cells import EvidenceLine, PageFigure, evidence_line
from salaries.pages.guide_rows import codes_of
from salaries.pages.ladder import cell_text
from salaries.pay.cells import AT_LEAST, Cell
from salaries.pay.charts import BandChart, BandRow, bands
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.room import layout_of_bands, on_a_line
from salaries.pay.words import first_upper, statistic_words, with_article
from salaries.subjects import guide_url

MOST_DRAWN = 10
"""Places of the first kind in the chart and in the compare form, besides what they are set against."""
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


class PlaceRow(NamedTuple):
    """A place as table and chart show it; `rank` is empty where it has none."""

    rank: str
    name: str
    url: str
    value: str
    percent: str
    direction: str
    baseline: bool
    spread: tuple[str, ...]


class PlaceRows(NamedTuple):
    """Some rows of the table: the places of one kind, or, without a title, what they are set against."""

    title: str
    rows: tuple[PlaceRow, ...]


class Places(NamedTuple):
    """What places pay, of this role or, said as such, of the wider one. Without `rows` the intro says why.

    `rows` are those that the chart draws, as `subjects` are; `groups` all in the table, as `listed` are.
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
    groups: tuple[PlaceRows, ...] = ()
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

    @property
    def columns(self) -> int:
        """How many columns the table has: place, statistic, percent and the percentiles beside."""
        return 3 + len(self.spread_titles)


def places_around(role: Role, location: Location, figures: Sequence[PageFigure]) -> Places | None:
    """What official statistics say of the role, else of the wider one; else what another source says of the role.

    Official statistics come first whatever their release's priority: they alone know many places.
    """
    own = find(role, location, figures)
    if own and own.official:
        return _shown(own, role, location, "")
    broader = role.broader
    if broader is not None:
        wider = find(broader, location, figures)
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


def _shown(found: Found, role: Role, location: Location, lack: str) -> Places:
    of, base, statistic = found.of, found.base, found.statistic
    against = (Placed(location, base), *found.above)
    kinds = _listed(found)
    drawn = (*against, *(kinds[0][1][:MOST_DRAWN] if kinds else ()))
    listed = (*against, *(one for _, places in kinds for one in places))
    row = {one.place.pk: _row(of, one, base, statistic) for one in listed}
    rows = tuple(row[one.place.pk] for one in drawn)
    spread = any(text for one in row.values() for text in one.spread)
    chart = _chart(rows, [one.cell for one in drawn], base) if spread else None
    return Places(
        title=_title(found),
        intro=f"{lack} {_intro(found, role, location)}".strip(),
        role_url=guide_url(of.slug, location.slug),
        role_name=of.name,
        wider=of.people if of is not role else "",
        statistic=statistic_words[statistic],
        statistic_title=first_upper(statistic_words[statistic]),
        base_name=with_article(location.label),
        rows=rows,
        groups=(
            PlaceRows("", tuple(row[one.place.pk] for one in against)),
            *(PlaceRows(title, tuple(row[one.place.pk] for one in places)) for title, places in kinds),
        ),
        spread_titles=tuple(first_upper(statistic_words[name]) for name in _beside(statistic))
        if spread
        else (),
        more=_more(found, location),
        chart_title=_chart_title(found),
        chart=chart,
        layout=layout_of_bands("bands", chart) if chart else "bands",
        open=any(one.cell.state("p90") == AT_LEAST for one in drawn),
        evidence=evidence_line(base, statistic),
        base=base,
        subjects=tuple(one.cell.subject for one in drawn),
        listed=tuple(one.cell.subject for one in listed),
    )


def _listed(found: Found) -> list[tuple[str, tuple[Placed, ...]]]:
    """The places that the table has, kind by kind with its title: each has as much room as it needs or as others."""
    room, shares = MOST_LISTED, {}
    for waiting, group in zip(
        range(len(found.kinds), 0, -1), sorted(found.kinds, key=lambda one: len(one.places)), strict=True
    ):
        shares[group.kind] = min(len(group.places), room // waiting)
        room -= shares[group.kind]
    return [(first_upper(several(group.kind)), group.places[: shares[group.kind]]) for group in found.kinds]


def _beside(statistic: str) -> tuple[str, ...]:
    """The percentiles that stand beside the statistic that is ranked."""
    return tuple(name for name in SPREAD if name != statistic)


def _row(of: Role, placed: Placed, base: Cell, statistic: str) -> PlaceRow:
    place, cell, beside = placed.place, placed.cell, _beside(statistic)
    exact = None if cell is base else percent(cell.value(statistic), base.value(statistic))
    rounded = None if exact is None else round_percent(exact)
    known = any(cell.state(name) != "none" for name in beside)
    return PlaceRow(
        rank=f"{placed.rank}. " if placed.rank else "",
        name=place.label,
        url=guide_url(of.slug, place.slug),
        value=cell.format(statistic),
        percent="baseline" if cell is base else "–" if rounded is None else format_percent(rounded),
        direction="" if not rounded else "up" if rounded > 0 else "down",
        baseline=cell is base,
        spread=tuple([cell_text(cell, name) if known else "" for name in beside]),
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


def _title(found: Found) -> str:
    if found.official:
        return "What the official statistics say"
    return "What places pay" if found.around else "How pay spreads"


def _chart_title(found: Found) -> str:
    """The chart's main fact in words."""
    base, statistic, highest = found.base, found.statistic, found.highest
    words, amount = statistic_words[statistic], base.format(statistic)
    first = f"{found.of.name}: {words} {amount} in {with_article(found.location.label)}"
    if highest is None:
        return f"{first}."
    row = _row(found.of, highest, base, statistic)
    parts = [with_article(row.name), row.value, *([row.percent] if row.direction else [])]
    place = f"{', '.join(parts)}."
    return (
        f"{first}, the highest; next {place}" if row.direction == "down" else f"{first}; highest in {place}"
    )


def _more(found: Found, location: Location) -> str:
    """How many places the chart and the table leave out; empty where they leave out none."""
    number, where = found.number, with_article(location.label)
    if number <= MOST_DRAWN and len(found.kinds) < 2:
        return ""
    first = found.kinds[0]
    drawn = f"the {MOST_DRAWN} highest of {first.words}" if len(first.places) > MOST_DRAWN else first.words
    among = ", ranked among their kind" if len(found.kinds) > 1 else ""
    if number <= MOST_LISTED:
        return f"Beside {where}, {drawn}. The table has all {number} places{among}."
    return (
        f"Beside {where}, {drawn}. The table has {MOST_LISTED} of {number:,} places{among}; every other place can be "
        "searched for."
    )


def _intro(found: Found, role: Role, location: Location) -> str:
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
    codes = [
        f"{scheme} {code}"
        for scheme, code in codes_of(of)
        if COUNTRY_OF_SCHEME.get(scheme, top.slug) == top.slug
    ]
    return f"{of.name} ({', '.join(codes)})" if codes else of.name
