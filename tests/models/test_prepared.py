"""Queries that are written once: other numbers give other rows, and they are what Django would give."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from salaries.models import Figure
from salaries.models.prepared import Prepared, PreparedByShape
from tests.factories import make_figure, make_level

pytestmark = pytest.mark.django_db


def of_role(role: int) -> QuerySet[Any, Any]:
    return Figure.objects.filter(role=role).values_list("role__slug", "median", "level__slug", "mean")


@pytest.fixture
def figures() -> tuple[Figure, Figure]:
    return make_figure("alpha", median=50_000, level=make_level("senior")), make_figure("beta", median=60_000)


def test_other_numbers_give_other_rows(figures: tuple[Figure, Figure]) -> None:
    alpha, beta = figures
    asked = Prepared(of_role, 1)
    assert list(asked.rows("default", [alpha.role_id])) == [["alpha", Decimal(50_000), "senior", None]]
    assert list(asked.rows("default", [beta.role_id])) == [["beta", Decimal(60_000), None, None]]


def test_each_asking_is_one_query(
    figures: tuple[Figure, Figure], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = Prepared(of_role, 1)
    with django_assert_num_queries(len(figures)):
        for figure in figures:
            assert len(list(asked.rows("default", [figure.role_id]))) == 1


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def shapes(written: list[str]) -> PreparedByShape[str]:
    """Two at most; `written` says which were written."""

    def write(shape: str) -> Prepared:
        written.append(shape)
        return Prepared(of_role, 1)

    return PreparedByShape(write, most=2)


def test_each_shape_is_written_once_and_the_first_is_let_go_of_where_there_is_no_more_room(
    shapes: PreparedByShape[str], written: list[str]
) -> None:
    for shape in ("a", "b", "a", "b", "c", "b", "a"):
        shapes.of("default", shape)
    assert written == ["a", "b", "c", "a"]


def test_another_database_has_a_text_of_its_own(shapes: PreparedByShape[str], written: list[str]) -> None:
    shapes.of("default", "a")
    shapes.of("replica", "a")
    assert written == ["a", "a"]
