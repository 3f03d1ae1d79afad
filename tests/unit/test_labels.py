from typing import Any

import pytest

from salaries.pay.comparison import Side, compare
from salaries.pay.words import listed, with_article
from tests.unit.builders import cell, side

GB = {"location": "gb", "location_name": "United Kingdom"}
SEATTLE = {"location": "seattle-wa", "location_name": "Seattle, WA"}
GO, RUST = {"option": "go", "option_name": "Go"}, {"option": "rust", "option_name": "Rust"}
BETA = {"role": "beta", "role_name": "Beta"}


def of(level: str | None = None, **values: Any) -> Side:
    return side(cell(), level, **values)


@pytest.mark.parametrize(
    ("sides", "prose", "charts"),
    [
        ([of(), of("senior")], ("the general average", "Senior"), ("General average", "Senior")),
        ([of(), of(**BETA)], ("Alpha", "Beta"), ("Alpha", "Beta")),
        ([of(), of(**GB)], ("the United States", "the United Kingdom"), ("United States", "United Kingdom")),
        ([of("senior"), of("senior", **SEATTLE)], ("the United States", "Seattle, WA"), None),
        ([of(), of(**GO)], ("the general average", "Go"), ("General average", "Go")),
        ([of("senior"), of("senior", **GO)], ("the level’s average", "Go"), ("Level’s average", "Go")),
        ([of(**GO), of(**RUST)], ("Go", "Rust"), ("Go", "Rust")),
        ([of("senior", **GO), of(**GO)], ("Senior", "all levels"), ("Senior", "All levels")),
        ([of("senior"), of("senior")], ("Alpha", "Alpha"), ("Alpha", "Alpha")),
        (
            [of(), of("senior"), of(**GO), of("senior", **GO)],
            ("the general average", "Senior", "all levels, Go", "Senior, Go"),
            ("General average", "Senior", "All levels, Go", "Senior, Go"),
        ),
        (
            [of(), of("senior", **BETA)],
            ("Alpha, general average", "Beta, Senior"),
            ("Alpha, general average", "Beta, Senior"),
        ),
        (
            [of(), of("senior", **GB)],
            ("general average, United States", "Senior, United Kingdom"),
            ("General average, United States", "Senior, United Kingdom"),
        ),
        (
            [of(), of(role="ios", role_name="iOS Engineer")],
            ("Alpha", "iOS Engineer"),
            ("Alpha", "iOS Engineer"),
        ),
    ],
)
def test_a_label_holds_what_the_sides_vary_in_and_nothing_else(
    sides: list[Side], prose: tuple[str, ...], charts: tuple[str, ...] | None
) -> None:
    found = compare(sides, "median")
    assert found.prose_labels == prose
    if charts:
        assert found.labels == charts


@pytest.mark.parametrize(
    ("sides", "context"),
    [
        ([of(), of("senior")], "Alpha, United States, median base salary a year"),
        ([of("senior"), of("senior", **GB)], "Alpha, Senior, median base salary a year"),
        ([of(**GO), of(**GO, **GB)], "Alpha, Go, median base salary a year"),
        ([of(), of("senior", **BETA, **GB)], "median base salary a year"),
        ([of(), side(None, "senior")], "Alpha, United States, median base salary a year"),
        ([of(), side(cell(pay_period="hour"), "senior")], "Alpha, United States, median pay"),
        ([side(None), side(None, "senior")], "Alpha, United States, median pay"),
    ],
)
def test_the_context_holds_what_all_sides_share(sides: list[Side], context: str) -> None:
    assert compare(sides, "median").context == context


def test_names_of_all_levels_and_of_no_option_are_left_out() -> None:
    sides = [of(level_name="All levels", option_name="Everyone", **place) for place in ({}, GB)]
    assert compare(sides, "median").context == "Alpha, median base salary a year"


def test_the_context_says_when_the_kind_of_salary_is_not_stated() -> None:
    held = cell(measure="salary_unspecified")
    assert compare([side(held), side(held, "senior")], "median").context == (
        "Alpha, United States, median salary a year, kind not stated"
    )


def test_a_percentile_of_unlike_pay_is_of_pay() -> None:
    assert compare([side(None), side(None, "senior")], "p90").context.endswith("90th percentile of pay")


def test_a_name_in_small_letters_stays_so_at_the_start_of_a_sentence() -> None:
    found = compare([of(), of(role="ios", role_name="iOS Engineer")], "median")
    assert found.sentence == "iOS Engineer pays the same as Alpha"


def test_labels_with_commas_are_parted_by_semicolons() -> None:
    found = compare([of(), of("senior", **BETA), of("junior", **BETA)], "median")
    assert (
        found.sentence == "Against Alpha, general average: Beta, Senior 0.0\u00a0%; Beta, Junior 0.0\u00a0%"
    )


@pytest.mark.parametrize(
    ("place", "prose"),
    [("United States", "the United States"), ("Netherlands", "the Netherlands"), ("Germany", "Germany")],
)
def test_some_places_have_an_article_in_prose(place: str, prose: str) -> None:
    assert with_article(place) == prose


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_with_an_and(words: list[str], text: str) -> None:
    assert listed(words) == text
