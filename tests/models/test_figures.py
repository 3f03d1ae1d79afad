"""Figures: the facts that the database itself holds a cell to, whatever path a write takes (case A36)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from salaries.models import Figure, Measure
from salaries.models.figures import ERROR_FIELDS, NUMBER_FIELDS, PAY_FIELDS, PERCENTILES
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
)

pytestmark = pytest.mark.django_db


def unsaved(**values: Any) -> Figure:
    part = make_part()
    given = {
        "role": make_role(),
        "location": make_location(),
        "measure": Measure.BASE_SALARY,
        "currency": "USD",
        "release": part.release,
    }
    return Figure(part=part, **{**given, **values})


def by_bulk_create(**values: Any) -> None:
    Figure.objects.bulk_create([unsaved(**values)])


def by_update(**values: Any) -> None:
    Figure.objects.filter(pk=make_figure(mean=50_000).pk).update(**values)


def by_sql(**values: Any) -> None:
    pk = make_figure(mean=50_000).pk
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE salaries_figure SET {columns} WHERE id = {pk}", [*values.values()])


every_way = pytest.mark.parametrize("write", [by_bulk_create, by_update, by_sql])
Write = Callable[..., None]


def refused(write: Write, constraint: str, **values: Any) -> None:
    """The write fails, by the constraint of that name."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(**values)


@every_way
@pytest.mark.parametrize(("low", "high"), [*combinations(PERCENTILES, 2)])
def test_a_lower_percentile_above_a_higher_one_is_refused(write: Write, low: str, high: str) -> None:
    refused(write, f"figure_{low}_up_to_{high}", **{low: 60_000, high: 59_999})


@every_way
def test_a_band_upside_down_is_refused(write: Write) -> None:
    refused(write, "figure_range_low_up_to_range_high", range_low=60_000, range_high=59_999)


@every_way
def test_equal_percentiles_are_taken(write: Write) -> None:
    write(p10=50_000, p25=50_000, median=50_000, p75=50_000, p90=50_000)


@every_way
def test_a_limit_may_lie_below_what_it_is_the_limit_of(write: Write) -> None:
    write(median=250_000, p75=239_200, p75_mark="at_least")


@every_way
@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("name", PAY_FIELDS)
def test_pay_of_nothing_or_less_is_refused(write: Write, name: str, amount: int) -> None:
    refused(write, f"figure_{name}_positive", **{name: amount})


@every_way
@pytest.mark.parametrize("name", ERROR_FIELDS)
def test_an_error_below_zero_is_refused(write: Write, name: str) -> None:
    refused(write, f"figure_{name}_not_negative", **{name: -1})


@every_way
@pytest.mark.parametrize("currency", ["", "usd", "Usd", "US", "U"])
def test_what_is_not_three_capitals_is_no_currency(write: Write, currency: str) -> None:
    refused(write, "figure_currency_iso", currency=currency)


@every_way
def test_a_missing_currency_is_refused(write: Write) -> None:
    refused(write, "currency", currency=None)


@every_way
def test_an_unknown_kind_of_pay_is_refused(write: Write) -> None:
    refused(write, "figure_measure_known", measure="wages")


@every_way
def test_an_unknown_pay_period_is_refused(write: Write) -> None:
    refused(write, "figure_pay_period_known", pay_period="week")


@every_way
@pytest.mark.parametrize("mark", ["withheld", "not_collected", "too_few"])
@pytest.mark.parametrize("name", NUMBER_FIELDS)
def test_a_mark_of_no_number_beside_a_number_is_refused(write: Write, name: str, mark: str) -> None:
    refused(write, f"figure_{name}_mark_fits", **{name: 5, f"{name}_mark": mark})


@every_way
@pytest.mark.parametrize("name", NUMBER_FIELDS)
def test_at_least_without_its_limit_is_refused(write: Write, name: str) -> None:
    refused(write, f"figure_{name}_mark_fits", **{name: None, f"{name}_mark": "at_least"})


@every_way
def test_an_unknown_mark_is_refused(write: Write) -> None:
    refused(write, "figure_median_mark_fits", median_mark="guessed")


@every_way
@pytest.mark.parametrize(
    "values",
    [
        {"median": 239_200, "median_mark": "at_least"},
        {"median": None, "median_mark": "withheld"},
        {"sample_size": None, "sample_size_mark": "too_few"},
    ],
)
def test_a_mark_that_fits_is_taken(write: Write, values: dict[str, Any]) -> None:
    write(**values)


# One cell


