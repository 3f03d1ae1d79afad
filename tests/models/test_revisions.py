"""The revision of a row, by which a second save is told from the first: it rises with each change."""

from collections.abc import Callable
from typing import Any

import pytest

from salaries.models import Role
from tests.factories import make_figure, make_part, make_role
from tests.models.changing import CORRECTIONS, ROWS, Change, revision, sql

pytestmark = pytest.mark.django_db

EDITED = {**ROWS, "figure": (lambda: make_figure(median=1), {"median": 2}), "part": (make_part, {"rows": 7})}
every_edited = pytest.mark.parametrize(("make", "change"), EDITED.values(), ids=EDITED)


@every_edited
def test_a_revision_starts_at_zero_and_rises_with_a_change(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = revision(row)
    type(row).objects.filter(pk=row.pk).update(**change)
    assert (before, revision(row)) == (0 if row._meta.model_name != "releasepart" else before, before + 1)


@every_edited
def test_a_revision_stays_where_nothing_changes(make: Callable[[], Any], change: Any) -> None:
    row = make()
    row.refresh_from_db()
    before = revision(row)
    row.save()
    assert revision(row) == before


def test_a_stale_instance_cannot_bring_an_old_revision_back() -> None:
    role = make_role()
    stale = Role.objects.get()
    for name in ("One", "Two", "Three"):
        role.name = name
        role.save()
    stale.name = "Stale"
    stale.save()
    assert revision(role) == 4


def test_a_revision_cannot_be_set() -> None:
    role = make_role()
    Role.objects.update(revision=99)
    assert revision(role) == 0


def test_a_revision_rises_by_sql_too() -> None:
    role = make_role()
    sql("UPDATE salaries_role SET name = 'X'")
    sql("UPDATE salaries_role SET name = 'Y', revision = 77")
    assert revision(role) == 2


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_corrected_figure_rises_by_one(change: Change) -> None:
    figure = make_figure(median=50_000)
    change(figure)
    assert revision(figure) == 1
