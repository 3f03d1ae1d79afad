"""`manage.py rotate_secret`: another SECRET_KEY, beside which the former one is still read."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compsite import keys

AGAIN = "Start the web processes and the worker again, all of them."


class Command(BaseCommand):
    """Rotate SECRET_KEY."""

    help = (
        "Puts a new SECRET_KEY into the file that has it, and the former one into SECRET_KEY_FALLBACKS: who is signed "
        "in stays so, and forms that are open can be sent. Twelve hours later, when the last session of before has "
        "ended, --finish drops the former one. No key is printed. Passwords, phones and recovery codes do not "
        "depend on it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file", type=Path, help="The file of variables with SECRET_KEY=…, such as /etc/compsite.env."
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--finish", action="store_true", help="Read the former keys no longer.")
        how.add_argument(
            "--leaked",
            action="store_true",
            help="Read the former key no longer at once: everybody signs in again.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        named: Path | None = options["file"]
        file = named or settings.SECRET_KEY_FILE
        if file is None:
            raise CommandError("SECRET_KEY is set by the environment: name the file that has it with --file.")
        to = keys.finished if options["finish"] else partial(keys.rotated, keep=not options["leaked"])
        try:
            keys.change(file, to, own=named is None)
        except keys.NoKey as fault:
            raise CommandError(f"{file}: {fault} Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be changed: {error.strerror}.") from None
        if options["finish"]:
            self.stdout.write(f"{file} has the newest key alone. {AGAIN}")
        elif options["leaked"]:
            self.stdout.write(f"{file} has a new key, and no former one. {AGAIN} Everybody signs in again.")
        else:
            self.stdout.write(f"{file} has a new key, beside which the former one is still read. {AGAIN}")
            self.stdout.write("In twelve hours: manage.py rotate_secret --finish, and start them again.")
