from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.cells import Cell
from salaries.pay.comparison import REASONS, Comparison, compare
from salaries.pay.words import NO_FIGURE
from tests.unit.builders import cell, evidence, levels, number, side

ALPHA, BETA, GAMMA = cell("50000"), cell("72940"), cell("40000")
HOURLY, YEN = cell("25.50", pay_period="hour"), cell("6500000", currency="JPY", place_currency="JPY")
TOTAL, ZERO = cell("90000", measure="total_compensation"), cell("0")
LIMIT, NOTHING = cell("239200", "at_least"), cell(None, "too_few")


def two(base: Cell | None, other: Cell | None) -> Comparison:
    return compare(levels(base, other), "median")


def test_ten_years_are_compared_with_the_general_average() -> None:
    base, ten = (cell(None, numbers={"mean": number(text)}) for text in ("106250", "155000"))
    found = compare([side(base), side(ten, "10-plus-years", level_name="10+ Years")], "mean")
    difference = found.differences[0]
    assert found.sentence == "10+ Years pays 45.9\u00a0% more than the general average"
    assert (difference.amount, difference.percent) == (Decimal(48750), Decimal("45.9"))
    assert (difference.words, difference.percent_words) == ("+$48,750 a year", "+45.9\u00a0%")
    assert (difference.month_words, difference.hour_words) == (
        "about $4,063 a month",
        "about $23.44 an hour",
    )
    assert (found.comparable, found.explanation, found.notes) == (True, "", ())


def test_a_percent_is_kept_exact_beside_its_rounded_value() -> None:
    difference = two(ALPHA, BETA).differences[0]
    assert (difference.percent_exact, difference.percent) == (Decimal("45.88"), Decimal("45.9"))
    assert (difference.amount, difference.words) == (Decimal(22940), "+$22,940 a year")
    assert (difference.subject, difference.reason) == ("alpha.junior", None)


@pytest.mark.parametrize(
    ("base", "other", "percent", "sentence"),
    [
        (ALPHA, GAMMA, "\u221220.0\u00a0%", "Junior pays 20.0\u00a0% less than the general average"),
        (GAMMA, ALPHA, "+25.0\u00a0%", "Junior pays 25.0\u00a0% more than the general average"),
        (BETA, ALPHA, "\u221231.5\u00a0%", "Junior pays 31.5\u00a0% less than the general average"),
        (ALPHA, ALPHA, "0.0\u00a0%", "Junior pays the same as the general average"),
        (ALPHA, cell("50100"), "+0.2\u00a0%", "Junior pays 0.2\u00a0% more than the general average"),
        (ALPHA, cell("50012"), "0.0\u00a0%", "Junior pays about the same as the general average"),
        (ALPHA, cell("49988"), "0.0\u00a0%", "Junior pays about the same as the general average"),
    ],
)
def test_the_sentence_says_which_pays_more_and_than_what(
    base: Cell, other: Cell, percent: str, sentence: str
) -> None:
    found = two(base, other)
    assert found.differences[0].percent_words == percent
    assert found.sentence == sentence


def test_a_sentence_that_starts_with_the_general_average_has_a_capital() -> None:
    found = compare(list(reversed(levels(ALPHA, BETA))), "median")
    assert found.sentence == "The general average pays 31.5\u00a0% less than Junior"


def test_with_three_sides_the_baseline_is_named() -> None:
    found = compare(levels(ALPHA, BETA, GAMMA), "median")
    assert found.sentence == "Against the general average: Junior +45.9\u00a0%, Senior \u221220.0\u00a0%"
    assert found.detail == (
        "Junior: +$22,940 a year, or about $1,912 a month. "
        "Senior: \u2212$10,000 a year, or about \u2212$833 a month. "
        "All three figures come from the same source."
    )


def test_with_four_sides_one_that_cannot_be_compared_is_named() -> None:
    found = compare(levels(ALPHA, BETA, NOTHING, YEN), "median")
    assert (
        found.sentence
        == "Against the general average: Junior +45.9\u00a0%, Senior not comparable, Chief not comparable"
    )
    assert found.explanation == (
        f"{NO_FIGURE} for Senior. The figure for Chief is in Japanese yen (JPY), that for the general "
        "average in US dollars (USD): amounts in different currencies are not subtracted."
    )
    assert "The figures come from the same source." in found.detail
    assert not found.comparable


