"""How a chart is laid out so that its words have room: tests/browser/test_charts.py looks at it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.charts import BandRow, BarRow, LineRow, bands, bars, line, named
from salaries.pay.room import NARROW, layout_of_bands, layout_of_bars, layout_of_line, on_a_line, on_page

LONG = "Coordinator of Everything That Nobody Else Coordinates"


@pytest.mark.parametrize(
    ("name", "text", "layout"),
    [
        ("Senior/Staff", "$190,000", "ladder"),
        ("Principal Engineer", "$190,000", "stacked"),
        ("Senior", "JPY\u00a0123,456,789", "stacked"),
        ("Senior", "at least JPY\u00a0123,456,789", "stacked long"),
    ],
)
def test_a_ladder_is_stacked_where_names_or_amounts_are_long(name: str, text: str, layout: str) -> None:
    assert layout_of_bars("ladder", bars([BarRow(name, Decimal(1), text)])) == layout


def test_the_words_of_a_missing_figure_take_no_amounts_room() -> None:
    rows = [BarRow("Senior", Decimal(1), "$1"), BarRow("Staff", None, "no figure published by this source")]
    assert layout_of_bars("ladder", bars(rows)) == "ladder"


@pytest.mark.parametrize(
    ("usual", "name", "scale", "currency", "layout"),
    [
        ("bands", "San Francisco, CA", 3_000, "USD", "bands"),
        ("bands", "Nashville-Davidson, TN", 3_000, "USD", "stacked"),
        ("bands", "Tokyo", 30_000_000, "JPY", "stacked long"),
        ("stacked", LONG, 3_000, "USD", "stacked"),
        ("stacked", "Tokyo", 30_000_000, "JPY", "stacked long"),
    ],
)
def test_bands_are_stacked_where_names_or_amounts_are_long(
    usual: str, name: str, scale: int, currency: str, layout: str
) -> None:
    p10, p25, median, p75, p90 = (Decimal(scale * step) for step in (10, 20, 30, 31, 32))
    text = f"${median:,}" if currency == "USD" else f"JPY\u00a0{median:,}"
    chart = bands([BandRow(name, p10, p25, median, p75, p90, text)], currency)
    assert layout_of_bands(usual, chart) == layout


@pytest.mark.parametrize(
    ("value", "currency", "layout"), [("120730", "USD", "line"), ("123456789", "JPY", "line long")]
)
def test_a_line_of_long_amounts_has_a_wider_margin(value: str, currency: str, layout: str) -> None:
    rows = [LineRow(date(year, 5, 31), Decimal(value) + year, str(year), value) for year in (2024, 2025)]
    assert layout_of_line(line(rows, currency)) == layout


def test_a_name_is_cut_where_it_needs_to_be_and_what_tells_it_apart_stays() -> None:
    assert on_a_line("Backend Engineer") == "Backend Engineer"
    cut = on_a_line("Computer and Information Systems Manager, District of Columbia")
    assert cut.startswith("Computer and ") and cut.endswith("…, District of Columbia")


@given(st.text(st.sampled_from("abcWMÄ ,.-1"), max_size=120))
def test_every_name_has_room_on_a_narrow_screen(name: str) -> None:
    assert on_page(on_a_line(name)) <= NARROW


def test_a_chart_can_take_other_names() -> None:
    chart = named(bars([BarRow("A…", Decimal(1), "$1"), BarRow("B…", Decimal(2), "$2")]), ["Alpha", "Beta"])
    assert [(row.label, row.text, row.width) for row in chart.rows] == [
        ("Alpha", "$1", "50%"),
        ("Beta", "$2", "100%"),
    ]


def test_a_band_tells_every_value_that_is_known() -> None:
    row = BandRow(
        "Ohio", Decimal(82460), None, Decimal(135980), None, Decimal(239200), "$135,980", "", open_end=True
    )
    assert bands([row]).rows[0].spread == (
        "Ohio: 10th percentile $82,460, median $135,980, 90th percentile at least $239,200"
    )
