"""Reads the mapping file of a survey: TOML, checked to the last key.

Whatever is unknown, missing or of the wrong kind is `FileRefused` with one sentence that names the key.
"""

import re
import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from salaries.imports.formats.survey_mapping import (
    Band,
    Column,
    Filter,
    Levels,
    Mapping,
    OptionColumn,
    Pairs,
    Pay,
    Places,
    Roles,
    Years,
    folded,
)
from salaries.imports.formats.survey_section import Section
from salaries.imports.reading import FileRefused
from salaries.pay.currencies import NAMES

PRESETS = Path(__file__).resolve().parent.parent / "mappings"
MEASURES = ("base_salary", "total_compensation", "gross_pay", "advertised_pay", "salary_unspecified")
PAY_PERIODS = ("year", "month", "hour")
PERCENTILES = ("continuous", "discrete")
MOST_OPTIONS = 60


def load(name: str) -> Mapping:
    """The mapping of that name among ours, or in the file at that path. FileRefused where it does not hold."""
    presets = sorted(path.stem for path in PRESETS.glob("*.toml"))
    path = PRESETS / f"{name}.toml" if name in presets else Path(name)
    if not name or not path.is_file():
        which = f"There is no mapping “{name}”" if name else "A survey needs a mapping"
        raise FileRefused(f"{which}: name one of {', '.join(presets)}, or the path of a TOML file.")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused(f"The mapping “{path.name}” is no TOML: {error}.") from None
    return _mapping(path.stem, Section(path.stem, "", table))


def _mapping(name: str, top: Section) -> Mapping:
    pay, roles, places = (_wanted(top, key) for key in ("pay", "role", "place"))
    levels, weight, period = (top.section(key) for key in ("level", "weight", "period"))
    mapping = Mapping(
        name=name,
        source=top.slug("source"),
        measure=top.one_of("measure", MEASURES),
        percentiles=top.one_of("percentiles", PERCENTILES, "continuous"),
        minimum=top.whole("minimum"),
        missing=top.texts("missing"),
        last_line_ends=top.flag("last_line_ends"),
        pay=_pay(pay),
        roles=_roles(roles),
        places=_places(places),
        levels=_levels(levels) if levels else None,
        weight=_finished(weight, weight.needed_column("the weight")) if weight else None,
        options=tuple(_option(section) for section in top.sections("options")),
        filters=tuple(_filter(section) for section in top.sections("filters")),
        period=_years(period) if period else Years(),
    )
    top.done()
    if len({slug for option in mapping.options for slug in option.values.values()}) > MOST_OPTIONS:
        raise top.refused(f"it has more than {MOST_OPTIONS} options.")
    if mapping.pay.pairs and mapping.weight:
        raise top.refused("ranges made of pairs have no weight: leave out [weight].")
    return mapping


def _wanted(top: Section, key: str) -> Section:
    section = top.section(key)
    if section is None:
        raise top.refused(f"[{key}] is missing.")
    return section


def _finished[T](section: Section, value: T) -> T:
    section.done()
    return value


def _pay(section: Section) -> Pay:
    column, currency = section.column("pay"), section.text("currency").upper()
    by_row = section.column("the currency", "currency_column")
    if column is None or column.optional:
        raise section.refused("“column” is missing." if column is None else "pay is never optional.")
    if bool(currency) == bool(by_row):
        raise section.refused("name either “currency” or “currency_column”.")
    if currency and currency not in NAMES:
        raise section.refused(f"“{currency}” is not the code of a currency.")
    lowest, highest = section.number("lowest"), section.number("highest")
    if lowest is not None and highest is not None and lowest > highest:
        raise section.refused("“lowest” is above “highest”.")
    period = section.one_of("period", PAY_PERIODS)
    pairs = section.section("pairs")
    return _finished(
        section, Pay(column, period, currency, by_row, lowest, highest, _pairs(pairs) if pairs else None)
    )


def _pairs(section: Section) -> Pairs:
    distinct = tuple(Column("telling ranges apart", (name,)) for name in section.texts("distinct"))
    return _finished(section, Pairs(section.texts("besides"), distinct))


