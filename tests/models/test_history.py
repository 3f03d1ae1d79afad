"""What public data said at a data version (docs/decisions/0015-pinned-links.md)."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from salaries.models import Figure, Location, PartVersion, Release, ReleasePart, Source, data_change
from salaries.models.changes import FigureChange, values_of
from salaries.models.history import figures_as_of
from salaries.pages.cells import cell_of
from tests.factories import (
    make_common_data,
    make_figure,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.models.changing import CORRECTIONS, WAYS, Change, by_update, draft, newest, sql, versions
from tests.models.pinning import facts, said, set_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_version_before_a_correction_shows_the_former_figure(change: Change) -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    change(figure)
    assert (said(pinned), said(newest())) == ([50_000], [60_000])


def test_two_corrections_of_one_day_are_told_apart() -> None:
    figure = make_figure(median=50_000)
    numbers = [newest()]
    for median in (60_000, 70_000):
        Figure.objects.filter(pk=figure.pk).update(median=median)
        numbers.append(newest())
    assert [said(number) for number in numbers] == [[50_000], [60_000], [70_000]]


@pytest.mark.parametrize("change", [way for way in WAYS if "delete" in way.__name__])
def test_a_deleted_figure_is_still_there_at_a_version_before(change: Change) -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    change(figure)
    assert (said(pinned), said(newest())) == ([50_000], [])


def test_a_figure_typed_in_again_is_found_by_its_version() -> None:
    make_figure(median=50_000).delete()
    deleted = newest()
    make_figure(median=60_000)
    assert [said(number) for number in (deleted - 1, deleted, newest())] == [[50_000], [], [60_000]]


def test_a_deleted_figure_outlives_its_part() -> None:
    figure = make_figure(median=50_000)
    published, pinned = ReleasePart.objects.get().published_in_id, newest()
    figure.delete()
    ReleasePart.objects.all().delete()
    (then,) = figures_as_of(pinned, Q())
    assert (then.median, cell_of(then).evidence.published) == (50_000, published)


def test_a_withdrawn_part_is_shown_at_versions_at_which_it_was_public() -> None:
    part = make_figure(part=draft(), median=50_000).part
    numbers = [newest()]
    for state in ("published", "withdrawn", "published"):
        set_state(part, state)
        numbers.append(newest())
    assert [said(number) for number in numbers] == [[], [50_000], [], [50_000]]


@pytest.mark.parametrize("state", ["withdrawn", "draft", "in_review"])
def test_what_was_corrected_while_hidden_is_shown_from_its_next_publication_on(state: str) -> None:
    part = make_figure(part=draft(), median=50_000).part
    set_state(part, "published")
    shown = newest()
    set_state(part, state)
    by_update(Figure.objects.get())
    set_state(part, "published")
    assert [said(number) for number in (shown, shown + 1, newest())] == [[50_000], [], [60_000]]


def test_a_figure_deleted_while_withdrawn_is_shown_at_versions_before() -> None:
    figure = make_figure(median=50_000)
    shown = newest()
    set_state(figure.part, "withdrawn")
    figure.delete()
    assert (said(shown), said(newest())) == ([50_000], [])


def test_a_part_taken_back_and_published_in_one_version_never_was_away() -> None:
    part = make_figure(median=50_000).part
    shown = newest()
    with data_change("again"):
        for state in ("withdrawn", "published"):
            set_state(part, state)
    assert (said(shown), said(newest())) == ([50_000], [50_000])
    assert part.versions.count() == 1


def test_a_draft_is_shown_at_no_version() -> None:
    figure = make_figure(part=draft(), median=50_000)
    make_role("beta")
    by_update(figure)
    assert [said(number) for number in versions()] == [[]] * len(versions())
    assert len(versions()) > 1


def test_a_version_before_publication_shows_nothing() -> None:
    part = make_figure(part=draft(), median=50_000).part
    set_state(part, "published")
    assert (said(newest() - 1), said(newest())) == ([], [50_000])


def test_a_figure_added_to_a_public_part_is_shown_from_then_on() -> None:
    make_figure("alpha", median=50_000)
    before = newest()
    make_figure("beta", median=60_000)
    assert (said(before), said(newest())) == ([50_000], [50_000, 60_000])


def test_a_figure_added_while_its_part_is_withdrawn_was_not_there_before() -> None:
    part = make_figure("alpha", median=50_000).part
    before = newest()
    set_state(part, "withdrawn")
    make_figure("beta", median=60_000)
    set_state(part, "published")
    assert (said(before), said(newest())) == ([50_000], [50_000, 60_000])


def test_a_stale_instance_saved_again_changes_no_version() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    by_update(figure)
    figure.save()
    assert [said(number) for number in (pinned, pinned + 1, newest())] == [[50_000], [60_000], [50_000]]


def test_a_figure_given_to_another_role_is_found_by_its_role_of_then() -> None:
    figure = make_figure("alpha", median=50_000)
    pinned = newest()
    Figure.objects.filter(pk=figure.pk).update(role=make_role("beta"))
    alpha, beta = Q(role__slug="alpha"), Q(role__slug="beta")
    assert (said(pinned, alpha), said(pinned, beta)) == ([50_000], [])
    assert (said(newest(), alpha), said(newest(), beta)) == ([], [50_000])


def edition_without(figure: Figure) -> ReleasePart:
    """A corrected file that no longer has the figure."""
    part = draft()
    before = values_of(figure) | {"part": figure.part_id}
    FigureChange.objects.create(part=part, figure=figure, before=before, after=None)
    return part


def test_a_figure_that_a_corrected_file_leaves_out_is_shown_at_versions_before() -> None:
    make_figure(median=50_000)
    edition = edition_without(Figure.objects.get())
    numbers = [newest()]
    for switch in (edition.publish, edition.withdraw):
        switch()
        numbers.append(newest())
    assert [said(number) for number in numbers] == [[50_000], [], [50_000]]


def test_a_figure_is_of_the_part_that_it_was_of() -> None:
    part = make_part()
    figure = make_figure(part=part, median=50_000)
    pinned = newest()
    figure.part = make_part(name="another")
    figure.save()
    (then,), (now,) = figures_as_of(pinned, Q()), figures_as_of(newest(), Q())
    assert (then.part.name, now.part.name) == ("by hand", "another")
    assert said(newest() - 1) == [50_000]


def test_a_figure_moved_from_a_draft_was_not_public_before() -> None:
    public = make_part()
    figure = make_figure(part=draft(), median=50_000)
    pinned = newest()
    Figure.objects.filter(pk=figure.pk).update(part=public)
    assert (said(pinned), said(newest())) == ([], [50_000])


def test_priority_and_period_are_as_they_were() -> None:
    release = make_figure(median=50_000).release
    pinned = newest()
    days = {"reference_start": date(2024, 5, 1), "reference_end": date(2024, 5, 31)}
    Release.objects.filter(pk=release.pk).update(priority=7, **days)
    then, now = (cell_of(figures_as_of(number, Q())[0]).evidence for number in (pinned, newest()))
    assert (then.priority, then.reference) == (0, (date(2025, 5, 1), date(2025, 5, 31)))
    assert (now.priority, now.reference) == (7, (date(2024, 5, 1), date(2024, 5, 31)))


def test_each_of_two_priorities_is_kept() -> None:
    release = make_figure(median=50_000).release
    numbers = [newest()]
    for priority in (3, 7):
        Release.objects.filter(pk=release.pk).update(priority=priority)
        numbers.append(newest())
    found = [figures_as_of(number, Q())[0].release.priority for number in numbers]
    assert found == [0, 3, 7]


def test_a_priority_changed_while_withdrawn_is_of_the_next_publication() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    set_state(figure.part, "withdrawn")
    Release.objects.update(priority=7)
    set_state(figure.part, "published")
    found = [figures_as_of(number, Q())[0].release.priority for number in (pinned, newest())]
    assert found == [0, 7]


def test_a_period_that_was_not_known_is_not_known_then() -> None:
    release = make_release(reference_start=None, reference_end=None)
    make_figure(part=make_part(release), median=50_000)
    pinned = newest()
    Release.objects.update(reference_start=date(2024, 5, 1), reference_end=date(2024, 5, 31))
    assert cell_of(figures_as_of(pinned, Q())[0]).evidence.period == "period not stated"


def test_what_decides_which_cell_is_meant_is_as_it_was() -> None:
    make_figure(median=50_000)
    pinned = newest()
    Source.objects.update(primary_measure="gross_pay")
    Location.objects.update(currency="CAD")
    cells = [cell_of(figures_as_of(number, Q())[0]) for number in (pinned, newest())]
    assert [cell.primary_measure for cell in cells] == ["base_salary", "gross_pay"]
    assert [cell.place_currency for cell in cells] == ["USD", "CAD"]


def test_names_are_todays() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    by_update(figure)
    type(figure.role).objects.update(name="Another", slug="another")
    (then,) = figures_as_of(pinned, Q(role__slug="another"))
    assert (then.role.name, then.median) == ("Another", 50_000)


def test_every_number_and_mark_comes_back_as_it_was() -> None:
    option = make_option()
    values: Any = {"mean": 1234567.89, "mean_error": 0.4, "p90": 90_000, "p90_mark": "at_least"}
    figure = make_figure(level="senior", option=option, location="gb", median=50_000.1, **values)
    pinned = newest()
    before = facts(Figure.objects.for_page().get())
    by_update(figure)
    figure.delete()
    (then,) = figures_as_of(pinned, Q())
    assert facts(then) == before


def test_the_newest_version_is_what_is_public() -> None:
    make_common_data()
    survey = make_part(make_release(source=make_source("survey", kind="survey")))
    for level, sample in ((None, 100), ("senior", 95), ("entry-level", 90)):
        make_figure(part=survey, median=50_000, level=level, sample_size=sample)
    make_figure(part=draft(), median=50_000, level="senior")
    by_update(Figure.objects.earliest("pk"))
    public = {facts(figure) for figure in Figure.objects.public().for_page()}
    assert {facts(figure) for figure in figures_as_of(newest(), Q())} == public
    assert len(public) == 8


def test_a_version_asks_little_of_the_database(django_assert_num_queries: Any) -> None:
    for number in range(20):
        figure = make_figure(f"role-{number}", level="senior", option="go", median=50_000)
        if number % 2:
            by_update(figure)
    pinned = newest()
    Figure.objects.filter(role__slug="role-0").delete()
    Release.objects.update(priority=7)
    with django_assert_num_queries(3):
        cells = [cell_of(figure) for figure in figures_as_of(pinned, Q())]
    assert (len(cells), {cell.evidence.priority for cell in cells}) == (20, {0})


def test_a_role_that_is_deleted_takes_its_history_along() -> None:
    make_figure("alpha", median=50_000).delete()
    pinned = newest()
    make_role("alpha").delete()
    assert said(pinned) == []


def test_a_part_deleted_by_sql_is_public_no_more() -> None:
    part = make_part()
    sql("DELETE FROM salaries_releasepart WHERE id = %s", part.pk)
    assert PartVersion.objects.get().until_version == newest()


def test_a_part_published_and_taken_back_in_one_version_never_was_public() -> None:
    part = make_figure(part=draft(), median=50_000).part
    with data_change("a slip"):
        for state in ("published", "withdrawn"):
            set_state(part, state)
    part.refresh_from_db()
    assert (said(newest()), part.published_in, part.versions.count()) == ([], None, 0)
