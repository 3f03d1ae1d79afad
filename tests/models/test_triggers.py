"""The triggers themselves: all there, brought back by migrating (docs/decisions/0002-triggers.md)."""

import pytest
from django.core.management import call_command
from django.db import connection

from salaries.models import DataVersion, FigureVersion, Redirect, triggers
from tests.factories import make_figure, make_role
from tests.models.changing import by_update, rename, revision

pytestmark = pytest.mark.django_db


def installed() -> set[str]:
    """The names of our triggers in the database."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {name for (name,) in cursor.fetchall() if name.startswith(triggers.PREFIX)}


@pytest.fixture
def wanted() -> set[str]:
    return {triggers.PREFIX + trigger.name for trigger in triggers.triggers()}


def test_every_trigger_is_there_after_migrating(wanted: set[str]) -> None:
    assert installed() == wanted
    assert len(wanted) > 60


def test_installing_again_changes_nothing(wanted: set[str]) -> None:
    triggers.install()
    triggers.install()
    assert installed() == wanted
    make_role()
    assert DataVersion.objects.count() == 1


def test_migrating_again_brings_lost_triggers_back(wanted: set[str]) -> None:
    triggers.drop()
    assert installed() == set()
    call_command("migrate", verbosity=0)
    assert installed() == wanted


def test_without_triggers_none_of_this_happens() -> None:
    triggers.drop()
    figure = make_figure(median=50_000)
    by_update(figure)
    rename(figure.role, "two")
    found = [model.objects.count() for model in (DataVersion, FigureVersion, Redirect)]
    assert (found, revision(figure)) == ([0, 0, 0], 0)


def test_names_of_triggers_fit_the_database(wanted: set[str]) -> None:
    assert max(len(name) for name in wanted) <= 63


def test_every_public_table_is_watched(wanted: set[str]) -> None:
    events = ("insert", "update", "delete")
    for table in (*triggers.PUBLIC_TABLES, "figure", "releasepart"):
        assert {f"{triggers.PREFIX}{table}_{event}_version" for event in events} <= wanted, table
