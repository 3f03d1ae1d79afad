"""`manage.py erase_emails`: keep the promise that readers' e-mail addresses are not kept for long."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from salaries.models import Report


class Command(BaseCommand):
    """Erase e-mail addresses of reports that were answered long enough ago."""

    help = (
        "Erases the e-mail addresses of reports that were answered or dismissed 90 days ago. A report that "
        "comes in and an editor who opens the list of reports do the same."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = Report.objects.forget(timezone.now())
        self.stdout.write(f"{number:,} e-mail {'address' if number == 1 else 'addresses'} erased")
