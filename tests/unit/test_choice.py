from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.cells import Cell, Number
from salaries.pay.choice import choose
from tests.unit.builders import cell, evidence, number


def held(median: str | None, mean: str | None = None, mark: str = "", **values: Any) -> Cell:
    numbers = {"mean": number(mean)} if mean else {}
    return cell(median, mark, numbers, **values)


def medians(cells: Sequence[Cell | None]) -> list[str | None]:
    return [None if of is None else str(of.shown("median")) for of in cells]


ONLY_MEAN, ONLY_MEDIAN = held(None, "1"), held("1")
BOTH, AT_LEAST, NEITHER = held("1", "1"), held("1", mark="at_least"), held(None)


@pytest.mark.parametrize(
    ("cells", "statistic"),
    [
        ([BOTH, BOTH], "median"),
        ([ONLY_MEDIAN, BOTH], "median"),
        ([ONLY_MEAN, BOTH], "mean"),
        ([ONLY_MEAN, ONLY_MEAN], "mean"),
        ([AT_LEAST, BOTH], "median"),
        ([held("1", "1", "at_least"), BOTH], "mean"),
        ([ONLY_MEAN, ONLY_MEDIAN], "mean"),
        ([ONLY_MEDIAN, ONLY_MEDIAN, ONLY_MEAN], "median"),
        ([ONLY_MEDIAN, ONLY_MEAN, ONLY_MEAN], "mean"),
        ([ONLY_MEDIAN, NEITHER], "median"),
        ([NEITHER, NEITHER], "mean"),
    ],
)
def test_the_statistic_is_the_median_where_all_sides_have_it_else_the_mean(
    cells: list[Cell], statistic: str
) -> None:
    assert choose([[of] for of in cells]).statistic == statistic
    assert choose([[of] for of in reversed(cells)]).statistic == statistic


def test_a_statistic_that_was_asked_for_is_kept_even_where_no_side_has_it() -> None:
    chosen = choose([[ONLY_MEAN], [ONLY_MEAN]], "p90")
    assert (chosen.statistic, chosen.shared) == ("p90", False)
    assert chosen.cells == (ONLY_MEAN, ONLY_MEAN)


def test_a_subject_without_cells_has_none_and_nothing_is_shared() -> None:
    chosen = choose([[BOTH], []])
    assert (chosen.cells, chosen.shared) == ((BOTH, None), False)


def test_no_subjects_are_no_error() -> None:
    assert choose([]).cells == ()


def of_release(median: str, name: str, **values: Any) -> Cell:
    return cell(median, evidence=evidence(name, **values))


