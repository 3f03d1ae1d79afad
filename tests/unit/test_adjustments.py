from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.adjustments import KINDS, REASONS, Adjusted, Adjustment, Index, Place, adjust, adjust_sides
from salaries.pay.cells import Cell
from salaries.pay.comparison import compare
from salaries.pay.sides import Side
from salaries.pay.words import NO_FIGURE
from tests.unit.builders import cell, evidence, number, side

NAMES = {
    "us": "United States",
    "san-jose-ca": "San Jose, CA",
    "seattle-wa": "Seattle, WA",
    "guam": "Guam",
    "gb": "United Kingdom",
    "london": "London",
    "de": "Germany",
}
PLACES = {
    "us": Place("country", "us"),
    "san-jose-ca": Place("metro", "us"),
    "seattle-wa": Place("metro", "us"),
    "guam": Place("state", "us"),
    "gb": Place("country", "gb"),
    "london": Place("area", "gb"),
    "de": Place("country", "de"),
}
SOURCES = {"rpp": "BEA RPP", "ppp": "World Bank PPP", "cpi": "BLS CPI"}
HELD = [
    Index(kind, place, year, Decimal(value), SOURCES[kind], NAMES[place])
    for kind, place, year, value in (
        ("rpp", "us", 2023, "100.000000"),
        ("rpp", "san-jose-ca", 2022, "110"),
        ("rpp", "san-jose-ca", 2023, "112.870000"),
        ("rpp", "seattle-wa", 2023, "112.990000"),
        ("ppp", "gb", 2023, "0.660709"),
        ("ppp", "gb", 2024, "0.664153"),
        ("ppp", "us", 2024, "1"),
        ("cpi", "us", 2021, "270.970000"),
        ("cpi", "us", 2024, "313.689"),
        ("cpi", "us", 2025, "321.943000"),
    )
]


def at(place: str, of: Cell | None, level: str | None = None) -> Side:
    return side(of, level, location=place, location_name=NAMES[place])


def paid(amount: str, year: int | None = 2025, **values: Any) -> Cell:
    """A median of a calendar year; of an unknown period where the year is None."""
    start, end = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    return cell(amount, evidence=evidence(reference_start=start, reference_end=end), **values)


def pounds(amount: str, year: int | None = 2024, **values: Any) -> Cell:
    return paid(amount, year, currency="GBP", place_currency="GBP", **values)


SAN_JOSE = at("san-jose-ca", paid("213110"))
SEATTLE = at("seattle-wa", paid("167280"))
US = at("us", paid("135980"))
BRITISH = at("gb", pounds("53501"))


def one(of: Side, kind: str, indices: list[Index] = HELD) -> Adjusted:
    return adjust(of, "median", kind, indices, PLACES[of.location])


def all_of(kind: str, *sides: Side) -> Adjustment:
    return adjust_sides(sides, "median", kind, HELD, PLACES)


@pytest.mark.parametrize(
    ("of", "kind", "shown", "text"),
    [
        (
            SAN_JOSE,
            "rpp",
            "188810.14",
            "$213,110 a year is $188,810 at US prices "
            "(regional price parity 112.87, San Jose, CA, 2023, BEA RPP).",
        ),
        (
            US,
            "rpp",
            "135980.00",
            "$135,980 a year is $135,980 at US prices "
            "(regional price parity 100, United States, 2023, BEA RPP).",
        ),
        (
            BRITISH,
            "ppp",
            "80555.23",
            "£53,501 a year is Int$\u00a080,555 "
            "(purchasing power parity 0.664153, United Kingdom, 2024, World Bank PPP).",
        ),
        (
            at("us", paid("120730", 2021)),
            "cpi",
            "143440.89",
            "$120,730 a year is $143,441 in prices of 2025 "
            "(consumer price index 270.97 in 2021 and 321.943 in 2025, BLS CPI).",
        ),
        (
            at("san-jose-ca", paid("25.50", pay_period="hour")),
            "rpp",
            "22.59",
            "$25.50 an hour is $22.59 at US prices "
            "(regional price parity 112.87, San Jose, CA, 2023, BEA RPP).",
        ),
    ],
)
def test_a_figure_is_adjusted_by_the_index_of_its_place_and_year(
    of: Side, kind: str, shown: str, text: str
) -> None:
    found = one(of, kind)
    assert found.reason is None and found.amount is not None
    assert f"{found.amount:.2f}" == shown
    assert found.text == text


@pytest.mark.parametrize(
    ("year", "index", "value"), [(2022, 2022, "110"), (2023, 2023, "112.87"), (2026, 2023, "112.87")]
)
def test_the_index_is_the_newest_that_is_not_after_the_figure(year: int, index: int, value: str) -> None:
    found = one(at("san-jose-ca", paid("1000", year)), "rpp").index
    assert found is not None
    assert (found.year, found.value) == (index, Decimal(value))


