"""The app's start: triggers follow each migration, and checks are registered."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _install_triggers(using: str, **_kwargs: Any) -> None:
    from salaries.models import triggers

    triggers.install(using)


class SalariesConfig(AppConfig):
    """The salary guide."""

    name = "salaries"
    verbose_name = "Salary guide"

    def ready(self) -> None:
        from compsite import migrating, static_files  # noqa: F401

        # Django's own hook: a migration on SQLite loses a table's triggers.
        post_migrate.connect(_install_triggers, sender=self)
