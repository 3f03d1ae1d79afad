"""What has changed since a pinned link was made."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from salaries.models import Figure, Release
from salaries.models.history import Changed, changed_since, figures_as_of
from tests.factories import make_figure
from tests.models.changing import by_update, draft, newest
from tests.models.pinning import set_state

pytestmark = pytest.mark.django_db


def since(version: int) -> list[Changed]:
    return changed_since(figures_as_of(version, Q()))


def words(version: int) -> list[str]:
    return [change.since for change in since(version)]


def test_what_says_the_same_has_not_changed() -> None:
    make_figure(median=50_000, mean=60_000.5, mean_error=0.4)
    pinned = newest()
    by_update(make_figure("beta", median=70_000))
    assert since(pinned) == []


def test_a_correction_tells_before_and_after() -> None:
    by = make_figure("alpha", median=50_000)
    make_figure("beta", median=50_000)
    pinned = newest()
    by_update(by)
    (change,) = since(pinned)
    assert change.after is not None
    assert (change.before.median, change.after.median) == (50_000, 60_000)
    assert (change.since, change.names, str(change.before)) == (
        "corrected",
        ("median",),
        "Alpha, all levels, United States",
    )


def test_a_correction_taken_back_is_no_change() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    for median in (60_000, 50_000):
        Figure.objects.filter(pk=figure.pk).update(median=median)
    assert since(pinned) == []


def test_a_mark_and_a_period_are_told_by_name() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    Figure.objects.filter(pk=figure.pk).update(median_mark="at_least", source_note="Corrected by the bureau.")
    Release.objects.update(reference_end=date(2025, 6, 30))
    assert since(pinned)[0].names == ("median_mark", "source_note", "reference_end")


def test_another_priority_changes_nothing_that_a_figure_says() -> None:
    make_figure(median=50_000)
    pinned = newest()
    Release.objects.update(priority=7)
    assert since(pinned) == []


@pytest.mark.parametrize("state", ["withdrawn", "draft", "in_review"])
def test_a_part_taken_back_withdraws_its_figures(state: str) -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    set_state(figure.part, state)
    (change,) = since(pinned)
    assert (change.since, change.before.median, change.after) == ("withdrawn", 50_000, None)


def test_a_part_published_again_as_it_was_has_changed_nothing() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    for state in ("withdrawn", "published"):
        set_state(figure.part, state)
    assert since(pinned) == []


def test_a_deleted_figure_counts_as_withdrawn() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    figure.delete()
    assert words(pinned) == ["withdrawn"]


def test_a_figure_deleted_and_typed_in_again_is_the_same_cell() -> None:
    make_figure(median=50_000, level="senior").delete()
    pinned = newest() - 1
    make_figure(median=55_000, level="senior")
    (change,) = since(pinned)
    assert change.after is not None
    assert (change.since, change.before.median, change.after.median) == ("corrected", 50_000, 55_000)


def test_a_draft_of_the_same_cell_is_not_what_it_says_today() -> None:
    make_figure(median=50_000).delete()
    pinned = newest() - 1
    make_figure(part=draft(), median=55_000)
    assert words(pinned) == ["withdrawn"]


def test_too_few_answers_today_count_as_withdrawn() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    Figure.objects.filter(pk=figure.pk).update(sample_size=9)
    assert words(pinned) == ["withdrawn"]


def test_changes_are_found_with_one_query(django_assert_num_queries: Any) -> None:
    for number in range(20):
        make_figure(f"role-{number}", level="senior", median=50_000)
    pinned = newest()
    Figure.objects.update(median=60_000)
    figures = figures_as_of(pinned, Q())
    with django_assert_num_queries(1):
        assert len(changed_since(figures)) == 20
    with django_assert_num_queries(0):
        assert changed_since([]) == []
