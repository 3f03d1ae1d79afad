from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay import currencies
from salaries.pay.money import (
    a_year,
    currency_words,
    decimal_string,
    decimals,
    format_money,
    format_percent,
    per_hour,
    per_month,
    percent,
    percent_exact_string,
    percent_string,
    round_percent,
)

amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)


@pytest.mark.parametrize(
    ("amount", "currency", "period", "shown"),
    [
        ("155000", "USD", "year", "$155,000"),
        ("155000.49", "USD", "year", "$155,000"),
        ("155000.50", "USD", "year", "$155,001"),
        ("4062.5", "USD", "month", "$4,063"),
        ("25.5", "USD", "hour", "$25.50"),
        ("25.505", "USD", "hour", "$25.51"),
        ("40000", "EUR", "year", "€40,000"),
        ("40000", "GBP", "year", "£40,000"),
        ("1500000", "INR", "year", "₹1,500,000"),
        ("6500000", "JPY", "year", "JPY\u00a06,500,000"),
        ("3125", "JPY", "hour", "JPY\u00a03,125"),
        ("90000", "CAD", "year", "CAD\u00a090,000"),
        ("300000", "CNY", "year", "CNY\u00a0300,000"),
        ("7.125", "BHD", "hour", "BHD\u00a07.125"),
        ("1E+5", "USD", "year", "$100,000"),
    ],
)
def test_money_is_shown_in_its_currency_and_pay_period(
    amount: str, currency: str, period: str, shown: str
) -> None:
    assert format_money(Decimal(amount), currency, period) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("48750", "USD", "+$48,750"),
        ("-48750", "USD", "\u2212$48,750"),
        ("0", "USD", "$0"),
        ("-0.00", "USD", "$0"),
        ("-0.49", "USD", "$0"),
        ("0.49", "USD", "$0"),
        ("-0.50", "USD", "\u2212$1"),
        ("-10000", "CAD", "\u2212CAD\u00a010,000"),
    ],
)
def test_a_signed_amount_carries_plus_minus_or_nothing(amount: str, currency: str, shown: str) -> None:
    assert format_money(Decimal(amount), currency, signed=True) == shown


def test_an_unsigned_amount_below_zero_keeps_its_minus() -> None:
    assert format_money(Decimal(-5), "USD") == "\u2212$5"


def test_only_four_currencies_have_a_sign_and_no_two_share_one() -> None:
    shown = {code: format_money(Decimal(1), code) for code in currencies.NAMES}
    signs = {code for code, text in shown.items() if not text.startswith(code)}
    assert signs == {"USD", "EUR", "GBP", "INR"}
    assert len(set(shown.values())) == len(shown)


@pytest.mark.parametrize(
    ("currency", "places"),
    [
        ("USD", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("CLP", 0),
        ("ISK", 0),
        ("BHD", 3),
        ("KWD", 3),
        ("CLF", 4),
        ("CHF", 2),
    ],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, places: int) -> None:
    assert decimals(currency) == places


@pytest.mark.parametrize("code", ["", "usd", "XXX", "XAU", "US"])
def test_what_is_no_currency_has_no_decimals(code: str) -> None:
    with pytest.raises(KeyError):
        decimals(code)


def test_every_group_of_decimals_holds_known_currencies_only() -> None:
    groups = currencies.NO_DECIMALS | currencies.THREE_DECIMALS | currencies.FOUR_DECIMALS
    assert groups <= currencies.NAMES.keys()
    assert len(groups) == 17 + 7 + 2
    assert len(set(currencies.NAMES.values())) == len(currencies.NAMES)


def test_a_currency_is_named_with_its_code() -> None:
    assert currency_words("JPY") == "Japanese yen (JPY)"
    assert currency_words("???") == "???"


def test_a_page_shows_pay_in_a_currency_that_iso_does_not_have() -> None:
    assert format_money(Decimal("25.5"), "QQQ", "hour") == "QQQ\u00a025.50"


@pytest.mark.parametrize(
    ("other", "base", "rounded", "exact"),
    [
        ("155000", "106250", "45.9", "45.882353"),
        ("72940", "50000", "45.9", "45.880000"),
        ("50000", "72940", "-31.5", "-31.450507"),
        ("40000", "50000", "-20.0", "-20.000000"),
        ("50000", "40000", "25.0", "25.000000"),
        ("213110", "135980", "56.7", "56.721577"),
        ("160000", "106250", "50.6", "50.588235"),
        ("50000", "50000", "0.0", "0.000000"),
        ("145850", "100000", "45.9", "45.850000"),
        ("54150", "100000", "-45.9", "-45.850000"),
        ("99960", "100000", "0.0", "-0.040000"),
        ("99999.9999999", "100000", "0.0", "0.000000"),
    ],
)
def test_percent_is_of_the_base_with_halves_away_from_zero(
    other: str, base: str, rounded: str, exact: str
) -> None:
    found = percent(Decimal(other), Decimal(base))
    assert found is not None
    assert percent_string(found) == rounded
    assert percent_exact_string(found) == exact


@pytest.mark.parametrize(
    ("other", "base"),
    [
        (None, Decimal(1)),
        (Decimal(1), None),
        (Decimal(1), Decimal(0)),
        (Decimal(1), Decimal("-0.00")),
        (Decimal(1), Decimal(-5)),
        (Decimal("NaN"), Decimal(1)),
        (Decimal(1), Decimal("NaN")),
        (Decimal("Infinity"), Decimal(1)),
        (Decimal(1), Decimal("Infinity")),
    ],
)
def test_there_is_no_percent_without_two_numbers_and_a_base_above_zero(
    other: Decimal | None, base: Decimal | None
) -> None:
    assert percent(other, base) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("45.88", "+45.9\u00a0%"),
        ("-31.45", "\u221231.5\u00a0%"),
        ("0", "0.0\u00a0%"),
        ("-0.04", "0.0\u00a0%"),
        ("0.05", "+0.1\u00a0%"),
        ("-0.05", "\u22120.1\u00a0%"),
        ("1234.5", "+1,234.5\u00a0%"),
    ],
)
def test_a_percentage_is_shown_with_one_sign_and_one_decimal(value: str, shown: str) -> None:
    assert format_percent(Decimal(value)) == shown


