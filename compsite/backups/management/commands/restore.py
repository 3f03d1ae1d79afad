"""`manage.py restore FILE`: the site's database becomes what a backup holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compsite.backups.refused import BackupRefused
from compsite.backups.restoring import restore


class Command(BaseCommand):
    """Restore a backup."""

    # It has to run where there is no database.
    requires_system_checks = []
    help = (
        "Unpacks a backup into a database of its own, checks it there (its SHA-256, that it is whole, its migrations "
        "and how many rows it has), brings it to this release, and puts it in the place of the site's database in one "
        "step. What was there is kept beside it. Editors sign in again afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--identity", type=Path, metavar="KEY", help="The file of the private key of an encrypted backup."
        )
        parser.add_argument("--check", action="store_true", help="Check the backup, and change nothing.")
        parser.add_argument(
            "--replace", action="store_true", help="Restore although the site's database is not empty."
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            done = restore(
                file.absolute(), identity=options["identity"], replace=options["replace"],
                only_check=options["check"],
            )  # fmt: skip
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        of = f"the backup of {done.backup.made_at:%-d %B %Y, %H:%M} UTC"
        rows = f"{sum(done.backup.contents.rows.values()):,} rows of {len(done.backup.contents.rows)} tables"
        if options["check"]:
            self.stdout.write(f"{of[0].upper()}{of[1:]} is whole: {rows}. Nothing was changed.")
            return
        self.stdout.write(f"The site has {of}: {rows}.")
        if done.former:
            self.stdout.write(f"What was there before is {done.former}. Delete it when you miss nothing.")
