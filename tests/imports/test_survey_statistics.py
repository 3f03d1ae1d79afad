"""Means and percentiles of a survey's cells, worked out by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.reading import Key
from tests.imports.surveys import PLAIN, csv, finished, pays

HEADER = "title,country,pay"
DISCRETE = 'percentiles = "discrete"\n' + PLAIN
WEIGHTED = PLAIN + '[weight]\ncolumn = "weight"\n'


def only(path: Path, mapping: str = PLAIN) -> dict[str, Decimal | int]:
    _, (cell,) = finished(path, mapping)
    return dict(cell.numbers)


def test_a_cell_says_whose_pay_it_is_and_of_what_kind(tmp_path: Path) -> None:
    _, (cell,) = finished(csv(tmp_path, HEADER, pays([50000])))
    assert (cell.role, cell.location) == (Key("slug", "backend-engineer"), Key("ISO 3166", "US"))
    assert (cell.measure, cell.currency, cell.pay_period) == ("base_salary", "USD", "year")
    assert (cell.level, cell.option, cell.row) == ("", "", 0)


def test_a_place_without_iso_code_is_a_slug(tmp_path: Path) -> None:
    _, (cell,) = finished(csv(tmp_path, HEADER, pays([50000], "Tester,Bavaria")))
    assert (cell.role, cell.location) == (Key("slug", "qa-analyst"), Key("slug", "bavaria"))


def test_continuous_percentiles_lie_between_two_answers_in_proportion(tmp_path: Path) -> None:
    # 4 answers: the median at place 1.5, p10 at 0.3, p25 at 0.75, p75 at 2.25, p90 at 2.7.
    numbers = only(csv(tmp_path, HEADER, pays([60000, 50000, 80000, 65000])))
    assert numbers == {
        "mean": Decimal("63750.00"), "median": Decimal("62500.00"), "p10": Decimal("53000.00"),
        "p25": Decimal("57500.00"), "p75": Decimal("68750.00"), "p90": Decimal("75500.00"), "sample_size": 4,
    }  # fmt: skip


def test_discrete_percentiles_are_answers_that_somebody_gave(tmp_path: Path) -> None:
    numbers = only(csv(tmp_path, HEADER, pays([60000, 50000, 80000, 65000])), DISCRETE)
    assert [numbers[name] for name in ("p10", "p25", "median", "p75", "p90")] == [
        Decimal("50000.00"), Decimal("50000.00"), Decimal("60000.00"), Decimal("65000.00"), Decimal("80000.00"),
    ]  # fmt: skip


def test_a_single_answer_is_every_percentile(tmp_path: Path) -> None:
    numbers = only(csv(tmp_path, HEADER, pays(["50000.25"])))
    assert {numbers[name] for name in ("mean", "median", "p10", "p90")} == {Decimal("50000.25")}


def test_half_a_cent_is_rounded_away_from_zero(tmp_path: Path) -> None:
    # The median of 100.00 and 100.01 is 100.005; p10 is 100.001, p90 100.009.
    numbers = only(csv(tmp_path, HEADER, pays(["100.00", "100.01"])))
    assert (numbers["median"], numbers["mean"]) == (Decimal("100.01"), Decimal("100.01"))
    assert (numbers["p10"], numbers["p90"]) == (Decimal("100.00"), Decimal("100.01"))


def test_amounts_that_no_float_holds_come_out_exact(tmp_path: Path) -> None:
    numbers = only(csv(tmp_path, HEADER, pays(["900000000000.01", "900000000000.03"])))
    assert (numbers["median"], numbers["mean"]) == (Decimal("900000000000.02"), Decimal("900000000000.02"))


def test_four_decimals_of_pay_count_until_the_last_rounding(tmp_path: Path) -> None:
    numbers = only(csv(tmp_path, HEADER, pays(["25.0049", "25.0052"])))
    assert numbers["median"] == Decimal("25.01")


def test_a_currency_without_decimals_gets_whole_amounts(tmp_path: Path) -> None:
    numbers = only(csv(tmp_path, HEADER, pays([5000000, 5000001])), PLAIN.replace('"USD"', '"JPY"'))
    assert numbers["median"] == Decimal(5000001)
    assert numbers["mean"] == Decimal(5000001)


def test_a_weighted_mean_counts_each_answer_by_its_weight(tmp_path: Path) -> None:
    rows = ["Back-end,United States,50000,1", "Back-end,United States,80000,2"]
    numbers = only(csv(tmp_path, HEADER + ",weight", rows), WEIGHTED)
    assert (numbers["mean"], numbers["sample_size"]) == (Decimal("70000.00"), 2)


def test_weighted_percentiles_lie_between_the_middles_of_weights(tmp_path: Path) -> None:
    # Weights 1, 2, 1: middles 0.5, 2, 3.5. The median is sought at 2, p25 at 1.25, p90 at 3.2.
    rows = [
        "Back-end,United States,50000,1",
        "Back-end,United States,60000,2",
        "Back-end,United States,90000,1",
    ]
    numbers = only(csv(tmp_path, HEADER + ",weight", rows), WEIGHTED)
    assert [numbers[name] for name in ("p25", "median", "p90")] == [
        Decimal("55000.00"), Decimal("60000.00"), Decimal("84000.00"),
    ]  # fmt: skip


def test_equal_weights_change_no_percentile(tmp_path: Path) -> None:
    rows = pays([f"{pay},2.5" for pay in (60000, 50000, 80000, 65000)])
    numbers = only(csv(tmp_path, HEADER + ",weight", rows), WEIGHTED)
    assert [numbers[name] for name in ("p10", "p25", "median", "p75", "p90")] == [
        Decimal("53000.00"), Decimal("57500.00"), Decimal("62500.00"), Decimal("68750.00"), Decimal("75500.00"),
    ]  # fmt: skip


def test_a_discrete_weighted_median_is_where_half_the_weight_is_reached(tmp_path: Path) -> None:
    rows = [
        "Back-end,United States,50000,1",
        "Back-end,United States,60000,1",
        "Back-end,United States,90000,3",
    ]
    numbers = only(csv(tmp_path, HEADER + ",weight", rows), 'percentiles = "discrete"\n' + WEIGHTED)
    assert (numbers["p25"], numbers["median"]) == (Decimal("60000.00"), Decimal("90000.00"))


@pytest.mark.parametrize("weight", ["", "0"])
def test_an_answer_without_a_weight_is_counted_out(tmp_path: Path, weight: str) -> None:
    rows = ["Back-end,United States,50000,1", f"Back-end,United States,80000,{weight}"]
    reading, (cell,) = finished(csv(tmp_path, HEADER + ",weight", rows), WEIGHTED)
    assert cell.numbers["mean"] == Decimal("50000.00")
    assert reading.skipped == {"rows without a weight": 1}


def test_a_weight_that_is_no_number_is_counted(tmp_path: Path) -> None:
    rows = ["Back-end,United States,50000,1", "Back-end,United States,80000,heavy"]
    reading, cells = finished(csv(tmp_path, HEADER + ",weight", rows), WEIGHTED)
    assert len(cells) == 1
    assert reading.skipped == {"rows whose weight is no number": 1}
