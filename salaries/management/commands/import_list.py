"""`manage.py import_list NOUN FILE`: bring an exported list of roles, places, sources and so on into the guide."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from salaries.imports.reading import FileRefused
from salaries.noun_files import check, load

NOUNS = (
    "role", "rolealias", "rolecode", "experiencelevel", "location", "locationcode", "influencingfactor",
    "factoroption", "source", "release", "priceindex", "redirect", "curatedcomparison", "curatedsubject",
)  # fmt: skip
ACCOUNTS = ("group", "user")
RECORDS = (
    "releasepart", "figurechange", "figureversion", "partversion", "factversion", "dataversion", "erasure",
    "importjob", "report", "seedrecord",
)  # fmt: skip
"""What the guide keeps by itself: a file of it is held against what is kept."""
REFUSED = 2


class Command(BaseCommand):
    """Read back what the list of a noun exports."""

    help = (
        "Reads a list as the admin exports it, CSV or workbook: makes rows that are new, changes those that "
        "differ, and deletes none. All or nothing: exit code 2 says that nothing was written. A list of records "
        "(parts, versions, changes, erasures, imports, reports) is held against those of the guide, and writes "
        "none. New accounts have no password until somebody gives them one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        nouns = (*NOUNS, *ACCOUNTS, *RECORDS)
        parser.add_argument("noun", choices=nouns, metavar="NOUN", help=f"One of {', '.join(nouns)}.")
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, noun: str, file: Path, **options: Any) -> None:
        model = apps.get_model("auth" if noun in ACCOUNTS else "salaries", noun)
        try:
            if noun in RECORDS:
                self.stdout.write(f"{file.name}: {check(model, file)} the same.")
                return
            counts = load(model, file)
        except FileRefused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.", returncode=REFUSED) from None
        self.stdout.write(f"{file.name}: {counts.new} new, {counts.changed} changed, {counts.same} the same.")
