"""`manage.py import_list NOUN FILE`: bring an exported list of roles, places, sources and so on into the guide."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from salaries.imports.reading import FileRefused
from salaries.noun_files import load

NOUNS = (
    "role", "rolealias", "rolecode", "experiencelevel", "location", "locationcode", "influencingfactor",
    "factoroption", "source", "release", "priceindex", "redirect", "curatedcomparison", "curatedsubject",
)  # fmt: skip
REFUSED = 2


class Command(BaseCommand):
    """Read back what the list of a noun exports."""

    help = (
        "Reads a list as the admin exports it, CSV or workbook: makes rows that are new, changes those that "
        "differ, and deletes none. All or nothing: exit code 2 says that nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("noun", choices=NOUNS, metavar="NOUN", help=f"One of {', '.join(NOUNS)}.")
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, noun: str, file: Path, **options: Any) -> None:
        try:
            counts = load(apps.get_model("salaries", noun), file)
        except FileRefused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.", returncode=REFUSED) from None
        self.stdout.write(f"{file.name}: {counts.new} new, {counts.changed} changed, {counts.same} the same.")