def test_with_four_sides_a_difference_under_a_dollar_a_month_is_given_for_the_year_alone() -> None:
    assert compare(levels(ALPHA, BETA, GAMMA, cell("50005")), "median").detail.endswith(
        "Chief: +$5 a year. All four figures come from the same source."
    )


def test_several_sides_that_cannot_be_compared_are_listed_and_each_reason_is_said_once() -> None:
    found = compare(levels(NOTHING, ALPHA, BETA), "median")
    assert found.sentence == "Junior, Senior and the general average cannot be compared"
    assert found.explanation == f"{NO_FIGURE} for the general average."


@pytest.mark.parametrize(
    ("base", "other", "reason"),
    [
        (None, ALPHA, "no_figure"),
        (ALPHA, None, "no_figure"),
        (NOTHING, ALPHA, "no_figure"),
        (NOTHING, YEN, "no_figure"),
        (LIMIT, ALPHA, "at_least"),
        (ALPHA, LIMIT, "at_least"),
        (LIMIT, YEN, "at_least"),
        (ALPHA, YEN, "currency"),
        (HOURLY, YEN, "currency"),
        (ALPHA, HOURLY, "pay_period"),
        (ALPHA, TOTAL, "measure"),
        (ZERO, ALPHA, "zero_base"),
        (ALPHA, ZERO, "zero_base"),
    ],
)
def test_unlike_marked_and_missing_figures_have_a_reason_instead_of_a_difference(
    base: Cell | None, other: Cell | None, reason: str
) -> None:
    found = two(base, other)
    difference = found.differences[0]
    assert (difference.reason, difference.words) == (reason, REASONS[reason])
    assert (difference.amount, difference.percent, difference.percent_exact) == (None, None, None)
    assert (difference.percent_words, difference.month_words, difference.hour_words) == ("", "", "")
    assert found.sentence == "Junior and the general average cannot be compared"
    assert (found.detail, found.comparable) == ("", False)


@pytest.mark.parametrize(
    ("base", "other", "explanation"),
    [
        (NOTHING, ALPHA, f"{NO_FIGURE} for the general average."),
        (None, None, f"{NO_FIGURE} for Junior. {NO_FIGURE} for the general average."),
        (
            ALPHA,
            LIMIT,
            "The figure for Junior is at least $239,200: its publisher gives a lower limit only, so that no "
            "difference can be worked out.",
        ),
        (
            ALPHA,
            YEN,
            "One figure is in US dollars (USD), the other in Japanese yen (JPY): amounts in different "
            "currencies are not subtracted.",
        ),
        (
            ALPHA,
            HOURLY,
            "One figure is for a year, the other for an hour: pay for different periods is not subtracted. "
            "At 2,080 hours a year, $25.50 an hour comes to $53,040 a year.",
        ),
        (
            cell("4000", pay_period="month"),
            ALPHA,
            "One figure is for a month, the other for a year: pay for different periods is not subtracted. "
            "At 12 months a year, $4,000 a month comes to $48,000 a year.",
        ),
        (
            TOTAL,
            cell(measure="salary_unspecified"),
            "One figure is total compensation, the other salary (kind not stated): different kinds of pay "
            "are not subtracted.",
        ),
        (ALPHA, ZERO, "Nothing is compared with a figure that is not above zero."),
    ],
)
def test_the_page_says_what_differs_and_why(base: Cell | None, other: Cell | None, explanation: str) -> None:
    assert two(base, other).explanation == explanation


def test_everything_that_differs_is_said() -> None:
    both = two(TOTAL, cell("3000", currency="JPY", pay_period="hour")).explanation
    assert both.count("One figure is") == 3


