"""Charts as whole pictures: everything has its place, whatever is drawn."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.pay.charts import BandRow, BarRow, LineRow, bands, bars, line
from salaries.pay.letters import width
from salaries.pay.marks import Box, Ring, Stroke, Words
from salaries.pay.money import format_money
from salaries.pay.pictures import MARGIN, WIDTH, Drawing, Key, Picture, drawn

KEYS = (
    Key("accent", "highest"),
    Key("grey", "others"),
    Key("mark", "general average"),
    Key("beyond", "open"),
)


def picture(chart: Any, **values: Any) -> Picture:
    return Picture(
        **{
            "title": "10+ Years: $155,000.",
            "subtitle": "Backend Engineer",
            "axis": "Mean salary a year, in US dollars (USD).",
            "chart": chart,
            "keys": KEYS,
            "notes": (),
            "sources": ("Source: Bureau",),
            "address": "https://guide.example/salaries/backend-engineer/",
            "version": "Data version 7.",
            **values,
        }
    )


def band(name: str, five: list[Decimal], percent: str) -> BandRow:
    p10, p25, median, p75, p90 = five
    return BandRow(name, p10, p25, median, p75, p90, format_money(median, "JPY"), percent)


def words_of(drawing: Drawing) -> list[Words]:
    return [mark for mark in drawing.marks if isinstance(mark, Words)]


def said(drawing: Drawing) -> list[str]:
    return [words.text for words in words_of(drawing)]


def assert_in_order(drawing: Drawing) -> None:
    """No text leaves the picture or lies on another one."""
    found = words_of(drawing)
    for words in found:
        left, top, right, bottom = words.box
        assert left >= 0 and right <= WIDTH and top >= 0 and bottom <= drawing.height, words
    for one, two in combinations(found, 2):
        (a, b, c, d), (e, f, g, h) = one.box, two.box
        assert c <= e or g <= a or d <= f or h <= b, (one, two)


LADDER = bars(
    [BarRow("Entry", None, "no figure", "figure"), BarRow("10+ Years", Decimal(155000), "$155,000", "top")],
    mark=Decimal(106250),
)


def test_a_picture_says_what_it_is_of_whom_it_is_and_when_it_was_so() -> None:
    found = said(drawn(picture(LADDER, notes=("Not like for like.",))))
    for text in (
        "10+ Years: $155,000.", "Backend Engineer", "highest", "$155,000", "no figure", "$50,000",
        "Mean salary a year, in US dollars (USD).", "Not like for like.", "Source: Bureau",
        "https://guide.example/salaries/backend-engineer/", "Data version 7.",
    ):  # fmt: skip
        assert text in found, text


def test_who_cannot_see_it_is_told_every_figure_and_the_source() -> None:
    assert drawn(picture(LADDER)).words == (
        "Backend Engineer. Entry: no figure; 10+ Years: $155,000. Source: Bureau."
    )


def test_a_bar_is_as_long_as_its_share_of_the_scale() -> None:
    drawing = drawn(picture(LADDER, keys=()))
    (bar,) = (mark for mark in drawing.marks if isinstance(mark, Box) and mark.title)
    (dashed,) = (mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.dash)
    # 106,250 of 155,000 are 68.55 %.
    assert (dashed.x1 - bar.x) / bar.width == pytest.approx(0.6855)


def test_bars_have_ticks_from_zero() -> None:
    assert [(tick.x, tick.text) for tick in LADDER.ticks] == [
        ("0%", "$0"), ("32.26%", "$50,000"), ("64.52%", "$100,000"), ("96.77%", "$150,000"),
    ]  # fmt: skip


def test_a_row_without_a_figure_has_words_and_no_amount_beside_it() -> None:
    (words,) = (mark for mark in words_of(drawn(picture(LADDER))) if mark.text == "no figure")
    assert (words.anchor, words.bold) == ("start", False)


def test_what_is_below_the_baseline_is_told_by_sign_and_colour() -> None:
    five = [Decimal(value) for value in (10, 20, 30, 40, 50)]
    chart = bands([band("A", five, "baseline"), band("B", five, "\u22121.0\u00a0%")])
    marks = {words.text: words.fill for words in words_of(drawn(picture(chart)))}
    assert (marks["baseline"], marks["\u22121.0\u00a0%"]) == ("#565b66", "#b83f25")


def test_an_open_band_goes_on_beyond_its_limit() -> None:
    row = BandRow("A", Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5), "$3", open_end=True)
    assert "\u203a" in said(drawn(picture(bands([row]), keys=())))


def test_every_point_of_a_line_says_its_value_to_who_points_at_it() -> None:
    rows = [
        LineRow(date(2021 + n, 5, 31), Decimal(100 + n), f"May {2021 + n}", f"${100 + n}") for n in range(3)
    ]
    rings = [mark for mark in drawn(picture(line(rows), keys=())).marks if isinstance(mark, Ring)]
    assert [ring.title for ring in rings] == ["May 2021: $100", "May 2022: $101", "May 2023: $102"]


def test_what_is_over_sixty_rows_is_counted() -> None:
    chart = bars([BarRow(f"Level {number}", Decimal(number + 1), f"${number}") for number in range(72)])
    found = said(drawn(picture(chart)))
    assert "Level 59" in found and "Level 60" not in found
    assert "And 12 more, which the page’s table has." in found


names = st.text(st.sampled_from("abcdefghij WM-,.éß"), min_size=1, max_size=80)
amounts = st.integers(1, 999_999_999).map(Decimal)
money = amounts.map(lambda amount: (amount, format_money(amount, "JPY")))
none = st.just((None, "No figure published (none, or too few answers)"))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(names, money | none), min_size=1, max_size=50), names, st.none() | amounts)
def test_texts_of_bars_never_collide_or_leave_the_picture(
    rows: Any, title: str, mark: Decimal | None
) -> None:
    chart = bars([BarRow(name, value, text) for name, (value, text) in rows], mark, "JPY")
    assert_in_order(drawn(picture(chart, title=title * 3, address=f"https://guide.example/{'x' * 300}/")))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(names, st.lists(amounts, min_size=5, max_size=5).map(sorted)), min_size=1, max_size=13)
)
def test_texts_of_bands_never_collide_or_leave_the_picture(rows: Any) -> None:
    made = [band(name, five, "+1,234.5\u00a0%") for name, five in rows]
    assert_in_order(drawn(picture(bands(made, "JPY"), keys=KEYS * 4)))


@settings(deadline=None, max_examples=60)
@given(st.lists(amounts | st.none(), min_size=1, max_size=50), st.integers(1, 400))
def test_texts_of_a_line_never_collide_or_leave_the_picture(values: Any, apart: int) -> None:
    first = date(1990, 1, 1)
    rows = [
        LineRow(
            first + timedelta(days=apart * number),
            value,
            "year to 5 April 2024",
            format_money(value or Decimal(1), "JPY"),
        )
        for number, value in enumerate(values)
    ]
    drawing = drawn(picture(line(rows, "JPY")))
    assert_in_order(drawing)
    assert sum(isinstance(mark, Ring) for mark in drawing.marks) == sum(value is not None for value in values)


@given(names)
def test_a_name_takes_no_more_room_than_its_column(name: str) -> None:
    drawing = drawn(picture(bars([BarRow(name, Decimal(1), "$1")]), keys=()))
    (bar,) = (mark for mark in drawing.marks if isinstance(mark, Box) and mark.title)
    assert bar.x <= MARGIN + 300 + 16
    assert bar.width > 240
    assert width("$1", 15, True) < WIDTH - bar.x - bar.width
