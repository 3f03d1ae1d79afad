"""Django's flush, history included: the triggers that protect it are taken away meanwhile."""

from typing import Any

from django.core.management.commands import flush

from salaries.models import triggers


class Command(flush.Command):
    """Empty every table."""

    def handle(self, **options: Any) -> None:
        triggers.drop(options["database"])
        try:
            super().handle(**options)
        finally:
            triggers.install(options["database"])
