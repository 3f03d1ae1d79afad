from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.cells import Cell, Number
from salaries.pay.standing import RANKS, Bracket, OwnPay, Standing, standing
from salaries.pay.words import NO_FIGURE
from tests.unit.builders import cell, number

NAMES = ("p10", "p25", "median", "p75", "p90")


def band(*texts: str | None, mean: str | None = None, **values: Any) -> Cell:
    """A cell with its five percentiles; "239200+" is a lower limit, None is withheld."""
    numbers = {"mean": number(mean)}
    for name, text in zip(NAMES, texts, strict=True):
        limit = "at_least" if text and text.endswith("+") else "" if text else "withheld"
        numbers[name] = number(text and text.rstrip("+"), limit)
    return cell(None, numbers=numbers, **values)


DEVELOPERS = band("82460", "105210", "135980", "171980", "214670", mean="148100")
LIMITED = band("82460", "105210", "135980", "171980", "239200+")
TWICE = band("82460", "105210", "135980", "239200+", "239200+")
FLAT = band("40000", "50000", "50000", "70000", "90000")
GAPS = band(None, "105210", None, "171980", None)


def own(amount: str, of: Cell = DEVELOPERS, period: str = "year", currency: str = "USD") -> Standing:
    return standing(OwnPay(Decimal(amount), currency, period), of)


def bracket(amount: str, of: Cell = DEVELOPERS) -> Bracket:
    found = own(amount, of).bracket
    assert found is not None
    return found


def test_pay_is_set_against_the_average_the_percentiles_and_the_next_of_them() -> None:
    assert own("150000").sentences == (
        "Your pay is 1.3\u00a0% above the mean, $148,100 a year.",
        "Your pay is 10.3\u00a0% above the median, $135,980 a year.",
        "Your pay is between the 50th and the 75th percentile, about the 60th percentile.",
        "The 75th percentile, $171,980, is $21,980 a year more.",
    )


def test_the_position_against_the_average_is_kept_unrounded() -> None:
    mean, median = own("150000").against
    assert (mean.statistic, median.statistic) == ("mean", "median")
    assert (mean.amount, median.amount) == (Decimal(1900), Decimal(14020))
    assert (f"{mean.percent:.6f}", f"{median.percent:.6f}") == ("1.282917", "10.310340")


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("120000", "Your pay is 11.8\u00a0% below the median, $135,980 a year."),
        ("135980", "Your pay is the same as the median, $135,980 a year."),
        ("135990", "Your pay is about the same as the median, $135,980 a year."),
    ],
)
def test_pay_below_or_at_the_median_says_so(amount: str, sentence: str) -> None:
    assert own(amount, band("82460", "105210", "135980", "171980", "214670")).against[0].sentence == sentence


@pytest.mark.parametrize(
    ("amount", "words", "estimate"),
    [
        ("80000", "below the 10th percentile", None),
        ("82460", "at the 10th percentile", 10),
        ("90000", "between the 10th and the 25th percentile", 15),
        ("120000", "between the 25th and the 50th percentile", 37),
        ("135980", "at the 50th percentile", 50),
        ("150000", "between the 50th and the 75th percentile", 60),
        ("154000", "between the 50th and the 75th percentile", 63),
        ("200000", "between the 75th and the 90th percentile", 85),
        ("214670", "at the 90th percentile", 90),
        ("230000", "above the 90th percentile", None),
    ],
)
def test_a_percentile_is_estimated_between_published_ones_only(
    amount: str, words: str, estimate: int | None
) -> None:
    found = bracket(amount)
    assert (found.words, found.estimate) == (words, estimate)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("154000", "about the 63rd percentile"),
        ("138000", "about the 51st percentile"),
        ("139000", "about the 52nd percentile"),
        ("85500", "about the 12th percentile"),
        ("84000", "about the 11th percentile"),
    ],
)
def test_an_estimate_is_given_as_about(amount: str, words: str) -> None:
    assert bracket(amount).estimate_words == words


@pytest.mark.parametrize(
    ("of", "amount", "words", "estimate"),
    [
        (GAPS, "104000", "below the 25th percentile", None),
        (GAPS, "138595", "between the 25th and the 75th percentile", 50),
        (GAPS, "172000", "above the 75th percentile", None),
        (cell("50000"), "60000", "above the 50th percentile", None),
        (cell("50000"), "40000", "below the 50th percentile", None),
    ],
)
def test_a_percentile_without_a_number_is_passed_over(
    of: Cell, amount: str, words: str, estimate: int | None
) -> None:
    found = bracket(amount, of)
    assert (found.words, found.estimate) == (words, estimate)


