"""Conditions by which editors find figures to look at."""

from datetime import date
from typing import Any

import pytest

from salaries.models import Figure
from salaries.suspicious import SUSPICIOUS
from tests.factories import make_figure, make_level, make_part, make_release

pytestmark = pytest.mark.django_db


def found(word: str) -> list[str]:
    return [str(one) for one in SUSPICIOUS[word][1](Figure.objects.order_by("pk"))]


def in_year(year: int, **part: Any) -> Any:
    release = make_release(f"may-{year}", reference_start=date(year, 5, 1), reference_end=date(year, 5, 31))
    return make_part(release, **part)


def test_a_limit_below_the_percentile_under_it_is_found() -> None:
    make_figure("alpha", median=50_000, p75=60_000)
    make_figure("beta", p75=60_000, p90=55_000, p90_mark="at_least")
    assert found("order") == ["Beta, all levels, United States"]


def test_a_step_that_is_paid_less_than_the_next_one_below_it_is_found() -> None:
    for rank, (level, median) in enumerate({"entry": 50_000, "mid": 70_000, "senior": 60_000}.items()):
        make_figure("alpha", level=make_level(level, rank=rank), median=median)
    assert found("level") == ["Alpha, Senior, United States"]


def test_means_are_compared_where_a_median_is_missing_or_marked() -> None:
    lower, upper = make_level("entry", rank=1), make_level("senior", rank=2)
    make_figure("alpha", level=lower, median=90_000, median_mark="at_least", mean=50_000)
    make_figure("alpha", level=upper, median=80_000, mean=40_000)
    make_figure("beta", level=lower, mean=50_000)
    make_figure("beta", level=upper, median=80_000)
    assert found("level") == ["Alpha, Senior, United States"]


@pytest.mark.parametrize(("median", "names"), [(60_000, 0), (60_001, 1), (40_000, 0), (39_999, 1)])
def test_a_cell_that_moved_by_more_than_a_fifth_is_found(median: int, names: int) -> None:
    make_figure("alpha", part=in_year(2024), median=50_000)
    make_figure("alpha", part=in_year(2025, state="draft"), median=median)
    assert len(found("moved")) == names


def test_only_the_same_cell_and_the_release_just_before_count() -> None:
    make_figure("alpha", part=in_year(2023), median=20_000)
    make_figure("alpha", part=in_year(2024), median=50_000)
    make_figure("alpha", part=in_year(2024), median=20_000, level="senior")
    make_figure("alpha", part=in_year(2025), median=51_000)
    assert [one.release.slug for one in SUSPICIOUS["moved"][1](Figure.objects.all())] == ["may-2024"]


def test_what_was_never_public_is_nothing_to_have_moved_from() -> None:
    make_figure("alpha", part=in_year(2024, state="draft"), median=20_000)
    make_figure("alpha", part=in_year(2025), median=50_000)
    assert found("moved") == []


@pytest.mark.parametrize(
    ("median", "period", "names"), [(155, "year", 1), (50_000, "year", 0), (2_550, "hour", 1)]
)
def test_an_amount_that_nobody_is_paid_is_found(median: int, period: str, names: int) -> None:
    make_figure("alpha", median=median, pay_period=period)
    assert len(found("amount")) == names
