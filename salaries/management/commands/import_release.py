"""`manage.py import_release FORMAT FILE`: a publisher's file becomes a draft, and a summary says what of it."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from salaries.imports.asked import Asked, request_of
from salaries.imports.formats import FORMATS
from salaries.imports.job import Progress, Request
from salaries.imports.load import import_file
from salaries.imports.numbers import STYLES
from salaries.imports.reading import FileRefused
from salaries.imports.refused import write_refusals
from salaries.imports.summary import summary

UNREADABLE = 2
REFUSALS = 3


class Command(BaseCommand):
    """Import one file of a publisher."""

    help = (
        "Reads a file as its publisher made it, and makes a draft of what the guide can use: "
        + "; ".join(f"{name}: {words}" for name, words in FORMATS.items())
        + ". Exit code 0: done, or nothing to do; 2: the file cannot be read so, nothing was written; "
        "3: done, but some rows were refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
        add("file", type=Path, metavar="FILE")
        add("--mapping", default="", help="For surveys: a preset (aijobs, stackoverflow) or a TOML file.")
        add("--source", default="", help="The source's slug, where it is not the format's own.")
        add("--reference", default="", help="The time that the pay is of: 2025, 2025-05, 2024/2025, or none.")
        add("--retrieved-on", type=date.fromisoformat, help="When the file was downloaded. Default: today.")
        add("--dry-run", action="store_true", help="Say what would happen, and write nothing.")
        add("--publish", action="store_true", help="Make the part public at once.")
        add("--strict", action="store_true", help="One refused row refuses the whole file.")
        add("--refusals", type=Path, help="Where refused rows are listed. Default: FILE.refused.csv, here.")
        table = parser.add_argument_group("files in the guide's own columns (table)")
        table.add_argument("--map", action="append", default=[], metavar="THEIRS=OURS", help="title=role")
        table.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="OURS=VALUE",
            help="currency=USD, where no column says it",
        )
        table.add_argument("--accept-guesses", action="store_true", help="Take guessed columns as they are.")
        table.add_argument("--numbers", choices=STYLES, default="en", help="How the file writes numbers.")
        table.add_argument("--marks", default="", help="Whose marks the file uses: oews, ashe, plain.")
        table.add_argument("--header-row", type=int, help="The row that names the columns.")
        table.add_argument(
            "--sheet", default="", help="The sheet of a workbook. Default: the first that fits."
        )
        table.add_argument("--create", action="store_true", help="Make roles and places that are not there.")
        table.add_argument("--any-amount", action="store_true", help="Take amounts however unusual.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with self._progress(options["verbosity"]) as progress:
                outcome = import_file(_request(file, options, progress))
        except (FileRefused, ValidationError) as refusal:
            words = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
            raise CommandError(f"{words} Nothing was written.", returncode=UNREADABLE) from None
        listed = options["refusals"] or Path(f"{file.name}.refused.csv")
        if outcome.refusals:
            with listed.open("w", encoding="utf-8", newline="") as list_of_them:
                write_refusals(list_of_them, outcome.refusals)
        for line in summary(outcome, dry_run=options["dry_run"], listed=listed):
            self.stdout.write(line)
        if outcome.refusals:
            if options["strict"] and not options["dry_run"]:
                raise CommandError("Nothing was written: --strict.", returncode=UNREADABLE)
            sys.exit(REFUSALS)

    @contextmanager
    def _progress(self, verbosity: int) -> Iterator[Progress]:
        """A bar, where somebody watches."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = verbosity > 0 and console.is_terminal
        with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
            task = bar.add_task("rows", total=None)
            yield lambda rows, expected: bar.update(task, completed=rows, total=expected)


def _request(file: Path, options: dict[str, Any], progress: Progress) -> Request:
    asked = Asked(
        format=options["format"],
        mapping=options["mapping"],
        source=options["source"],
        reference=options["reference"],
        columns=_pairs("--map", options["map"], "theirs=ours, such as title=role"),
        fixed=_pairs("--set", options["set"], "ours=value, such as currency=USD"),
        accept_guesses=options["accept_guesses"],
        numbers=options["numbers"],
        marks=options["marks"],
        header_row=options["header_row"],
        sheet=options["sheet"],
        make=options["create"],
        any_amount=options["any_amount"],
    )
    how = {name: options[name] for name in ("strict", "publish", "dry_run", "retrieved_on")}
    try:
        return request_of(asked, file, progress=progress, **how)
    except ValueError as error:
        raise CommandError(f"--reference: {error}", returncode=UNREADABLE) from None


def _pairs(option: str, pairs: list[str], form: str) -> dict[str, str]:
    """An option given as pairs, the last equals sign parting them."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.rpartition("=")
        if not equals or not name:
            raise CommandError(f"{option}: “{pair}” is not of the form {form}.", returncode=UNREADABLE)
        found[name] = value
    return found
