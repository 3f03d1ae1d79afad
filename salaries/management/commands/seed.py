"""`manage.py seed [FOLDER]`: make what the starting data holds and the guide never had."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salaries.fixture_files import FixtureRefused
from salaries.seeding import Outcome, count_rows, seed

MOST_CLASHES = 20
"""How many clashes are named one by one."""


class Command(BaseCommand):
    """Create starting data once; leave alone what people edited, renamed, deleted or made themselves."""

    help = (
        "Makes what the fixtures hold and no seed has made before. What people edited, renamed or deleted "
        "stays as they left it, and what they made themselves is left alone and named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.FIXTURE_DIRS[0],
            help="Where the *.json are: fixtures/.",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            outcome = seed(folder)
        except FixtureRefused as refusal:
            raise CommandError(f"{refusal} Nothing was written.") from None
        if outcome.changes:
            count_rows()
        for line in summary(outcome):
            self.stdout.write(line)


def summary(outcome: Outcome) -> list[str]:
    """The outcome in plain lines."""
    lines = [f"Created {noun.counted(number)}" for noun, number in outcome.created.items()]
    lines += [f"Left alone: {clash}" for clash in outcome.clashes[:MOST_CLASHES]]
    if more := len(outcome.clashes) - MOST_CLASHES:
        lines += [f"Left alone: {more:,} more of the kind"] if more > 0 else []
    lines += [
        f"Left out: {noun.counted(number)}, since the {parent} is no longer in the guide or was left alone"
        for (noun, parent), number in outcome.left_out.items()
    ]
    changes = outcome.changes
    return [*lines, f"Starting data: {changes:,} {'change' if changes == 1 else 'changes'}"]
