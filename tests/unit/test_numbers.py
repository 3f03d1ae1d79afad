from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salaries.imports.numbers import (
    CH,
    DE,
    EDITOR,
    EN,
    FR,
    AmountRefused,
    NumberStyle,
    format_amount,
    parse_amount,
    parse_count,
    parse_percentage,
)
from salaries.pay.money import format_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("155000", "155000"),
        ("155,000", "155000"),
        ("155,000.50", "155000.50"),
        ("155000.5", "155000.5"),
        ("1,155,000", "1155000"),
        ("$155,000", "155000"),
        ("$ 155,000", "155000"),
        ("USD 155,000", "155000"),
        ("usd 155000", "155000"),
        ("155,000 USD", "155000"),
        ("USD\u00a0155,000", "155000"),
        ("$155,000 USD", "155000"),
        ("155k", "155000"),
        ("155K", "155000"),
        ("1.5k", "1500"),
        ("$155k", "155000"),
        ("  155000\n", "155000"),
        ("0.50", "0.50"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_as_editors_type_it(text: str, amount: str) -> None:
    assert parse_amount(text, currency="USD") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("155 000", "155,000.50"),
        ("155\u00a0000", "155,000.50"),
        ("155.000", "could mean 155 or 155000"),
        ("3,2", "“,” parts thousands"),
        ("155,00", "“,” parts thousands"),
        ("1,55,000", "three digits"),
        ("1555,000", "three digits"),
        ("155,000.", "155,000.50"),
        (".50", "155000"),
        ("155.000.000", "155,000.50"),
        ("155'000", "155,000.50"),
        ("1_000", "155000"),
        ("1e5", "all its digits"),
        ("1.5E+5", "all its digits"),
        ("\uff11\uff15\uff15\uff10\uff10\uff10", "plain digits 0 to 9"),
        ("\u0661\u0665\u0665", "plain digits 0 to 9"),
        ("-155000", "more than nothing"),
        ("\u2212155000", "more than nothing"),
        ("\u2013155000", "more than nothing"),
        ("\uff0d155000", "more than nothing"),
        ("(155000)", "more than nothing"),
        ("$-155,000", "more than nothing"),
        ("-$155,000", "more than nothing"),
        ("120-150", "minus or a dash"),
        ("155000.505", "USD has 2 decimals"),
        ("NaN", "not a number"),
        ("Infinity", "not a number"),
        ("competitive", "not a number"),
        ("$", "not a number"),
        ("+155000", "not a number"),
        ("155,000k", "“,” parts thousands"),
        ("155.000k", "could mean"),
        ("155kk", "155000"),
        ("155abc", "not the code of a currency"),
        ("155\u200b000", "not a number"),
        ("155000\x00", "not a number"),
        ("", "missing"),
        ("   ", "missing"),
        ("0", "more than nothing"),
        ("0.00", "more than nothing"),
        ("0155000", "starts with a zero"),
        ("07", "starts with a zero"),
        ("1000000000000", "more than 12 digits"),
        ("1234567890123", "more than 12 digits"),
        ("1234567890k", "more than 12 digits"),
        ("9" * 5000, "more than 12 digits"),
    ],
)
def test_what_is_not_clear_is_refused_with_a_sentence(text: str, hint: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_amount(text, currency="USD")
    assert hint in refused.value.message
    assert refused.value.message.endswith(".")
    assert len(refused.value.message) < 220


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("$90,000", "CAD", "“$” stands for US dollars (USD), but this figure is in Canadian dollars (CAD)."),
        ("€90,000", "USD", "“€” stands for euros (EUR), but this figure is in US dollars (USD)."),
        ("90,000 eur", "USD", "“eur” stands for euros (EUR), but this figure is in US dollars (USD)."),
        ("$90,000 EUR", "EUR", "“$” stands for US dollars (USD), but this figure is in euros (EUR)."),
        ("XYZ 90,000", "USD", "“XYZ” is not the code of a currency."),
        ("1234.5", "JPY", "JPY has no decimals: “1234.5” has more."),
        ("1.2345k", "JPY", "JPY has no decimals: “1.2345k” has more."),
    ],
)
def test_an_amount_that_does_not_fit_its_currency_is_refused(text: str, currency: str, message: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_amount(text, currency=currency)
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("JPY\u00a06,500,000", "JPY", "6500000"),
        ("6500000.00", "JPY", "6500000"),
        ("CAD 90,000", "CAD", "90000"),
        ("€90,000", None, "90000"),
        ("1500.125", "KWD", "1500.125"),
        ("155000", "", "155000"),
        ("155000", "QQQ", "155000"),
    ],
)
def test_an_amount_that_fits_its_currency_is_read(text: str, currency: str | None, amount: str) -> None:
    assert parse_amount(text, currency=currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("style", "text", "amount"),
    [
        (DE, "1.234,56", "1234.56"),
        (DE, "155.000", "155000"),
        (DE, "155000", "155000"),
        (DE, "3,2", "3.2"),
        (DE, "155.000,50 €", "155000.50"),
        (FR, "1 234,56", "1234.56"),
        (FR, "155\u00a0000", "155000"),
        (FR, "155\u202f000,5", "155000.5"),
        (FR, "3,2", "3.2"),
        (CH, "1\u2019234.56", "1234.56"),
        (CH, "155'000", "155000"),
        (CH, "3.2", "3.2"),
    ],
)
def test_a_file_is_read_in_the_style_that_was_declared(style: NumberStyle, text: str, amount: str) -> None:
    assert parse_amount(text, currency="EUR", style=style) == Decimal(amount)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (DE, "155,000"),
        (DE, "1.5"),
        (DE, "1.55.000"),
        (DE, "155 000"),
        (FR, "155.000"),
        (FR, "1'234"),
        (FR, "1 234\u00a0567"),
        (FR, "1  234"),
        (CH, "155,000"),
        (CH, "1.234,56"),
        (CH, "1'234\u2019567"),
        (CH, "155.000"),
        (EN, "1.234,56"),
    ],
)
def test_what_does_not_fit_the_declared_style_is_refused_and_never_guessed(
    style: NumberStyle, text: str
) -> None:
    with pytest.raises(AmountRefused):
        parse_amount(text, currency="EUR", style=style)