@pytest.mark.parametrize(
    ("amount", "low", "high", "words"),
    [
        ("49999", 10, 25, "between the 10th and the 25th percentile"),
        ("50000", 25, 50, "at the 25th and the 50th percentile, which are the same amount"),
        ("50001", 50, 75, "between the 50th and the 75th percentile"),
    ],
)
def test_percentiles_of_the_same_amount_are_named_together(
    amount: str, low: int, high: int, words: str
) -> None:
    found = bracket(amount, FLAT)
    assert (found.low, found.high, found.words) == (low, high, words)


def test_at_several_percentiles_no_single_one_is_claimed() -> None:
    assert bracket("50000", FLAT).estimate is None


@pytest.mark.parametrize(
    ("of", "amount", "low", "high", "words"),
    [
        (LIMITED, "200000", 75, 90, "between the 75th and the 90th percentile"),
        (
            LIMITED,
            "250000",
            75,
            None,
            "above the 75th percentile, and above the limit of $239,200, up to which the 90th percentile is "
            "published: whether it is above that percentile is not known",
        ),
        (
            LIMITED,
            "239200",
            75,
            None,
            "above the 75th percentile, and at the limit of $239,200, up to which the 90th percentile is "
            "published: whether it is above that percentile is not known",
        ),
        (TWICE, "200000", 50, 75, "between the 50th and the 75th percentile"),
        (
            TWICE,
            "250000",
            50,
            None,
            "above the 50th percentile, and above the limit of $239,200, up to which the 75th percentile is "
            "published: whether it is above that percentile is not known",
        ),
        (
            cell("239200", "at_least", {"median": number("239200", "at_least")}),
            "250000",
            None,
            None,
            "above the limit of $239,200, up to which the 50th percentile is published: whether it is above "
            "that percentile is not known",
        ),
        (
            band("82460", "105210", "135980", "239200+", "300000"),
            "250000",
            50,
            90,
            "between the 50th and the 90th percentile",
        ),
        (
            band("82460", "105210", "135980", "239200+", "300000"),
            "310000",
            90,
            None,
            "above the 90th percentile",
        ),
        (
            band("82460", "105210", "135980", "250000", "239200+"),
            "245000",
            50,
            75,
            "between the 50th and the 75th percentile",
        ),
    ],
)
def test_a_lower_limit_bounds_from_above_only_what_is_below_it(
    of: Cell, amount: str, low: int | None, high: int | None, words: str
) -> None:
    found = bracket(amount, of)
    assert (found.low, found.high, found.words) == (low, high, words)


def test_nothing_is_estimated_up_to_or_across_a_lower_limit() -> None:
    assert bracket("200000", LIMITED).estimate is None
    assert bracket("250000", band("82460", "105210", "135980", "239200+", "300000")).estimate is None
    assert bracket("193000", band("82460", "105210", "135980", "250000", "239200+")).estimate == 63


@pytest.mark.parametrize(
    ("of", "amount", "statistic", "distance", "sentence"),
    [
        (DEVELOPERS, "80000", "p10", "2460", "The 10th percentile, $82,460, is $2,460 a year more."),
        (DEVELOPERS, "135980", "p75", "36000", "The 75th percentile, $171,980, is $36,000 a year more."),
        (
            LIMITED,
            "200000",
            "p90",
            "39200",
            "The 90th percentile, at least $239,200, is at least $39,200 a year more.",
        ),
        (
            DEVELOPERS,
            "171979.60",
            "p75",
            "0.40",
            "The 75th percentile, $171,980, is less than $1 a year more.",
        ),
    ],
)
def test_the_next_percentile_is_named_with_its_distance(
    of: Cell, amount: str, statistic: str, distance: str, sentence: str
) -> None:
    following = own(amount, of).next
    assert following is not None
    assert (following.statistic, following.amount) == (statistic, Decimal(distance))
    assert following.at_least == ("at least" in sentence)
    assert following.sentence == sentence


@pytest.mark.parametrize(("of", "amount"), [(DEVELOPERS, "214670"), (LIMITED, "239200"), (TWICE, "300000")])
def test_above_all_percentiles_there_is_no_next(of: Cell, amount: str) -> None:
    assert own(amount, of).next is None


