"""What the words, numbers, ranges and texts of a table mean, and what of them is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salaries.imports.formats.table_columns import NUMBERS, WRITTEN
from salaries.imports.formats.table_values import MEASURES, PAY_PERIODS, SLUG, measure_of, pay_period_of
from salaries.imports.marks import MARKS
from salaries.imports.numbers import STYLES
from salaries.models import Figure, Measure
from salaries.models.base import SLUG as ADDRESS
from salaries.models.figures import NUMBER_FIELDS, Mark, PayPeriod
from tests.imports.tables import a_table, a_workbook, read, refused


def numbers(path: Path, **options: Any) -> dict[str, Decimal | int]:
    return dict(read(path, **options)[1][0].numbers)


def test_the_formats_words_are_those_of_the_guide() -> None:
    assert set(MEASURES) == set(Measure.values) and set(PAY_PERIODS) == set(PayPeriod.values)
    assert set(MARKS) == set(Mark.values) and set(NUMBERS) == set(NUMBER_FIELDS)
    assert SLUG.pattern == ADDRESS.pattern
    assert {name for name in WRITTEN if not name.startswith("reference")} <= {
        field.name for field in Figure._meta.get_fields()
    }


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("base", "base_salary"),
        ("Base pay", "base_salary"),
        ("total", "total_compensation"),
        ("gross", "gross_pay"),
        ("advertised_pay", "advertised_pay"),
        ("salary, kind not stated", "salary_unspecified"),
        ("net", ""),
        ("salary", ""),
    ],
)
def test_a_kind_of_pay_has_these_spellings(text: str, measure: str) -> None:
    assert measure_of(text) == measure


@pytest.mark.parametrize(
    ("text", "period"),
    [("annual", "year"), ("Yearly", "year"), ("per month", "month"), ("hourly", "hour"), ("weekly", "")],
)
def test_a_pay_period_has_these_spellings(text: str, period: str) -> None:
    assert pay_period_of(text) == period


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("155k", "155000", "155000"),
        ("$120,000.50", "120000.50", "120000.50"),
        ("120-150k", "120000", "150000"),
        ("120k-150", "120000", "150000"),
        ("$120k–$150k", "120000", "150000"),
        ("$123,684—$254,644 USD", "123684", "254644"),
        ("90K - 110K", "90000", "110000"),
        ("90K to 110K", "90000", "110000"),
        ("90k-110000", "90000", "110000"),
        ("80000-110k", "80000", "110000"),
        ("1.5k-2k", "1500", "2000"),
        ("USD 120-150k", "120000", "150000"),
        ("60000 − 60000", "60000", "60000"),
    ],
)
def test_a_range_gives_both_its_ends(tmp_path: Path, text: str, low: str, high: str) -> None:
    found = numbers(a_table(tmp_path, {"range": text, "median": ""}))
    assert found == {"range_low": Decimal(low), "range_high": Decimal(high)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("150k-120k", "RANGE_REVERSED"),
        ("up to 90k", "NOT_A_NUMBER"),
        ("competitive", "NOT_A_NUMBER"),
        ("non-competitive", "NOT_A_NUMBER"),
        ("$-155", "NOT_A_NUMBER"),
        ("-120-150", "NUMBER_FORMAT"),
        ("120-150-180", "NUMBER_FORMAT"),
        ("0-150000", "OUT_OF_RANGE"),
        ("€90k-110k", "NUMBER_FORMAT"),
    ],
)
def test_a_range_that_is_not_clear_is_refused_once(tmp_path: Path, text: str, code: str) -> None:
    assert refused(a_table(tmp_path, {"range": text})) == [(2, "range", code)]


def test_a_currency_that_starts_with_k_is_not_a_thousand(tmp_path: Path) -> None:
    found = numbers(a_table(tmp_path, {"range": "100-150KWD", "median": "", "currency": "KWD"}))
    assert found == {"range_low": 100, "range_high": 150}


def test_a_range_in_the_french_style_keeps_its_spaces(tmp_path: Path) -> None:
    path = a_table(tmp_path, {"range": "90 000 - 110 000", "currency": "EUR"})
    assert numbers(path, numbers=STYLES["fr"])["range_high"] == 110000
    path = a_table(tmp_path, {"range": "90 000-110k", "currency": "EUR"})
    assert numbers(path, numbers=STYLES["fr"])["range_low"] == 90000


def test_the_ends_of_a_range_have_the_files_name_for_it(tmp_path: Path) -> None:
    reading, _ = read(a_table(tmp_path, {"pay_range": "1-2"}), columns={"pay_range": "range"})
    assert reading.column_names["range_low"] == reading.column_names["range_high"] == "pay_range"


def test_bands_stand_in_two_columns_too(tmp_path: Path) -> None:
    path = a_table(tmp_path, {"range_low": "90000", "range_high": "110k"})
    assert numbers(path) == {"median": 60000, "range_low": 90000, "range_high": 110000}


@pytest.mark.parametrize(
    ("style", "text", "amount"),
    [("de", "1.234,56", "1234.56"), ("fr", "155\u202f000", "155000"), ("ch", "1’234.56", "1234.56")],
)
def test_numbers_are_read_in_the_declared_style(tmp_path: Path, style: str, text: str, amount: str) -> None:
    path = a_table(tmp_path, {"median": text, "currency": "EUR", "sample_size": "1000"})
    assert numbers(path, numbers=STYLES[style]) == {"median": Decimal(amount), "sample_size": 1000}


def test_a_workbooks_numbers_are_numbers_in_any_style(tmp_path: Path) -> None:
    header = ["role", "location", "measure", "currency", "pay_period", "median", "p10", "sample_size"]
    row = ["nurse", "us", "base", "EUR", "hour", 1234.5, "1.234,5", 120]
    found = numbers(a_workbook(tmp_path, [header, row]), numbers=STYLES["de"])
    assert found == {"median": Decimal("1234.5"), "p10": Decimal("1234.5"), "sample_size": 120}


def test_a_workbooks_number_is_what_it_shows(tmp_path: Path) -> None:
    header = ["role", "location", "measure", "currency", "pay_period", "median"]
    path = a_workbook(tmp_path, [header, ["nurse", "us", "base", "USD", "year", 53560.530000000006]])
    assert numbers(path) == {"median": Decimal("53560.53")}


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("median", "0", "OUT_OF_RANGE"),
        ("median", "60000.505", "DECIMALS"),
        ("median", "60,00", "NUMBER_FORMAT"),
        ("median", "€60000", "NUMBER_FORMAT"),
        ("median", "-60000", "NUMBER_FORMAT"),
        ("median", "#60000", "NUMBER_FORMAT"),
        ("median", "sixty", "NOT_A_NUMBER"),
        ("sample_size", "12.5", "DECIMALS"),
        ("sample_size", "some", "NOT_A_NUMBER"),
        ("employment", "3000000000", "OUT_OF_RANGE"),
        ("mean_error", "3.333", "DECIMALS"),
        ("median_error", "1000", "OUT_OF_RANGE"),
    ],
)
def test_what_is_no_clear_number_is_refused(tmp_path: Path, column: str, text: str, code: str) -> None:
    assert refused(a_table(tmp_path, {column: text})) == [(2, column, code)]


def test_of_a_row_of_zeros_the_median_is_named_first(tmp_path: Path) -> None:
    found = refused(a_table(tmp_path, {"p10": "0", "median": "0", "p90": "0"}))
    assert [column for _, column, _ in found] == ["median", "p10", "p90"]


def test_nothing_is_not_empty_and_empty_is_not_nothing(tmp_path: Path) -> None:
    assert numbers(a_table(tmp_path, {"sample_size": "0"})) == {"median": 60000, "sample_size": 0}
    assert numbers(a_table(tmp_path, {"sample_size": "", "p10": ""})) == {"median": 60000}


def test_counts_and_errors_are_kept(tmp_path: Path) -> None:
    row = {"sample_size": "1,200", "employment": "5000", "mean_error": "0.4", "median_error": "3.3%"}
    assert numbers(a_table(tmp_path, row)) == {
        "median": 60000,
        "sample_size": 1200,
        "employment": 5000,
        "mean_error": Decimal("0.4"),
        "median_error": Decimal("3.3"),
    }


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\uff1d1+1", "'=1+1", "\t=1+1"])
def test_a_foreign_files_text_is_kept_but_for_outer_blanks(tmp_path: Path, text: str) -> None:
    path = a_table(tmp_path, {"source": text})
    assert read(path, columns={"source": "source_note"})[1][0].source_note == text.strip()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("'=1+1", "=1+1"), ("''=1+1", "'=1+1"), ("'tis so", "'tis so"), ("=1+1", "=1+1")],
)
def test_the_sign_of_an_export_is_taken_off_in_our_own_layout(
    tmp_path: Path, written: str, meant: str
) -> None:
    assert read(a_table(tmp_path, {"source_note": written}))[1][0].source_note == meant


def test_a_note_that_is_too_long_is_cut_and_said_so(tmp_path: Path) -> None:
    reading, [cell] = read(a_table(tmp_path, {"source_note": "n" * 301}))
    assert len(cell.source_note) == 300
    assert [(one.row, one.column, one.code) for one in reading.warnings] == [(2, "source_note", "TOO_LONG")]
