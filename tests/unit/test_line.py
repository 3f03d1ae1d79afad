"""A line through values in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.charts import BandRow, LineRow, bands, line


def row(day: date, value: str | None) -> LineRow:
    return LineRow(day, None if value is None else Decimal(value), str(day.year), f"${value}")


def may(year: int, value: str | None) -> LineRow:
    return row(date(year, 5, 31), value)


def test_points_lie_between_round_numbers_first_at_the_left_and_last_at_the_right() -> None:
    chart = line([may(2021, "120730"), may(2023, "132270"), may(2025, "135980")])
    assert (chart.low, chart.high) == (Decimal(120000), Decimal(140000))
    assert [(point.x, point.y) for point in chart.points] == [
        ("0%", "96.35%"),
        ("49.97%", "38.65%"),
        ("100%", "20.1%"),
    ]


def test_the_scale_is_marked_at_round_values_the_lowest_at_the_bottom() -> None:
    levels = line([may(2021, "120730"), may(2025, "135980")]).levels
    assert [(level.y, level.text) for level in levels] == [
        ("100%", "$120,000"),
        ("75%", "$125,000"),
        ("50%", "$130,000"),
        ("25%", "$135,000"),
        ("0%", "$140,000"),
    ]


def test_the_scale_is_in_the_currency_and_pay_period_of_the_chart() -> None:
    assert line([may(2021, "25.50")], "USD", "hour").levels[0].text == "$25.00"
    assert line([may(2021, "50000")], "CAD").levels[0].text == "CAD\u00a049,000"


def test_time_between_points_is_to_scale() -> None:
    chart = line([row(date(2025, 1, 1), "1"), row(date(2025, 1, 2), "2"), row(date(2025, 1, 5), "3")])
    assert [point.x for point in chart.points] == ["0%", "25%", "100%"]


def test_neighbours_are_joined() -> None:
    chart = line([may(2021, "1"), may(2022, "2"), may(2023, "3")])
    assert [(part.start.label, part.end.label) for part in chart.segments] == [
        ("2021", "2022"),
        ("2022", "2023"),
    ]


def test_a_row_without_a_value_parts_the_line() -> None:
    chart = line([may(2021, "1"), may(2022, "2"), may(2023, None), may(2024, "4"), may(2025, None)])
    assert [point.label for point in chart.points] == ["2021", "2022", "2024"]
    assert [(part.start.label, part.end.label) for part in chart.segments] == [("2021", "2022")]
    assert chart.points[-1].x == "100%"


def test_one_point_is_in_the_middle() -> None:
    assert [point.x for point in line([may(2021, "1")]).points] == ["50%"]


@pytest.mark.parametrize("rows", [[], [may(2021, None)]])
def test_a_line_of_nothing_has_no_point_and_no_fault(rows: list[LineRow]) -> None:
    chart = line(rows)
    assert (chart.points, chart.segments, chart.levels, chart.high) == ((), (), (), Decimal(0))


def test_the_words_of_a_row_come_with_its_point() -> None:
    point = line([may(2021, "7")]).points[0]
    assert (point.label, point.text) == ("2021", "$7")


amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)


@given(st.lists(amounts, min_size=1, max_size=8))
def test_every_point_lies_within_the_plot_and_a_higher_value_is_never_lower(values: list[Decimal]) -> None:
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(len(values))]
    chart = line([row(day, str(value)) for day, value in zip(days, values, strict=True)])
    at = [(Decimal(point.x.rstrip("%")), Decimal(point.y.rstrip("%"))) for point in chart.points]
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in at)
    down = [y for _, (_, y) in sorted(zip(values, at, strict=True), key=lambda pair: pair[0])]
    assert down == sorted(down, reverse=True)


def test_an_open_end_begins_where_the_limit_is() -> None:
    p10, p25, median, p75, p90 = (Decimal(value) for value in ("100", "110", "120", "130", "200"))
    closed = BandRow("A", p10, p25, median, p75, p90, "$1")
    drawn = bands([closed, closed._replace(open_end=True)]).rows
    assert (drawn[0].beyond, drawn[1].beyond) == (None, "85.71%")


def rings(*values: int) -> list[int]:
    """Which points of a line have a ring, one a year from 1971."""
    chart = line([may(1971 + number, str(value)) for number, value in enumerate(values)])
    return [number for number, point in enumerate(chart.points) if point.ring]


def test_points_that_are_far_enough_apart_all_have_a_ring() -> None:
    assert rings(100, 110, 120, 130, 140) == [0, 1, 2, 3, 4]


def test_of_points_that_would_touch_the_ends_have_a_ring_and_then_each_that_is_clear_of_the_others() -> None:
    # Fifty points flat but for one: 49 steps of 2.04 % of the width. A ring takes 10 %, which is five steps.
    flat = [100] * 50
    flat[23] = 900
    assert rings(*flat) == [0, 5, 10, 15, 20, 23, 25, 30, 35, 40, 49]


def test_neighbours_of_very_different_height_both_have_a_ring() -> None:
    assert set(rings(*([100, 900] * 25))) >= {0, 1, 49}


def test_a_point_alone_has_a_ring() -> None:
    assert rings(100) == [0]