MARCH = {"reference_start": date(2026, 3, 1), "reference_end": date(2026, 3, 31)}
UNKNOWN = {"reference_start": None, "reference_end": None}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"priority": 2}, {"priority": 1, **MARCH, "published": 9}),
        ({**MARCH}, {"published": 9}),
        ({}, {**UNKNOWN, "published": 9}),
        ({"published": 9}, {"published": 8}),
    ],
)
def test_releases_answer_by_priority_then_period_then_publication(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    for first, second in permutations([("x", better, "1"), ("y", worse, "2")]):
        subject = [of_release(median, name, **values) for name, values, median in (first, second)]
        chosen = choose([subject, subject])
        assert (medians(chosen.cells), chosen.shared) == (["1", "1"], True)


def test_a_release_that_holds_all_sides_answers_before_a_better_one_that_does_not() -> None:
    first = [of_release("1", "best", priority=9), of_release("2", "shared")]
    second = [of_release("3", "shared")]
    chosen = choose([first, second])
    assert (medians(chosen.cells), chosen.shared) == (["2", "3"], True)


def test_a_release_whose_figure_is_marked_does_not_hold_that_side() -> None:
    marked = cell("4", "at_least", evidence=evidence("best", priority=9))
    first = [of_release("1", "best", priority=9), of_release("2", "shared")]
    chosen = choose([first, [marked, of_release("3", "shared")]], "median")
    assert medians(chosen.cells) == ["2", "3"]


def test_without_a_shared_release_each_side_has_its_own_best() -> None:
    first = [of_release("1", "x", priority=1), of_release("2", "y", priority=2)]
    chosen = choose([first, [of_release("3", "z")]])
    assert (medians(chosen.cells), chosen.shared) == (["2", "3"], False)


def test_ones_own_best_is_exact_before_it_is_a_limit_and_a_limit_before_it_is_nothing() -> None:
    exact, limit = of_release("1", "x"), cell("2", "at_least", evidence=evidence("y", priority=5))
    nothing = cell(None, "withheld", evidence=evidence("z", priority=9))
    assert choose([[nothing, limit, exact], []], "median").cells[0] is exact
    assert choose([[nothing, limit], []], "median").cells[0] is limit
    assert choose([[nothing], []], "median").cells[0] is nothing


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"pay_period": "year", "currency": "JPY"}, {"pay_period": "month"}),
        ({"pay_period": "month"}, {"pay_period": "hour"}),
        ({"measure": "gross_pay"}, {"currency": "EUR"}),
        ({}, {"measure": "total_compensation"}),
    ],
)
def test_within_a_release_a_side_means_the_year_the_places_currency_the_primary_measure(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    cells = [cell("2", **worse), cell("1", **better)]
    assert medians(choose([cells]).cells) == ["1"]
    assert medians(choose([cells, cells]).cells) == ["1", "1"]
    assert medians(choose([cells, []]).cells) == ["1", None]


def test_sides_in_one_release_are_read_in_the_kind_of_pay_that_both_have() -> None:
    both = [cell("50000"), cell("24", pay_period="hour")]
    chosen = choose([both, [cell("30", pay_period="hour")]])
    assert (medians(chosen.cells), chosen.shared) == (["24", "30"], True)


def test_sides_of_one_release_in_unlike_kinds_of_pay_share_nothing() -> None:
    chosen = choose([[cell("50000")], [cell("6500000", currency="JPY", place_currency="JPY")]])
    assert (medians(chosen.cells), chosen.shared) == (["50000", "6500000"], False)


def test_a_release_that_was_asked_for_is_the_only_one_that_answers() -> None:
    first = [of_release("1", "x", priority=9), of_release("2", "y")]
    chosen = choose([first, [of_release("3", "x")]], release="y/may-2025")
    assert (medians(chosen.cells), chosen.shared) == (["2", None], False)


cells_of_a_subject = st.lists(
    st.builds(
        lambda source, priority, period, median, mean: cell(
            None,
            numbers={"median": median, "mean": mean},
            pay_period=period,
            evidence=evidence(source, priority=priority),
        ),
        st.sampled_from("xyz"),
        st.integers(0, 2),
        st.sampled_from(["year", "hour"]),
        st.sampled_from([Number(None), number("1"), number("2", "at_least"), Number(None, "withheld")]),
        st.sampled_from([Number(None), number("1")]),
    ),
    max_size=5,
    unique_by=lambda of: (of.evidence.release, of.pay_period),
)


@given(st.lists(cells_of_a_subject, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_of_cells(candidates: list[list[Cell]], chance: Any) -> None:
    shuffled = [chance.sample(cells, len(cells)) for cells in candidates]
    assert choose(shuffled) == choose(candidates)


@given(st.lists(cells_of_a_subject, min_size=1, max_size=4))
def test_a_shared_choice_is_exact_and_of_one_release_and_kind(candidates: list[list[Cell]]) -> None:
    chosen = choose(candidates)
    if chosen.shared:
        kinds = {(of.evidence.release, of.measure, of.currency, of.pay_period) for of in chosen.cells if of}
        assert len(kinds) == 1
        assert all(of is not None and of.value(chosen.statistic) is not None for of in chosen.cells)


@given(st.lists(cells_of_a_subject, min_size=1, max_size=4))
def test_every_choice_is_one_of_the_subjects_own_cells(candidates: list[list[Cell]]) -> None:
    for of, cells in zip(choose(candidates).cells, candidates, strict=True):
        assert of in cells if cells else of is None
