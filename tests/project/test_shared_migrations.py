"""Two releases can share a database: a deployment has both for a while."""

import importlib
from itertools import chain
from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.operations.base import Operation
from django.db.models.signals import pre_migrate

from tests.project.migration_rules import breaks
from tests.project.test_migrations import MIGRATIONS

FIRST_RELEASE = "0014"
"""Up to here there was no release before."""
NAMES = sorted(path.stem for path in MIGRATIONS.glob("0*.py"))
TEXT = models.CharField(max_length=5)


def operations(name: str) -> list[Operation]:
    return list(importlib.import_module(f"salaries.migrations.{name}").Migration.operations)


@pytest.mark.parametrize("name", [name for name in NAMES if name[:4] > FIRST_RELEASE] or ["none yet"])
def test_the_release_before_goes_on_after_a_migration(name: str) -> None:
    found = operations(name) if name in NAMES else []
    assert [why for why in map(breaks, found) if why] == []


def test_there_is_something_to_read() -> None:
    assert len(list(chain.from_iterable(map(operations, NAMES)))) > 100


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("role", "name"),
        migrations.RenameField("role", "name", "title"),
        migrations.DeleteModel("role"),
        migrations.RenameModel("role", "trade"),
        migrations.AddField("role", "group", TEXT),
        migrations.AddField("role", "group", models.CharField(max_length=5, default="")),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("role", "name")]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_release_before_would_fail_of(operation: Operation) -> None:
    assert breaks(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("role", "group", models.CharField(max_length=5, null=True)),
        migrations.AddField("role", "group", models.CharField(max_length=5, db_default="")),
        migrations.AddField("role", "groups", models.ManyToManyField("salaries.Role")),
        migrations.CreateModel("Group", [("name", TEXT)]),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("role", "name")]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_it_does_not_notice(operation: Operation) -> None:
    assert breaks(operation) == ""


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_migration_waits_five_seconds_for_a_lock() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one limit for all.")

    def said() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return cursor.fetchone()[0]

    with transaction.atomic():
        pre_migrate.send(sender=None, using="default")
        assert said() == "5s"
        transaction.set_rollback(True)
