"""`docs/statistics.md` on what heads a page and on trends: each row of its tables is worked out again."""

import re
from datetime import date
from typing import Any

import pytest

from salaries.pay.cells import Cell
from salaries.pay.choice import leading
from salaries.pay.money import format_percent
from salaries.pay.trend import trend_of
from salaries.pay.words import STATISTICS
from tests.unit.builders import cell, evidence, number
from tests.unit.statistics_doc import NBSP, amount, rows


def released(name: str, words: str) -> Cell:
    """A cell as the page writes it: "priority 2, May 2025, version 9, median at least and mean"."""
    found = re.fullmatch(r"priority (\d), (unknown|May (\d{4})), version (\d), (.+)", words)
    assert found, words
    period: dict[str, Any] = {"reference_start": None, "reference_end": None}
    if found[3]:
        period = {"reference_start": date(int(found[3]), 5, 1), "reference_end": date(int(found[3]), 5, 31)}
    numbers = {}
    for part in found[5].split(" and "):
        statistic, _, limit = part.partition(" ")
        assert statistic in STATISTICS
        numbers[statistic] = number("1", "at_least" if limit else "")
    of = evidence(name, priority=int(found[1]), published=int(found[4]), **period)
    return cell(None, numbers=numbers, evidence=of)


@pytest.mark.parametrize(("p", "q", "asked", "first", "statistic"), rows("Release P", "Release Q"))
def test_what_heads_a_page(p: str, q: str, asked: str, first: str, statistic: str) -> None:
    cells = [released("P", p), released("Q", q)]
    for candidates in (cells, cells[::-1]):
        chosen = leading(candidates, "" if asked == "–" else asked)
        assert chosen.cells[0] is not None
        assert (chosen.cells[0].evidence.source, chosen.statistic) == (first, statistic)


def test_each_change_of_the_trend() -> None:
    table = rows("Period", "Published")
    cells = []
    for period, published, _ in table:
        year = int(period.removeprefix("May "))
        dated = evidence(release=str(year), reference_start=date(year, 5, 1), reference_end=date(year, 5, 31))
        cells.append(cell(str(amount(published)), evidence=dated))
    trend = trend_of(cells)
    assert trend is not None
    changes = ["–" if step.percent is None else format_percent(step.percent) for step in trend.steps]
    assert [change.replace(NBSP, " ") for change in changes] == [change for _, _, change in table]
    assert trend.sentence("Alpha").replace(NBSP, " ").endswith(", +12.6 %.")
