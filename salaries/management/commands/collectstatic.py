"""`manage.py collectstatic`: Django's, which compiles public templates too, so that no process that serves has to."""

from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic

from salaries.markup.templates import compile_all


class Command(collectstatic.Command):
    """What a release is made ready with."""

    help = "Collects static files in one folder, and compiles the templates of public pages."

    def handle(self, **options: Any) -> str | None:
        told = super().handle(**options)
        if not options["dry_run"]:
            compile_all()
        return told
