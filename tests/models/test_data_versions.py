"""A public change raises the data version, whatever path it takes (docs/decisions/0002-triggers.md)."""

from collections.abc import Callable
from typing import Any

import pytest

from salaries.models import DataVersion, Figure, Release, ReleasePart, Report, SeedRecord, Source
from tests.factories import make_figure, make_level, make_part, make_release, make_role, make_source
from tests.models.changing import ROWS, WAYS, Change, draft, newest, without_options

pytestmark = pytest.mark.django_db

every_way = pytest.mark.parametrize("change", WAYS)


@every_way
def test_a_change_to_a_published_figure_raises_the_version(change: Change) -> None:
    make_level()
    figure = make_figure(median=50_000)
    before = newest()
    change(figure)
    assert newest() > before


@every_way
def test_a_change_to_a_draft_raises_nothing(change: Change) -> None:
    make_level()
    figure = make_figure(part=draft(), median=50_000)
    before = newest()
    change(figure)
    assert newest() == before


def test_a_save_that_changes_nothing_raises_nothing() -> None:
    figure = make_figure(median=50_000)
    before = newest()
    figure.save()
    Figure.objects.filter(pk=figure.pk).update(median=50_000)
    assert newest() == before


every_row = pytest.mark.parametrize(("make", "change"), ROWS.values(), ids=ROWS)


@every_row
def test_a_new_row_that_pages_show_raises_the_version(make: Callable[[], Any], change: Any) -> None:
    before = newest()
    make()
    assert newest() > before


@every_row
def test_a_changed_row_that_pages_show_raises_the_version(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = newest()
    type(row).objects.filter(pk=row.pk).update(**change)
    assert newest() > before


@every_row
def test_a_row_saved_as_it_was_raises_nothing(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = newest()
    row.save()
    assert newest() == before


@pytest.mark.parametrize("make", [make for name, (make, _) in ROWS.items() if name != "release"])
def test_a_deleted_row_that_pages_show_raises_the_version(make: Callable[[], Any]) -> None:
    row = without_options(make())
    before = newest()
    row.delete()
    assert newest() > before


def test_a_release_of_drafts_raises_nothing() -> None:
    make_source()
    before = newest()
    release = make_release()
    make_part(release, state="draft")
    Release.objects.filter(pk=release.pk).update(priority=7)
    assert newest() == before


def test_what_no_page_shows_raises_nothing() -> None:
    before = newest()
    SeedRecord.objects.create(model="role", natural_key="alpha")
    Report.objects.create(message="Is this right?")
    assert newest() == before


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_a_part_that_is_not_public_raises_nothing(state: str) -> None:
    release = make_release()
    before = newest()
    part = make_part(release, state=state)
    ReleasePart.objects.filter(pk=part.pk).update(rows=7)
    part.delete()
    assert newest() == before


@pytest.mark.parametrize("target", ["draft", "withdrawn"])
def test_publishing_and_taking_back_raise_the_version(target: str) -> None:
    part = draft()
    numbers = [newest()]
    for state in ("published", target):
        ReleasePart.objects.filter(pk=part.pk).update(state=state)
        numbers.append(newest())
    assert numbers == sorted(set(numbers))


def test_publishing_fills_in_the_version_in_which_it_became_public() -> None:
    part = draft()
    assert part.published_in is None
    ReleasePart.objects.filter(pk=part.pk).update(state="published")
    part.refresh_from_db()
    assert part.published_in_id == newest()


def test_publishing_again_keeps_the_first_version() -> None:
    part = make_part()
    part.refresh_from_db()
    first = part.published_in_id
    for state in ("withdrawn", "published"):
        ReleasePart.objects.filter(pk=part.pk).update(state=state)
    part.refresh_from_db()
    assert first is not None
    assert part.published_in_id == first


def test_a_part_made_public_at_once_is_filled_in_too() -> None:
    make_part()
    assert ReleasePart.objects.get().published_in is not None


def test_a_version_knows_its_moment() -> None:
    make_role()
    version = DataVersion.objects.newest()
    assert version is not None
    version.refresh_from_db()
    assert version.committed_at.tzinfo is not None
    assert (version.is_open, version.touched) == (False, True)


def test_a_source_with_another_kind_is_a_public_change() -> None:
    source = make_source()
    before = newest()
    Source.objects.filter(pk=source.pk).update(kind=Source.Kind.SURVEY)
    assert newest() > before
