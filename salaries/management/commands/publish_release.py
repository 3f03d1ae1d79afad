"""`manage.py publish_release SOURCE/RELEASE`: make its drafts public."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from salaries.management.releases import add_release, parts_of
from salaries.models import ReleasePart, data_change


class Command(BaseCommand):
    """Publish the parts of a release that wait for it."""

    help = "Makes the drafts of a release public, all in one data version. With --part: a withdrawn one again too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_release(parser)
        parser.add_argument("--reason", default="", help="Kept with the data version, and shown to readers.")

    def handle(self, *args: Any, release: str, part: str, reason: str, **options: Any) -> None:
        states = ReleasePart.State
        waiting = (states.DRAFT, states.IN_REVIEW, *((states.WITHDRAWN,) if part else ()))
        parts = parts_of(release, part, waiting)
        try:
            with data_change(reason or f"{parts[0].release} published", reason):
                for one in parts:
                    one.publish(reason)
        except ValidationError as error:
            raise CommandError(f"{error.messages[0]} Nothing was published.") from None
        for one in parts:
            self.stdout.write(
                f"Published: {one} ({one.figures.count():,} figures, {one.changes.count():,} changes)"
            )
