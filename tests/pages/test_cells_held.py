"""The figures of subjects, held for a data version: read once, together, and as far as there is room."""

import pytest
from pytest_django import DjangoAssertNumQueries

from salaries.models import CuratedComparison, Figure
from salaries.pages.cells_held import HeldCells
from salaries.subjects import Subject
from tests.factories import make_figure, make_level, make_location, make_role

pytestmark = pytest.mark.django_db


def of_all_levels(role: str) -> Subject:
    return Subject(make_role(role), None, make_location())


@pytest.fixture(autouse=True)
def alpha_beta_and_gamma() -> tuple[Subject, Subject, Subject]:
    """Two roles with a figure each, and one without any."""
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    return of_all_levels("alpha"), of_all_levels("beta"), of_all_levels("gamma")


def medians(held: HeldCells, *subjects: Subject) -> list[list[int]]:
    return [[int(cell.value("median") or 0) for cell in cells] for cells in held.of(subjects).cells]


def test_figures_are_read_once_whoever_they_are_compared_with(
    alpha_beta_and_gamma: tuple[Subject, Subject, Subject], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alpha, beta, gamma = alpha_beta_and_gamma
    held = HeldCells()
    # 1 of figures where one is missing; 1 for what editors lead to where none is, the first time.
    for subjects, queries, expected in (
        ((alpha, beta), 1, [[50_000], [60_000]]),
        ((beta, gamma), 1, [[60_000], []]),
        ((gamma, alpha), 1, [[], [50_000]]),
        ((alpha, beta, gamma), 0, [[50_000], [60_000], []]),
    ):
        with django_assert_num_queries(queries):
            assert medians(held, *subjects) == expected


def test_a_level_is_another_subject(alpha_beta_and_gamma: tuple[Subject, Subject, Subject]) -> None:
    alpha, *_ = alpha_beta_and_gamma
    senior = make_level("senior")
    make_figure("alpha", level=senior, median=70_000)
    at_level = Subject(alpha.role, senior, alpha.location)
    held = HeldCells()
    for _ in range(2):
        assert medians(held, alpha, at_level) == [[50_000], [70_000]]


def test_who_keeps_the_list_changes_nothing_for_the_next(
    alpha_beta_and_gamma: tuple[Subject, Subject, Subject],
) -> None:
    held = HeldCells()
    for _ in range(3):
        (cells, *_), _, _ = held.of(alpha_beta_and_gamma)
        assert len(cells) == 1
        cells.clear()


def test_figures_of_two_versions_are_never_mixed(
    alpha_beta_and_gamma: tuple[Subject, Subject, Subject],
) -> None:
    alpha, beta, _ = alpha_beta_and_gamma
    held = HeldCells()
    before = held.of([alpha])
    Figure.objects.update(median=51_000)
    after = held.of([alpha, beta])
    assert after.version > before.version
    assert medians(held, alpha, beta) == [[51_000], [51_000]]
    assert held.of([alpha]) == before


def test_what_editors_lead_to_is_known_with_and_without_a_query_of_figures(
    alpha_beta_and_gamma: tuple[Subject, Subject, Subject],
) -> None:
    alpha, beta, gamma = alpha_beta_and_gamma
    curated = CuratedComparison.objects.create(title="Alpha and beta")
    for number, subject in enumerate((alpha, beta), 1):
        curated.subjects.create(number=number, role=subject.role, location=subject.location)
    assert not HeldCells().of([alpha]).curated
    held = HeldCells()
    for _ in range(2):
        assert held.of([alpha, beta]).curated
        assert held.of([beta, alpha]).curated
        assert not held.of([alpha, gamma]).curated
        assert not held.of([alpha, beta, gamma]).curated


def test_what_came_first_makes_place(
    alpha_beta_and_gamma: tuple[Subject, Subject, Subject], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alpha, beta, _ = alpha_beta_and_gamma
    held = HeldCells(most=3)  # a subject with a cell takes 2
    for _ in range(2):
        held.of([alpha])
    for subject, queries in ((alpha, 0), (beta, 1), (beta, 0), (alpha, 1)):
        with django_assert_num_queries(queries):
            held.of([subject])
