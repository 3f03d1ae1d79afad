"""Answers that the documentation shows: true ones, of the starting data. A test asks for each again."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from salaries.pay.records import Record

EXAMPLE_SITE = "https://guide.example"


@dataclass(frozen=True)
class Example:
    """An address, and what it answers."""

    path: str
    answer: Record


@cache
def examples(site: str) -> dict[str, Example]:
    """By operation, with the addresses of a site."""
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    found: dict[str, Record] = json.loads(text.replace(EXAMPLE_SITE, site))
    return {name: Example(one["path"], one["answer"]) for name, one in found.items()}
