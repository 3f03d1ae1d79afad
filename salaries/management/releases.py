"""What commands about releases share: finding the parts that somebody means."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from salaries.models import Release, ReleasePart


def add_release(parser: ArgumentParser) -> None:
    """The arguments that name a release, or one part of it."""
    parser.add_argument("release", metavar="SOURCE/RELEASE", help="As its address has it: bls-oews/may-2025.")
    parser.add_argument("--part", default="", help="One part of it, by name. Default: all that it concerns.")


def parts_of(name: str, part: str, states: tuple[str, ...]) -> list[ReleasePart]:
    """The parts of a release in one of some states. CommandError, in words, where there are none."""
    source, _, slug = name.strip("/").partition("/")
    release = Release.objects.filter(source__slug=source, slug=slug).select_related("source").first()
    if release is None:
        known = ", ".join(str(one) for one in Release.objects.select_related("source").order_by("-pk")[:10])
        raise CommandError(f"There is no release “{name}”. There are: {known or 'none yet'}.")
    parts = list(release.parts.select_related("release__source").order_by("pk"))
    if part:
        parts = [one for one in parts if one.name == part]
        if not parts:
            names = ", ".join(f"“{one.name}”" for one in release.parts.order_by("pk"))
            raise CommandError(f"{release} has no part “{part}”. It has: {names}.")
    chosen = [one for one in parts if one.state in states]
    if not chosen:
        words = "; ".join(f"“{one.name}” is {one.get_state_display()}" for one in parts) or "it has no part"
        raise CommandError(f"{release}: nothing to do here: {words}.")
    return chosen
