"""`docs/statistics.md` says what the code does: each row of its tables is worked out again."""

import re
from datetime import date
from typing import Any

import pytest

from salaries.pay.cells import Cell, Number
from salaries.pay.choice import choose
from salaries.pay.comparison import compare
from salaries.pay.money import (
    format_money,
    format_percent,
    per_hour,
    per_month,
    percent,
    percent_exact_string,
)
from salaries.pay.words import STATISTICS
from tests.unit.builders import cell, evidence, levels, number
from tests.unit.statistics_doc import NBSP, amount, figure, rows, tables


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(("baseline", "other", "difference", "shown", "exact"), rows("Baseline", "Other"))
def test_percent_and_difference(baseline: str, other: str, difference: str, shown: str, exact: str) -> None:
    found = percent(amount(other), amount(baseline))
    assert found is not None
    assert plain(format_percent(found)) == shown
    assert percent_exact_string(found) == exact
    assert format_money(amount(other) - amount(baseline), "USD", signed=True) == difference


@pytest.mark.parametrize(("baseline", "other", "difference", "shown", "exact"), rows("Baseline", "Other"))
def test_a_comparison_says_the_same(
    baseline: str, other: str, difference: str, shown: str, exact: str
) -> None:
    found = compare(levels(cell(str(amount(baseline))), cell(str(amount(other)))), "median").differences[0]
    assert (found.words, plain(found.percent_words)) == (f"{difference} a year", shown)
    assert found.percent_exact is not None
    assert percent_exact_string(found.percent_exact) == exact


@pytest.mark.parametrize(("value", "currency", "period", "shown"), rows("Amount", "Currency"))
def test_money_as_shown(value: str, currency: str, period: str, shown: str) -> None:
    assert plain(format_money(amount(value), currency, period)) == shown


@pytest.mark.parametrize(
    ("cells", "meant"), rows("Cells of a release (primary measure: base salary; place: USD)", "Meant")
)
def test_which_cell_is_meant(cells: str, meant: str) -> None:
    candidates = [of for text in cells.split("; ") if (of := figure(text))]
    assert len(candidates) == 2
    assert choose([candidates]).cells == (figure(meant),)


def held(words: str) -> list[Cell]:
    """A side that has "median at least, mean"; nothing is no cells."""
    numbers: dict[str, Number] = {}
    for part in words.split(", "):
        name, _, limit = part.partition(" ")
        numbers[name] = number("1", "at_least" if limit else "")
    return [] if words == "nothing" else [cell(None, numbers=numbers)]


@pytest.mark.parametrize(("first", "second", "shown"), rows("First side has", "Second side has"))
def test_which_statistic(first: str, second: str, shown: str) -> None:
    assert shown in STATISTICS
    assert choose([held(first), held(second)]).statistic == shown
    assert choose([held(second), held(first)]).statistic == shown


def released(name: str, words: str) -> tuple[list[Cell], list[Cell]]:
    """The cells that a release holds of both sides: "priority 2, May 2024, version 7, holds both"."""
    found = re.fullmatch(r"priority (\d), (unknown|May (\d{4})), version (\d), holds (\w+)", words)
    assert found, words
    period: dict[str, Any] = {"reference_start": None, "reference_end": None}
    if found[3]:
        period = {"reference_start": date(int(found[3]), 5, 1), "reference_end": date(int(found[3]), 5, 31)}
    of = cell(evidence=evidence(name, priority=int(found[1]), published=int(found[4]), **period))
    return [of] if found[5] in ("both", "first") else [], [of] if found[5] in ("both", "second") else []


@pytest.mark.parametrize(("x", "y", "first", "second"), rows("Release X", "Release Y"))
def test_which_release(x: str, y: str, first: str, second: str) -> None:
    (first_x, second_x), (first_y, second_y) = released("X", x), released("Y", y)
    chosen = choose([[*first_x, *first_y], [*second_x, *second_y]])
    assert [of.evidence.source if of else "none" for of in chosen.cells] == [first, second]
    assert chosen.shared == (first == second)


@pytest.mark.parametrize(("one", "other", "reason"), rows("One figure", "Other figure"))
def test_unlike_figures(one: str, other: str, reason: str) -> None:
    difference = compare(levels(figure(one), figure(other)), "median").differences[0]
    assert (difference.reason or "–") == reason
    assert (difference.amount is None) == (reason != "–")


@pytest.mark.parametrize(("value", "mark", "shown", "subtracted"), rows("Value", "Mark"))
def test_marks(value: str, mark: str, shown: str, subtracted: str) -> None:
    of = cell(None, numbers={"median": number(str(amount(value)) if value else None, mark)})
    assert of.format("median") == shown
    assert (of.value("median") is not None) == (subtracted == "yes")
    difference = compare(levels(cell(), of), "median").differences[0]
    assert (difference.amount is not None) == (subtracted == "yes")


@pytest.mark.parametrize(("option", "without", "having", "premium"), rows("Option", "Without"))
def test_what_an_option_is_worth(option: str, without: str, having: str, premium: str) -> None:
    found = percent(amount(having), amount(without))
    assert found is not None
    assert plain(format_percent(found)) == premium, option


@pytest.mark.parametrize(("year", "month", "hour"), rows("A year", "A month"))
def test_a_year_a_month_an_hour(year: str, month: str, hour: str) -> None:
    assert format_money(per_month(amount(year)), "USD", "month") == month
    assert format_money(per_hour(amount(year)), "USD", "hour") == hour


def test_every_table_of_the_page_is_checked() -> None:
    assert {header[0] for header in tables()} == {
        "Baseline",
        "Amount",
        "Cells of a release (primary measure: base salary; place: USD)",
        "First side has",
        "Release X",
        "Source",  # by the models' tests, since the rule is a query
        "One figure",
        "Value",
        "Option",
        "A year",
    }
    assert all(len(row) == len(header) for header, held in tables().items() for row in held)
    assert all(held for held in tables().values())
