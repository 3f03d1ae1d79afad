"""Sources, their releases and the parts of those."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from salaries.models import Release, ReleasePart, Source
from tests.factories import make_figure, make_part, make_release, make_source

pytestmark = pytest.mark.django_db

MAY: dict[str, Any] = {"reference_start": date(2025, 5, 1), "reference_end": date(2025, 5, 31)}
JUNE: dict[str, Any] = {"reference_start": date(2025, 6, 1), "reference_end": date(2025, 6, 30)}
UNKNOWN: dict[str, Any] = {"reference_start": None, "reference_end": None}
IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "ends before it starts": {"reference_start": date(2025, 5, 31), "reference_end": date(2025, 5, 1)},
    "starts without an end": {"reference_start": date(2025, 5, 1), "reference_end": None},
    "ends without a start": {"reference_start": None, "reference_end": date(2025, 5, 31)},
}


def by_bulk_create(**values: Any) -> None:
    Release.objects.bulk_create([Release(source=make_source(), slug="new", **values)])


def by_update(**values: Any) -> None:
    release = make_release("other", **JUNE)
    Release.objects.filter(pk=release.pk).update(**values)


def by_sql(**values: Any) -> None:
    release = make_release("other", **JUNE)
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE salaries_release SET {columns} WHERE id = %s", [*values.values(), release.pk])


every_way = pytest.mark.parametrize("write", [by_bulk_create, by_update, by_sql])
Write = Callable[..., None]


@every_way
@pytest.mark.parametrize("period", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_impossible_period_is_refused(write: Write, period: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="release_period_possible"), transaction.atomic():
        write(**period)


@every_way
def test_a_period_of_one_day_is_taken(write: Write) -> None:
    write(reference_start=date(2025, 5, 1), reference_end=date(2025, 5, 1))


@every_way
@pytest.mark.parametrize("period", [MAY, UNKNOWN])
def test_a_second_release_of_a_source_and_period_is_refused(write: Write, period: dict[str, Any]) -> None:
    make_release("first", **period)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(**period)


@pytest.mark.parametrize("period", [MAY, UNKNOWN])
def test_another_source_may_have_the_same_period(period: dict[str, Any]) -> None:
    for slug in ("bureau", "office"):
        make_release(source=make_source(slug), **period)
    assert Release.objects.count() == 2


def test_a_source_has_releases_of_different_periods_beside_the_unknown_one() -> None:
    for number, period in enumerate((MAY, JUNE, UNKNOWN)):
        make_release(f"release-{number}", **period)
    assert Release.objects.count() == 3


def test_a_slug_is_one_release_of_a_source() -> None:
    make_release("may-2025")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(source=make_source(), slug="may-2025")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            IMPOSSIBLE["ends before it starts"],
            "A period has a first and a last day, in that order, or neither.",
        ),
        (
            IMPOSSIBLE["starts without an end"],
            "A period has a first and a last day, in that order, or neither.",
        ),
        (MAY, "This source has a release for that period already."),
        (UNKNOWN, "This source has a release of unknown period already."),
        ({"slug": "may-2025", **JUNE}, "This source has a release of that slug already."),
    ],
)
def test_a_form_gets_the_fault_as_a_sentence(values: dict[str, Any], sentence: str) -> None:
    make_release("may-2025", **MAY)
    make_release("some-time", **UNKNOWN)
    with pytest.raises(ValidationError) as found:
        Release(source=make_source(), **{"slug": "new", **values}).full_clean()
    assert sentence in found.value.messages


def test_a_part_has_a_name_of_its_own_in_its_release() -> None:
    make_part(name="file.csv")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasePart.objects.create(release=make_release(), name="file.csv")


def test_an_unknown_state_is_refused() -> None:
    part = make_part()
    with pytest.raises(IntegrityError, match="part_state_known"), transaction.atomic():
        ReleasePart.objects.filter(pk=part.pk).update(state="secret")


def test_a_new_part_is_a_draft() -> None:
    assert ReleasePart.objects.create(release=make_release(), name="file").state == "draft"


def test_a_source_needs_a_publisher() -> None:
    source = make_source()
    with pytest.raises(IntegrityError, match="source_publisher_given"), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(publisher="")


def test_a_source_has_a_known_kind_of_pay() -> None:
    source = make_source()
    with pytest.raises(IntegrityError, match="source_measure_known"), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(primary_measure="wages")


def test_a_release_is_public_as_soon_as_one_part_is() -> None:
    make_part(make_release("drafted", **JUNE), state="draft")
    make_part(make_release("mixed"), "first")
    make_part(make_release("mixed"), "second", state="draft")
    assert [release.slug for release in Release.objects.public()] == ["mixed"]


def test_a_release_without_parts_is_not_public() -> None:
    make_release()
    assert not Release.objects.public().exists()


def test_a_part_without_figures_cannot_be_published() -> None:
    part = make_part(state="draft")
    with pytest.raises(ValidationError, match="A part without figures cannot be published"):
        part.publish()
    part.refresh_from_db()
    assert part.state == "draft"


def test_publishing_is_one_switch_on_the_part() -> None:
    part = make_part(state="draft")
    figure = make_figure(part=part, median=50_000)
    part.publish()
    assert part.state == "published"
    assert list(type(figure).objects.public()) == [figure]
    part.withdraw()
    assert not type(figure).objects.public().exists()


@pytest.mark.parametrize("noun", ["release", "source"])
def test_what_has_parts_cannot_be_deleted(noun: str) -> None:
    release = make_part().release
    with pytest.raises(ProtectedError):
        (release if noun == "release" else release.source).delete()
