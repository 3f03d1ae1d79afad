"""`docs/statistics.md` says what the code does: each row of its tables is worked out again."""

import re
from datetime import date
from typing import Any

import pytest

from salaries.pay.adjustments import KINDS, Index, Place, adjust
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
from salaries.pay.ranks import ranks
from salaries.pay.standing import OwnPay, standing
from salaries.pay.uncertainty import notes, standard_error, verdict
from salaries.pay.words import STATISTICS
from tests.unit.builders import cell, evidence, levels, number, side
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


def test_every_kind_of_price_is_explained() -> None:
    assert [kind.strip("`") for kind, *_ in rows("`prices`", "Adjusted amount")] == list(KINDS)


def place_of(kind: str) -> tuple[str, Place]:
    """A place that has an index of the kind."""
    slug = {"rpp": "san-jose-ca", "ppp": "gb", "cpi": "us"}[kind]
    return slug, Place("country", "gb" if slug == "gb" else "us")


@pytest.mark.parametrize(("published", "kind", "value", "newest", "shown"), rows("Published", "`prices`"))
def test_what_pay_buys(published: str, kind: str, value: str, newest: str, shown: str) -> None:
    slug, place = place_of(kind)
    held = [Index(kind, slug, 2021, amount(value), "x")]
    held += [Index(kind, slug, 2025, amount(newest), "x")] if newest != "–" else []
    of = cell(published.replace(",", ""), evidence=evidence(reference_end=date(2021, 5, 31)))
    found = adjust(side(of, location=slug), "median", kind, held, place)
    assert found.amount is not None
    assert plain(format_money(found.amount, found.currency)) == shown


@pytest.mark.parametrize(("years", "ends", "index"), rows("Years held", "Last day of the period"))
def test_which_index(years: str, ends: str, index: str) -> None:
    slug, place = place_of("rpp")
    held = [Index("rpp", slug, int(year), amount("110"), "x") for year in years.split(", ")]
    end = None if ends == "not stated" else date.fromisoformat(ends)
    of = side(cell(evidence=evidence(reference_start=None, reference_end=end)), location=slug)
    found = adjust(of, "median", "rpp", held, place)
    assert (str(found.index.year) if found.index else "none") == index


def with_error(text: str, error: str) -> Cell:
    return cell(text.replace(",", ""), median_error=amount(error.rstrip(" %")))


@pytest.mark.parametrize(
    ("first", "error", "second", "other", "groups", "margin", "words"), rows("First figure", "Its error")
)
def test_larger_than_its_error(
    first: str, error: str, second: str, other: str, groups: str, margin: str, words: str
) -> None:
    role = {"apart": "beta", "part and whole": "alpha"}[groups]
    sides = side(with_error(first, error)), side(with_error(second, other), role=role)
    found = verdict(*sides, "median", ("a", "b"), {})
    assert found.margin is not None
    assert (format_money(found.margin, "USD"), found.words) == (f"${margin}", words)


@pytest.mark.parametrize(("answers", "p25", "median", "p75", "error", "relative"), rows("Answers", "p25"))
def test_an_approximate_error(
    answers: str, p25: str, median: str, p75: str, error: str, relative: str
) -> None:
    numbers = {"p25": number(str(amount(p25))), "p75": number(str(amount(p75)))}
    found = standard_error(cell(str(amount(median)), "", numbers, sample_size=int(answers)), "median")
    if found is None:
        assert (error, relative) == ("–", "–")
        return
    assert format_money(found.amount, "USD", "hour") == f"${error}"
    share = percent(amount(median) + found.amount, amount(median))
    assert share is not None and plain(format_percent(share, signed=False)) == relative


@pytest.mark.parametrize(("error", "answers", "codes"), rows("Error", "Number of answers"))
def test_which_figures_are_rough(error: str, answers: str, codes: str) -> None:
    sample = None if answers == "–" else int(answers)
    of = cell(sample_size=sample, median_error=amount(error.rstrip(" %")))
    found = [note.code for note in notes([side(of)], ["Alpha"], "median")]
    assert (", ".join(found) or "–") == codes


DEVELOPERS = {"p10": "82460", "p25": "105210", "p75": "171980", "p90": "214670"}


@pytest.mark.parametrize(
    ("own", "median", "stands", "estimate", "following", "away"), rows("Own pay", "Against the median")
)
def test_where_own_pay_stands(
    own: str, median: str, stands: str, estimate: str, following: str, away: str
) -> None:
    of = cell("135980", numbers={name: number(text) for name, text in DEVELOPERS.items()})
    found = standing(OwnPay(amount(own), "USD", "year"), of)
    assert plain(format_percent(found.against[0].percent)) == median
    assert found.bracket is not None
    assert (found.bracket.words, found.bracket.estimate_words or "–") == (stands, estimate)
    reached = (found.next.statistic, f"{found.next.amount:,}") if found.next else ("–", "–")
    assert reached == (following, away)


def test_every_table_of_the_page_is_checked() -> None:
    assert {header[0] for header in tables()} == {
        "Baseline",
        "Amount",
        "Cells of a release (primary measure: base salary; place: USD)",
        "First side has",
        "Release X",
        "Release P",  # this and "Period" by test_statistics_doc_pages
        "Period",
        "Values, highest first",
        "Source",  # by the models' tests, since the rule is a query
        "One figure",
        "Value",
        "Option",
        "A year",
        "`prices`",
        "Published",
        "Years held",
        "First figure",
        "Answers",
        "Error",
        "Own pay",
    }
    assert all(len(row) == len(header) for header, held in tables().items() for row in held)
    assert all(held for held in tables().values())


@pytest.mark.parametrize(("values", "said"), rows("Values, highest first", "Ranks"))
def test_ranks(values: str, said: str) -> None:
    read = [
        (amount(one.removeprefix("at least ")), not one.startswith("at least")) for one in values.split("; ")
    ]
    assert ", ".join(str(rank or "–") for rank in ranks(read)) == said
