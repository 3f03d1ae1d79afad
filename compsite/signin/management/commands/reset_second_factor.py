"""`manage.py reset_second_factor USER`: let somebody who has lost phone and recovery codes set up a new phone."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from compsite.signin import factor, sessions


class Command(BaseCommand):
    """Take phone and recovery codes from an account."""

    help = (
        "Takes phone and recovery codes from an account and ends its sessions: who signs in next with its password "
        "sets up a new phone. Make sure by another way that it is the owner who asks, and change the password too "
        "where somebody else may know it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="The name with which the account signs in.")

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        users = get_user_model()._default_manager
        account = users.filter(**{get_user_model().USERNAME_FIELD: user}).first()
        if account is None:
            raise CommandError(f"There is no account “{user}”.")
        with transaction.atomic():
            devices = factor.clear(account)
            ended = sessions.end_sessions(account)
            if devices:
                factor.note(
                    account, f"Phone and recovery codes reset at the prompt, by the login {_login()}."
                )
        if not devices:
            self.stdout.write(f"{user} had no phone and no recovery codes. {_counted(ended)} ended.")
            return
        self.stdout.write(f"Phone and recovery codes of {user} are reset. {_counted(ended)} ended.")
        self.stdout.write("Who signs in next with the password sets up a new phone.")


def _counted(sessions_ended: int) -> str:
    return f"{sessions_ended} session{'' if sessions_ended == 1 else 's'}"


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