@pytest.mark.parametrize(
    ("values", "difference", "detail"),
    [
        ({}, "10000", "That is $10,000 a year, or about $833 a month, before tax."),
        ({}, "12000", "That is $12,000 a year, or $1,000 a month, before tax."),
        ({"pay_period": "hour"}, "0.004", "The difference is less than $0.01 an hour, before tax."),
        ({"measure": "gross_pay"}, "12000", "That is $12,000 a year, or $1,000 a month, before tax."),
        ({"measure": "salary_unspecified"}, "12000", "That is $12,000 a year, or $1,000 a month."),
        ({"measure": "total_compensation"}, "12000", "That is $12,000 a year, or $1,000 a month."),
        ({"measure": "advertised_pay"}, "-12000", "That is $12,000 a year, or $1,000 a month."),
        ({}, "5", "That is $5 a year, before tax."),
        ({}, "0.30", "The difference is less than $1 a year, before tax."),
        ({}, "0", "Both are $50,000 a year, before tax."),
        (
            {"pay_period": "hour"},
            "1.5",
            "That is $1.50 an hour, or $3,120 over a year of 2,080 hours, before tax.",
        ),
        (
            {"pay_period": "month"},
            "100",
            "That is $100 a month, or $1,200 over a year of 12 months, before tax.",
        ),
        (
            {"currency": "JPY"},
            "12000",
            "That is JPY\u00a012,000 a year, or JPY\u00a01,000 a month, before tax.",
        ),
    ],
)
def test_the_detail_gives_the_difference_in_money(
    values: dict[str, Any], difference: str, detail: str
) -> None:
    base, other = cell("50000", **values), cell(str(50000 + Decimal(difference)), **values)
    assert two(base, other).detail == f"{detail} Both figures come from the same source."


@pytest.mark.parametrize("period", ["month", "hour"])
def test_only_a_years_difference_is_spread_over_months_and_hours(period: str) -> None:
    difference = two(cell("10000", pay_period=period), cell("20000", pay_period=period)).differences[0]
    assert (difference.month_words, difference.hour_words) == ("", "")


def test_the_detail_does_not_claim_one_source_for_two() -> None:
    assert "same source" not in two(ALPHA, cell("60000", evidence=evidence("survey"))).detail


def test_a_side_says_its_figure_or_that_there_is_none() -> None:
    assert (side(ALPHA).format("median"), side(None).format("median")) == ("$50,000", NO_FIGURE)


def test_a_comparison_needs_two_sides() -> None:
    with pytest.raises(ValueError, match="two sides"):
        compare(levels(ALPHA), "median")


amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)


@given(amounts, amounts)
def test_a_difference_from_the_other_side_is_the_opposite(first: Decimal, second: Decimal) -> None:
    there = two(cell(str(first)), cell(str(second))).differences[0].amount
    back = two(cell(str(second)), cell(str(first))).differences[0].amount
    assert there is not None
    assert back is not None
    assert there == -back == second - first


any_cell = st.none() | st.builds(
    lambda amount, mark, currency, period, measure: cell(
        None if mark == "withheld" else amount, mark, currency=currency, pay_period=period, measure=measure
    ),
    amounts.map(str) | st.sampled_from(["0", "NaN", "Infinity", "-5"]),
    st.sampled_from(["", "", "", "at_least", "withheld"]),
    st.sampled_from(["USD", "JPY", "BHD"]),
    st.sampled_from(["year", "month", "hour"]),
    st.sampled_from(["base_salary", "salary_unspecified"]),
)


@given(st.lists(any_cell, min_size=2, max_size=4))
def test_no_word_for_a_missing_number_is_ever_said(cells: list[Cell | None]) -> None:
    found = compare(levels(*cells), "median")
    words = [found.sentence, found.detail, found.explanation, found.context]
    words += [text for d in found.differences for text in (d.words, d.percent_words, d.month_words)]
    assert not {"nan", "inf", "infinity", "none", "null"} & set(
        " ".join(words).lower().replace("(none,", "").split()
    )


@given(st.lists(any_cell, min_size=2, max_size=4))
def test_a_difference_has_either_numbers_or_a_reason_and_an_explanation(cells: list[Cell | None]) -> None:
    for difference in compare(levels(*cells), "median").differences:
        numbers = (difference.amount, difference.percent, difference.percent_exact)
        if difference.reason is None:
            assert all(value is not None and value.is_finite() for value in numbers)
            assert not difference.explanations
        else:
            assert numbers == (None, None, None)
            assert difference.explanations
