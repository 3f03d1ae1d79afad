"""Charts that stand without a table of their own, in every state: bands, bars, trends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from salaries.models import FactorOption, InfluencingFactor
from salaries.pages.factors import FactorSummary, OptionEvidence
from salaries.pages.history import History, history_of
from salaries.pages.option_rankings import RankingTable, ranking_table
from salaries.pages.premiums import NO_EVIDENCE, Chip, FactorCard, Group, group_rows
from salaries.pages.styleguide.example import Example, Part, component
from salaries.pages.styleguide.samples import BAND, DEVELOPER, EMPLOYED, LONG, SURVEY, US, cell
from salaries.pay.cells import Cell
from salaries.pay.charts import BandRow, bands
from salaries.pay.money import format_money, format_percent, percent
from salaries.pay.premiums import premiums_of, rankings_of
from salaries.pay.room import layout_of_bands, layout_of_bars, on_a_line
from salaries.subjects import Subject


def band_row(label: str, *values: int, currency: str = "USD", base: int = 0) -> BandRow:
    """A row with its five percentiles, from the 10th to the 90th, its median against `base`."""
    p10, p25, median, p75, p90 = map(Decimal, values)
    exact = percent(median, Decimal(base)) if base else None
    text = "baseline" if exact is None else format_percent(exact)
    return BandRow(label, p10, p25, median, p75, p90, format_money(median, currency), text)


MEDIAN = BAND["median"]
NATION = band_row("United States", *BAND.values())
SAN_JOSE = band_row("San Jose, CA", 133_790, 169_510, 213_110, 249_420, 301_140, base=MEDIAN)
SEATTLE = band_row("Seattle, WA", 102_190, 135_560, 167_280, 211_340, 248_690, base=MEDIAN)
TOWN = band_row("Small Town, OH", 51_000, 64_300, 82_410, 101_700, 122_480, base=MEDIAN)
SAME = band_row("Elsewhere, OH", *BAND.values(), base=MEDIAN)
JAPAN = (123_456_789, 300_000_000, 500_000_000, 700_000_000, 987_654_321)
TOKYO = (223_456_789, 400_000_000, 623_456_789, 800_000_000, 987_654_321)


def band_example(name: str, title: str, *rows: BandRow, currency: str = "USD") -> Example:
    """A band chart as a page lays it out."""
    chart = bands([row._replace(label=on_a_line(row.label)) for row in rows], currency)
    open_end = any(row.open_end for row in rows)
    layout = layout_of_bands("bands", chart)
    return component(name, "bands", chart=chart, title=title, open=open_end, layout=layout)


def percentile_bands() -> Part:
    fact = "Software Developer: median $135,980 in the United States"
    unknown = BandRow("Nowhere, KS", None, None, None, None, None, "not published", "–")
    return Part(
        "bands",
        "Percentile bands",
        "From the 10th to the 90th percentile, the middle half dark, the median a ring. The first row is the baseline.",
        (
            band_example(
                "Places ranked", f"{fact}; highest in San Jose, CA, $213,110, +56.7\u00a0%.",
                NATION, SAN_JOSE, SEATTLE, SAME, TOWN,
            ),
            band_example("One row", f"{fact}.", NATION),
            band_example(
                "An open end: a lower limit", f"{fact}.", NATION,
                SAN_JOSE._replace(p75=Decimal(239_200), p90=Decimal(239_200), open_end=True),
            ),
            band_example(
                "Percentiles missing", f"{fact}.", NATION, SAN_JOSE._replace(p10=None, p90=None),
                SEATTLE._replace(p25=None, p75=None), TOWN._replace(p10=None, p25=None, p75=None, p90=None), unknown,
            ),
            band_example(
                "Long names", f"{fact}.", NATION, SAN_JOSE._replace(label=LONG),
                SEATTLE._replace(label="Minneapolis-St. Paul-Bloomington, MN-WI"),
            ),
            band_example(
                "Nine-digit yen", "Coordinator: median JPY\u00a0500,000,000 in Japan.",
                band_row("Japan", *JAPAN, currency="JPY"),
                band_row("Tokyo", *TOKYO, currency="JPY", base=JAPAN[2]),
                currency="JPY",
            ),
            band_example("Thirteen places", f"{fact}.", NATION, *_many(12)),
        ),
    )  # fmt: skip


def _many(number: int) -> Sequence[BandRow]:
    """Rows that fall from the highest on."""
    highest = (133_790, 169_510, 213_110, 249_420, 301_140)
    return [
        band_row(f"Place {step + 1}, OH", *(value - step * 9_000 for value in highest), base=MEDIAN)
        for step in range(number)
    ]


def yearly(values: Sequence[int | None], currency: str = "USD") -> list[Cell]:
    """The general average of one survey, a release each year up to 2025; None: no figure in that year."""
    cells = []
    for year, value in enumerate(values, 2026 - len(values)):
        of_year = SURVEY._replace(
            release=f"survey/{year}",
            reference_start=date(year, 1, 1),
            reference_end=date(year, 12, 31),
        )
        numbers: dict[str, int] = {} if value is None else {"median": value}
        cells.append(cell(of_year, currency=currency, place_currency=currency, sample_size=1_204, **numbers))
    return cells


def trend(*values: int | None, currency: str = "USD") -> History:
    found = history_of(DEVELOPER, US, yearly(values, currency), ())
    assert found is not None  # noqa: S101
    return found


def trends() -> Part:
    states = {
        "Two releases": trend(121_000, 135_980),
        "A fall": trend(135_980, 128_400, 121_000),
        "A gap": trend(98_500, 107_000, None, None, 121_000, 135_980),
        "Twelve releases": trend(*(88_000 + 4_100 * year for year in range(12))),
        "Fifty releases": trend(*(20_000 + 2_300 * year for year in range(50))),
        "Nine-digit yen": trend(123_456_789, 500_000_000, 987_654_321, currency="JPY"),
    }
    return Part(
        "trend",
        "Trend line",
        "One source’s releases over time. A release without a figure parts the line.",
        tuple(component(name, "trend", history=told) for name, told in states.items()),
    )


def _ranked(options: Sequence[tuple[str, int]]) -> RankingTable:
    """A ranking of options in one survey, against $121,000 without any."""
    subject = Subject(DEVELOPER, None, US)
    without = cell(SURVEY, median=121_000, sample_size=1_204)
    told = [
        (name, premiums_of([without], [cell(SURVEY, median=value, sample_size=140)])[0])
        for name, value in options
    ]
    urls = {name: f"#{name.lower()}" for name, _ in options}
    return ranking_table(rankings_of(told)[0], subject, urls)


RANKED = {
    "Options": [("Rust", 151_000), ("Go", 147_500), ("COBOL", 118_200)],
    "Equal premiums and a long name": [(LONG, 151_000), ("Go", 151_000), ("Nothing", 121_000)],
}


def rankings() -> Part:
    """What moves pay: rankings as tables and bars, premiums by role, cards with chips."""
    examples = []
    for name, options in RANKED.items():
        table = _ranked(options)
        examples += [
            component(f"{name}, as a chart", "bars", inside="two", chart=table.chart, title=table.fact,
                      mark_text=table.base, layout=layout_of_bars("stacked", table.chart)),
            component(f"{name}, as a table", "ranking", inside="cards", ranking=table),
        ]  # fmt: skip
    return Part(
        "factors",
        "Factors",
        "Premiums are comparisons inside one release. A factor without figures says so.",
        (*examples, premiums(), *abouts(), *cards()),
    )


def premiums() -> Example:
    subject = Subject(DEVELOPER, None, US)
    factor = InfluencingFactor(pk=1, slug="technologies", name="Technologies")
    rust = FactorOption(pk=1, slug="rust", name="Rust", factor=factor)
    pairs = [
        (cell(SURVEY, median=121_000, sample_size=1_204), cell(SURVEY, median=151_000, sample_size=140)),
        (cell(median=135_980, **EMPLOYED), cell(median=128_400, employment=12_400)),
    ]
    told = tuple(premium for without, having in pairs for premium in premiums_of([without], [having]))
    groups = (group_rows(Group(subject, told), rust),)
    option = OptionEvidence(
        slug=rust.slug, name=rust.name, place_url="", place="", caption="With Rust and without it", having_title="With",
        without_title="Without", groups=groups, more=(), more_title="", left_out="",
    )  # fmt: skip
    return component("Premiums by role", "premiums", groups=groups, option=option, title="premium by role")


SUMMARY = "Sought-after languages, frameworks, cloud platforms and containers."


def abouts() -> tuple[Example, ...]:
    """What a factor is, under its evidence or in place of it."""
    told = "Figures for 1 of 2 options."
    some = FactorSummary("Technologies", "/factors/", SUMMARY, ("Rust", LONG), told, "", None, None)
    none = replace(some, options=("Rust",), evidence=NO_EVIDENCE)
    return (
        component("What a factor is", "factor_about", factor=some),
        component("What a factor without figures is", "factor_about", factor=none),
    )


def cards() -> tuple[Example, ...]:
    chips = (Chip("Rust", "", "+24.8\u00a0%"), Chip("COBOL", "", "\u22122.3\u00a0%"), Chip(LONG, "", ""))
    states = {
        "Card with chips": FactorCard("Technologies", "/factors/", SUMMARY, chips, ""),
        "Card of the wider group": FactorCard(
            "Places", "/factors/", SUMMARY, chips[:1], "Figures of software developers, the wider group."
        ),
        "Card without figures": FactorCard("Skills", "/factors/", SUMMARY, (), NO_EVIDENCE),
    }
    return tuple(component(name, "factor_card", inside="cards", factor=card) for name, card in states.items())


def parts() -> tuple[Part, ...]:
    return (percentile_bands(), trends(), rankings())
