"""Seeds to begin with: a small one, and what a test adds to a later one."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

STARTING: Path = settings.FIXTURE_DIRS[0]
ROLE = {"slug": "lighthouse-keeper", "name": "Lighthouse Keeper"}
RELEASE = {
    "source": ["bls-oews"], "slug": "may-2025", "reference_start": "2025-05-01", "reference_end": "2025-05-31",
}  # fmt: skip
PART = ["bls-oews", "may-2025", "a.csv"]
FIGURE = {
    "part": PART, "release": PART[:2], "role": ["backend-engineer"], "location": ["us"],
    "measure": "gross_pay", "currency": "USD", "pay_period": "year", "mean": "120000",
}  # fmt: skip
SMALL = (
    ("release", RELEASE),
    ("releasepart", {"release": PART[:2], "name": PART[2], "state": "published"}),
    ("figure", {**FIGURE, "role": ["software-developer"], "mean": "148100", "median": "135980"}),
)
"""A small release for a small seed: one figure, of software developers."""


def run(folder: Path) -> list[str]:
    """What `seed` prints, line by line."""
    out = StringIO()
    call_command("seed", folder, stdout=out)
    return out.getvalue().splitlines()


def changes(number: int) -> str:
    return f"Starting data: {number} {'change' if number == 1 else 'changes'}"


def write(folder: Path, *objects: tuple[str, dict[str, Any]], name: str = "99.json") -> Path:
    """A fixture in the folder, after those that are there."""
    rows = [{"model": f"salaries.{noun}", "fields": fields} for noun, fields in objects]
    (folder / name).write_text(json.dumps(rows))
    return folder
