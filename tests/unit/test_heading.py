"""Which release heads a page, and which of a source's releases is its newest."""

from datetime import date
from itertools import permutations

import pytest

from salaries.pay.cells import Cell
from salaries.pay.choice import first_release, in_order, leading, newest_of_each_source
from tests.unit.builders import cell, evidence, number


def of(
    source: str, year: int | None, mean: str | None = None, median: str | None = "1", **values: int
) -> Cell:
    """A cell of the May release of a year, or of a release of unknown period."""
    days = (date(year, 5, 1), date(year, 5, 31)) if year else (None, None)
    told = evidence(source, str(year), reference_start=days[0], reference_end=days[1], **values)
    return cell(median, numbers={"mean": number(mean)} if mean else {}, evidence=told)


BLOG = of("blog", None, mean="1", median=None, priority=3)
OFFICE, OFFICE_OLD = of("office", 2025, mean="1", priority=2), of("office", 2024, priority=2)
SURVEY = of("survey", 2025)
EMPTY = of("loud", 2025, median=None, priority=9)


def test_the_release_that_is_asked_first_is_that_of_the_highest_priority() -> None:
    for cells in permutations([OFFICE_OLD, SURVEY, BLOG, OFFICE]):
        assert first_release(cells) == "blog/None"


def test_among_equals_the_later_period_is_asked_first() -> None:
    assert first_release([OFFICE_OLD, OFFICE]) == "office/2025"


def test_among_equals_of_one_period_the_later_publication_is_asked_first() -> None:
    early, late = of("early", 2025, published=7), of("late", 2025, published=9)
    assert first_release([early, late]) == "late/2025"


def test_a_release_without_median_and_mean_is_passed_over() -> None:
    assert first_release([EMPTY, SURVEY]) == "survey/2025"
    assert first_release([EMPTY]) == ""
    assert first_release([]) == ""


@pytest.mark.parametrize("name", ["median", "mean"])
def test_a_lower_limit_is_something_to_tell(name: str) -> None:
    limited = cell(None, numbers={name: number("239200", "at_least")}, evidence=evidence("a", priority=5))
    assert first_release([SURVEY, limited]) == "a/may-2025"


def test_a_number_that_is_withheld_tells_nothing() -> None:
    withheld = cell(None, numbers={"median": number(None, "withheld")}, evidence=evidence("a", priority=5))
    assert first_release([SURVEY, withheld]) == "survey/2025"


def test_a_source_of_means_heads_a_page_before_a_later_one_of_medians() -> None:
    chosen = leading([SURVEY, BLOG])
    assert (chosen.statistic, chosen.cells) == ("mean", (BLOG,))


def test_an_asked_statistic_is_taken_from_the_first_release_that_has_it() -> None:
    chosen = leading([SURVEY, BLOG, OFFICE], "median")
    assert (chosen.statistic, chosen.cells) == ("median", (OFFICE,))


def test_an_asked_release_heads_the_page() -> None:
    assert leading([SURVEY, BLOG, OFFICE], release="survey/2025").cells == (SURVEY,)
    assert leading([SURVEY, BLOG], "median", "blog/None").cells == (BLOG,)


def test_without_cells_nothing_heads_the_page() -> None:
    assert leading([]).cells == (None,)


def test_each_source_stands_with_its_newest_release() -> None:
    for cells in permutations([OFFICE_OLD, SURVEY, BLOG, OFFICE]):
        assert newest_of_each_source(cells) == [BLOG, OFFICE, SURVEY]


def test_the_newest_release_is_that_of_the_latest_period_whatever_its_priority() -> None:
    loved = of("office", 2020, priority=9)
    assert newest_of_each_source([loved, OFFICE]) == [OFFICE]


def test_a_release_of_unknown_period_is_older_than_any_other() -> None:
    unknown = of("office", None, published=9)
    assert newest_of_each_source([unknown, OFFICE]) == [OFFICE]


def test_all_kinds_of_pay_of_the_newest_release_stand_there_the_one_that_is_meant_first() -> None:
    hourly = cell("25", pay_period="hour")
    assert newest_of_each_source([hourly, cell()]) == [cell(), hourly]


def test_cells_come_in_the_order_in_which_their_releases_answer() -> None:
    assert in_order([SURVEY, OFFICE_OLD, OFFICE, BLOG]) == [BLOG, OFFICE, OFFICE_OLD, SURVEY]
