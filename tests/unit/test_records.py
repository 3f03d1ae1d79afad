"""Comparisons as data: names, texts of numbers, and what is None."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.cells import Cell
from salaries.pay.comparison import compare
from salaries.pay.records import CSV_FIELDS, Record, amount_text, comparison_record, guide_record, rows
from tests.unit.builders import cell, evidence, levels, number, side

MAY = evidence(reference_start=date(2025, 5, 1), reference_end=date(2025, 5, 31), licence="Public domain")
URL = "https://guide.example/compare/"


def record(base: Cell | None, other: Cell | None, statistic: str = "median") -> Record:
    return comparison_record(compare(levels(base, other), statistic), URL, 7)


def test_a_comparison_has_the_six_names_of_the_contract() -> None:
    found = record(cell("50000"), cell("72940"))
    assert list(found) == ["data_version", "url", "statistic", "subjects", "differences", "notes"]
    assert (found["data_version"], found["url"], found["statistic"]) == (7, URL, "median")


def test_a_subject_says_whose_figure_it_is_and_where_it_is_from() -> None:
    held = cell("106250", sample_size=120, median_error=Decimal("0.40"), evidence=MAY)
    assert record(held, cell("1"))["subjects"][0] == {
        "subject": "alpha.average", "role": "alpha", "level": "average", "location": "us", "option": None,
        "value": "106250.00", "currency": "USD", "pay_period": "year", "measure": "base_salary",
        "sample_size": 120, "error": "0.4", "source": MAY.source, "release": MAY.release,
        "reference_period": {"start": "2025-05-01", "end": "2025-05-31"}, "licence": "Public domain",
        "state": "published",
    }  # fmt: skip


def test_a_difference_is_in_texts_rounded_and_exact() -> None:
    base, ten = (cell(None, numbers={"mean": number(text)}) for text in ("106250", "155000"))
    (difference,) = record(base, ten, "mean")["differences"]
    assert difference == {
        "subject": "alpha.junior", "amount": "48750.00", "percent": "45.9", "percent_exact": "45.882353",
        "reason": None,
    }  # fmt: skip


def test_a_subject_without_a_figure_betrays_no_number() -> None:
    found = record(cell("50000"), cell(None, "too_few", {"p90": number("70000")}, sample_size=3))
    subject = found["subjects"][1]
    assert subject["state"] == "none"
    assert {subject[name] for name in ("value", "sample_size", "error", "release", "currency")} == {None}
    assert found["differences"][0]["reason"] == "no_figure"


def test_a_limit_is_a_value_whose_state_says_so() -> None:
    found = record(cell("50000"), cell("239200", "at_least"))
    assert (found["subjects"][1]["value"], found["subjects"][1]["state"]) == ("239200.00", "at_least")
    assert (found["differences"][0]["amount"], found["differences"][0]["reason"]) == (None, "at_least")


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("106250"), "USD", "106250.00"),
        (Decimal("6500000"), "JPY", "6500000"),
        (Decimal("25.5"), "USD", "25.50"),
        (Decimal("-31.505"), "USD", "-31.51"),
        (Decimal("0.00"), "USD", "0.00"),
        (Decimal("1E+5"), "USD", "100000.00"),
        (None, "USD", None),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: Decimal | None, currency: str, text: str) -> None:
    assert amount_text(amount, currency) == text


def test_a_period_that_is_not_stated_is_none() -> None:
    unknown = evidence(reference_start=None, reference_end=None)
    assert record(cell("1", evidence=unknown), cell("2"))["subjects"][0]["reference_period"] is None


def test_a_note_is_its_code_and_its_text() -> None:
    found = record(cell("50000"), cell("60000", evidence=evidence(source="office", source_label="Office")))
    assert found["notes"][0]["code"] == "source"
    assert found["notes"][0]["text"].startswith("The figures come from different sources: ")


def test_a_table_has_a_row_a_subject_and_the_first_has_no_difference() -> None:
    names, first, second = rows(record(cell("50000", evidence=MAY), cell("72940", evidence=MAY)))
    assert names == list(CSV_FIELDS)
    base, other = dict(zip(names, first, strict=True)), dict(zip(names, second, strict=True))
    assert (base["amount"], base["percent"], base["reference_period"]) == ("", "", "2025-05-01/2025-05-31")
    assert (other["subject"], other["amount"], other["percent"]) == ("alpha.junior", "22940.00", "45.9")
    assert (other["data_version"], other["statistic"], other["url"]) == ("7", "median", URL)


def test_a_guide_has_levels_and_sources() -> None:
    whole = (side(cell("50000")), "median")
    found = guide_record([whole], [whole, (side(cell("60000")), "median")], "mean", URL, 7)
    assert list(found) == ["data_version", "url", "statistic", "levels", "sources"]
    assert [one["value"] for one in found["sources"]] == ["50000.00", "60000.00"]
    assert (found["statistic"], found["levels"][0]["statistic"]) == ("mean", "median")


amounts = st.decimals(min_value="0.01", max_value="999999999999", places=2, allow_nan=False)


@given(amounts, amounts)
def test_every_record_is_strict_json_whose_numbers_are_texts(base: Decimal, other: Decimal) -> None:
    found = record(cell(str(base)), cell(str(other)))
    again = json.loads(json.dumps(found, allow_nan=False))
    assert Decimal(again["differences"][0]["amount"]) == other - base
    assert abs(Decimal(again["differences"][0]["percent_exact"]) - (other - base) / base * 100) < Decimal(
        "0.000001"
    )