def test_the_year_of_a_figure_is_that_in_which_its_period_ends() -> None:
    of = evidence(reference_start=date(2023, 4, 6), reference_end=date(2024, 4, 5))
    british = cell("53501", currency="GBP", place_currency="GBP", evidence=of)
    found = one(at("gb", british), "ppp").index
    assert found is not None and found.year == 2024


def test_an_area_of_a_country_has_the_purchasing_power_of_the_country() -> None:
    assert one(at("london", pounds("53501")), "ppp").amount == one(BRITISH, "ppp").amount


def test_the_united_states_are_the_measure_and_need_no_index() -> None:
    for kind, value in (("rpp", 100), ("ppp", 1)):
        found = one(US, kind, [])
        assert found.index is not None
        assert (found.amount, found.index.value) == (Decimal(135980), Decimal(value))
        assert "by definition" in found.text


def test_pay_of_the_newest_year_is_in_its_prices_already() -> None:
    found = one(at("us", paid("135980", 2026)), "cpi")
    assert found.amount == Decimal(135980)
    assert found.text == (
        "$135,980 a year is $135,980 in prices of 2025 (consumer price index 321.943 in 2025, BLS CPI)."
    )


@pytest.mark.parametrize(
    ("of", "kind", "reason", "text"),
    [
        (at("us", None), "cpi", "no_figure", f"{NO_FIGURE}."),
        (at("us", cell(None, "too_few")), "rpp", "no_figure", f"{NO_FIGURE}."),
        (
            at("us", paid("50000", None)),
            "cpi",
            "period_unknown",
            "The period of $50,000 a year is not stated, so that no index belongs to it.",
        ),
        (
            BRITISH,
            "rpp",
            "outside_us",
            "Regional price parities compare places inside the United States: "
            "there is none for the United Kingdom.",
        ),
        (
            BRITISH,
            "cpi",
            "outside_us",
            "The consumer prices held are those of the United States: there are none for the United Kingdom.",
        ),
        (
            at("gb", paid("108913", place_currency="GBP")),
            "ppp",
            "currency",
            "The figure for the United Kingdom is in US dollars (USD): a purchasing power parity belongs to "
            "pay in British pounds (GBP).",
        ),
        (
            at("us", paid("40000", currency="EUR")),
            "cpi",
            "currency",
            "The figure for the United States is in euros (EUR): a consumer price index belongs to pay in "
            "US dollars (USD).",
        ),
        (
            at("guam", paid("50000")),
            "rpp",
            "no_index",
            "No regional price parity of 2025 or before is held for Guam.",
        ),
        (
            at("london", pounds("50000", 2022)),
            "ppp",
            "no_index",
            "No purchasing power parity of 2022 or before is held for the country of London.",
        ),
        (
            at("san-jose-ca", paid("50000", 2020)),
            "cpi",
            "no_index",
            "No consumer price index of 2020 or before is held for the United States.",
        ),
    ],
)
def test_what_has_no_index_is_not_adjusted_and_says_why(of: Side, kind: str, reason: str, text: str) -> None:
    found = one(of, kind)
    assert (found.reason, found.amount, found.index) == (reason, None, None)
    assert found.text == text
    assert reason in REASONS


def test_two_places_are_compared_at_us_prices() -> None:
    found = all_of("rpp", US, SAN_JOSE)
    result = compare(found.sides, "median")
    assert result.sentence == "San Jose, CA pays 38.9\u00a0% more than the United States"
    assert result.differences[0].words == "+$52,830 a year"
    assert found.applied and found.explanation == ""


def test_two_countries_are_compared_in_international_dollars() -> None:
    found = all_of("ppp", US, BRITISH)
    assert [one.format("median") for one in found.sides] == ["Int$\u00a0135,980", "Int$\u00a080,555"]
    assert [one.cell and one.cell.currency_line for one in found.sides] == ["", ""]
    result = compare(found.sides, "median")
    assert result.sentence == "The United Kingdom pays 40.8\u00a0% less than the United States"
    assert result.differences[0].words == "\u2212Int$\u00a055,425 a year"


def test_two_years_are_compared_in_the_prices_of_the_newest() -> None:
    found = all_of("cpi", at("us", paid("120730", 2021)), at("us", paid("135980", 2025), "senior"))
    result = compare(found.sides, "median")
    assert result.differences[0].percent == Decimal("-5.2")


def test_a_note_names_the_kind_the_indices_and_what_they_did() -> None:
    note = all_of("rpp", SAN_JOSE, SEATTLE).note
    assert note is not None and note.code == "adjusted"
    assert note.text == (
        "Adjusted for regional prices: each figure at US prices. $213,110 a year is $188,810 at US prices "
        "(regional price parity 112.87, San Jose, CA, 2023, BEA RPP). $167,280 a year is $148,048 at US prices "
        "(regional price parity 112.99, Seattle, WA, 2023, BEA RPP)."
    )


