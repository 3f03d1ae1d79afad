"""Migrations tell what the models are."""

from pathlib import Path

import pytest
from django.core.management import call_command

MIGRATIONS = Path(__file__).resolve().parents[2] / "salaries" / "migrations"


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", "--check", "--dry-run")
    assert "No changes detected" in capsys.readouterr().out


def test_migrations_are_named_by_intent() -> None:
    names = [path.stem for path in MIGRATIONS.glob("0*.py")]
    assert names
    assert not [name for name in names if "auto" in name.split("_") or name.endswith("initial")]
