from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.charts import BandRow, BarRow, Stretch, bands, bars


def bar(value: str | None) -> BarRow:
    return BarRow("Alpha", None if value is None else Decimal(value), "$1", "figure")


def band(*five: str | None) -> BandRow:
    p10, p25, median, p75, p90 = (None if value is None else Decimal(value) for value in five)
    return BandRow("Alpha", p10, p25, median, p75, p90, "$1", "+1.0 %")


NATION = band("82460", "105210", "135980", "171980", "214670")
SAN_JOSE = band("138420", "173650", "213110", "226080", "289150")


def test_bars_start_at_zero_and_the_largest_is_as_wide_as_the_plot() -> None:
    chart = bars([bar("106250"), bar("155000")], mark=Decimal(106250))
    assert [row.width for row in chart.rows] == ["68.55%", "100%"]
    assert (chart.mark, chart.maximum) == ("68.55%", Decimal(155000))


def test_a_mark_beyond_all_bars_is_on_the_same_scale() -> None:
    chart = bars([bar("25"), bar("50")], mark=Decimal(100))
    assert ([row.width for row in chart.rows], chart.mark) == (["25%", "50%"], "100%")


@pytest.mark.parametrize("value", [None, "0", "-5"])
def test_a_row_without_a_value_above_zero_has_words_and_no_bar(value: str | None) -> None:
    row = bars([bar(value), bar("1")]).rows[0]
    assert (row.width, row.label, row.text, row.kind) == (None, "Alpha", "$1", "figure")


def test_a_chart_of_nothing_has_no_bar_no_mark_and_no_fault() -> None:
    chart = bars([bar(None)])
    assert (chart.rows[0].width, chart.mark, chart.maximum) == (None, None, Decimal(0))


def test_bands_lie_on_one_scale_between_round_numbers() -> None:
    chart = bands([NATION, SAN_JOSE])
    assert (chart.low, chart.high) == (Decimal(50000), Decimal(300000))
    nation, san_jose = chart.rows
    assert nation.outer == Stretch("12.98%", "52.88%")
    assert nation.inner == Stretch("22.08%", "26.71%")
    assert (nation.median, san_jose.median) == ("34.39%", "65.24%")
    assert (nation.label, nation.text, nation.percent_text) == ("Alpha", "$1", "+1.0 %")


def test_ticks_stand_at_round_values_with_both_ends() -> None:
    ticks = bands([NATION, SAN_JOSE]).ticks
    assert [tick.x for tick in ticks] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert [tick.text for tick in ticks][:2] == ["$50,000", "$100,000"]
    assert ticks[-1].text == "$300,000"


def test_ticks_are_in_the_currency_and_pay_period_of_the_chart() -> None:
    five = band("20", "22", "25.50", "28", "30")
    assert bands([five], "USD", "hour").ticks[0].text == "$18.00"
    assert bands([NATION], "CAD").ticks[0].text == "CAD\u00a050,000"


@pytest.mark.parametrize(
    ("five", "low", "high"),
    [
        (("100", "110", "120", "130", "200"), "80", "220"),
        (("1", "2", "3", "4", "5"), "0", "6"),
        (("50000", "50000", "50000", "50000", "50000"), "49000", "51000"),
    ],
)
def test_the_scale_ends_beyond_values_that_are_round_themselves(
    five: tuple[str, ...], low: str, high: str
) -> None:
    chart = bands([band(*five)])
    assert (chart.low, chart.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("five", "outer", "inner", "median"),
    [
        (("100", "110", "120", "130", None), False, True, True),
        (("100", None, "120", "130", "200"), True, False, True),
        (("100", "110", None, "130", "200"), True, True, False),
        ((None, None, None, None, None), False, False, False),
    ],
)
def test_what_needs_a_missing_percentile_is_not_drawn(
    five: tuple[str | None, ...], outer: bool, inner: bool, median: bool
) -> None:
    row = bands([band(*five)]).rows[0]
    assert (row.outer is not None, row.inner is not None, row.median is not None) == (outer, inner, median)


@pytest.mark.parametrize("five", [("1", "2", "3", "4", "12"), ("0.51", "0.51", "0.51", "0.51", "0.51")])
def test_no_tick_says_another_value_than_its_own(five: tuple[str, ...]) -> None:
    chart = bands([band(*five)])
    each = (chart.high - chart.low) / (len(chart.ticks) - 1)
    assert each == each.to_integral_value()
    assert len({tick.text for tick in chart.ticks}) == len(chart.ticks)


def test_bands_without_any_value_have_no_ticks() -> None:
    chart = bands([band(None, None, None, None, None)])
    assert (chart.ticks, chart.low, chart.high) == ((), Decimal(0), Decimal(0))
    assert bands([]).rows == ()


amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)


@given(st.lists(amounts, min_size=1, max_size=6))
def test_no_bar_is_wider_than_the_plot_and_a_larger_value_is_never_narrower(values: list[Decimal]) -> None:
    chart = bars([bar(str(value)) for value in sorted(values)])
    widths = [Decimal(row.width.rstrip("%")) for row in chart.rows if row.width]
    assert widths == sorted(widths)
    assert widths[-1] == 100


@given(st.lists(st.lists(amounts, min_size=5, max_size=5).map(sorted), min_size=1, max_size=4))
def test_every_band_lies_within_the_plot_in_its_own_order(rows: list[list[Decimal]]) -> None:
    chart = bands([band(*map(str, five)) for five in rows])
    assert chart.low < min(map(min, rows)) or chart.low == 0
    assert chart.high > max(map(max, rows))
    assert 2 <= len(chart.ticks) <= 8
    for row in chart.rows:
        assert row.outer is not None
        assert row.median is not None
        start, width = (Decimal(text.rstrip("%")) for text in (row.outer.x, row.outer.width))
        assert 0 <= start <= Decimal(row.median.rstrip("%")) <= start + width + Decimal("0.01")
        assert start + width <= Decimal("100.01")


@pytest.mark.parametrize(
    ("percent", "direction"),
    [("+1.0\u00a0%", "more"), ("\u22121.0\u00a0%", "less"), ("0.0\u00a0%", ""), ("baseline", ""), ("–", "")],
)
def test_a_band_says_more_or_less_and_of_nothing_neither(percent: str, direction: str) -> None:
    row = BandRow("Alpha", Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5), "$3", percent)
    assert bands([row]).rows[0].direction == direction