@pytest.mark.parametrize(
    ("amount", "period", "of_period", "own_pay", "conversion"),
    [
        ("60", "hour", "year", "124800", "At 2,080 hours a year, $60.00 an hour comes to $124,800 a year."),
        ("10000", "month", "year", "120000", "At 12 months a year, $10,000 a month comes to $120,000 a year."),
        ("53040", "year", "hour", "25.5", "At 2,080 hours a year, $53,040 a year comes to $25.50 an hour."),
        ("50000", "year", "month", "4166.67", "At 12 months a year, $50,000 a year comes to about $4,167 a month."),
        (
            "4420",
            "month",
            "hour",
            "25.5",
            "At 12 months and 2,080 hours a year, $4,420 a month comes to $25.50 an hour.",
        ),
    ],
)  # fmt: skip
def test_pay_for_another_period_is_converted_and_says_so(
    amount: str, period: str, of_period: str, own_pay: str, conversion: str
) -> None:
    found = own(amount, cell("30", pay_period=of_period), period)
    assert found.own is not None
    assert round(found.own, 2) == Decimal(own_pay)
    assert found.conversion == found.sentences[0] == conversion


def test_pay_for_the_same_period_is_not_converted() -> None:
    assert own("150000").conversion == ""


def test_pay_in_another_currency_is_not_compared() -> None:
    found = own("100000", currency="EUR")
    assert (found.reason, found.own, found.against, found.bracket, found.next) == (
        "currency",
        None,
        (),
        None,
        None,
    )
    assert found.sentences == (
        "Your pay is in euros (EUR), the figure in US dollars (USD): amounts in different currencies are not "
        "compared.",
    )


def test_against_no_number_nothing_is_said() -> None:
    found = own("100000", band(None, None, None, None, None))
    assert (found.reason, found.sentences) == ("no_figure", (f"{NO_FIGURE}.",))


def test_without_percentiles_only_the_mean_is_compared() -> None:
    found = own("117810", cell(None, numbers={"mean": number("106250"), "p90": number("1", "withheld")}))
    assert (found.reason, found.bracket, found.next) == (None, None, None)
    assert found.sentences == ("Your pay is 10.9\u00a0% above the mean, $106,250 a year.",)


def test_an_average_that_is_a_lower_limit_is_not_compared() -> None:
    assert own("300000", cell("239200", "at_least", {"median": number("239200", "at_least")})).against == ()


def test_nobodys_pay_is_shown_where_an_object_is_printed() -> None:
    pay = OwnPay(Decimal("123457"), "USD", "year")
    found = standing(pay, DEVELOPERS)
    for one in (pay, found, found.bracket, found.next, *found.against):
        assert "123" not in repr(one).partition(" object at ")[0]


@pytest.mark.parametrize("amount", ["120000", "500000"])
def test_a_standing_does_not_depend_on_anybodys_decimal_context(amount: str) -> None:
    expected = own(amount)
    with localcontext(prec=1, rounding=ROUND_HALF_EVEN):
        assert own(amount) == expected


amounts = st.decimals(min_value="0.01", max_value="999999", places=2)


@st.composite
def bands(draw: st.DrawFn) -> Cell:
    """Percentiles in order, some missing; above some point all may be one lower limit."""
    values = sorted(draw(st.tuples(*[amounts] * 5)))
    limit = draw(st.integers(0, 10))
    numbers = {"mean": Number(draw(amounts))}
    for place, (name, value) in enumerate(zip(RANKS, values, strict=True)):
        if draw(st.booleans()):
            numbers[name] = Number(values[limit], "at_least") if place >= limit else Number(value)
    return cell(None, numbers=numbers)


@given(bands(), amounts, amounts)
def test_who_earns_more_never_stands_lower(of: Cell, first: Decimal, second: Decimal) -> None:
    lower, higher = (own(str(amount), of).bracket for amount in sorted((first, second)))
    if lower is None or higher is None:
        assert lower is higher is None
        return
    assert (lower.low or 0) <= (higher.low or 0)
    assert (100 if lower.high is None else lower.high) <= (100 if higher.high is None else higher.high)
    if lower.estimate is not None and higher.estimate is not None:
        assert lower.estimate <= higher.estimate


@given(bands(), amounts)
def test_an_estimate_lies_in_its_bracket_and_no_sentence_lacks_a_number(of: Cell, amount: Decimal) -> None:
    found = own(str(amount), of)
    assert found.sentences and all(text.endswith(".") for text in found.sentences)
    assert not any(word in text for text in found.sentences for word in ("NaN", "None", "Infinity"))
    if found.bracket and found.bracket.estimate is not None:
        assert found.bracket.low is not None and found.bracket.high is not None
        assert found.bracket.low <= found.bracket.estimate <= found.bracket.high
    if found.next:
        assert found.next.amount > 0