CELLS: dict[str, dict[str, Any]] = {
    "all levels, everyone": {},
    "a level, everyone": {"level": "senior"},
    "all levels, an option": {"option": "go"},
    "a level, an option": {"level": "senior", "option": "go"},
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_second_cell_is_refused(cell: dict[str, Any]) -> None:
    make_figure(median=50_000, **cell)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(median=60_000, **cell)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_second_cell_is_refused_to_an_update_too(cell: dict[str, Any]) -> None:
    make_figure(median=50_000, **cell)
    other = make_figure(median=60_000, currency="EUR", **cell)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=other.pk).update(currency="USD")


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_second_cell_of_another_part_of_the_release_is_refused(cell: dict[str, Any]) -> None:
    make_figure(median=50_000, **cell)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(part=make_part(name="another file"), median=60_000, **cell)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_second_cell_is_told_in_a_sentence(cell: dict[str, Any]) -> None:
    make_figure(median=50_000, **cell)
    rows: dict[str, Callable[[str], Any]] = {"level": make_level, "option": make_option}
    second = unsaved(median=60_000, **{name: rows[name](slug) for name, slug in cell.items()})
    with pytest.raises(ValidationError) as found:
        second.full_clean()
    assert found.value.messages == [
        "This release has a figure for the same role, level, place, option, kind of pay, currency and pay "
        "period already."
    ]


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize(
    "other",
    [
        {"currency": "EUR"},
        {"pay_period": "hour"},
        {"measure": Measure.GROSS_PAY},
        {"location": "gb"},
        {"part": "another release"},
    ],
)
def test_a_cell_that_differs_in_one_thing_stands_beside(cell: dict[str, Any], other: dict[str, Any]) -> None:
    make_figure(median=50_000, **cell)
    if "part" in other:
        other = {"part": make_part(make_release("may-2024", reference_start=date(2024, 5, 1)))}
    make_figure(median=60_000, **cell, **other)
    assert Figure.objects.count() == 2


# Sentences


def messages(**values: Any) -> list[str]:
    """What `full_clean` says of a figure."""
    with pytest.raises(ValidationError) as found:
        unsaved(**values).full_clean()
    return found.value.messages


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"p10": 90, "p90": 80}, "The p10 cannot be above the p90."),
        ({"p25": 90, "median": 80}, "The p25 cannot be above the median."),
        ({"range_low": 90, "range_high": 80}, "The range low cannot be above the range high."),
        ({"median": Decimal(0)}, "Pay is more than nothing."),
        ({"median": 1, "currency": "usd"}, "“usd” is not a currency code of ISO 4217."),
        ({"median": 1, "currency": "XQX"}, "“XQX” is not a currency code of ISO 4217."),
        (
            {"median": 1, "median_mark": "withheld"},
            "The median has a mark that says there is no number, and a number; or “at least” and none.",
        ),
        ({}, "A figure needs at least one number, or a mark that says why there is none."),
        ({"median": Decimal("1234.5"), "currency": "JPY"}, "JPY has no decimals."),
    ],
)
def test_a_form_gets_the_fault_as_a_sentence(values: dict[str, Any], sentence: str) -> None:
    assert sentence in messages(**values)


def test_a_figure_belongs_to_a_part_of_its_own_release() -> None:
    other = make_release("may-2024", reference_start=date(2024, 5, 1))
    assert "The part belongs to another release." in messages(median=1, release=other)


def test_an_option_that_is_a_place_has_no_figure_of_its_own() -> None:
    option = make_option("seattle", location=make_location("seattle-wa"))
    assert "This option is a place: enter the figure for that place instead." in messages(
        median=1, option=option
    )


def test_a_mark_alone_makes_a_figure() -> None:
    unsaved(median_mark="withheld").full_clean()


def test_a_figure_takes_its_release_from_its_part() -> None:
    part = make_part()
    figure = Figure(part=part, role=make_role(), location=make_location(), measure="base_salary", mean=1)
    figure.save()
    assert figure.release == part.release


@pytest.mark.parametrize("noun", ["role", "level", "location", "option", "part", "release"])
def test_what_a_figure_speaks_of_cannot_be_deleted(noun: str) -> None:
    figure = make_figure(median=50_000, level="senior", option="go")
    with pytest.raises(ProtectedError):
        getattr(figure, noun).delete()
    assert Figure.objects.filter(pk=figure.pk).exists()


def test_an_amount_is_stored_to_the_cent() -> None:
    figure = make_figure(median=Decimal("155000.50"))
    figure.refresh_from_db()
    assert str(figure.median) == "155000.50"


def test_a_figure_is_found_by_its_natural_key() -> None:
    for values in CELLS.values():
        figure = make_figure(median=50_000, **values)
        assert Figure.objects.get_by_natural_key(*figure.natural_key()) == figure  # type: ignore[arg-type]
