"""`manage.py erase_figure SOURCE/RELEASE ROLE`: take a figure's numbers away for good."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from salaries.models import Erasure, ExperienceLevel, FactorOption, Location, Release, Role
from salaries.models.base import ALL_LEVELS, DEFAULT_LOCATION
from salaries.models.erasing import CellName, cells_held, erase

NOUNS: dict[str, tuple[type[Model], str]] = {
    "role": (Role, "role"),
    "level": (ExperienceLevel, "experience level"),
    "location": (Location, "place"),
    "option": (FactorOption, "option"),
}


class Command(BaseCommand):
    """Erase one figure."""

    help = (
        "Deletes a figure and blanks what it said before, for good: a permanent link then says that the figure "
        "was erased. Kept are the cell, who did it, when and why; no number. Backups and files that were "
        "imported are not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "release", metavar="SOURCE/RELEASE", help="As its address has it: bls-oews/may-2025."
        )
        parser.add_argument("role", metavar="ROLE", help="The role's slug.")
        parser.add_argument("--level", default=ALL_LEVELS, help="A level's slug. Default: all levels.")
        parser.add_argument("--location", default=DEFAULT_LOCATION, help="A place's slug. Default: us.")
        parser.add_argument("--option", default="", help="An option's slug. Default: everyone.")
        parser.add_argument("--measure", default="", help="Where there are several: base_salary.")
        parser.add_argument("--currency", default="", help="Where there are several: USD.")
        parser.add_argument("--period", default="", help="Where there are several: year, month or hour.")
        parser.add_argument("--reason", required=True, help="Why. Kept for editors, never shown.")
        parser.add_argument("--by", default="", help="Who decides. Default: the name of this login.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, reason: str, by: str, yes: bool, **asked: Any) -> None:
        if not reason.strip():
            raise CommandError("Say why, with --reason.")
        cell = _one_cell(_named(asked))
        if not yes:
            self.stdout.write(f"Erase for good: {cell}")
            if input("Type “erase” to do it: ").strip().lower() != "erase":
                raise CommandError("Nothing was erased.")
        erasure, states = erase(cell, reason.strip(), by.strip() or _login())
        self.stdout.write(f"Erased: {erasure.cell}")
        self.stdout.write(
            f"{states} published state{'' if states == 1 else 's'} blanked. Data version {erasure.version}."
        )


def _named(asked: dict[str, Any]) -> CellName:
    source, _, slug = asked["release"].strip("/").partition("/")
    release = Release.objects.filter(source__slug=source, slug=slug).select_related("source").first()
    if release is None:
        raise CommandError(f"There is no release “{asked['release']}”.")
    rows: dict[str, Any] = {}
    for name, (model, noun) in NOUNS.items():
        slug = "" if name == "level" and asked[name] == ALL_LEVELS else asked[name]
        rows[name] = model._default_manager.filter(slug=slug).first() if slug else None
        if slug and rows[name] is None:
            raise CommandError(f"There is no {noun} “{slug}”.")
    kind = {"measure": asked["measure"], "currency": asked["currency"], "pay_period": asked["period"]}
    return CellName(release=release, **rows, **kind)


def _one_cell(cell: CellName) -> CellName:
    """The cell with its kind of pay. CommandError where there is none, or several."""
    found = cells_held(cell)
    if not found:
        if Erasure.objects.filter(cell__startswith=str(cell).rstrip()).exists():
            raise CommandError(f"This figure has been erased already: {str(cell).rstrip()}.")
        people = str(cell).removeprefix(f"{cell.release} ").rstrip()
        raise CommandError(f"{cell.release} has no such figure and never had one: {people}.")
    if len(found) > 1:
        kinds = "; ".join(" ".join(one.pay.values()) for one in found)
        raise CommandError(f"There are several: {kinds}. Say which with --measure, --currency, --period.")
    return found[0]


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