def _roles(section: Section) -> Roles:
    column, value = section.column("the role"), section.checked_slug(section.text("value"), "value")
    _refuse_both(section, column, value)
    titles = section.pairs("titles", folded)
    patterns = []
    for pattern in section.sections("patterns"):
        signs = {"*": ".*", "?": "."}
        title = "".join(signs.get(sign, re.escape(sign)) for sign in folded(pattern.needed("title")))
        patterns.append((re.compile(title), pattern.checked_slug(pattern.text("role"), "role")))
        pattern.done()
    for role in titles.values():
        section.checked_slug(role, "titles")
    if column and not titles and not patterns:
        raise section.refused("neither “titles” nor “patterns” says which title is which role.")
    return _finished(section, Roles(column, value, section.flag("several"), titles, tuple(patterns)))


def _places(section: Section) -> Places:
    column, value = section.column("the place"), section.text("value")
    _refuse_both(section, column, value)
    places = Places(column, value, section.flag("iso"), section.pairs("values"))
    for place in (value, *places.values.values()):
        if place and not re.fullmatch(r"[A-Z]{2}", place):
            section.checked_slug(place, "values")
    if column and not places.iso and not places.values:
        raise section.refused("neither “iso” nor “values” says which value is which place.")
    return _finished(section, places)


def _refuse_both(section: Section, column: Column | None, value: str) -> None:
    if bool(column) == bool(value):
        raise section.refused("name either “column” or, where all rows have one, “value”.")
    if column and column.optional:
        raise section.refused("this column is never optional.")


def _levels(section: Section) -> Levels:
    bands = []
    for band in section.sections("bands"):
        start, below = band.number("from") or Decimal(0), band.number("below")
        if below is not None and below <= start:
            raise band.refused("“below” must be above “from”.")
        bands.append(_finished_band(band, start, below))
    ordered = sorted(bands, key=lambda band: band.start)
    for one, after in pairwise(ordered):
        if one.below is None or one.below > after.start:
            raise section.refused(f"the bands from {one.start} and from {after.start} overlap.")
    values = section.pairs("values")
    for level in values.values():
        section.checked_slug(level, "values")
    if not bands and not values:
        raise section.refused("neither “values” nor “bands” says which value is which level.")
    return _finished(section, Levels(section.needed_column("the level"), values, tuple(ordered)))


def _finished_band(section: Section, start: Decimal, below: Decimal | None) -> Band:
    return _finished(section, Band(start, below, section.slug("level")))


def _option(section: Section) -> OptionColumn:
    values = section.pairs("values", folded)
    if not values:
        raise section.refused("“values” is missing.")
    for value, option in values.items():
        if ";" in value:
            raise section.refused(f"“{value}” has a semicolon in it, which parts values.")
        section.checked_slug(option, "values")
    return _finished(section, OptionColumn(section.needed_column("options"), values))


def _filter(section: Section) -> Filter:
    found = Filter(
        section.needed_column("a filter"), section.flag("several"), section.texts("in"),
        section.texts("not_in"), section.number("from"), section.number("to"),
    )  # fmt: skip
    ways = [bool(found.among), bool(found.never), found.start is not None or found.end is not None]
    if sum(ways) != 1:
        raise section.refused("a filter has either “in”, or “not_in”, or “from” and “to”.")
    if found.several and not found.among and not found.never:
        raise section.refused("“several” goes with “in” or “not_in”.")
    return _finished(section, found)


def _years(section: Section) -> Years:
    years = section.get("years", list, "a list of years") or []
    if not all(isinstance(year, int) and 1900 <= year <= 2200 for year in years):
        raise section.refused("“years” must be a list of years, such as [2024, 2025].")
    if years and sorted(years) != list(range(min(years), max(years) + 1)):
        raise section.refused("“years” must follow one another.")
    column = section.column("the year")
    if years and column is None:
        raise section.refused("“years” needs a “column”.")
    if column and column.optional:
        raise section.refused("this column is never optional.")
    names = section.texts("file_names")
    if not all("{year}" in name for name in names):
        raise section.refused("each of “file_names” needs {year} in it.")
    return _finished(section, Years(column, tuple(sorted(years)), names))
