"""`manage.py export_release SOURCE/RELEASE [FILE] [--part NAME]`: write a release as a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salaries.exports import ExportRefused, write_csv, write_workbook
from salaries.models import Release

NOT_DONE = 2
"""The exit code where nothing was written."""


class Command(BaseCommand):
    """Write a release in our own column layout, which imports again without a change."""

    help = (
        "Writes a release as a table that `import_release table` reads again without a change: a workbook "
        "where FILE ends in .xlsx, CSV where it ends in .csv or is left out. It holds drafts and cells of too "
        "few answers too, and is not for the public. Exit code 2: nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("release", metavar="SOURCE/RELEASE", help="As in its address: bls-oews/may-2025.")
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE", help="Left out: to standard output, as CSV."
        )
        parser.add_argument("--part", default="", metavar="NAME", help="Only this part of the release.")

    def handle(self, *args: Any, release: str, file: Path | None, part: str, **options: Any) -> None:
        found = _release(release)
        try:
            number = self._write(found, file, part)
        except ExportRefused as refusal:
            raise CommandError(str(refusal), returncode=NOT_DONE) from None
        except OSError as error:
            raise CommandError(
                f"“{file}” cannot be written: {error.strerror or error}.", returncode=NOT_DONE
            ) from None
        figures = "1 figure" if number == 1 else f"{number:,} figures"
        if file is None:
            self.stderr.write(f"Wrote {figures} of {found}")
        else:
            self.stdout.write(f"Wrote {figures} of {found} to {file.name}")

    def _write(self, release: Release, file: Path | None, part: str) -> int:
        if file is None:
            return write_csv(self.stdout, release, part)  # type: ignore[arg-type]  # it has what csv needs, write
        if file.suffix.lower() == ".xlsx":
            return write_workbook(file, release, part)
        if file.suffix.lower() == ".csv":
            with file.open("w", encoding="utf-8", newline="") as out:
                return write_csv(out, release, part)
        raise ExportRefused(f"“{file.name}” ends neither in .csv nor in .xlsx.")


def _release(address: str) -> Release:
    source, _, slug = address.strip("/").partition("/")
    release = Release.objects.select_related("source").filter(source__slug=source, slug=slug).first()
    if release is None:
        held = Release.objects.filter(source__slug=source).select_related("source")
        names = ", ".join(str(one) for one in held) or "none of that source"
        raise CommandError(f"There is no release {address}; the guide has {names}.", returncode=NOT_DONE)
    return release
