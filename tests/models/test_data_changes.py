"""Changes made together: one data version with its reason, or nothing."""

import pytest
from django.db import transaction

from salaries.models import DataVersion, Figure, FigureVersion, ReleasePart, data_change
from tests.factories import make_figure, make_location, make_role
from tests.models.changing import by_update, draft

pytestmark = pytest.mark.django_db


def test_changes_made_together_share_one_version_and_its_reason() -> None:
    before = DataVersion.objects.count()
    with data_change("May 2025 published"):
        figure = make_figure(median=50_000)
        by_update(figure)
        make_role("beta")
    (version,) = DataVersion.objects.all()[: DataVersion.objects.count() - before]
    assert (version.reason, version.is_open, version.touched) == ("May 2025 published", False, True)


def test_a_change_inside_another_shares_the_outer_version() -> None:
    with data_change("outer"):
        make_role("alpha")
        with data_change("inner"):
            make_role("beta")
    assert list(DataVersion.objects.values_list("reason", flat=True)) == ["outer"]


def test_a_change_after_another_has_its_own_version() -> None:
    for slug in ("alpha", "beta"):
        with data_change(slug):
            make_role(slug)
    assert list(DataVersion.objects.values_list("reason", flat=True)) == ["beta", "alpha"]


def test_a_change_that_changes_nothing_leaves_no_version() -> None:
    part, role, place = draft(), make_role(), make_location()
    before = DataVersion.objects.count()
    with data_change("nothing public"):
        make_figure(role, part, median=50_000, location=place)
        ReleasePart.objects.filter(pk=part.pk).update(rows=7)
    assert DataVersion.objects.count() == before
    assert not DataVersion.objects.filter(is_open=True).exists()


def broken_off(figure: Figure) -> None:
    with data_change("broken off"):
        by_update(figure)
        raise RuntimeError


def test_a_change_that_fails_leaves_nothing() -> None:
    figure = make_figure(median=50_000)
    before = DataVersion.objects.count()
    with pytest.raises(RuntimeError):
        broken_off(figure)
    figure.refresh_from_db()
    assert (figure.median, DataVersion.objects.count(), FigureVersion.objects.count()) == (50_000, before, 0)


def test_a_change_that_is_taken_back_leaves_nothing() -> None:
    before = DataVersion.objects.count()
    with transaction.atomic():
        make_role()
        transaction.set_rollback(True)
    assert DataVersion.objects.count() == before


def test_a_long_reason_is_cut() -> None:
    with data_change("x" * 500):
        make_role()
    version = DataVersion.objects.newest()
    assert version is not None
    assert version.reason == "x" * 200


def test_publishing_says_so_in_its_version() -> None:
    part = draft()
    make_figure(part=part, median=50_000)
    part.publish()
    assert part.published_in is not None
    assert part.published_in.reason == "bureau/may-2025 published"
