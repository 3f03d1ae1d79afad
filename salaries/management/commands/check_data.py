"""`manage.py check_data`: what an editor should look at."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salaries.checks import CHECKS, check_data, titles


class Command(BaseCommand):
    """Look over the guide's data."""

    help = (
        "Looks for percentiles out of order, levels that fall with seniority, jumps between releases, roles "
        "without figures, options without evidence, old sources and places without a parent. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lines", type=int, default=20, help="How many a check are listed; 0 lists all.")
        parser.add_argument("--fail", action="store_true", help="Exit code 1 where anything was found.")

    def handle(self, *args: Any, lines: int, fail: bool, **options: Any) -> None:
        findings = list(check_data(timezone.localdate()))
        for check, found in titles(findings):
            words = (CHECKS[check].__doc__ or check).split("\n")[0]
            self.stdout.write(f"{check}: {len(found):,}. {words}")
            shown = found if lines <= 0 else found[:lines]
            for one in shown:
                self.stdout.write(f"  {one.text}")
            if more := len(found) - len(shown):
                self.stdout.write(f"  and {more:,} more: --lines 0 lists all")
        number = len(findings)
        self.stdout.write(f"{number:,} to look at" if number else "Nothing to look at")
        if fail and findings:
            raise CommandError(f"{number:,} found.")