def test_a_message_shows_how_numbers_are_written_in_the_style() -> None:
    with pytest.raises(AmountRefused, match=r"155\.000,50"):
        parse_amount("1.5", style=DE)
    with pytest.raises(AmountRefused, match="a space parts thousands"):
        parse_amount("1.5", style=FR)


def test_an_amount_of_unknown_currency_has_two_decimals() -> None:
    with pytest.raises(AmountRefused, match="An amount has 2 decimals"):
        parse_amount("1500.125")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("155000.00", "155000"),
        ("155000.5", "155000.50"),
        ("1.55E+5", "155000"),
        ("0.5", "0.50"),
        ("100", "100"),
    ],
)
def test_a_form_shows_an_amount_without_grouping(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount)) == text


amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)


@given(amounts)
@example(Decimal("155.00"))
def test_what_a_form_shows_is_read_back_as_it_was(amount: Decimal) -> None:
    assert parse_amount(format_amount(amount), currency="USD", style=EDITOR) == amount


@given(st.integers(1, 999999999999))
def test_what_a_page_shows_is_read_back_as_it_was(amount: int) -> None:
    for currency in ("USD", "JPY"):
        shown = format_money(Decimal(amount), currency)
        assert parse_amount(shown, currency=currency) == amount


@given(st.text(max_size=12) | st.text("0123456789.,' $€kKeE-_", max_size=12))
def test_any_text_is_either_an_amount_above_zero_or_refused_in_words(text: str) -> None:
    try:
        amount = parse_amount(text)
    except AmountRefused as refused:
        message = refused.message
    else:
        message = "."
        assert amount > 0
        assert amount == round(amount, 2)
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("up to 90k", "NOT_A_NUMBER"),
        ("competitive", "NOT_A_NUMBER"),
        ("155abc", "NOT_A_NUMBER"),
        ("$", "NOT_A_NUMBER"),
        ("NaN", "NOT_A_NUMBER"),
        ("", "NOT_A_NUMBER"),
        ("0", "OUT_OF_RANGE"),
        ("1000000000000", "OUT_OF_RANGE"),
        ("155000.505", "DECIMALS"),
        ("#60000", "NUMBER_FORMAT"),
        ("155,00", "NUMBER_FORMAT"),
        ("155.000", "NUMBER_FORMAT"),
        ("-155000", "NUMBER_FORMAT"),
        ("1e5", "NUMBER_FORMAT"),
        ("155kk", "NUMBER_FORMAT"),
    ],
)
def test_a_refusal_has_a_code_for_programs(text: str, code: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_amount(text, currency="USD")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("style", "text", "count"),
    [(EN, "0", 0), (EN, " 120 ", 120), (EN, "1,200", 1200), (DE, "1.200", 1200), (FR, "1\u202f200", 1200)],
)
def test_a_count_is_a_whole_number(style: NumberStyle, text: str, count: int) -> None:
    assert parse_count(text, style=style) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.5", "DECIMALS"),
        ("some", "NOT_A_NUMBER"),
        ("", "NOT_A_NUMBER"),
        ("-1", "NUMBER_FORMAT"),
        ("007", "NUMBER_FORMAT"),
        ("1.200", "NUMBER_FORMAT"),
        ("2147483648", "OUT_OF_RANGE"),
        ("9" * 5000, "OUT_OF_RANGE"),
        ("\u0661\u0665", "NUMBER_FORMAT"),
    ],
)
def test_what_is_no_count_is_refused(text: str, code: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_count(text)
    assert refused.value.code == code and refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("style", "text", "percentage"),
    [
        (EN, "0", "0"),
        (EN, "3.3", "3.3"),
        (EN, "3.30 %", "3.30"),
        (DE, "3,3", "3.3"),
        (EN, "999.99", "999.99"),
    ],
)
def test_a_percentage_has_at_most_two_decimals(style: NumberStyle, text: str, percentage: str) -> None:
    assert parse_percentage(text, style=style) == Decimal(percentage)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.333", "DECIMALS"),
        ("1000", "OUT_OF_RANGE"),
        ("3,3", "NUMBER_FORMAT"),
        ("-3", "NUMBER_FORMAT"),
        ("low", "NOT_A_NUMBER"),
        ("%", "NOT_A_NUMBER"),
    ],
)
def test_what_is_no_percentage_is_refused(text: str, code: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_percentage(text)
    assert refused.value.code == code and refused.value.message.endswith(".")
