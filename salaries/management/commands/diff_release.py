"""`manage.py diff_release SOURCE/RELEASE`: what publishing a draft would change for readers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salaries.imports.differences import Difference, difference, in_words
from salaries.management.releases import add_release, parts_of
from salaries.models import ReleasePart


class Command(BaseCommand):
    """Show a draft against the release before it."""

    help = (
        "Shows what is new, gone and changed in the parts of a release against the one before, the largest "
        "moves first, and marks what moved by more than 20 %."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_release(parser)
        parser.add_argument("--lines", type=int, default=40, help="How many moves are listed; 0 lists all.")

    def handle(self, *args: Any, release: str, part: str, lines: int, **options: Any) -> None:
        states = ReleasePart.State
        drafts = (states.DRAFT, states.IN_REVIEW) if not part else tuple(states.values)
        for one in parts_of(release, part, drafts):
            self._show(difference(one), lines)

    def _show(self, found: Difference, lines: int) -> None:
        against = f"against {found.before}" if found.before else "against nothing: no release came before"
        if found.before == found.part.release:
            against = "against what it says now"
        self.stdout.write(f"{found.part} ({found.part.get_state_display()}) {against}")
        self.stdout.write(
            f"{found.counted('new'):,} new, {found.counted('gone'):,} gone, {found.counted('changed'):,} changed "
            f"({found.large:,} by more than 20 %), {found.same:,} the same"
        )
        shown = found.moves if lines <= 0 else found.moves[:lines]
        for line in in_words(shown):
            self.stdout.write(f"  {line}")
        if more := len(found.moves) - len(shown):
            self.stdout.write(f"  and {more:,} more: --lines 0 lists all")
