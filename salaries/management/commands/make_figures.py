"""`manage.py make_figures`: figures that nobody earns, to measure the site with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salaries.synthetic import Amount, CannotMake, make_figures, present


class Command(BaseCommand):
    """Fill a database of its own with figures for measuring."""

    help = (
        "Fills an empty database with made-up figures, all of a source called “Synthetic figures for measuring”, and "
        "publishes them. For measuring only: nothing takes them away again but another database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--roles", type=int, default=5_000, help="Default: 5000.")
        parser.add_argument(
            "--locations", type=int, default=500, help="Places below the country. Default: 500."
        )
        parser.add_argument(
            "--figures", type=int, default=1_000_000, help="Exactly so many. Default: 1000000."
        )
        parser.add_argument("--seed", type=int, default=1, help="Another number gives other amounts.")
        parser.add_argument(
            "--beside", action="store_true", help="Make them even where the guide has figures of others."
        )

    def handle(
        self, *args: Any, roles: int, locations: int, figures: int, seed: int, beside: bool, **options: Any
    ) -> None:
        synthetic, others = present()
        if synthetic:
            raise CommandError("This database has synthetic figures already: name another in DATABASE_URL.")
        if others and not beside:
            raise CommandError(
                "This database has figures of others, and readers would see made-up ones beside them: name another "
                "in DATABASE_URL, or say --beside."
            )
        begun = time.perf_counter()
        try:
            make_figures(Amount(roles, locations, figures, seed))
        except CannotMake as refusal:
            raise CommandError(f"{refusal} Nothing was written.") from None
        seconds = time.perf_counter() - begun
        self.stdout.write(
            f"Made {figures:,} synthetic figures of {roles:,} roles in {locations:,} places in {seconds:.0f} s."
        )
