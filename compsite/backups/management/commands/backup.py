"""`manage.py backup FILE`: the database as it is now, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compsite.backups.refused import BackupRefused
from compsite.backups.restoring import back_up


class Command(BaseCommand):
    """Back up the database."""

    help = (
        "Writes the database into one file as it is at one moment, while people read and edit; the file is whole or "
        "not there. It holds all that the site stores, accounts and what readers reported too: keep it as safe as the "
        "database, or encrypt it. Settings and SECRET_KEY are not in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--encrypt-to", type=Path, metavar="RECIPIENTS",
            help="A file of public keys of age or ssh, one a line: only their owners can read the backup.",
        )  # fmt: skip
        parser.add_argument("--overwrite", action="store_true", help="Replace a file of that name.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            backup = back_up(
                file.absolute(), recipients=options["encrypt_to"], overwrite=options["overwrite"]
            )
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(backup.contents.rows.values())
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file}: {rows:,} rows of {len(backup.contents.rows)} tables, {size:,.1f} MB.")
        if not options["encrypt_to"]:
            self.stdout.write("It is not encrypted: whoever reads it reads accounts and reports too.")
