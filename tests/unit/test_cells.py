from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from salaries.pay.cells import Number, period_label, period_phrase, period_words
from salaries.pay.words import MARKS, NO_FIGURE, STATISTICS, statistic_words
from tests.unit.builders import cell, evidence, number

PERCENTILES = {name: number("1000") for name in ("p10", "p25", "median", "p75", "p90")}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "May 2025"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "1 February 2024 to 28 February 2024"),
        (date(2024, 2, 15), date(2024, 2, 29), "15 February 2024 to 29 February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 1, 1), date(2025, 12, 31), "2024 to 2025"),
        (date(2024, 1, 1), date(2025, 12, 30), "1 January 2024 to 30 December 2025"),
        (date(2024, 1, 1), date(2024, 3, 31), "1 January 2024 to 31 March 2024"),
        (date(2023, 4, 6), date(2024, 4, 5), "6 April 2023 to 5 April 2024"),
        (date(2023, 5, 1), date(2024, 5, 31), "1 May 2023 to 31 May 2024"),
        (date(2025, 5, 15), date(2025, 5, 15), "15 May 2025"),
        (date(2025, 5, 1), None, "from 1 May 2025"),
        (None, date(2025, 5, 31), "up to 31 May 2025"),
        (None, None, "period not stated"),
    ],
)
def test_a_reference_period_is_said_in_words(start: date | None, end: date | None, words: str) -> None:
    assert period_words(start, end) == words
    assert evidence(reference_start=start, reference_end=end).period == words


@pytest.mark.parametrize(
    ("start", "end", "phrase", "label"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "in May 2025", "May 2025"),
        (date(2024, 1, 1), date(2024, 12, 31), "in 2024", "2024"),
        (date(2024, 1, 1), date(2025, 12, 31), "from 2024 to 2025", "to December 2025"),
        (date(2023, 4, 6), date(2024, 4, 5), "in the year to 5 April 2024", "to April 2024"),
        (date(2023, 3, 1), date(2024, 2, 29), "in the year to 29 February 2024", "to February 2024"),
        (
            date(2023, 2, 28),
            date(2024, 2, 28),
            "from 28 February 2023 to 28 February 2024",
            "to February 2024",
        ),
        (date(2025, 5, 15), date(2025, 5, 15), "on 15 May 2025", "15 May 2025"),
        (None, date(2025, 5, 31), "up to 31 May 2025", "to May 2025"),
        (date(2025, 5, 1), None, "", "from 1 May 2025"),
        (None, None, "", "period not stated"),
    ],
)
def test_a_period_has_words_for_a_sentence_and_for_little_room(
    start: date | None, end: date | None, phrase: str, label: str
) -> None:
    assert (period_phrase(start, end), period_label(start, end)) == (phrase, label)


def test_a_currency_that_is_not_the_place_s_own_is_named() -> None:
    assert cell(place_currency="GBP").currency_line == "in US dollars (USD)"
    assert cell(currency="GBP", place_currency="GBP").currency_line == ""
    assert cell(place_currency="GBP").evidence_parts("median")[1] == "in US dollars (USD)"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "base salary a year"),
        ({"measure": "salary_unspecified"}, "salary a year, kind not stated"),
        ({"place_currency": "CAD", "pay_period": "hour"}, "base salary an hour, in US dollars (USD)"),
    ],
)
def test_what_all_numbers_of_a_cell_state(values: dict[str, Any], line: str) -> None:
    assert cell(**values).pay_line == line


@pytest.mark.parametrize(
    ("text", "mark", "state", "value", "shown", "words"),
    [
        ("155000", "", "published", "155000", "155000", "$155,000"),
        ("239200", "at_least", "at_least", None, "239200", "at least $239,200"),
        (None, "withheld", "none", None, None, NO_FIGURE),
        (None, "not_collected", "none", None, None, NO_FIGURE),
        (None, "too_few", "none", None, None, NO_FIGURE),
        (None, "", "none", None, None, NO_FIGURE),
        (None, "at_least", "none", None, None, NO_FIGURE),
        ("61000", "too_few", "none", None, None, NO_FIGURE),
        ("NaN", "", "none", None, None, NO_FIGURE),
    ],
)
def test_a_mark_decides_what_is_shown_and_what_may_be_subtracted(
    text: str | None, mark: str, state: str, value: str | None, shown: str | None, words: str
) -> None:
    held = cell(None, numbers={"median": number(text, mark)})
    assert held.state("median") == state
    assert held.value("median") == (None if value is None else Decimal(value))
    assert held.shown("median") == (None if shown is None else Decimal(shown))
    assert held.format("median") == words