def test_the_note_on_consumer_prices_names_the_newest_year() -> None:
    note = all_of("cpi", US).note
    assert note is not None
    assert note.text.startswith("Adjusted for consumer prices: each figure in prices of 2025. ")


def test_all_sides_are_adjusted_or_none() -> None:
    found = all_of("rpp", SAN_JOSE, BRITISH)
    assert (found.applied, found.note, found.sides) == (False, None, (SAN_JOSE, BRITISH))
    assert found.explanation == (
        "All figures are adjusted or none. Regional price parities compare places inside the United States: "
        "there is none for the United Kingdom."
    )


def test_a_side_without_a_figure_keeps_the_others_from_nothing() -> None:
    missing = at("guam", None)
    found = all_of("rpp", SAN_JOSE, missing)
    assert found.applied and found.sides[1] == missing
    assert [part.reason for part in found.parts] == [None, "no_figure"]


def test_nothing_is_adjusted_where_no_side_has_a_figure() -> None:
    found = all_of("rpp", at("us", None), at("guam", None))
    assert (found.applied, found.explanation) == (False, f"{NO_FIGURE}.")


def test_all_numbers_of_a_cell_are_adjusted_and_marks_stay() -> None:
    numbers = {"p25": number("1000"), "p75": number("5000", "at_least"), "p90": number("7", "withheld")}
    (after,) = all_of("rpp", at("san-jose-ca", paid("2000", numbers=numbers))).sides
    assert after.cell is not None
    assert after.cell.format("p25") == "$886"
    assert after.cell.format("p75") == "at least $4,430"
    assert after.cell.number("p90") == number("7", "withheld")


def test_a_lower_limit_stays_one() -> None:
    limit = paid("239200", numbers={"median": number("239200", "at_least")})
    assert one(at("san-jose-ca", limit), "rpp").text.startswith(
        "at least $239,200 a year is at least $211,925 at US prices"
    )


def test_the_relative_error_stays_what_it_was() -> None:
    (after,) = all_of("rpp", at("san-jose-ca", paid("2000", median_error=Decimal("3.3")))).sides
    assert after.cell is not None and after.cell.median_error == Decimal("3.3")


@pytest.mark.parametrize("kind", ["ppi", ""])
def test_an_unknown_kind_of_price_is_an_error(kind: str) -> None:
    with pytest.raises(KeyError):
        all_of(kind, US)


def test_an_adjusted_figure_does_not_depend_on_anybodys_decimal_context() -> None:
    expected = [one(SAN_JOSE, kind) for kind in ("rpp", "cpi")]
    with localcontext(prec=3, rounding=ROUND_HALF_EVEN):
        assert [one(SAN_JOSE, kind) for kind in ("rpp", "cpi")] == expected


def test_of_several_refusals_each_is_said_once() -> None:
    found = all_of("rpp", BRITISH, at("gb", pounds("60000"), "senior"), at("guam", paid("1")))
    assert found.explanation == (
        "All figures are adjusted or none. Regional price parities compare places inside the United States: "
        "there is none for the United Kingdom. No regional price parity of 2025 or before is held for Guam."
    )


amounts = st.decimals(min_value="0.01", max_value="999999999.99", places=2)
values = st.decimals(min_value="0.000001", max_value="99999999", places=6)


@given(amounts, values, values, st.sampled_from(sorted(KINDS)))
def test_an_adjusted_amount_leads_back_to_the_published_one(
    amount: Decimal, value: Decimal, newest: Decimal, kind: str
) -> None:
    place = "us" if kind == "cpi" else "seattle-wa" if kind == "rpp" else "gb"
    held = [Index(kind, place, 2020, value, "x"), Index(kind, place, 2024, newest, "x")]
    of = (pounds if kind == "ppp" else paid)(str(amount), 2020)
    found = one(at(place, of), kind, held)
    assert found.amount is not None and found.amount.is_finite()
    times = {"rpp": Fraction(100), "ppp": Fraction(1), "cpi": Fraction(newest)}[kind]
    back = Fraction(found.amount) * Fraction(value) / times
    assert abs(back - Fraction(amount)) < Fraction(1, 100)


@given(amounts, amounts, values)
def test_one_index_leaves_the_percentage_between_two_figures_as_it_was(
    first: Decimal, second: Decimal, value: Decimal
) -> None:
    held = [Index("rpp", "seattle-wa", 2023, value, "x")]
    sides = [at("seattle-wa", paid(str(first))), at("seattle-wa", paid(str(second)), "senior")]
    found = adjust_sides(sides, "median", "rpp", held, PLACES)
    before, after = (compare(of, "median").differences[0].percent_exact for of in (sides, found.sides))
    assert before is not None and after is not None
    assert abs(before - after) <= abs(before) * Decimal("1e-20") + Decimal("1e-40")
