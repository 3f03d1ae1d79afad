"""`manage.py withdraw_release SOURCE/RELEASE`: take what is public back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salaries.management.releases import add_release, parts_of
from salaries.models import ReleasePart, data_change


class Command(BaseCommand):
    """Withdraw published parts of a release."""

    help = (
        "Takes the published parts of a release back, the newest first; figures that a corrected file changed "
        "say again what they said before. With --part: that part alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_release(parser)
        parser.add_argument("--reason", default="", help="Kept with the data version, and shown to readers.")

    def handle(self, *args: Any, release: str, part: str, reason: str, **options: Any) -> None:
        parts = parts_of(release, part, (ReleasePart.State.PUBLISHED,))
        with data_change(reason or f"{parts[0].release} withdrawn", reason):
            for one in reversed(parts):
                one.withdraw(reason)
        for one in reversed(parts):
            self.stdout.write(f"Withdrawn: {one}")