def test_an_unsigned_percentage_has_no_plus() -> None:
    assert format_percent(Decimal("45.88"), signed=False) == "45.9\u00a0%"


def test_a_year_is_12_months_and_2080_hours() -> None:
    assert per_month(Decimal(48750)) == Decimal("4062.5")
    assert per_hour(Decimal(53040)) == Decimal("25.5")
    assert a_year(Decimal("25.5"), "hour") == Decimal(53040)
    assert a_year(Decimal("4062.5"), "month") == Decimal(48750)
    assert a_year(Decimal(7), "year") == Decimal(7)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("106250", "106250.00"),
        ("-48750", "-48750.00"),
        ("25.505", "25.51"),
        ("-0.001", "0.00"),
        ("1E+6", "1000000.00"),
    ],
)
def test_a_download_has_two_decimals_and_no_grouping(amount: str, text: str) -> None:
    assert decimal_string(Decimal(amount)) == text


@given(amounts, amounts)
def test_percent_is_the_difference_over_the_base(other: Decimal, base: Decimal) -> None:
    exact = percent(other, base)
    assert exact is not None
    true = (Fraction(other) - Fraction(base)) / Fraction(base) * 100
    assert abs(Fraction(exact) - true) <= abs(true) * Fraction(1, 10**50)


@given(amounts, amounts)
def test_a_rounded_percent_is_the_nearest_tenth_and_a_tie_goes_away_from_zero(
    other: Decimal, base: Decimal
) -> None:
    exact = percent(other, base)
    assert exact is not None
    true = (Fraction(other) - Fraction(base)) / Fraction(base) * 100
    tenths = int(abs(true) * 10 + Fraction(1, 2))
    assert Fraction(round_percent(exact)) == Fraction(tenths if true > 0 else -tenths, 10)


@given(amounts, amounts)
def test_the_sign_of_a_percent_is_the_sign_of_the_difference(other: Decimal, base: Decimal) -> None:
    exact = percent(other, base)
    assert exact is not None
    assert (exact > 0, exact < 0) == (other > base, other < base)


@given(st.decimals(min_value="-999999999999.99", max_value="999999999999.99", places=2))
def test_no_amount_is_shown_with_a_signed_zero_or_a_word_for_no_number(amount: Decimal) -> None:
    shown = format_money(amount, "USD", signed=True)
    assert shown not in ("+$0", "\u2212$0")
    assert set(shown) <= set("+\u2212$,0123456789")


def test_figures_do_not_depend_on_anybodys_decimal_context() -> None:
    with localcontext(prec=3, rounding=ROUND_HALF_EVEN):
        assert format_money(Decimal("123456.50"), "USD") == "$123,457"
        found = percent(Decimal(72940), Decimal(50000))
        assert found == Decimal("45.88")
        assert round_percent(Decimal("45.85")) == Decimal("45.9")