def test_a_statistic_that_a_cell_does_not_have_is_no_figure() -> None:
    assert cell().state("mean") == "none"
    assert cell().format("mean") == NO_FIGURE


def test_an_hours_pay_is_shown_with_cents() -> None:
    assert cell("25.5", pay_period="hour").format("median") == "$25.50"


def test_a_cell_with_all_five_percentiles_has_a_band() -> None:
    assert cell(numbers=PERCENTILES).has_band


@pytest.mark.parametrize("name", ["p10", "p25", "median", "p75", "p90"])
@pytest.mark.parametrize("put", [Number(None), number("1000", "at_least"), Number(None, "withheld")])
def test_one_percentile_missing_or_marked_is_no_band(name: str, put: Number) -> None:
    assert not cell(numbers={**PERCENTILES, name: put}).has_band


@pytest.mark.parametrize(
    ("statistic", "measure", "period", "line"),
    [
        ("mean", "salary_unspecified", "year", "Mean salary a year, kind not stated"),
        ("median", "gross_pay", "year", "Median gross pay a year"),
        ("median", "total_compensation", "month", "Median total compensation a month"),
        ("p10", "base_salary", "hour", "10th percentile of base salary an hour"),
        ("p90", "salary_unspecified", "year", "90th percentile of salary a year, kind not stated"),
    ],
)
def test_a_line_says_statistic_measure_and_period(
    statistic: str, measure: str, period: str, line: str
) -> None:
    assert cell(measure=measure, pay_period=period).measure_line(statistic) == line


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"sample_size": 120}, "120\u00a0answers"),
        ({"sample_size": 1200}, "1,200\u00a0answers"),
        ({"sample_size": 1}, "1\u00a0answer"),
        ({"sample_size": 40, "employment": 9}, "40\u00a0answers"),
        ({"sample_size": None, "employment": 1687890}, "1,687,890\u00a0employed"),
        ({"sample_size": None}, "Sample size not stated"),
        ({"sample_size": None, "median_error": Decimal("0.4")}, ""),
        ({"sample_size": None, "mean_error": Decimal("0.4")}, "Sample size not stated"),
        ({"sample_size": 40, "evidence": evidence(source_kind="job_adverts")}, "40\u00a0adverts"),
    ],
)
def test_a_sample_is_said_in_words(values: dict[str, Any], line: str) -> None:
    assert cell(**values).sample_line("median") == line


def test_an_error_belongs_to_its_own_statistic() -> None:
    held = cell(mean_error=Decimal("0.40"), median_error=Decimal(10))
    assert held.error_line("mean") == "relative standard error 0.4\u00a0% of the mean"
    assert held.error_line("median") == "relative standard error 10\u00a0% of the median"
    assert (held.error("p90"), held.error_line("p90")) == (None, "")


def test_evidence_stands_under_a_figure_in_short_parts() -> None:
    held = cell(measure="gross_pay", sample_size=None, employment=1687890, mean_error=Decimal("0.4"))
    assert held.evidence_parts("mean") == (
        "Mean gross pay a year",
        "1,687,890\u00a0employed",
        "relative standard error 0.4\u00a0% of the mean",
        "Bureau",
        "May 2025",
    )


def test_a_source_that_states_little_is_shown_to_state_little() -> None:
    silent = evidence("ora", source_label="ORA", reference_start=None, reference_end=None)
    held = cell(None, measure="salary_unspecified", sample_size=None, evidence=silent)
    assert held.evidence_parts("mean") == (
        "Mean salary a year, kind not stated",
        "Sample size not stated",
        "ORA",
        "period not stated",
    )


def test_every_statistic_and_mark_has_words() -> None:
    assert tuple(statistic_words) == STATISTICS
    assert set(MARKS) == {"withheld", "not_collected", "too_few", "at_least"}


def test_a_cell_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        cell().currency = "EUR"  # type: ignore[misc]
