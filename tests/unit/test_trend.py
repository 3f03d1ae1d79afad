"""One source's releases over time."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from salaries.pay.cells import Cell
from salaries.pay.money import format_percent
from salaries.pay.trend import Trend, trend_of
from tests.unit.builders import cell, evidence, number

MEDIANS = {2021: "120730", 2022: "127260", 2023: "132270", 2024: "133080", 2025: "135980"}


def may(year: int, median: str | None, mark: str = "", source: str = "bureau", **values: Any) -> Cell:
    """A cell of the May release of a year."""
    days = {"reference_start": date(year, 5, 1), "reference_end": date(year, 5, 31)}
    told = evidence(source, f"may-{year}", **days, **values.pop("evidence", {}))
    return cell(median, mark, evidence=told, **values)


def changes(trend: Trend | None) -> list[str]:
    assert trend is not None
    found = (None if step.percent is None else format_percent(step.percent) for step in trend.steps)
    return ["–" if words is None else words.replace("\N{NO-BREAK SPACE}", " ") for words in found]


def values(trend: Trend | None) -> list[str]:
    assert trend is not None
    return [step.cell.format(trend.statistic) for step in trend.steps]


DEVELOPERS = [may(year, median) for year, median in MEDIANS.items()]


def test_releases_stand_in_the_order_of_their_periods_with_the_change_from_the_one_before() -> None:
    for cells in permutations(DEVELOPERS):
        trend = trend_of(cells)
        assert values(trend) == ["$120,730", "$127,260", "$132,270", "$133,080", "$135,980"]
        assert changes(trend) == ["–", "+5.4 %", "+3.9 %", "+0.6 %", "+2.2 %"]


def test_the_main_fact_is_a_sentence_from_the_first_to_the_last() -> None:
    trend = trend_of(DEVELOPERS)
    assert trend is not None
    assert trend.sentence("Software Developer").replace("\N{NO-BREAK SPACE}", " ") == (
        "Software Developer: median $120,730 in May 2021, $135,980 in May 2025, +12.6 %."
    )


def test_a_tax_year_is_named_by_its_end() -> None:
    pay = {2022: "44559", 2024: "53501"}
    cells = [
        cell(
            median,
            currency="GBP",
            place_currency="GBP",
            evidence=evidence(
                release=str(year), reference_start=date(year - 1, 4, 6), reference_end=date(year, 4, 5)
            ),
        )
        for year, median in pay.items()
    ]
    trend = trend_of(cells)
    assert trend is not None
    assert trend.sentence("Alpha").replace("\N{NO-BREAK SPACE}", " ") == (
        "Alpha: median £44,559 in the year to 5 April 2022, £53,501 in the year to 5 April 2024, +20.1 %."
    )


@pytest.mark.parametrize("cells", [[], [may(2025, "1")], [may(2025, "1"), may(2024, None, "withheld")]])
def test_one_release_is_no_trend(cells: list[Cell]) -> None:
    assert trend_of(cells) is None


def test_two_sources_make_no_trend() -> None:
    assert trend_of([may(2024, "1", source="one"), may(2025, "2", source="two")]) is None


def test_the_source_that_answers_first_has_the_trend() -> None:
    first = [may(year, "10", source="first", evidence={"priority": 2}) for year in (2023, 2024)]
    trend = trend_of([*DEVELOPERS, *first])
    assert trend is not None
    assert [step.cell.evidence.source for step in trend.steps] == ["first", "first"]


def test_a_source_of_one_release_gives_way_to_the_next() -> None:
    loud = may(2025, "1", source="loud", evidence={"priority": 9})
    assert values(trend_of([loud, *DEVELOPERS]))[-1] == "$135,980"


@pytest.mark.parametrize(
    "other", [{"measure": "total_compensation"}, {"currency": "CAD"}, {"pay_period": "hour"}]
)
def test_another_kind_of_pay_is_no_step(other: dict[str, str]) -> None:
    assert values(trend_of([*DEVELOPERS[2:], may(2021, "99", **other)])) == [
        "$132,270",
        "$133,080",
        "$135,980",
    ]


def test_a_release_of_unknown_period_is_no_step() -> None:
    unknown = cell("1", evidence=evidence(release="x", reference_start=None, reference_end=None, priority=9))
    assert len(values(trend_of([unknown, *DEVELOPERS]))) == 5


def test_a_withheld_number_is_a_step_without_a_change_before_and_after() -> None:
    trend = trend_of([may(2021, "100"), may(2022, None, "withheld"), may(2023, "121")])
    assert changes(trend) == ["–", "–", "–"]
    assert trend is not None
    assert trend.sentence("A").endswith("+21.0\N{NO-BREAK SPACE}%.")


def test_a_lower_limit_is_shown_and_gives_no_change() -> None:
    trend = trend_of([may(2021, "100"), may(2022, "208000", "at_least"), may(2023, "110"), may(2024, "121")])
    assert values(trend) == ["$100", "at least $208,000", "$110", "$121"]
    assert changes(trend) == ["–", "–", "–", "+10.0 %"]


def test_a_source_of_means_has_a_trend_of_means() -> None:
    cells = [may(year, None, numbers={"mean": number(mean)}) for year, mean in ((2024, "100"), (2025, "90"))]
    trend = trend_of(cells)
    assert trend is not None
    assert (trend.statistic, trend.steps[1].percent) == ("mean", Decimal(-10))
